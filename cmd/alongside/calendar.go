package main

import (
	"context"
	"fmt"
	"io"

	"alongside/models"
	"alongside/models/workday"
)

// calendarCmd keeps the company's own closed and half days; public holidays come from HOLIDAYS.
type calendarCmd struct {
	Close  calendarCloseCmd  `cmd:"" help:"Add a day on which the company is closed, or closes at 13:00."`
	Reopen calendarReopenCmd `cmd:"" help:"Take such a day away again."`
	List   calendarListCmd   `cmd:"" help:"List the days of a year that are no full working days."`
}

type calendarCloseCmd struct {
	settings
	Day  workday.Date `arg:"" help:"The day, like 2026-12-24."`
	Name string       `arg:"" help:"Why, as people say it."`
	Half bool         `help:"Closes at 13:00 only."`
}

func (c *calendarCloseCmd) Run(ctx context.Context, s streams) error {
	return withPortal(ctx, c.settings, s, func(p *models.Portal, _ models.Config) error {
		if err := p.Calendars.Close(ctx, workday.Closing{Date: c.Day, Half: c.Half, Name: c.Name}); err != nil {
			return err
		}
		return redate(ctx, p, s.out)
	})
}

type calendarReopenCmd struct {
	settings
	Day workday.Date `arg:"" help:"The day, like 2026-12-24."`
}

func (c *calendarReopenCmd) Run(ctx context.Context, s streams) error {
	return withPortal(ctx, c.settings, s, func(p *models.Portal, _ models.Config) error {
		if err := p.Calendars.Reopen(ctx, c.Day); err != nil {
			return err
		}
		return redate(ctx, p, s.out)
	})
}

// redate moves what is open to the calendar as it is now.
func redate(ctx context.Context, p *models.Portal, out io.Writer) error {
	moved, err := p.Requests.Redate(ctx)
	if err != nil {
		return err
	}
	if _, err := p.ICP.Redate(ctx); err != nil {
		return err
	}
	if err := p.Intel.Redate(ctx); err != nil {
		return err
	}
	if _, err := p.Rides.Redate(ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Done. The forecasts of %d open requests moved; what was promised stays promised.\n", moved)
	return err
}

type calendarListCmd struct {
	settings
	Year int `arg:"" help:"Like 2026."`
}

func (c *calendarListCmd) Run(ctx context.Context, s streams) error {
	return withPortal(ctx, c.settings, s, func(p *models.Portal, _ models.Config) error {
		cal, err := p.Calendars.Current(ctx)
		if err != nil {
			return err
		}
		for _, closing := range cal.Closings(workday.NewDate(c.Year, 1, 1), workday.NewDate(c.Year, 12, 31)) {
			what := "closed"
			if closing.Half {
				what = "until 13:00"
			}
			if _, err := fmt.Fprintf(s.out, "%s  %-11s  %s\n", closing.Date, what, closing.Name); err != nil {
				return err
			}
		}
		return nil
	})
}

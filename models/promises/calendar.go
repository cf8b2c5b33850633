package promises

import (
	"context"
	"sync"
	"time"

	"gorm.io/gorm"

	"alongside/models/store"
	"alongside/models/workday"
)

// Calendars keeps the company's calendar: weekends, the country's public holidays, and the company's own closings.
type Calendars struct {
	db      *store.DB
	zone    *time.Location
	country string

	mu     sync.Mutex
	cal    *workday.Calendar
	readAt time.Time
}

// NewCalendars checks the country and zone.
func NewCalendars(db *store.DB, zone *time.Location, country string) (*Calendars, error) {
	if _, err := workday.New(zone, country, nil); err != nil {
		return nil, err
	}
	return &Calendars{db: db, zone: zone, country: country}, nil
}

// calendarAge is how soon a closing added on one node counts on the others.
const calendarAge = 10 * time.Second

// closing is a row with the time in which it was in force.
type closing struct {
	Day        time.Time
	Half       bool
	Name       string
	AddedAt    time.Time
	ReopenedAt *time.Time
}

func (c closing) inForce(at time.Time) bool {
	return !c.AddedAt.After(at) && (c.ReopenedAt == nil || c.ReopenedAt.After(at))
}

func (c *Calendars) closings(ctx context.Context) ([]closing, error) {
	return gorm.G[closing](c.db.Read()).Raw(`SELECT day, half, name, added_at, reopened_at FROM closings ORDER BY id`).Find(ctx)
}

// at builds the calendar of the given moment.
func (c *Calendars) at(rows []closing, at time.Time) (*workday.Calendar, error) {
	var closings []workday.Closing
	for _, r := range rows {
		if r.inForce(at) {
			closings = append(closings, workday.Closing{Date: workday.DateOf(r.Day), Half: r.Half, Name: r.Name})
		}
	}
	return workday.New(c.zone, c.country, closings)
}

// Current calendar, at most a few seconds old.
func (c *Calendars) Current(ctx context.Context) (*workday.Calendar, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cal != nil && time.Since(c.readAt) < calendarAge {
		return c.cal, nil
	}
	rows, err := c.closings(ctx)
	if err != nil {
		return nil, err
	}
	cal, err := c.at(rows, c.db.Now())
	if err != nil {
		return nil, err
	}
	c.cal, c.readAt = cal, time.Now()
	return cal, nil
}

// Past answers with the calendar that was in force at a moment: what was promised then was reckoned with it.
func (c *Calendars) Past(ctx context.Context) (func(at time.Time) (*workday.Calendar, error), error) {
	rows, err := c.closings(ctx)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		cal, err := c.at(nil, time.Time{})
		return func(time.Time) (*workday.Calendar, error) { return cal, nil }, err
	}
	return func(at time.Time) (*workday.Calendar, error) { return c.at(rows, at) }, nil
}

// Close adds a closed or half day. Dates already promised are moved by requests.Queue.Redate. Problems come as
// *store.Invalid on name and day.
func (c *Calendars) Close(ctx context.Context, cl workday.Closing) error {
	var inv store.Invalid
	name := inv.Line("name", cl.Name, 80, "Give the day a name")
	if _, err := workday.New(c.zone, "", []workday.Closing{cl}); err != nil {
		inv.Add("day", "Choose a day of this century")
	}
	if err := inv.OrNil(); err != nil {
		return err
	}
	err := c.db.Tx(ctx, func(tx *store.Tx) error {
		if err := reopen(ctx, tx, cl.Date); err != nil {
			return err
		}
		return tx.WithContext(ctx).Exec(`INSERT INTO closings (day, half, name, added_at) VALUES (?, ?, ?, ?)`,
			cl.Date.String(), cl.Half, name, tx.Now).Error
	})
	c.forget()
	return err
}

// Reopen takes a closing away.
func (c *Calendars) Reopen(ctx context.Context, day workday.Date) error {
	err := c.db.Tx(ctx, func(tx *store.Tx) error { return reopen(ctx, tx, day) })
	c.forget()
	return err
}

func reopen(ctx context.Context, tx *store.Tx, day workday.Date) error {
	return tx.WithContext(ctx).Exec(`UPDATE closings SET reopened_at = ? WHERE day = ? AND reopened_at IS NULL`, tx.Now, day.String()).Error
}

func (c *Calendars) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cal = nil
}

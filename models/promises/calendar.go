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

type closing struct {
	Day  time.Time
	Half bool
	Name string
}

// Current calendar, at most a few seconds old.
func (c *Calendars) Current(ctx context.Context) (*workday.Calendar, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cal != nil && time.Since(c.readAt) < calendarAge {
		return c.cal, nil
	}
	rows, err := gorm.G[closing](c.db.Read()).Raw(`SELECT day, half, name FROM closings ORDER BY day`).Find(ctx)
	if err != nil {
		return nil, err
	}
	closings := make([]workday.Closing, len(rows))
	for i, r := range rows {
		closings[i] = workday.Closing{Date: workday.NewDate(r.Day.Date()), Half: r.Half, Name: r.Name}
	}
	cal, err := workday.New(c.zone, c.country, closings)
	if err != nil {
		return nil, err
	}
	c.cal, c.readAt = cal, time.Now()
	return cal, nil
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
	err := c.db.Read().WithContext(ctx).Exec(`INSERT INTO closings (day, half, name) VALUES (?, ?, ?)
		ON CONFLICT (day) DO UPDATE SET half = excluded.half, name = excluded.name`, cl.Date.String(), cl.Half, name).Error
	c.forget()
	return err
}

// Reopen takes a closing away.
func (c *Calendars) Reopen(ctx context.Context, day workday.Date) error {
	err := c.db.Read().WithContext(ctx).Exec(`DELETE FROM closings WHERE day = ?`, day.String()).Error
	c.forget()
	return err
}

func (c *Calendars) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cal = nil
}

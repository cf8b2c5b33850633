package ridealongs

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/people"
	"alongside/models/store"
)

// Week is the ISO week of a calendar, as its reader's clock has it.
type Week struct {
	Year, Number int
	Monday       time.Time // its first instant, in the reader's zone
	Rows         []Row     // in order of time
	Now          time.Time
}

// Name is the week as addresses have it, "2026-W48".
func (w Week) Name() string { return weekName(w.Monday) }

// Before and After are the names of the weeks beside it.
func (w Week) Before() string { return weekName(w.Monday.AddDate(0, 0, -7)) }
func (w Week) After() string  { return weekName(w.Monday.AddDate(0, 0, 7)) }

func weekName(at time.Time) string {
	year, week := at.ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}

// parseWeek is the Monday of the week in the zone; "" is the week of now.
func parseWeek(name string, now time.Time, zone *time.Location) (time.Time, error) {
	at := now.In(zone)
	if name != "" {
		var year, week int
		if n, err := fmt.Sscanf(name, "%4d-W%2d", &year, &week); err != nil || n != 2 || year < 2000 || year > 2200 {
			return at, store.ErrNotFound
		}
		at = time.Date(year, 1, 4, 0, 0, 0, 0, zone).AddDate(0, 0, 7*(week-1)) // 4 January is always in the first week
		if weekName(at) != name {
			return at, store.ErrNotFound
		}
	}
	monday := at.AddDate(0, 0, -(int(at.Weekday())+6)%7)
	return time.Date(monday.Year(), monday.Month(), monday.Day(), 0, 0, 0, 0, zone), nil
}

// weekLimit bounds what one week shows.
const weekLimit = 500

// Week reads the week, "" for this one, in one query: what is called off is not in it. A name that is none is
// store.ErrNotFound.
func (s *Schedule) Week(ctx context.Context, viewer people.Person, name string) (Week, error) {
	w := Week{Now: s.db.Now()}
	var err error
	if w.Monday, err = parseWeek(name, w.Now, viewer.Location()); err != nil {
		return w, err
	}
	w.Year, w.Number = w.Monday.ISOWeek()
	w.Rows, err = s.rows(ctx, store.SQL(`SELECT `+rowColumns+` FROM ridealongs r
		WHERE r.starts_at >= ? AND r.starts_at < ? AND r.state <> 'cancelled' ORDER BY r.starts_at, r.id LIMIT ?`,
		w.Monday, w.Monday.AddDate(0, 0, 7), weekLimit))
	return w, err
}

// Filter of the list.
type Filter struct {
	Direction Direction // "": both
	Mine      bool      // the viewer hosts, or has a place
	Past      bool      // what is over, the latest first; else what is to come, the soonest first
	After     string    // cursor
}

// ParseFilter reads an address: direction, view=mine, past=1 and after.
func ParseFilter(q url.Values) Filter {
	f := Filter{Direction: Direction(q.Get("direction")), Mine: q.Get("view") == "mine", Past: q.Get("past") != "", After: q.Get("after")}
	if !slices.Contains(Directions, f.Direction) {
		f.Direction = ""
	}
	return f
}

// PageSize of a list.
const PageSize = 50

// Page of a list.
type Page struct {
	Rows []Row
	Next string // cursor; "" on the last
	Now  time.Time
}

// place of a row in the order of lists.
type place struct {
	At time.Time
	ID int64
}

// List reads a page in one query. Of what is called off, the viewer sees what they host or had a place on.
func (s *Schedule) List(ctx context.Context, viewer people.Person, f Filter) (p Page, err error) {
	p.Now = s.db.Now()
	from := place{p.Now, 0}
	if f.After != "" {
		if from, err = store.DecodeCursor[place](f.After); err != nil {
			return p, err
		}
	}
	q := store.SQL(`SELECT ` + rowColumns + ` FROM ridealongs r WHERE `)
	q.AddIf(!f.Past, `(r.starts_at, r.id) > (?, ?)`, from.At, from.ID)
	q.AddIf(f.Past, `(r.starts_at, r.id) < (?, ?)`, from.At, from.ID)
	q.AddIf(f.Direction != "", ` AND r.direction = ?`, f.Direction)
	q.AddIf(f.Mine, ` AND (r.host_id = ? OR r.id IN (SELECT s.ridealong_id FROM ridealong_seats s WHERE s.person_id = ? AND (s.ended_at IS NULL OR s.state = 'withdrawn')))`,
		viewer.ID, viewer.ID)
	q.AddIf(!f.Mine, ` AND r.state <> 'cancelled'`)
	q.AddIf(!f.Past, ` ORDER BY r.starts_at, r.id`)
	q.AddIf(f.Past, ` ORDER BY r.starts_at DESC, r.id DESC`)
	if p.Rows, err = s.rows(ctx, q.Add(` LIMIT ?`, PageSize+1)); err != nil {
		return p, err
	}
	if len(p.Rows) > PageSize {
		p.Rows = p.Rows[:PageSize]
		last := p.Rows[PageSize-1]
		p.Next = store.EncodeCursor(place{last.StartsAt, last.ID})
	}
	return p, nil
}

func (s *Schedule) rows(ctx context.Context, q *store.Query) (rows []Row, err error) {
	err = s.db.Rows(ctx, q, func(row pgx.Rows) error {
		r, err := scanRow(row)
		rows = append(rows, r)
		return err
	})
	return rows, err
}

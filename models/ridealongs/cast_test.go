package ridealongs_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/models/store"
)

var ctx = context.Background()

// cast is a portal with the people of Meridian Freight.
type cast struct {
	*models.Portal
	t     testing.TB
	clock *modelstest.Clock

	dan, ruth, greta, tomasz, aisha, priya, ben, lucia, hannah, joel, ines people.Person
}

func play(t testing.TB) *cast {
	t.Helper()
	p, clock := modelstest.Portal(t)
	c := &cast{Portal: p, t: t, clock: clock}
	for first, who := range map[string]*people.Person{
		"dan": &c.dan, "ruth": &c.ruth, "greta": &c.greta, "tomasz": &c.tomasz, "aisha": &c.aisha,
		"priya": &c.priya, "ben": &c.ben, "lucia": &c.lucia, "hannah": &c.hannah, "joel": &c.joel, "ines": &c.ines,
	} {
		*who = modelstest.Person(t, p, first)
	}
	return c
}

func (c *cast) ok(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// refused wants an error of the kind that says the words.
func (c *cast) refused(what string, err, kind error, words string) {
	c.t.Helper()
	if !errors.Is(err, kind) || !strings.Contains(err.Error(), words) {
		c.t.Errorf("%s: got %v, want %v with %q", what, err, kind, words)
	}
}

// invalid wants a problem of the field.
func (c *cast) invalid(what string, err error, field string) {
	c.t.Helper()
	var inv *store.Invalid
	if !errors.As(err, &inv) || inv.On(field) == "" {
		c.t.Errorf("%s: got %v, want a problem of %s", what, err, field)
	}
}

// wall is what a clock shows: "2026-12-10 09:30".
func wall(text string) time.Time {
	at, err := ridealongs.ParseLocal(strings.Replace(text, " ", "T", 1))
	if err != nil {
		panic(err)
	}
	return at
}

// ride is a visit of two hours to an account of its own, with one seat.
func ride(at string, change ...func(*ridealongs.Offer)) ridealongs.Offer {
	o := ridealongs.Offer{
		Submission: uuid.New(), Direction: ridealongs.Ride, Title: "Visit at " + at, Account: "Account of " + at, Starts: wall(at), Ends: wall(at).Add(2 * time.Hour),
		Place: "Wakefield", Seats: 1,
	}
	for _, f := range change {
		f(&o)
	}
	return o
}

// sit is a session of Marketing with four seats.
func sit(at string, change ...func(*ridealongs.Offer)) ridealongs.Offer {
	return ride(at, append([]func(*ridealongs.Offer){func(o *ridealongs.Offer) {
		o.Direction, o.Title, o.Account, o.Place, o.Seats = ridealongs.Sit, "Session at "+at, "", "Room 1", 4
	}}, change...)...)
}

func seats(n int) func(*ridealongs.Offer) { return func(o *ridealongs.Offer) { o.Seats = n } }

func (c *cast) offer(host people.Person, o ridealongs.Offer) ridealongs.Slot {
	c.t.Helper()
	s, err := c.Rides.Offer(ctx, host, o)
	c.ok(err)
	return s
}

func (c *cast) take(who people.Person, id int64) ridealongs.Seat {
	c.t.Helper()
	seat, err := c.Rides.Take(ctx, who, id)
	c.ok(err)
	return seat
}

func (c *cast) show(who people.Person, id int64) ridealongs.Whole {
	c.t.Helper()
	w, err := c.Rides.Show(ctx, who, id)
	c.ok(err)
	return w
}

// seated is who has which place, in order: "ben confirmed, lucia waiting".
func (c *cast) seated(id int64) string {
	c.t.Helper()
	var list []string
	for _, seat := range c.show(c.ines, id).Taking {
		roll, err := c.People.Roll(ctx)
		c.ok(err)
		list = append(list, strings.ToLower(strings.ReplaceAll(roll[seat.PersonID].FirstName(), "í", "i"))+" "+string(seat.State))
	}
	return strings.Join(list, ", ")
}

func (c *cast) wants(id int64, want string) {
	c.t.Helper()
	if got := c.seated(id); got != want {
		c.t.Errorf("got %q, want %q", got, want)
	}
}

// tend does what time asks for, and finds the books in order.
func (c *cast) tend() int {
	c.t.Helper()
	n, err := c.Rides.Tend(ctx)
	c.ok(err)
	c.sound()
	return n
}

func (c *cast) sound() {
	c.t.Helper()
	wrong, err := c.Rides.Audit(ctx)
	c.ok(err)
	if len(wrong) > 0 {
		c.t.Errorf("got %v, want nothing wrong", wrong)
	}
}

// told is how often the person was told of events of the kind.
func (c *cast) told(who people.Person, kind string) (n int) {
	c.t.Helper()
	var events []int64
	c.ok(c.Store.Read().Raw(`SELECT id FROM events ORDER BY id`).Scan(&events).Error)
	for _, id := range events {
		c.ok(c.Notify.Announce(ctx, id))
	}
	notices, _, err := c.Notify.Inbox(ctx, who, "")
	c.ok(err)
	for _, notice := range notices {
		if notice.Event.Kind == kind {
			n++
		}
	}
	return n
}

// leave ends a person's work here.
func (c *cast) leave(who people.Person) {
	c.t.Helper()
	c.ok(c.Store.Read().Exec(`UPDATE people SET active = false WHERE id = ?`, who.ID).Error)
}

// crowd hires n more marketers.
func (c *cast) crowd(n int) (list []people.Person) {
	c.t.Helper()
	c.ok(c.Store.Read().Raw(`INSERT INTO people (email, name, side, role, password_hash, zone, created_at)
		SELECT 'm' || n || '@meridian.example', 'Marketer ' || n, 'marketing', 'member', '', 'Europe/London', now() FROM generate_series(1, ?) n RETURNING *`, n).Scan(&list).Error)
	if len(list) != n {
		c.t.Fatalf("got %d people, want %d", len(list), n)
	}
	return list
}

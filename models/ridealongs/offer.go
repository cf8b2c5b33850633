package ridealongs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/drafts"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// Repeat of an offer.
type Repeat string

const (
	Once        Repeat = ""
	Weekly      Repeat = "weekly"
	Fortnightly Repeat = "fortnightly"
)

// maxRepeats bounds a series: half a year, every week.
const maxRepeats = 26

// Offer is what a host types. The times are what clocks show where it takes place, as ParseLocal reads them.
type Offer struct {
	Submission uuid.UUID
	Direction  Direction
	Kind       Kind // "": a visit, or a session
	Title      string
	Account    string
	Starts     time.Time
	Ends       time.Time
	TimeZone   string // IANA; "": the host's
	Place      string
	Seats      int
	Role       Role // "": observe
	Prepare    string
	Meet       string
	Background string
	Manners    string
	Consent    Consent // "": not needed
	Repeat     Repeat
	Until      *time.Time // the last day of the series, a date at midnight UTC
	Names      []int64    // people whose names are put down for the first of them

	// The draft it was, as the actor saw it: it is gone when the offer is made. 0: none.
	Draft        int64 `json:"-"`
	DraftVersion int   `json:"-"`
}

// ParseLocal reads what a clock shows, "2026-12-10T09:30", as a time in UTC that stands for no instant yet.
func ParseLocal(text string) (time.Time, error) { return time.Parse("2006-01-02T15:04", text) }

// instant at which the zone's clocks show the time, the first where they are put back and show it twice. ok is false when
// they never do, because they are put forward then.
func instant(wall time.Time, zone *time.Location) (at time.Time, ok bool) {
	at = time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, zone)
	if began, _ := at.ZoneBounds(); !began.IsZero() {
		_, before := began.Add(-time.Second).Zone()
		_, now := at.Zone()
		if first := at.Add(time.Duration(now-before) * time.Second); first.Before(began) && reading(first, zone).Equal(wall) {
			at = first
		}
	}
	return at.UTC(), reading(at, zone).Equal(wall)
}

// check makes the slot that the offer asks for.
func (o Offer) check(host people.Person, now time.Time) (Slot, *store.Invalid) {
	inv := &store.Invalid{}
	if !slices.Contains(Directions, o.Direction) {
		inv.Add("direction", "Choose which way")
	}
	s := Slot{
		Direction: o.Direction, Kind: o.Kind, Title: inv.Line("title", o.Title, maxTitle, "Say in a line what it is"), HostID: host.ID,
		Account: strings.Join(strings.Fields(inv.Line("account", o.Account, maxAccount, "")), " "), TimeZone: o.TimeZone,
		Place: inv.Line("place", o.Place, maxPlace, "Say where, or give the link"), Seats: o.Seats, Role: o.Role, Consent: o.Consent,
		State: Offered, Version: 1,
	}
	if s.Kind == "" && o.Direction != "" {
		s.Kind = o.Direction.Kinds()[0]
	}
	if !slices.Contains(o.Direction.Kinds(), s.Kind) {
		inv.Add("kind", "Choose from the list")
	}
	if o.Direction == Ride && s.Account == "" {
		inv.Add("account", "Name the account")
	}
	s.times(inv, o, host, now)
	if s.Seats < 1 || s.Seats > MaxSeats {
		inv.Add("seats", "Offer 1 to %d seats", MaxSeats)
	}
	if s.Role == "" {
		s.Role = Observe
	}
	if !slices.Contains(Roles, s.Role) {
		inv.Add("role", "Choose what a guest does")
	}
	if s.Consent == "" || o.Direction == Sit && s.Account == "" {
		s.Consent = NotNeeded
	}
	if !slices.Contains(Consents, s.Consent) || s.Consent == Refused {
		inv.Add("consent", "Choose whether the customer knows")
	}
	s.Prepare = inv.Paragraph("prepare", o.Prepare, maxPrepare, "")
	s.Meet = inv.Paragraph("meet", o.Meet, maxMeet, "")
	s.Background = inv.Paragraph("background", o.Background, maxBackground, "")
	s.Manners = inv.Paragraph("manners", o.Manners, maxManners, "")
	return s, inv
}

// times reads the clock where it takes place.
func (s *Slot) times(inv *store.Invalid, o Offer, host people.Person, now time.Time) {
	if s.TimeZone == "" {
		s.TimeZone = host.Zone
	}
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil || s.TimeZone == "Local" {
		inv.Add("time_zone", "This time zone is not known")
		return
	}
	if o.Starts.IsZero() || o.Ends.IsZero() {
		inv.Add("starts_at", "Give the day, and from when until when")
		return
	}
	starts, there := instant(o.Starts, zone)
	ends, stays := instant(o.Ends, zone)
	s.StartsAt, s.EndsAt = starts, ends
	switch {
	case !there:
		inv.Add("starts_at", "Clocks are put forward then: this time does not exist")
	case !starts.After(now):
		inv.Add("starts_at", "Choose a time to come")
	case starts.After(now.AddDate(1, 0, 0)):
		inv.Add("starts_at", "Choose a day within the next year")
	}
	switch {
	case !stays:
		inv.Add("ends_at", "Clocks are put forward then: this time does not exist")
	case !ends.After(starts):
		inv.Add("ends_at", "It ends before it begins")
	case ends.Sub(starts) > 16*time.Hour:
		inv.Add("ends_at", "Offer each day by itself")
	}
}

// series are the times of the offer: its own, then every week or second week at the same hour by the clocks there.
func (o Offer) series(first Slot, inv *store.Invalid) (times [][2]time.Time) {
	times = [][2]time.Time{{first.StartsAt, first.EndsAt}}
	weeks := map[Repeat]int{Once: 0, Weekly: 1, Fortnightly: 2}
	every, known := weeks[o.Repeat]
	switch {
	case !known:
		inv.Add("repeat", "Choose from the list")
		return times
	case every == 0:
		return times
	case o.Until == nil || o.Until.Before(o.Starts.Truncate(24*time.Hour)):
		inv.Add("until", "Choose the last day of the series")
		return times
	}
	zone := first.Zone()
	for n := 1; ; n++ {
		wall := o.Starts.AddDate(0, 0, 7*every*n)
		if wall.Truncate(24 * time.Hour).After(*o.Until) {
			return times
		}
		if n == maxRepeats {
			inv.Add("until", "Offer at most %d at once", maxRepeats)
			return times
		}
		starts, _ := instant(wall, zone)
		ends, _ := instant(o.Ends.AddDate(0, 0, 7*every*n), zone)
		times = append(times, [2]time.Time{starts, ends})
	}
}

// Offer makes the slot, or the slots of a series with those left out that fall on days off limits, and returns the
// first. Problems are *store.Invalid on the fields of the offer; a host who is elsewhere then is store.ErrConflict, and so
// is a draft that was saved again since.
func (s *Schedule) Offer(ctx context.Context, actor people.Person, o Offer) (Slot, error) {
	if !actor.Works() {
		return Slot{}, errNoOffers
	}
	slot, inv := o.check(actor, s.db.Now())
	if o.Direction != "" && actor.Side != o.Direction.Hosts() {
		inv.Add("direction", "%s offers this one", o.Direction.Hosts().Name())
	}
	if err := inv.OrNil(); err != nil {
		return slot, err
	}
	times := o.series(slot, inv)
	if err := inv.OrNil(); err != nil {
		return slot, err
	}
	body, err := o.digest()
	if err != nil {
		return slot, err
	}
	cal, err := s.ledger.Calendar(ctx)
	if err != nil {
		return slot, err
	}
	t := &turn{cal: cal, actor: actor, s: slot}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		t.Tx, t.s = tx, slot
		first, ref, err := store.Once(ctx, tx, actor.ID, o.Submission.String(), body)
		if err != nil {
			return err
		}
		if !first {
			return t.lock(ctx, ref)
		}
		if err := drafts.Sent(ctx, tx, actor, o.Draft, o.DraftVersion); err != nil {
			return err
		}
		return s.offer(ctx, t, o, times)
	})
	if store.Violates(err, "ridealong_busy_one_place") {
		return t.s, s.elsewhere(ctx, actor, t)
	}
	return t.s, err
}

func (o Offer) digest() (string, error) {
	body, err := json.Marshal(o)
	sum := sha256.Sum256(body)
	return "ridealong " + hex.EncodeToString(sum[:]), err
}

// offer inserts the slots and leaves the first one in the turn.
func (s *Schedule) offer(ctx context.Context, t *turn, o Offer, times [][2]time.Time) error {
	limits, err := limits(ctx, t.DB)
	if err != nil {
		return err
	}
	open := times[:0]
	for _, at := range times {
		if _, limited := limits.on(t.s.Account, workday.DateOf(at[0].In(t.s.Zone()))); !limited {
			open = append(open, at)
		}
	}
	if l, limited := limits.on(t.s.Account, workday.DateOf(t.s.Starts())); len(open) == 0 && limited {
		return l.problem()
	}
	var first Slot
	for i, at := range open {
		t.s.StartsAt, t.s.EndsAt = at[0], at[1]
		if err := t.insert(ctx, o, first, len(open) > 1); err != nil {
			return err
		}
		if i == 0 {
			first = t.s
		}
	}
	t.s = first
	d := activity.Detail{Type: string(t.s.Direction), Stage: t.s.Account, Side: t.s.Direction.Hosts(), To: &first.StartsAt, Round: int16(len(open))}
	if err := s.record(ctx, t, "ride-offered", d); err != nil {
		return err
	}
	for _, name := range o.Names {
		if err := s.putDown(ctx, t, name); err != nil {
			return err
		}
	}
	return nil
}

// insert one slot of the offer, with its host's time.
func (t *turn) insert(ctx context.Context, o Offer, first Slot, series bool) (err error) {
	if first.ID == 0 {
		t.s.ID, err = store.Made(ctx, t.Tx, t.actor.ID, o.Submission.String(), "ridealong_numbers")
	} else {
		t.s.ID, err = gorm.G[int64](t.DB).Raw(`SELECT nextval('ridealong_numbers')`).Take(ctx)
	}
	if err != nil {
		return err
	}
	if t.s.SeriesID = nil; series {
		of := t.s.ID
		if first.ID != 0 {
			of = first.ID
		}
		t.s.SeriesID = &of
	}
	t.s.UID, t.s.OfferedAt, t.s.ChangedAt, t.s.ConsentDue = uuid.New(), t.Now, t.Now, consentDue(t.cal, t.s.StartsAt)
	if !t.s.Consent.There() && !t.s.ConsentDue.After(t.Now) {
		return &store.Invalid{Problems: []store.Problem{{Field: "consent", Message: "There is less than a working day left: offer it when the customer has agreed"}}}
	}
	if err := gorm.G[Slot](t.DB).Create(ctx, &t.s); err != nil {
		return err
	}
	return t.busy(ctx, t.s.HostID)
}

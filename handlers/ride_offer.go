package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"alongside/models/drafts"
	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/models/store"
	"alongside/views"
)

// newRide is the form of an offer, filled in by the address or as a draft has it.
func (s *server) newRide(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	if r.URL.Query().Has("draft") {
		f, err := s.openDraft(r, actor, drafts.Offer)
		if err != nil {
			return err
		}
		return s.renderOffer(w, r, actor, http.StatusOK, f, views.OfferForm{}, nil)
	}
	f := &form{Values: url.Values{
		"submission": {uuid.NewString()}, "time_zone": {actor.Zone}, "seats": {"1"}, "role": {string(ridealongs.Observe)}, "kind": {string(ridealongs.Visit)},
		"consent": {string(ridealongs.NotNeeded)},
	}}
	for name, values := range r.URL.Query() {
		if name != "submission" {
			f.Values[name] = values
		}
	}
	return s.renderOffer(w, r, actor, http.StatusOK, f, views.OfferForm{}, nil)
}

// showRoom is what stands beside the form, as it is typed.
func (s *server) showRoom(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	o, err := s.offerForm(r, actor, &form{Values: r.URL.Query()}, nil)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.OfferRoom(views.Page{Viewer: viewer(actor), Now: o.Now}.Clock(), o))
}

func (s *server) offerForm(r *http.Request, actor people.Person, f *form, inv *store.Invalid) (o views.OfferForm, err error) {
	if !actor.Works() {
		return o, store.Refuse(store.ErrForbidden, "You can read about ride-alongs, but not offer one.")
	}
	o = views.OfferForm{Submission: f.nextSubmission(), Draft: f.draft(), Typed: f.typed(inv, nil), Viewer: actor, Now: s.portal.Store.Now()}
	if o.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return o, err
	}
	at := o.Now.In(actor.Location())
	zone, unknown := time.LoadLocation(f.Get("time_zone"))
	if wall, err := ridealongs.ParseLocal(f.Get("starts_at")); err == nil && unknown == nil {
		at = time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, zone)
	}
	o.Load, err = s.portal.Rides.Load(r.Context(), actor, strings.TrimSpace(showable(f.Get("account"))), at)
	return o, err
}

func (s *server) renderOffer(w http.ResponseWriter, r *http.Request, actor people.Person, status int, f *form, with views.OfferForm, inv *store.Invalid) error {
	o, err := s.offerForm(r, actor, f, inv)
	if err != nil {
		return err
	}
	if err := s.fillDrafts(r.Context(), actor, drafts.Offer, &o.Draft, &o.Drafts); err != nil {
		return err
	}
	o.Conflict, o.Draft.Other = with.Conflict, with.Draft.Other
	title := "Offer a seat"
	if len(o.Typed.Problems) > 0 || o.Conflict != "" {
		title = "Problem: " + title
	}
	p, err := s.page(w, r, actor, title, "rides")
	if err != nil {
		return err
	}
	return render(w, r, status, views.OfferPage(p, o))
}

// createRide offers the slot, or a series of them. What was typed stays in the form when it cannot be.
func (s *server) createRide(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	if f.Get("do") == "draft" {
		return s.saveDraft(w, r, f, func(d drafts.Draft) (drafts.Draft, error) {
			return s.portal.Rides.SaveUnsent(r.Context(), actor, d)
		}, s.offerAgain(w, r, actor, f))
	}
	o := f.offer()
	o.Submission, o.Draft, o.DraftVersion = f.submission(), number(f.Get("draft")), f.version()
	var made ridealongs.Slot
	err = f.attempt(func() error {
		made, err = s.portal.Rides.Offer(r.Context(), actor, o)
		return err
	})
	if err == nil && f.inv.OrNil() == nil {
		if err := s.flash(w, r, "Offered. "+made.Direction.Guests().Name()+" is told."); err != nil {
			return err
		}
		return seeOther(w, r, views.RideURL(made.ID))
	}
	if other, overtaken := s.overtakenDraft(r, actor, drafts.Offer, f, err); overtaken {
		return f.overtakenBy(other, s.offerAgain(w, r, actor, f))
	}
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) {
		f.Del("submission") // what is sent from here on is another thing
		return s.renderOffer(w, r, actor, http.StatusConflict, f, views.OfferForm{Conflict: refusal.Sentence}, nil)
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	return s.renderOffer(w, r, actor, http.StatusUnprocessableEntity, f, views.OfferForm{}, inv)
}

// offerAgain shows the form as typed, beside what was saved meanwhile.
func (s *server) offerAgain(w http.ResponseWriter, r *http.Request, actor people.Person, f *form) showAgain {
	return func(status int, inv *store.Invalid, other *drafts.Draft) error {
		var with views.OfferForm
		if other != nil {
			roll, err := s.portal.People.Roll(r.Context())
			if err != nil {
				return err
			}
			with.Draft.Other = views.OfferWords(*other, roll)
		}
		return s.renderOffer(w, r, actor, status, f, with, inv)
	}
}

// offer is what the form says is offered.
func (f *form) offer() ridealongs.Offer {
	o := ridealongs.Offer{
		Direction: ridealongs.Direction(f.Get("direction")), Kind: ridealongs.Kind(f.Get("kind")), Title: f.Get("title"), Account: f.Get("account"),
		Starts: f.wall("starts_at"), Ends: f.wall("ends_at"), TimeZone: f.Get("time_zone"), Place: f.Get("place"), Role: ridealongs.Role(f.Get("role")),
		Prepare: f.Get("prepare"), Meet: f.Get("meet"), Background: f.Get("background"), Manners: f.Get("manners"), Consent: ridealongs.Consent(f.Get("consent")),
		Repeat: ridealongs.Repeat(f.Get("repeat")), Until: f.date("until"),
	}
	if o.Direction == ridealongs.Sit {
		o.Kind = ridealongs.Session
	}
	o.Seats, _ = strconv.Atoi(f.Get("seats"))
	if person := number(f.Get("person")); person != 0 {
		o.Names = []int64{person}
	}
	return o
}

// editRide is the form of a slot's words.
func (s *server) editRide(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	row, err := s.portal.Rides.Find(r.Context(), id)
	if err != nil {
		return err
	}
	if !row.Moves(actor, row.Taking, s.portal.Store.Now())[ridealongs.MoveChange] {
		return store.Refuse(store.ErrForbidden, "The host, or a lead of %s, changes this before it begins.", row.Direction.Hosts().Name())
	}
	return s.renderEdit(w, r, actor, http.StatusOK, row.Slot, views.OfferForm{Version: row.Version, Typed: views.Typed{Values: views.OfferValues(row.Slot)}})
}

func (s *server) renderEdit(w http.ResponseWriter, r *http.Request, actor people.Person, status int, slot ridealongs.Slot, o views.OfferForm) error {
	o.Slot, o.Viewer, o.Now = &slot, actor, s.portal.Store.Now()
	title := "Change the words"
	if len(o.Typed.Problems) > 0 || o.Conflict != "" {
		title = "Problem: " + title
	}
	p, err := s.page(w, r, actor, title, "rides")
	if err != nil {
		return err
	}
	return render(w, r, status, views.OfferPage(p, o))
}

// changeRide stores other words, place or number of seats.
func (s *server) changeRide(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.attempt(func() error {
		_, err := s.portal.Rides.Change(r.Context(), actor, id, f.version(), f.offer())
		return err
	})
	if err == nil && f.inv.OrNil() == nil {
		if err := s.flash(w, r, "Saved. Everybody with a place is told."); err != nil {
			return err
		}
		return seeOther(w, r, views.RideURL(id))
	}
	o := views.OfferForm{Version: f.version()}
	status := http.StatusUnprocessableEntity
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) {
		status, err, o.Conflict = http.StatusConflict, nil, refusal.Sentence
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	row, err := s.portal.Rides.Find(r.Context(), id)
	if err != nil {
		return err
	}
	if o.Conflict != "" {
		o.Version = row.Version
	}
	o.Typed = f.typed(inv, nil)
	return s.renderEdit(w, r, actor, status, row.Slot, o)
}

// monthOf reads the month that an address asks for, else the reader's own, as its first day at midnight UTC.
func monthOf(r *http.Request, now time.Time, zone *time.Location) (time.Time, error) {
	text := r.URL.Query().Get("month")
	if text == "" {
		at := now.In(zone)
		return time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC), nil
	}
	month, err := time.Parse("2006-01", text)
	if err != nil || month.Year() < 2000 || month.Year() > 2200 {
		return month, store.ErrNotFound
	}
	return month, nil
}

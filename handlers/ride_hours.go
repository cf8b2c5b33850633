package handlers

import (
	"bytes"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/models/store"
	"alongside/views"
	"alongside/views/export"
)

// showHours shows the balance of both teams.
func (s *server) showHours(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	return s.renderHours(w, r, actor, http.StatusOK, views.RideHours{Submission: uuid.NewString()})
}

func (s *server) renderHours(w http.ResponseWriter, r *http.Request, actor people.Person, status int, h views.RideHours) error {
	var err error
	if h.Month, err = monthOf(r, s.portal.Store.Now(), actor.Location()); err != nil {
		return err
	}
	if h.Hours, err = s.portal.Rides.Hours(r.Context(), actor, h.Month); err != nil {
		return err
	}
	if h.Own, err = s.portal.Rides.LogOf(r.Context(), actor, h.Month); err != nil {
		return err
	}
	if h.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	h.Viewer = actor
	title := "Hours in each other’s world"
	if len(h.Typed.Problems) > 0 {
		title = "Problem: " + title
	}
	p, err := s.page(w, r, actor, title, "rides")
	if err != nil {
		return err
	}
	return render(w, r, status, views.RideHoursPage(p, h))
}

// exportHours is what the page shows of people, as CSV.
func (s *server) exportHours(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	month, err := monthOf(r, s.portal.Store.Now(), actor.Location())
	if err != nil {
		return err
	}
	h, err := s.portal.Rides.Hours(r.Context(), actor, month)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	file := export.NewWriter(&body)
	file.Row(views.HoursHead...)
	for _, row := range h.Sheet() {
		file.Row(row...)
	}
	if err := file.Flush(); err != nil {
		return err
	}
	startCSV(w, "hours-"+month.Format("2006-01"))
	w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
	_, _ = w.Write(body.Bytes()) // a reader who went away is no error
	return nil
}

// logHours notes the actor's own time with customers.
func (s *server) logHours(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	q := ridealongs.QuickLog{Submission: f.submission(), What: f.Get("what"), Minutes: f.minutes("hours")}
	if day := f.date("day"); day != nil {
		q.Day = *day
	}
	err = f.attempt(func() error {
		_, err := s.portal.Rides.Log(r.Context(), actor, q)
		return err
	})
	to := views.RidesURL + "?view=hours"
	if !q.Day.IsZero() {
		to = views.HoursURL(q.Day)
	}
	return s.counted(w, r, actor, f, "log", map[string]string{"minutes": "hours"}, to, err)
}

// minutes reads hours, with a point or a comma; nonsense is 0.
func (f *form) minutes(field string) int {
	hours, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(f.Get(field)), ",", "."), 64)
	if err != nil || math.IsNaN(hours) || math.Abs(hours) > 1000 {
		return 0
	}
	return int(math.Round(hours * 60))
}

// unlogHours takes a row of the actor's own back.
func (s *server) unlogHours(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.attempt(func() error { return s.portal.Rides.Unlog(r.Context(), actor, number(f.Get("logged"))) })
	return s.counted(w, r, actor, f, "", nil, views.RidesURL+"?view=hours", err)
}

// setGoal gives somebody hours of their own.
func (s *server) setGoal(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	hours, bad := strconv.Atoi(strings.TrimSpace(f.Get("hours")))
	if bad != nil {
		f.inv.Add("hours", "Write a number of hours, 0 for the team’s")
	}
	if number(f.Get("person")) == 0 {
		f.inv.Add("person", "Choose somebody")
	}
	err = f.attempt(func() error { return s.portal.Rides.SetGoal(r.Context(), actor, number(f.Get("person")), hours) })
	return s.counted(w, r, actor, f, "goal", map[string]string{"hours": "goal-hours"}, views.RidesURL+"?view=hours", err)
}

// counted answers a form of the page of hours.
func (s *server) counted(w http.ResponseWriter, r *http.Request, actor people.Person, f *form, name string, renamed map[string]string, to string, err error) error {
	if err == nil && f.inv.OrNil() == nil {
		if err := s.flash(w, r, "Noted."); err != nil {
			return err
		}
		return seeOther(w, r, to)
	}
	if errors.Is(err, store.ErrConflict) { // back in the browser, other words, sent again
		f.Del("submission")
		f.inv.Add("", "You sent this form before, with other words. Send it again to log one more")
		return s.renderHours(w, r, actor, http.StatusConflict, views.RideHours{Submission: f.nextSubmission(), Typed: f.typed(&f.inv, renamed), Form: name})
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	return s.renderHours(w, r, actor, http.StatusUnprocessableEntity, views.RideHours{Submission: f.nextSubmission(), Typed: f.typed(inv, renamed), Form: name})
}

// showPairs shows who has met whom.
func (s *server) showPairs(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	show := views.RidePairs{Period: r.URL.Query().Get("period"), Viewer: actor}
	var err error
	if show.Pairing, err = s.portal.Rides.Pairing(r.Context(), show.Begins(s.portal.Store.Now().In(actor.Location()))); err != nil {
		return err
	}
	if show.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	p, err := s.page(w, r, actor, "Who has met whom", "rides")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.RidePairsPage(p, show))
}

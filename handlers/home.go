package handlers

import (
	"net/http"
	"time"

	"alongside/models/people"
	"alongside/models/promises"
	"alongside/views"
)

const (
	freshOnHome = 3               // of the latest notes
	ridesOnHome = 4               // of those to come
	profileAge  = 5 * time.Second // of what a page says of the profile; one that hears of a change reads it anew
)

func (s *server) showHome(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	ctx := r.Context()
	h := views.Home{Viewer: actor, Now: s.portal.Store.Now(), Most: promises.Few}
	if r.URL.Query().Has("all") {
		h.Most = promises.Most
	}
	var err error
	if h.Around, err = s.portal.Promises.Around(ctx, actor, h.Most); err != nil {
		return err
	}
	if h.Rides, err = s.portal.Rides.Soon(ctx, actor, ridesOnHome); err != nil {
		return err
	}
	if h.Fresh, err = s.portal.Intel.Fresh(ctx, actor, freshOnHome); err != nil {
		return err
	}
	if h.Used, err = s.useQuestions(r, actor); err != nil {
		return err
	}
	age := profileAge
	if partial(r) {
		age = 0
	}
	if h.Profile, err = s.portal.ICP.Standing(ctx, age); err != nil {
		return err
	}
	if h.Roll, err = s.portal.People.Roll(ctx); err != nil {
		return err
	}
	if h.Calendar, err = s.portal.Promises.Calendar(ctx); err != nil {
		return err
	}
	if partial(r) {
		return render(w, r, http.StatusOK, views.HomePanel(views.Page{Viewer: viewer(actor), Now: h.Now}, h))
	}
	p, err := s.page(w, r, actor, "Home", "home")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.HomePage(p, h))
}

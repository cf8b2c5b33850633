package handlers

import (
	"net/http"

	"alongside/models/people"
	"alongside/views"
)

// showBrief is what who goes along reads before.
func (s *server) showBrief(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	ctx := r.Context()
	b := views.RideBrief{Viewer: actor, Now: s.portal.Store.Now()}
	if b.Row, err = s.portal.Rides.Find(ctx, id); err != nil {
		return err
	}
	if b.Brief, err = s.portal.BriefOf(ctx, b.Slot); err != nil {
		return err
	}
	if b.Roll, err = s.portal.People.Roll(ctx); err != nil {
		return err
	}
	p, err := s.page(w, r, actor, "Brief: "+b.Title, "rides")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.RideBriefPage(p, b))
}

// readBrief notes that the actor has read it.
func (s *server) readBrief(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.attempt(func() error {
		_, err := s.portal.Rides.Read(r.Context(), actor, id)
		return err
	})
	if err == nil && f.inv.OrNil() == nil {
		if err := s.flash(w, r, "Noted. The host sees that you read it."); err != nil {
			return err
		}
		return seeOther(w, r, views.BriefURL(id))
	}
	return s.movedRide(w, r, actor, id, f, "brief", nil, "", err)
}

package handlers

import (
	"errors"
	"net/http"

	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
)

// turnKey turns the actor's side's key on a version, or asks the other side for a change of it.
func (s *server) turnKey(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	id, ctx := number(f.Get("process")), r.Context()
	switch f.Get("do") {
	case "turn":
		if f.inv.OrNil() == nil {
			_, err = s.portal.Requests.TurnKey(ctx, actor, id, f.version())
		}
		return s.agreed(w, r, actor, f, "The "+actor.Side.Name()+" key is turned.", err)
	case "ask":
		submission := f.submission()
		if f.inv.OrNil() == nil {
			err = s.portal.Requests.AskChange(ctx, actor, id, submission, f.Get("body"))
		}
		return s.agreed(w, r, actor, f, "Asked "+actor.Side.Other().Name()+" for a change.", err)
	}
	return store.ErrNotFound
}

// agreed answers what was done about an agreement, as moved does for requests.
func (s *server) agreed(w http.ResponseWriter, r *http.Request, actor people.Person, f *form, done string, err error) error {
	if err == nil && f.inv.OrNil() == nil {
		if partial(r) {
			return s.renderType(w, r, actor, http.StatusOK, views.TypeShow{})
		}
		if err := s.flash(w, r, done); err != nil {
			return err
		}
		return seeOther(w, r, views.TypeURL(r.PathValue("key")))
	}
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) && !partial(r) {
		f.Del("submission") // what is sent from here on is another thing
		return s.renderType(w, r, actor, http.StatusConflict, views.TypeShow{Ask: f.typed(nil, nil), Conflict: refusal.Sentence})
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	ask := f.typed(inv, map[string]string{"body": views.AskControl})
	return s.renderType(w, r, actor, http.StatusUnprocessableEntity, views.TypeShow{Ask: ask})
}

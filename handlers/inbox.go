package handlers

import (
	"net/http"

	"alongside/models/people"
	"alongside/views"
)

func (s *server) showInbox(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	p, err := s.page(w, r, actor, "Inbox", "inbox")
	if err != nil {
		return err
	}
	var in views.Inbox
	if in.Notices, in.Next, err = s.portal.Notify.Inbox(r.Context(), actor, r.URL.Query().Get("after")); err != nil {
		return err
	}
	if in.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.InboxPage(p, in))
}

func (s *server) readInbox(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	if err := s.portal.Notify.Read(r.Context(), actor, number(f.Get("up_to"))); err != nil {
		return err
	}
	return seeOther(w, r, "/inbox")
}

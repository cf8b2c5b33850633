package handlers

import (
	"net/http"

	"alongside/models/people"
	"alongside/views"
)

func (s *server) showInbox(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	in := views.Inbox{After: r.URL.Query().Get("after")}
	var err error
	if in.Notices, in.Next, err = s.portal.Notify.Inbox(r.Context(), actor, in.After); err != nil {
		return err
	}
	if in.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	if partial(r) {
		p := views.Page{Viewer: viewer(actor), Now: s.portal.Store.Now()}
		if p.Unread, err = s.portal.Notify.Unread(r.Context(), actor); err != nil {
			return err
		}
		return render(w, r, http.StatusOK, views.InboxPanel(p, in))
	}
	p, err := s.page(w, r, actor, "Inbox", "inbox")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.InboxPage(p, in))
}

// countInbox is the number on the inbox.
func (s *server) countInbox(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	n, err := s.portal.Notify.Unread(r.Context(), actor)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.Unread(n))
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

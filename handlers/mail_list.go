package handlers

import (
	"net/http"

	"alongside/models/notify"
	"alongside/models/people"
	"alongside/views"
)

func (s *server) listMail(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	l := views.MailList{Filter: notify.ParseMailFilter(r.URL.Query()), Sends: s.cfg.SendsMail}
	var err error
	if l.MailPage, err = s.portal.Notify.Mails(r.Context(), actor, l.Filter); err != nil {
		return err
	}
	p, err := s.page(w, r, actor, "Mail", "")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.MailListPage(p, l))
}

func (s *server) showMail(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	m, err := s.portal.Notify.Mail(r.Context(), actor, number(r.PathValue("id")))
	if err != nil {
		return err
	}
	roll, err := s.portal.People.Roll(r.Context())
	if err != nil {
		return err
	}
	p, err := s.page(w, r, actor, m.Subject, "")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.MailPage(p, views.MailShow{Mail: m, Roll: roll}))
}

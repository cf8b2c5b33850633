package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
)

func (s *server) showSignIn(w http.ResponseWriter, r *http.Request) error {
	session, err := s.sessions.Get(r, s.sessions.cookie())
	if err != nil {
		return err
	}
	next := ownPath(r.URL.Query().Get("next"))
	if personOf(session).ID != 0 {
		return seeOther(w, r, next)
	}
	return s.renderSignIn(w, r, http.StatusOK, views.SignIn{Next: next})
}

func (s *server) renderSignIn(w http.ResponseWriter, r *http.Request, status int, form views.SignIn) error {
	form.Company = s.cfg.Company
	title := "Sign in"
	if form.Problem != "" {
		title = "Problem: sign in"
	}
	return render(w, r, status, views.SignInPage(views.Page{Title: title, Now: s.portal.Store.Now()}, form))
}

// signIn checks the password and makes a new session. Unknown address and wrong password are answered alike.
func (s *server) signIn(w http.ResponseWriter, r *http.Request) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	credentials := people.Credentials{Email: f.Get("email"), Password: f.Get("password"), IP: s.clientIP(r)}
	if device, err := r.Cookie(s.sessions.deviceCookie()); err == nil {
		credentials.Device = device.Value
	}
	next, kept := ownPath(f.Get("next")), keptBy(f)
	p, err := s.portal.People.Check(r.Context(), credentials)
	again := views.SignIn{Email: showable(f.Get("email")), Next: next, Kept: kept}
	var refusal *store.Refusal
	switch {
	case errors.Is(err, store.ErrUnauthenticated):
		again.Problem = "This address and password do not fit together. Try again."
		return errors.Join(s.noteSignIn(r, p, "sign-in refused"), s.renderSignIn(w, r, http.StatusUnprocessableEntity, again))
	case errors.Is(err, store.ErrThrottled) && errors.As(err, &refusal):
		again.Problem = refusal.Sentence
		return errors.Join(s.noteSignIn(r, p, "sign-in throttled"), s.renderSignIn(w, r, http.StatusTooManyRequests, again))
	case err != nil:
		return err
	}
	if err := s.sessions.signIn(w, r, p); err != nil {
		return err
	}
	if err := s.noteSignIn(r, p, "signed-in"); err != nil {
		return err
	}
	if kept.Path != "" {
		return render(w, r, http.StatusOK, views.KeptPage(views.Page{Title: "Go on", Now: s.portal.Store.Now()}, kept))
	}
	return seeOther(w, r, next)
}

func (s *server) noteSignIn(r *http.Request, p people.Person, kind string) error {
	return s.portal.Activity.Note(r.Context(), p, activity.Subject{Kind: activity.KindPerson, ID: p.ID}, kind, activity.Detail{Address: s.clientIP(r)})
}

func (s *server) signOut(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	session, err := s.sessions.Get(r, s.sessions.cookie())
	if err != nil {
		return err
	}
	session.Options.MaxAge = -1
	if err := session.Save(r, w); err != nil {
		return err
	}
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return errors.Join(s.noteSignIn(r, actor, "signed-out"), seeOther(w, r, "/signin"))
}

// ownPath is the path to go on to when it is one of ours, else home: it begins with one slash, has no host in it, and
// nothing in it that browsers read as another beginning.
func ownPath(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, `\`) ||
		strings.ContainsFunc(next, unicode.IsControl) {
		return "/"
	}
	u, err := url.Parse(next)
	if err != nil || u.Host != "" || u.Scheme != "" || strings.HasPrefix(u.Path, "//") || strings.Contains(u.Path, "..") ||
		strings.ContainsFunc(u.Path, unicode.IsControl) || strings.Contains(u.Path, `\`) {
		return "/"
	}
	return next
}

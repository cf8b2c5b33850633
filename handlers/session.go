package handlers

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/gorilla/sessions"

	"alongside/models/people"
	"alongside/models/store"
)

// sessionStore keeps gorilla's sessions in PostgreSQL. The cookie holds a random token; signing in makes a new one and
// ends the old; a session that ended is never written back to life; a database that cannot be asked is an error, not
// "signed out".
type sessionStore struct {
	people *people.Directory
	secure bool
	ip     func(*http.Request) string
	clock  func() time.Time
}

// personKey is where a session carries its person within a request. It is not stored.
type personKey struct{}

// readKey is where it carries when it was read: what a page shows is not older.
type readKey struct{}

// flashKey is gorilla's, the one value that is stored.
const flashKey = "_flash"

func (s *sessionStore) cookie() string {
	if s.secure {
		return "__Host-alongside"
	}
	return "alongside"
}

func (s *sessionStore) deviceCookie() string { return s.cookie() + "-device" }

func (s *sessionStore) options() *sessions.Options {
	return &sessions.Options{Path: "/", MaxAge: int(people.AbsoluteLimit.Seconds()), Secure: s.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// Get returns the request's session, read from the database once a request.
func (s *sessionStore) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(s, name)
}

// New reads the session of the cookie. Without a live one it is new and has no person.
func (s *sessionStore) New(r *http.Request, name string) (*sessions.Session, error) {
	session := sessions.NewSession(s, name)
	session.Options, session.IsNew = s.options(), true
	cookie, err := r.Cookie(name)
	if err != nil {
		return session, nil
	}
	read, now := s.people.SessionOf, s.clock()
	if live(r) {
		read = s.people.LookAtSession
	}
	found, person, err := read(r.Context(), cookie.Value)
	if errors.Is(err, store.ErrUnauthenticated) {
		return session, nil
	}
	if err != nil {
		return session, err
	}
	session.ID, session.IsNew = cookie.Value, false
	session.Values[personKey{}], session.Values[readKey{}] = person, now
	var flashes []string
	if err := json.Unmarshal(found.Data, &flashes); err == nil {
		for _, text := range flashes {
			session.AddFlash(text)
		}
	}
	return session, nil
}

// Save stores what the session carries. With a negative MaxAge it ends the session.
func (s *sessionStore) Save(r *http.Request, w http.ResponseWriter, session *sessions.Session) error {
	if session.Options.MaxAge < 0 {
		http.SetCookie(w, sessions.NewCookie(session.Name(), "", session.Options))
		return s.people.EndSession(r.Context(), session.ID)
	}
	if session.ID == "" {
		return nil // nobody is signed in, so there is nothing to keep
	}
	data, err := sessionData(session)
	if err != nil {
		return err
	}
	return s.people.SaveSession(r.Context(), session.ID, data)
}

// signIn makes a new session for the person, ending the one the browser brought.
func (s *sessionStore) signIn(w http.ResponseWriter, r *http.Request, p people.Person) error {
	session, err := s.Get(r, s.cookie())
	if err != nil {
		return err
	}
	token, err := s.people.StartSession(r.Context(), p, session.ID, s.ip(r), r.UserAgent(), []byte("[]"))
	if err != nil {
		return err
	}
	session.ID = token
	http.SetCookie(w, sessions.NewCookie(session.Name(), token, session.Options))
	device := s.options()
	device.MaxAge = 180 * 24 * 3600
	http.SetCookie(w, sessions.NewCookie(s.deviceCookie(), s.people.DeviceToken(p), device))
	return nil
}

func sessionData(session *sessions.Session) ([]byte, error) {
	texts := []string{}
	if flashes, ok := session.Values[flashKey].([]any); ok {
		for _, f := range flashes {
			if text, ok := f.(string); ok {
				texts = append(texts, text)
			}
		}
	}
	return json.Marshal(texts)
}

func personOf(session *sessions.Session) people.Person {
	p, _ := session.Values[personKey{}].(people.Person)
	return p
}

func readAt(session *sessions.Session) time.Time {
	at, _ := session.Values[readKey{}].(time.Time)
	return at
}

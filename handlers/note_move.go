package handlers

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"alongside/models/activity"
	"alongside/models/intel"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
	"alongside/views"
)

// answerNote is Marketing's answer.
func (s *server) answerNote(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	fate := intel.Fate{Outcome: intel.Outcome(f.Get("outcome")), Reply: f.Get("reply")}
	switch fate.Outcome {
	case intel.Use:
		fate.Elsewhere = f.Get("elsewhere")
		if fate.Used, err = s.usedIn(r, f); err != nil {
			return err
		}
	case intel.Same:
		if on, ok := activity.ParseRef(f.Get("of")); ok && on.Kind == activity.KindNote {
			fate.Of = on.ID
		} else {
			fate.Of = number(f.Get("of"))
		}
	}
	err = f.attempt(func() error {
		_, err := s.portal.Intel.Answer(r.Context(), actor, id, f.version(), fate)
		return err
	})
	return s.movedNote(w, r, actor, id, f, "triage", nil, "Answered.", err)
}

// usedIn are the places that the form names: battlecards by the competitor's slug, requests and proposals by their numbers.
func (s *server) usedIn(r *http.Request, f *form) (used []activity.Subject, err error) {
	if len(f.Values["used"]) > 0 {
		all, err := s.portal.Intel.Competitors(r.Context())
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			if slices.Contains(f.Values["used"], c.Slug) {
				used = append(used, c.Subject())
			}
		}
	}
	for _, text := range strings.FieldsFunc(f.Get("refs"), func(c rune) bool { return c == ',' || c == ' ' || c == ';' }) {
		on, ok := activity.ParseRef(text)
		if !ok || on.Kind != activity.KindRequest && on.Kind != activity.KindProposal && on.Kind != activity.KindRideAlong {
			f.inv.Add("used", "“%s” is not the number of a request or a proposal. They look like R-418 and P-7", showable(text))
			continue
		}
		used = append(used, on)
	}
	checked := used[:min(len(used), requests.MaxFrom)]
	there, err := s.portal.Requests.Origins(r.Context(), checked)
	for _, on := range checked {
		if err == nil && on.Kind == activity.KindRequest && !slices.Contains(there, on) {
			f.inv.Add("used", "There is no %s. Look at its number again", on.Ref())
		}
	}
	return used, err
}

// replyNote answers what Marketing asked back.
func (s *server) replyNote(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.attempt(func() error {
		_, err := s.portal.Intel.Reply(r.Context(), actor, id, f.version(), f.Get("body"))
		return err
	})
	return s.movedNote(w, r, actor, id, f, "answer", map[string]string{"body": "answer-body"}, "Answered and handed back.", err)
}

// witnessNote says that the actor heard it too.
func (s *server) witnessNote(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	too := intel.HeardToo{Account: f.Get("account"), Source: intel.Source(f.Get("source")), Detail: f.Get("detail"), HeardOn: f.date("heard_on")}
	err = f.attempt(func() error {
		_, err := s.portal.Intel.HearToo(r.Context(), actor, id, too)
		return err
	})
	return s.movedNote(w, r, actor, id, f, "witnesses", nil, "Your name is added.", err)
}

// unwitnessNote takes that back.
func (s *server) unwitnessNote(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.attempt(func() error {
		_, err := s.portal.Intel.Unhear(r.Context(), actor, id, number(f.Get("witness")))
		return err
	})
	return s.movedNote(w, r, actor, id, f, "witnesses", nil, "Taken back.", err)
}

func (s *server) commentNote(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	submission := f.submission()
	err = f.attempt(func() error {
		_, err := s.portal.Intel.Comment(r.Context(), actor, id, submission, f.Get("body"))
		return err
	})
	return s.movedNote(w, r, actor, id, f, "comment", map[string]string{"body": "comment-body"}, "Comment added.", err)
}

// citeNote says that the note helps to answer an open question.
func (s *server) citeNote(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.attempt(func() error { return s.portal.Intel.CiteFor(r.Context(), actor, number(f.Get("question")), id) })
	return s.movedNote(w, r, actor, id, f, "questions", nil, "Cited there.", err)
}

// hideNote marks it as sensitive. Whoever may not know of it from then on is led back to the stream.
func (s *server) hideNote(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	if f.Get("sensitive") == "" {
		f.inv.Add("", "Tick that it holds confidential material, then save")
	}
	err = f.attempt(func() error {
		_, err := s.portal.Intel.Hide(r.Context(), actor, id, f.version())
		return err
	})
	const done = "Marked as sensitive."
	if err == nil && f.inv.OrNil() == nil {
		if _, gone := s.portal.Intel.Find(r.Context(), actor, id); errors.Is(gone, store.ErrNotFound) {
			return errors.Join(s.flash(w, r, done), seeOther(w, r, views.StreamPath))
		}
	}
	return s.movedNote(w, r, actor, id, f, "sensitive", nil, done, err)
}

// ruleOnNote decides what may be kept of a sensitive note.
func (s *server) ruleOnNote(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.attempt(func() error {
		_, err := s.portal.Intel.Decide(r.Context(), actor, id, f.version(), intel.Ruling(f.Get("ruling")), f.Get("line"), f.Get("reason"))
		return err
	})
	return s.movedNote(w, r, actor, id, f, "ruling", map[string]string{"reason": "ruling-reason"}, "Decided.", err)
}

func (s *server) withdrawNote(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.attempt(func() error {
		_, err := s.portal.Intel.Withdraw(r.Context(), actor, id, f.version(), f.Get("reason"))
		return err
	})
	return s.movedNote(w, r, actor, id, f, "withdrawal", map[string]string{"reason": "withdraw-reason"}, "Withdrawn.", err)
}

func (s *server) followNote(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	follow, done := f.Get("do") == "follow", "You do not follow it any more."
	if follow {
		done = "You follow it from now on."
	}
	err = f.attempt(func() error { return s.portal.Intel.Follow(r.Context(), actor, id, follow) })
	return s.movedNote(w, r, actor, id, f, "followers", nil, done, err)
}

package handlers

import (
	"errors"
	"net/http"
	"strconv"

	"alongside/models/activity"
	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// turnProposalKey turns the key of the actor's side, on the words that the actor saw.
func (s *server) turnProposalKey(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	reservation := icp.Reservation{Text: f.Get("reservation")}
	if on := f.date("reservation_on"); on != nil {
		reservation.On = workday.DateOf(*on)
	}
	done := "The " + actor.Side.Name() + " key is turned."
	err = f.tryProposal(func() (icp.Proposal, error) {
		p, err := s.portal.ICP.TurnKey(r.Context(), actor, id, f.version(), reservation)
		if p.State == icp.Agreed && err == nil {
			done = "Both teams agree."
		}
		return p, err
	})
	return s.movedProposal(w, r, actor, id, f, "key", nil, done, err)
}

// turnProposalKeyBack turns the actor's own key back.
func (s *server) turnProposalKeyBack(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.tryProposal(func() (icp.Proposal, error) { return s.portal.ICP.TurnBack(r.Context(), actor, id) })
	return s.movedProposal(w, r, actor, id, f, "back", nil, "Your key is turned back.", err)
}

// askProposalChange hands the proposal back to its authors.
func (s *server) askProposalChange(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	submission := f.submission()
	err = f.tryProposal(func() (icp.Proposal, error) {
		return s.portal.ICP.AskChange(r.Context(), actor, id, submission, f.Get("body"))
	})
	return s.movedProposal(w, r, actor, id, f, "change", map[string]string{"body": "change-body"}, "Asked for a change.", err)
}

func (s *server) commentProposal(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	submission := f.submission()
	err = f.tryProposal(func() (icp.Proposal, error) {
		return s.portal.ICP.Comment(r.Context(), actor, id, submission, f.Get("body"))
	})
	return s.movedProposal(w, r, actor, id, f, "comment", map[string]string{"body": "comment-body"}, "Comment added.", err)
}

// closeProposal withdraws it, or refuses it with a reason.
func (s *server) closeProposal(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	switch how := f.Get("how"); how {
	case "withdraw":
		err = f.tryProposal(func() (icp.Proposal, error) { return s.portal.ICP.Withdraw(r.Context(), actor, id, f.version()) })
		return s.movedProposal(w, r, actor, id, f, how, nil, "The proposal is withdrawn.", err)
	case "refuse":
		err = f.tryProposal(func() (icp.Proposal, error) {
			return s.portal.ICP.Refuse(r.Context(), actor, id, f.version(), f.Get("reason"))
		})
		return s.movedProposal(w, r, actor, id, f, how, map[string]string{"reason": "refuse-reason"}, "The proposal is refused.", err)
	case "merge":
		into, ok := activity.ParseRef(f.Get("into"))
		if !ok || into.Kind != activity.KindProposal {
			f.inv.Add("into", "Write the number of an open proposal, such as P-9")
		}
		err = f.tryProposal(func() (icp.Proposal, error) { return s.portal.ICP.Merge(r.Context(), actor, id, f.version(), into.ID) })
		if errors.Is(err, store.ErrNotFound) {
			err = nil
			f.inv.Add("into", "There is no %s here. Look at its number again", into.Ref())
		}
		return s.movedProposal(w, r, actor, id, f, how, nil, "It is part of proposal "+strconv.FormatInt(into.ID, 10)+" now.", err)
	}
	return store.ErrNotFound
}

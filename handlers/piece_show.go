package handlers

import (
	"errors"
	"net/http"

	"github.com/google/uuid"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
	"alongside/views"
)

// listPieces is what was delivered, by the date until when it is right.
func (s *server) listPieces(w http.ResponseWriter, r *http.Request, actor people.Person, f requests.PieceFilter) error {
	page, err := s.portal.Requests.Pieces(r.Context(), actor, f)
	if err != nil {
		return err
	}
	l := views.Pieces{PiecePage: page}
	if l.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	if partial(r) {
		return render(w, r, http.StatusOK, views.PiecesAgain(views.Page{Viewer: viewer(actor), Now: page.Now}, l))
	}
	if l.Staff, err = s.portal.People.Staff(r.Context()); err != nil {
		return err
	}
	p, err := s.page(w, r, actor, "Delivered pieces", "requests")
	if err != nil {
		return err
	}
	p.Wide = true
	return render(w, r, http.StatusOK, views.PiecesPage(p, l))
}

func (s *server) showPiece(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	return s.renderPiece(w, r, actor, http.StatusOK, id, views.Piece{})
}

// renderPiece shows the piece as it stands, with what show brings: a form to be shown again. htmx gets the panel.
func (s *server) renderPiece(w http.ResponseWriter, r *http.Request, actor people.Person, status int, id int64, show views.Piece) error {
	var err error
	if show.WholePiece, err = s.portal.Requests.Piece(r.Context(), actor, id); err != nil {
		return err
	}
	if show.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	show.Viewer, show.Submission = actor, (&form{Values: show.Typed.Values}).nextSubmission()
	title := show.Request.Title + ", delivered"
	if len(show.Typed.Problems) > 0 || show.Conflict != "" {
		title = "Problem: " + title
	}
	if partial(r) {
		return render(w, r, status, views.PiecePanel(views.Page{Title: title, Viewer: viewer(actor), Now: show.Now}, show))
	}
	p, err := s.page(w, r, actor, title, "requests")
	if err != nil {
		return err
	}
	return render(w, r, status, views.PiecePage(p, show))
}

// movedPiece answers a move on a piece as moved does one on a request.
func (s *server) movedPiece(w http.ResponseWriter, r *http.Request, actor people.Person, id int64, f *form, name string, renamed map[string]string, done string, err error) error {
	if err == nil && f.inv.OrNil() == nil {
		if partial(r) {
			return s.renderPiece(w, r, actor, http.StatusOK, id, views.Piece{})
		}
		if err := s.flash(w, r, done); err != nil {
			return err
		}
		return seeOther(w, r, views.PieceURL(id))
	}
	discarded := s.discard(f)
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) && !partial(r) {
		f.Del("submission") // what is sent from here on is another thing
		show := views.Piece{Typed: f.typed(nil, nil), Form: name, Conflict: refusal.Sentence}
		return errors.Join(discarded, s.renderPiece(w, r, actor, http.StatusConflict, id, show))
	}
	inv, err := f.problems(err)
	if inv == nil {
		return errors.Join(err, discarded)
	}
	show := views.Piece{Typed: f.typed(inv, renamed), Form: name}
	return errors.Join(discarded, s.renderPiece(w, r, actor, http.StatusUnprocessableEntity, id, show))
}

// useQuestions are what home asks the viewer.
func (s *server) useQuestions(r *http.Request, actor people.Person) ([]views.UseQuestion, error) {
	asked, err := s.portal.Requests.UseQuestions(r.Context(), actor)
	var list []views.UseQuestion
	for _, u := range asked {
		question := views.UseQuestion{UseQuestion: u, Asked: "Delivered " + u.DeliveredAt.In(actor.Location()).Format("Mon 2 Jan") + ".", Submission: uuid.NewString()}
		list = append(list, question)
	}
	return list, err
}

package handlers

import (
	"net/http"
	"net/url"
	"strconv"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
	"alongside/views"
)

func (s *server) listTypes(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	p, err := s.page(w, r, actor, "Request types", "requests")
	if err != nil {
		return err
	}
	l := views.TypeList{Viewer: actor}
	if l.Catalogue, err = s.portal.Requests.Catalogue(r.Context()); err != nil {
		return err
	}
	if l.Drafts, err = s.portal.Requests.Drafts(r.Context()); err != nil {
		return err
	}
	l.Unturned = l.Catalogue.Unturned(actor)
	return render(w, r, http.StatusOK, views.TypesPage(p, l))
}

// agreeTypes turns the actor's key on every standard timeline that waits for it.
func (s *server) agreeTypes(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	if _, err := s.readForm(w, r, withoutFiles); err != nil {
		return err
	}
	if err := s.portal.Requests.Agree(r.Context(), actor); err != nil {
		return err
	}
	if err := s.flash(w, r, "The "+actor.Side.Name()+" key is turned on each."); err != nil {
		return err
	}
	return seeOther(w, r, views.TypesURL)
}

func (s *server) showType(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	return s.renderType(w, r, actor, http.StatusOK, views.TypeShow{})
}

// renderType shows the type of the path as it stands, with what show brings: a form to be shown again. htmx gets the
// panel.
func (s *server) renderType(w http.ResponseWriter, r *http.Request, actor people.Person, status int, show views.TypeShow) error {
	if err := s.fillType(r, actor, &show); err != nil {
		return err
	}
	title := show.Type.Name
	if show.Conflict != "" || len(show.Ask.Problems)+len(show.Edit.Problems) > 0 {
		title = "Problem: " + title
	}
	if partial(r) {
		return render(w, r, status, views.TypePanel(views.Page{Title: title, Viewer: viewer(actor), Now: show.Now}, show))
	}
	p, err := s.page(w, r, actor, title, "requests")
	if err != nil {
		return err
	}
	return render(w, r, status, views.TypePage(p, show))
}

func (s *server) fillType(r *http.Request, actor people.Person, show *views.TypeShow) (err error) {
	if show.Terms, err = s.portal.Requests.ShowType(r.Context(), actor, r.PathValue("key")); err != nil {
		return err
	}
	if show.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	show.Viewer, show.Submission = actor, (&form{Values: url.Values(show.Ask.Values)}).nextSubmission()
	if show.Draft == nil {
		return nil
	}
	if !show.Edit.Unsaved {
		show.Edit = views.EditDraft(*show.Draft)
	}
	show.Edit.Type, show.Edit.InForce, show.Edit.Revision = show.Type, show.InForce, show.Draft.Revision
	show.Edit.MayWithdraw = show.Moves[requests.MoveWithdraw]
	show.Edit.Staff, err = s.portal.People.Staff(r.Context())
	return err
}

func (s *server) showVersion(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	number, err := strconv.ParseInt(r.PathValue("version"), 10, 16)
	if err != nil {
		return store.ErrNotFound
	}
	var show views.TypeShow
	if err := s.fillType(r, actor, &show); err != nil {
		return err
	}
	version, err := show.Version(int(number))
	if err != nil {
		return err
	}
	p, err := s.page(w, r, actor, version.Title(show.Type), "requests")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.VersionPage(p, show, version))
}

// showProcess leads from a version's number among all to its page: that of its type while it is the latest.
func (s *server) showProcess(w http.ResponseWriter, r *http.Request, _ people.Person) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	process, err := s.portal.Requests.FindProcess(r.Context(), id)
	if err != nil {
		return err
	}
	catalogue, err := s.portal.Requests.Catalogue(r.Context())
	if err != nil {
		return err
	}
	if process.Draft() || process.ID == catalogue.InForce[process.TypeKey].ID {
		return seeOther(w, r, views.TypeURL(process.TypeKey))
	}
	return seeOther(w, r, views.VersionURL(process.TypeKey, process.Version))
}

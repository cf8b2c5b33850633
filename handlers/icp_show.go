package handlers

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/workday"
	"alongside/views"
	"alongside/views/export"
)

// showProfile is the profile in force; htmx gets what belongs in its place.
func (s *server) showProfile(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	show, err := s.profile(r, actor)
	if err != nil {
		return err
	}
	if partial(r) {
		return render(w, r, http.StatusOK, views.ProfilePanel(views.Page{Viewer: viewer(actor), Now: show.Now}, show))
	}
	p, err := s.page(w, r, actor, "Customer profile", "profile")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.ProfilePage(p, show))
}

// profile reads what is in force as the actor sees it, and what changed since the actor read it last.
func (s *server) profile(r *http.Request, actor people.Person) (show views.Profile, err error) {
	show.Viewer = actor
	if show.Page, err = s.portal.ICP.Show(r.Context(), actor); err != nil {
		return show, err
	}
	if show.LastRead > 0 && !show.Read() {
		if show.Since, err = s.portal.ICP.CompareVersions(r.Context(), show.LastRead, show.Version.Number); err != nil {
			return show, err
		}
	}
	if show.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return show, err
	}
	show.Quotes, err = s.quotes(r.Context(), show.Version.Content.Sources(), show.Roll, show.Calendar.DateOf(show.Now))
	return show, err
}

// quotes are the field notes among sources.
func (s *server) quotes(ctx context.Context, sources []icp.Source, roll people.Roll, today workday.Date) (views.Quotes, error) {
	notes, err := s.portal.Intel.Quoted(ctx, icp.Notes(sources))
	return views.Quotes{Notes: notes, Roll: roll, Today: today}, err
}

// exportProfile is a version as Markdown, the one in force unless another is named.
func (s *server) exportProfile(w http.ResponseWriter, r *http.Request, _ people.Person) error {
	version, err := s.portal.ICP.Current(r.Context())
	if err != nil {
		return err
	}
	if named := r.URL.Query().Get("version"); named != "" {
		if version, err = s.portal.ICP.Version(r.Context(), versionNumber(named)); err != nil {
			return err
		}
	}
	roll, err := s.portal.People.Roll(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/markdown; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="customer-profile-`+strconv.Itoa(version.Number)+`.md"`)
	_, _ = io.WriteString(w, export.Profile(version, roll)) // a reader who went away is no error
	return nil
}

// versionNumber reads the number of a version; anything else is one that there never is.
func versionNumber(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 1<<20 {
		return -1
	}
	return n
}

// addressOf the path as readers see it.
func (s *server) addressOf(path string) string { return s.cfg.BaseURL.JoinPath(path).String() }

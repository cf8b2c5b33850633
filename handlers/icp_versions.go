package handlers

import (
	"net/http"
	"slices"

	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
)

// listProfileVersions is the history of the profile, and what the last version changed.
func (s *server) listProfileVersions(w http.ResponseWriter, r *http.Request, actor people.Person) (err error) {
	ctx, list := r.Context(), views.ProfileVersions{}
	if list.Profile, err = s.profile(r, actor); err != nil {
		return err
	}
	if list.Versions, err = s.portal.ICP.Versions(ctx); err != nil {
		return err
	}
	number := list.Version.Number
	if list.Version.Agreed() {
		if list.Readings, err = s.portal.ICP.Readings(ctx, number); err != nil {
			return err
		}
	}
	if number > 1 {
		if list.Latest, err = s.portal.ICP.CompareVersions(ctx, number-1, number); err != nil {
			return err
		}
	}
	p, err := s.page(w, r, actor, "Versions of the customer profile", "profile")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.VersionsPage(p, list))
}

// compareProfile shows what changed between two versions: the last one unless the query names others.
func (s *server) compareProfile(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	list, err := s.portal.ICP.Versions(r.Context())
	if err != nil {
		return err
	}
	from, to := 0, 0
	if len(list) > 0 {
		from, to = list[0].Number-1, list[0].Number
	}
	query := r.URL.Query()
	if query.Has("from") {
		from = versionNumber(query.Get("from"))
	}
	if query.Has("to") {
		to = versionNumber(query.Get("to"))
	}
	c, err := s.portal.ICP.CompareVersions(r.Context(), from, to)
	if err != nil {
		return err
	}
	p, err := s.page(w, r, actor, "Compare versions of the customer profile", "profile")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.ComparePage(p, list, c))
}

func (s *server) showProfileVersion(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	o, err := s.oldVersion(r)
	if err != nil {
		return err
	}
	if !o.Version.Agreed() {
		return store.ErrNotFound
	}
	p, err := s.page(w, r, actor, "Version "+r.PathValue("version")+" of the customer profile", "profile")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.VersionOfProfilePage(p, o))
}

// printProfile is a version as it is printed, also before the first one is agreed.
func (s *server) printProfile(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	o, err := s.oldVersion(r)
	if err != nil {
		return err
	}
	if o.Version.Number == o.Current {
		show, err := s.portal.ICP.Show(r.Context(), actor)
		if err != nil {
			return err
		}
		o.Review = show.Next()
	}
	p := views.Page{Title: "Customer profile, version " + r.PathValue("version"), Now: s.portal.Store.Now(), Viewer: viewer(actor)}
	return render(w, r, http.StatusOK, views.ProfileSheet(p, o))
}

// oldVersion reads the version of the path, and what took its place.
func (s *server) oldVersion(r *http.Request) (o views.OldVersion, err error) {
	ctx := r.Context()
	o.Company, o.Address = s.cfg.Company, s.addressOf(views.ProfileURL)
	if o.Version, err = s.portal.ICP.Version(ctx, versionNumber(r.PathValue("version"))); err != nil {
		return o, err
	}
	list, err := s.portal.ICP.Versions(ctx)
	if err != nil {
		return o, err
	}
	if len(list) > 0 {
		o.Current = list[0].Number
	}
	if i := slices.IndexFunc(list, func(v icp.Version) bool { return v.Number == o.Version.Number+1 }); i >= 0 {
		o.Next = &list[i]
	}
	if o.Calendar, err = s.portal.Promises.Calendar(ctx); err != nil {
		return o, err
	}
	o.Roll, err = s.portal.People.Roll(ctx)
	return o, err
}

package handlers

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"

	"alongside/models/people"
	"alongside/views"
)

// askToSignIn sends the reader to the sign-in, to come back afterwards; htmx gets a 401 that leads there too, unless it
// asks by itself: nobody is led away from what they type. What was typed into a form while the session ended comes back
// with them.
func (s *server) askToSignIn(w http.ResponseWriter, r *http.Request) {
	if live(r) && r.Header.Get("HX-Request") == "true" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	to := "/signin"
	next, kept := returnTo(w, r)
	if kept.Path != "" {
		s.keepTyped(w, r, kept)
		return
	}
	if next != "/" {
		to += "?" + url.Values{"next": {next}}.Encode()
	}
	if r.Header.Get("HX-Request") == "true" {
		w.Header().Set("HX-Redirect", to)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
}

// keepTyped answers a long form with the sign-in that carries it. A page that htmx drives is left as it is, with its
// words: it says what to do.
func (s *server) keepTyped(w http.ResponseWriter, r *http.Request, kept views.Kept) {
	var err error
	if r.Header.Get("HX-Request") == "true" {
		w.Header().Set("HX-Retarget", "#alert")
		w.Header().Set("HX-Reswap", "innerHTML")
		err = render(w, r, http.StatusUnauthorized, views.SignedOutAlert())
	} else {
		err = s.renderSignIn(w, r, http.StatusUnauthorized, views.SignIn{Kept: kept})
	}
	if err != nil {
		s.fail(w, r, people.Person{}, err)
	}
}

// maxReturn is the longest address, in bytes, that carries typed text through the sign-in. What is longer is carried by
// the sign-in itself where whole documents are typed, and else not kept.
const maxReturn = 16 << 10

var (
	movePath     = regexp.MustCompile(`^(/(?:requests|intel|icp/proposals)/\d{1,18})/([a-z]+)$`)
	documentPath = regexp.MustCompile(`^/icp/proposals(?:/\d{1,18}/(?:edit|sections/\d{1,18}))?$`)
)

// returnTo is the page that shows again what was asked for: itself for a page, for a form the page it stands on. A form
// that is too long for an address is returned itself.
func returnTo(w http.ResponseWriter, r *http.Request) (string, views.Kept) {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		if partial(r) {
			return "/", views.Kept{}
		}
		return r.URL.RequestURI(), views.Kept{}
	}
	typed := texts(w, r)
	typed.Del("version") // the page brings its own
	typed.Del("submission")
	typed.Del("draft") // which would be opened as it was saved
	page := "/"
	switch path := r.URL.Path; {
	case path == "/requests":
		page = "/requests/new"
	case documentPath.MatchString(path):
		if page = path; page == views.ProposalsURL {
			page = views.NewProposalURL
		}
		if len(typed.Encode()) > maxReturn {
			return page, views.Kept{Path: path, Typed: typed}
		}
	case path == views.RidesURL:
		page = views.NewRideURL
	case path == views.StreamPath:
		page = views.CaptureURL
	}
	if m := movePath.FindStringSubmatch(r.URL.Path); m != nil && page == "/" {
		page = m[1]
		typed.Set("form", formOf(m[2], typed))
	}
	if again := page + "?" + typed.Encode(); page != "/" && len(again) <= maxReturn {
		return again, views.Kept{}
	}
	return page, views.Kept{}
}

// formOf is the name under which the page of a request knows the form of a move.
func formOf(noun string, typed url.Values) string {
	switch noun {
	case "closing":
		return typed.Get("how")
	case "comments":
		return "comment"
	case "changes":
		return "change"
	case "keys":
		return "key"
	}
	return noun
}

// texts reads the text fields of a form of either encoding, as far as they come within the limit of a form without
// files; nothing is stored.
func texts(w http.ResponseWriter, r *http.Request) url.Values {
	r.Body = http.MaxBytesReader(w, r.Body, maxFormBytes)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		body, _ := io.ReadAll(r.Body)
		values, err := url.ParseQuery(string(body))
		if err != nil {
			return url.Values{}
		}
		return values
	}
	values := url.Values{}
	parts, err := r.MultipartReader()
	if err != nil {
		return values
	}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return values
		}
		if part.FileName() == "" {
			text, _ := io.ReadAll(part)
			values.Add(part.FormName(), string(text))
		}
	}
}

// keptBy is the long form that the sign-in carried, if it is one of ours.
func keptBy(f *form) (kept views.Kept) {
	if err := json.Unmarshal([]byte(f.Get("kept")), &kept.Typed); err != nil || !documentPath.MatchString(f.Get("kept_path")) {
		return views.Kept{}
	}
	kept.Path = f.Get("kept_path")
	return kept
}

// typedBefore is what came back through the sign-in, for the page of a request.
func typedBefore(r *http.Request) views.Show {
	name, typed := broughtBack(r)
	return views.Show{Form: name, Typed: typed}
}

// broughtBack is the name of the form that came back through the sign-in, and what was typed into it.
func broughtBack(r *http.Request) (name string, typed views.Typed) {
	q := r.URL.Query()
	if !q.Has("form") {
		return "", typed
	}
	return q.Get("form"), (&form{Values: q}).typed(nil, nil)
}

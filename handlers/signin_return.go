package handlers

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"

	"alongside/views"
)

// askToSignIn sends the reader to the sign-in, to come back afterwards; htmx gets a 401 that leads there too, unless it
// asks by itself: nobody is led away from what they type. What was typed into a form while the session ended comes back
// with them.
func askToSignIn(w http.ResponseWriter, r *http.Request) {
	if live(r) && r.Header.Get("HX-Request") == "true" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	to := "/signin"
	if next := returnTo(w, r); next != "/" {
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

// maxReturn is the longest address, in bytes, that carries typed text through the sign-in; a longer text is not kept.
const maxReturn = 16 << 10

var movePath = regexp.MustCompile(`^(/requests/\d{1,18})/([a-z]+)$`)

// returnTo is the page that shows again what was asked for: itself for a page, for a form the page it stands on.
func returnTo(w http.ResponseWriter, r *http.Request) string {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		if partial(r) {
			return "/"
		}
		return r.URL.RequestURI()
	}
	typed := texts(w, r)
	typed.Del("version") // the page brings its own
	typed.Del("submission")
	page := "/"
	if r.URL.Path == "/requests" {
		page = "/requests/new"
	} else if m := movePath.FindStringSubmatch(r.URL.Path); m != nil {
		page = m[1]
		typed.Set("form", formOf(m[2], typed))
	}
	if again := page + "?" + typed.Encode(); page != "/" && len(again) <= maxReturn {
		return again
	}
	return page
}

// formOf is the name under which the page of a request knows the form of a move.
func formOf(noun string, typed url.Values) string {
	switch noun {
	case "closing":
		return typed.Get("how")
	case "comments":
		return "comment"
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

// typedBefore is what came back through the sign-in, for the page of a request.
func typedBefore(r *http.Request) views.Show {
	q := r.URL.Query()
	if !q.Has("form") {
		return views.Show{}
	}
	return views.Show{Form: q.Get("form"), Typed: (&form{Values: q}).typed(nil, nil)}
}

package handlers

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"alongside/models/activity"
	"alongside/models/requests"
	"alongside/models/store"
)

// origins are what the brief comes from; unknown is what nobody calls anything here.
func (f *form) origins() (from []activity.Subject, unknown []string) {
	for _, text := range f.Values["from"] {
		if s, ok := activity.ParseRef(text); ok {
			from = append(from, s)
		} else if strings.TrimSpace(text) != "" {
			unknown = append(unknown, text)
		}
	}
	return from, unknown
}

// notLinked is what the brief was said to come from in vain, by what it is called.
func notLinked(said, linked []activity.Subject, unknown []string) []string {
	var dropped []string
	for _, s := range said {
		if !slices.Contains(linked, s) {
			dropped = append(dropped, s.Ref())
		}
	}
	for _, text := range unknown {
		runes := []rune(showable(text))
		dropped = append(dropped, string(runes[:min(len(runes), 40)]))
	}
	return slices.Compact(dropped[:min(len(dropped), requests.MaxFrom)])
}

// askAgain fills the form with the brief of the first request of the same type that it comes from, where nothing else is
// filled in.
func (s *server) askAgain(r *http.Request, f *form) error {
	from, _ := f.origins()
	i := slices.IndexFunc(from, func(s activity.Subject) bool { return s.Kind == activity.KindRequest })
	if i < 0 || f.Has("title") {
		return nil
	}
	before, err := s.portal.Requests.Again(r.Context(), from[i].ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && before.TypeKey != f.Get("type") {
		return nil
	}
	if err != nil {
		return err
	}
	fill := func(name string, values ...string) {
		if !f.Has(name) {
			f.Values[name] = values
		}
	}
	fill("title", before.Title)
	fill("account", before.Account)
	fill(requests.ReaderKey, before.Reader)
	fill(requests.ChangeKey, before.Change)
	fill(requests.UseKey, before.Uses...)
	catalogue, err := s.portal.Requests.Catalogue(r.Context())
	if err != nil {
		return err
	}
	for _, field := range catalogue.InForce[before.TypeKey].Fields {
		answers := []string{before.Fields[field.Key]}
		if field.Kind == requests.FieldChoices {
			answers = strings.Split(answers[0], ", ")
		}
		fill(field.Name(), answers...)
	}
	return nil
}

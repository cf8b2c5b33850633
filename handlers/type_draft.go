package handlers

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
	"alongside/views"
)

// draftType begins, saves or withdraws the draft of a type. Its small buttons only change the form.
func (s *server) draftType(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	ctx, key := r.Context(), r.PathValue("key")
	switch f.Get("do") {
	case "start":
		_, err := s.portal.Requests.StartDraft(ctx, actor, key)
		return s.drafted(w, r, actor, f, views.DraftForm{}, "The draft is open to both teams.", err)
	case "withdraw":
		_, err := s.portal.Requests.WithdrawDraft(ctx, actor, key, f.version())
		return s.drafted(w, r, actor, f, views.DraftForm{}, "The draft is withdrawn.", err)
	}
	typed := readDraft(f)
	if step(&typed, f) {
		return s.renderDraft(w, r, actor, http.StatusOK, typed)
	}
	if f.Get("do") != "save" {
		return store.ErrNotFound
	}
	if f.inv.OrNil() == nil {
		_, err = s.portal.Requests.SaveDraft(ctx, actor, key, f.version(), draftOf(typed))
	}
	return s.drafted(w, r, actor, f, typed, "The draft is saved.", err)
}

// drafted answers what was done with a draft; with problems the form again, as typed.
func (s *server) drafted(w http.ResponseWriter, r *http.Request, actor people.Person, f *form, typed views.DraftForm, done string, err error) error {
	if err == nil && f.inv.OrNil() == nil {
		if err := s.flash(w, r, done); err != nil {
			return err
		}
		return seeOther(w, r, views.TypeURL(r.PathValue("key")))
	}
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) && !partial(r) {
		return s.renderType(w, r, actor, http.StatusConflict, views.TypeShow{Edit: typed, Conflict: refusal.Sentence})
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	typed.Problems = f.typed(inv, nil).Problems
	return s.renderDraft(w, r, actor, http.StatusUnprocessableEntity, typed)
}

// renderDraft shows the form as typed, on its page or alone. The draft is bound to what the reader saw.
func (s *server) renderDraft(w http.ResponseWriter, r *http.Request, actor people.Person, status int, typed views.DraftForm) error {
	seen := typed.Revision
	show := views.TypeShow{Edit: typed}
	if err := s.fillType(r, actor, &show); err != nil {
		return err
	}
	switch {
	case !actor.Works():
		return store.Refuse(store.ErrForbidden, "You can read how requests are worked, but not change it.")
	case show.Draft == nil:
		return store.Refuse(store.ErrConflict, "There is no draft of this any more: it came into force, or was withdrawn.")
	}
	show.Edit.Revision = seen
	if partial(r) {
		return render(w, r, status, views.DraftEditor(show.Edit))
	}
	title := show.Type.Name
	if len(typed.Problems) > 0 {
		title = "Problem: " + title
	}
	p, err := s.page(w, r, actor, title, "requests")
	if err != nil {
		return err
	}
	return render(w, r, status, views.TypePage(p, show))
}

// readDraft reads the form of a draft, raw.
func readDraft(f *form) views.DraftForm {
	text := func(list string, place int, what string) string {
		return showable(f.Get(views.Name(list, place, what)))
	}
	d := views.DraftForm{
		Revision: f.version(), Rounds: showable(f.Get("rounds")), Decides: f.Get("decides"), ReviewDays: f.Get("review_days"),
		Why: showable(f.Get("why")), Unsaved: true,
	}
	for i := 0; f.Has(views.Name("stage", i, "name")); i++ {
		d.Stages = append(d.Stages, views.StageForm{
			Name: text("stage", i, "name"), Side: text("stage", i, "side"), Days: text("stage", i, "days"), Done: text("stage", i, "done"),
			Checklist: text("stage", i, "checklist"), Review: f.Has(views.Name("stage", i, "review")),
		})
	}
	for i := 0; f.Has(views.Name("field", i, "label")); i++ {
		d.Fields = append(d.Fields, views.FieldForm{
			Key: text("field", i, "key"), Label: text("field", i, "label"), Hint: text("field", i, "hint"), Kind: text("field", i, "kind"),
			Options: text("field", i, "options"), Must: f.Has(views.Name("field", i, "must")),
		})
	}
	for _, id := range f.Values["reviewers"] {
		if id != "" {
			d.Reviewers = append(d.Reviewers, showable(id))
		}
	}
	return d
}

// draftOf is the form as a draft. What is no number becomes one that no draft may have.
func draftOf(typed views.DraftForm) requests.Draft {
	d := requests.Draft{Decides: typed.Decides, Why: typed.Why, Rounds: small(typed.Rounds), ReviewDays: small(typed.ReviewDays)}
	for _, s := range typed.Stages {
		days, err := strconv.ParseFloat(strings.TrimSpace(s.Days), 64)
		if err != nil {
			days = -1
		}
		d.Stages = append(d.Stages, requests.Stage{
			Name: s.Name, Side: people.Side(s.Side), Days: days, Done: s.Done, Checklist: lines(s.Checklist), Review: s.Review,
		})
	}
	for _, q := range typed.Fields {
		field := requests.Field{Key: q.Key, Label: q.Label, Hint: q.Hint, Kind: q.Kind, Options: lines(q.Options)}
		if q.Must {
			field.Missing = "must"
		}
		d.Fields = append(d.Fields, field)
	}
	for _, id := range typed.Reviewers {
		d.Reviewers = append(d.Reviewers, number(id))
	}
	return d
}

func small(text string) int16 {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 16)
	if err != nil {
		return -1
	}
	return int16(n)
}

func lines(text string) []string {
	return strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
}

// step does to the form what the pressed button says and reports whether it was one of those.
func step(d *views.DraftForm, f *form) bool {
	switch f.Get("do") {
	case "add":
		d.Stages = append(d.Stages, views.StageForm{Days: "1"})
		d.Focus = views.Name("stage", len(d.Stages)-1, "name")
		return true
	case "field":
		d.Fields = append(d.Fields, views.FieldForm{Kind: requests.FieldLine})
		d.Focus = views.Name("field", len(d.Fields)-1, "label")
		return true
	}
	return rearranged(&d.Stages, &d.Focus, f, "", views.Name("stage", 0, "name")) ||
		rearranged(&d.Fields, &d.Focus, f, "field_", views.Name("field", 0, "label"))
}

// rearranged moves or removes an item of the list when one of its buttons was pressed. The focus goes with the item, or
// to the control first when it is gone.
func rearranged[T any](list *[]T, focus *string, f *form, prefix, first string) bool {
	for name, by := range map[string]int{"up": -1, "down": 1, "remove": 0} {
		if !f.Has(prefix + name) {
			continue
		}
		at, err := strconv.Atoi(f.Get(prefix + name))
		to := at + by
		if err != nil || at < 1 || at > len(*list) || to < 1 || to > len(*list) {
			return true // a button of another form: nothing to do
		}
		if by == 0 {
			*list, *focus = slices.Delete(*list, at-1, at), first
			return true
		}
		(*list)[at-1], (*list)[to-1] = (*list)[to-1], (*list)[at-1]
		if to == 1 { // nothing is above it
			name = "down"
		} else if to == len(*list) {
			name = "up"
		}
		*focus = prefix + name + "_" + strconv.Itoa(to)
		return true
	}
	return false
}

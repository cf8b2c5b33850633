package views

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"alongside/models/intel"
	"alongside/models/people"
	"alongside/views/ui"
)

// LineForm is the page of a line: its draft, what it rests on, and what can be done with it.
type LineForm struct {
	intel.LinePage
	Viewer     people.Person
	Roll       people.Roll
	Cited      []intel.Citation // notes that the draft cites, as it stands in the form
	Found      []intel.Citation // notes that were found to cite
	Sought     bool             // notes were looked for
	Typed      Typed            // the draft as it stands in the form, or another form that did not work
	Form       string           // name of that other form; "" for the draft
	Submission string           // key of a new line
	Conflict   string           // why what was typed was not taken
}

// Names of the forms beside the draft.
const (
	DisputeForm = "dispute"
	SettleForm  = "settle"
	RetireForm  = "retire"
)

// fresh reports whether the line is still to be written.
func (f LineForm) fresh() bool { return f.ID == 0 }

func (f LineForm) action() string {
	if f.fresh() {
		return CompetitorURL(f.Competitor.Slug) + "/claims"
	}
	return LineURL(f.ID)
}

func (f LineForm) title() string {
	if f.fresh() {
		return "A new line on the " + f.Competitor.Short + " card"
	}
	return "A line on the " + f.Competitor.Short + " card"
}

func (f LineForm) lede() string {
	switch {
	case f.fresh():
		return "The card stays as it is until somebody else than you publishes the line."
	case f.State == intel.Published && f.Changed:
		return "Section “" + f.Section.Name() + "”. Draft; the published card stays as it is until somebody else than its only writer publishes it."
	case f.State == intel.Published:
		return "Section “" + f.Section.Name() + "”. What you change is a draft until somebody else publishes it."
	}
	return "Section “" + f.Section.Name() + "”. Not published yet: somebody else than its only writer publishes it."
}

// of is what was typed into one of the forms beside the draft.
func (f LineForm) of(form string) Typed {
	if f.Form == form {
		return f.Typed
	}
	return Typed{}
}

// typedWords is what somebody wrote that was not taken.
func (f LineForm) typedWords() string {
	if f.Form != "" {
		return f.Typed.Get("reason")
	}
	return strings.TrimSpace(f.Typed.Get("line") + "\n" + f.Typed.Get("answer"))
}

func (f LineForm) sectionOptions() []ui.Option {
	return namedOptions("", intel.Sections, intel.Section(f.Draft().Get("section")))
}

// Draft is the draft as it stands in the form: as it was typed, or as it is saved when another form is shown again, or when somebody else
// changed it meanwhile.
func (f LineForm) Draft() Typed {
	if !f.fresh() && (f.Form != "" || f.Conflict != "") {
		return DraftOf(f.LinePage)
	}
	return f.Typed
}

// DraftOf is the form of a line as it was saved.
func DraftOf(page intel.LinePage) Typed {
	t := Typed{Values: map[string][]string{
		"section": {string(page.Section)}, "line": {page.Text}, "answer": {page.Answer}, "may_say": {"no"},
		"review_by": {dateValue(&page.ReviewBy)}, "owner": {strconv.FormatInt(page.OwnerID, 10)},
	}}
	if page.MaySay {
		t.Values["may_say"] = []string{"yes"}
	}
	for _, c := range supporting(page.CardLine) {
		if c.NoteID != 0 {
			t.Values["notes"] = append(t.Values["notes"], strconv.FormatInt(c.NoteID, 10))
		} else {
			t.Values["pages"] = append(t.Values["pages"], c.URL)
		}
	}
	return t
}

// pages are those that the line was saved with.
func (f LineForm) pages() []intel.Citation {
	return slices.DeleteFunc(slices.Clone(f.Cites), func(c intel.Citation) bool { return c.NoteID != 0 })
}

// ticked reports whether the form cites the page.
func (f LineForm) ticked(url string) bool { return slices.Contains(f.Draft().Values["pages"], url) }

func (f LineForm) who() []ui.Option {
	say := f.Draft().Get("may_say")
	return []ui.Option{
		{Value: "yes", Label: "May say", Note: "Also on the customer sheet. Needs two accounts, and no customer’s name in it.", Chosen: say == "yes"},
		{Value: "no", Label: "Internal", Note: "For us only. Never leaves on any sheet, file or mail to customers.", Chosen: say != "yes"},
	}
}

func (f LineForm) lineHint() string {
	return "One thought, words you would say aloud. " + strconv.Itoa(utf8.RuneCountInString(f.Draft().Get("line"))) + " of 160 characters."
}

// restsOn counts the sources: "3 notes, 3 accounts".
func (f LineForm) restsOn() string {
	if f.fresh() {
		return ""
	}
	notes, pages := 0, 0
	for _, c := range supporting(f.CardLine) {
		if c.NoteID != 0 {
			notes++
		} else {
			pages++
		}
	}
	words := []string{ui.Count(notes, "note", "notes")}
	if pages > 0 {
		words = append(words, ui.Count(pages, "page", "pages"))
	}
	return strings.Join(append(words, ui.Count(f.Accounts, "account", "accounts")), ", ")
}

// publisher is who of the two keepers of the card can publish what the viewer writes.
func (f LineForm) publisher() string {
	for _, id := range []*int64{f.Competitor.CheckerID, f.Competitor.WriterID} {
		if id != nil && *id != f.Viewer.ID && f.Roll[*id].Works() {
			return f.Roll[*id].FirstName()
		}
	}
	return ""
}

func (f LineForm) saveWords() string {
	if who := f.publisher(); who != "" {
		return "Save and ask " + who + " to publish"
	}
	return "Save the draft"
}

// neighbours are the other published lines of the line's section.
func (f LineForm) neighbours() []intel.CardLine {
	section := f.Place()
	if f.fresh() {
		section = intel.Section(f.Draft().Get("section"))
	}
	return slices.DeleteFunc(slices.Clone(f.Others), func(l intel.CardLine) bool {
		return l.State != intel.Published || l.ShownSection != section
	})
}

// onSheet says how many lines of the card customers may read.
func (f LineForm) onSheet() string {
	all := slices.Clone(f.Others)
	if !f.fresh() {
		all = append(all, f.CardLine)
	}
	all = slices.DeleteFunc(all, func(l intel.CardLine) bool { return l.State != intel.Published })
	may := 0
	for _, l := range all {
		if l.ShownMaySay {
			may++
		}
	}
	return ui.Count(may, "line", "lines") + " of " + strconv.Itoa(len(all)) + ui.Plural(may, " is", " are") + " MAY SAY."
}

// need is one thing that has to be so before a line is published.
type need struct {
	met   bool
	words string
}

func (f LineForm) needs() []need {
	list := []need{{len(supporting(f.CardLine)) > 0, "Cites at least one source"}}
	if f.MaySay {
		list = append(list, need{f.Standing == intel.Supported, "Two accounts, so it may be said"}, need{!f.Customer, "Names no customer"})
	}
	return append(list, need{f.State == intel.Published && !f.Changed, "Read by somebody else than its writer"})
}

// inQuestion reports whether somebody waits to hear that the line holds.
func (f LineForm) inQuestion() bool { return f.PromiseID != nil || f.Standing == intel.Disputed }

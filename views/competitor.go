package views

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"alongside/models/activity"
	"alongside/models/intel"
	"alongside/models/people"
	"alongside/models/workday"
	"alongside/views/ui"
)

// Competitors is the page of all of them.
type Competitors struct {
	List      []intel.Profiled
	Questions []intel.Question
	Reasons   []intel.Count // of this year, of all of them
	Year      int
	Roll      people.Roll
}

// reasonsShown are named in the list of all competitors; the others are summed.
const reasonsShown = 4

// shortReasons are the commonest, the sum of the others, and all of them.
func (c Competitors) shortReasons() (named []intel.Count, others, all intel.Count) {
	for i, r := range c.Reasons {
		all.Won, all.Lost = all.Won+r.Won, all.Lost+r.Lost
		if i < reasonsShown {
			named = append(named, r)
		} else {
			others.Won, others.Lost = others.Won+r.Won, others.Lost+r.Lost
		}
	}
	return named, others, all
}

// busiest is the most notes that any of them had in one week.
func (c Competitors) busiest() int {
	most := 1
	for _, k := range c.List {
		most = max(most, slices.Max(k.Weeks[:]))
	}
	return most
}

// changedSince says what is new to the viewer on a card.
func changedSince(k intel.Profiled) string {
	switch {
	case k.LookedAt == nil:
		return "You have not looked yet"
	case k.Changed == 0:
		return "Nothing new since you looked"
	}
	return ui.Count(k.Changed, "line", "lines") + " changed since you looked"
}

// notesSoFar says how many notes help to answer a question.
func notesSoFar(q intel.Question) string {
	if len(q.Notes) == 0 {
		return "No note yet"
	}
	return ui.Count(len(q.Notes), "note", "notes") + " so far"
}

// CompetitorShow is the page of one.
type CompetitorShow struct {
	intel.Card
	Viewer     people.Person
	Roll       people.Roll
	Now        time.Time
	Submission string // key of the form that tells of a deal
	Typed      Typed  // of the form that did not work, with its name
	Form       string
	Conflict   string // why what was typed was not taken
}

func (s CompetitorShow) typed(form string) Typed {
	if s.Form == form {
		return s.Typed
	}
	return Typed{}
}

func (s CompetitorShow) url() string { return CompetitorURL(s.Competitor.Slug) }

// lede says who they are, and how deals with them ended this year.
func (s CompetitorShow) lede() string {
	words := s.Competitor.Summary
	won, lost := s.year()
	if won+lost > 0 {
		words += " This year we met them in " + ui.Count(won+lost, "deal", "deals") + " that closed, and won " + ui.InWords(won) + "."
	}
	return strings.TrimSpace(words)
}

// year is how many deals of this year were won and lost.
func (s CompetitorShow) year() (won, lost int) {
	for _, q := range s.Record {
		if q.From.Year() == s.Today.Year() {
			won, lost = won+q.Won, lost+q.Lost
		}
	}
	return won, lost
}

// in are the published lines of the section.
func (s CompetitorShow) in(section intel.Section) []intel.CardLine {
	var lines []intel.CardLine
	for _, l := range s.Lines {
		if l.State == intel.Published && l.ShownSection == section {
			lines = append(lines, l)
		}
	}
	return lines
}

func (s CompetitorShow) published() int {
	return len(s.Lines) - len(slices.DeleteFunc(slices.Clone(s.Lines), func(l intel.CardLine) bool { return l.State == intel.Published }))
}

// drafted are the lines with words that wait for somebody to publish them.
func (s CompetitorShow) drafted() []intel.CardLine {
	return slices.DeleteFunc(slices.Clone(s.Lines), func(l intel.CardLine) bool { return !l.WaitsForPublisher() })
}

// changed is how many lines are new to the viewer.
func (s CompetitorShow) changed() int {
	n := 0
	for _, l := range s.Lines {
		if l.New {
			n++
		}
	}
	return n
}

// wrongHere reports whether the viewer said that the line is wrong.
func wrongHere(l intel.CardLine) bool { return l.Mine != nil && !*l.Mine }

func helpedHere(l intel.CardLine) bool { return l.Mine != nil && *l.Mine }

// markWords are the name of a mark with how many made it: "Helped 3".
func markWords(name string, n int) string {
	if n == 0 {
		return name
	}
	return name + " " + strconv.Itoa(n)
}

// supporting are the notes and pages that the line rests on, disputing those that say otherwise and were not settled.
func supporting(l intel.CardLine) []intel.Citation {
	return slices.DeleteFunc(slices.Clone(l.Cites), func(c intel.Citation) bool { return c.Disputes || c.NoteID != 0 && !c.State.Counts() })
}

func disputing(l intel.CardLine) []intel.Citation {
	return slices.DeleteFunc(slices.Clone(l.Cites), func(c intel.Citation) bool { return !c.Disputes || c.Settled })
}

// citesShown are how many notes a line names on its card; the others stand below it.
const citesShown = 2

func noteRefs(cites []intel.Citation) []activity.Subject {
	var refs []activity.Subject
	for _, c := range cites {
		if c.NoteID != 0 && len(refs) < citesShown {
			refs = append(refs, intel.Subject(c.NoteID))
		}
	}
	return refs
}

// freshClass is how the age of something heard is drawn.
func freshClass(today, heard time.Time) string {
	return ageClass(intel.Citation{On: heard}.Age(workday.DateOf(today)))
}

// age of something heard: "Today", "8 days", "7 weeks", "5 months".
func age(today, heard time.Time) string {
	return capital(Quotes{Today: workday.DateOf(today)}.ago(intel.Citation{On: heard}))
}

func daysBetween(from, to time.Time) int { return int(to.Sub(from).Hours() / 24) }

// keeper is who does what for the card.
type keeper struct {
	person people.Person
	does   string
}

func (s CompetitorShow) keepers() []keeper {
	var list []keeper
	for _, k := range []struct {
		id   *int64
		does string
	}{{s.Competitor.WriterID, "writes"}, {s.Competitor.CheckerID, "checks in the field"}} {
		if k.id != nil {
			list = append(list, keeper{s.Roll[*k.id], k.does})
		}
	}
	return list
}

// readTogether says when both read the card through.
func (s CompetitorShow) readTogether(clock Clock) string {
	var words []string
	if on := s.Competitor.ReviewedOn; on != nil {
		words = append(words, "Read through together "+utc(clock).DateText(*on)+".")
	}
	if on := s.Competitor.ReviewOn; on != nil {
		words = append(words, "Next on "+utc(clock).DateText(*on)+".")
	}
	return strings.Join(words, " ")
}

// mayWrite reports whether the viewer works on cards.
func (s CompetitorShow) mayWrite() bool { return s.Viewer.Works() }

func (s CompetitorShow) reasonOptions() []ui.Option {
	options := []ui.Option{{Label: "Choose one"}}
	for _, r := range intel.Reasons {
		options = append(options, ui.Option{Value: string(r.Key), Label: r.Name, Chosen: string(r.Key) == s.typed("deal").Get("reason")})
	}
	return options
}

func (s CompetitorShow) otherReasons() []ui.Option {
	options := s.reasonOptions()[1:]
	for i := range options {
		options[i].Chosen = slices.Contains(s.typed("deal").Values["others"], options[i].Value)
	}
	return options
}

func (s CompetitorShow) ends() []ui.Option {
	won := s.typed("deal").Get("won")
	return []ui.Option{{Value: "yes", Label: "We won it", Chosen: won == "yes"}, {Value: "no", Label: "We lost it", Chosen: won == "no"}}
}

// CompetitorForm says who a competitor is: a new one, or one that is known.
type CompetitorForm struct {
	Competitor intel.Competitor // zero: a new one
	Roll       people.Roll
	Typed      Typed
	Conflict   string
}

func (f CompetitorForm) action() string {
	if f.Competitor.ID == 0 {
		return CompetitorsURL
	}
	return competitorMoveURL(f.Competitor.Slug, "edit")
}

func (f CompetitorForm) title() string {
	if f.Competitor.ID == 0 {
		return "Add a competitor"
	}
	return "Who " + f.Competitor.Name + " is"
}

// workers are those who work here, by side and name.
func workers(roll people.Roll, nobody, chosen string) []ui.Option {
	var options []ui.Option
	if nobody != "" {
		options = append(options, ui.Option{Label: nobody, Chosen: chosen == "" || chosen == "0"})
	}
	for _, side := range bothSides {
		for _, p := range roll.Of(side) {
			if p.Works() {
				id := strconv.FormatInt(p.ID, 10)
				options = append(options, ui.Option{Value: id, Label: p.Name + ", " + side.Name(), Chosen: id == chosen})
			}
		}
	}
	return options
}

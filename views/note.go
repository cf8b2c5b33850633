package views

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"alongside/models/activity"
	"alongside/models/files"
	"alongside/models/intel"
	"alongside/models/people"
	"alongside/views/ui"
)

// Stream is the page of notes.
type Stream struct {
	intel.Page
	Choices intel.Choices
	Month   *intel.Month // of everybody's notes; nil where the page is about fewer
	Own     *intel.Own   // of the viewer's own; nil elsewhere
	Roll    people.Roll
	Triage  bool // it is the list of what waits for an answer, the soonest due first
}

// url of the page as it stands.
func (s Stream) url() string {
	if s.Triage {
		return TriageURL
	}
	return StreamURL(s.Filter)
}

// tabs are the ways to look at notes; waiting is how many wait for an answer, negative where that is not known.
func noteTabs(current string, waiting int) []ui.View {
	tabs := []ui.View{
		{Label: "All notes", URL: StreamPath, N: -1}, {Label: "Waiting for an answer", URL: TriageURL, N: waiting},
		{Label: "Mine", URL: StreamURL(intel.Filter{Mine: true}), N: -1}, {Label: "Open questions", URL: QuestionsURL, N: -1},
	}
	for i := range tabs {
		tabs[i].Current = tabs[i].URL == current
	}
	return tabs
}

func (s Stream) tabs() []ui.View {
	waiting, current := -1, StreamPath
	switch {
	case s.Triage:
		waiting, current = len(s.Rows), TriageURL
	case s.Filter.Mine:
		current = StreamURL(intel.Filter{Mine: true})
	case s.Month != nil:
		waiting = s.Month.Waiting
	}
	return noteTabs(current, waiting)
}

func (s Stream) title() string {
	switch {
	case s.Triage:
		return "Notes that wait for an answer"
	case s.Filter.Mine:
		return "What became of your notes"
	}
	return "Field intel"
}

func (s Stream) lede() string {
	switch {
	case s.Triage:
		return "Marketing answers every note within two working days, urgent ones within four working hours. The soonest due come first."
	case s.Filter.Mine:
		return "Each note you wrote, who answered it, and what it changed."
	}
	return "What customers say and competitors do, from whoever heard it first."
}

// status says how many notes are shown.
func (s Stream) status() string {
	if s.Triage {
		return ui.Count(len(s.Rows), "note waits", "notes wait") + ", the soonest due first."
	}
	if s.Filter.After == "" && s.Next == "" {
		return ui.Count(len(s.Rows), "note", "notes") + ", newest first."
	}
	return strconv.Itoa(len(s.Rows)) + " of " + ui.Counted(s.Count) + " notes shown, newest first."
}

// plain is the filter without anything that narrows it but whose notes they are.
func (s Stream) plain() intel.Filter { return intel.Filter{Mine: s.Filter.Mine} }

// narrowed reports whether the reader narrowed the page.
func (s Stream) narrowed() bool {
	f := s.Filter
	f.After = ""
	return f != s.plain()
}

func (s Stream) first() intel.Filter {
	f := s.Filter
	f.After = ""
	return f
}

func (s Stream) older() intel.Filter {
	f := s.Filter
	f.After = s.Next
	return f
}

func (s Stream) competitorOptions() []ui.Option {
	options := []ui.Option{{Label: "Any competitor", Chosen: s.Filter.Competitor == ""}}
	for _, c := range s.Choices.Competitors {
		options = append(options, ui.Option{Value: c.Slug, Label: c.Short, Chosen: c.Slug == s.Filter.Competitor})
	}
	return append(options, ui.Option{Value: "none", Label: "About nobody", Chosen: s.Filter.Competitor == "none"})
}

func (s Stream) segmentOptions() []ui.Option {
	options := []ui.Option{{Label: "Any segment", Chosen: s.Filter.Segment == ""}}
	for _, name := range s.Choices.Segments {
		options = append(options, ui.Option{Value: name, Label: name, Chosen: name == s.Filter.Segment})
	}
	return options
}

// choice is one that knows how screens write it.
type choice interface {
	~string
	Name() string
}

func namedOptions[T choice](anything string, list []T, chosen T) []ui.Option {
	var options []ui.Option
	if anything != "" {
		options = append(options, ui.Option{Label: anything, Chosen: chosen == ""})
	}
	for _, item := range list {
		options = append(options, ui.Option{Value: string(item), Label: item.Name(), Chosen: item == chosen})
	}
	return options
}

func dateValue(day *time.Time) string {
	if day == nil {
		return ""
	}
	return day.Format(time.DateOnly)
}

// sourceIcon is how a source is drawn.
func sourceIcon(s intel.Source) string {
	switch s {
	case intel.Saw:
		return "eye"
	case intel.Hand:
		return "repeat-2"
	case intel.Public:
		return "megaphone"
	}
	return "message-square"
}

// sent is when a note was sent: to the minute while that is fresh.
func sent(clock Clock, at time.Time) string {
	if recent := clock.RecentText(at); recent == "today" || recent == "yesterday" {
		return clock.DateTimeText(at)
	}
	return clock.DateText(at)
}

// noteHold is who owes what on the note now.
func noteHold(r intel.Row) ui.Hold { return held(r.OwedBy, r.Used, r.Agreed()) }

// others says how many heard it too.
func others(r intel.Row) string {
	switch {
	case r.Witnesses == 0 && r.NeedsSecond():
		return "Heard once so far"
	case r.Witnesses == 0:
		return ""
	}
	return ui.Count(r.Witnesses, "other", "others") + " heard this"
}

// fateWords is how a note stands that nobody owes anything on.
func fateWords(r intel.Row) string {
	switch {
	case r.State == intel.Duplicate && r.DuplicateOf != nil:
		return "Same as " + intel.Ref(*r.DuplicateOf)
	case r.State == intel.Filed && r.NeedsSecond():
		return "Needs a second source"
	case r.State == intel.Used && slices.ContainsFunc(r.Changed, func(on activity.Subject) bool { return on.Kind == activity.KindClaim }):
		return "In the battlecard"
	case r.State == intel.Used && r.Elsewhere != "":
		return "Used: " + r.Elsewhere
	}
	return r.State.Name()
}

// changeRef names what a note changed.
func changeRef(on activity.Subject) string {
	switch on.Kind {
	case activity.KindClaim:
		return "A line of the battlecard"
	case activity.KindCompetitor:
		return "Battlecard"
	}
	return subjectRef(on)
}

// answerBy says until when Marketing answers a new note.
func answerBy(clock Clock, due *time.Time) string {
	if due == nil {
		return ""
	}
	return "By " + clock.DateText(*due) + clock.in(*due).Format(", 15:04")
}

// NoteShow is the page of a note.
type NoteShow struct {
	intel.Whole
	Viewer     people.Person
	Roll       people.Roll
	Trusted    []int64 // who else sees it, where it is sensitive
	Submission string  // key of the comment form
	Typed      Typed   // of the move that did not work, with the name of its form
	Form       string
	Conflict   string // why what was typed was not taken, while the note changed meanwhile
}

func (s NoteShow) typed(form string) Typed {
	if s.Form == form {
		return s.Typed
	}
	return Typed{}
}

// typedWords is what somebody wrote into a form that was not taken.
func (s NoteShow) typedWords() string {
	return firstOf(s.Typed.Get("reply"), s.Typed.Get("body"), s.Typed.Get("reason"), s.Typed.Get("account"))
}

func firstOf(texts ...string) string {
	if i := slices.IndexFunc(texts, func(text string) bool { return text != "" }); i >= 0 {
		return texts[i]
	}
	return ""
}

func (s NoteShow) author() people.Person { return s.Roll[s.Note.AuthorID] }

// mine reports whether the viewer wrote the note.
func (s NoteShow) mine() bool { return s.Viewer.ID == s.Note.AuthorID }

// apart are the events that leave forms as they are.
var apart = []string{"commented", "witnessed", "unwitnessed", "note-cited"}

// lastMove is the newest event that made forms out of date.
func (s NoteShow) lastMove() (last activity.Event) {
	for _, e := range s.History {
		if !slices.Contains(apart, e.Kind) {
			last = e
		}
	}
	return last
}

// seenBy names everybody who knows of a sensitive note.
func (s NoteShow) seenBy() string {
	var leads, desk []string
	for _, id := range s.Trusted {
		switch p := s.Roll[id]; {
		case id == s.Note.AuthorID || !p.Active:
		case p.Role == people.Lead:
			leads = append(leads, p.FirstName())
		default:
			desk = append(desk, p.FirstName())
		}
	}
	words := "Seen by " + s.author().FirstName() + ", who wrote it"
	if len(leads) > 0 {
		words += ", by " + listed(leads)
	}
	if len(desk) > 0 {
		words += ", and by " + listed(desk) + ", who " + ui.Plural(len(desk), "answers", "answer") + " notes"
	}
	return words + "."
}

// took is how long the first answer took, of what was promised; "" while there is none.
func (s NoteShow) took() string {
	for _, e := range s.History {
		if e.Detail.Target > 0 && slices.Contains([]string{"note-used", "note-filed", "note-merged"}, e.Kind) {
			return "Answered " + spent(e.Detail) + "."
		}
	}
	return ""
}

// accountsWords counts where it was heard.
func (s NoteShow) accountsWords() string {
	words := ui.Count(s.Note.Accounts, "account", "accounts")
	if s.Note.Account != "" && len(s.Witnesses) > 0 {
		words += ", counting " + s.author().FirstName() + "’s"
	}
	return words
}

// ownWitness is what the viewer said they heard, to be taken back.
func (s NoteShow) ownWitness(w intel.Witness) bool {
	return s.Moves[intel.MoveUnwitness] && w.PersonID == s.Viewer.ID && w.FromNote == nil
}

// openAnswer reports whether Marketing's form stands open: while it is owed, or was not taken.
func (s NoteShow) openAnswer() bool {
	return s.Note.State == intel.Waiting || s.Form == "triage"
}

func (s NoteShow) outcomes() []ui.Option {
	chosen := s.typed("triage").Get("outcome")
	if chosen == "" {
		chosen = string(intel.Use)
	}
	author := s.author().FirstName()
	options := []ui.Option{
		{Value: string(intel.Use), Label: "Use it", Note: "It changes a card, a piece of collateral or the profile. Say where."},
		{Value: string(intel.File), Label: "Keep on file", Note: "True and useful later. It stays in search."},
	}
	if s.Note.Sensitive {
		options = options[1:]
	}
	if s.Note.State == intel.Waiting {
		options = append(options, ui.Option{Value: string(intel.Ask), Label: "Ask back", Note: "The ball goes to " + author + ". Your days pause."})
	}
	if !s.Note.Sensitive {
		options = append(options, ui.Option{Value: string(intel.Same), Label: "Same as another note", Note: "It becomes a witness there, with its own date and account."})
	}
	for i := range options {
		options[i].Chosen = options[i].Value == chosen
	}
	if !slices.ContainsFunc(options, func(o ui.Option) bool { return o.Chosen }) {
		options[0].Chosen = true
	}
	return options
}

func (s NoteShow) usedOptions() []ui.Option {
	var options []ui.Option
	for _, c := range s.Row.Competitors {
		options = append(options, ui.Option{Value: c.Slug, Label: c.Short + " battlecard", Chosen: slices.Contains(s.typed("triage").Values["used"], c.Slug)})
	}
	return options
}

func (s NoteShow) rulings() []ui.Option {
	chosen := s.typed("ruling").Get("ruling")
	options := []ui.Option{
		{Value: string(intel.Strip), Label: "Delete the files, keep one line", Note: "We note that it exists, and nothing from it."},
		{Value: string(intel.Clear), Label: "Not confidential after all", Note: "It becomes an ordinary note. Say why."},
		{Value: string(intel.Erase), Label: "Delete all of it", Note: "Nothing is kept but the date and the reason."},
	}
	for i := range options {
		options[i].Chosen = options[i].Value == chosen || chosen == "" && i == 0
	}
	return options
}

// outcome is one place of what became of the note.
type outcome struct {
	icon, title, url, about string
	at                      time.Time // zero where it is not known
}

func (s NoteShow) uses() []outcome {
	var list []outcome
	for _, c := range s.Uses {
		switch c.On.Kind {
		case activity.KindClaim:
			about := c.Competitor.Short + " battlecard, " + lower(c.Section.Name())
			if c.Disputes {
				about += ". It says otherwise"
			}
			switch {
			case c.PublishedAt.IsZero():
				about += ". Not yet published"
			case c.MaySay:
				about += ". May be said to customers"
			}
			list = append(list, outcome{"swords", quotation(c.Text), LineURL(c.On.ID), about, c.At})
		case activity.KindQuestion:
			list = append(list, outcome{"message-circle-question", c.Text, questionURL(c.On.ID), "Open question", c.At})
		case activity.KindCompetitor:
			list = append(list, outcome{"swords", c.Competitor.Short + " battlecard", CompetitorURL(c.Competitor.Slug), "Named in Marketing’s answer", c.At})
		case activity.KindRequest:
			list = append(list, outcome{"file-text", strings.TrimSpace(c.On.Ref() + " " + c.Text), RequestURL(c.On.ID), "Request", c.At})
		default:
			list = append(list, outcome{citeIcon(c.On), cmp.Or(c.Text, subjectRef(c.On)), SubjectURL(c.On), "Rests on this note", c.At})
		}
	}
	if s.Note.Elsewhere != "" {
		list = append(list, outcome{icon: "megaphone", title: s.Note.Elsewhere, about: "Named in Marketing’s answer"})
	}
	return list
}

func (s NoteShow) fileRow(clock Clock, f files.File) ui.File {
	row := ui.File{Name: f.Name, URL: FileURL(f.ID), Icon: "file-text"}
	row.About = s.Roll[f.AddedBy].FirstName() + ", " + clock.RecentText(f.AddedAt) + " · " + FileSize(f.Size)
	if strings.HasPrefix(f.MediaType, "image/") {
		row.Icon = "image"
	}
	if f.ThumbKey != "" {
		row.Thumb = ThumbURL(f.ID)
	}
	return row
}

// witnessWords say where somebody heard it too, and how they know.
func witnessWords(w intel.Witness) string {
	words := w.Account + " · " + w.Source.Name()
	if w.Detail != "" {
		words += ", " + w.Detail
	}
	return words
}

// commentID is the id of the comment's control: another one after each comment of the viewer, so that its words do not stay.
func (s NoteShow) commentID() string {
	if s.Form == "comment" {
		return "comment-body"
	}
	n := 0
	for _, e := range s.History {
		if e.Kind == "commented" && e.ActorID != nil && *e.ActorID == s.Viewer.ID {
			n++
		}
	}
	return "comment-body-" + strconv.Itoa(n)
}

// refsID carries the problem of what was used, where there is no chip to carry it.
func (s NoteShow) refsID() string {
	if len(s.Row.Competitors) == 0 {
		return "used"
	}
	return "refs"
}

func (s NoteShow) refsProblem() string { return s.typed("triage").On(s.refsID()) }

// asksForPieces reports whether the viewer is on the side that asks for pieces.
func (s NoteShow) asksForPieces() bool { return s.Viewer.On(people.Sales) }

func (s NoteShow) askWords() string {
	if s.asksForPieces() {
		return "Ask for another piece"
	}
	return "Ask Sales for something"
}

// Capture is the form of a new note.
type Capture struct {
	intel.Form
	Viewer     people.Person
	Submission string
	Typed      Typed
	FilesStay  bool // chosen photos are kept by the page that shows this
	Now        time.Time
}

// Values of the chips that are no competitors.
const (
	AboutNobody = "none"
	AboutOther  = "new"
)

func (c Capture) whom() []ui.Option {
	options := make([]ui.Option, 0, len(c.Competitors)+2)
	for _, k := range c.Competitors {
		options = append(options, ui.Option{Value: k.Slug, Label: k.Short})
	}
	options = append(options, ui.Option{Value: AboutOther, Label: "Someone else"}, ui.Option{Value: AboutNobody, Label: "None"})
	for i := range options {
		options[i].Chosen = slices.Contains(c.Typed.Values["competitor"], options[i].Value)
	}
	return options
}

// more reports whether the further questions stand open: one of them has an answer, or a problem.
func (c Capture) more() bool {
	return slices.ContainsFunc([]string{"opinion", "segment", "heard_on", "urgent", "sensitive"}, func(name string) bool {
		return c.Typed.Get(name) != "" || c.Typed.On(name) != ""
	})
}

// asked are the questions that are shown beside the form: the soonest.
func (c Capture) asked() []intel.Question { return c.Questions[:min(len(c.Questions), 2)] }

// signed says under whose name the note goes.
func (c Capture) signed() string {
	words := "Signed as " + c.Viewer.Name
	if c.Viewer.Side == people.Sales || c.Viewer.Side == people.Marketing {
		words += ", " + c.Viewer.Side.Name()
	}
	return words + ". Seen by both teams."
}

// Questions is the page of what both teams need to learn.
type Questions struct {
	List        []intel.Question
	Competitors []intel.Competitor
	Roll        people.Roll
	Submission  string
	Typed       Typed
	Form        string // "ask", or the number of the question that was to be closed
	Conflict    string
}

func (q Questions) typed(form string) Typed {
	if q.Form == form {
		return q.Typed
	}
	return Typed{}
}

func (q Questions) about() []ui.Option {
	options := []ui.Option{{Label: "No competitor"}}
	for _, c := range q.Competitors {
		id := strconv.FormatInt(c.ID, 10)
		options = append(options, ui.Option{Value: id, Label: c.Short, Chosen: q.typed("ask").Get("competitor") == id})
	}
	return options
}

// answerID is the id of the control that closes a question.
func answerID(question int64) string { return AnswerID(strconv.FormatInt(question, 10)) }

// AnswerID is answerID by the number as it stands in the address.
func AnswerID(question string) string { return "answer-" + question }

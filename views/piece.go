package views

import (
	"strconv"

	"alongside/models/activity"
	"alongside/models/files"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/workday"
	"alongside/views/ui"
)

// Piece is the page of what came out of a request.
type Piece struct {
	requests.WholePiece
	Viewer     people.Person
	Roll       people.Roll
	Submission string // key of the forms that make something
	Typed      Typed  // of the form that did not work, with its name
	Form       string
	Conflict   string // why what was typed was not taken, while the piece changed meanwhile
}

// typed is what was typed into the named form; of the others, nothing.
func (s Piece) typed(form string) Typed {
	if s.Form == form {
		return s.Typed
	}
	return Typed{}
}

var pieceStateNames = map[requests.PieceState]string{
	requests.PieceCheck: "Check before using", requests.PieceDue: "Review due", requests.PieceRight: "Still right",
	requests.PieceUnused: "Not used yet", requests.PieceArchived: "Archived",
}

// lede says what it is, and for whom it was made when.
func (s Piece) lede(clock Clock) string {
	words := s.Type.Name
	if s.Number > 1 {
		words += ", version " + strconv.Itoa(int(s.Number))
	}
	r := s.Request
	return words + ". Asked by " + s.Roll.Name(r.RequesterID) + ", " + r.RequesterSide.Name() + ", delivered " + clock.DateText(*r.ClosedAt) + "."
}

// dueText is the state of a piece whose review is due: "Review due today", "Review due Fri 27 Nov".
func (s Piece) dueText(clock Clock) string {
	if workday.DateOf(*s.ReviewBy) == s.Today {
		return "Review due today"
	}
	return "Review due " + onlyDay(clock, s.ReviewBy)
}

// asks reports whether somebody has to say whether it is still right.
func (s Piece) asks() bool {
	state := s.State()
	return s.Review != nil || state == requests.PieceDue || state == requests.PieceCheck
}

// keeper says who answers for the piece.
func (s Piece) keeper() string {
	name := s.Roll.Name(s.OwnerID)
	switch {
	case s.Roll[s.OwnerID].Active:
		return name + " keeps it"
	case s.Review != nil && s.Review.FromPersonID != nil:
		return name + " left, " + s.Roll.Name(*s.Review.FromPersonID) + " is asked"
	}
	return name + " left, the lead of " + s.OwnerSide.Name() + " is asked"
}

func (s Piece) hold() ui.Hold { return running(s.Calendar, *s.Review, s.Now) }

// rightLabel is the button of whoever finds nothing wrong.
func (s Piece) rightLabel() string {
	if s.InForce.ReviewDays == 0 {
		return "Still right"
	}
	return "Still right for " + ui.Count(int(s.InForce.ReviewDays), "day", "days")
}

// every is how often a piece of the type is looked at.
func (s Piece) every() string {
	if s.InForce.ReviewDays == 0 {
		return "when somebody reports it"
	}
	return "every " + ui.Count(int(s.InForce.ReviewDays), "day", "days")
}

// why it has to be checked before using: the words of the latest report that nobody answered.
func (s Piece) reported() (report quoted, ok bool) {
	if s.ReportedAt == nil {
		return report, false
	}
	for _, e := range s.History {
		if e.Kind == "reported" && !e.At.Before(*s.ReportedAt) {
			report, ok = quoted{s.actor(e), e.At, e.Detail.Text}, true
		}
	}
	return report, ok
}

func (s Piece) actor(e activity.Event) people.Person {
	if e.ActorID == nil {
		return people.Person{Name: "Alongside"}
	}
	return s.Roll[*e.ActorID]
}

// brief is what helps to use the piece.
func (s Piece) brief() []fact {
	var facts []fact
	add := func(name, text string) {
		if text != "" {
			facts = append(facts, fact{name, text})
		}
	}
	add("Answers", s.Request.Fields["question"])
	add("For", s.Request.Reader)
	add("Aim", s.Request.Change)
	add("Made for", s.Request.Account)
	return facts
}

func (s Piece) fileRow(f files.File) ui.File {
	row := ui.File{Name: f.Name, URL: FileURL(f.ID), About: "v" + strconv.Itoa(int(s.Number)) + " · " + FileSize(f.Size), Icon: "file-text"}
	if f.ThumbKey != "" {
		row.Thumb = ThumbURL(f.ID)
	}
	return row
}

// usedText is how often: "31 times since May".
func (s Piece) usedText(clock Clock) string {
	if s.Uses == 0 {
		return "Not used yet"
	}
	return times(s.Uses) + " since " + clock.in(*s.Request.ClosedAt).Format("January")
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return ui.Number(n) + " times"
}

// question is what the person who asked for the piece is asked.
func (s Piece) question(clock Clock) UseQuestion {
	return UseQuestion{
		UseQuestion: requests.UseQuestion{
			ID: s.RequestID, Title: s.Request.Title, Account: s.Request.Account, DeliveredAt: *s.Request.ClosedAt,
		},
		Asked:      s.Viewer.FirstName() + ", you asked for it in " + clock.in(s.Request.SubmittedAt).Format("January") + ". Did you use it?",
		Submission: s.Submission, Accounts: s.Accounts, Used: s.typed("use"), Unused: s.typed("not-used"),
		OpenUsed: s.Form == "use", OpenUnused: s.Form == "not-used", On: "#" + elementID(s.Subject()),
	}
}

// UseQuestion is the question to the person who asked for a piece, on its page or on home.
type UseQuestion struct {
	requests.UseQuestion
	Asked                string
	Submission           string
	Accounts             []string // suggestions
	Used, Unused         Typed
	OpenUsed, OpenUnused bool
	On                   string // what an answer changes without leaving the page; "" leaves it
}

// with is the account typed, else the one it was made for.
func (u UseQuestion) with() string {
	if _, typed := u.Used.Values["with"]; typed {
		return u.Used.Get("with")
	}
	return u.Account
}

// key makes an id of this question's own: there may be several on a page.
func (u UseQuestion) key(name string) string { return name + "-" + strconv.FormatInt(u.ID, 10) }

var unusedNames = map[requests.Unused]string{
	requests.UnusedLate: "It came too late", requests.UnusedAsked: "It is not what was asked", requests.UnusedNoNeed: "The customer had no need",
	requests.UnusedAnother: "Another piece was better", requests.UnusedOther: "Something else",
}

// story is the history of the piece, newest first.
func (s Piece) story() []activity.Event {
	story := make([]activity.Event, 0, len(s.History))
	for i := len(s.History) - 1; i >= 0; i-- {
		story = append(story, s.History[i])
	}
	return story
}

// lastMove is what was done last to the piece.
func (s Piece) lastMove() (last activity.Event) {
	if n := len(s.History); n > 0 {
		last = s.History[n-1]
	}
	return last
}

// owners are those of the side who could keep it.
func (s Piece) owners() []ui.Option {
	var options []ui.Option
	for _, p := range s.Roll.Of(s.OwnerSide) {
		if p.ID != s.OwnerID {
			options = append(options, ui.Option{Value: strconv.FormatInt(p.ID, 10), Label: p.Name, Chosen: p.ID == s.Viewer.ID})
		}
	}
	return options
}

// typedWords is what somebody wrote into a form that was not taken.
func (s Piece) typedWords() string { return Show{Typed: s.Typed}.typedWords() }

// Pieces is the list of what was delivered.
type Pieces struct {
	requests.PiecePage
	Roll  people.Roll
	Staff []people.Person // who can own, Sales first, by name
}

// pieceGroup is the rows under one heading.
type pieceGroup struct {
	title string
	n     int
	rows  []requests.PieceRow
}

// views are the tabs of the queue.
func (l Pieces) views() []ui.View { return queueTabs(l.Tabs, requests.ViewDelivered, 0, ListURL) }

func (l Pieces) groups() []pieceGroup {
	var groups []pieceGroup
	for i, r := range l.Rows {
		if i == 0 || r.State != l.Rows[i-1].State {
			groups = append(groups, pieceGroup{title: pieceStateNames[r.State], n: l.InState[r.State]})
		}
		g := &groups[len(groups)-1]
		g.rows = append(g.rows, r)
	}
	return groups
}

// status says how many rows are shown, of how many.
func (l Pieces) status() string {
	all := 0
	for _, n := range l.InState {
		all += n
	}
	return ui.Number(len(l.Rows)) + " of " + ui.Counted(all) + " " + ui.Plural(all, "piece", "pieces") + " shown, by the date until when they are right."
}

func (l Pieces) typeName(key string) string {
	typ, _ := l.Catalogue.Type(key)
	return typ.Name
}

func (l Pieces) used(r requests.PieceRow) string {
	if r.Uses == 0 {
		return "Not yet"
	}
	return capital(times(r.Uses))
}

func (l Pieces) typeOptions() []ui.Option {
	return List{Page: requests.Page{Filter: requests.Filter{Type: l.Filter.Type}, Catalogue: l.Catalogue}}.typeOptions()
}

func (l Pieces) stateOptions() []ui.Option {
	options := []ui.Option{{Value: "", Label: "Any state", Chosen: l.Filter.State == ""}}
	for _, state := range requests.PieceStates {
		options = append(options, ui.Option{Value: string(state), Label: pieceStateNames[state], Chosen: state == l.Filter.State})
	}
	return options
}

func (l Pieces) page(after string) string {
	f := l.Filter
	f.After = after
	return PiecesURL(f)
}

// people are those who keep it right, and what they do.
func (s Piece) people() []personRole {
	owner := personRole{s.Roll[s.OwnerID], "owner"}
	if !owner.Active {
		owner.Does = "owner, left"
	}
	list := []personRole{owner}
	if s.Request.RequesterID == s.OwnerID {
		list[0].Does += ", asked"
		return list
	}
	return append(list, personRole{s.Roll[s.Request.RequesterID], "asked"})
}

// last says when somebody said last that it is right.
func (s Piece) last(clock Clock) string {
	words := clock.DateText(s.CheckedAt)
	if s.CheckedBy != nil {
		words += ", by " + s.Roll[*s.CheckedBy].FirstName()
	}
	return words
}

// wrongID of the control is another one after each report: a morph empties it then, and else keeps what is being typed.
func (s Piece) wrongID() string {
	if s.Form == "report" {
		return "wrong"
	}
	n := 0
	for _, e := range s.History {
		if e.Kind == "reported" {
			n++
		}
	}
	return "wrong-" + strconv.Itoa(n)
}

// line is an event of the piece in one sentence.
func (s Piece) line(clock Clock, e activity.Event) string {
	by := " by " + s.actor(e).Name
	d := e.Detail
	switch e.Kind {
	case "delivered":
		return "Delivered" + by + ", promised " + clock.DateText(s.Request.PromisedAt) + "."
	case "new-version":
		return "Version " + strconv.Itoa(int(d.Number)) + by + ": " + d.Text
	case "reported":
		return "Reported out of date" + by + ": “" + d.Text + "”"
	case "still-right":
		if d.To == nil {
			return "Still right, said" + by + "."
		}
		return "Still right, said" + by + ", until " + onlyDay(clock, d.To) + "."
	case "archived":
		if d.Text == "" {
			return "Archived, because nobody used it for " + strconv.Itoa(requests.ArchiveAfter) + " days."
		}
		return "Archived" + by + ": " + d.Text
	}
	w := EventWords(e, s.Roll, clock)
	return w.Who + " " + w.Did
}

// asRequests is the list of the requests of these pieces; same is false where pieces alone are narrowed so.
func (l Pieces) asRequests() (list List, same bool) {
	list.Filter = requests.Filter{View: requests.ViewDelivered, Type: l.Filter.Type, Text: l.Filter.Text}
	return list, l.Filter.Owner == 0 && l.Filter.State == requests.PieceNone
}

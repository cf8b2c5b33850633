package views

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/requests"
	"alongside/models/workday"
	"alongside/views/ui"
)

func (s Show) seal(clock Clock) (ui.Agreement, bool) {
	what := s.Type.Name + ", " + workingDays(s.Process.Days())
	if a, ok := seal(s.Process, what, s.Roll, clock); ok {
		return a, true
	}
	return ui.Agreement{What: what}, false
}

// promisedText is the date in force, for the viewer.
func (s Show) promisedText() string {
	return s.clock().DateText(s.Request.PromisedAt)
}

func (s Show) clock() Clock { return Clock{Now: s.Now, Zone: s.Viewer.Location()} }

func (s Show) waitsTitle() string {
	if s.Request.BallKind == requests.BallHold {
		return "Why it waits"
	}
	return "What it waits for"
}

func (s Show) pauseHint() string {
	outside, hold := "A customer’s approval, a printer: the days are paused, and the date moves by the days it takes.", "On hold, nobody’s days run until a lead lets it go on."
	switch {
	case !s.Moves[requests.MoveHold]:
		return outside
	case !s.Moves[requests.MoveWait]:
		return hold
	}
	return outside + " " + hold
}

func (s Show) resumeWords() string {
	side := s.Process.At(s.Request.Stage).Side.Name()
	if s.Request.BallKind == requests.BallHold {
		return "Let it go on"
	}
	return "It is here: go on with " + side
}

// endWords is how a request ended that was not delivered.
func (s Show) endWords() string {
	if s.Request.State == requests.Lapsed {
		return "Closed unanswered"
	}
	return capital(string(s.Request.State))
}

type fact struct{ name, text string }

func (s Show) brief() []fact {
	var facts []fact
	add := func(name, text string) {
		if text != "" {
			facts = append(facts, fact{name, text})
		}
	}
	r := s.Request
	add("Account or sector", r.Account)
	for _, f := range s.Process.Fields {
		switch f.Key {
		case requests.ReaderKey:
			add(f.Label, r.Reader)
		case requests.ChangeKey:
			add(f.Label, r.Change)
		case requests.UseKey:
			add(f.Label, strings.Join(r.Uses, ", "))
		default:
			add(f.Label, r.Fields[f.Key])
		}
	}
	add("Why it cannot wait", r.RushReason)
	return facts
}

// items are the checklist up to the current stage: what comes later is nobody's yet.
func (s Show) items() []requests.Item {
	var items []requests.Item
	for _, item := range s.Process.Items() {
		if item.Stage <= s.Request.Stage {
			items = append(items, item)
		}
	}
	return items
}

func (s Show) ticked(items []requests.Item) string {
	n := 0
	for _, item := range items {
		if s.Checked[item.Number] {
			n++
		}
	}
	return strconv.Itoa(n) + " of " + strconv.Itoa(len(items))
}

func (s Show) mayTick(item requests.Item) bool {
	return s.Moves[requests.MoveCheck] && item.Stage == s.Request.Stage
}

func (s Show) pausedWords() string {
	h := s.paused()
	return strconv.Itoa(h.Used) + " of " + ui.Count(h.Agreed, "working day", "working days") + " used in " + s.Process.At(s.Request.Stage).Name
}

// reviewBy is the date typed, else the type's interval from today; empty when its pieces stay right.
func (s Show) reviewBy() string {
	if typed := s.typed("deliver").Get("review_by"); typed != "" {
		return typed
	}
	if s.Process.ReviewDays == 0 {
		return ""
	}
	return s.Now.In(s.Calendar.Zone()).AddDate(0, 0, int(s.Process.ReviewDays)).Format(time.DateOnly)
}

func (s Show) assignable() []ui.Option {
	var chosen int64
	if id := s.Request.PersonOf(s.Viewer.Side); id != nil {
		chosen = *id
	} else {
		chosen = s.Viewer.ID // taking it is one press
	}
	return personOptions(s.Roll.Of(s.Viewer.Side), "Nobody yet", chosen)
}

func (s Show) assignLabel() string {
	if s.Request.PersonOf(s.Viewer.Side) == nil {
		return "Accept"
	}
	return "Change"
}

// typedWords is what somebody wrote into a form that was not taken.
func (s Show) typedWords() string {
	var written []string
	for _, name := range []string{"body", "note", "link", "reason", "wrong", "words"} {
		if words := s.Typed.Get(name); words != "" {
			written = append(written, words)
		}
	}
	return strings.Join(written, "\n")
}

// Talk is which part of conversation and history is read; "" is all of it.
type Talk string

const (
	TalkWords Talk = "comments"
	TalkMoves Talk = "hand-overs"
)

// TalkOf is what an address asks for: something unknown is all of it.
func TalkOf(name string) Talk {
	if t := Talk(name); t == TalkWords || t == TalkMoves {
		return t
	}
	return ""
}

// handOvers are the events by which the ball moved, or came to rest.
var handOvers = []string{
	"submitted", "assigned", "handed-on", "sent-back", "asked", "answered", "held", "waiting", "resumed", "delivered", "declined", "cancelled", "lapsed", "reopened",
}

// thread is the history that people read on the page: reminders went to the inbox of those they concern.
func (s Show) thread(clock Clock) []activity.Event {
	var thread []activity.Event
	for _, e := range s.History {
		switch {
		case e.Kind == "due-soon",
			s.Talk == TalkWords && e.Kind != "commented" && EventWords(e, s.Roll, clock).Said == "",
			s.Talk == TalkMoves && !slices.Contains(handOvers, e.Kind):
			continue
		}
		thread = append(thread, e)
	}
	return thread
}

// talkURL is the page with that part of its history.
func (s Show) talkURL(t Talk) string {
	if t == "" {
		return RequestURL(s.Request.ID)
	}
	return RequestURL(s.Request.ID) + "?talk=" + string(t)
}

// commentID of the control is another one after each comment of the viewer: a morph empties it then, and else keeps what
// is being typed.
func (s Show) commentID() string {
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

// quoted is something somebody said.
type quoted struct {
	by   people.Person
	at   time.Time
	text string
}

func (s Show) lastQuestion() (q quoted) {
	for _, e := range s.History {
		if e.Kind == "asked" {
			q = quoted{s.actor(e), e.At, e.Detail.Text}
		}
	}
	return q
}

func (s Show) actor(e activity.Event) people.Person {
	if e.ActorID == nil {
		return people.Person{Name: "Alongside"}
	}
	return s.Roll[*e.ActorID]
}

func (s Show) lines() []requests.StageLine {
	lines, _ := s.Story()
	return lines
}

// when a stage was, is or will be held.
func (s Show) when(clock Clock, l requests.StageLine) string {
	switch {
	case l.From != nil && l.To != nil && !l.Now:
		from := s.Calendar.Start(*l.From)
		if from.After(*l.To) {
			from = *l.To
		}
		return clock.DatesText(from, *l.To)
	case l.Now:
		return "Since " + clock.DateText(s.Calendar.Start(*l.From))
	case !l.NextTo.IsZero():
		return clock.DatesText(l.NextFrom, l.NextTo)
	}
	return ""
}

// day of the current stage: that of its ball, or the one in which it was interrupted.
func (s Show) day(l requests.StageLine) int {
	if l.Interrupted {
		return s.paused().Used
	}
	return s.hold().Used
}

// beyond is how many working days more than agreed a stage took, in halves.
func beyond(l requests.StageLine) float64 { return math.Round(2*(l.Used.Days()-l.Days)) / 2 }

func difference(l requests.StageLine) string {
	switch diff := beyond(l); {
	case diff > 0:
		return "+" + strconv.FormatFloat(diff, 'f', -1, 64)
	case diff < 0:
		return "−" + strconv.FormatFloat(-diff, 'f', -1, 64)
	}
	return ""
}

func (s Show) notBegun() string {
	if s.Request.State == requests.Open {
		return "to come"
	}
	return "not needed"
}

// end is until when the request's time is counted.
func (s Show) end() time.Time {
	if s.Request.ClosedAt != nil {
		return *s.Request.ClosedAt
	}
	return s.Now
}

func (s Show) usedWords() string {
	of := s.Account.Shares(s.Calendar, s.end()) // waits use none of the days agreed
	used := math.Round(2*(of[promises.WithSales]+of[promises.WithMarketing]).Days()) / 2
	return strconv.FormatFloat(used, 'f', -1, 64) + " of " + workingDays(s.Process.Days()) + " used"
}

func (s Show) elapsed() string {
	return spanText(s.Calendar.Between(s.Request.SubmittedAt, s.end()))
}

type share struct {
	team ui.Team
	name string
	time workday.Span
}

func (s Show) shares() []share {
	of := s.Account.Shares(s.Calendar, s.end())
	return []share{
		{ui.Sales, "", of[promises.WithSales]},
		{ui.Marketing, "", of[promises.WithMarketing]},
		{"", "Third parties", of[promises.WithThird]},
		{"", "Nobody", of[promises.WithNobody]},
	}
}

func (s Show) pieceState() requests.PieceState {
	return s.Piece.State(s.Calendar.DateOf(s.Now))
}

func (s Show) staleWords(clock Clock) string {
	return staleWords(*s.Piece, s.Roll.Name(s.Piece.OwnerID), clock)
}

// staleWords says why a piece has to be checked before using.
func staleWords(p requests.Piece, owner string, clock Clock) string {
	if p.ReportedAt != nil {
		return "It was reported out of date on " + clock.DateText(*p.ReportedAt) + ", and " + owner + " has not answered yet."
	}
	return "It was right until " + onlyDay(clock, p.ReviewBy) + ", and nobody has said that it still is."
}

// pieceWords says who keeps it right until when.
func (s Show) pieceWords(clock Clock) string {
	words := s.Roll.Name(s.Piece.OwnerID) + " keeps it right."
	switch {
	case s.pieceState() == requests.PieceArchived:
		return "It is archived: nobody should use it any more."
	case s.Piece.Number > 1:
		words = "Version " + strconv.Itoa(int(s.Piece.Number)) + " is in use. " + words
	}
	if s.Piece.ReviewBy == nil {
		return words
	}
	return words + " Right until " + onlyDay(clock, s.Piece.ReviewBy) + "."
}

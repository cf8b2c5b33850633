package views

import (
	"math"
	"slices"
	"strconv"
	"time"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/requests"
	"alongside/models/workday"
	"alongside/views/ui"
)

// Typed is a form as it was typed, with what is wrong with it.
type Typed struct {
	Values   map[string][]string
	Problems []ui.Problem // in the order of the fields
}

// Get is the first value of a field.
func (t Typed) Get(name string) string {
	if v := t.Values[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// On is what is wrong with the field.
func (t Typed) On(name string) string {
	for _, p := range t.Problems {
		if p.Control == name {
			return p.Words
		}
	}
	return ""
}

func team(side people.Side) ui.Team {
	if side == people.Sales || side == people.Marketing {
		return ui.Team(side)
	}
	return ""
}

// held is who holds a ball, in whole working days: the day that has begun counts.
func held(side people.Side, used, agreed workday.Span) ui.Hold {
	days := int(math.Floor(used.Days())) + 1
	if used > 0 && used == agreed { // exactly at its end, the last day is not over
		days = int(agreed.Days())
	}
	return ui.Hold{Team: team(side), Used: days, Agreed: int(math.Ceil(agreed.Days()))}
}

// running is who holds a running promise: what is left until it is due tells how much of it was used, so that the rest of
// its last day belongs to it.
func running(cal *workday.Calendar, p promises.Promise, now time.Time) ui.Hold {
	return held(p.FromSide, max(p.Agreed()-cal.Between(now, *p.DueAt), 0), p.Agreed())
}

func stages(p requests.Process) []ui.Stage {
	list := make([]ui.Stage, len(p.Stages))
	for i, s := range p.Stages {
		list[i] = ui.Stage{Name: s.Name, Team: team(s.Side)}
	}
	return list
}

// overdueBy counts the working days since the promise, at least one.
func overdueBy(cal *workday.Calendar, promised, now time.Time) int {
	return max(1, int(math.Ceil(cal.Between(promised, now).Days())))
}

// seal of the agreement behind a process; ok is false while it is not agreed by both.
func seal(p requests.Process, what string, roll people.Roll, clock Clock) (a ui.Agreement, ok bool) {
	if p.AgreedAt == nil {
		return a, false
	}
	return ui.Agreement{
		What: what,
		Who:  []string{roll.Name(*p.SalesKey) + ", Sales", roll.Name(*p.MarketingKey) + ", Marketing"},
		When: clock.Date(*p.AgreedAt),
	}, true
}

// people choices of a select, with "nobody" first.
func personOptions(list []people.Person, nobody string, chosen int64) []ui.Option {
	options := []ui.Option{{Value: "", Label: nobody, Chosen: chosen == 0}}
	for _, p := range list {
		options = append(options, ui.Option{Value: strconv.FormatInt(p.ID, 10), Label: p.Name, Chosen: p.ID == chosen})
	}
	return options
}

// Brief is the form of a new request.
type Brief struct {
	Plan       requests.Plan
	Submission string
	Typed      Typed
	Accounts   []string // suggestions
	FilesStay  bool     // chosen files are kept by the page that shows this
	Deciders   []people.Person
	Look       Look

	Draft Unsent

	From      []activity.Subject // what it comes from
	NotLinked []string           // what it was said to come from in vain
}

func (b Brief) field(f requests.Field) ui.Field {
	name := f.Name()
	field := ui.Field{
		Name: name, Label: f.Label, Hint: f.Hint, Rows: 2, Optional: f.Missing == "" && f.Kind != requests.FieldChoices,
		Value: b.Typed.Get(name), Problem: b.Typed.On(name),
	}
	for _, o := range f.Options {
		field.Options = append(field.Options, ui.Option{Value: o, Label: o, Chosen: slices.Contains(b.Typed.Values[name], o)})
	}
	return field
}

func workingDays(days float64) string {
	if days == 1 {
		return "1 working day"
	}
	return strconv.FormatFloat(days, 'f', -1, 64) + " working days"
}

// Show is the page of a request.
type Show struct {
	requests.Whole
	Viewer     people.Person
	Roll       people.Roll
	Submission string // key of the comment form
	Talk       Talk
	Typed      Typed // of the move that did not work, with the name of its form
	Form       string
	Conflict   string // why what was typed was not taken, while the request changed meanwhile
}

// typed is what was typed into the named form; of the others, nothing.
func (s Show) typed(form string) Typed {
	if s.Form == form {
		return s.Typed
	}
	return Typed{}
}

func (s Show) next() requests.Stage { return s.Process.At(s.Request.Stage + 1) }

func (s Show) back() requests.Stage { return s.Process.At(s.Process.Back(s.Request.Stage)) }

// handOn is the words of the button that finishes the stage: the verb and who is next.
func (s Show) handOn() string {
	return handOnWords(s.Process.At(s.Request.Stage), s.next(), s.Request.BallSide)
}

func handOnWords(stage, next requests.Stage, holder people.Side) string {
	if next.Side == holder {
		return "Finish " + stage.Name + ", start " + next.Name
	}
	return "Hand to " + next.Side.Name() + " for " + lower(next.Name)
}

// hold of the ball now.
func (s Show) hold() ui.Hold {
	if s.Request.Paused() {
		return pausedHold(s.Request.BallKind, s.Calendar.Between(*s.Request.BallSince, s.Now))
	}
	for _, p := range s.Account.Promises {
		if s.Request.BallPromiseID != nil && p.ID == *s.Request.BallPromiseID {
			if p.DueAt == nil { // it was paused between two reads of this page, which is about to hear of it
				return held(p.FromSide, s.Account.Used(s.Calendar, p.ID, s.Now), p.Agreed())
			}
			return running(s.Calendar, p, s.Now)
		}
	}
	return ui.Hold{}
}

// pausedHold is what neither side holds, for how long.
func pausedHold(kind string, since workday.Span) ui.Hold {
	h := ui.Hold{Who: "somebody outside", Used: int(since.Days()) + 1}
	if kind == requests.BallHold {
		h.Who, h.Idle = "On hold", true
	}
	return h
}

// paused is the stage that waits for an answer.
func (s Show) paused() ui.Hold {
	for _, p := range s.Account.Promises {
		if p.ClosedAt == nil && p.DueAt == nil {
			return held(p.FromSide, s.Account.Used(s.Calendar, p.ID, s.Now), p.Agreed())
		}
	}
	return ui.Hold{}
}

// doing says what happens now and with whom: "Design, with Lucía Ferrer".
func (s Show) doing() string {
	what := s.Process.At(s.Request.Stage).Name
	switch s.Request.BallKind {
	case requests.BallQuestion:
		what = "Answering a question"
	case requests.BallRush:
		what = "Rush decision"
	case requests.BallHold, requests.BallThird:
		return what + ", with " + s.Process.At(s.Request.Stage).Side.Name() + " when it goes on"
	}
	if s.Process.At(s.Request.Stage).Review && s.Request.BallKind == requests.BallStage {
		return what + ", " + s.deciderWords()
	}
	if s.Request.BallPersonID == nil {
		return what + ", not taken by anybody yet"
	}
	return what + ", with " + s.Roll.Name(*s.Request.BallPersonID)
}

// personRole is a person on the request and what they do there.
type personRole struct {
	people.Person
	Does string
}

func (s Show) people() []personRole {
	r := s.Request
	var list []personRole
	add := func(id *int64, does string) {
		if id == nil {
			return
		}
		for i := range list {
			if list[i].ID == *id {
				list[i].Does += ", " + does
				return
			}
		}
		list = append(list, personRole{s.Roll[*id], does})
	}
	round, reviewed := s.Round()
	if reviewed && r.BallKind == requests.BallStage {
		add(r.BallPersonID, "decides")
	} else {
		add(r.BallPersonID, "holds it now")
	}
	add(&r.RequesterID, "asked")
	add(r.SalesPersonID, "for Sales")
	add(r.MarketingPersonID, "for Marketing")
	if reviewed {
		for _, f := range s.UnderReview() {
			add(&f.AddedBy, "made version "+strconv.Itoa(int(f.Number)))
		}
		for _, line := range s.reviewers(round) {
			if !line.Decides && line.Answer != requests.NotMine {
				add(&line.PersonID, "reviews")
			}
		}
	}
	return list
}

// roomForLabel is how many percent of the timeline a number needs.
const roomForLabel = 2

// timeline places agreed, actual and forecast stages on one line of working time, so that nights and weekends take no
// room.
func (s Show) timeline(clock Clock) ui.Timeline {
	lines, bars := s.Story()
	start := s.Calendar.Start(s.Request.SubmittedAt)
	end := s.Request.PromisedAt
	for _, l := range lines {
		if l.NextTo.After(end) {
			end = l.NextTo
		}
		if l.To != nil && l.To.After(end) {
			end = *l.To
		}
	}
	if s.Request.State == requests.Open && s.Now.After(end) {
		end = s.Now
	}
	whole := float64(s.Calendar.Between(start, end))
	place := func(t time.Time) float64 { return 100 * float64(s.Calendar.Between(start, t)) / whole }
	t := ui.Timeline{ID: "timeline", Description: s.timelineWords(clock), Grid: grid(s.Calendar, clock, start, end, place)}
	from := start // each bar begins where the one before it ends, though work may go on within the day
	for _, l := range lines {
		t.Bars = append(t.Bars, ui.Bar{Team: team(l.Side), Label: strconv.Itoa(int(l.Number)), Name: l.Name, From: place(from), To: place(l.AgreedTo), Kind: ui.Agreed})
		from = l.AgreedTo
	}
	for _, b := range bars {
		if b.Wait != "" {
			t.Bars = append(t.Bars, waitBar(b, place))
			continue
		}
		bar := ui.Bar{Team: team(b.Side), Label: strconv.Itoa(int(b.Stage)), Name: s.Process.At(b.Stage).Name, From: place(b.From), To: place(b.To), Kind: ui.Actual}
		if b.Question {
			bar.Label, bar.Name = "?", ""
		}
		if bar.To-bar.From < roomForLabel {
			bar.Label = ""
		}
		t.Bars = append(t.Bars, bar)
	}
	if s.Request.State == requests.Open {
		from := s.Now
		for _, l := range lines[s.Request.Stage-1:] {
			bar := ui.Bar{Team: team(l.Side), Label: strconv.Itoa(int(l.Number)), From: place(from), To: place(l.NextTo), Kind: ui.Next}
			from = l.NextTo
			if l.Now {
				bar.Label = ""
			}
			if bar.To > bar.From {
				t.Bars = append(t.Bars, bar)
			}
		}
		now := place(s.Now)
		t.Now = &now
	}
	promised := place(s.Request.PromisedAt)
	t.Promised = &promised
	return t
}

// roomForWait is how many percent of the timeline the words of a wait need.
const roomForWait = 14

// waitBar is time that neither side had.
func waitBar(b requests.Bar, place func(time.Time) float64) ui.Bar {
	bar := ui.Bar{Label: "Nobody", From: place(b.From), To: place(b.To), Kind: ui.Waited}
	if b.Wait == promises.WithThird {
		bar.Label = "Outside"
	}
	if bar.To-bar.From < roomForWait {
		bar.Label = ""
	}
	return bar
}

// grid marks the weeks, or every other one or fewer when there are many: six marks at most.
func grid(cal *workday.Calendar, clock Clock, start, end time.Time, place func(time.Time) float64) []ui.Mark {
	marks := []ui.Mark{{At: 0, Label: clock.DayText(start)}}
	local := start.In(cal.Zone())
	toMonday := (8 - int(local.Weekday())) % 7
	if toMonday == 0 {
		toMonday = 7
	}
	monday := time.Date(local.Year(), local.Month(), local.Day()+toMonday, 12, 0, 0, 0, cal.Zone())
	weeks := int(end.Sub(monday).Hours()/24/7) + 1
	every := max(1, (weeks+4)/5)
	for i := 0; monday.Before(end); i++ {
		if at := place(monday.Add(-12 * time.Hour)); i%every == 0 && at > 8 && at < 96 {
			marks = append(marks, ui.Mark{At: at, Label: clock.DayText(monday)})
		}
		monday = monday.AddDate(0, 0, 7)
	}
	return marks
}

func (s Show) timelineWords(clock Clock) string {
	r := s.Request
	words := "Agreed: " + workingDays(s.Process.Days()) + " from " + clock.DateText(r.SubmittedAt) + " to " + clock.DateText(r.PromisedAt) + ". "
	if r.State != requests.Open {
		return words + "It was " + string(r.State) + " on " + clock.DateText(*r.ClosedAt) + "."
	}
	if r.Paused() {
		return words + s.waitRemark()
	}
	return words + "Now in " + s.Process.At(r.Stage).Name + " with " + r.BallSide.Name() + ". Forecast finish is " + clock.DateText(r.ForecastAt) + "."
}

// remark says in a sentence how the forecast stands to the promise.
func (s Show) remark(clock Clock) string {
	r := s.Request
	switch late := int(math.Round(s.Calendar.Between(r.PromisedAt, r.ForecastAt).Days())); {
	case r.State != requests.Open:
		return ""
	case r.Paused():
		return s.waitRemark() + s.why()
	case late >= 1:
		return capital(ui.InWords(late)) + " working " + ui.Plural(late, "day", "days") + " behind the promise." + s.why()
	case late <= -1:
		return capital(ui.InWords(-late)) + " working " + ui.Plural(-late, "day", "days") + " ahead of the promise." + s.why()
	}
	return "The forecast is the promise: " + clock.DateText(r.PromisedAt) + "." + s.why()
}

// waitRemark says that there is no forecast, and what becomes of the promise.
func (s Show) waitRemark() string {
	words := "It waits for somebody outside: there is no forecast until it is back."
	if s.Request.BallKind == requests.BallHold {
		words = "It is on hold: there is no forecast until it goes on."
	}
	return words + " The date promised moves by the days it waits."
}

// why names the stages that took another time than agreed, and the waits that were nobody's.
func (s Show) why() string {
	lines, _ := s.Story()
	var more, less []string
	for _, l := range lines {
		if l.To == nil && !l.Now {
			continue
		}
		switch diff := beyond(l); {
		case diff >= 1:
			more = append(more, l.Name+" took "+ui.Days(diff)+" more than agreed")
		case diff <= -1 && !l.Now:
			less = append(less, l.Name+" gave "+ui.Days(-diff)+" back")
		}
	}
	if !s.Request.Paused() {
		of := s.Account.Shares(s.Calendar, s.end())
		for _, wait := range []struct {
			holder promises.Holder
			words  string
		}{{promises.WithThird, "was with somebody outside"}, {promises.WithNobody, "was with nobody"}} {
			if days := math.Round(of[wait.holder].Days()); days >= 1 {
				less = append(less, "It "+wait.words+" for "+ui.Days(days))
			}
		}
	}
	words := ""
	for _, w := range append(more, less...) {
		words += " " + w + "."
	}
	return words
}

package views

import (
	"strconv"
	"strings"

	"alongside/models/icp"
	"alongside/models/people"
	"alongside/views/ui"
)

var fitNames = map[icp.Fit]string{icp.GoodFit: "Good fit", icp.NotYetFit: "Not yet", icp.NoFit: "No fit", icp.UnknownFit: "Not enough known"}

var fitIcons = map[icp.Fit]string{icp.GoodFit: "check", icp.NotYetFit: "minus", icp.NoFit: "x", icp.UnknownFit: "circle-help"}

var fits = []icp.Fit{icp.GoodFit, icp.NotYetFit, icp.NoFit, icp.UnknownFit}

var answerNames = map[icp.Answer]string{icp.Yes: "Yes", icp.No: "No", icp.NotKnown: "Not known", "": "Not known"}

var answerIcons = map[icp.Answer]string{icp.Yes: "check", icp.No: "x", icp.NotKnown: "circle-help", "": "circle-help"}

var outcomeNames = map[icp.Outcome]string{icp.Won: "Won", icp.Lost: "Lost", icp.Left: "Left us later", icp.NotEnded: "Not yet"}

// notEnded is how forms send that it has not ended, which has no word of its own.
const notEnded = "not-yet"

// OutcomeOf reads what a form says of how it ended; what it does not know stays as it is, for the model to refuse.
func OutcomeOf(typed string) icp.Outcome {
	switch typed {
	case notEnded:
		return icp.NotEnded
	case "":
		return "none chosen"
	}
	return icp.Outcome(typed)
}

func outcomeOptions(chosen icp.Outcome) (options []ui.Option) {
	for _, o := range icp.Outcomes {
		value := string(o)
		if o == icp.NotEnded {
			value = notEnded
		}
		options = append(options, ui.Option{Value: value, Label: outcomeNames[o], Chosen: o == chosen})
	}
	return options
}

// FitForm is the page on which an account is checked.
type FitForm struct {
	icp.Questions
	Accounts   []string // that were checked before
	Typed      Typed
	Submission string
	Conflict   string // why what was sent was not taken; "" when nothing was
}

func (f FitForm) asked() (rows []icp.Criterion) { return f.criteria(false) }

func (f FitForm) ruleOuts() (rows []icp.Criterion) { return f.criteria(true) }

func (f FitForm) criteria(rulesOut bool) (rows []icp.Criterion) {
	for _, c := range f.Version.Content.Criteria() {
		if (c.Weight == icp.RulesOut) == rulesOut {
			rows = append(rows, c)
		}
	}
	return rows
}

func (f FitForm) lede() string {
	n := len(f.asked())
	takes := "about a minute"
	if n > 8 {
		takes = "about two minutes"
	}
	return capital(ui.InWords(n)) + ui.Plural(n, " question, ", " questions, ") + takes + ". Scored against version " +
		strconv.Itoa(f.Version.Number) + ", the same way by both teams."
}

func (f FitForm) answered() (n int) {
	for _, c := range f.asked() {
		if icp.Answer(f.Typed.Get(c.AnswerField())).Known() {
			n++
		}
	}
	return n
}

// question is the field of one criterion; numbered from 1, 0 without a number.
func (f FitForm) question(number int, c icp.Criterion) ui.Field {
	field := ui.Field{Name: c.AnswerField(), Label: c.Asks(), Hint: c.How, Problem: f.Typed.On(c.AnswerField())}
	if number > 0 {
		field.Label = strconv.Itoa(number) + ". " + field.Label
		field.Hint = strings.TrimSpace(field.Hint + " " + worth(c))
	}
	for _, a := range icp.AllAnswers {
		field.Options = append(field.Options, ui.Option{Value: string(a), Label: answerNames[a], Chosen: f.Typed.Get(field.Name) == string(a)})
	}
	return field
}

func worth(c icp.Criterion) string {
	points := ui.Count(c.Points, "point", "points")
	if c.Weight == icp.Must {
		return points + ", a must"
	}
	return points
}

// AnswersTyped are fields of the form, filled with what was answered in a check.
func AnswersTyped(account string, given icp.Answers) map[string][]string {
	values := map[string][]string{"account": {account}}
	for id, answer := range given {
		values[icp.Criterion{ID: id}.AnswerField()] = []string{string(answer)}
	}
	return values
}

// FitShow is the page of a check.
type FitShow struct {
	icp.WholeCheck
	Roll     people.Roll
	Typed    Typed
	Conflict string
}

func (s FitShow) title() string {
	name := s.Account.Name
	switch s.Band.Fit() {
	case icp.GoodFit:
		return name + " is a good fit"
	case icp.NotYetFit:
		return name + " is not a fit yet"
	case icp.NoFit:
		return name + " is no fit"
	}
	return "Not enough is known about " + name
}

func (s FitShow) lede() string {
	if out := s.Score.RuledOutBy(); len(out) > 0 {
		return "Ruled out: " + listed(attributes(out)) + "."
	}
	var words string
	switch {
	case s.Score.Of == 0:
		words = "Version " + strconv.Itoa(s.Check.Version) + " gives no points."
	case s.Band.Fit() == icp.NoFit:
		words = ui.Count(s.Points, "point", "points") + ", and under " + ui.Number(s.Score.Maybe) + " is no fit."
	default:
		words = ui.Count(s.Points, "point", "points") + ", and " + ui.Number(s.Score.Good) + " is the line."
	}
	if missing := s.Score.Missing(); len(missing) > 0 && s.Points >= s.Score.Good {
		words += " Missing: " + listed(attributes(missing)) + ", " + ui.Plural(len(missing), "a must", "which are musts") + "."
	}
	if n := s.Score.Unanswered(); n > 0 && s.Score.Best > s.Points {
		words += " " + capital(ui.InWords(n)) + ui.Plural(n, " answer", " answers") + " could make it " + ui.Number(s.Score.Best) + "."
	}
	return words
}

func attributes(rows []icp.Scored) (names []string) {
	for _, r := range rows {
		names = append(names, r.Attribute)
	}
	return names
}

func (s FitShow) ruled() string {
	if out := s.Score.RuledOutBy(); len(out) > 0 {
		return listed(attributes(out)) + " " + ui.Plural(len(out), "rules", "rule") + " it out."
	}
	return "Nothing rules it out."
}

func (s FitShow) kept(clock Clock) string {
	return "Kept with version " + strconv.Itoa(s.Check.Version) + ", checked by " + s.Roll.Name(s.MadeBy) + " " + clock.RecentText(s.MadeAt) + " at " + clock.in(s.MadeAt).Format("15:04") + "."
}

// got is what a row brings: "25", "0 of 15".
func got(r icp.Scored) string {
	if r.Got == r.Points {
		return ui.Number(r.Got)
	}
	return ui.Number(r.Got) + " of " + ui.Number(r.Points)
}

// like says what became of accounts of the same band.
func (s FitShow) like() (won, rest string) {
	band := "that " + bandScored(s.Score.Scale, s.Band)
	if _, enough := s.Like.Rate(); !enough {
		return "", "Too few accounts " + band + " have come to an end to say: " + ui.Number(s.Like.Ended) + ", and ten are needed."
	}
	return ui.Number(s.Like.Won) + " of " + ui.Number(s.Like.Ended), band + " and came to an end."
}

// bandScored says how accounts of a band scored: "scored 60 to 79".
func bandScored(scale icp.Scale, b icp.Band) string {
	from, to, ok := scale.Points(b)
	switch {
	case !ok:
		return "came out as “" + lower(fitNames[b.Fit()]) + "”"
	case b == icp.BandNo:
		return "scored under " + ui.Number(to+1)
	case to == scale.Of:
		return "scored " + ui.Number(from) + " or more"
	}
	return "scored " + ui.Number(from) + " to " + ui.Number(to)
}

// bandName is a band with its points: "Good fit, 60 to 79".
func bandName(scale icp.Scale, b icp.Band) string {
	words, ok := strings.CutPrefix(bandScored(scale, b), "scored ")
	if !ok {
		return fitNames[b.Fit()]
	}
	return fitNames[b.Fit()] + ", " + words
}

// ended says how it ended, and who said so.
func (s FitShow) ended(clock Clock) string {
	a := s.Account
	if a.OutcomeBy == nil || a.OutcomeAt == nil {
		return ""
	}
	return outcomeNames[a.Outcome] + ", said " + s.Roll.Name(*a.OutcomeBy) + " " + clock.RecentText(*a.OutcomeAt) + "."
}

// Widths of labels below and above the line of points on a phone, in percent of it.
const (
	wideNumber = 10
	wideBest   = 20
	wideLine   = 36
)

// mark is a place on the line of points, in percent, and how its label stands there.
type mark struct{ x, anchor string }

// at places points; a label that wide, in percent, stays within the drawing.
func (s FitShow) at(points int, wide float64) mark {
	share := 100 * float64(points) / float64(max(s.Score.Of, 1))
	m := mark{strconv.FormatFloat(share, 'f', 1, 64) + "%", "middle"}
	switch {
	case share < wide/2:
		m.anchor = "start"
	case share > 100-wide/2:
		m.anchor = "end"
	}
	return m
}

func (s FitShow) chartTitle() string {
	words := ui.Count(s.Points, "point", "points") + " of " + ui.Number(s.Score.Of) + "."
	if open := s.Score.Best - s.Points; open > 0 {
		words += " Not known: " + ui.Count(open, "point", "points") + "."
	}
	return words + " The line for a good fit is " + ui.Number(s.Score.Good) + "."
}

// roomForBest reports whether the label of the best outcome stands clear of that of the points.
func (s FitShow) roomForBest() bool { return 100*(s.Score.Best-s.Points) >= 14*s.Score.Of }

// FitList is the page of the accounts that were checked.
type FitList struct {
	icp.CheckPage
	Roll people.Roll
	May  bool // the viewer checks accounts
}

func (l FitList) fitOptions() []ui.Option {
	options := []ui.Option{{Label: "Any fit"}}
	for _, f := range fits {
		options = append(options, ui.Option{Value: string(f), Label: fitNames[f], Chosen: f == l.Filter.Fit})
	}
	return options
}

func (l FitList) page(after string) string {
	f := l.Filter
	f.After = after
	return FitChecksURL(f)
}

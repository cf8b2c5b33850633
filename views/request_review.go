package views

import (
	"slices"
	"strconv"
	"strings"

	"alongside/models/files"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/views/ui"
)

// reviewer is a line of the answers of a round.
type reviewer struct {
	people.Person
	requests.Review
	Decides bool
	Again   bool // the answer is about earlier versions
}

// stands reports whether there is an answer that need not be given again.
func (r reviewer) stands() bool { return r.Answer != "" && !r.Again }

// about is the small line under the name: "Sales, asked 10:40".
func (r reviewer) about(clock Clock) string {
	words := r.Person.Side.Name()
	switch {
	case r.Decides:
		words += ", decides"
	case r.AskedBy != nil && r.Answer == "":
		words += ", asked " + clock.DueText(r.AskedAt)
	}
	return words
}

// reviewers of a round, in the order of asking; who decides comes last.
func (s Show) reviewers(round requests.Round) []reviewer {
	decider := round.DecidedBy
	var underReview []files.File
	if round.ClosedAt == nil {
		decider, underReview = s.Decider(), s.UnderReview()
	}
	var list []reviewer
	last := reviewer{Decides: true}
	for _, a := range round.Answers {
		line := reviewer{Person: s.Roll[a.PersonID], Review: a, Again: a.AskedAgain(underReview)}
		if decider != nil && a.PersonID == *decider {
			last.Person, last.Review, last.Again = line.Person, line.Review, line.Again
			continue
		}
		list = append(list, line)
	}
	if decider != nil {
		last.Person = s.Roll[*decider]
		list = append(list, last)
	}
	return list
}

func answered(list []reviewer) string {
	n := 0
	for _, r := range list {
		if r.stands() {
			n++
		}
	}
	return strconv.Itoa(n) + " of " + strconv.Itoa(len(list)) + " answered"
}

// roundOf counts the round: "Round 2 of 2".
func (s Show) roundOf(round requests.Round) string {
	return "Round " + strconv.Itoa(int(round.Number)) + " of " + strconv.Itoa(int(max(s.Process.Rounds+s.Request.MoreRounds, round.Number)))
}

func (s Show) roundTitle(round requests.Round) string {
	return "Review round " + strconv.Itoa(int(round.Number)) + ": " + lower(s.Process.At(round.Stage).Name)
}

// pastRounds are closed, oldest first.
func (s Show) pastRounds() (past []requests.Round) {
	for _, round := range s.Rounds {
		if round.ClosedAt != nil {
			past = append(past, round)
		}
	}
	return past
}

// version names the file and which version it is: "version 4 of Brochure layout.pdf".
func version(f files.File) string { return "version " + strconv.Itoa(int(f.Number)) + " of " + f.Name }

func (s Show) reviewedRow(clock Clock, f files.File) ui.File {
	row := s.fileRow(clock, f)
	row.About = "Version " + strconv.Itoa(int(f.Number)) + " · " + s.fileAbout(clock, f)
	return row
}

// againWords say what came after whom had approved; "" when nobody has to answer again.
func (s Show) againWords(round requests.Round) string {
	var who []string
	var first reviewer
	for _, r := range s.reviewers(round) {
		if r.Again {
			if first.Person.ID == 0 {
				first = r
			}
			who = append(who, r.FirstName())
		}
	}
	if len(who) == 0 {
		return ""
	}
	var came []string
	for _, f := range s.UnderReview() {
		if !slices.ContainsFunc(first.Files, func(seen requests.Seen) bool { return seen.ID == f.ID }) {
			came = append(came, version(f))
		}
	}
	words := capital(listed(came)) + " came after " + listed(who) + " had approved "
	if len(who) == 1 {
		return words + s.sawWords(first.Review) + ". The approval stays with " + s.sawWords(first.Review) + ", and " + who[0] + " has been asked again."
	}
	return words + "what was there before. Their approvals stay with that, and they have been asked again."
}

// sawWords are the versions an answer is about: "version 3", or "the files of that day".
func (s Show) sawWords(a requests.Review) string {
	if len(a.Files) == 1 {
		for _, f := range s.Files {
			if f.ID == a.Files[0].ID {
				return "version " + strconv.Itoa(int(f.Number))
			}
		}
	}
	if len(a.Files) == 0 {
		return "it without a file"
	}
	return "the files of that day"
}

// noteWords stand beside an answer.
func (s Show) noteWords(clock Clock, r reviewer) (words string, quiet bool) {
	switch {
	case r.Again:
		return "Approved " + s.sawWords(r.Review) + ", " + clock.RecentText(*r.AnsweredAt), true
	case r.Answer == "" && r.Decides:
		return "Reads the others first, then answers for all", true
	}
	return r.Note, false
}

// mine is the answer form: what the viewer typed, else what they answered before.
func (s Show) mine(round requests.Round) (answer, note, person string) {
	if typed := s.typed("review"); typed.Values != nil {
		return typed.Get("answer"), typed.Get("note"), typed.Get("person")
	}
	if a, ok := round.Of(s.Viewer.ID); ok && a.Stands(s.UnderReview()) {
		return string(a.Answer), a.Note, ""
	}
	return "", "", ""
}

func (s Show) decides() bool { return s.Request.AnswersForAll(s.Process, s.Viewer) }

func (s Show) answers(chosen string) ui.Field {
	other := s.Process.At(s.Request.Stage).Side.Other()
	approved, changes, elsewhere := "Ready as it is.", "Say what, and on which page.", "Someone else should look at it. Name them."
	if s.decides() {
		elsewhere = "Someone else should decide. Name them."
		if s.Process.Last(s.Request.Stage) {
			approved += " Then deliver it."
		} else {
			approved += " Goes to " + s.next().Name + "."
		}
		if back := s.Process.Back(s.Request.Stage); back > 0 {
			changes = "Goes back to " + s.Process.At(back).Name + ". " + changes
		}
	}
	legend := "What you see is"
	if under := s.UnderReview(); len(under) == 1 {
		legend = capital(version(under[0])) + " is"
	}
	option := func(v requests.Verdict, note string) ui.Option {
		return ui.Option{Value: string(v), Label: capital(verdictWords(string(v))), Note: note, Chosen: chosen == string(v)}
	}
	return ui.Field{
		Name: "answer", ID: "review-answer", Label: legend, Problem: s.typed("review").On("review-answer"),
		Options: []ui.Option{
			option(requests.Approved, approved),
			option(requests.ApprovedWithNotes, "Small notes "+other.Name()+" can take in without another round."),
			option(requests.ChangesNeeded, changes),
			option(requests.NotMine, elsewhere),
		},
	}
}

func (s Show) notesHint() string {
	if s.decides() {
		return "Fold in what the others said. Their notes stay visible under yours."
	}
	return "Whoever decides reads them first."
}

// elsewhere are the people who may be named instead of the viewer.
func (s Show) elsewhere(chosen string) ui.Field {
	staff := s.Roll.Of(s.Viewer.Side)
	if !s.decides() {
		staff = append(staff, s.Roll.Of(s.Viewer.Side.Other())...)
	}
	staff = slices.DeleteFunc(staff, func(p people.Person) bool { return p.ID == s.Viewer.ID })
	id, _ := strconv.ParseInt(chosen, 10, 64)
	return ui.Field{
		Name: "person", ID: "review-person", Label: "Whose it is", Problem: s.typed("review").On("review-person"),
		Options: personOptions(staff, "Choose a person", id),
	}
}

func (s Show) answerButton() string {
	if s.decides() && !s.Process.Last(s.Request.Stage) {
		return "Answer and hand to " + s.Request.BallSide.Other().Name()
	}
	return "Give your answer"
}

// deciderWords are who decides the review now.
func (s Show) deciderWords() string {
	switch {
	case s.Request.BallPersonID != nil:
		return s.Roll.Name(*s.Request.BallPersonID) + " decides"
	case s.Process.Decides == requests.DecidesLead:
		return "a lead of " + s.Request.BallSide.Name() + " decides"
	}
	return "whoever answers first for " + s.Request.BallSide.Name() + " decides"
}

// mayDrop reports whether the viewer can take back that this person was asked.
func (s Show) mayDrop(r reviewer) bool {
	_, open := s.Round()
	return open && s.Moves[requests.MoveName] && !r.Decides && r.Answer == ""
}

// askable are the people of both sides who are not asked yet.
func (s Show) askable(round requests.Round) ui.Field {
	staff := append(s.Roll.Of(s.Viewer.Side), s.Roll.Of(s.Viewer.Side.Other())...)
	lines := s.reviewers(round)
	staff = slices.DeleteFunc(staff, func(p people.Person) bool {
		return slices.ContainsFunc(lines, func(r reviewer) bool { return r.Person.ID == p.ID })
	})
	id, _ := strconv.ParseInt(s.typed("reviewers").Get("person"), 10, 64)
	return ui.Field{
		Name: "person", ID: "reviewer", Label: "Ask somebody else", Problem: s.typed("reviewers").On("reviewer"),
		Options: personOptions(staff, "Choose a person", id),
	}
}

// roundsLeft says what follows when another round should be needed.
func (s Show) roundsLeft() string {
	if s.Request.RoundsUsed(s.Process) {
		return ordinalRound(s.Request.Rounds+1) + " needs a lead of either side and a new date."
	}
	return ui.Count(int(s.Process.Rounds+s.Request.MoreRounds-s.Request.Rounds), "more round is", "more rounds are") + " in what both teams agreed."
}

// ordinalRound begins a sentence: "A third round".
func ordinalRound(n int16) string { return requests.Ordinal(n) + " round" }

// roundSummary counts the answers: "Fact check. Three approved, one with notes."
func (s Show) roundSummary(round requests.Round) string {
	approved, notes, changes := 0, 0, 0
	for _, a := range round.Answers {
		switch a.Answer {
		case requests.ApprovedWithNotes:
			notes++
			approved++
		case requests.Approved:
			approved++
		case requests.ChangesNeeded:
			changes++
		}
	}
	var words []string
	if approved > 0 {
		words = append(words, ui.InWords(approved)+" approved")
	}
	if notes > 0 {
		words = append(words, ui.InWords(notes)+" with notes")
	}
	if changes > 0 {
		words = append(words, ui.InWords(changes)+" asked for changes")
	}
	text := s.Process.At(round.Stage).Name + "."
	if len(words) > 0 {
		text += " " + capital(strings.Join(words, ", ")) + "."
	}
	return text
}

// toCome says when the next round opens: "Round 2 of 2 opens for Sales on Fri 27 Nov and closes Mon 30 Nov."
func (s Show) toCome(clock Clock) string {
	if s.Request.State != requests.Open {
		return ""
	}
	for _, l := range s.lines() {
		if l.Review && l.Number > s.Request.Stage && !l.NextTo.IsZero() {
			n := strconv.Itoa(int(s.Request.Rounds) + 1)
			words := "Round " + n + " of " + strconv.Itoa(int(max(s.Process.Rounds+s.Request.MoreRounds, s.Request.Rounds+1)))
			opens, closes := clock.DateText(l.NextFrom), clock.DateText(l.NextTo)
			words += " opens for " + l.Side.Name() + " on " + opens
			if closes != opens {
				words += " and closes " + closes
			}
			return words + ". " + capital(ui.Count(int(s.Process.Rounds), "round is", "rounds are")) + " included in the standard timeline."
		}
	}
	return ""
}

// blocked says what handing on waits for, when the next stage is a review that a lead has to allow; "" when nothing.
func (s Show) blocked() string {
	r := s.Request
	if r.BallKind != requests.BallStage || s.Process.Last(r.Stage) || !r.NeedsLead(s.Process, r.Stage+1) {
		return ""
	}
	return ordinalRound(r.Rounds+1) + " of review needs a lead of either side and a new date."
}

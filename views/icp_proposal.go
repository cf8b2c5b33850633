package views

import (
	"slices"
	"strconv"
	"strings"

	"alongside/models/activity"
	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/views/ui"
)

// ProposalShow is the page of a proposal.
type ProposalShow struct {
	icp.Whole
	Viewer     people.Person
	Roll       people.Roll
	Quotes     Quotes
	Form       string // name of the form to be shown again: key, change, comment, withdraw, refuse
	Typed      Typed
	Submission string
	Conflict   string // why what was typed was not taken, while the proposal changed meanwhile
}

func (s ProposalShow) typed(form string) Typed {
	if s.Form == form {
		return s.Typed
	}
	return Typed{}
}

func (s ProposalShow) element() string { return elementID(s.Subject()) }

// lede says who proposed it when, and how much of which version it changes.
func (s ProposalShow) lede(clock Clock) string {
	if s.Kind == icp.ToKeep {
		return "Both teams are asked whether " + s.how(len(s.Sections)) + " of version " + strconv.Itoa(s.Base) + " " +
			ui.Plural(len(s.Sections), "stays as it is", "stay as they are") + ", since " + clock.DateText(s.CreatedAt) + "."
	}
	var who []string
	for _, id := range s.Authors() {
		who = append(who, s.Roll.Name(id)+", "+s.Roll[id].Side.Name())
	}
	words := "Proposed by " + strings.Join(who, "")
	if len(who) > 1 {
		words = "Proposed together by " + strings.Join(who[:len(who)-1], ", ") + ", and " + who[len(who)-1]
	}
	words += ", on " + clock.DateText(s.CreatedAt) + "."
	switch {
	case s.Base == 0 && len(s.Sections) == 0:
		return words + " The first version, as it is drafted."
	case s.Base == 0:
		return words + " The first version, with " + s.how(len(s.Sections)) + " changed."
	case s.Wording:
		return words + " Other words for " + s.how(len(s.Sections)) + " of version " + strconv.Itoa(s.Base) + "."
	}
	return words + " Changes " + s.how(len(s.Sections)) + " of version " + strconv.Itoa(s.Base) + "."
}

func (s ProposalShow) how(n int) string {
	return ui.InWords(n) + " " + ui.Plural(n, "section", "sections")
}

// owes is the running promise of the side's key.
func (s ProposalShow) owes(side people.Side) (p promises.Promise, ok bool) {
	i := slices.IndexFunc(s.Owed, func(p promises.Promise) bool { return p.FromSide == side && p.DueAt != nil })
	if i < 0 {
		return p, false
	}
	return s.Owed[i], true
}

// awaited names whose key it is: who promised it, the leads, or anybody of a team that reads other words.
func (s ProposalShow) awaited(side people.Side) string {
	if p, ok := s.owes(side); ok && p.FromPersonID != nil {
		return s.Roll.Name(*p.FromPersonID)
	}
	if s.Wording && len(s.Keys) > 0 {
		return "Anybody of " + side.Name()
	}
	var leads []string
	for _, p := range s.Roll.Of(side) {
		if p.Role == people.Lead {
			leads = append(leads, p.Name)
		}
	}
	if len(leads) == 0 {
		return "A lead of " + side.Name()
	}
	return strings.Join(leads, " or ")
}

func (s ProposalShow) awaitedBy(clock Clock, side people.Side) string {
	if p, ok := s.owes(side); ok {
		return "by " + clock.DateText(*p.DueAt)
	}
	return ""
}

func keysTurned(p icp.Proposal) string {
	return strconv.Itoa(len(p.Keys)) + " of 2 keys turned"
}

// keysDone says what happens when both keys are turned, or one is asked to wait.
func (s ProposalShow) keysDone() string {
	if s.Kind == icp.ToKeep {
		return "When both keys are turned, nobody is asked again for " + strconv.Itoa(icp.ReviewDays) + " days. To change something instead, propose it."
	}
	words := "When both keys are turned this becomes version " + strconv.Itoa(s.Current.Number+1) + " for everyone, straight away."
	if !s.Moves[icp.MoveAskFor] {
		return words
	}
	words += " Asking for a change hands it back to " + s.firstNames()
	if len(s.Keys) > 0 {
		words += ", and turns the " + s.Keys[0].Side.Name() + " key back"
	}
	return words + "."
}

func (s ProposalShow) changesHead() string {
	if s.State == icp.Agreed {
		return "What changed"
	}
	return "What would change"
}

func (s ProposalShow) firstNames() string {
	var names []string
	for _, id := range s.Authors() {
		names = append(names, s.Roll[id].FirstName())
	}
	return listed(names)
}

func (s ProposalShow) actor(e activity.Event) people.Person {
	if e.ActorID == nil {
		return people.Person{Name: "Alongside"}
	}
	return s.Roll[*e.ActorID]
}

func (s ProposalShow) thread() (thread []activity.Event) {
	for _, e := range s.History {
		if e.Kind != "due-soon" {
			thread = append(thread, e)
		}
	}
	return thread
}

// eventWords says what happened; why it was proposed stands on the page already.
func (s ProposalShow) eventWords(clock Clock, e activity.Event) Words {
	if e.Kind == "proposed" {
		e.Detail.Text = ""
	}
	return EventWords(e, s.Roll, clock)
}

// lastMove is the newest event that made forms out of date.
func (s ProposalShow) lastMove() (last activity.Event) {
	for _, e := range s.History {
		if e.Kind != "commented" && e.Kind != "due-soon" {
			last = e
		}
	}
	return last
}

// talkID of a control is another one after each time the viewer sent it: a morph empties it then, and else keeps what is
// being typed.
func (s ProposalShow) talkID(form, kind string) string {
	if s.Form == form && len(s.Typed.Problems) > 0 {
		return form + "-body"
	}
	n := 0
	for _, e := range s.History {
		if e.Kind == kind && e.ActorID != nil && *e.ActorID == s.Viewer.ID {
			n++
		}
	}
	return form + "-body-" + strconv.Itoa(n)
}

// pointsNote says what the points add up to, were it agreed.
func (s ProposalShow) pointsNote(d icp.SectionDiff) string {
	before, after := d.Before.Points(), d.After.Points()
	switch {
	case d.Section().Kind != icp.Criteria || before == 0 && after == 0:
		return ""
	case before == after:
		return "Still adds up to " + strconv.Itoa(after) + "."
	}
	return "Adds up to " + strconv.Itoa(after) + ", before to " + strconv.Itoa(before) + "."
}

// citedElsewhere is what sections and rows that it changes rest on, beside its own evidence.
func (s ProposalShow) citedElsewhere() []icp.Source {
	return slices.DeleteFunc(slices.Clone(s.Evidence), func(source icp.Source) bool { return slices.Contains(s.Sources, source) })
}

// movedWords: "Of 186 checked accounts, 14 would become a good fit and 6 would no longer be one."
func movedWords(m icp.Moved) string {
	words := "Of " + ui.Count(m.Checked, "checked account", "checked accounts") + ", "
	switch {
	case m.Checked == 0:
		return "No account was checked yet."
	case len(m.In)+len(m.Out) == 0:
		words += "none would move."
	default:
		words += ui.Number(len(m.In)) + " would become a good fit and " + ui.Number(len(m.Out)) + " would no longer be one."
	}
	if m.Unanswered > 0 {
		words += " " + capital(ui.InWords(m.Unanswered)) + " " + ui.Plural(m.Unanswered, "has", "have") + " no answer yet to what is new."
	}
	return words
}

// beliefs warns of criteria for which nothing is cited.
func (s ProposalShow) beliefs() string {
	if s.Beliefs == 0 || s.Kind != icp.ToChange {
		return ""
	}
	return capital(ui.InWords(s.Beliefs)) + " " + ui.Plural(s.Beliefs, "criterion rests", "criteria rest") + " on nothing that is cited: a belief, not evidence."
}

// words that were typed into a form that was not taken, to copy from.
func (s ProposalShow) typedWords() string {
	var words []string
	for _, name := range []string{"body", "reason", "reservation"} {
		if text := s.Typed.Get(name); text != "" {
			words = append(words, text)
		}
	}
	return strings.Join(words, "\n")
}

// proposalState is how a proposal stands, in a word or two.
func proposalState(p icp.Proposal) (ui.Condition, string) {
	switch {
	case p.State == icp.Agreed && p.Kind == icp.ToKeep:
		return ui.Done, "Kept as it is"
	case p.State == icp.Agreed && p.Version != nil:
		return ui.Done, "Agreed: version " + strconv.Itoa(*p.Version)
	case p.State == icp.Merged && p.MergedInto != nil:
		return ui.OnTrack, "Part of proposal " + strconv.FormatInt(*p.MergedInto, 10)
	case p.State != icp.Open:
		return ui.OnTrack, capital(string(p.State))
	case len(p.Conflicts) > 0:
		return ui.Waiting, capital(ui.InWords(len(p.Conflicts))) + " " + ui.Plural(len(p.Conflicts), "section", "sections") + " to decide"
	case len(p.Keys) > 0:
		return ui.OneKey, strconv.Itoa(len(p.Keys)) + " of 2 keys"
	}
	return ui.Waiting, "Waiting for both keys"
}

package views

import (
	"slices"
	"strings"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/views/ui"
)

// DebriefShow is the page of the debriefs of a slot.
type DebriefShow struct {
	ridealongs.Debriefs
	Viewer   people.Person
	Roll     people.Roll
	Typed    Typed
	Conflict string // why it was not taken
}

// wrote reports whether the viewer's own is in.
func (s DebriefShow) wrote() bool { return s.Mine != nil && s.Mine.AnsweredAt != nil }

// there reports whether the viewer was.
func (s DebriefShow) there() bool { return s.Mine != nil }

// host reports whether the viewer is asked what hosts are.
func (s DebriefShow) host() bool { return s.Viewer.ID == s.Slot.HostID }

// version of the viewer's own, 0 the first time.
func (s DebriefShow) version() int {
	if s.Mine == nil {
		return 0
	}
	return s.Mine.Version
}

// asked are the questions the viewer answers.
func (s DebriefShow) asked() (list []ridealongs.Question) {
	for _, q := range s.Slot.Direction.Questions() {
		if q.Asks(s.host()) != "" {
			list = append(list, q)
		}
	}
	return list
}

// answer is what the form of a question shows: what was typed, else what was saved.
func (s DebriefShow) answer(q ridealongs.Question) string {
	if typed, ok := s.Typed.Values["answer_"+q.Key]; ok {
		return firstOf(typed...)
	}
	if s.Mine == nil {
		return ""
	}
	return s.Mine.Answers[q.Key]
}

// shares reports whether the viewer's own may be read by the leads.
func (s DebriefShow) shares() bool {
	if s.Typed.Values != nil {
		return s.Typed.Get("share") != ""
	}
	return s.Mine != nil && s.Mine.Share
}

// readers are those who were there: "Tomasz and Hannah".
func (s DebriefShow) readers() string {
	var names []string
	for _, d := range s.All {
		names = append(names, s.Roll[d.PersonID].FirstName())
	}
	return listed(names)
}

// sharers says who let the leads read it so far: "Tomasz has." or "Nobody has yet."
func (s DebriefShow) sharers() string {
	var names []string
	for _, d := range s.All {
		switch {
		case !d.Share:
		case d.PersonID == s.Viewer.ID:
			names = append([]string{"you"}, names...)
		default:
			names = append(names, s.Roll[d.PersonID].FirstName())
		}
	}
	switch {
	case len(names) == 0:
		return "Nobody has yet."
	case len(names) == 1 && names[0] != "you":
		return names[0] + " has."
	}
	return capital(listed(names)) + " have."
}

// missing are the people whose debrief is still to come.
func (s DebriefShow) missing() (names []string) {
	for _, d := range s.All {
		if d.AnsweredAt == nil && d.ReleasedAt == nil && d.PersonID != s.Viewer.ID {
			names = append(names, s.Roll.Name(d.PersonID))
		}
	}
	return names
}

// written are the debriefs that the viewer reads, those of Sales first.
func (s DebriefShow) written() (list []ridealongs.Debrief) {
	for _, side := range []people.Side{people.Sales, people.Marketing} {
		for _, d := range s.All {
			if d.AnsweredAt != nil && s.side(d) == side {
				list = append(list, d)
			}
		}
	}
	return list
}

func (s DebriefShow) of(side people.Side) (list []ridealongs.Debrief) {
	for _, d := range s.written() {
		if s.side(d) == side {
			list = append(list, d)
		}
	}
	return list
}

// side for which a person was there.
func (s DebriefShow) side(d ridealongs.Debrief) people.Side {
	if d.Host {
		return s.Slot.Direction.Hosts()
	}
	return s.Slot.Direction.Guests()
}

// both are the questions that both sides answer, own those of one side alone.
func (s DebriefShow) both() (list []ridealongs.Question) {
	for _, q := range s.Slot.Direction.Questions() {
		if q.Both() && q.Host == q.Guest {
			list = append(list, q)
		}
	}
	return list
}

func (s DebriefShow) own() (list []ridealongs.Question) {
	for _, q := range s.Slot.Direction.Questions() {
		if !q.Both() || q.Host != q.Guest {
			list = append(list, q)
		}
	}
	return list
}

// paired reports whether both sides answered anything to the question.
func (s DebriefShow) paired(q ridealongs.Question) bool {
	host, guest := false, false
	for _, d := range s.written() {
		if d.Answers[q.Key] != "" {
			host, guest = host || d.Host, guest || !d.Host
		}
	}
	return host && guest
}

// summary counts what host and guests heard differently.
func (s DebriefShow) summary() (lead, rest string) {
	differ, judged := 0, 0
	for _, q := range s.both() {
		if v, ok := s.Verdicts[q.Key]; ok {
			judged++
			if v.Differs {
				differ++
			}
		}
	}
	switch {
	case judged == 0:
		return "Read both, then say of each question whether you heard the same.", "Talk about what differs; ten minutes will do. Nothing here rates a person."
	case differ == 0:
		return "You heard the same.", "Nothing here rates a person."
	}
	lead = capital(ui.InWords(differ)) + " of " + ui.InWords(len(s.both())) + " answers " + ui.Plural(differ, "differs.", "differ.")
	return lead, "Talk about " + ui.Plural(differ, "that one", "those") + " first; ten minutes will do. Nothing here rates a person."
}

// lede says how far the debriefs are.
func (s DebriefShow) lede(clock Clock) string {
	missing := s.missing()
	switch {
	case len(s.All) == 0 && !s.May:
		return "Nothing to write yet. It opens when it is over, " + clock.DueText(s.Slot.EndsAt) + "."
	case !s.there() && !s.May:
		return "Everybody who was there shares it with both leads."
	case !s.wrote():
		return "You write alone. Once yours is in, you read what the others wrote. Five to seven questions, ten minutes."
	case len(missing) > 0:
		return "Yours is in. " + listed(missing) + " " + ui.Plural(len(missing), "is", "are") + " still writing."
	}
	last := s.written()[0]
	for _, d := range s.written() {
		if d.AnsweredAt.After(*last.AnsweredAt) {
			last = d
		}
	}
	return "Each wrote alone. The last one came in " + clock.DueText(*last.AnsweredAt) + "."
}

// progress counts those that are in.
func (s DebriefShow) progress() string {
	if len(s.All) == 0 {
		return ""
	}
	return ui.Number(len(s.written())) + " of " + ui.Number(len(s.All)) + " in"
}

// made is what an answer became.
func (s DebriefShow) made(d ridealongs.Debrief, q ridealongs.Question) (list []activity.Subject) {
	for _, o := range s.Outcomes {
		if o.DebriefID == d.ID && o.Question == q.Key {
			list = append(list, o.Subject())
		}
	}
	return list
}

// become is a way in which an answer becomes work.
type become struct{ kind, subject, words, icon string }

var becoming = []become{
	{"intel", activity.KindNote, "Make a note of this", "ear"}, {"request", activity.KindRequest, "A request", "list-plus"}, {"proposal", activity.KindProposal, "A proposal", "target"},
}

// unmade are the ways in which the answer did not become work yet.
func (s DebriefShow) unmade(d ridealongs.Debrief, q ridealongs.Question) []become {
	made := s.made(d, q)
	return slices.DeleteFunc(slices.Clone(becoming), func(o become) bool {
		return slices.ContainsFunc(made, func(on activity.Subject) bool { return on.Kind == o.subject })
	})
}

// debriefAnswerID is where an answer stands on the page.
func debriefAnswerID(d ridealongs.Debrief, q ridealongs.Question) string {
	return strings.Join([]string{"answer", ui.Number(int(d.ID)), q.Key}, "-")
}

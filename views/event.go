package views

import (
	"fmt"
	"strings"
	"time"

	"alongside/models/activity"
	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/workday"
)

// Words of an event, written once for history, inbox and everything after them. Who is the actor; the sentence goes on
// from there: "Ruth Hallam" "asked for a brochure. Promised Mon 30 Nov." Said is the quoted text, if any.
type Words struct{ Who, Did, Said string }

// EventWords says what happened.
func EventWords(e activity.Event, roll people.Roll, clock Clock) Words {
	d := e.Detail
	w := Words{Who: "Alongside", Said: unquoted(d.Text)}
	if e.ActorID != nil {
		w.Who = roll.Name(*e.ActorID)
	}
	switch e.Kind {
	case "submitted":
		w.Did = "asked for " + article(d.Type) + ". Promised " + day(clock, d.To) + "."
		if d.From != nil {
			w.Did = "asked for " + article(d.Type) + " by " + day(clock, d.From) + ", sooner than agreed. Promised " + day(clock, d.To) + " until a lead decides."
		}
	case "assigned":
		w.Did = "left it to nobody in particular in " + d.Side.Name() + "."
		if d.Person != 0 {
			w.Did = "put " + roll.Name(d.Person) + " on it for " + d.Side.Name() + "."
			if e.ActorID != nil && d.Person == *e.ActorID {
				w.Did = "took it for " + d.Side.Name() + "."
			}
		}
	case "handed-on":
		w.Did = fmt.Sprintf("finished %s %s, then handed to %s for %s.", d.Stage, spent(d), d.Side.Name(), d.Next) + moved(clock, d)
		switch {
		case e.ActorID != nil && roll[*e.ActorID].Side == d.Side:
			w.Did = fmt.Sprintf("finished %s %s and went on to %s.", d.Stage, spent(d), d.Next) + moved(clock, d)
		case d.Answer != "":
			w.Did = fmt.Sprintf("decided %s %s: %s. Then handed to %s for %s.", d.Stage, spent(d), verdictWords(d.Answer), d.Side.Name(), d.Next) + moved(clock, d)
		}
	case "sent-back":
		w.Did = fmt.Sprintf("sent it back from %s to %s for %s.", d.Stage, d.Side.Name(), d.Next) + moved(clock, d)
	case "asked":
		w.Did = fmt.Sprintf("asked %s a question. The days of %s are paused.", d.Side.Name(), d.Stage)
	case "answered":
		w.Did = fmt.Sprintf("answered %s and handed back to %s.", spent(d), d.Side.Name()) + moved(clock, d)
	case "checked":
		w.Did, w.Said = "ticked “"+d.Text+"”.", ""
	case "unchecked":
		w.Did, w.Said = "unticked “"+d.Text+"”.", ""
	case "commented":
		w.Did = "wrote:"
	case "witnessed":
		w.Did, w.Said = "heard it too, at "+d.Text+".", ""
	case "attached":
		w.Did, w.Said = "added "+d.Text+".", ""
	case "reviewed":
		w.Did = fmt.Sprintf("answered “%s” in %s.", verdictWords(d.Answer), d.Stage)
		if d.Person != 0 {
			w.Did = fmt.Sprintf("answered “%s” in %s and named %s.", verdictWords(d.Answer), d.Stage, roll.Name(d.Person))
		}
	case "review-asked":
		w.Did = fmt.Sprintf("asked %s to review it: %s, round %d.", listed(names(roll, d.People)), d.Stage, d.Round)
	case "review-dropped":
		w.Did = fmt.Sprintf("does not ask %s to review it any more.", roll.Name(d.Person))
	case "asked-again":
		w.Did, w.Said = fmt.Sprintf("asks %s again, now about %s.", listed(names(roll, d.People)), d.Text), ""
	case "round-allowed":
		w.Did = fmt.Sprintf("allowed round %d of review.", d.Round) + promised(clock, d)
	case "rush-agreed":
		w.Did = "agreed to the rush: promised " + day(clock, d.To) + ", before " + day(clock, d.From) + "."
	case "rush-declined":
		w.Did = "kept the standard dates: promised " + day(clock, d.To) + "."
	case "made-to-wait":
		w.Did = "lets it wait for " + requests.Ref(d.For) + ", a rush: promised " + day(clock, d.To) + ", before " + day(clock, d.From) + "."
	case "held":
		w.Did = "put it on hold in " + d.Stage + ". Nobody’s days run."
	case "waiting":
		w.Did = "waits for somebody outside in " + d.Stage + ". The days of " + d.Side.Name() + " are paused."
	case "resumed":
		w.Did = fmt.Sprintf("let it go on with %s in %s after %s.", d.Side.Name(), d.Stage, spanText(seconds(d.Used))) + promised(clock, d)
	case "date-suggested":
		w.Did = "suggested " + day(clock, d.To) + " instead of " + day(clock, d.From) + ". " + d.Side.Name() + " answers."
	case "date-agreed":
		w.Did = "agreed to the new date: promised " + day(clock, d.To) + ", before " + day(clock, d.From) + "."
	case "date-kept":
		w.Did = "kept the date: promised " + day(clock, d.To) + "."
	case "still-waiting":
		w.Did = "reminds " + d.Side.Name() + ": " + d.Stage + " is still waiting."
	case "unanswered":
		w.Did = "asks " + d.Side.Name() + " whether it is still wanted: " + d.Stage + " has waited 20 working days. After 20 more it is closed."
	case "lapsed":
		w.Did = "closed it, because nobody answered for 40 working days. Anyone can reopen it."
	case "reopened":
		w.Did = "reopened it: " + d.Stage + " begins again with " + d.Side.Name() + "." + promised(clock, d)
	case "delivered":
		w.Did = "delivered it. " + capital(d.Stage) + " was done " + spent(d) + "."
	case "declined":
		w.Did = "declined it."
	case "cancelled":
		w.Did = "cancelled it."
	case "ran-over":
		w.Did = fmt.Sprintf("moved the forecast: %s, with %s, is taking longer than agreed.", d.Stage, d.Side.Name()) + moved(clock, d)
	case "calendar-changed":
		w.Did = "moved the forecast: the company calendar changed." + moved(clock, d)
	case "draft-started":
		w.Did = "began a draft. Both teams can change it now."
	case "draft-saved":
		w.Did = "changed the draft."
		if d.Person != 0 {
			w.Did += " The key of " + roll.Name(d.Person) + " has turned back."
		}
	case "key-turned":
		w.Did = fmt.Sprintf("turned the %s key. %s has until %s for the other one.", d.Side.Name(), d.Side.Other().Name(), day(clock, d.To))
	case "agreed":
		w.Did = fmt.Sprintf("turned the %s key. Both teams agree: it is used for new requests.", d.Side.Name())
	case "change-asked":
		w.Did = "asked " + d.Side.Name() + " for a change before it is agreed."
	case "draft-withdrawn":
		w.Did = "withdrew the draft. What is in force stays."
	case "still-right":
		w.Did = "said that it is still right."
		if d.To != nil {
			w.Did = "said that it is still right, until " + onlyDay(clock, d.To) + "."
		}
	case "new-version":
		w.Did = fmt.Sprintf("put version %d in its place:", d.Number)
	case "reported":
		w.Did = "reported it out of date. " + d.Side.Name() + " answers."
	case "owner-changed":
		w.Did = "made " + roll.Name(d.Person) + " keep it right for " + d.Side.Name() + "."
		if e.ActorID != nil && d.Person == *e.ActorID {
			w.Did = "keeps it right for " + d.Side.Name() + " from now on."
		}
	case "archived":
		w.Did = "archived it: nobody should use it any more."
	case "review-soon":
		w.Did = "reminds " + d.Side.Name() + ": it is taken to be right until " + onlyDay(clock, d.To) + "."
	case "review-due":
		w.Did = "asks " + d.Side.Name() + " whether it is still right."
	case "use-asked":
		w.Did = "asks whether you used it, and with whom."
	case "used":
		w.Did = "used it with " + d.Account + " on " + onlyDay(clock, d.To) + "."
	case "not-yet":
		w.Did = "has not used it yet."
	case "not-used":
		w.Did = "did not use it: " + lower(unusedNames[requests.Unused(d.Reason)]) + "."
	case "proposed":
		w.Did = "proposed a change:"
		if d.Text == "" {
			w.Did = "proposed a change."
		}
	case "proposal-changed":
		w.Did = "changed the proposal." + turnedBack(d, roll)
	case "key-turned-back":
		w.Did = fmt.Sprintf("turned the %s key back.", d.Side.Name())
	case "change-wanted":
		w.Did = "asked for a change before it is agreed." + turnedBack(d, roll)
	case "conflicted":
		w.Did = fmt.Sprintf("found %s agreed otherwise in version %d. Its authors decide what it should say now.", d.Stage, d.Number) + turnedBack(d, roll)
	case "version-agreed":
		w.Did = fmt.Sprintf("turned the %s key. Both teams agree: it is version %d.", d.Side.Name(), d.Number)
	case "proposal-withdrawn":
		w.Did = "withdrew the proposal. What is agreed stays." + turnedBack(d, roll)
	case "proposal-refused":
		w.Did = "refused the proposal. What is agreed stays." + turnedBack(d, roll)
	case "proposal-merged":
		w.Did = fmt.Sprintf("made it part of proposal %d.", d.For) + turnedBack(d, roll)
	case "review-opened":
		w.Did = "asks both teams whether it still holds. Both keys are due " + day(clock, d.To) + "."
	case "review-changed":
		w.Did = fmt.Sprintf("changed a part of it with proposal %d. The rest is still to be looked at.", d.For) + turnedBack(d, roll)
	case "review-answered":
		w.Did = fmt.Sprintf("answered the review with proposal %d.", d.For) + turnedBack(d, roll)
	case "kept-as-it-is":
		w.Did = fmt.Sprintf("turned the %s key. Both teams keep it as it is.", d.Side.Name())
	case "section-soon":
		w.Did = fmt.Sprintf("reminds %s: “%s” is looked at again on %s.", d.Side.Name(), d.Stage, onlyDay(clock, d.To))
	case "section-due":
		w.Did = fmt.Sprintf("asks %s whether “%s” still holds.", d.Side.Name(), d.Stage)
	case "section-stale":
		w.Did = fmt.Sprintf("calls “%s” stale: it was to be looked at on %s.", d.Stage, onlyDay(clock, d.To))
	case "section-given":
		w.Did = fmt.Sprintf("gave “%s” to %s.", d.Stage, roll.Name(d.Person))
	case "reading-asked":
		w.Did = fmt.Sprintf("asks you to read version %d.", d.Number)
	case "fit-checked":
		w.Did = fmt.Sprintf("checked %s against version %d: %s.", d.Account, d.Number, lower(fitNames[icp.Fit(d.Answer)]))
	case "fit-ended":
		w.Did = "said how it ended with " + d.Account + ": " + lower(outcomeNames[icp.Outcome(d.Reason)]) + "."
	case "fit-entered":
		w.Did, w.Said = fmt.Sprintf("brought in %s checks against version %d that were made before.", d.Text, d.Number), ""
	case "due-soon":
		w.Did = fmt.Sprintf("reminds %s: %s is due %s.", d.Side.Name(), d.Stage, day(clock, d.To))
	default:
		did, known := intelWords(e, roll, clock)
		if !known {
			did, known = rideWords(e, roll, clock)
		}
		if w.Did = did; !known {
			w.Did = e.Kind + "."
		}
	}
	return w
}

// verdictWords are an answer to a review within a sentence.
func verdictWords(verdict string) string {
	switch requests.Verdict(verdict) {
	case requests.Approved:
		return "approved"
	case requests.ApprovedWithNotes:
		return "approved with notes"
	case requests.ChangesNeeded:
		return "changes needed"
	case requests.NotMine:
		return "not mine"
	}
	return verdict
}

func names(roll people.Roll, ids []int64) []string {
	var list []string
	for _, id := range ids {
		list = append(list, roll.Name(id))
	}
	return list
}

// turnedBack says whose keys turned back.
func turnedBack(d activity.Detail, roll people.Roll) string {
	switch len(d.People) {
	case 0:
		return ""
	case 1:
		return " The key of " + roll.Name(d.People[0]) + " has turned back."
	}
	return " The keys of " + listed(names(roll, d.People)) + " have turned back."
}

// promised says how the date promised moved, when it did.
func promised(clock Clock, d activity.Detail) string {
	if d.From == nil || d.To == nil || d.From.Equal(*d.To) {
		return ""
	}
	return " Promised " + clock.DateText(*d.To) + ", before " + clock.DateText(*d.From) + "."
}

// moved says how the forecast moved, when it did.
func moved(clock Clock, d activity.Detail) string {
	if d.From == nil || d.To == nil || clock.DateText(*d.From) == clock.DateText(*d.To) {
		return ""
	}
	return " Forecast " + clock.DateText(*d.To) + ", before " + clock.DateText(*d.From) + "."
}

// spent compares the working time used with the time agreed: "in 1 of 2 days", "in 6 days, 4 agreed".
func spent(d activity.Detail) string {
	used, agreed := seconds(d.Used), seconds(d.Target)
	if used > agreed {
		return "in " + spanText(used) + ", " + spanText(agreed) + " agreed"
	}
	return "in " + spanText(used) + " of " + spanText(agreed)
}

func seconds(n int64) workday.Span { return workday.Span(time.Duration(n) * time.Second) }

func day(clock Clock, t *time.Time) string {
	if t == nil {
		return "some day"
	}
	return clock.DateText(*t)
}

// onlyDay is a date that has no time and so no zone.
func onlyDay(clock Clock, t *time.Time) string {
	return day(Clock{Now: clock.Now, Zone: time.UTC}, t)
}

func article(noun string) string {
	if noun == "" {
		return "something"
	}
	first := noun[0] | 0x20
	if strings.HasPrefix(lower(noun), "one") { // said like "won"
		return "a " + lower(noun)
	}
	if first == 'a' || first == 'e' || first == 'i' || first == 'o' {
		return "an " + lower(noun)
	}
	return "a " + lower(noun)
}

func lower(s string) string {
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return s
	}
	return string(s[0]|0x20) + s[1:]
}

func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]&^0x20) + s[1:]
}

// spanText is working time as people say it: "2 days", "1 day 2 h", "25 min", "0".
func spanText(s workday.Span) string {
	minutes := int(time.Duration(s).Round(time.Minute) / time.Minute)
	perDay := int(time.Duration(workday.Day) / time.Minute)
	days, hours, rest := minutes/perDay, minutes%perDay/60, minutes%60
	switch {
	case minutes == 0:
		return "0"
	case days == 0 && hours == 0:
		return fmt.Sprintf("%d min", rest)
	case days == 0:
		return fmt.Sprintf("%d h %02d", hours, rest)
	case hours == 0:
		return plural(days, "day")
	}
	return fmt.Sprintf("%s %d h", plural(days, "day"), hours)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

package views

import (
	"fmt"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/ridealongs"
)

// rideWords says what happened to a ride-along, a seat, a debrief or the rules of them.
func rideWords(e activity.Event, roll people.Roll, clock Clock) (did string, known bool) {
	d := e.Detail
	when := day(clock, d.To)
	switch e.Kind {
	case "ride-offered":
		return offered(d, when), true
	case "ride-changed":
		return "changed what is said of it. The time stays.", true
	case "ride-moved":
		return fmt.Sprintf("moved it from %s to %s%s. Everybody with a seat confirms it again.", day(clock, d.From), when, because(d)), true
	case "ride-cancelled":
		return "cancelled it" + because(d) + ".", true
	case "ride-passed":
		return "closed it: nobody came along.", true
	case "consent-told":
		return consentWords(ridealongs.Consent(d.Answer), when), true
	case "consent-missing":
		return "withdrew the seats" + because(d) + ".", true
	case "seat-taken":
		return "took a seat for " + when + ".", true
	case "seat-waited":
		return "waits for a seat on " + when + ".", true
	case "seat-given-back":
		return "gave the seat back.", true
	case "seat-offered":
		return fmt.Sprintf("keeps a seat on %s for %s, until %s.", when, roll.Name(d.Person), day(clock, d.From)), true
	case "seat-lapsed":
		return fmt.Sprintf("let the seat kept for %s go on to the next.", roll.Name(d.Person)), true
	case "seat-left":
		return fmt.Sprintf("gave back the seat of %s, who works here no more.", roll.Name(d.Person)), true
	case "seat-refused":
		return fmt.Sprintf("cannot take %s along this time.", roll.Name(d.Person)), true
	case "seat-missed":
		return fmt.Sprintf("waited for %s, who did not come.", roll.Name(d.Person)), true
	case "brief-ready":
		return "asks everybody who goes along on " + when + " to read the brief.", true
	case "brief-read":
		return "read the brief.", true
	case "debriefs-asked":
		return "asks everybody who was there for ten minutes: the debrief is open until " + when + ".", true
	case "debriefed":
		return "wrote the debrief.", true
	case "debriefs-open":
		return "wrote the last debrief. Everybody who was there can read them now.", true
	case "debrief-shared":
		return "shares the debrief, as everybody who was there does. Both leads can read it.", true
	case "debrief-made":
		return "made " + d.Stage + " of an answer.", true
	case "rules-set":
		return fmt.Sprintf("set the rules for %s. The lead of %s can agree.", d.Side.Name(), d.Side.Other().Name()), true
	case "rules-agreed":
		return "agreed to the rules for " + d.Side.Name() + ".", true
	case "limit-set":
		return "put " + limitWords(d, clock) + " off limits.", true
	case "limit-lifted":
		return "allows " + limitWords(d, clock) + " again.", true
	case "feed-renewed":
		return "made a new secret address for the calendar.", true
	case "feed-revoked":
		return "ended the secret address of the calendar.", true
	}
	return "", false
}

// offered says what, from which side.
func offered(d activity.Detail, when string) string {
	what := "a seat to sit in"
	if ridealongs.Direction(d.Type) == ridealongs.Ride {
		what = "a seat to ride along"
		if d.Stage != "" {
			what += " to " + d.Stage
		}
	}
	if d.Round > 1 {
		return fmt.Sprintf("offers %s, %d times from %s.", what, d.Round, when)
	}
	return "offers " + what + " on " + when + "."
}

// because is the reason, if one was chosen that has words.
func because(d activity.Detail) string {
	if name := ridealongs.CancelReasonName(d.Reason); name != "" && d.Reason != "other" {
		return ": " + lower(name)
	}
	return ""
}

func consentWords(c ridealongs.Consent, until string) string {
	switch c {
	case ridealongs.Given:
		return "has the customer’s yes."
	case ridealongs.NotNeeded:
		return "says that the customer need not be asked."
	case ridealongs.Asked:
		return "asked the customer. The yes is needed by " + until + "."
	}
	return "has to ask the customer. The yes is needed by " + until + "."
}

func limitWords(d activity.Detail, clock Clock) string {
	what := d.Account
	if d.From != nil && d.To != nil {
		if what != "" {
			what += ", "
		}
		what += onlyDay(clock, d.From) + " to " + onlyDay(clock, d.To)
	}
	if what == "" {
		return "something"
	}
	return what
}

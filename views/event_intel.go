package views

import (
	"alongside/models/activity"
	"alongside/models/intel"
	"alongside/models/people"
)

// intelWords says what happened to a note, a line of a battlecard, a competitor or a question.
func intelWords(e activity.Event, roll people.Roll, clock Clock) (did string, known bool) {
	d := e.Detail
	switch e.Kind {
	case "noted":
		return "wrote down what they heard. Marketing answers by " + day(clock, d.To) + ".", true
	case "note-used":
		return "used it" + took(d) + ".", true
	case "note-filed":
		return "keeps it on file" + took(d) + ".", true
	case "note-asked":
		return "asked back. Marketing’s days are paused.", true
	case "note-answered":
		return "answered " + spent(d) + ". Marketing goes on, until " + day(clock, d.To) + ".", true
	case "note-merged":
		return "joined it to " + intel.Ref(d.For) + ", which says the same.", true
	case "note-cited":
		return "lets a line of the battlecard rest on it:", true
	case "unwitnessed":
		return "took back having heard it too.", true
	case "note-hidden":
		return "marked it as sensitive. Only its author, the leads and those who answer such notes see it now.", true
	case "note-cleared":
		return "found it not to be confidential. Everybody sees it now.", true
	case "note-stripped":
		return "decided what may be kept of it.", true
	case "note-withdrawn":
		return "withdrew it: it is no longer true.", true
	case "competitor-added":
		return "added a competitor.", true
	case "competitor-changed":
		return "changed what is said of them.", true
	case "line-drafted":
		return "wrote on a line of the battlecard. Somebody else has to publish it.", true
	case "line-published":
		return "published a line of the battlecard, under “" + d.Type + "”.", true
	case "line-retired":
		return "took a line off the battlecard.", true
	case "line-disputed":
		return "heard otherwise than a line of the battlecard says.", true
	case "line-settled":
		return "looked into a line of the battlecard: it holds.", true
	case "line-renewed":
		return "looked at a line of the battlecard: it is right until " + onlyDay(clock, d.To) + ".", true
	case "line-wrong":
		return "says that a line of the battlecard is wrong.", true
	case "line-stands":
		return "judged a line of the battlecard anew: it is " + d.Next + " now.", true
	case "deal-won":
		return "won a deal against them at " + d.Stage + ". Reason: " + lower(d.Type) + ".", true
	case "deal-lost":
		return "lost a deal with them in it at " + d.Stage + ". Reason: " + lower(d.Type) + ".", true
	case "question-asked":
		return "asked the field. Needed by " + day(clock, d.To) + ".", true
	case "question-cited":
		return "brought " + intel.Ref(d.For) + " as an answer.", true
	case "question-closed":
		return "closed the question with an answer.", true
	}
	return "", false
}

// took says how long the first answer took.
func took(d activity.Detail) string {
	if d.Target == 0 {
		return ""
	}
	return ", answered " + spent(d)
}

package views

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/workday"
)

// told is an event and what is said of it.
type told struct {
	kind     string
	actor    int64
	detail   activity.Detail
	who, did string
	said     string
}

var staff = people.Roll{
	2: {ID: 2, Name: "Ruth Hallam", Side: people.Sales},
	8: {ID: 8, Name: "Ben Astley", Side: people.Marketing},
	9: {ID: 9, Name: "Lucía Ferrer", Side: people.Marketing},
}

func everyEvent(t *testing.T) []told {
	t.Helper()
	at := func(day string) *time.Time {
		moment, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		return &moment
	}
	day := workday.Day.Seconds()
	stage := activity.Detail{Title: "Cross-dock brochure", Stage: "Brief check", Next: "Brief details", Side: people.Sales, Used: day / 2, Target: day, From: at("2026-12-16"), To: at("2026-12-16")}
	with := func(d activity.Detail, change func(*activity.Detail)) activity.Detail {
		change(&d)
		return d
	}
	return []told{
		{"submitted", 2, activity.Detail{Type: "Brochure", To: at("2026-12-16")}, "Ruth Hallam", "asked for a brochure. Promised Wed 16 Dec.", ""},
		{"submitted", 2, activity.Detail{Type: "Email campaign", To: at("2027-01-04")}, "Ruth Hallam", "asked for an email campaign. Promised Mon 4 Jan 2027.", ""},
		{"assigned", 8, activity.Detail{Side: people.Marketing, Person: 8}, "Ben Astley", "took it for Marketing.", ""},
		{"assigned", 8, activity.Detail{Side: people.Marketing, Person: 9}, "Ben Astley", "put Lucía Ferrer on it for Marketing.", ""},
		{"assigned", 8, activity.Detail{Side: people.Marketing}, "Ben Astley", "left it to nobody in particular in Marketing.", ""},
		{"handed-on", 8, with(stage, func(d *activity.Detail) { d.Text = "Good brief" }), "Ben Astley", "finished Brief check in 4 h 00 of 1 day, then handed to Sales for Brief details.", "Good brief"},
		{"handed-on", 8, with(stage, func(d *activity.Detail) { d.Used, d.To = 3*day, at("2026-12-18") }), "Ben Astley",
			"finished Brief check in 3 days, 1 day agreed, then handed to Sales for Brief details. Forecast Fri 18 Dec, before Wed 16 Dec.", ""},
		{"handed-on", 8, with(stage, func(d *activity.Detail) { d.Side = people.Marketing }), "Ben Astley", "finished Brief check in 4 h 00 of 1 day and went on to Brief details.", ""},
		{"sent-back", 2, with(stage, func(d *activity.Detail) {
			d.Stage, d.Next, d.Side, d.Text = "Fact check", "Copy draft", people.Marketing, "Wrong quay"
		}), "Ruth Hallam",
			"sent it back from Fact check to Marketing for Copy draft.", "Wrong quay"},
		{"asked", 8, activity.Detail{Stage: "Copy draft", Side: people.Sales, Text: "Which lanes?"}, "Ben Astley", "asked Sales a question. The days of Copy draft are paused.", "Which lanes?"},
		{"answered", 2, with(stage, func(d *activity.Detail) { d.Side, d.Text = people.Marketing, "All" }), "Ruth Hallam", "answered in 4 h 00 of 1 day and handed back to Marketing.", "All"},
		{"checked", 8, activity.Detail{Text: "Reader is named"}, "Ben Astley", "ticked “Reader is named”.", ""},
		{"unchecked", 8, activity.Detail{Text: "Reader is named"}, "Ben Astley", "unticked “Reader is named”.", ""},
		{"commented", 2, activity.Detail{Text: "Good to know"}, "Ruth Hallam", "wrote:", "Good to know"},
		{"attached", 2, activity.Detail{Text: "“lanes.pdf”, “map.png”"}, "Ruth Hallam", "added “lanes.pdf”, “map.png”.", ""},
		{"delivered", 8, with(stage, func(d *activity.Detail) { d.Stage, d.Used, d.Text = "sign-off", day, "Here it is" }), "Ben Astley", "delivered it. Sign-off was done in 1 day of 1 day.", "Here it is"},
		{"declined", 8, activity.Detail{Text: "Not this year"}, "Ben Astley", "declined it.", "Not this year"},
		{"cancelled", 2, activity.Detail{Text: "Not needed"}, "Ruth Hallam", "cancelled it.", "Not needed"},
		{"ran-over", 0, with(stage, func(d *activity.Detail) { d.To = at("2026-12-17") }), "Alongside",
			"moved the forecast: Brief check, with Sales, is taking longer than agreed. Forecast Thu 17 Dec, before Wed 16 Dec.", ""},
		{"calendar-changed", 0, with(stage, func(d *activity.Detail) { d.To = at("2026-12-17") }), "Alongside",
			"moved the forecast: the company calendar changed. Forecast Thu 17 Dec, before Wed 16 Dec.", ""},
		{"draft-started", 8, activity.Detail{Side: people.Marketing}, "Ben Astley", "began a draft. Both teams can change it now.", ""},
		{"draft-saved", 8, activity.Detail{Side: people.Marketing, Text: "Nobody held that wait."}, "Ben Astley", "changed the draft.", "Nobody held that wait."},
		{"draft-saved", 8, activity.Detail{Side: people.Marketing, Person: 2}, "Ben Astley", "changed the draft. The key of Ruth Hallam has turned back.", ""},
		{"key-turned", 2, activity.Detail{Side: people.Sales, To: at("2026-11-27")}, "Ruth Hallam",
			"turned the Sales key. Marketing has until Fri 27 Nov for the other one.", ""},
		{"agreed", 8, activity.Detail{Side: people.Marketing}, "Ben Astley", "turned the Marketing key. Both teams agree: it is used for new requests.", ""},
		{"change-asked", 2, activity.Detail{Side: people.Marketing, Text: "Two days for the draft"}, "Ruth Hallam", "asked Marketing for a change before it is agreed.", "Two days for the draft"},
		{"draft-withdrawn", 2, activity.Detail{Side: people.Sales}, "Ruth Hallam", "withdrew the draft. What is in force stays.", ""},
		{"proposed", 2, activity.Detail{Side: people.Sales, Text: "Customs came up first"}, "Ruth Hallam", "proposed a change:", "Customs came up first"},
		{"proposal-changed", 2, activity.Detail{Side: people.Sales}, "Ruth Hallam", "changed the proposal.", ""},
		{"proposal-changed", 2, activity.Detail{Side: people.Sales, People: []int64{8}}, "Ruth Hallam", "changed the proposal. The key of Ben Astley has turned back.", ""},
		{"proposal-changed", 2, activity.Detail{Side: people.Sales, People: []int64{8, 9}}, "Ruth Hallam",
			"changed the proposal. The keys of Ben Astley and Lucía Ferrer have turned back.", ""},
		{"key-turned-back", 2, activity.Detail{Side: people.Sales}, "Ruth Hallam", "turned the Sales key back.", ""},
		{"change-wanted", 8, activity.Detail{Text: "Name the countries", People: []int64{2}}, "Ben Astley",
			"asked for a change before it is agreed. The key of Ruth Hallam has turned back.", "Name the countries"},
		{"conflicted", 0, activity.Detail{Stage: "Who it is not", Number: 5, For: 8, People: []int64{2}}, "Alongside",
			"found Who it is not agreed otherwise in version 5. Its authors decide what it should say now. The key of Ruth Hallam has turned back.", ""},
		{"version-agreed", 8, activity.Detail{Side: people.Marketing, Number: 5}, "Ben Astley", "turned the Marketing key. Both teams agree: it is version 5.", ""},
		{"proposal-withdrawn", 2, activity.Detail{}, "Ruth Hallam", "withdrew the proposal. What is agreed stays.", ""},
		{"proposal-refused", 8, activity.Detail{Text: "Too early to tell"}, "Ben Astley", "refused the proposal. What is agreed stays.", "Too early to tell"},
		{"proposal-merged", 2, activity.Detail{For: 5}, "Ruth Hallam", "made it part of proposal 5.", ""},
		{"review-opened", 0, activity.Detail{To: at("2027-01-22")}, "Alongside", "asks both teams whether it still holds. Both keys are due Fri 22 Jan 2027.", ""},
		{"review-changed", 8, activity.Detail{For: 9, People: []int64{2}}, "Ben Astley",
			"changed a part of it with proposal 9. The rest is still to be looked at. The key of Ruth Hallam has turned back.", ""},
		{"review-answered", 8, activity.Detail{For: 9}, "Ben Astley", "answered the review with proposal 9.", ""},
		{"kept-as-it-is", 2, activity.Detail{Side: people.Sales, Text: "Until June"}, "Ruth Hallam", "turned the Sales key. Both teams keep it as it is.", "Until June"},
		{"section-soon", 0, activity.Detail{Stage: "Handover", Side: people.Sales, Person: 2, To: at("2027-01-10")}, "Alongside",
			"reminds Sales: “Handover” is looked at again on Sun 10 Jan 2027.", ""},
		{"section-due", 0, activity.Detail{Stage: "Handover", Side: people.Sales, Person: 2, To: at("2027-01-10")}, "Alongside", "asks Sales whether “Handover” still holds.", ""},
		{"section-stale", 0, activity.Detail{Stage: "Handover", Side: people.Sales, Person: 2, To: at("2027-01-10")}, "Alongside",
			"calls “Handover” stale: it was to be looked at on Sun 10 Jan 2027.", ""},
		{"section-given", 8, activity.Detail{Stage: "Handover", Side: people.Marketing, Person: 9}, "Ben Astley", "gave “Handover” to Lucía Ferrer.", ""},
		{"reading-asked", 0, activity.Detail{Number: 5}, "Alongside", "asks you to read version 5.", ""},
		{"due-soon", 0, activity.Detail{Side: people.Marketing, Stage: "Brief check", To: at("2026-11-26")}, "Alongside", "reminds Marketing: Brief check is due Thu 26 Nov.", ""},
		{"noted", 2, activity.Detail{Title: "48 hours", To: at("2026-11-27")}, "Ruth Hallam", "wrote down what they heard. Marketing answers by Fri 27 Nov.", ""},
		{"note-used", 8, activity.Detail{Text: "It leads the card"}, "Ben Astley", "used it.", "It leads the card"},
		{"note-used", 8, activity.Detail{Used: day / 4, Target: 2 * day}, "Ben Astley", "used it, answered in 2 h 00 of 2 days.", ""},
		{"note-filed", 8, activity.Detail{Text: "Good to know"}, "Ben Astley", "keeps it on file.", "Good to know"},
		{"note-asked", 8, activity.Detail{Text: "On paper?"}, "Ben Astley", "asked back. Marketing’s days are paused.", "On paper?"},
		{"note-answered", 2, activity.Detail{Text: "In an email", Used: day / 2, Target: day, To: at("2026-11-30")}, "Ruth Hallam",
			"answered in 4 h 00 of 1 day. Marketing goes on, until Mon 30 Nov.", "In an email"},
		{"note-merged", 8, activity.Detail{For: 224}, "Ben Astley", "joined it to IN-224, which says the same.", ""},
		{"note-cited", 8, activity.Detail{For: 7, Text: "48 hours door to door"}, "Ben Astley", "lets a line of the battlecard rest on it:", "48 hours door to door"},
		{"witnessed", 2, activity.Detail{Text: "Ostrava Steel"}, "Ruth Hallam", "heard it too, at Ostrava Steel.", ""},
		{"unwitnessed", 2, activity.Detail{}, "Ruth Hallam", "took back having heard it too.", ""},
		{"note-hidden", 2, activity.Detail{}, "Ruth Hallam", "marked it as sensitive. Only its author, the leads and those who answer such notes see it now.", ""},
		{"note-cleared", 8, activity.Detail{Text: "It was in the newspaper"}, "Ben Astley", "found it not to be confidential. Everybody sees it now.", "It was in the newspaper"},
		{"note-stripped", 8, activity.Detail{Text: "Page 2"}, "Ben Astley", "decided what may be kept of it.", "Page 2"},
		{"note-withdrawn", 2, activity.Detail{Text: "Old"}, "Ruth Hallam", "withdrew it: it is no longer true.", "Old"},
		{"competitor-added", 2, activity.Detail{Title: "Bluewake"}, "Ruth Hallam", "added a competitor.", ""},
		{"competitor-changed", 8, activity.Detail{Title: "Bluewake"}, "Ben Astley", "changed what is said of them.", ""},
		{"line-drafted", 8, activity.Detail{For: 7}, "Ben Astley", "wrote on a line of the battlecard. Somebody else has to publish it.", ""},
		{"line-published", 2, activity.Detail{For: 7, Type: "Where we win"}, "Ruth Hallam", "published a line of the battlecard, under “Where we win”.", ""},
		{"line-retired", 8, activity.Detail{For: 7, Text: "Old"}, "Ben Astley", "took a line off the battlecard.", "Old"},
		{"line-disputed", 2, activity.Detail{For: 7, Text: "Leased"}, "Ruth Hallam", "heard otherwise than a line of the battlecard says.", "Leased"},
		{"line-renewed", 8, activity.Detail{For: 7}, "Ben Astley", "looked at a line of the battlecard: it is right until some day.", ""},
		{"line-settled", 8, activity.Detail{For: 7, Text: "Asked again"}, "Ben Astley", "looked into a line of the battlecard: it holds.", "Asked again"},
		{"line-wrong", 2, activity.Detail{For: 7, Text: "Own fleet"}, "Ruth Hallam", "says that a line of the battlecard is wrong.", "Own fleet"},
		{"line-stands", 0, activity.Detail{For: 7, Next: "stale"}, "Alongside", "judged a line of the battlecard anew: it is stale now.", ""},
		{"deal-won", 2, activity.Detail{Type: "Service", Stage: "Pellow & Sons"}, "Ruth Hallam", "won a deal against them at Pellow & Sons. Reason: service.", ""},
		{"deal-lost", 2, activity.Detail{Type: "Price", Stage: "Pellow & Sons", Text: "Six per cent"}, "Ruth Hallam", "lost a deal with them in it at Pellow & Sons. Reason: price.", "Six per cent"},
		{"question-asked", 8, activity.Detail{To: at("2026-12-04"), Text: "Before the bid"}, "Ben Astley", "asked the field. Needed by Fri 4 Dec.", "Before the bid"},
		{"question-cited", 2, activity.Detail{For: 231}, "Ruth Hallam", "brought IN-231 as an answer.", ""},
		{"question-closed", 8, activity.Detail{Text: "Yes"}, "Ben Astley", "closed the question with an answer.", "Yes"},
		{"submitted", 2, activity.Detail{Type: "Brochure", From: at("2026-12-09"), To: at("2026-12-16"), Text: "Six plants in one room"}, "Ruth Hallam",
			"asked for a brochure by Wed 9 Dec, sooner than agreed. Promised Wed 16 Dec until a lead decides.", "Six plants in one room"},
		{"rush-agreed", 8, activity.Detail{From: at("2026-12-16"), To: at("2026-12-09"), Text: "Yes"}, "Ben Astley", "agreed to the rush: promised Wed 9 Dec, before Wed 16 Dec.", "Yes"},
		{"rush-declined", 8, activity.Detail{From: at("2026-12-16"), To: at("2026-12-16")}, "Ben Astley", "kept the standard dates: promised Wed 16 Dec.", ""},
		{"made-to-wait", 8, activity.Detail{For: 450, From: at("2026-12-08"), To: at("2026-12-11"), Text: "Six plants"}, "Ben Astley",
			"lets it wait for R-450, a rush: promised Fri 11 Dec, before Tue 8 Dec.", "Six plants"},
		{"held", 2, activity.Detail{Stage: "Design", Text: "They think it over"}, "Ruth Hallam", "put it on hold in Design. Nobody’s days run.", "They think it over"},
		{"waiting", 8, activity.Detail{Stage: "Design", Side: people.Marketing, Text: "The printer"}, "Ben Astley",
			"waits for somebody outside in Design. The days of Marketing are paused.", "The printer"},
		{"resumed", 8, activity.Detail{Stage: "Design", Side: people.Marketing, Used: 3 * day, From: at("2026-12-08"), To: at("2026-12-11")}, "Ben Astley",
			"let it go on with Marketing in Design after 3 days. Promised Fri 11 Dec, before Tue 8 Dec.", ""},
		{"resumed", 8, activity.Detail{Stage: "Design", Side: people.Marketing, Used: day / 4, From: at("2026-12-08"), To: at("2026-12-08")}, "Ben Astley",
			"let it go on with Marketing in Design after 2 h 00.", ""},
		{"date-suggested", 8, activity.Detail{Side: people.Sales, From: at("2026-12-08"), To: at("2026-12-11"), Text: "Ill"}, "Ben Astley",
			"suggested Fri 11 Dec instead of Tue 8 Dec. Sales answers.", "Ill"},
		{"date-agreed", 2, activity.Detail{From: at("2026-12-08"), To: at("2026-12-11")}, "Ruth Hallam", "agreed to the new date: promised Fri 11 Dec, before Tue 8 Dec.", ""},
		{"date-kept", 2, activity.Detail{From: at("2026-12-08"), To: at("2026-12-08"), Text: "The fair is fixed"}, "Ruth Hallam", "kept the date: promised Tue 8 Dec.", "The fair is fixed"},
		{"still-waiting", 0, activity.Detail{Stage: "Design", Side: people.Marketing, Text: "The printer"}, "Alongside", "reminds Marketing: Design is still waiting.", "The printer"},
		{"unanswered", 0, activity.Detail{Stage: "Brief details", Side: people.Sales}, "Alongside",
			"asks Sales whether it is still wanted: Brief details has waited 20 working days. After 20 more it is closed.", ""},
		{"still-right", 8, activity.Detail{Side: people.Marketing, To: at("2027-05-24")}, "Ben Astley", "said that it is still right, until Mon 24 May 2027.", ""},
		{"still-right", 8, activity.Detail{Side: people.Marketing}, "Ben Astley", "said that it is still right.", ""},
		{"new-version", 8, activity.Detail{Number: 2, Text: "Fridays too"}, "Ben Astley", "put version 2 in its place:", "Fridays too"},
		{"reported", 2, activity.Detail{Side: people.Marketing, Text: "Twice a week"}, "Ruth Hallam", "reported it out of date. Marketing answers.", "Twice a week"},
		{"owner-changed", 8, activity.Detail{Side: people.Marketing, Person: 9}, "Ben Astley", "made Lucía Ferrer keep it right for Marketing.", ""},
		{"owner-changed", 9, activity.Detail{Side: people.Marketing, Person: 9}, "Lucía Ferrer", "keeps it right for Marketing from now on.", ""},
		{"archived", 8, activity.Detail{Text: "The lane is closed"}, "Ben Astley", "archived it: nobody should use it any more.", "The lane is closed"},
		{"review-soon", 0, activity.Detail{Side: people.Marketing, To: at("2026-12-23")}, "Alongside", "reminds Marketing: it is taken to be right until Wed 23 Dec.", ""},
		{"review-due", 0, activity.Detail{Side: people.Marketing, To: at("2026-11-25")}, "Alongside", "asks Marketing whether it is still right.", ""},
		{"use-asked", 0, activity.Detail{Person: 2}, "Alongside", "asks whether you used it, and with whom.", ""},
		{"used", 2, activity.Detail{Account: "Tamar Seafoods", To: at("2026-11-23"), Text: "Liked it"}, "Ruth Hallam", "used it with Tamar Seafoods on Mon 23 Nov.", "Liked it"},
		{"not-yet", 2, activity.Detail{To: at("2026-12-25")}, "Ruth Hallam", "has not used it yet.", ""},
		{"not-used", 2, activity.Detail{Reason: string(requests.UnusedLate)}, "Ruth Hallam", "did not use it: it came too late.", ""},
		{"fit-checked", 2, activity.Detail{Account: "Garside Foods", Number: 4, Answer: "not-yet"}, "Ruth Hallam", "checked Garside Foods against version 4: not yet.", ""},
		{"fit-ended", 8, activity.Detail{Account: "Garside Foods", Reason: "left"}, "Ben Astley", "said how it ended with Garside Foods: left us later.", ""},
		{"fit-ended", 8, activity.Detail{Account: "Garside Foods"}, "Ben Astley", "said how it ended with Garside Foods: not yet.", ""},
		{"fit-entered", 8, activity.Detail{Number: 4, Text: "186"}, "Ben Astley", "brought in 186 checks against version 4 that were made before.", ""},
		{"lapsed", 0, activity.Detail{}, "Alongside", "closed it, because nobody answered for 40 working days. Anyone can reopen it.", ""},
		{"handed-on", 2, with(stage, func(d *activity.Detail) {
			d.Stage, d.Next, d.Side, d.Round, d.Answer, d.Text = "Fact check", "Design", people.Marketing, 1, "notes", "Page 3"
		}), "Ruth Hallam", "decided Fact check in 4 h 00 of 1 day: approved with notes. Then handed to Marketing for Design.", "Page 3"},
		{"reviewed", 9, activity.Detail{Stage: "Review", Round: 2, Answer: "approved"}, "Lucía Ferrer", "answered “approved” in Review.", ""},
		{"reviewed", 2, activity.Detail{Stage: "Review", Round: 2, Answer: "not-mine", Person: 8, Text: "Terms are his"}, "Ruth Hallam",
			"answered “not mine” in Review and named Ben Astley.", "Terms are his"},
		{"review-asked", 2, activity.Detail{Stage: "Review", Round: 2, People: []int64{8, 9}}, "Ruth Hallam", "asked Ben Astley and Lucía Ferrer to review it: Review, round 2.", ""},
		{"review-dropped", 2, activity.Detail{Stage: "Review", Round: 2, Person: 8}, "Ruth Hallam", "does not ask Ben Astley to review it any more.", ""},
		{"asked-again", 8, activity.Detail{Stage: "Review", Round: 2, People: []int64{2}, Text: "version 4 of “Layout.pdf”"}, "Ben Astley",
			"asks Ruth Hallam again, now about version 4 of “Layout.pdf”.", ""},
		{"round-allowed", 2, activity.Detail{Side: people.Sales, Round: 3, From: at("2026-12-08"), To: at("2026-12-11"), Text: "A6, not A5"}, "Ruth Hallam",
			"allowed round 3 of review. Promised Fri 11 Dec, before Tue 8 Dec.", "A6, not A5"},
		{"reopened", 2, activity.Detail{Stage: "Brief details", Side: people.Sales, From: at("2026-12-08"), To: at("2027-01-11")}, "Ruth Hallam",
			"reopened it: Brief details begins again with Sales. Promised Mon 11 Jan 2027, before Tue 8 Dec.", ""},
		{"ride-offered", 2, activity.Detail{Type: "ride", Stage: "Harrow Home", To: at("2026-12-10"), Round: 1}, "Ruth Hallam", "offers a seat to ride along to Harrow Home on Thu 10 Dec.", ""},
		{"ride-offered", 8, activity.Detail{Type: "sit", To: at("2026-12-10"), Round: 4}, "Ben Astley", "offers a seat to sit in, 4 times from Thu 10 Dec.", ""},
		{"ride-changed", 2, activity.Detail{}, "Ruth Hallam", "changed what is said of it. The time stays.", ""},
		{"ride-moved", 2, activity.Detail{From: at("2026-12-10"), To: at("2026-12-11"), Reason: "ill", Text: "Marta"}, "Ruth Hallam",
			"moved it from Thu 10 Dec to Fri 11 Dec: somebody is ill. Everybody with a seat confirms it again.", "Marta"},
		{"ride-cancelled", 2, activity.Detail{Reason: "other", Text: "Snow"}, "Ruth Hallam", "cancelled it.", "Snow"},
		{"ride-cancelled", 0, activity.Detail{Reason: "left"}, "Alongside", "cancelled it: the host works here no more.", ""},
		{"ride-passed", 0, activity.Detail{}, "Alongside", "closed it: nobody came along.", ""},
		{"consent-told", 2, activity.Detail{Answer: "given", To: at("2026-12-09")}, "Ruth Hallam", "has the customer’s yes.", ""},
		{"consent-told", 2, activity.Detail{Answer: "asked", To: at("2026-12-09")}, "Ruth Hallam", "asked the customer. The yes is needed by Wed 9 Dec.", ""},
		{"consent-told", 2, activity.Detail{Answer: "needed", To: at("2026-12-09")}, "Ruth Hallam", "has to ask the customer. The yes is needed by Wed 9 Dec.", ""},
		{"consent-told", 2, activity.Detail{Answer: "not-needed", To: at("2026-12-09")}, "Ruth Hallam", "says that the customer need not be asked.", ""},
		{"consent-missing", 0, activity.Detail{Reason: "consent"}, "Alongside", "withdrew the seats: the customer’s yes was not there in time.", ""},
		{"consent-missing", 2, activity.Detail{Reason: "refused"}, "Ruth Hallam", "withdrew the seats: the customer said no.", ""},
		{"seat-taken", 8, activity.Detail{To: at("2026-12-10")}, "Ben Astley", "took a seat for Thu 10 Dec.", ""},
		{"seat-waited", 8, activity.Detail{To: at("2026-12-10")}, "Ben Astley", "waits for a seat on Thu 10 Dec.", ""},
		{"seat-given-back", 8, activity.Detail{Text: "Dentist"}, "Ben Astley", "gave the seat back.", "Dentist"},
		{"seat-offered", 0, activity.Detail{Person: 9, From: at("2026-12-04"), To: at("2026-12-10")}, "Alongside", "keeps a seat on Thu 10 Dec for Lucía Ferrer, until Fri 4 Dec.", ""},
		{"seat-lapsed", 0, activity.Detail{Person: 9}, "Alongside", "let the seat kept for Lucía Ferrer go on to the next.", ""},
		{"seat-left", 0, activity.Detail{Person: 9}, "Alongside", "gave back the seat of Lucía Ferrer, who works here no more.", ""},
		{"seat-refused", 2, activity.Detail{Person: 8, For: 7}, "Ruth Hallam", "cannot take Ben Astley along this time.", ""},
		{"seat-missed", 2, activity.Detail{Person: 8, For: 7, Text: "Train"}, "Ruth Hallam", "waited for Ben Astley, who did not come.", "Train"},
		{"brief-ready", 0, activity.Detail{To: at("2026-12-10")}, "Alongside", "asks everybody who goes along on Thu 10 Dec to read the brief.", ""},
		{"brief-read", 8, activity.Detail{}, "Ben Astley", "read the brief.", ""},
		{"debriefs-asked", 0, activity.Detail{To: at("2026-12-11")}, "Alongside", "asks everybody who was there for ten minutes: the debrief is open until Fri 11 Dec.", ""},
		{"debriefed", 8, activity.Detail{}, "Ben Astley", "wrote the debrief.", ""},
		{"debriefs-open", 2, activity.Detail{}, "Ruth Hallam", "wrote the last debrief. Everybody who was there can read them now.", ""},
		{"debrief-shared", 2, activity.Detail{}, "Ruth Hallam", "shares the debrief, as everybody who was there does. Both leads can read it.", ""},
		{"debrief-made", 8, activity.Detail{Stage: "IN-222"}, "Ben Astley", "made IN-222 of an answer.", ""},
		{"rules-set", 2, activity.Detail{Side: people.Sales, Text: "2 guests a month"}, "Ruth Hallam", "set the rules for Sales. The lead of Marketing can agree.", "2 guests a month"},
		{"rules-agreed", 8, activity.Detail{Side: people.Marketing}, "Ben Astley", "agreed to the rules for Marketing.", ""},
		{"limit-set", 2, activity.Detail{From: at("2026-12-21"), To: at("2027-01-01"), Text: "Peak"}, "Ruth Hallam", "put Mon 21 Dec to Fri 1 Jan 2027 off limits.", "Peak"},
		{"limit-lifted", 2, activity.Detail{Account: "Harrow Home"}, "Ruth Hallam", "allows Harrow Home again.", ""},
		{"feed-renewed", 8, activity.Detail{}, "Ben Astley", "made a new secret address for the calendar.", ""},
		{"feed-revoked", 8, activity.Detail{}, "Ben Astley", "ended the secret address of the calendar.", ""},
	}
}

func TestEventWords(t *testing.T) {
	t.Parallel()
	for _, c := range everyEvent(t) {
		e := activity.Event{Kind: c.kind, Detail: c.detail}
		if c.actor != 0 {
			e.ActorID = &c.actor
		}
		if got, want := EventWords(e, staff, londonAt(t)), (Words{c.who, c.did, c.said}); got != want {
			t.Errorf("%s: got %+v, want %+v", c.kind, got, want)
		}
	}
}

// kinds are the events that the model records, read from its source: texts that look like a kind in the calls that
// record one and where a variable kind is set, and the states in which a request ends.
func kinds(t *testing.T) []string {
	t.Helper()
	var sources []string
	for _, area := range []string{"requests", "icp", "intel", "ridealongs"} {
		its, err := filepath.Glob("../models/" + area + "/*.go")
		if err != nil || len(its) == 0 {
			t.Fatalf("got %d sources of %s, %v", len(its), area, err)
		}
		sources = append(sources, its...)
	}
	looksLikeKind := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	found := []string{string(requests.Delivered), string(requests.Declined), string(requests.Cancelled), string(requests.Lapsed)}
	collect := func(expressions []ast.Expr) {
		for _, x := range expressions {
			literal, ok := x.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				continue
			}
			if text, err := strconv.Unquote(literal.Value); err == nil && looksLikeKind.MatchString(text) && !slices.Contains(found, text) {
				found = append(found, text)
			}
		}
	}
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if method, ok := n.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"Record", "record", "pass", "redate", "pause", "warn", "end", "recordPiece", "checked", "Keep"}, method.Sel.Name) {
					collect(n.Args)
				}
			case *ast.AssignStmt:
				for _, left := range n.Lhs {
					if name, ok := left.(*ast.Ident); ok && name.Name == "kind" {
						collect(n.Rhs)
					}
				}
			}
			return true
		})
	}
	return found
}

func TestEveryKindOfEventHasWords(t *testing.T) {
	t.Parallel()
	recorded := kinds(t)
	if len(recorded) < 15 {
		t.Fatalf("got kinds %q, want all that are recorded", recorded)
	}
	for _, kind := range recorded {
		if !slices.ContainsFunc(everyEvent(t), func(c told) bool { return c.kind == kind }) {
			t.Errorf("%s: got no case in everyEvent, want its words", kind)
		}
		if got := EventWords(activity.Event{Kind: kind}, staff, londonAt(t)).Did; got == kind+"." {
			t.Errorf("%s: got %q, want words of its own", kind, got)
		}
	}
	for _, c := range everyEvent(t) {
		if !slices.Contains(recorded, c.kind) {
			t.Errorf("%s: is not recorded by anything", c.kind)
		}
	}
}

// TestEventWithoutDetail renders what an older or a broken row might hold.
func TestEventWithoutDetail(t *testing.T) {
	t.Parallel()
	gone := int64(99)
	for _, kind := range append(kinds(t), "", "unheard-of") {
		for _, actor := range []*int64{nil, &gone} {
			w := EventWords(activity.Event{Kind: kind, ActorID: actor}, staff, londonAt(t))
			if w.Who != "Alongside" || w.Did == "" || strings.Contains(w.Did, "%!") {
				t.Errorf("%s: got %+v, want words", kind, w)
			}
		}
	}
}

func TestSpans(t *testing.T) {
	t.Parallel()
	minute := workday.Span(time.Minute)
	for span, want := range map[workday.Span]string{
		0: "0", minute / 3: "0", minute: "1 min", 59 * minute: "59 min", 60 * minute: "1 h 00", 125 * minute: "2 h 05",
		workday.Day: "1 day", workday.Day + 29*minute: "1 day", workday.Day + 60*minute: "1 day 1 h", 2*workday.Day + workday.Day/2: "2 days 4 h", 30 * workday.Day: "30 days",
	} {
		if got := spanText(span); got != want {
			t.Errorf("%v: got %q, want %q", time.Duration(span), got, want)
		}
	}
}

package demo

import "alongside/models/intel"

// rival is a competitor of the story, with the deals that closed this year.
type rival struct {
	slug, name, short, summary string
	writer, checker            string
	won, lost                  int
}

var field = []rival{
	{"corvane", "Corvane Logistics", "Corvane", "Rotterdam-based, strong on price for full loads. Cheaper to Leeds and they say so. They cannot prove the temperature between dock and door.", "hannah", "callum", 20, 17},
	{"norvik-lines", "Norvik Lines", "Norvik Lines", "The big name at Immingham. Friday slots get bumped, and importers learn it at 16:00.", "hannah", "greta", 9, 7},
	{"bluewake", "Bluewake", "Bluewake", "Puts a customs clerk on site for 30 days. Young, quick, and dear after the first quarter.", "ben", "aisha", 4, 7},
	{"portlane", "Portlane", "Portlane", "Strong in retail cross-dock. Rumours about Tilbury are not for use.", "joel", "greta", 6, 3},
}

// line of a card: who wrote it, and who published it some time after; nobody did a draft.
type line struct {
	at       moment
	slug     string
	writer   string
	by       string
	section  intel.Section
	text     string
	answer   string
	maySay   bool
	notes    []int64
	disputes int64 // the note that says otherwise
	why      string
	redraft  string // the words that wait to be published
}

// lineOf is a line that was published and stands so.
func lineOf(at moment, slug, writer, by string, section intel.Section, text, answer string, maySay bool, notes ...int64) line {
	return line{at: at, slug: slug, writer: writer, by: by, section: section, text: text, answer: answer, maySay: maySay, notes: notes}
}

// Long ago enough that nobody looked again in time.
var forgotten = on(-98, 11, 0)

var cards = []line{
	lineOf(on(-10, 11, 5), "corvane", "hannah", "callum", intel.Read, "They are cheaper to Leeds and they say so. Ask how they prove the temperature between the dock and the door: they cannot, and we can.", "", false, 204, 171),
	lineOf(on(-6, 14, 5), "corvane", "hannah", "callum", intel.WeWin, "Temperature trace per pallet, at every handover.", "", true, 218, 204),
	lineOf(on(-3, 15, 5), "corvane", "hannah", "callum", intel.WeWin, "One planner’s name and number. They have a queue.", "", false, 222),
	lineOf(on(-34, 10, 5), "corvane", "hannah", "callum", intel.WeWin, "Sunday collections from Immingham.", "", true, 160),
	lineOf(on(0, 9, 20), "corvane", "hannah", "callum", intel.TheyWin, "About 6% under us Rotterdam to Leeds, fuel included.", "", false, 231),
	lineOf(on(0, 9, 25), "corvane", "hannah", "callum", intel.TheyWin, "48 hours door to door, if the load is full.", "", false, 231, 224),
	lineOf(forgotten, "corvane", "hannah", "callum", intel.TheyWin, "Online quote in a minute.", "", false, 98),
	lineOf(on(-6, 14, 20), "corvane", "hannah", "callum", intel.AskThis, "“When a load arrives warm, what do they send you, and how soon?”", "A trace per pallet, from your dock to theirs, the same day.", true, 218),
	lineOf(on(-3, 15, 20), "corvane", "hannah", "callum", intel.AskThis, "“Who do you ring on a Friday at five?”", "One planner, by name, with one number. Not a queue.", true, 222, 209),
	lineOf(on(-24, 9, 40), "corvane", "hannah", "callum", intel.AskThis, "“Is the fuel price fixed, or fixed for now?”", "", false, 171),
	lineOf(on(-54, 9, 40), "corvane", "hannah", "callum", intel.Careful, "Do not say they subcontract. Since June their Leeds run is their own fleet.", "", false, 131),
	lineOf(forgotten, "corvane", "hannah", "callum", intel.Careful, "Their 2024 IT failure is old news to buyers.", "", false, 102),
	lineOf(on(-16, 11, 30), "corvane", "ben", "callum", intel.Proof, "A warm box cost a day to trace at theirs, an hour at ours.", "", false, 204),

	{at: on(-1, 15, 35), slug: "norvik-lines", writer: "hannah", by: "greta", section: intel.Read, text: "Their Friday slots get bumped. Ours leave at 21:00.", notes: []int64{229, 211, 209},
		redraft: "Their Friday slots get bumped. Ours leave at 21:00 and we put it in writing."},
	lineOf(on(-8, 10, 15), "norvik-lines", "hannah", "greta", intel.AskThis, "“Who tells me when Friday’s slot moves, and at what time?”", "Our Friday trailers leave Immingham at 21:00, and we put it in writing. If a slot moves, your planner’s telephone rings before noon.", true, 211, 209),
	lineOf(on(-8, 10, 25), "norvik-lines", "hannah", "greta", intel.AskThis, "“Can I see the temperature at every handover?”", "Yes: a trace per pallet, from your dock to theirs, in your inbox the same day. No extra charge.", true, 204),
	lineOf(on(-8, 10, 35), "norvik-lines", "hannah", "greta", intel.AskThis, "“Whom do I ring on a Friday at five?”", "One planner, by name, with one number. Not a queue.", true, 209),
	lineOf(on(-16, 10, 35), "norvik-lines", "hannah", "greta", intel.Theirs, "“We are the only line with six sailings.”", "Five a week to Rotterdam, and Grimsby on Tuesdays and Fridays. We would rather say five and sail five.", false, 188, 204),
	lineOf(on(-5, 9, 35), "norvik-lines", "hannah", "greta", intel.Theirs, "Their rates rise 4% in January.", "", false, 217),
	{at: on(-18, 9, 35), slug: "norvik-lines", writer: "hannah", by: "greta", section: intel.Theirs, text: "They own the cold store at Grimsby.", notes: []int64{192}, disputes: 196, why: "Leased since June"},
	lineOf(forgotten, "norvik-lines", "hannah", "greta", intel.Theirs, "Claims desk answers in three weeks.", "", false, 99),
	lineOf(on(-9, 9, 35), "norvik-lines", "hannah", "greta", intel.WeWin, "Five sailings a week to Rotterdam, and all five sail. Grimsby on Tuesdays and Fridays.", "", true, 188, 204),
	lineOf(on(-16, 9, 55), "norvik-lines", "ben", "greta", intel.Proof, "A warm box in Rotterdam, and with a trace they would have known in an hour.", "", false, 204),

	lineOf(on(-2, 17, 10), "bluewake", "ben", "aisha", intel.Read, "Their clerk wins the first month. Ask what the second one costs.", "", false, 226),
	lineOf(on(-2, 17, 20), "bluewake", "ben", "aisha", intel.TheyWin, "A customs clerk on site for the first 30 days.", "", false, 226),
	lineOf(on(-2, 17, 30), "bluewake", "ben", "aisha", intel.AskThis, "“Who clears the trailer on day 31?”", "The same two people as on day one, and it is in the rate.", false, 226, 222),
	lineOf(on(-3, 17, 30), "bluewake", "ben", "aisha", intel.WeWin, "One number for customs, day and night.", "", false, 222),
	lineOf(on(-40, 10, 0), "bluewake", "ben", "aisha", intel.Prices, "Dear after the first quarter.", "", false, 150),
	lineOf(on(-30, 10, 0), "bluewake", "ben", "aisha", intel.Careful, "Do not say they are small. They doubled their trailers this year.", "", false, 164),
	lineOf(on(-20, 10, 0), "bluewake", "ben", "aisha", intel.Proof, "Pellow took them for the clerk, and told us so.", "", false, 185),
	lineOf(forgotten, "bluewake", "ben", "aisha", intel.Theirs, "“We answer in ten minutes.”", "So do we, by a name you know.", false, 59),

	lineOf(on(-30, 11, 0), "portlane", "joel", "greta", intel.Read, "Strong where a pallet becomes a shop’s shelf. Weak where it crosses water.", "", false, 153, 160),
	lineOf(on(-30, 11, 10), "portlane", "joel", "greta", intel.WeWin, "Sunday collections, which no cross-dock of theirs opens for.", "", false, 160),
	lineOf(on(-16, 11, 20), "portlane", "joel", "greta", intel.AskThis, "“Who tells you that a pallet is warm?”", "We do, within the hour.", false, 204),
	lineOf(on(-20, 11, 20), "portlane", "joel", "greta", intel.TheyWin, "Retail cross-dock at Tilbury, six days a week.", "", false, 174),
	{at: on(-6, 15, 20), slug: "portlane", writer: "joel", by: "greta", section: intel.Careful, text: "Do not say that Tilbury closes.", notes: []int64{181}, disputes: 216, why: "A former driver says it closes in spring"},
	lineOf(on(-5, 15, 20), "portlane", "joel", "greta", intel.Prices, "They charge for every touch of a pallet.", "", false, 167),

	lineOf(on(-2, 12, 20), "portlane", "joel", "", intel.Proof, "Brightwell showed us the lease: it runs to 2029.", "", false, 216),
}

// openQuestions are what both teams need to learn.
var openQuestions = []struct {
	at        moment
	who, slug string
	text, why string
	needed    int // working days from the last day
	notes     []int64
}{
	{on(-7, 10, 10), "hannah", "corvane", "Is Corvane’s 48-hour service real?", "The bid for Calder Valley is due, and we would have to say what ours takes.", 7, []int64{221, 224}},
	{on(-5, 14, 10), "ben", "norvik-lines", "What does Norvik pay when a slot is bumped?", "Sales wants to offer the same in writing.", 2, nil},
	{on(-4, 9, 50), "ben", "bluewake", "Does Bluewake charge for the clerk after day 30?", "Pellow decides again in January.", 9, []int64{226}},
}

// reasons of the deals that closed, by how many were won and lost for each.
var reasons = []struct {
	key       intel.Reason
	won, lost int
}{
	{"service", 21, 6}, {"price", 4, 15}, {"proof", 9, 2}, {"relationship", 3, 6}, {"timing", 1, 2}, {"gap", 1, 2}, {"process", 0, 1},
}

package demo

import (
	"fmt"
	"strings"

	"alongside/models/intel"
)

// hearing is a note of the story.
type hearing struct {
	at                   moment
	who                  string
	about                []string // slugs; none: about nobody
	kind                 intel.Kind
	source               intel.Source
	text, opinion        string
	account, segment     string
	sensitive            bool
	others               []hearer
	answer, by, answered string // what Marketing wrote, who, and what became of it: used, filed or "" for nothing yet
	after                moment // working days and minutes after it was sent
}

// hearer heard it too.
type hearer struct {
	at      moment
	who     string
	account string
	source  intel.Source
	detail  string
}

// lastNote is the number given last.
const lastNote = 232

// stood are the days on which numbers were given; those between came evenly.
var stood = []struct{ number, day int }{
	{1, -225}, {98, -106}, {102, -104}, {131, -55}, {160, -35}, {171, -25}, {188, -20}, {204, -17}, {209, -10}, {211, -9}, {216, -6}, {218, -6},
	{222, -3}, {224, -3}, {226, -2}, {229, -1}, {230, -1}, {231, 0}, {232, 0},
}

// dayOf is the day on which the note was written.
func dayOf(number int) int {
	for i := 1; i < len(stood); i++ {
		if a, b := stood[i-1], stood[i]; number <= b.number {
			return a.day + (b.day-a.day)*(number-a.number)/(b.number-a.number)
		}
	}
	return 0
}

// named are the notes that everybody talks about, by number.
var named = map[int]hearing{
	98:  {who: "tomasz", about: corvane, kind: intel.Service, source: intel.Saw, text: "Corvane shows a price online in a minute. The planner had it on her screen.", account: "Ostrava Steel", segment: "Automotive", answer: "On the card: it is a real advantage.", by: "hannah", answered: "used"},
	59:  {who: "aisha", about: bluewake, kind: intel.Service, source: intel.Told, text: "Bluewake answers every mail within ten minutes.", account: "Brightwell Retail", segment: "Retail", answer: "On the card, with our answer.", by: "ben", answered: "used"},
	99:  {who: "greta", about: norvik, kind: intel.Service, source: intel.Told, text: "Norvik’s claims desk answered after three weeks, with a form.", account: "Tamar Seafoods", segment: "Food and drink", answer: "On the card, inside only.", by: "hannah", answered: "used"},
	102: {who: "callum", about: corvane, kind: intel.Service, source: intel.Told, text: "Nobody asks about Corvane’s IT failure of 2024 any more.", account: "Fennick Brewing", segment: "Food and drink", answer: "Then we stop bringing it up. It is under “Be careful”.", by: "hannah", answered: "used"},
	131: {who: "callum", about: corvane, kind: intel.Service, source: intel.Saw, text: "Corvane’s Leeds run is their own fleet since June: own trailers, own drivers, at the gate.", account: "Northgate Foods", segment: "Food and drink", answer: "Thank you for correcting us. The card says so now.", by: "hannah", answered: "used"},
	150: {who: "dan", about: bluewake, kind: intel.Price, source: intel.Told, text: "Bluewake’s rate went up by a fifth after the first quarter.", account: "Ashby Home", segment: "Retail", answer: "On the card. One more account and it is solid.", by: "ben", answered: "used"},
	153: {who: "greta", about: portlane, kind: intel.Service, source: intel.Told, text: "Portlane is quick from pallet to shelf, and lost as soon as it crosses water.", account: "Brightwell Retail", segment: "Retail", others: heardBy("aisha", "Pellow & Sons"), answer: "It opens their card.", by: "joel", answered: "used"},
	160: {who: "ruth", about: corvane, kind: intel.Service, source: intel.Told, text: "Nobody but us collects from Immingham on a Sunday. They count on it.", account: "Calder Valley Dairies", segment: "Food and drink", others: heardBy("greta", "Tamar Seafoods"), answer: "On the card as a place where we win.", by: "hannah", answered: "used"},
	164: {who: "aisha", about: bluewake, kind: intel.Service, source: intel.Saw, text: "Bluewake doubled its trailers this year: forty in the yard, all new.", account: "Pellow & Sons", segment: "Retail", answer: "Under “Be careful”: we called them small.", by: "ben", answered: "used"},
	165: {who: "greta", kind: intel.Need, source: intel.Told, text: "Asked if we could be importer of record.", account: "Tamar Seafoods", segment: "Food and drink", answer: "Kept for the profile: it is about customs again.", by: "ben", answered: "filed"},
	167: {who: "aisha", about: portlane, kind: intel.Price, source: intel.Told, text: "Portlane charges for every touch of a pallet. It was eleven lines on one invoice.", account: "Pellow & Sons", segment: "Retail", answer: "On the card.", by: "joel", answered: "used"},
	171: {who: "tomasz", about: corvane, kind: intel.Price, source: intel.Told, text: "Fuel fixed until January.", opinion: "Fixed for now, I think. Nobody could show me the clause.", account: "Halden Automotive", segment: "Automotive", answer: "It makes a good question. On the card.", by: "hannah", answered: "used"},
	174: {who: "greta", about: portlane, kind: intel.Service, source: intel.Saw, text: "Portlane runs the retail cross-dock at Tilbury six days a week.", account: "Ashby Home", segment: "Retail", answer: "On the card as a place where they win.", by: "joel", answered: "used"},
	181: {who: "aisha", about: portlane, kind: intel.Service, source: intel.Told, text: "Portlane’s lease at Tilbury runs to 2029, says their own sales.", account: "Brightwell Retail", segment: "Retail", answer: "Then nobody says that it closes.", by: "joel", answered: "used"},
	185: {who: "aisha", about: bluewake, kind: intel.Deal, source: intel.Told, text: "Pellow took Bluewake for the clerk, and told us so.", account: "Pellow & Sons", segment: "Retail", answer: "On the card as what it is: proof.", by: "ben", answered: "used"},
	188: {who: "greta", about: norvik, kind: intel.Offer, source: intel.Told, text: "Norvik tells everybody they are the only line with six sailings.", account: "Tamar Seafoods", segment: "Food and drink", others: heardBy("ruth", "Northgate Foods"), answer: "With our answer on the card.", by: "hannah", answered: "used"},
	192: {who: "ruth", about: norvik, kind: intel.Service, source: intel.Told, text: "Norvik owns the cold store at Grimsby, they say.", account: "Calder Valley Dairies", segment: "Food and drink", answer: "On the card until somebody knows better.", by: "hannah", answered: "used"},
	196: {who: "callum", about: norvik, kind: intel.Service, source: intel.Saw, text: "The cold store at Grimsby is leased since June. The lease hangs in the gatehouse.", account: "Fennick Brewing", segment: "Food and drink", answer: "Both notes are on the card until we know.", by: "hannah", answered: "used"},
	204: {who: "ruth", about: []string{"corvane", "norvik-lines"}, kind: intel.Need, source: intel.Told, text: "A warm box in Rotterdam and nobody could say where it got warm. With a trace they would have known in an hour.", account: "Northgate Foods", segment: "Food and drink", others: heardBy("greta", "Tamar Seafoods", "callum", "Fennick Brewing"), answer: "This is the case for the trace. In the cold-chain brochure.", by: "ben", answered: "used"},
	207: {who: "callum", kind: intel.Need, source: intel.Told, text: "Has a spreadsheet of every hold since the rule change.", account: "Northgate Foods", segment: "Food and drink", answer: "Kept for the profile: it is about customs again.", by: "ben", answered: "filed"},
	209: {who: "callum", about: []string{"norvik-lines", "corvane"}, kind: intel.Service, source: intel.Told, text: "“Friday is a lottery.” They ring a queue at five and hear music.", account: "Fennick Brewing", segment: "Food and drink", others: heardBy("tomasz", "Halden Automotive"), answer: "Word for word under the questions worth asking.", by: "hannah", answered: "used"},
	211: {who: "ruth", about: norvik, kind: intel.Service, source: intel.Told, text: "Bumped twice in October, told at 16:00 both times.", account: "Northgate Foods", segment: "Food and drink", answer: "It carries the Friday line.", by: "hannah", answered: "used"},
	216: {who: "joel", about: portlane, kind: intel.Rumour, source: intel.Hand, text: "Portlane may be closing the Tilbury cross-dock in spring. Heard at the Leeds breakfast from a former driver.", segment: "Retail", answer: "Portlane told Brightwell the lease runs to 2029. I would not use this yet.", by: "priya", answered: "filed"},
	217: {who: "greta", about: norvik, kind: intel.Price, source: intel.Told, text: "Norvik’s rates rise 4% in January.", account: "Tamar Seafoods", segment: "Food and drink", answer: "On the card, thin until a second account says so.", by: "hannah", answered: "used"},
	218: {who: "ruth", about: corvane, kind: intel.Need, source: intel.Told, text: "They asked us when a load arrives warm what Corvane sends them. Nothing, and after a week an apology.", account: "Calder Valley Dairies", segment: "Food and drink", others: heardBy("callum", "Northgate Foods", "greta", "Tamar Seafoods", "dan", "Fennick Brewing", "tomasz", "Ostrava Steel"), answer: "It leads the card now, and it is in the brochure brief.", by: "hannah", answered: "used"},
	219: {who: "hannah", kind: intel.Need, source: intel.Saw, text: "The first 20 minutes were about paperwork. Temperature came up once.", account: "Calder Valley Dairies", segment: "Food and drink", answer: "Kept for the profile: it is about customs again.", by: "ben", answered: "filed"},
	221: {who: "tomasz", about: corvane, kind: intel.Service, source: intel.Saw, text: "Corvane’s trailer took 51 hours from Rotterdam to our customer’s gate in Leeds, by the gate log. It was full.", account: "Ostrava Steel", segment: "Automotive", answer: "Beside Hannah’s question about the 48 hours.", by: "hannah", answered: "filed"},
	222: {who: "hannah", kind: intel.Need, about: corvane, source: intel.Saw, text: "Two line stops in October, both customs, neither the carrier’s fault. They want one phone number, day and night.", account: "Halden Automotive", segment: "Automotive", others: heardBy("tomasz", "Ostrava Steel", "dan", "Brightwell Retail"), answer: "Watching: one more account and we offer it.", by: "ben", answered: "filed"},
	224: {who: "greta", about: corvane, kind: intel.Service, source: intel.Told, text: "Two days to the door, if the trailer is full.", account: "Tamar Seafoods", segment: "Food and drink", answer: "With the condition, on the card.", by: "hannah", answered: "used"},
	226: {who: "aisha", about: bluewake, kind: intel.Offer, source: intel.Told, text: "Bluewake puts a customs clerk on site for the first 30 days. Pellow called it “the thing that swung it”.", account: "Pellow & Sons", segment: "Retail", others: heardBy("tomasz", "Halden Automotive"), answer: "Thank you, this is the first note in Proposal 7. Ruth and I have quoted it word for word.", by: "ben", answered: "used"},
	229: {who: "greta", about: norvik, kind: intel.Service, source: intel.Told, text: "Third importer this month to say Norvik’s Immingham slot gets bumped on Fridays. They find out at 16:00.", account: "Tamar Seafoods", segment: "Food and drink", others: heardBy("ruth", "Northgate Foods", "callum", "Fennick Brewing"), answer: "Used. “Friday slots” now leads the Norvik card, with your three importers as the source. Could one of them go on record? I have asked Ruth for a quote.", by: "hannah", answered: "used", after: moment{0, 105}},
	231: {who: "callum", about: corvane, kind: intel.Price, source: intel.Told, text: "Corvane is quoting a 48-hour Rotterdam to Leeds door service at about 6% under us, fuel included.", opinion: "Sounds like a fill-the-trailer price for November. Their planner would not put it in writing.", account: "Northgate Foods", segment: "Food and drink", others: []hearer{
		{on(-4, 15, 10), "greta", "Tamar Seafoods", intel.Hand, "from their forwarder"},
		{on(-2, 11, 20), "ruth", "Calder Valley Dairies", intel.Saw, "an email on the desk"},
		{on(-1, 10, 45), "tomasz", "Ostrava Steel", intel.Told, ""}}},
	232: {who: "aisha", about: bluewake, kind: intel.Price, source: intel.Saw, text: "Brightwell forwarded Bluewake’s written quote for the peak season, page 2 says confidential.", account: "Brightwell Retail", segment: "Retail", sensitive: true},
}

// comments are what was said about notes.
var comments = []struct {
	at   moment
	who  string
	note int64
	text string
}{
	{on(0, 8, 40), "ruth", 231, "Calder Valley has it in an email. I can ask Marta whether we may quote it tomorrow; Ben rides along."},
}

var (
	corvane  = []string{"corvane"}
	norvik   = []string{"norvik-lines"}
	bluewake = []string{"bluewake"}
	portlane = []string{"portlane"}
)

// heardBy pairs people and accounts.
func heardBy(pairs ...string) (list []hearer) {
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, hearer{who: pairs[i], account: pairs[i+1], source: intel.Told})
	}
	return list
}

// What most notes are made of.
var (
	rivals = []struct {
		slug, name string
	}{{"corvane", "Corvane"}, {"norvik-lines", "Norvik"}, {"corvane", "Corvane"}, {"bluewake", "Bluewake"}, {"norvik-lines", "Norvik"}, {"corvane", "Corvane"}, {"portlane", "Portlane"}}
	customers = []struct{ name, segment string }{
		{"Northgate Foods", "Food and drink"}, {"Tamar Seafoods", "Food and drink"}, {"Halden Automotive", "Automotive"}, {"Pellow & Sons", "Retail"},
		{"Calder Valley Dairies", "Food and drink"}, {"Brightwell Retail", "Retail"}, {"Ostrava Steel", "Automotive"}, {"Fennick Brewing", "Food and drink"},
		{"Ashby Home", "Retail"}, {"Kestrel Pharma", "Food and drink"}, {"Torrance Tyres", "Automotive"},
	}
	lanes = []string{"Rotterdam to Leeds", "Immingham to Zeebrugge", "Grimsby to Esbjerg", "Hull to Rotterdam", "Tilbury to Antwerp"}
	kinds = []struct {
		kind  intel.Kind
		words []string
	}{
		{intel.Price, []string{"RIVAL quoted LANE NUMBER% under our rate, for full trailers only.", "RIVAL adds a fuel surcharge of NUMBER% on LANE from next month.", "RIVAL gave NUMBER% back after the third late box on LANE."}},
		{intel.Service, []string{"RIVAL was NUMBER hours late on LANE and rang nobody.", "RIVAL answers within NUMBER minutes on LANE, by a name they know.", "RIVAL lost NUMBER pallets on LANE and found them in the wrong shed."}},
		{intel.Offer, []string{"RIVAL offers NUMBER free plug-in days on LANE.", "RIVAL wants to open a desk for LANE within NUMBER weeks."}},
		{intel.Deal, []string{"They took RIVAL for LANE. NUMBER% decided it.", "They left RIVAL on LANE after NUMBER complaints and came to us."}},
		{intel.Need, []string{"They want a call before noon when a box on LANE slips. RIVAL writes, NUMBER hours later.", "They would pay NUMBER% more for a fixed planner on LANE. RIVAL has none."}},
		{intel.Rumour, []string{"Somebody said RIVAL drops NUMBER sailings on LANE in spring."}},
	}
	writers  = []string{"ruth", "greta", "callum", "tomasz", "hannah", "greta", "aisha", "dan", "ben", "ruth", "callum", "lucia"}
	deskers  = []string{"hannah", "ben", "lucia", "hannah", "joel"}
	thankyou = []string{"Used, in the answers to this lane.", "It is on the card now. Thank you.", "Used in the deck for their sector.", "Kept on file: good to know, nothing to change yet."}
)

// hearings are all notes in the order of their numbers.
func hearings() []hearing {
	list := make([]hearing, 0, lastNote)
	for n := 1; n <= lastNote; n++ {
		h, known := named[n]
		if !known {
			h = common(n)
		}
		h.at = on(dayOf(n), 9+n%7, 7*n%60)
		switch n {
		case 229:
			h.at = on(-1, 15, 20)
		case 231:
			h.at = on(0, 7, 52)
		case 232:
			h.at = on(0, 9, 30)
		}
		if h.after == (moment{}) {
			h.after = moment{n % 2, 35 + 11*n%90}
		}
		for i := range h.others {
			if h.others[i].at == (moment{}) {
				h.others[i].at = moment{h.at.day, min(h.at.minute+40*(i+1), fullDay-1)}
			}
		}
		list = append(list, h)
	}
	return list
}

// common is a note that nobody talks about any more.
func common(n int) hearing {
	rival, customer, kind := rivals[n%len(rivals)], customers[n*5%len(customers)], kinds[n*11/3%len(kinds)]
	h := hearing{
		who: writers[n%len(writers)], about: []string{rival.slug}, kind: kind.kind, source: intel.Sources[n/3%len(intel.Sources)],
		text:    strings.NewReplacer("RIVAL", rival.name, "LANE", lanes[n*3%len(lanes)], "NUMBER", fmt.Sprint(2+n*7%11)).Replace(kind.words[n/2%len(kind.words)]),
		account: customer.name, segment: customer.segment,
		answer: thankyou[n%len(thankyou)], by: deskers[n%len(deskers)], answered: "used",
	}
	if n%len(thankyou) == len(thankyou)-1 {
		h.answered = "filed"
	}
	if n%3 == 0 {
		h.others = heardBy(writers[(n+1)%len(writers)], customers[(n*5+1)%len(customers)].name)
		if h.others[0].who == h.who {
			h.others = nil
		}
	}
	return h
}

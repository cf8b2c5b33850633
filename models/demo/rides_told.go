package demo

import "alongside/models/ridealongs"

// outing is a ride-along, or a session sat in, of the story.
type outing struct {
	day          int // as of moments
	from, until  int // hours times a hundred and minutes, by the clock there
	host         string
	guests       []string // who has a seat
	queue        []string
	seats        int
	title, place string
	account      string // "": a session of Marketing
	kind         ridealongs.Kind
	consent      ridealongs.Consent
	prepare      string
	meet         string
	background   string
	manners      string
	wish         string // of the first guest
}

// met is who went where with whom in the last twelve months, the longest ago first.
var met = []outing{
	{day: -121, from: 1000, until: 1200, host: "hannah", guests: []string{"dan"}, title: "Half-year plan", place: "Room 1"},
	{day: -110, from: 1000, until: 1300, host: "dan", guests: []string{"priya"}, title: "Pellow & Sons, Selby", place: "Selby", account: "Pellow & Sons"},
	{day: -103, from: 1400, until: 1600, host: "priya", guests: []string{"callum"}, title: "Budget, line by line", place: "Room 2"},
	{day: -95, from: 900, until: 1200, host: "tomasz", guests: []string{"hannah"}, title: "Ostrava Steel, Goole", place: "Goole", account: "Ostrava Steel"},
	{day: -90, from: 1000, until: 1200, host: "hannah", guests: []string{"ruth"}, title: "Words for cold loads", place: "Online"},
	{day: -70, from: 1400, until: 1530, host: "ben", guests: []string{"ruth"}, title: "Website words: food", place: "Online"},
	{day: -68, from: 900, until: 1200, host: "callum", guests: []string{"lucia"}, title: "Ashby Home, Hull", place: "Hull", account: "Ashby Home"},
	{day: -65, from: 1000, until: 1100, host: "hannah", guests: []string{"tomasz"}, title: "Message workshop: lanes", place: "Room 1"},
	{day: -60, from: 1000, until: 1230, host: "priya", guests: []string{"dan"}, title: "Autumn plan", place: "Room 2"},
	{day: -59, from: 900, until: 1200, host: "ruth", guests: []string{"priya"}, title: "Ferrol Foods, Leeds", place: "Leeds", account: "Ferrol Foods"},
	{day: -55, from: 1400, until: 1500, host: "ben", guests: []string{"callum"}, title: "Website words: drinks", place: "Online"},
	{day: -50, from: 900, until: 1200, host: "greta", guests: []string{"hannah"}, title: "Humber Fish, Grimsby", place: "Grimsby", account: "Humber Fish"},
	{day: -47, from: 1400, until: 1500, host: "ben", guests: []string{"tomasz"}, title: "Website words: parts", place: "Online"},
	{day: -45, from: 1400, until: 1600, host: "hannah", guests: []string{"ruth"}, title: "Claims, one by one", place: "Room 1"},
	{day: -37, from: 900, until: 1130, host: "tomasz", guests: []string{"joel"}, title: "Kestrel Parts, York", place: "York", account: "Kestrel Parts"},
	{day: -35, from: 1400, until: 1530, host: "hannah", guests: []string{"tomasz"}, title: "Message workshop: customs, first part", place: "Room 1"},
	{day: -32, from: 1000, until: 1200, host: "lucia", guests: []string{"ruth"}, title: "Brochure 2027: the plan", place: "Room 1"},
	{day: -30, from: 1400, until: 1500, host: "ben", guests: []string{"greta"}, title: "Website words: fish", place: "Online"},
	{day: -27, from: 1000, until: 1300, host: "dan", guests: []string{"priya"}, title: "Marlow Group, Leeds", place: "Leeds", account: "Marlow Group"},
	{day: -21, from: 1000, until: 1200, host: "hannah", guests: []string{"aisha"}, title: "Retail: what they say", place: "Room 2"},
	{day: -19, from: 1400, until: 1530, host: "ben", guests: []string{"ruth"}, title: "Website words: dairy", place: "Online"},
	{day: -17, from: 1000, until: 1200, host: "joel", guests: []string{"greta"}, title: "Lead words: first five calls", place: "Online"},
	{day: -13, from: 1000, until: 1230, host: "hannah", guests: []string{"callum"}, title: "Price talk, rehearsed", place: "Room 1"},
	{day: -10, from: 1000, until: 1200, host: "greta", guests: []string{"hannah"}, title: "Tern Seafoods, Grimsby", place: "Grimsby", account: "Tern Seafoods"},
	{day: -2, from: 900, until: 1200, host: "ruth", guests: []string{"hannah"}, title: "Northgate Foods", place: "Doncaster", account: "Northgate Foods"},
	halden,
	{day: -1, from: 1500, until: 1630, host: "joel", guests: []string{"callum", "aisha"}, seats: 3, title: "Expo debrief", place: "Room 2"},
}

var halden = outing{
	day: -1, from: 800, until: 1100, host: "tomasz", guests: []string{"hannah"}, title: "Halden Automotive", place: "Sunderland", account: "Halden Automotive",
	consent: ridealongs.Given,
}

// planned is what is to come.
var planned = []outing{
	{day: 0, from: 1400, until: 1500, host: "ben", guests: []string{"greta"}, seats: 2, title: "Website words: lanes", place: "Online"},
	{day: 1, from: 830, until: 1300, host: "ruth", guests: []string{"ben"}, queue: []string{"joel"}, title: "Calder Valley Dairies, Halifax", place: "Halifax. Ruth picks Ben up at the Leeds depot at 07:50.",
		account: "Calder Valley Dairies", kind: ridealongs.Visit, consent: ridealongs.Given, prepare: "Safety boots, photo ID", meet: "Marta Holroyd, planning\nGareth Pym, operations",
		background: "They run 38 chilled pallets a night to three supermarket depots. Contract ends 31 March. Marta plans, Gareth signs. They lost a load in August and still talk about it.",
		manners:    "Please let Marta finish her story before we answer.", wish: "What does Marta look at first when a trailer is late?"},
	{day: 1, from: 1400, until: 1600, host: "hannah", guests: []string{"tomasz"}, seats: 3, title: "Message workshop: customs", place: "Room 1"},
	{day: 2, from: 1000, until: 1300, host: "greta", title: "Tamar Seafoods", place: "Grimsby quay", account: "Tamar Seafoods", prepare: "First visit since the Norvik Friday slots. Boots needed."},
	{day: 3, from: 730, until: 1200, host: "callum", guests: []string{"joel"}, queue: []string{"lucia", "priya"}, title: "Fennick Brewing", place: "Tadcaster", account: "Fennick Brewing",
		kind: ridealongs.Review, prepare: "Quarterly review with their planner."},
	{day: 4, from: 1400, until: 1530, host: "lucia", guests: []string{"ruth"}, seats: 3, title: "Brochure 2027: page by page", place: "Room 1", prepare: "Say what you would point at in a first meeting."},
	{day: 5, from: 930, until: 1500, host: "aisha", guests: []string{"ben"}, seats: 2, title: "Brightwell Retail", place: "Wakefield", account: "Brightwell Retail",
		consent: ridealongs.Given, prepare: "Peak season control room. Two calls listened in."},
	{day: 6, from: 1000, until: 1100, host: "joel", guests: []string{"callum", "greta"}, seats: 4, title: "Lead words: listen to five calls", place: "Online",
		prepare: "We play calls and mark the words customers use."},
}

// heardThere are the answers of the debrief at Halden, of host and guest.
var heardThere = map[string]ridealongs.Answers{
	"tomasz": {
		"words": "“Two line stops in October, both customs. I want one number I can ring at night.”", "end": "Well. Gareth sends volumes by Friday, then we price two lanes.",
		"shown": "The line-stop deck. Page 6 is still last year’s sailing.", "competitor": "Bluewake’s clerk. He thinks it is free for good.", "fit": "Good fit. Nothing wrong.",
		"presence": "They spoke to her more than to me, which helped.", "ask": "Put the night number on the first page of anything we send.",
	},
	"hannah": {
		"words": "“I don’t need cheaper. I need someone awake.”", "end": "Gareth said he would “try” to send volumes. He looked at his colleague first.",
		"shown":      "Deck landed. They asked for something on customs they could forward. We had nothing.",
		"competitor": "None by name. “The people with the clerk.”", "fit": "They are automotive, not food. They score 55 and still want us. “Chilled” may be the wrong question.",
		"surprise": "That nights matter more to them than price. I will write the night line before Friday.", "ask": "Ask who else in the room decides, before the price.",
	},
}

// wrote is what people wrote after the others, in turn.
var wrote = []ridealongs.Answers{
	{"words": "“Tell us before it is late, not after.”", "end": "A good hour. We send the times, they look at one lane.", "shown": "The one-page sheet. The sailing times were missing."},
	{"words": "“Who do I ring on a Sunday?”", "end": "They think about it until the end of the month."},
	{"words": "“Your words are yours, not ours.”", "end": "Three lines changed on the spot, two to be checked.", "competitor": "Nobody came up."},
	{"words": "“We count hours, not pallets.”", "end": "A second talk in two weeks.", "fit": "Fits. Nothing wrong."},
}

// spent are hours with customers beside all that.
var spent = []struct {
	who     string
	day     int
	minutes int
	what    string
}{
	{"dan", -6, 180, "Marlow Group, contract talk"}, {"ruth", -8, 180, "Northgate Foods, yard visit"}, {"ruth", -12, 120, "Calder Valley Dairies, by phone"},
	{"tomasz", -5, 240, "Ostrava Steel, two calls"}, {"aisha", -9, 90, "Brightwell Retail, by phone"}, {"priya", -7, 240, "Panel of four buyers"},
	{"ben", -11, 300, "Three interviews for the brochure"}, {"lucia", -4, 120, "Photographs at Fennick"}, {"joel", -14, 300, "Expo, on the stand"},
}

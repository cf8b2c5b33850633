package demo

import (
	"fmt"
	"strings"

	"alongside/models/requests"
)

// audience is who reads a piece and what should change in their mind.
type audience struct{ reader, change string }

// sectors by what stands in a request's account when it is for no single customer.
var sectors = map[string]audience{
	"Food and drink": {"Logistics and supply chain leads at chilled food makers. They worry about a trace with a gap in it.",
		"“Meridian can prove the temperature at every handover, not just at the dock.”"},
	"Automotive": {"Inbound logistics managers at tier-one suppliers. They worry about line stops, and about customs at the last minute.",
		"“Meridian can hold my parts at the border and still hit the line.”"},
	"Retail": {"Transport managers at retailers with 20 to 200 shops. They worry about the weeks before Christmas.",
		"“They say in October what room they have in December, and keep to it.”"},
	"Importers": {"Planners who bring in two to ten loads a week. They worry about Friday slots that move.",
		"“One planner by name, one number, and the slot in writing.”"},
	"Industry": {"Dispatch managers at makers of heavy goods. They worry about empty return loads.",
		"“The return load pays for the wait at the quay.”"},
	"Hauliers": {"Small hauliers who drive for us. They worry about waiting time and late payment.",
		"“With Meridian I know on Thursday what I drive on Monday.”"},
}

var sectorOf = map[string]string{
	"Ardley Tools": "Industry", "Bryn Ceramics": "Industry", "Lumen Lighting": "Industry", "Ostrava Steel": "Industry",
	"Sandmoor Paper": "Industry", "Brightwell Retail": "Retail", "Harrow Home": "Retail", "Pellow & Sons": "Retail",
	"Calder Valley Dairies": "Food and drink", "Fennick Brewing": "Food and drink", "Kestrel Pharma": "Food and drink",
	"Northgate Foods": "Food and drink", "Tamar Seafoods": "Food and drink", "Halden Automotive": "Automotive",
}

// brief of the piece: what is told of it, and for the rest what such a request usually says.
func (t *teller) brief(p piece) (requests.Brief, error) {
	b := requests.Brief{Type: p.kind, Title: p.title, Account: p.account, Answers: p.usual()}
	for key, text := range answers[p.number] {
		b.Answers[key] = text
	}
	if p.kind == "deck" {
		b.Uses = []string{"First meeting"}
	}
	if p.kind == "bid" {
		b.Uses = []string{"Tender"}
	}
	if uses, ok := uses[p.number]; ok {
		b.Uses = uses
	}
	if r, ok := rushes[p.number]; ok {
		if !t.diary.begun { // these requests are told of the last day
			r.day--
		}
		by := t.diary.date(r.day).Midnight()
		b.NeededBy, b.RushReason = &by, r.why
	}
	if a, ok := attached[p.number]; ok {
		upload, err := t.portal.Files.Receive(a.name, strings.NewReader(a.text))
		if err != nil {
			return b, err
		}
		b.Files = append(b.Files, upload)
	}
	return b, nil
}

func (p piece) usual() map[string]string {
	switch p.kind {
	case "intro":
		return map[string]string{
			"reader": fmt.Sprintf("Whoever plans the loads at %s.", p.account),
			"change": "How they choose a carrier, in their own words, and what nearly made them choose another.",
			"time":   "Half an hour by telephone",
		}
	case "feedback":
		return map[string]string{
			"reader": "All leads of that list: the first call, what came of it, and one sentence why.",
			"change": "Which questions to ask before we pass the next ones on.",
		}
	case "quote":
		return map[string]string{
			"reader": fmt.Sprintf("A planner at %s, in a sentence or two.", p.account),
			"change": "On the page that answers the same question.",
		}
	}
	sector, ok := sectorOf[p.account]
	if !ok {
		sector = p.account
	}
	a := sectors[sector]
	return map[string]string{"reader": a.reader, "change": a.change}
}

// rush is a date sooner than both teams agreed, in working days after the story's last day, and who agreed to it.
type rush struct {
	day    int
	why    string
	by     string // "": it is still to be decided
	answer string
}

var rushes = map[int64]rush{
	421: {1, "Halden closes the tender portal at noon on the day after. The section has to be in the evening before.",
		"priya", "Yes. Ben drafts it in a day, and the rest of his week holds."},
	450: {10, "Halden moved its supplier day to the morning after. Six plants in one room.", "", ""},
}

var uses = map[int64][]string{
	412: {"First meeting", "Event"},
	430: {"First meeting", "Email follow-up"},
	443: {"First meeting", "Tender"},
	450: {"Event"},
}

// attached files are given with the brief.
var attached = map[int64]struct{ name, text string }{
	412: {"immingham-rotterdam-times.csv", "from,to,leaves,at the dock\nLeeds,Rotterdam,Monday to Friday,second morning\nGrimsby,Zeebrugge,Tuesday and Friday,second morning\n"},
	430: {"depot-carbon-report.csv", "lane,kg CO2e a pallet,may be printed\nImmingham to Rotterdam,14.2,\nHull to Zeebrugge,15.8,\nGrimsby to Esbjerg,21.5,\n"},
}

// answers to questions of the brief, by request and key of the field.
var answers = map[int64]map[string]string{
	398: {"story": "A van stood for six hours at the border in July, and not one vial left its band. The trace was in their inbox before the driver was through."},
	399: {"story": "Sandmoor used to send half its trailers home empty. Now they carry card for a printer in Hull."},
	407: {"event": "Multimodal, Birmingham, in June"},
	409: {"question": "What does a wardrobe from Falmouth to Leeds cost, with two people to carry it up?"},
	412: {
		"reader":  "Logistics and supply chain leads at chilled food makers, £20m to £200m turnover",
		"change":  "“Meridian can prove the temperature at every handover, not just at the dock.” Buyers ask for proof, not promises.",
		"include": "Immingham and Rotterdam times\nLogger sample report\nTwo customer quotes",
	},
	421: {"tender": "Halden Automotive inbound 2027, section 6: sustainability, nine questions"},
	423: {"reader": "The 14 leads from the Food and Drink Expo stand, by name in the list of the day."},
	424: {"meeting": "Head of logistics and her deputy, 40 minutes"},
	425: {"tender": "Tamar Seafoods chilled distribution, section 4: tracking and temperature logs"},
	427: {"question": "What happens in a customs hold, hour by hour, for a planner who has never had one?"},
	429: {"tender": "Ardley Tools, section 3. Question 14: describe how you handle a customs hold outside office hours."},
	430: {"question": "How much carbon does a pallet cost on the lanes we sail every week?"},
	432: {"event": "Open day at Immingham dock, a Thursday in February"},
	434: {"tender": "Kestrel Pharma distribution, section 2: good distribution practice"},
	442: {"tender": "Quarry group, aggregates to the Humber, option B: barge"},
	443: {
		"reader": "Home furniture retailers who deliver to the room of choice",
		"change": "“Two people, a two-hour window, and nobody rings me about a scratched bannister.”",
	},
	450: {
		"reader": "Inbound logistics managers at tier-one suppliers. They worry about line stops, and about customs at the last minute.",
		"change": "“Meridian can hold my parts at the border and still hit the line.”",
	},
	457: {"event": "Dinner for twelve importers, Rotterdam, in January"},
	459: {"event": "Retail logistics forum, Leeds, in March"},
	462: {"event": "Breakfast for food buyers, Hull, in January"},
}

package demo

import (
	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/workday"
)

// Titles of the profile's sections.
const (
	whoTheyAre = "Who they are"
	scorecard  = "Criteria scorecard"
	readyLead  = "What we both call a sales-ready lead"
	handover   = "Handover: Marketing to Sales"
	handBack   = "Hand-back: Sales to Marketing"
	whoItIsNot = "Who it is not"
	doesWhat   = "Who does what"
	howWeKnow  = "How we know"
)

const theirNight = "They come to us after something went wrong: a load refused at the dock, a weekend stuck in Zeebrugge, or a carrier that could not say where the trailer was."

const opening = "A chilled-food maker who crosses the sea every week, has been let down once, and wants proof before price."

// makers is the first paragraph of who they are, with a turnover and what supermarkets do.
func makers(turnover, windows string) string {
	return "Food and drink makers and importers in Britain, Ireland and the Benelux, with " + turnover +
		" turnover and one or two sites. They ship chilled or frozen pallets to supermarkets" + windows +
		". Their logistics lead is a planner first and a buyer second, and is judged on waste, not on price per pallet."
}

// firstProfile is version 1, made of what a new Alongside begins with: sections of its titles keep their ids.
func firstProfile(begun icp.Content, endOfYear workday.Date) []icp.Change {
	find := func(kind icp.Kind, title string) icp.Section {
		for _, s := range begun.Sections {
			if s.Kind == kind && (title == "" || s.Title == title) {
				return s
			}
		}
		return icp.Section{}
	}
	card, not, lead, over, back := find(icp.Criteria, scorecard), find(icp.Criteria, whoItIsNot), find(icp.Lead, ""), find(icp.Handover, ""), find(icp.HandBack, "")
	who, start, does, know := find(icp.Prose, whoTheyAre), find(icp.Opening, ""), find(icp.Roles, ""), find(icp.Prose, howWeKnow)
	start.Text = opening
	who.Text = makers("£10m to £400m", "") + "\n\n" + theirNight
	who.Sources = []icp.Source{"IN-218"}
	card.Criteria = []icp.Criterion{
		{ID: -1, Attribute: "Ships chilled or frozen, door to door", Question: "Do they ship chilled or frozen, door to door?", How: "Ask what leaves the dock cold, and who measures it.",
			Weight: icp.Counts, Points: 30, Why: "Our logger reports win here: 9 of the last 11.", Sources: []icp.Source{"IN-204"}},
		{ID: -2, Attribute: "1,500 to 12,000 pallets a year", Question: "1,500 to 12,000 pallets a year?", How: "29 to 230 a week: pallets a week times 52.",
			Weight: icp.Counts, Points: 25, Why: "Below this we lose money; above it they run their own fleet.", Sources: []icp.Source{"IN-188"}},
		{ID: -3, Attribute: "Crosses the Channel or the North Sea weekly", Question: "Across the Channel or North Sea every week?", How: "At least one sailing in four of five weeks.",
			Weight: icp.Counts, Points: 25, Why: "Our Immingham and Rotterdam slots are the reason to switch.", Sources: []icp.Source{"IN-218"}},
		{ID: -4, Attribute: "Has changed carrier in the last three years", Question: "Changed carrier in the last three years?", How: "Ask who carried for them in 2023.",
			Weight: icp.Counts, Points: 20, Why: "They know switching is possible and have a list ready.", Sources: []icp.Source{"IN-171"}},
	}
	card.Text, card.Good, card.Maybe = "Both teams score an account the same way, before anyone spends a day on it.", 60, 40
	lead.Text = "A lead is ready for Sales when all six are true."
	lead.Items = []icp.Item{
		{ID: -1, Text: "The account scores **60 or more on this page.**", Required: true},
		{ID: -2, Text: "A named person with logistics in their job has **asked us something, not only read something.**", Required: true},
		{ID: -3, Text: "We know the lane, the temperature and the rough volume.", Required: true},
		{ID: -4, Text: "There is a date: contract end, season start, or a tender.", Required: true},
		{ID: -5, Text: "They have named their carrier of today.", Required: true},
		{ID: -6, Text: "They have opened two mails in a month.", Required: true},
	}
	over.Steps = []icp.Step{
		{ID: -1, Side: people.Marketing, What: "**Marketing** hands over with the facts and the words the customer used.", When: "Same day"},
		{ID: -2, Side: people.Sales, What: "**Sales** accepts or asks one question.", Hours: 8},
		{ID: -3, Side: people.Sales, What: "**Sales** makes first contact by phone, then writes one line on what was said.", Hours: 24},
	}
	back.Steps = []icp.Step{
		{ID: -1, Side: people.Sales, What: "**Sales** hands back with one of five reasons. “Not ready yet” needs a month to try again.", Hours: 80, When: "of accepting"},
		{ID: -2, Side: people.Marketing, What: "**Marketing** reads the reason and says what happens next: keep warm, close, or query.", Hours: 40},
		{ID: -3, Side: people.None, What: "**Both leads** look at the hand-backs together and change this page if three say the same thing.", When: "First Tuesday of the month"},
	}
	back.Codes = []icp.Code{
		{ID: -1, Code: "not-ready", Words: "Not ready yet", Date: true},
		{ID: -2, Code: "not-a-fit", Words: "Does not fit after all", Final: true, Criterion: true},
		{ID: -3, Code: "wrong-person", Words: "Not the person who decides"},
		{ID: -4, Code: "not-reached", Words: "Could not be reached in five tries"},
		{ID: -5, Code: "other", Words: "Something else", Text: true},
	}
	not.Text = "We say no early and kindly, and suggest someone better."
	not.Criteria = []icp.Criterion{
		{ID: -5, Attribute: "One-off loads, or fewer than 300 pallets a year", Weight: icp.RulesOut, Sources: []icp.Source{"IN-188"}},
		{ID: -6, Attribute: "Pharmaceutical loads that need GDP licensing beyond our Leeds depot", Question: "Pharmaceutical loads beyond our GDP licence", Weight: icp.RulesOut},
		{ID: -7, Attribute: "Tenders where price is more than 70% of the score", Question: "Price is more than 70% of the score", Weight: icp.RulesOut},
		{ID: -8, Attribute: "Payment terms over 75 days", Weight: icp.RulesOut},
	}
	know.Text = "Every claim shows how fresh its evidence is. When a claim goes stale, it is listed for the monthly review."
	does.Roles = []icp.Role{
		{ID: -1, Side: people.Marketing, Who: "Priya Nair", What: "Chooses which segments we speak to each quarter, and says so here."},
		{ID: -2, Side: people.Sales, Who: "Dan Okafor", What: "Names who follows up on which lanes, and keeps the two days."},
		{ID: -3, Side: people.None, Who: "Both leads", What: "Read the hand-backs together on the first Tuesday."},
	}
	does.Priorities = []icp.Priority{{ID: -1, What: "Chilled food that crosses to Rotterdam."}, {ID: -2, What: "Customers of Bluewake whose contract ends before spring."}}
	does.ValidUntil = endOfYear
	changes := []icp.Change{{Section: start.ID, To: &start}, {Section: who.ID, To: &who}, {Section: card.ID, To: &card}, {Section: lead.ID, To: &lead},
		{Section: over.ID, To: &over}, {Section: back.ID, To: &back}, {Section: not.ID, To: &not, Move: &icp.Move{After: back.ID}},
		{Section: know.ID, To: &know, Move: &icp.Move{After: not.ID}}, {Section: does.ID, To: &does, Move: &icp.Move{After: know.ID}}}
	for _, title := range []string{"What sets them off", "What it costs them to do nothing", "Who decides"} {
		changes = append(changes, icp.Change{Section: find(icp.Prose, title).ID})
	}
	return changes
}

// points gives the criteria of the section, in their order, so many.
func points(s *icp.Section, each ...int) {
	for i, n := range each {
		s.Criteria[i].Points = n
	}
}

var logistics = icp.Criterion{ID: -1, Attribute: "A named person owns logistics", Question: "Does a named person own logistics?", How: "A name and a telephone number.",
	Weight: icp.Counts, Points: 15, Why: "Without one, first meetings go nowhere for both teams.", Sources: []icp.Source{"IN-160"}}

var windows = icp.Criterion{ID: -1, Attribute: "Sells to supermarkets with delivery windows", Question: "Do supermarkets fine them for missed windows?", How: "Ask what a missed window costs.",
	Weight: icp.Counts, Points: 10, Why: "Missed windows cost them more than we do.", Sources: []icp.Source{"IN-209"}}

var customs = icp.Criterion{ID: -1, Attribute: "Has had a customs hold in the last year", Question: "Any customs hold since spring?", How: "One question on the phone: any customs hold since spring?",
	Weight: icp.Counts, Points: 10, Why: "Three of five changed carrier within six weeks of one.", Sources: []icp.Source{"IN-226", "IN-222"}}

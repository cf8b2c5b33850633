package icp

import "alongside/models/people"

// standard is the document that a new Alongside begins with: the sections that companies found they need, with the lead
// definition and hand-back reasons that most of them end with. Both teams make it theirs before they agree.
func standard() Content {
	prose := func(title, text string) Section { return Section{Kind: Prose, Title: title, Text: text} }
	return Content{[]Section{
		{Kind: Opening, Title: "The customer we are both looking for", Text: "One sentence that both teams would say to a new colleague."},
		prose("Who they are", "Industry, size, region and ownership of the companies we serve best.\n\nWhat they have in place already that we work with."),
		prose("What sets them off", "What happens to them before they look for somebody like us: a new site, a new rule, something that went wrong."),
		prose("What it costs them to do nothing", "The pain in their words, and what it costs in a year."),
		prose("Who decides", "Who signs, who uses what we sell, and who can stop it."),
		{Kind: Criteria, Title: "Criteria scorecard", Text: "Both teams score an account the same way, before anyone spends a day on it.", Good: 60, Maybe: 40, Criteria: []Criterion{
			{Attribute: "Is in an industry we know", How: "Look at what they sell, and to whom.", Weight: Must, Points: 25, Why: "We know their words and their problems."},
			{Attribute: "Is of a size we serve well", How: "People, sites or turnover, as published.", Weight: Counts, Points: 20, Why: "Below it we lose money, above it they do it themselves."},
			{Attribute: "Has the problem we solve", How: "Ask when it happened last.", Weight: Must, Points: 30, Why: "Nobody changes for a problem they do not have."},
			{Attribute: "A named person owns the problem", How: "A name and a telephone number.", Weight: Counts, Points: 15, Why: "Without one, first meetings go nowhere for both teams."},
			{Attribute: "Has changed supplier before", How: "Ask who it was three years ago.", Weight: Counts, Points: 10, Why: "They know that it is possible."},
		}},
		{Kind: Criteria, Title: "Who it is not", Text: "We say no early and kindly, and suggest someone better.", Criteria: []Criterion{
			{Attribute: "Is too small to be served well", Weight: RulesOut},
			{Attribute: "Needs what we do not sell", Weight: RulesOut},
		}},
		{Kind: Lead, Title: "What we both call a sales-ready lead", Text: "A lead is ready for Sales when all of these are true.", Items: []Item{
			{Text: "The account is a good fit on this page", Required: true},
			{Text: "The right person to decide is interested", Required: true},
			{Text: "There is a clear problem that we can solve", Required: true},
			{Text: "They will evaluate within 3 months", Required: true},
			{Text: "They will decide within 6 months", Required: true},
			{Text: "They will meet somebody of Sales within 2 weeks", Required: true},
			{Text: "Names, address and telephone are complete, and the source is known", Required: true},
			{Text: "It is not in a deal that is open already", Required: true},
		}},
		{Kind: Handover, Title: "Handover: Marketing to Sales", Steps: []Step{
			{Side: people.Marketing, What: "Hands over with every item of the list and the words the customer used.", When: "Same day"},
			{Side: people.Sales, What: "Makes first contact. Who asked to be called is called within 4 working hours.", Hours: 8},
			{Side: people.Sales, What: "Accepts the lead, or hands it back with a reason.", Hours: 16},
		}},
		{Kind: HandBack, Title: "Hand-back: Sales to Marketing", Steps: []Step{
			{Side: people.Sales, What: "Hands back with one of the reasons below.", Hours: 16},
			{Side: people.Marketing, What: "Reads the reason, and accepts or disputes it.", Hours: 24},
			{Side: people.None, What: "Both leads look at the hand-backs together.", When: "Once a month"},
		}, Codes: []Code{
			{Code: "not-a-fit", Words: "Does not fit: name the criterion", Final: true, Criterion: true},
			{Code: "ruled-out", Words: "Something rules it out: name it", Final: true, Criterion: true},
			{Code: "no-authority", Words: "Not the person who decides"},
			{Code: "no-need", Words: "No need now"},
			{Code: "no-budget", Words: "No budget"},
			{Code: "timing", Words: "Not ready yet: name the month to try again", Date: true},
			{Code: "not-reached", Words: "Could not be reached after five tries"},
			{Code: "bad-data", Words: "The data is wrong"},
			{Code: "duplicate", Words: "Here already, or in an open deal", Final: true},
			{Code: "not-a-buyer", Words: "A competitor, a student or somebody looking for work", Final: true},
			{Code: "customer", Words: "A customer already", Final: true},
			{Code: "outside", Words: "Wants what we do not sell", Final: true},
			{Code: "other", Words: "Something else: say what", Text: true},
		}},
		{Kind: Roles, Title: "Who does what", Roles: []Role{
			{Side: people.Marketing, Who: "Marketing", What: "Finds accounts that fit, and hands over leads that are ready."},
			{Side: people.Sales, Who: "Sales", What: "Follows up each lead in time, and says what became of it."},
		}, Priorities: []Priority{{What: "Agree on this page."}}},
		prose("How we know", "Customers we won and why, customers we lost or who left and why, and the competitors we met there."),
	}}
}

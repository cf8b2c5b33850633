package requests

import "alongside/models/people"

// standardRounds of review are included.
const standardRounds = 2

// standard are the types every new Alongside starts with. Days are working days, split over the stages as both teams
// of a mid-sized company would; leads change them in their own versions.
var standard = []struct {
	typ        Type
	stages     []Stage
	fields     []Field
	reviewDays int16
}{
	{
		typ: Type{Key: "brochure", Name: "Brochure", Blurb: "Printed or PDF, 4 to 12 pages", Side: people.Marketing},
		stages: []Stage{
			briefCheck,
			work("Brief details", people.Sales, 1, "Every fact the copy needs is in the brief.", "Times and figures checked", "Customer quotes signed off"),
			work("Copy draft", people.Marketing, 4, "The whole text can be read from the first line to the last.", "Reader and change are met", "Every claim has a source"),
			review("Fact check", people.Sales, 2, "Sales stands behind each sentence.", "Names, times and prices checked"),
			work("Design", people.Marketing, 4, "The pages look as they will be printed.", "Print and phone versions", "Prices removed or dated"),
			review("Review", people.Sales, 2, "Sales has approved the layout, or said what must change."),
			work("Sign-off", people.Marketing, 1, "The file is where both teams find it.", "Review-by date set"),
		},
		fields:     append(pieceFields(), Field{Key: "include", Label: "Must include", Hint: "Facts, proof, quotes, one a line.", Kind: FieldParagraph}),
		reviewDays: 365,
	},
	{
		typ: Type{Key: "deck", Name: "Pitch deck", Blurb: "Slides for one named opportunity", Side: people.Marketing},
		stages: []Stage{
			briefCheck,
			work("Draft", people.Marketing, 3, "Every slide has its message.", "One message a slide"),
			review("Fact check", people.Sales, 1, "Sales stands behind each slide."),
			work("Design", people.Marketing, 2, "The slides are ready to be shown.", "Readable from the back of the room"),
			review("Sign-off", people.Sales, 1, "The presenter has been through it once."),
		},
		fields:     append(pieceFields(), Field{Key: "meeting", Label: "The meeting", Hint: "Who is in the room, and for how long.", Kind: FieldLine}),
		reviewDays: 180,
	},
	{
		typ: Type{Key: "sheet", Name: "One-page sheet", Blurb: "One page that answers one question", Side: people.Marketing},
		stages: []Stage{
			briefCheck,
			work("Draft", people.Marketing, 2, "The question is answered on one page.", "Question is one sentence"),
			review("Fact check", people.Sales, 1, "Sales stands behind each sentence."),
			work("Finish", people.Marketing, 1, "The file is where both teams find it."),
		},
		fields:     append(pieceFields(), Field{Key: "question", Label: "The one question it answers", Kind: FieldLine}),
		reviewDays: 180,
	},
	{
		typ: Type{Key: "study", Name: "Case study", Blurb: "A customer’s story, with sign-off", Side: people.Marketing},
		stages: []Stage{
			briefCheck,
			work("Customer intro", people.Sales, 3, "The customer has agreed to be interviewed.", "Contact and best time to call"),
			work("Interview", people.Marketing, 4, "The story is told and written down."),
			work("Copy draft", people.Marketing, 5, "The whole text can be read.", "Numbers confirmed by the customer"),
			review("Customer sign-off", people.Sales, 4, "The customer has approved text and quote in writing.", "Approval in writing"),
			work("Design", people.Marketing, 3, "The file is where both teams find it."),
		},
		fields:     append(pieceFields(), Field{Key: "story", Label: "The story in two sentences", Kind: FieldParagraph}),
		reviewDays: 365,
	},
	{
		typ: Type{Key: "bid", Name: "Bid section", Blurb: "A written section for a tender", Side: people.Marketing},
		stages: []Stage{
			work("Question list", people.Sales, 1, "Every question of the section is listed with its limit of words.", "Questions and word limits"),
			work("Draft", people.Marketing, 2, "Every question is answered within its limit."),
			review("Fact check", people.Sales, 1, "Sales stands behind each answer."),
		},
		fields:     append(pieceFields(), Field{Key: "tender", Label: "Tender and section", Kind: FieldLine}),
		reviewDays: 180,
	},
	{
		typ: Type{Key: "email", Name: "Email campaign", Blurb: "One mailing to an agreed list", Side: people.Marketing},
		stages: []Stage{
			briefCheck,
			work("Contact list", people.Sales, 2, "The list is named, and each address may be written to.", "Consent checked"),
			work("Copy draft", people.Marketing, 3, "Subject and text can be read."),
			review("Fact check", people.Sales, 1, "Sales stands behind each sentence."),
			work("Build", people.Marketing, 2, "A test mail has arrived on a phone and a desk.", "Test mail sent", "Links tried"),
			work("Go-ahead", people.Sales, 1, "Sales is ready for the answers."),
		},
		fields:     append(pieceFields(), Field{Key: "list", Label: "Who is on the list", Kind: FieldLine}),
		reviewDays: 180,
	},
	{
		typ: Type{Key: "event", Name: "Event support", Blurb: "Stand, invitations and follow-up", Side: people.Marketing},
		stages: []Stage{
			work("Plan", people.Marketing, 4, "Aim, budget and tasks are written down.", "Aim in one sentence", "Budget agreed"),
			work("Guest list", people.Sales, 5, "Every guest has a host.", "A host for each guest"),
			work("Stand and invitations", people.Marketing, 10, "Everything that leaves the house is ready.", "Invitations sent", "Stand ordered"),
			work("Confirm guests", people.Sales, 3, "Hosts have spoken with their guests."),
			work("Run and follow up", people.Marketing, 8, "Every conversation has a next step.", "Follow-up within two days"),
		},
		fields:     append(pieceFields(), Field{Key: "event", Label: "Event, place and day", Kind: FieldLine}),
		reviewDays: 365,
	},
	{
		typ: Type{Key: "intro", Name: "Introduction", Blurb: "Meet a customer for a story or research", Side: people.Sales},
		stages: []Stage{
			askCheck,
			work("Introduction", people.Sales, 3, "The customer has said yes or no.", "Customer asked"),
			work("Confirm", people.Marketing, 1, "Day and questions are with the customer."),
		},
		fields: []Field{
			{Key: ReaderKey, Label: "Whom you would like to meet", Hint: "Job and kind of company, or a name.", Kind: FieldParagraph, Missing: "Say whom you would like to meet"},
			{Key: ChangeKey, Label: "What you would like to learn", Kind: FieldParagraph},
			{Key: "time", Label: "How much of their time", Kind: FieldLine},
		},
		reviewDays: 180,
	},
	{
		typ: Type{Key: "feedback", Name: "Lead feedback", Blurb: "What happened to the leads we passed on", Side: people.Sales},
		stages: []Stage{
			work("Feedback", people.Sales, 2, "Each lead has an outcome and one sentence why.", "An outcome for each lead"),
			work("Read back", people.Marketing, 1, "Marketing has said what it will do differently."),
		},
		fields: []Field{
			{Key: ReaderKey, Label: "Which leads", Hint: "Source, week and how many.", Kind: FieldParagraph, Missing: "Say which leads"},
			{Key: ChangeKey, Label: "What you would like to know", Kind: FieldParagraph},
		},
		reviewDays: 180,
	},
	{
		typ: Type{Key: "quote", Name: "Customer quote", Blurb: "A few words from a customer, signed off", Side: people.Sales},
		stages: []Stage{
			askCheck,
			work("Customer sign-off", people.Sales, 4, "The customer has approved the words in writing.", "Approval in writing"),
			work("Confirm", people.Marketing, 1, "The quote is where both teams find it."),
		},
		fields: []Field{
			{Key: ReaderKey, Label: "Whose words, about what", Kind: FieldParagraph, Missing: "Say whose words you would like, about what"},
			{Key: ChangeKey, Label: "Where it will stand", Kind: FieldParagraph},
		},
		reviewDays: 365,
	},
}

var briefCheck = work("Brief check", people.Marketing, 1, "Marketing has said yes, asked, or said no with a reason.", "Reader is named", "What should change is clear")

var askCheck = work("Ask check", people.Sales, 1, "Sales has said yes, asked, or said no with a reason.")

// work is a stage in which something is made or found out.
func work(name string, side people.Side, days float64, done string, checklist ...string) Stage {
	return Stage{Name: name, Side: side, Days: days, Done: done, Checklist: checklist}
}

// review is a stage in which the side that asked judges what was made.
func review(name string, side people.Side, days float64, done string, checklist ...string) Stage {
	return Stage{Name: name, Side: side, Days: days, Done: done, Checklist: checklist, Review: true}
}

func pieceFields() []Field {
	return []Field{
		{Key: ReaderKey, Label: "Who will read it", Hint: "Job, kind of company, and what they worry about.", Kind: FieldParagraph, Missing: "Say who will read it"},
		{Key: ChangeKey, Label: "What should change in their mind", Kind: FieldParagraph},
		{Key: UseKey, Label: "Where it will be used", Kind: FieldChoices, Options: []string{"First meeting", "Tender", "Event", "Email follow-up"}},
	}
}

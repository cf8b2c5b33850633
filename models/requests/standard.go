package requests

import "alongside/models/people"

// standard are the types every new Alongside starts with. Days are working days, split over the stages as both teams
// of a mid-sized company would; leads change them in their own versions.
var standard = []struct {
	typ          Type
	stages       []Stage
	fields       []Field
	reviewMonths int16
}{
	{
		typ: Type{Key: "brochure", Name: "Brochure", Blurb: "Printed or PDF, 4 to 12 pages", Side: people.Marketing},
		stages: []Stage{
			briefCheck,
			{"Brief details", people.Sales, 1, "Every fact the copy needs is in the brief.", []string{"Times and figures checked", "Customer quotes signed off"}},
			{"Copy draft", people.Marketing, 4, "The whole text can be read from the first line to the last.", []string{"Reader and change are met", "Every claim has a source"}},
			{"Fact check", people.Sales, 2, "Sales stands behind each sentence.", []string{"Names, times and prices checked"}},
			{"Design", people.Marketing, 4, "The pages look as they will be printed.", []string{"Print and phone versions", "Prices removed or dated"}},
			{"Review", people.Sales, 2, "Sales has approved the layout, or said what must change.", nil},
			{"Sign-off", people.Marketing, 1, "The file is where both teams find it.", []string{"Review-by date set"}},
		},
		fields:       append(pieceFields(), Field{Key: "include", Label: "Must include", Hint: "Facts, proof, quotes, one a line.", Kind: FieldParagraph}),
		reviewMonths: 12,
	},
	{
		typ: Type{Key: "deck", Name: "Pitch deck", Blurb: "Slides for one named opportunity", Side: people.Marketing},
		stages: []Stage{
			briefCheck,
			{"Draft", people.Marketing, 3, "Every slide has its message.", []string{"One message a slide"}},
			{"Fact check", people.Sales, 1, "Sales stands behind each slide.", nil},
			{"Design", people.Marketing, 2, "The slides are ready to be shown.", []string{"Readable from the back of the room"}},
			{"Sign-off", people.Sales, 1, "The presenter has been through it once.", nil},
		},
		fields:       append(pieceFields(), Field{Key: "meeting", Label: "The meeting", Hint: "Who is in the room, and for how long.", Kind: FieldLine}),
		reviewMonths: 6,
	},
	{
		typ: Type{Key: "sheet", Name: "One-page sheet", Blurb: "One page that answers one question", Side: people.Marketing},
		stages: []Stage{
			briefCheck,
			{"Draft", people.Marketing, 2, "The question is answered on one page.", []string{"Question is one sentence"}},
			{"Fact check", people.Sales, 1, "Sales stands behind each sentence.", nil},
			{"Finish", people.Marketing, 1, "The file is where both teams find it.", nil},
		},
		fields:       append(pieceFields(), Field{Key: "question", Label: "The one question it answers", Kind: FieldLine}),
		reviewMonths: 6,
	},
	{
		typ: Type{Key: "study", Name: "Case study", Blurb: "A customer’s story, with sign-off", Side: people.Marketing},
		stages: []Stage{
			briefCheck,
			{"Customer intro", people.Sales, 3, "The customer has agreed to be interviewed.", []string{"Contact and best time to call"}},
			{"Interview", people.Marketing, 4, "The story is told and written down.", nil},
			{"Copy draft", people.Marketing, 5, "The whole text can be read.", []string{"Numbers confirmed by the customer"}},
			{"Customer sign-off", people.Sales, 4, "The customer has approved text and quote in writing.", []string{"Approval in writing"}},
			{"Design", people.Marketing, 3, "The file is where both teams find it.", nil},
		},
		fields:       append(pieceFields(), Field{Key: "story", Label: "The story in two sentences", Kind: FieldParagraph}),
		reviewMonths: 12,
	},
	{
		typ: Type{Key: "bid", Name: "Bid section", Blurb: "A written section for a tender", Side: people.Marketing},
		stages: []Stage{
			{"Question list", people.Sales, 1, "Every question of the section is listed with its limit of words.", []string{"Questions and word limits"}},
			{"Draft", people.Marketing, 2, "Every question is answered within its limit.", nil},
			{"Fact check", people.Sales, 1, "Sales stands behind each answer.", nil},
		},
		fields:       append(pieceFields(), Field{Key: "tender", Label: "Tender and section", Kind: FieldLine}),
		reviewMonths: 6,
	},
	{
		typ: Type{Key: "email", Name: "Email campaign", Blurb: "One mailing to an agreed list", Side: people.Marketing},
		stages: []Stage{
			briefCheck,
			{"Contact list", people.Sales, 2, "The list is named, and each address may be written to.", []string{"Consent checked"}},
			{"Copy draft", people.Marketing, 3, "Subject and text can be read.", nil},
			{"Fact check", people.Sales, 1, "Sales stands behind each sentence.", nil},
			{"Build", people.Marketing, 2, "A test mail has arrived on a phone and a desk.", []string{"Test mail sent", "Links tried"}},
			{"Go-ahead", people.Sales, 1, "Sales is ready for the answers.", nil},
		},
		fields:       append(pieceFields(), Field{Key: "list", Label: "Who is on the list", Kind: FieldLine}),
		reviewMonths: 6,
	},
	{
		typ: Type{Key: "event", Name: "Event support", Blurb: "Stand, invitations and follow-up", Side: people.Marketing},
		stages: []Stage{
			{"Plan", people.Marketing, 4, "Aim, budget and tasks are written down.", []string{"Aim in one sentence", "Budget agreed"}},
			{"Guest list", people.Sales, 5, "Every guest has a host.", []string{"A host for each guest"}},
			{"Stand and invitations", people.Marketing, 10, "Everything that leaves the house is ready.", []string{"Invitations sent", "Stand ordered"}},
			{"Confirm guests", people.Sales, 3, "Hosts have spoken with their guests.", nil},
			{"Run and follow up", people.Marketing, 8, "Every conversation has a next step.", []string{"Follow-up within two days"}},
		},
		fields:       append(pieceFields(), Field{Key: "event", Label: "Event, place and day", Kind: FieldLine}),
		reviewMonths: 12,
	},
	{
		typ: Type{Key: "intro", Name: "Introduction", Blurb: "Meet a customer for a story or research", Side: people.Sales},
		stages: []Stage{
			askCheck,
			{"Introduction", people.Sales, 3, "The customer has said yes or no.", []string{"Customer asked"}},
			{"Confirm", people.Marketing, 1, "Day and questions are with the customer.", nil},
		},
		fields: []Field{
			{Key: ReaderKey, Label: "Whom you would like to meet", Hint: "Job and kind of company, or a name.", Kind: FieldParagraph, Missing: "Say whom you would like to meet"},
			{Key: ChangeKey, Label: "What you would like to learn", Kind: FieldParagraph},
			{Key: "time", Label: "How much of their time", Kind: FieldLine},
		},
		reviewMonths: 6,
	},
	{
		typ: Type{Key: "feedback", Name: "Lead feedback", Blurb: "What happened to the leads we passed on", Side: people.Sales},
		stages: []Stage{
			{"Feedback", people.Sales, 2, "Each lead has an outcome and one sentence why.", []string{"An outcome for each lead"}},
			{"Read back", people.Marketing, 1, "Marketing has said what it will do differently.", nil},
		},
		fields: []Field{
			{Key: ReaderKey, Label: "Which leads", Hint: "Source, week and how many.", Kind: FieldParagraph, Missing: "Say which leads"},
			{Key: ChangeKey, Label: "What you would like to know", Kind: FieldParagraph},
		},
		reviewMonths: 6,
	},
	{
		typ: Type{Key: "quote", Name: "Customer quote", Blurb: "A few words from a customer, signed off", Side: people.Sales},
		stages: []Stage{
			askCheck,
			{"Customer sign-off", people.Sales, 4, "The customer has approved the words in writing.", []string{"Approval in writing"}},
			{"Confirm", people.Marketing, 1, "The quote is where both teams find it.", nil},
		},
		fields: []Field{
			{Key: ReaderKey, Label: "Whose words, about what", Kind: FieldParagraph, Missing: "Say whose words you would like, about what"},
			{Key: ChangeKey, Label: "Where it will stand", Kind: FieldParagraph},
		},
		reviewMonths: 12,
	},
}

var briefCheck = Stage{"Brief check", people.Marketing, 1, "Marketing has said yes, asked, or said no with a reason.", []string{"Reader is named", "What should change is clear"}}

var askCheck = Stage{"Ask check", people.Sales, 1, "Sales has said yes, asked, or said no with a reason.", nil}

func pieceFields() []Field {
	return []Field{
		{Key: ReaderKey, Label: "Who will read it", Hint: "Job, kind of company, and what they worry about.", Kind: FieldParagraph, Missing: "Say who will read it"},
		{Key: ChangeKey, Label: "What should change in their mind", Kind: FieldParagraph},
		{Key: UseKey, Label: "Where it will be used", Kind: FieldChoices, Options: []string{"First meeting", "Tender", "Event", "Email follow-up"}},
	}
}

package demo

// told are the requests whose way is known to the minute.
var told = map[int64]path{
	// A day and a half of its brief check was Sales' time: a question was open.
	409: {on(-6, 10, 15), []leg{
		{on(-3, 11, 20), handOn, "ben", ""},
	}},
	412: {on(-12, 16, 5), []leg{
		{on(-10, 16, 40), handOn, "ben", ""},
		{on(-9, 15, 30), handOn, "ruth", "Brief details are in: times for both ports, and the two quotes are signed off."},
		{on(-4, 16, 45), handOn, "ben", "Copy v2 is ready for the fact check."},
		{on(-3, 17, 10), handOn, "ruth", "Times checked against the November schedule."},
	}},
	421: {on(-2, 9, 50), []leg{
		{on(0, 9, 12), handOn, "tomasz", "All nine questions answered. Numbers 4 and 7 have a limit of 150 words."},
	}},
	430: {on(-1, 9, 5), []leg{
		{on(-1, 10, 50), handOn, "hannah", ""},
	}},
	443: {on(-13, 11, 25), []leg{
		{on(-12, 14, 10), handOn, "ben", ""},
		{on(-11, 10, 35), handOn, "aisha", ""},
		{on(-7, 9, 40), handOn, "ben", "All eight pages. The two about damage need Dan’s eye."},
		{on(-6, 15, 55), handOn, "aisha", "Three of us read it. One note on page 2, taken in."},
		{on(-1, 14, 30), handOn, "lucia", "Version 3 of the layout, 8 pages."},
	}},
	388: {on(-26, 10, 10), []leg{
		{on(-25, 11, 30), handOn, "", ""},
		{on(-24, 15, 15), handOn, "", ""},
		{on(-20, 12, 5), handOn, "", ""},
		{on(-19, 16, 40), handOn, "", ""},
		{on(-16, 10, 25), handOn, "", ""},
		{on(-15, 9, 45), sendBack, "", "It has to fit a jacket pocket: A6, not A5. The words can stay."},
		{on(-13, 14, 30), handOn, "", "A6 now, with the small print on the back."},
		{on(-12, 11, 50), handOn, "", "Fits."},
		{on(-11, 15, 20), deliver, "", "500 copies are with reception, the file is behind the link."},
	}},
}

func says(number int64, at moment, who, text string) act {
	return act{at: at, what: comment, who: who, number: number, text: text}
}

func asks(number int64, at moment, who, text string) act {
	return act{at: at, what: ask, who: who, number: number, text: text}
}

func answered(number int64, at moment, who, text string) act {
	return act{at: at, what: answer, who: who, number: number, text: text}
}

// ticked is an item of a request's checklist, counted through all stages from 0.
func ticked(number int64, at moment, who string, item int16) act {
	return act{at: at, what: check, who: who, number: number, item: item}
}

// talk is what people said beside moving the work on.
var talk = []act{
	says(398, on(-5, 10, 20), "ben", "Kestrel’s press office has the text since this morning. Ruth, could you ring their lawyer? A mail will lie there."),
	says(398, on(-4, 11, 5), "ruth", "Rang. The text is fine with everyone but the lawyer, who is away this week."),
	says(398, on(-1, 15, 10), "ruth", "Kestrel’s lawyer is back on Thursday. I have half an hour with her at ten."),

	says(405, on(-1, 15, 44), "aisha", "I need one more day: waiting for the Tilbury cut-off times."),

	asks(409, on(-5, 9, 40), "ben", "Which lanes, and on which weekdays? The brief says “the south-west”, and that is eleven lanes."),
	answered(409, on(-4, 16, 30), "aisha", "Falmouth, Truro and Plymouth to Leeds. The weekdays and weights follow as soon as Pellow sends them."),
	says(409, on(-2, 11, 15), "ben", "I can write everything but the table. Is there any lane data yet?"),
	says(409, on(0, 9, 7), "aisha", "The lane data arrived this morning: weekdays, weights and the two-person surcharge. You can go on."),

	says(412, on(-4, 16, 40), "ben", "Copy v2 is up. The logger paragraph took longer than I allowed for; the data sheet had two versions. The right one is now attached for next time."),
	says(412, on(-1, 10, 5), "ruth", "Northgate asked yesterday whether we show the temperature trace per pallet or per trailer. Per pallet. Could the diagram on page 4 say so?"),
	says(412, on(-1, 11, 20), "lucia", "Yes, redrawing it now. That is a better picture anyway."),
	ticked(412, on(-1, 15, 40), "lucia", 8),

	says(413, on(-1, 13, 50), "greta", "Filling in the lane list, so that copy can start. Esbjerg is confirmed, Gothenburg rings back."),

	says(416, on(-2, 10, 30), "ben", "Two slides on the quay at Ostrava’s port are from their own report. Tomasz, may we show the numbers?"),
	says(418, on(-1, 9, 55), "ruth", "Northgate likes the wording. It is with their head of communications now."),
	says(402, on(-2, 15, 25), "greta", "Esbjerg sails from the first of the month. Please say “from”, not “since”."),
	says(402, on(-1, 10, 15), "joel", "Changed. Subject line is the sailing day, as you wanted."),
	says(406, on(-1, 14, 5), "lucia", "The map is drawn for both a beamer and a phone."),
	says(407, on(-2, 11, 40), "joel", "Stand 412 is ours, corner, 6 by 4. I need the guest list before the printer closes."),
	says(410, on(-3, 9, 35), "ben", "The share of returns that go back on sale is from Brightwell’s own figures. Aisha, does it hold for the others?"),
	says(411, on(-1, 12, 10), "ruth", "Their planner would rather talk at the dairy than on the telephone. Thursday works for both."),
	says(414, on(-1, 16, 5), "tomasz", "Halden’s buyer says “line-side” for what we call “sequenced”. Use her word."),
	says(415, on(-2, 13, 30), "hannah", "An hour with their warehouse lead, and he brought the numbers. Best interview this year."),
	says(423, on(0, 10, 50), "callum", "Nine of fourteen reached. Two want a visit, and one was a student."),
	says(424, on(-1, 9, 45), "ben", "Draft has nine slides. The one about overtime needs a number from you, Aisha."),
	says(427, on(0, 9, 40), "greta", "Northgate keeps a spreadsheet of every hold since the rules changed. I can get it without names."),
	asks(430, on(0, 10, 20), "hannah", "Which three lanes may we print the carbon figure for? The depot report has eleven, and two of them are under a customer’s confidentiality clause."),
	says(434, on(-1, 11, 30), "ruth", "Reading it against the audit report tonight."),
	says(443, on(0, 10, 15), "callum", "Crews take the packaging away. Nobody else on our lanes does, so it should be on page 3."),
	says(447, on(-2, 16, 10), "ruth", "Please no picture of a trailer without its number plate hidden."),
	says(450, on(0, 16, 15), "tomasz", "My own just-in-time brochure can wait three days for this one."),
	asks(453, on(0, 11, 30), "tomasz", "Castle Bromwich or Halewood? They would agree to one plant, not to both."),

	says(352, on(-110, 9, 30), "greta", "Left on every table in Rotterdam last week. Two planners photographed it."),
	says(360, on(-60, 14, 15), "ruth", "Northgate’s approval is in writing, with one comma changed."),
	says(367, on(-60, 11, 10), "callum", "Sorry for the wait: the volumes came in two parts."),
	says(380, on(-33, 15, 5), "tomasz", "Slide 5 made them put the telephone down. In the good sense."),
	says(388, on(-14, 10, 40), "lucia", "Small type, same words. I cut one picture."),
	says(395, on(-4, 13, 20), "greta", "“They told us on Tuesday what moved on Friday.” They are happy to be named."),
}

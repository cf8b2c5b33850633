package demo

import "alongside/models/requests"

// reviews are who was asked to review, what they answered, and the rounds that a lead allowed beyond those agreed. Whoever
// decides a round does it by handing on or sending back.
var reviews = []act{
	invites(412, on(-4, 16, 48), "ben", "greta"),
	invites(412, on(-4, 16, 49), "ben", "hannah"),
	judges(412, on(-3, 11, 20), "hannah", requests.Approved, "Claims match the Corvane battlecard."),
	judges(412, on(-3, 15, 40), "greta", requests.ApprovedWithNotes, "Grimsby is a Tuesday and Friday service."),

	invites(443, on(-7, 9, 50), "ben", "callum"),
	invites(443, on(-7, 9, 51), "ben", "hannah"),
	judges(443, on(-7, 14, 10), "callum", requests.ApprovedWithNotes, "Page 2: the window is two hours."),
	judges(443, on(-6, 11, 35), "hannah", requests.Approved, ""),
	invites(443, on(-1, 14, 40), "aisha", "callum"),
	invites(443, on(-1, 14, 41), "aisha", "ruth"),
	invites(443, on(-1, 14, 42), "lucia", "hannah"),
	judges(443, on(-1, 15, 50), "hannah", requests.Approved, ""),
	judges(443, on(0, 10, 16), "callum", requests.ApprovedWithNotes, "Page 3: crews also take the packaging away. Worth a line."),
	{at: on(0, 10, 40), what: judge, who: "ruth", number: 443, says: requests.NotMine, whom: "dan", text: "Terms for damage are Dan’s. Asked Dan instead."},

	{at: on(-14, 9, 30), what: allow, who: "priya", number: 388, until: -10, text: "A6 is another layout, and Sales has to see it once more."},
}

func invites(number int64, at moment, who, whom string) act {
	return act{at: at, what: invite, who: who, number: number, whom: whom}
}

func judges(number int64, at moment, who string, says requests.Verdict, note string) act {
	return act{at: at, what: judge, who: who, number: number, says: says, text: note}
}

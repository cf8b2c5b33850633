package demo

import (
	"context"
	"slices"

	"alongside/models/people"
	"alongside/models/requests"
)

// verb is what somebody does.
type verb int

const (
	submit verb = iota
	assign
	handOn
	sendBack
	ask
	answer
	check
	comment
	deliver
	decline
	cancel
	agree
	agreeRush
	amend
	tend
	attach
	invite // to review
	judge
	allow // a further round
)

// act is one thing that one person does at one moment.
type act struct {
	at     moment
	what   verb
	who    string
	number int64 // of the request
	text   string
	whom   string                                              // assign, invite, judge: whose it is
	says   requests.Verdict                                    // judge
	until  int                                                 // allow: the day promised
	item   int16                                               // check
	piece  piece                                               // submit
	review int                                                 // deliver: as in deliveredPiece
	step   func(context.Context, *teller, people.Person) error // amend, tend
	paper  paper                                               // attach
}

// story is everything that happened, in order of time. When its last day has not begun, what is told of that day
// happened on the day before.
func story(catalogue requests.Catalogue, begun bool) []act {
	acts := []act{
		{at: on(-57, 10, 5), what: agree, who: "dan"},
		{at: on(-57, 10, 40), what: agree, who: "priya"},
	}
	add := func(p piece, way func(requests.Process) path, review int) {
		typ, _ := catalogue.Type(p.kind)
		steps, known := told[p.number]
		if !known {
			steps = way(processAt(catalogue, p.kind, way(catalogue.InForce[p.kind]).sent.day))
		}
		process := processAt(catalogue, p.kind, steps.sent.day)
		if !begun && steps.last().day == 0 {
			steps = steps.dayBefore()
		}
		for _, a := range p.acts(typ, process, steps) {
			a.review = review
			acts = append(acts, a)
		}
	}
	acts = append(acts, amends()...)
	acts = append(acts, profileActs()...)
	for _, o := range openPieces {
		add(o.piece, o.path, byType)
	}
	for _, d := range deliveredPieces {
		add(d.piece, d.path, d.review)
	}
	for _, e := range endedPieces {
		add(e.piece, e.path, byType)
	}
	for _, a := range slices.Concat(talk, papers, reviews, tended()) {
		if !begun && a.at.day == 0 {
			a.at = a.at.dayBefore()
		}
		acts = append(acts, a)
	}
	slices.SortStableFunc(acts, func(a, b act) int {
		if a.at.day != b.at.day {
			return a.at.day - b.at.day
		}
		return a.at.minute - b.at.minute
	})
	return acts
}

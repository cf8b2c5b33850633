package icp

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"alongside/models/people"
	"alongside/models/store"
)

// TestPolicy lists, for every state a proposal can be in, who may do what. Ruth of Sales wrote it, with Ben of Marketing
// where it says so; Dan and Priya lead, Callum and Lucía are members, Ines reads, Gus has left.
func TestPolicy(t *testing.T) {
	t.Parallel()
	works := func(id int64, side people.Side, role people.Role) people.Person {
		return people.Person{ID: id, Side: side, Role: role, Active: true}
	}
	cast := map[string]people.Person{
		"ruth": works(1, people.Sales, people.Member), "ben": works(2, people.Marketing, people.Member),
		"dan": works(3, people.Sales, people.Lead), "priya": works(4, people.Marketing, people.Lead),
		"callum": works(5, people.Sales, people.Member), "lucia": works(6, people.Marketing, people.Member),
		"joel": works(7, people.Marketing, people.Admin), "ines": works(8, people.None, people.Reader),
		"dan, who moved": works(3, people.Marketing, people.Lead), "a reader of Sales": works(9, people.Sales, people.Reader),
		"gus": {ID: 10, Side: people.Sales, Role: people.Lead}, "nobody": {},
	}
	ruth := int64(1)
	proposal := func(change func(*Proposal)) Proposal {
		p := Proposal{ID: 7, Kind: ToChange, State: Open, AuthorID: &ruth, AuthorSide: people.Sales}
		if change != nil {
			change(&p)
		}
		return p
	}
	key := func(side people.Side, person int64) Key {
		return Key{Side: side, PersonID: person, TurnedAt: time.Time{}}
	}
	all := []MoveKind{MoveEdit, MoveTurnKey, MoveAskFor, MoveComment, MoveWithdraw, MoveRefuse, MoveMerge}
	but := func(not ...MoveKind) (left []MoveKind) {
		for _, m := range all {
			if !slices.Contains(not, m) {
				left = append(left, m)
			}
		}
		return left
	}
	talk := []MoveKind{MoveComment}
	writer := []MoveKind{MoveEdit, MoveComment, MoveWithdraw, MoveMerge}
	salesLead, otherLead := but(MoveRefuse), but(MoveWithdraw)
	for name, c := range map[string]struct {
		p   Proposal
		may map[string][]MoveKind
	}{
		"no key": {proposal(nil), map[string][]MoveKind{
			"ruth": writer, "ben": talk, "dan": salesLead, "priya": otherLead, "callum": talk, "lucia": talk, "joel": talk, "dan, who moved": otherLead,
		}},
		"written with Ben": {proposal(func(p *Proposal) { p.WrittenWith = []int64{2} }), map[string][]MoveKind{
			"ruth": writer, "ben": writer, "dan": salesLead, "priya": otherLead, "callum": talk, "lucia": talk, "joel": talk, "dan, who moved": otherLead,
		}},
		"written with Priya": {proposal(func(p *Proposal) { p.WrittenWith = []int64{4} }), map[string][]MoveKind{
			"ruth": writer, "ben": talk, "dan": salesLead, "priya": but(MoveRefuse), "callum": talk, "lucia": talk, "joel": talk, "dan, who moved": otherLead,
		}},
		"Sales key": {proposal(func(p *Proposal) { p.Keys = []Key{key(people.Sales, 3)} }), map[string][]MoveKind{
			"ruth": writer, "ben": talk, "dan": append(but(MoveRefuse, MoveTurnKey), MoveTurnBack), "priya": otherLead, "callum": talk, "lucia": talk, "joel": talk,
			"dan, who moved": append(but(MoveWithdraw, MoveTurnKey), MoveTurnBack),
		}},
		"words of Ruth's": {proposal(func(p *Proposal) { p.Wording, p.Keys = true, []Key{key(people.Sales, 1)} }), map[string][]MoveKind{
			"ruth": writer, "ben": {MoveComment, MoveTurnKey}, "dan": but(MoveRefuse, MoveTurnKey), "priya": otherLead, "callum": talk,
			"lucia": {MoveComment, MoveTurnKey}, "joel": {MoveComment, MoveTurnKey}, "dan, who moved": otherLead,
		}},
		"in conflict": {proposal(func(p *Proposal) { p.Conflicts = []int64{3} }), map[string][]MoveKind{
			"ruth": {MoveDecide, MoveComment, MoveWithdraw}, "ben": talk, "dan": {MoveDecide, MoveComment, MoveWithdraw, MoveAskFor},
			"priya": {MoveDecide, MoveComment, MoveRefuse, MoveAskFor}, "callum": talk, "lucia": talk, "joel": talk, "dan, who moved": {MoveDecide, MoveComment, MoveRefuse, MoveAskFor},
		}},
		"a review": {Proposal{ID: 8, Kind: ToKeep, State: Open, AuthorSide: people.None}, map[string][]MoveKind{
			"ruth": talk, "ben": talk, "dan": {MoveComment, MoveTurnKey}, "priya": {MoveComment, MoveTurnKey}, "callum": talk, "lucia": talk, "joel": talk,
			"dan, who moved": {MoveComment, MoveTurnKey},
		}},
		"agreed": {proposal(func(p *Proposal) { p.State, p.Keys = Agreed, []Key{key(people.Sales, 3), key(people.Marketing, 4)} }), map[string][]MoveKind{
			"ruth": talk, "ben": talk, "dan": talk, "priya": talk, "callum": talk, "lucia": talk, "joel": talk, "dan, who moved": talk,
		}},
		"refused": {proposal(func(p *Proposal) { p.State = Refused }), map[string][]MoveKind{
			"ruth": talk, "ben": talk, "dan": talk, "priya": talk, "callum": talk, "lucia": talk, "joel": talk, "dan, who moved": talk,
		}},
	} {
		for who, actor := range cast {
			for _, move := range AllMoves {
				cell, want := fmt.Sprintf("%s: %s, %s", name, who, move), slices.Contains(c.may[who], move)
				if got := c.p.Moves(actor)[move]; got != want {
					t.Errorf("%s: got offered %t, want %t", cell, got, want)
				}
				err := c.p.allow(actor, move, people.Roll{})
				var refusal *store.Refusal
				switch {
				case want && err != nil, !want && !errors.As(err, &refusal):
					t.Errorf("%s: got %v, want allowed %t or a sentence", cell, err, want)
				case !want && !actor.Works() && !errors.Is(err, store.ErrForbidden):
					t.Errorf("%s: got %v, want %v", cell, err, store.ErrForbidden)
				}
			}
		}
	}
}

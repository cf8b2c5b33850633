package icp

import (
	"context"
	"slices"

	"alongside/models/store"
)

// Moved is what changed criteria would move among the accounts that were checked. The checks themselves stay as they
// are: what was answered is judged by both versions.
type Moved struct {
	Checked    int     // accounts
	In         []Mover // would become a good fit; who was checked last comes first
	Out        []Mover // would no longer be one
	Elsewhere  []Mover // would move, but neither to a good fit nor from one
	Unanswered int     // have not come to an end and would not move: no answer yet to a criterion that is new
}

// Mover is an account that would move.
type Mover struct {
	CheckID  int64
	Account  string
	From, To int // points
}

// Moved judges every account that was checked, from the answers given, by the version in force and by what the changes
// would make of it. ok is false when they change no criteria, or do not fit the version any more.
func (d *Document) Moved(ctx context.Context, current Version, changes []Change) (m Moved, ok bool, err error) {
	if !changeCriteria(changes) || len(current.Content.conflicts(changes)) > 0 {
		return m, false, nil
	}
	rows, err := d.checked(ctx)
	return moved(rows, current.Content, current.Content.apply(changes)), err == nil, err
}

func moved(rows []checked, from, to Content) Moved {
	m := Moved{Checked: len(rows)}
	var added []int64
	for _, c := range to.Criteria() {
		if _, was := from.Criterion(c.ID); !was {
			added = append(added, c.ID)
		}
	}
	for _, r := range rows {
		if slices.ContainsFunc(added, func(id int64) bool { return !r.answers[id].Known() }) {
			if r.outcome == NotEnded {
				m.Unanswered++
			}
			continue
		}
		before, after := from.Score(r.answers), to.Score(r.answers)
		mover := Mover{r.check, r.account, before.Points, after.Points}
		switch was, is := before.Fit(), after.Fit(); {
		case was == is:
		case is == GoodFit:
			m.In = append(m.In, mover)
		case was == GoodFit:
			m.Out = append(m.Out, mover)
		default:
			m.Elsewhere = append(m.Elsewhere, mover)
		}
	}
	return m
}

// changeCriteria reports whether the changes are of anything by which accounts are judged.
func changeCriteria(changes []Change) bool {
	judges := func(s *Section) Section {
		if s == nil {
			return Section{}
		}
		return Section{Criteria: s.wordless().Criteria, Good: s.Good, Maybe: s.Maybe}
	}
	return slices.ContainsFunc(changes, func(ch Change) bool { return !same(judges(ch.Base), judges(ch.To)) })
}

// movingLimit bounds the open proposals whose moves are counted; two or three are usual.
const movingLimit = 10

// changingCriteria lists open proposals that change what accounts are judged by, oldest first.
func (d *Document) changingCriteria(ctx context.Context) ([]Proposal, error) {
	rows, _, err := d.list(ctx, store.SQL(rowColumns+`, changes FROM icp_proposals p
		WHERE state = 'open' AND kind = 'change' ORDER BY id LIMIT ?`, movingLimit))
	var changing []Proposal
	for _, r := range rows {
		if changeCriteria(r.Changes) {
			changing = append(changing, r.Proposal)
		}
	}
	return changing, err
}

// newCriteria are those that the proposals would add.
func newCriteria(now Content, open []Proposal) (list []Proposed) {
	for _, p := range open {
		for _, ch := range p.Changes {
			if ch.To == nil {
				continue
			}
			for _, c := range ch.To.Criteria {
				if _, agreed := now.Criterion(c.ID); !agreed {
					list = append(list, Proposed{c, p.ID})
				}
			}
		}
	}
	return list
}

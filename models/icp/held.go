package icp

import (
	"context"
	"math"

	"github.com/jackc/pgx/v5"

	"alongside/models/store"
)

// EnoughForRate is how many accounts must have come to an end before a win rate says anything.
const EnoughForRate = 10

// checkedLimit bounds what is counted: the accounts that were checked last.
const checkedLimit = 20_000

// Tally of accounts. Of an account checked more than once, the latest check counts.
type Tally struct {
	Checked int
	Ended   int // of those
	Won     int // of those, also who left later
	Left    int // of those
}

// Rate is how many in 100 that came to an end were won; ok is false under EnoughForRate.
func (t Tally) Rate() (percent int, ok bool) {
	if t.Ended < EnoughForRate {
		return 0, false
	}
	return int(math.Round(100 * t.share())), true
}

func (t Tally) share() float64 { return float64(t.Won) / float64(t.Ended) }

func (t *Tally) add(outcome Outcome) {
	t.Checked++
	if outcome != NotEnded {
		t.Ended++
	}
	if outcome == Won || outcome == Left {
		t.Won++
	}
	if outcome == Left {
		t.Left++
	}
}

// Telling is how well a criterion tells accounts that are won from those that are not.
type Telling string

const (
	TooFew   Telling = "too-few" // came to an end
	TellsNot Telling = "no"
	Somewhat Telling = "somewhat"
	Well     Telling = "well"
)

// Differences of win rates from which a criterion tells accounts apart: a choice, to be read with the numbers beside it.
const (
	tellsSomewhat = 0.05
	tellsWell     = 0.15
)

// CriterionHeld is how often a criterion held.
type CriterionHeld struct {
	Criterion
	Proposal int64 // that would add it; 0: it is agreed
	Yes, No  Tally // by answer; who did not know is in neither
}

// Tells whether accounts that meet it are won more often than those that do not.
func (c CriterionHeld) Tells() Telling {
	_, yes := c.Yes.Rate()
	_, no := c.No.Rate()
	if !yes || !no {
		return TooFew
	}
	difference := c.Yes.share() - c.No.share()
	if c.Weight == RulesOut {
		difference = -difference
	}
	switch {
	case difference >= tellsWell:
		return Well
	case difference >= tellsSomewhat:
		return Somewhat
	}
	return TellsNot
}

// Held is how well the profile has held.
type Held struct {
	Version  Version // in force
	Together Tally
	Bands    map[Band]Tally
	Criteria []CriterionHeld // agreed ones, then those that open proposals would add
	Earlier  int             // accounts checked against an earlier version, whose lines judged them
	Moving   []Moving        // open proposals that change criteria
}

// Moving is what an open proposal would move.
type Moving struct {
	Proposal
	Moved
	Fits bool // false: a section was agreed otherwise since, so nothing can be counted
}

// checked is an account as it was checked last.
type checked struct {
	check   int64
	account string
	outcome Outcome
	band    Band
	version int
	answers Answers
}

// Held counts, in three queries, how it ended with the accounts that were checked, and what open proposals would move.
// What would rule an account out is counted once it ruled out any.
func (d *Document) Held(ctx context.Context) (h Held, err error) {
	if h.Version, err = d.Current(ctx); err != nil {
		return h, err
	}
	open, err := d.changingCriteria(ctx)
	if err != nil {
		return h, err
	}
	rows, err := d.checked(ctx)
	if err != nil {
		return h, err
	}
	h.count(rows, newCriteria(h.Version.Content, open))
	for _, p := range open {
		m := Moving{Proposal: p, Fits: len(h.Version.Content.conflicts(p.Changes)) == 0}
		if m.Fits {
			m.Moved = moved(rows, h.Version.Content, h.Version.Content.apply(p.Changes))
		}
		h.Moving = append(h.Moving, m)
	}
	return h, nil
}

func (d *Document) checked(ctx context.Context) (rows []checked, err error) {
	err = d.db.Rows(ctx, store.SQL(`SELECT c.id, a.name, a.outcome, c.band, c.version, c.answers
		FROM (SELECT * FROM icp_accounts ORDER BY checked_at DESC, id DESC LIMIT ?) a JOIN icp_checks c ON c.id = a.check_id
		ORDER BY a.checked_at DESC, a.id DESC`, checkedLimit), func(row pgx.Rows) error {
		var r checked
		err := row.Scan(&r.check, &r.account, &r.outcome, &r.band, &r.version, &r.answers)
		rows = append(rows, r)
		return err
	})
	return rows, err
}

func (h *Held) count(rows []checked, proposed []Proposed) {
	criteria := []CriterionHeld{}
	for _, c := range h.Version.Content.Criteria() {
		criteria = append(criteria, CriterionHeld{Criterion: c})
	}
	for _, p := range proposed {
		criteria = append(criteria, CriterionHeld{Criterion: p.Criterion, Proposal: p.Proposal})
	}
	h.Bands = map[Band]Tally{}
	for _, r := range rows {
		h.Together.add(r.outcome)
		band := h.Bands[r.band]
		band.add(r.outcome)
		h.Bands[r.band] = band
		if r.version != h.Version.Number {
			h.Earlier++
		}
		for i := range criteria {
			switch r.answers[criteria[i].ID] {
			case Yes:
				criteria[i].Yes.add(r.outcome)
			case No:
				criteria[i].No.add(r.outcome)
			}
		}
	}
	for _, c := range criteria {
		if c.Weight != RulesOut || c.Yes.Checked > 0 {
			h.Criteria = append(h.Criteria, c)
		}
	}
}

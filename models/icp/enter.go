package icp

import (
	"context"
	"fmt"
	"slices"
	"time"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// Past is a check that was made on paper or in a sheet. Its submission is not used.
type Past struct {
	Enquiry
	By      int64 // who made it
	At      time.Time
	Outcome Outcome // said by them then
}

// pastJSON is a Past as a row to be made.
type pastJSON struct {
	Name    string    `json:"name"`
	Key     string    `json:"key"`
	Version int       `json:"version"`
	Answers Answers   `json:"answers"`
	Points  int       `json:"points"`
	Band    Band      `json:"band"`
	By      int64     `json:"made_by"`
	At      time.Time `json:"made_at"`
	Outcome Outcome   `json:"outcome"`
}

// Enter brings in checks that were made before, of accounts that nobody has checked here: all of them or none. They are
// answered by the questions of today and judged like any other. Leads only. Problems are those of Check.
func (d *Document) Enter(ctx context.Context, actor people.Person, past []Past) error {
	if !actor.Leads(actor.Side) {
		return store.Refuse(store.ErrForbidden, "Only a lead brings in checks that were made before.")
	}
	q, err := d.Questions(ctx)
	if err != nil {
		return err
	}
	rows, err := d.enter(q, past)
	if err != nil {
		return err
	}
	err = d.db.Tx(ctx, func(tx *store.Tx) error {
		err := tx.WithContext(ctx).Exec(`WITH past AS (
				SELECT p.*, nextval('icp_check_numbers') AS id FROM jsonb_to_recordset(CAST(? AS jsonb)) AS p(name text, key text, version int, answers jsonb,
					points int, band text, made_by bigint, made_at timestamptz, outcome text)),
			accounts AS (INSERT INTO icp_accounts (name, key, check_id, checked_at, band, outcome, outcome_by, outcome_at)
				SELECT name, key, id, made_at, band, outcome, CASE WHEN outcome <> '' THEN made_by END, CASE WHEN outcome <> '' THEN made_at END FROM past
				RETURNING id, check_id)
			INSERT INTO icp_checks (id, account_id, version, answers, points, band, made_by, made_at)
				SELECT past.id, accounts.id, version, answers, points, band, made_by, made_at FROM past JOIN accounts ON check_id = past.id`, encode(rows)).Error
		if err != nil {
			return err
		}
		return d.log.Keep(ctx, tx, actor, Subject(), "fit-entered", activity.Detail{Number: int16(q.Version.Number), Text: fmt.Sprint(len(rows))})
	})
	if store.Violates(err, "icp_accounts_once") {
		return store.Refuse(store.ErrConflict, "One of these accounts was checked here already. Nothing was brought in.")
	}
	return err
}

// enter judges them, the oldest first.
func (d *Document) enter(q Questions, past []Past) ([]pastJSON, error) {
	if !q.Asks() {
		return nil, errNothingAgreed
	}
	now, rows := d.db.Now(), []pastJSON{}
	for _, p := range past {
		e, err := p.check(q)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Account, err)
		}
		if p.At.After(now) || e.Version != q.Version.Number || !slices.Contains(Outcomes, p.Outcome) {
			return nil, store.Refuse(store.ErrConflict, "%s is not a check of version %d that was made before now.", e.Account, q.Version.Number)
		}
		s := q.Version.Content.Score(e.Answers)
		rows = append(rows, pastJSON{e.Account, accountKey(e.Account), e.Version, e.Answers, s.Points, s.Band, p.By, p.At, p.Outcome})
	}
	slices.SortStableFunc(rows, func(a, b pastJSON) int { return a.At.Compare(b.At) })
	return rows, nil
}

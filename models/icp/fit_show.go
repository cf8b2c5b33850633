package icp

import (
	"context"
	"maps"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/people"
	"alongside/models/store"
)

// WholeCheck is everything the page of a check shows.
type WholeCheck struct {
	Check
	Account Account
	Against Version // the version that judged it
	Score   Score   // by that
	Like    Tally   // accounts of the same band now
	Others  []CheckRow
	Beside  []Scored // answers to criteria that the version does not have; no points
	May     bool     // the viewer may check it again and say how it ended
	Now     time.Time
}

// Latest reports whether the check is the one that counts.
func (w WholeCheck) Latest() bool { return w.ID == w.Account.CheckID }

// othersShown bounds the other checks of the account on the page of one.
const othersShown = 10

// FindCheck reads a check as the viewer sees it. Everybody signed in may see every check.
func (d *Document) FindCheck(ctx context.Context, viewer people.Person, id int64) (w WholeCheck, err error) {
	w.Now, w.May = d.db.Now(), viewer.Works()
	found := false
	err = d.db.Rows(ctx, store.SQL(`SELECT c.id, c.account_id, c.version, c.answers, c.points, c.band, c.made_by, c.made_at,
			a.id, a.name, a.check_id, a.checked_at, a.band, a.outcome, a.outcome_by, a.outcome_at, a.version, alike.ended, alike.won, alike.gone,
			(SELECT coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'points', o.points, 'band', o.band, 'version', o.version, 'made_at', o.made_at) ORDER BY o.id DESC), '[]')
				FROM (SELECT * FROM icp_checks WHERE account_id = a.id AND id <> c.id ORDER BY id DESC LIMIT ?) o)
		FROM icp_checks c JOIN icp_accounts a ON a.id = c.account_id
		CROSS JOIN LATERAL (SELECT count(*) AS ended, count(*) FILTER (WHERE outcome IN ('won', 'left')) AS won, count(*) FILTER (WHERE outcome = 'left') AS gone
			FROM icp_accounts WHERE band = c.band AND outcome <> '') alike
		WHERE c.id = ?`, othersShown, id), func(row pgx.Rows) error {
		found = true
		a := &w.Account
		return row.Scan(&w.ID, &w.AccountID, &w.Version, &w.Answers, &w.Points, &w.Band, &w.MadeBy, &w.MadeAt,
			&a.ID, &a.Name, &a.CheckID, &a.CheckedAt, &a.Band, &a.Outcome, &a.OutcomeBy, &a.OutcomeAt, &a.Version, &w.Like.Ended, &w.Like.Won, &w.Like.Left, &w.Others)
	})
	if err != nil {
		return w, err
	}
	if !found {
		return w, store.ErrNotFound
	}
	if w.Against, err = d.Version(ctx, w.Check.Version); err != nil {
		return w, err
	}
	w.Score = w.Against.Content.Score(w.Answers)
	w.Beside, err = d.beside(ctx, w.Against.Content, w.Answers)
	return w, err
}

// beside finds the criteria of today, agreed or proposed, that were answered though the content does not have them.
func (d *Document) beside(ctx context.Context, content Content, given Answers) (list []Scored, err error) {
	other := maps.Clone(given)
	for _, c := range content.Criteria() {
		delete(other, c.ID)
	}
	if len(other) == 0 {
		return nil, nil
	}
	q, err := d.Questions(ctx)
	criteria := q.Version.Content.Criteria()
	for _, p := range q.Proposed {
		criteria = append(criteria, p.Criterion)
	}
	for _, c := range criteria {
		if answer, ok := other[c.ID]; ok {
			list = append(list, Scored{Criterion: c, Answer: answer})
		}
	}
	return list, err
}

package intel

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// restandOn judges anew the lines that cite the note, within the transaction of the cause.
func (d *Desk) restandOn(ctx context.Context, tx *store.Tx, cal *workday.Calendar, note int64) error {
	claims, err := gorm.G[int64](tx.DB).Raw(`SELECT DISTINCT claim_id FROM claim_citations WHERE note_id IN
		(SELECT id FROM notes WHERE id = ? OR duplicate_of = ?) ORDER BY claim_id`, note, note).Find(ctx)
	if err != nil || len(claims) == 0 {
		return err
	}
	return d.restand(ctx, tx, cal, claims)
}

// restand computes from the citations how well each line is known, and when time alone may change that. What is published
// and stands otherwise than before is told.
func (d *Desk) restand(ctx context.Context, tx *store.Tx, cal *workday.Calendar, claims []int64) error {
	type stood struct {
		ID           int64
		CompetitorID int64
		Was          Standing
		Standing     Standing
		Title        string
		Published    bool
	}
	changed, err := gorm.G[stood](tx.DB).Raw(`WITH was AS MATERIALIZED (
			SELECT id, standing FROM claims WHERE id IN @claims AND state <> 'retired' ORDER BY id FOR UPDATE
		), heard AS (
			SELECT ct.claim_id, ct.disputes, n.account_key, n.source, n.heard_on
			FROM claim_citations ct JOIN notes n ON n.id = ct.note_id
			WHERE ct.claim_id IN @claims AND ct.settled_at IS NULL AND NOT n.sensitive AND n.state NOT IN ('duplicate', 'withdrawn', 'erased')
			UNION ALL
			SELECT ct.claim_id, ct.disputes, w.account_key, w.source, w.heard_on
			FROM claim_citations ct JOIN notes n ON n.id = ct.note_id JOIN witnesses w ON w.note_id = n.id
			WHERE ct.claim_id IN @claims AND ct.settled_at IS NULL AND NOT n.sensitive AND n.state NOT IN ('duplicate', 'withdrawn', 'erased')
			UNION ALL
			SELECT claim_id, disputes, '', 'public', seen_on FROM claim_citations WHERE claim_id IN @claims AND settled_at IS NULL AND url <> ''
		), judged AS (
			SELECT was.id, was.standing AS was,
				count(DISTINCT account_key) FILTER (WHERE NOT disputes AND fresh AND account_key <> '') AS accounts,
				coalesce(bool_or(source <> 'hand') FILTER (WHERE NOT disputes AND fresh AND account_key <> ''), false) AS first_hand,
				count(*) FILTER (WHERE NOT disputes AND fresh) AS alive,
				coalesce(bool_or(disputes AND fresh), false) AS disputed,
				max(heard_on) FILTER (WHERE NOT disputes) AS newest_on,
				min(heard_on) FILTER (WHERE fresh) AS oldest_on
			FROM was LEFT JOIN (SELECT *, heard_on > CAST(@today AS date) - CAST(@evidence AS integer) AS fresh FROM heard) heard ON heard.claim_id = was.id
			GROUP BY was.id, was.standing
		)
		UPDATE claims c SET
			standing = CASE WHEN disputed THEN 'disputed' WHEN c.review_by < CAST(@today AS date) OR alive = 0 THEN 'stale'
				WHEN judged.accounts >= 2 AND first_hand THEN 'supported' ELSE 'thin' END,
			accounts = judged.accounts, newest_on = judged.newest_on,
			look_on = CASE WHEN c.review_by >= CAST(@today AS date) THEN least(c.review_by + 1, judged.oldest_on + CAST(@evidence AS integer))
				ELSE coalesce(judged.oldest_on + CAST(@evidence AS integer), CAST('9999-12-31' AS date)) END
		FROM judged WHERE c.id = judged.id
		RETURNING c.id, c.competitor_id, judged.was, c.standing, c.shown_text AS title, c.state = 'published' AS published`,
		map[string]any{"claims": claims, "today": dateOf(cal, tx.Now).Format(time.DateOnly), "evidence": evidenceDays}).Find(ctx)
	if err != nil {
		return err
	}
	for _, c := range changed {
		if c.Was == c.Standing {
			continue
		}
		if err := tx.WithContext(ctx).Exec(`UPDATE claims SET stood_at = ? WHERE id = ?`, tx.Now, c.ID).Error; err != nil {
			return err
		}
		if !c.Published {
			continue
		}
		err := d.log.Record(ctx, tx, people.Person{}, activity.Subject{Kind: activity.KindCompetitor, ID: c.CompetitorID}, "line-stands",
			activity.Detail{Title: c.Title, For: c.ID, Next: string(c.Standing)})
		if err != nil {
			return err
		}
	}
	return nil
}

// sweepBatch bounds one sweep; the rest follows with the next.
const sweepBatch = 200

// Age judges anew the lines that time alone may have made stale. It returns how many it looked at.
func (d *Desk) Age(ctx context.Context) (int, error) {
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return 0, err
	}
	today := dateOf(cal, d.db.Now()).Format(time.DateOnly)
	due, err := gorm.G[int64](d.db.Read()).Raw(`SELECT id FROM claims WHERE state <> 'retired' AND look_on <= ? ORDER BY look_on, id LIMIT ?`,
		today, sweepBatch).Find(ctx)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	return len(due), d.db.Tx(ctx, func(tx *store.Tx) error { return d.restand(ctx, tx, cal, due) })
}

// Redate moves the due times of what is owed on notes and lines after the company's calendar changed.
func (d *Desk) Redate(ctx context.Context) error {
	type owed struct {
		Kind string
		ID   int64
	}
	all, err := gorm.G[owed](d.db.Read()).Raw(`SELECT DISTINCT subject_kind AS kind, subject_id AS id FROM promises
		WHERE closed_at IS NULL AND subject_kind IN (?, ?) ORDER BY 1, 2`, activity.KindNote, activity.KindClaim).Find(ctx)
	if err != nil {
		return err
	}
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return err
	}
	for _, o := range all {
		err = errors.Join(err, d.db.Tx(ctx, func(tx *store.Tx) error {
			lock := `SELECT id FROM notes WHERE id = ? FOR UPDATE`
			if o.Kind == activity.KindClaim {
				lock = `SELECT id FROM claims WHERE id = ? FOR UPDATE`
			}
			if _, err := gorm.G[int64](tx.DB).Raw(lock, o.ID).Find(ctx); err != nil {
				return err
			}
			return d.ledger.Redate(ctx, tx, cal, activity.Subject{Kind: o.Kind, ID: o.ID})
		}))
	}
	return err
}

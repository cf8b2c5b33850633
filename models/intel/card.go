package intel

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"alongside/models/people"
	"alongside/models/store"
)

// Card is the page of a competitor.
type Card struct {
	Competitor Competitor
	Lines      []CardLine // in the order of Sections, then of their making; drafts too
	Trend      []Bar      // notes per week of the last 12, and per month and kind of the last 12
	Record     []Score    // deals of this year and the last by quarter, the oldest first
	Reasons    []Count    // of those of this year, the commonest first
	Questions  []Question // open ones about the competitor
	Follows    bool
	LookedAt   *time.Time // when the viewer looked last; nil: never
	Today      time.Time  // the company's date, midnight UTC
}

// CardLine is a line with what it rests on.
type CardLine struct {
	Claim
	Cites         []Citation // the newest first
	Helped, Wrong int
	Mine          *bool // the viewer's own mark: helped
	New           bool  // published, or standing otherwise, since the viewer looked
}

// Sources is how many different people and pages the line rests on.
func (l CardLine) Sources() int {
	n := 0
	for _, c := range l.Cites {
		if !c.Disputes {
			n += 1 + c.Witnesses
		}
	}
	return n
}

// Citation is a note or a page that a line rests on, or that says otherwise.
type Citation struct {
	NoteID    int64 // 0: a page
	Heard     string
	Kind      Kind
	AuthorID  int64
	Account   string
	Source    Source
	State     State
	Witnesses int
	URL       string    // of a page
	On        time.Time // heard, or seen; a date at midnight UTC
	Disputes  bool
	Settled   bool
	Why       string // of a dispute
}

// Card reads the page of the competitor of that slug for the viewer, in four queries. Sensitive notes are in nothing of it.
func (d *Desk) Card(ctx context.Context, viewer people.Person, slug string) (Card, error) {
	var k Card
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return k, err
	}
	k.Today = dateOf(cal, d.db.Now())
	if err := d.cardHead(ctx, viewer, slug, &k); err != nil {
		return k, err
	}
	if k.Lines, err = d.lines(ctx, viewer, k.Competitor.ID); err != nil {
		return k, err
	}
	for i, l := range k.Lines {
		k.Lines[i].New = l.State == Published && (k.LookedAt == nil || l.PublishedAt.After(*k.LookedAt) || l.StoodAt.After(*k.LookedAt))
	}
	if err := d.figures(ctx, &k); err != nil {
		return k, err
	}
	k.Questions, err = d.questions(ctx, store.SQL(questionRows+` WHERE q.closed_at IS NULL AND q.competitor_id = ?`, k.Competitor.ID), 0)
	return k, err
}

func (d *Desk) cardHead(ctx context.Context, viewer people.Person, slug string, k *Card) error {
	type head struct {
		Competitor
		Follows  bool
		LookedAt *time.Time
	}
	h, err := gorm.G[head](d.db.Read()).Raw(`SELECT c.*, EXISTS (SELECT FROM followers f
			WHERE f.subject_kind = 'competitor' AND f.subject_id = c.id AND f.person_id = ?) AS follows,
			(SELECT looked_at FROM card_looks l WHERE l.competitor_id = c.id AND l.person_id = ?) AS looked_at
		FROM competitors c WHERE c.slug = ?`, viewer.ID, viewer.ID, asked(slug)).Take(ctx)
	k.Competitor, k.Follows, k.LookedAt = h.Competitor, h.Follows, h.LookedAt
	return store.Found(err)
}

// lines of a competitor's card, with what they rest on.
func (d *Desk) lines(ctx context.Context, viewer people.Person, competitor int64) (lines []CardLine, err error) {
	err = d.db.Rows(ctx, store.SQL(`SELECT c.id, c.competitor_id, c.state, c.section, c.text, c.answer, c.may_say, c.changed, c.drafted_by,
			c.shown_section, c.shown_text, c.shown_answer, c.shown_may_say, c.published_by, c.published_at, c.owner_id, c.review_by, c.standing,
			c.accounts, c.newest_on, c.stood_at, c.promise_id, c.closed_why, c.made_at, c.version,
			(SELECT count(*) FROM claim_marks m WHERE m.claim_id = c.id AND m.helped),
			(SELECT count(*) FROM claim_marks m WHERE m.claim_id = c.id AND NOT m.helped),
			(SELECT helped FROM claim_marks m WHERE m.claim_id = c.id AND m.person_id = ?),
			ct.id IS NOT NULL, coalesce(n.id, 0), coalesce(n.heard, ''), coalesce(n.kind, ''), coalesce(n.author_id, 0), coalesce(n.account, ''),
			coalesce(n.source, ''), coalesce(n.state, ''), coalesce(n.witnesses, 0), coalesce(ct.url, ''), coalesce(n.heard_on, ct.seen_on, c.review_by),
			coalesce(ct.disputes, false), ct.settled_at IS NOT NULL, coalesce(ct.why, '')
		FROM claims c LEFT JOIN (claim_citations ct LEFT JOIN notes n ON n.id = ct.note_id) ON ct.claim_id = c.id AND (ct.url <> '' OR `+open+`)
		WHERE c.competitor_id = ? AND c.state <> 'retired' ORDER BY c.id, n.heard_on DESC NULLS LAST, ct.id`, viewer.ID, competitor), func(row pgx.Rows) error {
		var l CardLine
		var c Citation
		var cites bool
		err := row.Scan(&l.ID, &l.CompetitorID, &l.State, &l.Section, &l.Text, &l.Answer, &l.MaySay, &l.Changed, &l.DraftedBy,
			&l.ShownSection, &l.ShownText, &l.ShownAnswer, &l.ShownMaySay, &l.PublishedBy, &l.PublishedAt, &l.OwnerID, &l.ReviewBy, &l.Standing,
			&l.Accounts, &l.NewestOn, &l.StoodAt, &l.PromiseID, &l.ClosedWhy, &l.MadeAt, &l.Version, &l.Helped, &l.Wrong, &l.Mine,
			&cites, &c.NoteID, &c.Heard, &c.Kind, &c.AuthorID, &c.Account, &c.Source, &c.State, &c.Witnesses, &c.URL, &c.On, &c.Disputes, &c.Settled, &c.Why)
		if n := len(lines); n == 0 || lines[n-1].ID != l.ID {
			lines = append(lines, l)
		}
		if last := &lines[len(lines)-1]; cites {
			last.Cites = append(last.Cites, c)
		}
		return err
	})
	slices.SortStableFunc(lines, func(a, b CardLine) int {
		return slices.Index(Sections, a.Place()) - slices.Index(Sections, b.Place())
	})
	return lines, err
}

// Place is the section where the line stands on the card, or will.
func (c Claim) Place() Section {
	if c.State == Published {
		return c.ShownSection
	}
	return c.Section
}

// Looked notes that the viewer has seen the card as it was at the given moment.
func (d *Desk) Looked(ctx context.Context, viewer people.Person, competitor int64, at time.Time) error {
	return d.db.Tx(ctx, func(tx *store.Tx) error {
		return tx.WithContext(ctx).Exec(`INSERT INTO card_looks (competitor_id, person_id, looked_at) SELECT id, ?, ? FROM competitors WHERE id = ?
			ON CONFLICT (competitor_id, person_id) DO UPDATE SET looked_at = greatest(card_looks.looked_at, excluded.looked_at)`,
			viewer.ID, at, competitor).Error
	})
}

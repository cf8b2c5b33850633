package icp

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// Cadence of looking again, in days: a light review of each section, and all of it agreed to once more.
const (
	ReviewDays = 90
	AgreeDays  = 365
	SoonDays   = 7  // before its day a review is listed as soon
	StaleDays  = 14 // after its day what was not looked at is stale
)

// reviewTime is what both leads have for their keys, in working time: about as long as until it is stale.
const reviewTime = workday.Span(10 * workday.Day)

// Freshness of a section.
type Freshness string

const (
	Fresh Freshness = "fresh"
	Soon  Freshness = "soon"
	Due   Freshness = "due"
	Stale Freshness = "stale"
)

// since is how many days passed from one date to the other.
func since(from, to workday.Date) int {
	return int(to.Midnight().Sub(from.Midnight()) / (24 * time.Hour))
}

// FreshnessOf something that is to be looked at on the given day.
func FreshnessOf(reviewOn, today workday.Date) Freshness {
	switch over := since(reviewOn, today); {
	case over >= StaleDays:
		return Stale
	case over >= 0:
		return Due
	case over >= -SoonDays:
		return Soon
	}
	return Fresh
}

// Care is what is known of a section of the version in force beside its words.
type Care struct {
	ID        int64 // of the section
	Title     string
	OwnerID   int64
	OwnerSide people.Side
	ReviewOn  workday.Date
	Freshness Freshness
}

// look gives each section that was agreed just now an owner and a day on which it is looked at again, and forgets those
// that are gone. Who began the proposal owns what it adds.
func (t *turn) look(ctx context.Context, v Version) error {
	owner, side := t.owner()
	on := t.cal.DateOf(t.Now).AddDays(ReviewDays).Midnight()
	ids := []int64{}
	for _, s := range v.Content.Sections {
		ids = append(ids, s.ID)
		before, known := t.current.Content.Section(s.ID)
		if known && t.current.Agreed() && same(before, s) && !slices.Contains(t.p.Sections, s.ID) {
			continue
		}
		err := t.WithContext(ctx).Exec(`INSERT INTO icp_sections (id, title, owner_id, owner_side, review_on) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET title = excluded.title, review_on = excluded.review_on, told_days = NULL`,
			s.ID, s.Title, owner, side, on).Error
		if err != nil {
			return err
		}
	}
	return t.WithContext(ctx).Exec(`DELETE FROM icp_sections WHERE NOT (id = ANY (SELECT jsonb_array_elements_text(?::jsonb)::bigint))`, encode(ids)).Error
}

// owner of what the proposal adds: who began it, or who of the same side turned a key when that person left.
func (t *turn) owner() (int64, people.Side) {
	if author := t.roll[*t.p.AuthorID]; author.Works() {
		return author.ID, author.Side
	}
	k, _ := t.p.Key(t.p.AuthorSide)
	return k.PersonID, t.p.AuthorSide
}

// keep records that both teams leave the sections as they are, for the same time again, and settles the reservations that
// they were agreed to with.
func (t *turn) keep(ctx context.Context) error {
	if err := t.close(ctx); err != nil {
		return err
	}
	today := t.cal.DateOf(t.Now)
	sections := encode(t.p.Sections)
	err := t.WithContext(ctx).Exec(`UPDATE icp_sections SET review_on = ?, told_days = NULL
		WHERE id = ANY (SELECT jsonb_array_elements_text(?::jsonb)::bigint)`, today.AddDays(ReviewDays).Midnight(), sections).Error
	if err != nil {
		return err
	}
	if t.p.Whole {
		if err := t.WithContext(ctx).Exec(`UPDATE icp_document SET agreed_on = ?`, today.Midnight()).Error; err != nil {
			return err
		}
	}
	err = t.WithContext(ctx).Exec(`UPDATE icp_reservations SET settled_by = ?, settled_at = ? WHERE settled_at IS NULL AND EXISTS
		(SELECT FROM jsonb_array_elements(sections) s WHERE ?::jsonb @> s)`, t.p.ID, t.Now, sections).Error
	if err != nil {
		return err
	}
	return errors.Join(
		t.reserve(ctx),
		t.d.closePromises(ctx, t.Tx, t.cal, t.d.reviewPromise(*t.p, people.Sales), false),
		t.d.closePromises(ctx, t.Tx, t.cal, t.d.reviewPromise(*t.p, people.Marketing), false),
		t.d.log.Record(ctx, t.Tx, t.actor, t.p.Subject(), "kept-as-it-is", t.d.detail(*t.p, activity.Detail{Side: t.actor.Side, Text: t.said()})),
	)
}

// StartReview asks both leads whether the sections stay as they are, before their day; none stand for all of the document.
// Leads only. Sections that are being reviewed already are left out.
func (d *Document) StartReview(ctx context.Context, actor people.Person, sections []int64) (p Proposal, err error) {
	if !actor.Leads(actor.Side) {
		return p, store.Refuse(store.ErrForbidden, "Only a lead can do this.")
	}
	err = d.db.Tx(ctx, func(tx *store.Tx) error {
		_, current, err := d.locked(ctx, tx)
		if err != nil {
			return err
		}
		if !current.Agreed() {
			return store.Refuse(store.ErrConflict, "Nothing is agreed yet. Propose the first version.")
		}
		for _, id := range sections {
			if _, ok := current.Content.Section(id); !ok {
				return store.ErrNotFound
			}
		}
		p, err = d.openReview(ctx, tx, actor, current, sections, len(sections) == 0)
		if err == nil && p.ID == 0 {
			return store.Refuse(store.ErrConflict, "A review of this is open already.")
		}
		return err
	})
	return p, err
}

// openReview asks for both keys on sections that are in no open review; the zero Proposal when there are none.
func (d *Document) openReview(ctx context.Context, tx *store.Tx, actor people.Person, current Version, sections []int64, whole bool) (Proposal, error) {
	p := Proposal{Kind: ToKeep, Base: current.Number, Changes: []Change{}, Sections: []int64{}, Conflicts: []int64{}, Sources: []Source{}, WrittenWith: []int64{},
		AuthorSide: people.None, Revision: 1, State: Open, Whole: whole, CreatedAt: tx.Now, ChangedAt: tx.Now}
	if actor.ID != 0 {
		p.AuthorID, p.AuthorSide = &actor.ID, actor.Side
	}
	reviewed, err := gorm.G[int64](tx.DB).Raw(`SELECT s.id::bigint FROM icp_proposals p, jsonb_array_elements_text(p.sections) s (id)
		WHERE p.state = 'open' AND p.kind = 'review' AND p.whole = ?`, whole).Find(ctx)
	if err != nil {
		return p, err
	}
	var titles []string
	for _, s := range current.Content.Sections {
		if (whole || slices.Contains(sections, s.ID)) && !slices.Contains(reviewed, s.ID) {
			p.Sections = append(p.Sections, s.ID)
			titles = append(titles, s.Title)
		}
	}
	if len(p.Sections) == 0 {
		return Proposal{}, nil
	}
	p.Title = "Does all of it still hold?"
	if !whole {
		p.Title = shortened("Does it still hold: "+strings.Join(titles, ", "), maxTitle)
	}
	if p.ID, err = gorm.G[int64](tx.DB).Raw(`SELECT nextval('icp_proposal_numbers')`).Take(ctx); err != nil {
		return p, err
	}
	if err := gorm.G[Proposal](tx.DB).Create(ctx, &p); err != nil {
		return p, err
	}
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return p, err
	}
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return p, err
	}
	t := &turn{Tx: tx, d: d, cal: cal, roll: roll, actor: actor, current: current, p: &p}
	var due *time.Time
	for _, side := range []people.Side{people.Sales, people.Marketing} {
		if err := d.promiseReview(ctx, t, side); err != nil {
			return p, err
		}
		open, err := d.openPromise(ctx, tx, d.reviewPromise(p, side))
		if err != nil {
			return p, err
		}
		due = open.DueAt
	}
	return p, d.log.Record(ctx, tx, actor, p.Subject(), "review-opened", d.detail(p, activity.Detail{To: due}))
}

func shortened(text string, max int) string {
	letters := []rune(text)
	if len(letters) <= max {
		return text
	}
	return string(letters[:max-1]) + "…"
}

// HandOwner makes another person the owner of a section: its owner does, or a lead.
func (d *Document) HandOwner(ctx context.Context, actor people.Person, section, person int64) error {
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return err
	}
	if !roll[person].Works() {
		return &store.Invalid{Problems: []store.Problem{{Field: "person", Message: "Choose somebody who works for Sales or Marketing"}}}
	}
	return d.db.Tx(ctx, func(tx *store.Tx) error {
		if _, _, err := d.locked(ctx, tx); err != nil {
			return err
		}
		s, err := gorm.G[careRow](tx.DB).Raw(`SELECT id, title, owner_id, owner_side FROM icp_sections WHERE id = ?`, section).Take(ctx)
		switch {
		case err != nil:
			return store.Found(err)
		case !actor.Works() || actor.ID != s.OwnerID && !actor.Leads(actor.Side):
			return store.Refuse(store.ErrForbidden, "Only its owner, or a lead, can give this section to somebody else.")
		case s.OwnerID == person:
			return nil
		}
		return d.giveTo(ctx, tx, actor, s, roll[person])
	})
}

// careRow is a row of sections.
type careRow struct {
	ID        int64
	Title     string
	OwnerID   int64
	OwnerSide people.Side
	ReviewOn  time.Time // a date
	ToldDays  *int16
}

func (d *Document) giveTo(ctx context.Context, tx *store.Tx, actor people.Person, s careRow, to people.Person) error {
	err := tx.WithContext(ctx).Exec(`UPDATE icp_sections SET owner_id = ?, owner_side = ? WHERE id = ?`, to.ID, to.Side, s.ID).Error
	if err != nil {
		return err
	}
	return d.log.Record(ctx, tx, actor, Subject(), "section-given", activity.Detail{Title: profileTitle, Stage: s.Title, Side: to.Side, Person: to.ID})
}

// profileTitle is how the document is called where it is one thing among others.
const profileTitle = "Ideal customer profile"

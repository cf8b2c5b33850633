package icp

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// readDays is after how many working days who has not read a version is reminded, once.
const readDays = 5

// tellDays are the days before a review on which a section's owner hears of it; the last one is when it is stale.
var tellDays = []int16{28, 14, 0, -StaleDays}

// Remind does what the calendar asks for: it gives sections whose owner has left to the lead of the team, tells owners of
// reviews to come, opens the reviews that are due, and reminds once of a version that was not read. It does nothing
// outside working hours, and returns how many things it did.
func (d *Document) Remind(ctx context.Context) (done int, err error) {
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return 0, err
	}
	if !cal.Open(d.db.Now()) {
		return 0, nil
	}
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return 0, err
	}
	err = d.db.Tx(ctx, func(tx *store.Tx) error {
		done = 0
		doc, current, err := d.locked(ctx, tx)
		if err != nil || !current.Agreed() {
			return err
		}
		r := &reminder{Tx: tx, d: d, today: cal.DateOf(tx.Now), roll: roll, current: current, doc: doc}
		r.sections, err = gorm.G[careRow](tx.DB).Raw(`SELECT * FROM icp_sections ORDER BY review_on, id`).Find(ctx)
		if err != nil {
			return err
		}
		for _, step := range []func(context.Context) error{r.adopt, r.tellOwners, r.openReviews} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		done = r.done
		return nil
	})
	if err != nil {
		return done, err
	}
	asked, err := d.askToRead(ctx, cal)
	return done + asked, err
}

// reminder is one look at the calendar.
type reminder struct {
	*store.Tx
	d        *Document
	today    workday.Date
	roll     people.Roll
	current  Version
	doc      head
	sections []careRow
	done     int
}

// adopt gives what people left behind to a lead of their team, or of the other one.
func (r *reminder) adopt(ctx context.Context) error {
	for i, s := range r.sections {
		if r.roll[s.OwnerID].Works() {
			continue
		}
		leads := slices.Concat(r.roll.Of(s.OwnerSide), r.roll.Of(s.OwnerSide.Other()))
		at := slices.IndexFunc(leads, func(p people.Person) bool { return p.Role == people.Lead })
		if at < 0 {
			continue
		}
		if err := r.d.giveTo(ctx, r.Tx, people.Person{}, s, leads[at]); err != nil {
			return err
		}
		r.sections[i].OwnerID, r.sections[i].OwnerSide = leads[at].ID, leads[at].Side
		r.done++
	}
	return nil
}

// tellOwners says how long it is until their section is looked at, once for each step that was reached.
func (r *reminder) tellOwners(ctx context.Context) error {
	for _, s := range r.sections {
		on := workday.DateOf(s.ReviewOn)
		left, reached := since(r.today, on), int16(0)
		told := false
		for _, step := range tellDays {
			if left <= int(step) {
				reached, told = step, true
			}
		}
		if !told || s.ToldDays != nil && *s.ToldDays <= reached {
			continue
		}
		if err := r.WithContext(ctx).Exec(`UPDATE icp_sections SET told_days = ? WHERE id = ?`, reached, s.ID).Error; err != nil {
			return err
		}
		kind := "section-soon"
		switch {
		case reached == 0:
			kind = "section-due"
		case reached < 0:
			kind = "section-stale"
		}
		r.done++
		detail := activity.Detail{Title: profileTitle, Stage: s.Title, Side: s.OwnerSide, Person: s.OwnerID, To: &s.ReviewOn}
		if err := r.d.log.Record(ctx, r.Tx, people.Person{}, Subject(), kind, detail); err != nil {
			return err
		}
	}
	return nil
}

// openReviews asks both leads about what is due: all of the document a year after it was agreed to, else its sections.
func (r *reminder) openReviews(ctx context.Context) error {
	if r.doc.AgreedOn != nil && since(workday.DateOf(*r.doc.AgreedOn), r.today) >= AgreeDays {
		if err := r.open(ctx, nil, true); err != nil {
			return err
		}
	}
	var due []int64
	for _, s := range r.sections {
		if !r.today.Before(workday.DateOf(s.ReviewOn)) {
			due = append(due, s.ID)
		}
	}
	return r.open(ctx, due, false)
}

func (r *reminder) open(ctx context.Context, sections []int64, whole bool) error {
	p, err := r.d.openReview(ctx, r.Tx, people.Person{}, r.current, sections, whole)
	if p.ID != 0 {
		r.done++
	}
	return err
}

// askToRead reminds everybody who works here and has not read the version in force after five working days.
func (d *Document) askToRead(ctx context.Context, cal *workday.Calendar) (asked int, err error) {
	err = d.db.Tx(ctx, func(tx *store.Tx) error {
		asked = 0
		_, current, err := d.locked(ctx, tx)
		if err != nil {
			return err
		}
		before := cal.Add(tx.Now, -workday.Days(readDays))
		if !current.Agreed() || current.CreatedAt.After(before) {
			return nil
		}
		reminded, err := gorm.G[int64](tx.DB).Raw(`INSERT INTO icp_readings (version, person_id, reminded_at)
			SELECT ?, id, ? FROM people WHERE active AND role <> 'reader' AND side IN ('sales', 'marketing') AND created_at <= ?
			ON CONFLICT DO NOTHING RETURNING person_id`, current.Number, tx.Now, before).Find(ctx)
		if asked = len(reminded); err != nil || asked == 0 {
			return err
		}
		return d.log.Record(ctx, tx, people.Person{}, Subject(), "reading-asked", activity.Detail{Title: profileTitle, Number: int16(current.Number)})
	})
	return asked, err
}

// Redate moves the due times of the keys that are waited for, after the company's calendar changed.
func (d *Document) Redate(ctx context.Context) (int, error) {
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return 0, err
	}
	moved := 0
	err = d.db.Tx(ctx, func(tx *store.Tx) error {
		if _, _, err := d.locked(ctx, tx); err != nil {
			return err
		}
		open, err := gorm.G[Proposal](tx.DB).Raw(`SELECT id, kind FROM icp_proposals WHERE state = 'open' ORDER BY id`).Find(ctx)
		if err != nil {
			return err
		}
		for _, p := range open {
			for _, on := range d.promised(p) {
				if err := d.ledger.Redate(ctx, tx, cal, on); err != nil {
					return err
				}
			}
		}
		moved = len(open)
		return nil
	})
	return moved, err
}

// promised are the subjects of promises about the proposal.
func (d *Document) promised(p Proposal) []activity.Subject {
	if p.Kind == ToKeep {
		return []activity.Subject{d.reviewPromise(p, people.Sales), d.reviewPromise(p, people.Marketing)}
	}
	return []activity.Subject{p.Subject()}
}

package icp

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// Check of one account: one row. It never changes; the account checked again has a new one.
type Check struct {
	ID        int64
	AccountID int64
	Version   int     // of the document, whose criteria were asked and judge it for ever
	Answers   Answers `gorm:"serializer:json"`
	Points    int
	Band      Band
	MadeBy    int64
	MadeAt    time.Time
}

func (Check) TableName() string { return "icp_checks" }

// Subject of the check in the log.
func (c Check) Subject() activity.Subject {
	return activity.Subject{Kind: activity.KindCheck, ID: c.ID}
}

// Questions are what a check asks.
type Questions struct {
	Version  Version    // agreed
	Proposed []Proposed // by open proposals: answered they help to decide, but give no points yet
}

// Proposed is a criterion that is new in an open proposal.
type Proposed struct {
	Criterion
	Proposal int64
}

// Asks reports whether there is anything to answer: a version that both teams agreed to, with criteria.
func (q Questions) Asks() bool { return q.Version.Agreed() && len(q.Version.Content.Criteria()) > 0 }

// Questions that a check asks now.
func (d *Document) Questions(ctx context.Context) (Questions, error) {
	current, err := d.Current(ctx)
	if err != nil {
		return Questions{}, err
	}
	open, err := d.changingCriteria(ctx)
	return Questions{current, newCriteria(current.Content, open)}, err
}

// Enquiry is a check as it is sent.
type Enquiry struct {
	Submission uuid.UUID // of the form; the same one sent again makes nothing new
	Version    int       // of the document, whose questions were answered
	Account    string
	Answers    Answers
}

var errNothingAgreed = store.Refuse(store.ErrConflict, "There is nothing to check against until both teams have agreed to criteria.")

// maxAccount is the length of an account's name in characters.
const maxAccount = 120

// Check judges an account by the version in force and keeps the answers with it. An account that was checked before,
// found again by its name whatever its capitals and spaces, keeps how it ended. Problems are on account and on the
// AnswerField of criteria. It is store.ErrConflict when another version is in force than the one that was answered.
func (d *Document) Check(ctx context.Context, actor people.Person, e Enquiry) (Check, error) {
	if !actor.Works() {
		return Check{}, store.Refuse(store.ErrForbidden, "You can read what was checked, but only Sales and Marketing check accounts.")
	}
	q, err := d.Questions(ctx)
	if err != nil {
		return Check{}, err
	}
	if !q.Asks() {
		return Check{}, errNothingAgreed
	}
	sent := digest(e)
	if e, err = e.check(q); err != nil {
		return Check{}, err
	}
	var c Check
	err = d.db.Tx(ctx, func(tx *store.Tx) error {
		first, id, err := store.Once(ctx, tx, actor.ID, e.Submission.String(), sent)
		if err != nil {
			return err
		}
		if !first {
			c, err = gorm.G[Check](tx.DB).Where("id = ?", id).Take(ctx)
			return err
		}
		if e.Version != q.Version.Number {
			return store.Refuse(store.ErrConflict, "Version %d was agreed while you answered. Your answers are kept: look at its questions, then send them again.", q.Version.Number)
		}
		c, err = d.keepCheck(ctx, tx, actor, e, q.Version.Content.Score(e.Answers))
		return err
	})
	return c, err
}

// check returns the enquiry as it is stored: answers to what is asked alone. What would rule the account out and is not
// said to, does not.
func (e Enquiry) check(q Questions) (Enquiry, error) {
	var inv store.Invalid
	e.Account = strings.Join(strings.Fields(inv.Line("account", e.Account, maxAccount, "Say which account this is")), " ")
	kept, answered, first := Answers{}, false, ""
	ask := func(c Criterion) {
		answer := e.Answers[c.ID]
		if answer != "" && !slices.Contains(AllAnswers, answer) {
			inv.Add(c.AnswerField(), "Choose yes, no or not known")
		} else if answer != "" {
			kept[c.ID], answered = answer, true
		}
		if first == "" && c.Weight != RulesOut {
			first = c.AnswerField()
		}
	}
	for _, c := range q.Version.Content.Criteria() {
		if ask(c); c.Weight == RulesOut && kept[c.ID] != Yes {
			kept[c.ID] = No
		}
	}
	for _, p := range q.Proposed {
		ask(p.Criterion)
	}
	if !answered && first != "" {
		inv.Add(first, "Answer at least one question. “Not known” is a good answer")
	}
	e.Answers = kept
	return e, inv.OrNil()
}

// keepCheck makes the check the latest of its account.
func (d *Document) keepCheck(ctx context.Context, tx *store.Tx, actor people.Person, e Enquiry, s Score) (Check, error) {
	c := Check{Version: e.Version, Answers: e.Answers, Points: s.Points, Band: s.Band, MadeBy: actor.ID, MadeAt: tx.Now}
	var err error
	if c.ID, err = store.Made(ctx, tx, actor.ID, e.Submission.String(), "icp_check_numbers"); err != nil {
		return c, err
	}
	c.AccountID, err = gorm.G[int64](tx.DB).Raw(`INSERT INTO icp_accounts AS a (name, key, check_id, checked_at, band) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT ON CONSTRAINT icp_accounts_once DO UPDATE SET name = excluded.name, check_id = excluded.check_id,
			checked_at = excluded.checked_at, band = excluded.band, version = a.version + 1
		RETURNING id`, e.Account, accountKey(e.Account), c.ID, c.MadeAt, c.Band).Take(ctx)
	if err != nil {
		return c, fmt.Errorf("account: %w", err)
	}
	if err := gorm.G[Check](tx.DB).Create(ctx, &c); err != nil {
		return c, fmt.Errorf("check: %w", err)
	}
	return c, d.log.Keep(ctx, tx, actor, c.Subject(), "fit-checked", activity.Detail{Account: e.Account, Answer: string(c.Band.Fit()), Number: int16(c.Version)})
}

// accountKey is what names of one account have in common.
func accountKey(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

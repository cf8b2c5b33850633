package demo

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"alongside/models"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
)

// teller is a portal and the hand on its clock.
type teller struct {
	portal   *models.Portal
	clock    atomic.Pointer[time.Time]
	diary    diary
	people   map[string]people.Person // by firstName
	versions map[int64]int            // of the requests
	pieces   map[string]int64         // by request and slot
}

func open(cfg models.Config) (*teller, error) {
	t := &teller{}
	t.moveTo(time.Now())
	cfg.Clock = func() time.Time { return *t.clock.Load() }
	cfg.DatabaseURL = unhurried(cfg.DatabaseURL)
	var err error
	t.portal, err = models.Open(cfg)
	return t, err
}

// unhurried is the database without waiting for its disk after each of a thousand acts: a story can be told again.
func unhurried(address string) string {
	separator := " "
	switch {
	case strings.Contains(address, "://") && strings.Contains(address, "?"):
		separator = "&"
	case strings.Contains(address, "://"):
		separator = "?"
	}
	return address + separator + "synchronous_commit=off"
}

func (t *teller) moveTo(at time.Time) { t.clock.Store(&at) }

// tell performs the story on a portal where its people work.
func (t *teller) tell(ctx context.Context, now time.Time) error {
	if err := t.prepare(ctx, now); err != nil {
		return err
	}
	catalogue, err := t.portal.Requests.Catalogue(ctx)
	if err != nil {
		return err
	}
	acts := story(catalogue, t.diary.begun)
	today := acts[0].at.day
	if err := t.beginStandard(ctx, today); err != nil {
		return err
	}
	for i, a := range acts {
		for ; today < a.at.day; today++ {
			if err := t.remind(ctx, today+1); err != nil {
				return err
			}
		}
		t.moveTo(t.diary.at(a.at))
		if err := t.perform(ctx, a, i); err != nil {
			return fmt.Errorf("%s of %s on day %d: %w", t.people[a.who].Name, requests.Ref(a.number), a.at.day, err)
		}
	}
	if err := t.beforeAsking(ctx); err != nil {
		return err
	}
	if err := t.fieldIntel(ctx); err != nil {
		return fmt.Errorf("field intelligence: %w", err)
	}
	if err := t.comeOfNotes(ctx); err != nil {
		return fmt.Errorf("what requests come from: %w", err)
	}
	if err := t.goRidingAlong(ctx); err != nil {
		return fmt.Errorf("ride-alongs: %w", err)
	}
	if err := t.keepMails(ctx); err != nil {
		return fmt.Errorf("mails: %w", err)
	}
	if err := t.fillInboxes(ctx); err != nil {
		return fmt.Errorf("inboxes: %w", err)
	}
	if err := t.saveViews(ctx); err != nil {
		return fmt.Errorf("saved views: %w", err)
	}
	if err := t.checkAccounts(ctx); err != nil {
		return fmt.Errorf("checked accounts: %w", err)
	}
	return errors.Join(t.number(ctx, lastNumber), t.numberProposal(ctx, lastProposal))
}

func (t *teller) prepare(ctx context.Context, now time.Time) error {
	cal, err := t.portal.Calendars.Current(ctx)
	if err != nil {
		return err
	}
	t.diary = newDiary(cal, now)
	roll, err := t.portal.People.Roll(ctx)
	if err != nil {
		return err
	}
	t.people, t.versions, t.pieces = map[string]people.Person{}, map[int64]int{}, map[string]int64{}
	for _, p := range roll {
		t.people[firstName(p.Email)] = p
	}
	return nil
}

// remind does what Alongside does each morning.
func (t *teller) remind(ctx context.Context, day int) error {
	t.moveTo(t.diary.at(moment{day, 1}))
	_, reminded := t.portal.Requests.RemindDue(ctx)
	_, reviewed := t.portal.Requests.ReviewPieces(ctx)
	return errors.Join(reminded, reviewed)
}

// number makes n the number given last.
func (t *teller) number(ctx context.Context, n int64) error {
	_, err := gorm.G[int64](t.portal.Store.Read()).Raw(`SELECT setval('request_numbers', ?)`, n).Take(ctx)
	return err
}

// perform lets the act happen now. nth tells submissions apart.
func (t *teller) perform(ctx context.Context, a act, nth int) (err error) {
	queue, who, id, version := t.portal.Requests, t.people[a.who], a.number, t.versions[a.number]
	submission := uuid.NewSHA1(uuid.NameSpaceURL, fmt.Appendf(nil, "act %d", nth))
	var r requests.Request
	switch a.what {
	case agree:
		return queue.Agree(ctx, who)
	case agreeRush:
		r, err = queue.DecideRush(ctx, who, id, version, requests.RushDecision{Agree: true, Note: a.text})
	case amend, tend:
		return a.step(ctx, t, who)
	case submit:
		r, err = t.submit(ctx, who, a.piece, submission)
	case assign:
		r, err = queue.Assign(ctx, who, id, version, t.people[a.whom].ID)
	case handOn:
		r, err = queue.HandOn(ctx, who, id, version, a.text)
	case sendBack:
		r, err = queue.SendBack(ctx, who, id, version, a.text)
	case ask:
		r, err = queue.Ask(ctx, who, id, version, a.text)
	case answer:
		r, err = queue.Answer(ctx, who, id, version, a.text)
	case check:
		r, err = queue.Check(ctx, who, id, a.item, true)
	case comment:
		r, err = queue.Comment(ctx, who, id, submission, a.text)
	case attach:
		r, err = t.attach(ctx, who, a, submission)
	case deliver:
		r, err = queue.Deliver(ctx, who, id, version, t.delivery(a))
	case invite:
		r, err = queue.AskReviewer(ctx, who, id, version, t.people[a.whom].ID)
	case judge:
		r, err = queue.Review(ctx, who, id, version, requests.Opinion{Verdict: a.says, Note: a.text, Person: t.people[a.whom].ID})
	case allow:
		by := t.diary.date(a.until).Midnight()
		r, err = queue.AllowRound(ctx, who, id, version, &by, a.text)
	case decline:
		r, err = queue.Decline(ctx, who, id, version, a.text)
	case cancel:
		r, err = queue.Cancel(ctx, who, id, version, a.text)
	}
	t.versions[id] = r.Version
	return err
}

func (t *teller) submit(ctx context.Context, who people.Person, p piece, submission uuid.UUID) (requests.Request, error) {
	if err := t.number(ctx, p.number-1); err != nil {
		return requests.Request{}, err
	}
	b, err := t.brief(p)
	if err != nil {
		return requests.Request{}, err
	}
	b.Submission = submission
	return t.portal.Requests.Submit(ctx, who, b)
}

func (t *teller) delivery(a act) requests.Delivery {
	d := requests.Delivery{Link: fmt.Sprintf("https://files.meridian.example/r-%d", a.number), Note: a.text}
	if a.review != byType {
		by := t.diary.date(0).AddDays(a.review).Midnight()
		d.ReviewBy = &by
	}
	return d
}

// recent is how many working days before the last one are in the inboxes.
const recent = 4

// fillInboxes announces the recent events at once, in place of the jobs that the acts enqueued. New is what came since
// people looked last: on the afternoon before, or at its noon when the last day has not begun.
func (t *teller) fillInboxes(ctx context.Context) error {
	looked := on(-1, 16, 0)
	if !t.diary.begun {
		looked = on(-1, 12, 30)
	}
	if err := t.announce(ctx, on(-recent, 9, 0), looked); err != nil {
		return err
	}
	t.moveTo(t.diary.at(looked))
	for _, p := range t.people {
		if err := t.portal.Notify.Read(ctx, p, math.MaxInt64); err != nil {
			return err
		}
	}
	if err := t.announce(ctx, looked, moment{1, 0}); err != nil {
		return err
	}
	return t.portal.Store.Tx(ctx, func(tx *store.Tx) error {
		return tx.WithContext(ctx).Exec(`DELETE FROM river_job WHERE kind = 'announce'`).Error
	})
}

func (t *teller) announce(ctx context.Context, from, to moment) error {
	events, err := gorm.G[int64](t.portal.Store.Read()).Raw(`SELECT id FROM events WHERE at >= ? AND at < ? ORDER BY at, id`,
		t.diary.at(from), t.diary.at(to)).Find(ctx)
	if err != nil {
		return err
	}
	for _, id := range events {
		if err := t.portal.Notify.Announce(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

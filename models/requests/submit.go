package requests

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/drafts"
	"alongside/models/files"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
)

// Brief is what somebody asks for, as typed and parsed.
type Brief struct {
	Submission uuid.UUID // of the form; the same one sent again makes nothing new
	Type       string
	Title      string
	Account    string
	Answers    map[string]string // by Field.Key
	Uses       []string
	Choices    map[string][]string // by Field.Key, of the type's own questions with choices
	NeededBy   *time.Time          // a date at midnight UTC
	RushReason string
	From       []activity.Subject // what it comes from: field notes, debriefs, competitors, other requests
	Files      []files.Upload

	// The draft it was, as the actor saw it: it is gone when the brief is sent. 0: none.
	Draft        int64 `json:"-"`
	DraftVersion int   `json:"-"`
}

// Lengths in characters.
const (
	maxTitle     = 120
	maxAccount   = 120
	maxLine      = 200
	maxParagraph = 2000
	maxReason    = 1000
)

// Submit sends a brief: the stages are planned on the calendar, the first promise is made and the date promised is
// fixed. Problems are *store.Invalid on type, title, account, the fields' names, needed_by, rush_reason and files. A draft
// that was saved since the actor saw it is store.ErrConflict, and nothing is sent.
func (q *Queue) Submit(ctx context.Context, actor people.Person, b Brief) (Request, error) {
	typ, process, err := q.inForce(ctx, b.Type)
	if err != nil {
		return Request{}, unknownType(err)
	}
	if !actor.On(typ.Side.Other()) {
		return Request{}, notTheirs(typ)
	}
	cal, err := q.ledger.Calendar(ctx)
	if err != nil {
		return Request{}, err
	}
	roll, err := q.people.Roll(ctx)
	if err != nil {
		return Request{}, err
	}
	now := q.db.Now()
	r, err := b.check(plan(cal, typ, process, now, b.NeededBy), now.In(cal.Zone()))
	if err != nil {
		return r, err
	}
	body, err := json.Marshal(b)
	if err != nil {
		return r, err
	}
	fresh := false
	err = q.db.Tx(ctx, func(tx *store.Tx) error {
		first, ref, err := store.Once(ctx, tx, actor.ID, b.Submission.String(), digest(body))
		if err != nil {
			return err
		}
		if fresh = first; !first {
			r, err = locked(ctx, tx, ref)
			return err
		}
		if err := q.leaveDesk(ctx, tx, actor, b); err != nil {
			return err
		}
		planned := plan(cal, typ, process, tx.Now, b.NeededBy)
		r.RequesterID, r.RequesterSide = actor.ID, actor.Side
		r.setPersonOf(actor.Side, &actor.ID)
		if planned.Rush() {
			r.Rush = RushAsked
		}
		return q.open(ctx, &turn{Tx: tx, r: r, process: process, cal: cal, roll: roll, actor: actor}, typ, planned, b, &r)
	})
	if err == nil && !fresh { // sent twice: the bytes of the second time are nobody's
		return r, q.files.Discard(b.Files)
	}
	q.counts.forget()
	return r, err
}

func notTheirs(typ Type) error {
	return store.Refuse(store.ErrForbidden, "%s is asked of %s by %s.", typ.Name, typ.Side.Name(), typ.Side.Other().Name())
}

// leaveDesk takes what is sent now from the actor's drafts, and out of the count of what need not be sent.
func (q *Queue) leaveDesk(ctx context.Context, tx *store.Tx, actor people.Person, b Brief) error {
	if err := drafts.Sent(ctx, tx, actor, b.Draft, b.DraftVersion); err != nil {
		return err
	}
	return undeflect(ctx, tx, actor, b.Submission)
}

func unknownType(err error) error {
	if err == store.ErrNotFound {
		return &store.Invalid{Problems: []store.Problem{{Field: "type", Message: "Choose what you need"}}}
	}
	return err
}

// CheckBrief says everything that Submit would find wrong with the brief, and changes nothing.
func (q *Queue) CheckBrief(ctx context.Context, b Brief) error {
	typ, process, err := q.inForce(ctx, b.Type)
	if err != nil {
		return unknownType(err)
	}
	cal, err := q.ledger.Calendar(ctx)
	if err != nil {
		return err
	}
	now := q.db.Now()
	_, err = b.check(plan(cal, typ, process, now, b.NeededBy), now.In(cal.Zone()))
	return err
}

// accountsShown bounds the suggestions of the account field.
const accountsShown = 50

// Accounts lists the accounts and sectors of the latest requests, by name, as suggestions.
func (q *Queue) Accounts(ctx context.Context) ([]string, error) {
	return gorm.G[string](q.db.Read()).Raw(`SELECT DISTINCT account FROM (SELECT account FROM requests ORDER BY id DESC LIMIT 200) latest
		WHERE account <> '' ORDER BY account LIMIT ?`, accountsShown).Find(ctx)
}

// open inserts the request with its first promise, event and files.
func (q *Queue) open(ctx context.Context, t *turn, typ Type, planned Plan, b Brief, made *Request) error {
	r := &t.r
	var err error
	if r.ID, err = store.Made(ctx, t.Tx, t.actor.ID, b.Submission.String(), "request_numbers"); err != nil {
		return err
	}
	first := t.stagePromise()
	if r.Rush == RushAsked {
		first = r.rushPromise(t.roll)
	}
	promise, err := q.ledger.OpenFirst(ctx, t.Tx, t.cal, first)
	if err != nil {
		return err
	}
	r.SubmittedAt, r.PromisedAt, r.FirstPromisedAt, r.State, r.Version = t.Now, planned.Promised, planned.Promised, Open, 1
	r.dates(t.cal, t.process, promises.Account{Promises: []promises.Promise{promise}}, t.Now)
	if err := gorm.G[Request](t.DB).Create(ctx, r); err != nil {
		return err
	}
	if err := q.files.Keep(ctx, t.Tx, t.actor, r.Subject(), b.Files); err != nil {
		return err
	}
	if err := q.cite(ctx, t, b.From); err != nil {
		return err
	}
	*made = *r
	detail := activity.Detail{Title: r.Title, Type: typ.Name, Stage: t.process.At(1).Name, Side: r.BallSide, To: &r.PromisedAt}
	if r.Rush == RushAsked {
		detail.Text, detail.From = r.RushReason, &planned.Rushed
	}
	return q.log.Record(ctx, t.Tx, t.actor, r.Subject(), "submitted", detail)
}

// stagePromise is the promise of the stage the request is in. A review that leads decide is the lead's who works on the
// request, else of the only one.
func (t *turn) stagePromise() promises.Promise {
	r, stage := t.r, t.process.At(t.r.Stage)
	holder := r.PersonOf(stage.Side)
	if stage.Review && t.process.Decides == DecidesLead && (holder == nil || !t.roll[*holder].Leads(stage.Side)) {
		holder = onlyLead(t.roll, stage.Side)
	}
	return promises.Promise{
		SubjectKind: activity.KindRequest, SubjectID: r.ID,
		Kind: BallStage, Step: r.Stage, What: stage.Name, About: r.Title,
		FromSide: stage.Side, FromPersonID: holder,
		ToSide: stage.Side.Other(), ToPersonID: r.PersonOf(stage.Side.Other()),
		Target: stage.Agreed().Seconds(), WholeDays: true,
	}
}

// check makes the request that the brief asks for, without dates. now is in the company's zone.
func (b Brief) check(planned Plan, now time.Time) (Request, error) {
	var inv store.Invalid
	typ, process := planned.Type, planned.Process
	r := Request{
		TypeKey: typ.Key, ProcessID: process.ID, AskedSide: typ.Side, Stage: 1, Furthest: 1,
		Title:     inv.Line("title", b.Title, maxTitle, "Give the request a short title"),
		Account:   inv.Line("account", b.Account, maxAccount, ""),
		Uses:      []string{},
		Days:      []float64{},
		Reviewers: []int64{},
		Fields:    map[string]string{},
		NeededBy:  b.NeededBy,
	}
	for _, f := range process.Fields {
		var text string
		switch f.Kind {
		case FieldChoices:
			if f.Key == UseKey {
				r.Uses = chosen(&inv, f, b.Uses)
			} else {
				r.Fields[f.Key] = strings.Join(chosen(&inv, f, b.Choices[f.Key]), ", ")
			}
			continue
		case FieldLine:
			text = inv.Line(f.Name(), b.Answers[f.Key], maxLine, f.Missing)
		default:
			text = inv.Paragraph(f.Name(), b.Answers[f.Key], maxParagraph, f.Missing)
		}
		switch f.Key {
		case ReaderKey:
			r.Reader = text
		case ChangeKey:
			r.Change = text
		default:
			r.Fields[f.Key] = text
		}
	}
	if planned.Rush() {
		r.RushReason = inv.Paragraph("rush_reason", b.RushReason, maxReason, "")
	}
	checkNeededBy(&inv, planned, now, r.RushReason)
	return r, inv.OrNil()
}

func chosen(inv *store.Invalid, f Field, values []string) []string {
	picked := []string{}
	for _, option := range f.Options {
		if slices.Contains(values, option) {
			picked = append(picked, option)
		}
	}
	if slices.ContainsFunc(values, func(v string) bool { return !slices.Contains(f.Options, v) }) {
		inv.Add(f.Name(), "Choose from the list")
	}
	if f.Missing != "" && len(picked) == 0 {
		inv.Add(f.Name(), "%s", f.Missing)
	}
	return picked
}

// checkNeededBy refuses days that have passed and asks why when the day is sooner than agreed.
func checkNeededBy(inv *store.Invalid, p Plan, now time.Time, reason string) {
	if p.NeededBy == nil {
		return
	}
	year, month, day := now.Date()
	today := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	switch {
	case p.NeededBy.Before(today):
		inv.Add("needed_by", "This date has passed. Choose a day from today on")
	case p.NeededBy.After(today.AddDate(2, 0, 0)):
		inv.Add("needed_by", "Choose a day within the next two years")
	case p.Rush() && reason == "":
		inv.Add("rush_reason", "Say why this is needed sooner than the standard %v days", p.Process.Days())
	}
}

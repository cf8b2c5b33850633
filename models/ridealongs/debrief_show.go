package ridealongs

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// Outcome is what an answer became.
type Outcome struct {
	DebriefID   int64     `json:"debrief_id"`
	Question    string    `json:"question"`
	SubjectKind string    `json:"subject_kind"`
	SubjectID   int64     `json:"subject_id"`
	MadeBy      int64     `json:"made_by"`
	MadeAt      time.Time `json:"made_at"`
}

func (Outcome) TableName() string { return "debrief_outcomes" }

// Subject that was made.
func (o Outcome) Subject() activity.Subject {
	return activity.Subject{Kind: o.SubjectKind, ID: o.SubjectID}
}

// Verdict says whether host and guest heard the same.
type Verdict struct {
	Question string    `json:"question"`
	Differs  bool      `json:"differs"`
	SaidBy   int64     `json:"said_by"`
	SaidAt   time.Time `json:"said_at"`
}

// Debriefs of a slot, as one viewer may read them.
type Debriefs struct {
	Slot     Slot
	All      []Debrief // host first, then in the order of seats; answers are empty where the viewer may not read them
	Mine     *Debrief
	May      bool // the viewer may write theirs, or change it
	Open     bool // the viewer reads those of the others
	Shared   bool // with the leads
	Outcomes []Outcome
	Verdicts map[string]Verdict // by key of question
}

// Of finds a debrief by its person.
func (d Debriefs) Of(person int64) (Debrief, bool) {
	i := slices.IndexFunc(d.All, func(one Debrief) bool { return one.PersonID == person })
	if i < 0 {
		return Debrief{}, false
	}
	return d.All[i], true
}

// Debriefs reads them, in one query. Who was there reads the others' once their own is in; the leads read what everybody who was
// there shares; for all others there are none: store.ErrNotFound.
func (s *Schedule) Debriefs(ctx context.Context, viewer people.Person, id int64) (d Debriefs, err error) {
	var verdicts []Verdict
	found := false
	now := s.db.Now()
	var seats Seats
	err = s.db.Rows(ctx, store.SQL(`SELECT `+slotColumns+`, `+liveSeats+`,
			(SELECT coalesce(jsonb_agg(to_jsonb(d) ORDER BY NOT d.host, d.id), '[]') FROM debriefs d WHERE d.ridealong_id = r.id),
			(SELECT coalesce(jsonb_agg(to_jsonb(o) ORDER BY o.made_at, o.subject_kind, o.subject_id), '[]') FROM debrief_outcomes o JOIN debriefs d ON d.id = o.debrief_id WHERE d.ridealong_id = r.id),
			(SELECT coalesce(jsonb_agg(to_jsonb(v)), '[]') FROM debrief_verdicts v WHERE v.ridealong_id = r.id)
		FROM ridealongs r WHERE r.id = ?`, id), func(row pgx.Rows) error {
		found = true
		return row.Scan(append(d.Slot.scans(), &seats, &d.All, &d.Outcomes, &verdicts)...)
	})
	if err != nil {
		return d, err
	}
	there := viewer.ID == d.Slot.HostID
	if seat, have := seats.Of(viewer.ID); have && seat.State == Confirmed {
		there = true
	}
	lead := viewer.Leads(people.Sales) || viewer.Leads(people.Marketing)
	d.Shared = shared(d.All)
	if !found || d.Slot.State == Cancelled || !there && !(lead && d.Shared) {
		return Debriefs{}, store.ErrNotFound
	}
	d.blind(viewer, there, now, seats)
	d.Verdicts = map[string]Verdict{}
	for _, v := range verdicts {
		d.Verdicts[v.Question] = v
	}
	return d, nil
}

// blind takes out what the viewer may not read.
func (d *Debriefs) blind(viewer people.Person, there bool, now time.Time, seats Seats) {
	others := false
	for i, one := range d.All {
		if one.PersonID == viewer.ID {
			d.Mine = &d.All[i]
		} else if one.AnsweredAt != nil {
			others = true
		}
	}
	wrote := d.Mine != nil && d.Mine.AnsweredAt != nil
	d.Open = wrote || !there
	d.May = d.Slot.Moves(viewer, seats, now)[MoveDebrief] && (!wrote || !others)
	if d.Mine != nil && d.Mine.ReleasedAt != nil {
		d.May = false
	}
	if d.Open {
		return
	}
	d.Outcomes = nil
	for i := range d.All {
		if d.All[i].PersonID != viewer.ID {
			d.All[i].Answers, d.All[i].Share = nil, false
		}
	}
}

// Make notes what an answer became, and links it: the note, request or proposal cites the ride-along. The actor was
// there and may read the answer. Again changes nothing. Problems are *store.Invalid on question and kind.
func (s *Schedule) Make(ctx context.Context, actor people.Person, debrief int64, question string, made activity.Subject) error {
	if !slices.Contains([]string{activity.KindNote, activity.KindRequest, activity.KindProposal}, made.Kind) {
		return &store.Invalid{Problems: []store.Problem{{Field: "kind", Message: "Choose a note, a request or a proposal"}}}
	}
	answer, err := s.Answer(ctx, actor, debrief, question)
	if err != nil {
		return err
	}
	_, err = s.turn(ctx, actor, answer.Slot.ID, func(t *turn) error {
		fresh, err := gorm.G[int64](t.DB).Raw(`INSERT INTO debrief_outcomes (debrief_id, question, subject_kind, subject_id, made_by, made_at)
			VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING debrief_id`, debrief, question, made.Kind, made.ID, actor.ID, t.Now).Find(ctx)
		if err != nil || len(fresh) == 0 {
			return err
		}
		if err := s.log.Link(ctx, t.Tx, actor, made, t.s.Subject()); err != nil {
			return err
		}
		return s.record(ctx, t, "debrief-made", activity.Detail{Stage: made.Ref(), People: append(t.seats.In(Confirmed).people(), t.s.HostID)})
	})
	return err
}

// Answered is one answer, with the slot it is of: what a note, a request or a proposal begins with.
type Answered struct {
	Slot     Slot
	Debrief  int64
	PersonID int64
	Question Question
	Text     string
}

// Answer reads one answer by somebody who was there and may read it, else store.ErrNotFound.
func (s *Schedule) Answer(ctx context.Context, actor people.Person, debrief int64, question string) (Answered, error) {
	slot, err := gorm.G[int64](s.db.Read()).Raw(`SELECT ridealong_id FROM debriefs WHERE id = ?`, debrief).Take(ctx)
	if err != nil {
		return Answered{}, store.Found(err)
	}
	return s.AnswerOn(ctx, actor, slot, debrief, question)
}

// AnswerOn is Answer of a debrief that is known to be of the slot, in one query.
func (s *Schedule) AnswerOn(ctx context.Context, actor people.Person, slot, debrief int64, question string) (Answered, error) {
	all, err := s.Debriefs(ctx, actor, slot)
	if err != nil {
		return Answered{}, err
	}
	if !actor.Works() || all.Mine == nil {
		return Answered{}, store.ErrNotFound
	}
	i := slices.IndexFunc(all.All, func(d Debrief) bool { return d.ID == debrief })
	q := slices.IndexFunc(all.Slot.Direction.Questions(), func(q Question) bool { return q.Key == question })
	if i < 0 || q < 0 || all.All[i].Answers[question] == "" {
		return Answered{}, store.ErrNotFound
	}
	return Answered{all.Slot, debrief, all.All[i].PersonID, all.Slot.Direction.Questions()[q], all.All[i].Answers[question]}, nil
}

// Compare says whether host and guests heard the same, or different things, of a question both answered. Who was there does,
// when the others' are open to them; the last word stands. Problems are *store.Invalid on question.
func (s *Schedule) Compare(ctx context.Context, actor people.Person, id int64, question string, differs bool) error {
	all, err := s.Debriefs(ctx, actor, id)
	if err != nil {
		return err
	}
	if all.Mine == nil || !all.Open {
		return store.Refuse(store.ErrForbidden, "Those who were there compare, when theirs is in.")
	}
	if !all.Slot.Direction.asked(question, true) || !all.Slot.Direction.asked(question, false) {
		return &store.Invalid{Problems: []store.Problem{{Field: "question", Message: "Choose a question that both answered"}}}
	}
	return s.db.Tx(ctx, func(tx *store.Tx) error {
		return tx.WithContext(ctx).Exec(`INSERT INTO debrief_verdicts (ridealong_id, question, differs, said_by, said_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (ridealong_id, question) DO UPDATE SET differs = excluded.differs, said_by = excluded.said_by, said_at = excluded.said_at`,
			id, question, differs, actor.ID, tx.Now).Error
	})
}

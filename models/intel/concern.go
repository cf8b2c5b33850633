package intel

import (
	"context"
	"slices"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"

	"gorm.io/gorm"
)

// Concerned lists the people who should hear of an event of a note, a competitor, a line or a question; never the actor, and of a
// sensitive note nobody who may not know of it.
func (d *Desk) Concerned(ctx context.Context, e activity.Event) ([]int64, error) {
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return nil, err
	}
	a := &audience{event: e, roll: roll}
	concerned, ours := map[string]func(context.Context, *audience) error{
		activity.KindNote: d.concernedByNote, activity.KindCompetitor: d.concernedByCard, activity.KindQuestion: d.concernedByQuestion,
		activity.KindClaim: func(context.Context, *audience) error { return nil }, // what happens to a line is told of its competitor
	}[e.SubjectKind]
	switch {
	case !ours:
	case e.Kind == "due-soon":
		a.tellOwner()
	default:
		err = concerned(ctx, a)
	}
	if err != nil || e.SubjectKind != activity.KindNote {
		return a.told, err
	}
	return d.only(ctx, e.SubjectID, a.told)
}

// only keeps those of the people who may know of the note.
func (d *Desk) only(ctx context.Context, note int64, ids []int64) ([]int64, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return gorm.G[int64](d.db.Read()).Raw(`SELECT p.id FROM people p, notes n WHERE n.id = ? AND p.id IN ?
		AND (NOT n.sensitive OR n.author_id = p.id OR EXISTS (SELECT FROM trusted_people t WHERE t.id = p.id)) ORDER BY p.id`, note, ids).Find(ctx)
}

// audience of an event.
type audience struct {
	event activity.Event
	roll  people.Roll
	told  []int64
}

// tell those who are here still.
func (a *audience) tell(ids ...int64) {
	for _, id := range ids {
		if a.roll[id].Active && (a.event.ActorID == nil || id != *a.event.ActorID) && !slices.Contains(a.told, id) {
			a.told = append(a.told, id)
		}
	}
}

func (a *audience) leads(side people.Side) {
	for _, p := range a.roll.Of(side) {
		if p.Role == people.Lead {
			a.tell(p.ID)
		}
	}
}

// tellOwner tells whoever owes what is due, or the leads of a side of which nobody took it.
func (a *audience) tellOwner() {
	if d := a.event.Detail; d.Person != 0 {
		a.tell(d.Person)
	} else {
		a.leads(d.Side)
	}
}

// concernedByNote are its author and those who follow it. Of a new one: those who answer notes, else Marketing's leads, and those who follow
// the competitors it is about. What concerns a line is told to the author alone.
func (d *Desk) concernedByNote(ctx context.Context, a *audience) error {
	id := a.event.SubjectID
	n, err := gorm.G[Note](d.db.Read()).Where("id = ?", id).Take(ctx)
	if err != nil {
		return store.Found(err)
	}
	a.tell(n.AuthorID)
	switch a.event.Kind {
	case "note-cited", "unwitnessed":
		return nil
	case "noted":
		return d.concernedByNew(ctx, a)
	case "note-hidden", "note-cleared", "note-stripped":
		a.leads(people.Sales)
		a.leads(people.Marketing)
	case "note-answered", "note-withdrawn":
		if n.ReplyBy != nil {
			a.tell(*n.ReplyBy)
		}
	}
	return d.tellFollowers(ctx, a, a.event.Subject())
}

func (d *Desk) concernedByNew(ctx context.Context, a *audience) error {
	answering, err := gorm.G[int64](d.db.Read()).Raw(`SELECT person_id FROM note_desk ORDER BY person_id`).Find(ctx)
	if err != nil {
		return err
	}
	if a.tell(answering...); len(answering) == 0 {
		a.leads(people.Marketing)
	}
	following, err := gorm.G[int64](d.db.Read()).Raw(`SELECT DISTINCT f.person_id FROM note_competitors nc JOIN followers f
		ON f.subject_kind = 'competitor' AND f.subject_id = nc.competitor_id WHERE nc.note_id = ? ORDER BY 1`, a.event.SubjectID).Find(ctx)
	a.tell(following...)
	return err
}

// concernedByCard are those who keep the card and those who follow the competitor; of a line also its owner and whoever wrote on it.
func (d *Desk) concernedByCard(ctx context.Context, a *audience) error {
	c, err := gorm.G[Competitor](d.db.Read()).Where("id = ?", a.event.SubjectID).Take(ctx)
	if err != nil {
		return store.Found(err)
	}
	for _, keeper := range []*int64{c.WriterID, c.CheckerID} {
		if keeper != nil {
			a.tell(*keeper)
		}
	}
	if a.event.Detail.For != 0 {
		line, err := gorm.G[Claim](d.db.Read()).Where("id = ?", a.event.Detail.For).Take(ctx)
		if err != nil {
			return store.Found(err)
		}
		a.tell(line.OwnerID)
		a.tell(line.DraftedBy...)
	}
	switch a.event.Kind {
	case "line-drafted", "competitor-changed": // nobody else's concern before it is published
		return nil
	}
	return d.tellFollowers(ctx, a, a.event.Subject())
}

// concernedByQuestion are whoever asked, and those who follow the competitor it is about.
func (d *Desk) concernedByQuestion(ctx context.Context, a *audience) error {
	q, err := d.Question(ctx, a.event.SubjectID)
	if err != nil {
		return err
	}
	a.tell(q.AskedBy)
	if q.CompetitorID == nil {
		return nil
	}
	return d.tellFollowers(ctx, a, activity.Subject{Kind: activity.KindCompetitor, ID: *q.CompetitorID})
}

func (d *Desk) tellFollowers(ctx context.Context, a *audience, on activity.Subject) error {
	followers, err := d.log.Followers(ctx, on)
	a.tell(followers...)
	return err
}

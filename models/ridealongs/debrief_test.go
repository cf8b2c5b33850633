package ridealongs_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"alongside/models/activity"
	"alongside/models/intel"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/models/store"
)

func answers(words string) ridealongs.Account {
	return ridealongs.Account{Answers: ridealongs.Answers{"words": words, "end": "Volumes by Friday", "ask": "The night number first", "other": "not asked"}}
}

// ridden is a visit of Ben and Ruth that is over.
func (c *cast) ridden() ridealongs.Slot {
	c.t.Helper()
	s := c.offer(c.ruth, ride("2026-12-10 09:30", seats(2)))
	c.take(c.ben, s.ID)
	c.clock.Set(c.t, "2026-12-10 11:31")
	c.tend()
	return s
}

func (c *cast) debriefs(who people.Person, id int64) ridealongs.Debriefs {
	c.t.Helper()
	d, err := c.Rides.Debriefs(ctx, who, id)
	c.ok(err)
	return d
}

func TestDebriefsAreBlindUntilOnesOwnIsIn(t *testing.T) {
	t.Parallel()
	c := play(t)
	early := c.offer(c.greta, ride("2026-12-10 13:00"))
	c.take(c.lucia, early.ID)
	_, err := c.Rides.Debrief(ctx, c.greta, early.ID, 0, answers("Early"))
	c.refused("before the end", err, store.ErrConflict, "opens when it is over")
	s := c.ridden()
	for _, who := range []people.Person{c.ben, c.ruth} {
		owed, err := modelstest.Owes(ctx, c.Portal, who)
		c.ok(err)
		if len(owed) != 1 || owed[0].Kind != ridealongs.PromiseDebrief || owed[0].DueAt.Format("Mon 15:04") != "Fri 17:00" {
			t.Errorf("%s: got %+v, want a working day", who.Name, owed)
		}
	}
	_, err = c.Rides.Debrief(ctx, c.joel, s.ID, 0, answers("Not there"))
	c.refused("who was not there", err, store.ErrForbidden, "who were there")
	_, err = c.Rides.Debrief(ctx, c.ben, s.ID, 0, ridealongs.Account{})
	c.invalid("nothing", err, "answer_words")
	_, err = c.Rides.Debrief(ctx, c.ben, s.ID, 0, answers("One number at night"))
	c.ok(err)
	if d := c.debriefs(c.ben, s.ID); !d.May || d.Mine.Answers["other"] != "" || d.All[0].AnsweredAt != nil {
		t.Errorf("got %+v, want his own, to be changed still", d)
	}
	_, err = c.Rides.Debrief(ctx, c.ben, s.ID, 7, answers("Two"))
	c.refused("a stale page", err, store.ErrConflict, "since you opened it")
	_, err = c.Rides.Debrief(ctx, c.ben, s.ID, 2, answers("Two numbers"))
	c.ok(err)
	blind := c.debriefs(c.ruth, s.ID)
	if his, _ := blind.Of(c.ben.ID); blind.Open || his.Answers != nil || his.AnsweredAt == nil {
		t.Errorf("got %+v, want to know that his is in, and no word of it", his)
	}
	_, err = c.Rides.Answer(ctx, c.ruth, blind.All[1].ID, "words")
	c.refused("his answer", err, store.ErrNotFound, "")
	_, err = c.Rides.Debrief(ctx, c.ruth, s.ID, 0, answers("Somebody awake"))
	c.ok(err)
	if his, _ := c.debriefs(c.ruth, s.ID).Of(c.ben.ID); his.Answers["words"] != "Two numbers" {
		t.Errorf("got %+v, want his, when hers is in", his)
	}
	if got := c.told(c.ben, "debriefs-open"); got != 1 {
		t.Errorf("got %d notices, want to hear that both are in", got)
	}
	_, err = c.Rides.Debrief(ctx, c.ben, s.ID, 3, answers("After reading"))
	c.refused("rewritten after reading", err, store.ErrConflict, "nobody rewrites")
	c.ok(c.Rides.Compare(ctx, c.ruth, s.ID, "words", true))
	c.ok(c.Rides.Compare(ctx, c.ben, s.ID, "words", false))
	c.invalid("a question of one", c.Rides.Compare(ctx, c.ben, s.ID, "presence", true), "question")
	if v := c.debriefs(c.ben, s.ID).Verdicts["words"]; v.Differs || v.SaidBy != c.ben.ID {
		t.Errorf("got %+v, want the last word", v)
	}
	c.sound()
}

func TestLeadsReadWhatAllShare(t *testing.T) {
	t.Parallel()
	c := play(t)
	s := c.ridden()
	closed := func(what string) {
		t.Helper()
		for _, who := range []people.Person{c.dan, c.priya, c.joel, c.ines} {
			_, err := c.Rides.Debriefs(ctx, who, s.ID)
			c.refused(what+" "+who.Name, err, store.ErrNotFound, "")
		}
	}
	a := answers("One number")
	a.Share = true
	_, err := c.Rides.Debrief(ctx, c.ben, s.ID, 0, a)
	c.ok(err)
	closed("one of two")
	_, err = c.Rides.Debrief(ctx, c.ruth, s.ID, 0, answers("Awake"))
	c.ok(err)
	closed("one shares")
	c.ok(c.Rides.Share(ctx, c.ruth, s.ID, true))
	for _, who := range []people.Person{c.dan, c.priya} {
		if d := c.debriefs(who, s.ID); len(d.All) != 2 || d.All[0].Answers["words"] != "Awake" || d.May {
			t.Errorf("%s: got %+v, want to read what all share", who.Name, d)
		}
	}
	if got := c.told(c.dan, "debrief-shared"); got != 1 {
		t.Errorf("got %d notices, want the leads told", got)
	}
	if err := c.Rides.Share(ctx, c.joel, s.ID, true); !errors.Is(err, store.ErrConflict) {
		t.Errorf("got %v, want nothing of others shared", err)
	}
	c.ok(c.Rides.Share(ctx, c.ben, s.ID, false))
	closed("taken back")
}

// TestAnswersBecomeWork that is linked to where it comes from.
func TestAnswersBecomeWork(t *testing.T) {
	t.Parallel()
	c := play(t)
	s := c.ridden()
	_, err := c.Rides.Debrief(ctx, c.ben, s.ID, 0, answers("One number at night"))
	c.ok(err)
	mine := c.debriefs(c.ben, s.ID).Mine.ID
	from, err := c.Rides.Answer(ctx, c.ben, mine, "words")
	c.ok(err)
	if from.Text != "One number at night" || from.Slot.Account != s.Account || from.PersonID != c.ben.ID {
		t.Errorf("got %+v, want what a note begins with", from)
	}
	n, err := c.Intel.Send(ctx, c.ben, intel.Capture{
		Submission: uuid.New(), Nobody: true, Kind: intel.Need, Source: intel.Told, Heard: from.Text, Account: from.Slot.Account,
	})
	c.ok(err)
	for range 2 {
		c.ok(c.Rides.Make(ctx, c.ben, mine, "words", n.Subject()))
	}
	c.invalid("a claim", c.Rides.Make(ctx, c.ben, mine, "words", activity.Subject{Kind: activity.KindClaim, ID: 1}), "kind")
	c.refused("no such answer", c.Rides.Make(ctx, c.ben, mine, "fit", n.Subject()), store.ErrNotFound, "")
	c.refused("somebody else's", c.Rides.Make(ctx, c.joel, mine, "words", n.Subject()), store.ErrNotFound, "")
	if d := c.debriefs(c.ben, s.ID); len(d.Outcomes) != 1 || d.Outcomes[0].Subject() != n.Subject() {
		t.Errorf("got %+v, want the note, once", d.Outcomes)
	}
	links, err := c.Activity.Links(ctx, n.Subject())
	c.ok(err)
	if len(links) != 1 || links[0].To() != s.Subject() {
		t.Errorf("got %+v, want the note to cite the ride-along", links)
	}
	if got := c.told(c.ruth, "debrief-made"); got != 1 {
		t.Errorf("got %d notices, want the other told", got)
	}
}

func TestLeaversOweNoDebrief(t *testing.T) {
	t.Parallel()
	c := play(t)
	s := c.ridden()
	c.leave(c.ben)
	c.tend()
	_, err := c.Rides.Debrief(ctx, c.ruth, s.ID, 0, answers("Alone"))
	c.ok(err)
	d := c.debriefs(c.ruth, s.ID)
	if his, _ := d.Of(c.ben.ID); his.ReleasedAt == nil || d.Shared {
		t.Errorf("got %+v, want his released", his)
	}
	if n := c.tend(); n != 0 {
		t.Errorf("got %d more, want nothing left to do", n)
	}
}

// TestBriefIsToldOnce on the working day before, in working hours.
func TestBriefIsToldOnce(t *testing.T) {
	t.Parallel()
	c := play(t)
	s := c.offer(c.ruth, ride("2026-12-14 09:30", seats(2), func(o *ridealongs.Offer) { o.Account = "Halden Automotive" }))
	c.take(c.ben, s.ID)
	_, err := c.Rides.Wish(ctx, c.lucia, s.ID, "Anything")
	c.refused("without a seat", err, store.ErrConflict, "no seat")
	_, err = c.Rides.Wish(ctx, c.ben, s.ID, "What does Marta look at first?")
	c.ok(err)
	for _, row := range []struct {
		at   string
		want int
	}{{"2026-12-10 16:00", 0}, {"2026-12-11 08:59", 0}, {"2026-12-11 09:00", 1}, {"2026-12-11 10:00", 1}} {
		c.clock.Set(t, row.at)
		c.tend()
		if got := c.told(c.ben, "brief-ready"); got != row.want {
			t.Errorf("%s: got %d notices, want %d", row.at, got, row.want)
		}
	}
	_, err = c.Rides.Read(ctx, c.joel, s.ID)
	c.refused("who does not go", err, store.ErrConflict, "no seat")
	for range 2 {
		_, err = c.Rides.Read(ctx, c.ben, s.ID)
		c.ok(err)
	}
	if mine := c.show(c.ben, s.ID).Mine; mine.ReadAt == nil || mine.Wish == "" {
		t.Errorf("got %+v, want it read", mine)
	}
}

package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"alongside/models/activity"
	"alongside/models/intel"
)

// fieldIntel tells what the field heard in the last year, what became of it, and the cards that rest on it.
func (t *teller) fieldIntel(ctx context.Context) error {
	desk := t.portal.Intel
	t.moveTo(t.diary.at(on(-230, 9, 0)))
	if err := desk.Appoint(ctx, t.people["priya"], t.people["hannah"].ID, true); err != nil {
		return err
	}
	ids := map[string]int64{}
	for _, r := range field {
		c, err := desk.AddCompetitor(ctx, t.people[r.writer], t.profile(r))
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		ids[r.slug] = c.ID
	}
	for i, h := range hearings() {
		if err := t.hear(ctx, i+1, h, ids); err != nil {
			return fmt.Errorf("%s of %s: %w", intel.Ref(int64(i+1)), h.who, err)
		}
	}
	for i, l := range cards {
		if err := t.writeLine(ctx, i, l, ids[l.slug]); err != nil {
			return fmt.Errorf("line “%s”: %w", l.text, err)
		}
	}
	if err := t.talk(ctx); err != nil {
		return err
	}
	if err := t.askField(ctx, ids); err != nil {
		return err
	}
	if err := t.closeDeals(ctx, ids); err != nil {
		return err
	}
	for _, f := range []struct{ who, slug string }{{"callum", "corvane"}, {"greta", "norvik-lines"}, {"aisha", "bluewake"}} {
		if err := desk.FollowCompetitor(ctx, t.people[f.who], ids[f.slug], true); err != nil {
			return err
		}
	}
	for _, who := range t.people {
		for _, id := range ids {
			if err := desk.Looked(ctx, who, id, t.diary.at(on(-1, 16, 10))); err != nil {
				return err
			}
		}
	}
	for _, m := range []moment{on(-30, 9, 10), on(0, 9, 0)} {
		t.moveTo(t.today(m))
		if _, err := desk.Age(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (t *teller) profile(r rival) intel.Profile {
	read, next := t.diary.date(-11).Midnight(), t.diary.date(9).Midnight()
	return intel.Profile{
		Name: r.name, Short: r.short, Summary: r.summary, Writer: t.people[r.writer].ID, Checker: t.people[r.checker].ID,
		ReviewedOn: &read, ReviewOn: &next,
	}
}

// today is when the moment is, on the day before where the last day has not begun.
func (t *teller) today(m moment) time.Time {
	if m.day == 0 && !t.diary.begun {
		m = m.dayBefore()
	}
	return t.diary.at(m)
}

func (t *teller) key(what string, n int) uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceURL, fmt.Appendf(nil, "%s %d", what, n))
}

// hear tells one note: that it was sent, who heard it too, and what became of it.
func (t *teller) hear(ctx context.Context, number int, h hearing, ids map[string]int64) error {
	desk := t.portal.Intel
	t.moveTo(t.today(h.at))
	n, err := desk.Send(ctx, t.people[h.who], intel.Capture{
		Submission: t.key("note", number), Competitors: h.about, Nobody: len(h.about) == 0, Kind: h.kind, Source: h.source, Heard: h.text,
		Opinion: h.opinion, Account: h.account, Segment: h.segment, Sensitive: h.sensitive,
	})
	if err != nil {
		return err
	}
	for _, o := range h.others {
		at := t.today(o.at)
		heard := t.diary.cal.DateOf(at).Midnight()
		if t.moveTo(at); at.Before(n.SentAt) {
			t.moveTo(n.SentAt)
		}
		if _, err := desk.HearToo(ctx, t.people[o.who], n.ID, intel.HeardToo{Account: o.account, Source: o.source, Detail: o.detail, HeardOn: &heard}); err != nil {
			return fmt.Errorf("heard by %s: %w", o.who, err)
		}
	}
	if h.answered == "" {
		return nil
	}
	t.moveTo(t.answeredAt(h))
	f := intel.Fate{Outcome: intel.File, Reply: h.answer}
	if h.answered == "used" {
		f.Outcome = intel.Use
		for _, slug := range h.about {
			f.Used = append(f.Used, activity.Subject{Kind: activity.KindCompetitor, ID: ids[slug]})
		}
	}
	_, err = desk.Answer(ctx, t.people[h.by], n.ID, n.Version, f)
	return err
}

// answeredAt is within the two days promised, and before the story ends.
func (t *teller) answeredAt(h hearing) time.Time {
	m := moment{h.at.day + h.after.day, h.at.minute + h.after.minute}
	if m.minute >= fullDay {
		m = moment{m.day + 1, m.minute - fullDay}
	}
	if m.day >= 0 {
		m = moment{-1, fullDay - 1}
	}
	return t.diary.at(m)
}

// writeLine tells one line of a card: its draft, its publishing, and what was said against it.
func (t *teller) writeLine(ctx context.Context, nth int, l line, competitor int64) error {
	desk, writer := t.portal.Intel, t.people[l.writer]
	words := intel.Line{
		Words: intel.Words{Section: l.section, Text: l.text, Answer: l.answer, MaySay: l.maySay}, Notes: l.notes,
	}
	t.moveTo(t.today(l.at))
	c, err := desk.AddLine(ctx, writer, competitor, t.key("line", nth), words)
	if err != nil || l.by == "" {
		return err
	}
	t.moveTo(t.today(moment{l.at.day, l.at.minute + 10}))
	if c, err = desk.Publish(ctx, t.people[l.by], c.ID, c.Version); err != nil {
		return err
	}
	if l.redraft != "" {
		words.Text = l.redraft
		if _, err := desk.SaveLine(ctx, writer, c.ID, c.Version, words); err != nil {
			return err
		}
	}
	if l.disputes != 0 {
		_, err = desk.Dispute(ctx, t.people[l.by], c.ID, l.disputes, l.why)
	}
	return err
}

// talk tells what was said about notes.
func (t *teller) talk(ctx context.Context) error {
	for i, c := range comments {
		t.moveTo(t.today(c.at))
		if _, err := t.portal.Intel.Comment(ctx, t.people[c.who], c.note, t.key("comment", i), c.text); err != nil {
			return fmt.Errorf("%s on %s: %w", c.who, intel.Ref(c.note), err)
		}
	}
	return nil
}

func (t *teller) askField(ctx context.Context, ids map[string]int64) error {
	for i, q := range openQuestions {
		t.moveTo(t.diary.at(q.at))
		asked, err := t.portal.Intel.AskField(ctx, t.people[q.who], intel.Wanted{
			Submission: t.key("question", i), Competitor: ids[q.slug], Text: q.text, Why: q.why, NeededBy: t.diary.date(q.needed).Midnight(),
		})
		if err != nil {
			return fmt.Errorf("question “%s”: %w", q.text, err)
		}
		t.moveTo(t.diary.at(on(-2, 16, 50)))
		for _, note := range q.notes {
			if err := t.portal.Intel.CiteFor(ctx, t.people[q.who], asked.ID, note); err != nil {
				return fmt.Errorf("%s for “%s”: %w", intel.Ref(note), q.text, err)
			}
		}
	}
	return nil
}

// closeDeals tells how the year's deals ended, from its beginning to last week.
func (t *teller) closeDeals(ctx context.Context, ids map[string]int64) error {
	var won, lost []intel.Reason
	for _, r := range reasons {
		for range r.won {
			won = append(won, r.key)
		}
		for range r.lost {
			lost = append(lost, r.key)
		}
	}
	const firstDay, days = -220, 210
	nth := 0
	for _, r := range field {
		for i := range r.won + r.lost {
			pool := &lost
			isWon := i*r.won/(r.won+r.lost) != (i+1)*r.won/(r.won+r.lost)
			if isWon {
				pool = &won
			}
			at := on(firstDay+days*i/(r.won+r.lost), 14, nth%60)
			t.moveTo(t.diary.at(at))
			err := t.portal.Intel.TellDeal(ctx, t.people[writers[nth%4]], intel.DealReport{
				Submission: t.key("deal", nth), Competitor: ids[r.slug], Account: customers[nth%len(customers)].name, Won: isWon, Reason: (*pool)[0],
			})
			if err != nil {
				return fmt.Errorf("deal with %s: %w", r.name, err)
			}
			*pool = (*pool)[1:]
			nth++
		}
	}
	return nil
}

package demo

import (
	"context"
	"fmt"
	"time"

	"alongside/models/activity"
	"alongside/models/ridealongs"
)

// goRidingAlong tells who went along with whom, what came of it, and what is planned.
func (t *teller) goRidingAlong(ctx context.Context) error {
	if err := t.setRideRules(ctx); err != nil {
		return err
	}
	for i, o := range met {
		if err := t.wentAlong(ctx, i, o); err != nil {
			return fmt.Errorf("%s on day %d: %w", o.title, o.day, err)
		}
	}
	for i, o := range planned {
		if _, err := t.offerSeats(ctx, len(met)+i, o, -9+i/2); err != nil {
			return fmt.Errorf("%s on day %d: %w", o.title, o.day, err)
		}
	}
	for i, s := range spent {
		t.moveTo(t.diary.at(on(s.day+1, 16, 30)))
		_, err := t.portal.Rides.Log(ctx, t.people[s.who], ridealongs.QuickLog{
			Submission: t.key("hours", i), Day: t.diary.date(s.day).Midnight(), Minutes: s.minutes, What: s.what,
		})
		if err != nil {
			return fmt.Errorf("hours of %s: %w", s.who, err)
		}
	}
	t.moveTo(t.today(on(0, 9, 6)))
	_, err := t.portal.Rides.Tend(ctx)
	return err
}

// setRideRules tells what both leads agreed to in September, and what is off limits.
func (t *teller) setRideRules(ctx context.Context) error {
	rides, dan, priya := t.portal.Rides, t.people["dan"], t.people["priya"]
	t.moveTo(t.diary.at(on(-125, 10, 0)))
	r, err := rides.Rules(ctx)
	if err != nil {
		return err
	}
	r.SalesHours, r.MarketingHours = 3, 4
	t.moveTo(t.diary.at(on(-57, 10, 0)))
	if r, err = rides.SetRules(ctx, dan, r); err != nil {
		return err
	}
	t.moveTo(t.diary.at(on(-57, 15, 0)))
	if _, err := rides.SetRules(ctx, priya, r); err != nil {
		return err
	}
	if err := rides.SetGoal(ctx, dan, dan.ID, 5); err != nil {
		return err
	}
	first := t.diary.date(18)
	last := first.AddDays(11).Midnight()
	days := first.Midnight()
	_, err = rides.Limit(ctx, dan, ridealongs.Limit{FirstOn: &days, LastOn: &last, Why: "Peak weeks: nobody has time to talk"})
	return err
}

// offerSeats tells that seats were offered, and taken on the days after.
func (t *teller) offerSeats(ctx context.Context, nth int, o outing, day int) (ridealongs.Slot, error) {
	rides := t.portal.Rides
	t.moveTo(t.diary.at(on(day, 10, nth%50)))
	direction := ridealongs.Ride
	if o.account == "" {
		direction = ridealongs.Sit
	}
	s, err := rides.Offer(ctx, t.people[o.host], ridealongs.Offer{
		Submission: t.key("outing", nth), Direction: direction, Kind: o.kind, Title: o.title, Account: o.account, Starts: t.wall(o.day, o.from), Ends: t.wall(o.day, o.until),
		Place: o.place, Seats: max(1, o.seats), Consent: o.consent, Prepare: o.prepare, Meet: o.meet, Background: o.background, Manners: o.manners,
	})
	if err != nil {
		return s, err
	}
	for i, who := range append(append([]string{}, o.guests...), o.queue...) {
		t.moveTo(t.diary.at(on(day+1, 11, 5*i+nth%50)))
		if _, err := rides.Take(ctx, t.people[who], s.ID); err != nil {
			return s, fmt.Errorf("%s takes a seat: %w", who, err)
		}
	}
	if o.wish != "" {
		_, err = rides.Wish(ctx, t.people[o.guests[0]], s.ID, o.wish)
	}
	return s, err
}

// wall is what clocks show on the day at the hour.
func (t *teller) wall(day, at int) time.Time {
	return t.diary.date(day).Midnight().Add(time.Duration(at/100)*time.Hour + time.Duration(at%100)*time.Minute)
}

// wentAlong tells one that was held, and what everybody wrote afterwards; of the last one the guests still owe it.
func (t *teller) wentAlong(ctx context.Context, nth int, o outing) error {
	rides := t.portal.Rides
	s, err := t.offerSeats(ctx, nth, o, o.day-6)
	if err != nil {
		return err
	}
	t.moveTo(s.EndsAt.Add(time.Minute))
	if _, err := rides.Tend(ctx); err != nil {
		return err
	}
	if o.title == halden.title {
		return t.debriefHalden(ctx, s.ID)
	}
	writers := append([]string{o.host}, o.guests...)
	if nth == len(met)-1 {
		writers = writers[:1]
	}
	for i, who := range writers {
		t.moveTo(s.EndsAt.Add(time.Duration(20+7*i) * time.Minute))
		if _, err := rides.Debrief(ctx, t.people[who], s.ID, 0, ridealongs.Account{Answers: wrote[(nth+i)%len(wrote)]}); err != nil {
			return fmt.Errorf("debrief of %s: %w", who, err)
		}
	}
	return nil
}

// debriefHalden tells the one that both teams talk about: two heard different things, and work came of it.
func (t *teller) debriefHalden(ctx context.Context, id int64) error {
	rides, tomasz, hannah := t.portal.Rides, t.people["tomasz"], t.people["hannah"]
	t.moveTo(t.diary.at(on(-1, 16, 5)))
	if _, err := rides.Debrief(ctx, tomasz, id, 0, ridealongs.Account{Answers: heardThere["tomasz"], Share: true}); err != nil {
		return err
	}
	t.moveTo(t.today(on(0, 9, 5)))
	if _, err := rides.Debrief(ctx, hannah, id, 0, ridealongs.Account{Answers: heardThere["hannah"]}); err != nil {
		return err
	}
	all, err := rides.Debriefs(ctx, hannah, id)
	if err != nil {
		return err
	}
	for question, differs := range map[string]bool{"words": false, "end": true, "shown": false, "competitor": false, "fit": true} {
		if err := rides.Compare(ctx, hannah, id, question, differs); err != nil {
			return err
		}
	}
	if err := rides.Make(ctx, tomasz, all.All[0].ID, "words", activity.Subject{Kind: activity.KindNote, ID: 222}); err != nil {
		return err
	}
	return rides.Make(ctx, hannah, all.All[1].ID, "shown", activity.Subject{Kind: activity.KindRequest, ID: 427})
}

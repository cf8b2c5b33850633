package demo

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/notify"
	"alongside/models/ridealongs"
	"alongside/models/store"
)

// keepMails is what guests of ride-alongs to come were written. Nobody at Meridian Freight has a mailbox: it is kept, and no
// mail server ever gets it.
func (t *teller) keepMails(ctx context.Context) error {
	events, err := gorm.G[activity.Event](t.portal.Store.Read()).Raw(`SELECT e.* FROM events e JOIN ridealongs r ON e.subject_kind = 'ridealong' AND e.subject_id = r.id
		WHERE r.starts_at > ? ORDER BY e.at, e.id`, t.portal.Store.Now()).Find(ctx)
	if err != nil {
		return err
	}
	for _, e := range events {
		invitations, err := t.portal.Rides.Invitations(ctx, e)
		if err != nil {
			return err
		}
		if len(invitations) == 0 {
			continue
		}
		letters := make([]notify.Letter, len(invitations))
		for i, invitation := range invitations {
			letters[i] = calendarLetter(invitation)
		}
		t.moveTo(e.At)
		if err := t.portal.Notify.Announce(ctx, e.ID, letters...); err != nil {
			return err
		}
	}
	waiting, err := gorm.G[notify.Mail](t.portal.Store.Read()).Where("state = ?", notify.Waiting).Order("id").Find(ctx)
	if err != nil {
		return err
	}
	for _, m := range waiting {
		t.moveTo(m.WrittenAt)
		if _, err := t.portal.Notify.Send(ctx, m.ID, nil); err != nil {
			return err
		}
	}
	return t.portal.Store.Tx(ctx, func(tx *store.Tx) error {
		return tx.WithContext(ctx).Exec(`DELETE FROM river_job WHERE kind = ?`, notify.SendArgs{}.Kind()).Error
	})
}

// calendarLetter in few words; what the program writes has the calendar with it.
func calendarLetter(i ridealongs.Invitation) notify.Letter {
	what, when := "Ride along with "+i.Host.FirstName(), i.Entry.Slot.StartsAt.In(i.Person.Location()).Format("Mon 2 Jan 2006, 15:04")
	if i.Entry.Slot.Direction == ridealongs.Sit {
		what = "Sit in with " + i.Host.FirstName()
	}
	l := notify.Letter{
		Person: i.Person, ReplyTo: i.Host, Kind: notify.Invitation, Subject: fmt.Sprintf("Your seat: %s, %s", what, when),
		Text: fmt.Sprintf("Hello %s,\n\nYou have a seat.\n\nWhat: %s\nWhen: %s", i.Person.FirstName(), what, when),
	}
	if i.Entry.Cancelled {
		l.Kind, l.Subject = notify.Cancellation, fmt.Sprintf("Cancelled: %s, %s", what, when)
		l.Text = fmt.Sprintf("Hello %s,\n\nYour seat has ended.\n\nWhat: %s\nWhen: %s", i.Person.FirstName(), what, when)
	}
	return l
}

package jobs

import (
	"context"
	"errors"
	"log/slog"
	"strconv"

	"github.com/riverqueue/river"

	"alongside/models"
	"alongside/models/notify"
	"alongside/views/ics"
	"alongside/views/mail"
)

// letters that the event calls for: what the calendars of guests are told of a ride-along that is not over.
func (w *announce) letters(ctx context.Context, eventID int64) ([]notify.Letter, error) {
	e, err := w.portal.Activity.Find(ctx, eventID)
	if err != nil {
		return nil, err
	}
	invitations, err := w.portal.Rides.Invitations(ctx, e)
	if err != nil || len(invitations) == 0 {
		return nil, err
	}
	calendar := ics.Calendar{Page: w.ridePage}
	if calendar.Roll, err = w.portal.People.Roll(ctx); err != nil {
		return nil, err
	}
	var letters []notify.Letter
	for _, i := range invitations {
		if !i.Entry.Slot.EndsAt.After(w.portal.Store.Now()) {
			continue
		}
		l, err := mail.Invitation(calendar, e, i)
		if err != nil {
			return nil, err
		}
		letters = append(letters, l)
	}
	return letters, nil
}

// ridePage is the address of a ride-along as readers of mail and calendars see it.
func (w *announce) ridePage(id int64) string {
	return w.base.JoinPath("ridealongs", strconv.FormatInt(id, 10)).String()
}

// send brings a mail to the mail server.
type send struct {
	river.WorkerDefaults[notify.SendArgs]
	portal *models.Portal
	server *MailServer // nil: mails are kept
	log    *slog.Logger
}

func (w *send) Work(ctx context.Context, job *river.Job[notify.SendArgs]) error {
	var carry func(context.Context, notify.Envelope) error
	if w.server != nil {
		carry = w.carry
	}
	again, err := w.portal.Notify.Send(ctx, job.Args.MailID, carry)
	if err != nil || again == 0 {
		return err
	}
	return river.JobSnooze(again)
}

// carry with one line in the log for each try.
func (w *send) carry(ctx context.Context, e notify.Envelope) error {
	err := w.server.carry(ctx, e)
	log := w.log.With("mail_id", e.ID, "message_id", e.MessageID, "try", e.Tries)
	switch {
	case err == nil:
		log.InfoContext(ctx, "mail sent")
	case errors.Is(err, notify.ErrRefused):
		log.WarnContext(ctx, "mail refused", "error", err)
	default:
		log.WarnContext(ctx, "mail not sent", "error", err)
	}
	return err
}

package notify

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"alongside/models/people"
	"alongside/models/store"
)

// Kind of a mail.
type Kind string

const (
	Invitation   Kind = "invitation"   // to a ride-along: METHOD:REQUEST
	Cancellation Kind = "cancellation" // of a ride-along, or of a seat on it: METHOD:CANCEL
)

// Letter is what one person is written about an event.
type Letter struct {
	Person   people.Person
	ReplyTo  people.Person // the zero person: nobody in particular
	Kind     Kind
	Subject  string
	Text     string
	HTML     string // the same
	Calendar string // iCalendar; "" for none
	Method   string // of the calendar: REQUEST or CANCEL
}

// State of a mail.
type State string

const (
	Waiting State = "waiting" // to be sent, perhaps again
	Sent    State = "sent"    // the mail server took it
	Kept    State = "kept"    // there was no mail server: it is shown to administrators and goes to nobody
	Failed  State = "failed"  // refused for good, or given up
)

// States in the order of choices.
var States = []State{Waiting, Sent, Kept, Failed}

// Mail is a letter on its way.
type Mail struct {
	ID        int64
	EventID   int64
	PersonID  int64
	Kind      Kind
	MessageID uuid.UUID // the same each time it is tried
	Address   string
	ReplyToID *int64
	Subject   string
	BodyText  string
	BodyHTML  string `gorm:"column:body_html"`
	Calendar  string
	Method    string
	State     State
	Tries     int
	Problem   string // of the last try; "" when there was none
	WrittenAt time.Time
	EndedAt   *time.Time // nil: it waits
}

// SendArgs is the job that sends a mail.
type SendArgs struct {
	MailID int64 `json:"mail_id"`
}

func (SendArgs) Kind() string { return "send_mail" }

// post writes the letter down, once for each person and event.
func (d *Desk) post(ctx context.Context, tx *store.Tx, eventID int64, l Letter) error {
	var replyTo *int64
	if l.ReplyTo.ID != 0 {
		replyTo = &l.ReplyTo.ID
	}
	fresh, err := gorm.G[int64](tx.DB).Raw(`INSERT INTO mails (event_id, person_id, kind, address, reply_to_id, subject, body_text, body_html, calendar, method, written_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT ON CONSTRAINT mails_once DO NOTHING RETURNING id`,
		eventID, l.Person.ID, l.Kind, l.Person.Email, replyTo, store.OneLine(l.Subject, maxSubject), l.Text, l.HTML, l.Calendar, l.Method, tx.Now).Find(ctx)
	if err != nil || len(fresh) == 0 {
		return err
	}
	return tx.Enqueue(ctx, SendArgs{MailID: fresh[0]})
}

// Envelope is a mail with the people it names.
type Envelope struct {
	Mail
	To      people.Person
	ReplyTo people.Person // the zero person: nobody in particular
}

// ErrRefused is within the error of a mail that will never be taken, however often it is tried.
var ErrRefused = errors.New("refused")

// How long a mail is tried, and how long between two tries: a sixth of its age within these bounds, so that all are out
// within minutes of the end of a short outage, and a long one is asked about once an hour.
const (
	giveUpAfter = 3 * 24 * time.Hour
	shortest    = 15 * time.Second
	longest     = time.Hour
)

func untilNextTry(age time.Duration) time.Duration { return min(max(age/6, shortest), longest) }

// Send hands a mail that waits to carry, which reports nil once the mail server has taken it, and remembers what became
// of it; nil for carry keeps it. It is sent again only when the program ends between the two. After a failure that may
// pass, again says when to try next; 0: the mail has come to its end.
func (d *Desk) Send(ctx context.Context, id int64, carry func(context.Context, Envelope) error) (again time.Duration, err error) {
	m, err := gorm.G[Mail](d.db.Read()).Where("id = ?", id).Take(ctx)
	if err != nil {
		return 0, store.Found(err)
	}
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return 0, err
	}
	e := Envelope{Mail: m, To: roll[m.PersonID]}
	if m.ReplyToID != nil {
		e.ReplyTo = roll[*m.ReplyToID]
	}
	switch {
	case m.State != Waiting:
		return 0, nil
	case !e.To.Active:
		return 0, d.end(ctx, m, Failed, "Works here no more.")
	case carry == nil:
		return 0, d.end(ctx, m, Kept, "")
	}
	m.Tries++
	problem := carry(ctx, e)
	age := d.db.Now().Sub(m.WrittenAt)
	ctx = context.WithoutCancel(ctx) // what happened is remembered, also when the program is asked to end
	switch {
	case problem == nil:
		return 0, d.end(ctx, m, Sent, "")
	case errors.Is(problem, ErrRefused), age >= giveUpAfter:
		return 0, d.end(ctx, m, Failed, problem.Error())
	}
	return untilNextTry(age), d.remember(ctx, m, Waiting, problem.Error(), nil)
}

func (d *Desk) end(ctx context.Context, m Mail, state State, problem string) error {
	now := d.db.Now()
	return d.remember(ctx, m, state, problem, &now)
}

func (d *Desk) remember(ctx context.Context, m Mail, state State, problem string, ended *time.Time) error {
	return d.db.Tx(ctx, func(tx *store.Tx) error {
		return tx.WithContext(ctx).Exec(`UPDATE mails SET state = ?, tries = ?, problem = ?, ended_at = ? WHERE id = ? AND state = 'waiting'`,
			state, m.Tries, store.OneLine(problem, maxProblem), ended, m.ID).Error
	})
}

// How many characters are kept.
const (
	maxSubject = 300
	maxProblem = 300
)

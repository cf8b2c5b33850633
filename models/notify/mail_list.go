package notify

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"alongside/models/people"
	"alongside/models/store"
)

// MailFilter of the list of mails.
type MailFilter struct {
	State State  // "": any
	Text  string // within address or subject
	After string // cursor
}

// ParseMailFilter reads an address: state, q and after.
func ParseMailFilter(q url.Values) MailFilter {
	f := MailFilter{State: State(q.Get("state")), Text: strings.TrimSpace(q.Get("q")), After: q.Get("after")}
	if !slices.Contains(States, f.State) {
		f.State = ""
	}
	if len(f.Text) > maxSearch {
		f.Text = strings.ToValidUTF8(f.Text[:maxSearch], "")
	}
	return f
}

// maxSearch is how many bytes of a search count.
const maxSearch = 200

// Query of the filter, without "?"; what is empty is left out.
func (f MailFilter) Query() string {
	q := url.Values{}
	for name, value := range map[string]string{"state": string(f.State), "q": f.Text, "after": f.After} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q.Encode()
}

// MailPage is a page of the list, newest first, without the bodies.
type MailPage struct {
	Mails []Mail
	Next  string     // cursor; "" on the last
	Stuck int        // how many wait after a failure, whatever the filter, up to StuckLimit
	Since *time.Time // when the oldest of those was written
}

const mailPageSize = 50

// StuckLimit is where the counting of those that wait after a failure stops.
const StuckLimit = 100

// likeLiterally lets LIKE find what was typed.
var likeLiterally = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Mails lists what was sent, in two queries; for administrators only.
func (d *Desk) Mails(ctx context.Context, viewer people.Person, f MailFilter) (p MailPage, err error) {
	if err := keepsMail(viewer); err != nil {
		return p, err
	}
	before := int64(1 << 62)
	if f.After != "" {
		if before, err = store.DecodeCursor[int64](f.After); err != nil {
			return p, err
		}
	}
	q := store.SQL(`SELECT id, person_id, kind, address, subject, state, tries, problem, written_at, ended_at FROM mails WHERE id < ?`, before)
	q.AddIf(f.State != "", ` AND state = ?`, f.State)
	q.AddIf(f.Text != "", ` AND lower(address || ' ' || subject) LIKE ?`, "%"+likeLiterally.Replace(strings.ToLower(f.Text))+"%")
	err = d.db.Rows(ctx, q.Add(` ORDER BY id DESC LIMIT ?`, mailPageSize+1), func(row pgx.Rows) error {
		var m Mail
		err := row.Scan(&m.ID, &m.PersonID, &m.Kind, &m.Address, &m.Subject, &m.State, &m.Tries, &m.Problem, &m.WrittenAt, &m.EndedAt)
		p.Mails = append(p.Mails, m)
		return err
	})
	if err != nil {
		return p, err
	}
	if len(p.Mails) > mailPageSize {
		p.Mails = p.Mails[:mailPageSize]
		p.Next = store.EncodeCursor(p.Mails[mailPageSize-1].ID)
	}
	err = d.db.Rows(ctx, store.SQL(`SELECT count(*), min(written_at) FROM (SELECT written_at FROM mails WHERE state = 'waiting' AND tries > 0 ORDER BY id LIMIT ?) stuck`, StuckLimit),
		func(row pgx.Rows) error { return row.Scan(&p.Stuck, &p.Since) })
	return p, err
}

// Mail is one of them whole; for administrators only.
func (d *Desk) Mail(ctx context.Context, viewer people.Person, id int64) (Mail, error) {
	if err := keepsMail(viewer); err != nil {
		return Mail{}, err
	}
	m, err := gorm.G[Mail](d.db.Read()).Where("id = ?", id).Take(ctx)
	return m, store.Found(err)
}

func keepsMail(viewer people.Person) error {
	if !viewer.Active || viewer.Role != people.Admin {
		return store.Refuse(store.ErrForbidden, "The mail that Alongside sends is for administrators.")
	}
	return nil
}

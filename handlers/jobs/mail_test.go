package jobs

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"github.com/emersion/go-smtp"
	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"alongside/models"
	"alongside/models/activity"
	"alongside/models/modelstest"
	"alongside/models/notify"
	"alongside/models/ridealongs"
)

// ride is a visit that Ruth hosts, and that Ben has a seat on.
func ride(t *testing.T, p *models.Portal) ridealongs.Slot {
	t.Helper()
	starts, err := ridealongs.ParseLocal("2026-12-10T09:30")
	if err != nil {
		t.Fatal(err)
	}
	s, err := p.Rides.Offer(t.Context(), modelstest.Person(t, p, "ruth"), ridealongs.Offer{
		Submission: uuid.New(), Direction: ridealongs.Ride, Title: "Calder Valley Dairies", Account: "Calder Valley Dairies", Starts: starts, Ends: starts.Add(2 * time.Hour),
		Place: "Halifax", Seats: 1, Prepare: "Boots.\nA coat.",
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Rides.Take(t.Context(), modelstest.Person(t, p, "ben"), s.ID); err != nil {
		t.Fatal(err)
	}
	return s
}

// tell works the announcement of the latest event of the kind.
func tell(t *testing.T, p *models.Portal, kind string) {
	t.Helper()
	id := count(t, p, `SELECT max(id) FROM events WHERE kind = $1`, kind)
	w := &announce{portal: p, base: base}
	if err := w.Work(t.Context(), &river.Job[activity.AnnounceArgs]{Args: activity.AnnounceArgs{EventID: int64(id)}}); err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
}

// try works the sending of the latest mail, and returns when it wants to be worked again.
func try(t *testing.T, p *models.Portal, server *MailServer, log io.Writer) time.Duration {
	t.Helper()
	w := &send{portal: p, server: server, log: slog.New(slog.NewTextHandler(log, nil))}
	id := count(t, p, `SELECT max(id) FROM mails`)
	err := w.Work(t.Context(), &river.Job[notify.SendArgs]{Args: notify.SendArgs{MailID: int64(id)}})
	var snooze *river.JobSnoozeError
	if errors.As(err, &snooze) {
		return snooze.Duration
	}
	if err != nil {
		t.Fatal(err)
	}
	return 0
}

// became is the latest mail's state, tries and problem.
func became(t *testing.T, p *models.Portal) (s string) {
	t.Helper()
	err := p.Store.JobPool().QueryRow(context.Background(), `SELECT concat_ws(' ', state, tries, problem) FROM mails ORDER BY id DESC LIMIT 1`).Scan(&s)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(s)
}

// change runs SQL behind the portal's back.
func change(t *testing.T, p *models.Portal, sql string, args ...any) {
	t.Helper()
	if _, err := p.Store.JobPool().Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// opened is a mail taken apart.
type opened struct {
	*netmail.Message
	parts map[string]string            // by media type
	about map[string]map[string]string // parameters, by media type
	order []string
}

// open reads a mail with the standard library.
func open(t *testing.T, raw string) opened {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatalf("got %v of %s, want a mail", err, raw)
	}
	o := opened{m, map[string]string{}, map[string]map[string]string{}, nil}
	o.take(t, m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body)
	return o
}

func (o *opened) take(t *testing.T, contentType, encoding string, body io.Reader) {
	t.Helper()
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		t.Fatalf("%s: %v", contentType, err)
	}
	o.order = append(o.order, media)
	if strings.HasPrefix(media, "multipart/") {
		for r := multipart.NewReader(body, params["boundary"]); ; {
			part, err := r.NextRawPart()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			o.take(t, part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part)
		}
	}
	switch encoding {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	default:
		t.Errorf("%s: got encoding %q, want one that every server carries", media, encoding)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	o.parts[media], o.about[media] = string(text), params
}

// event of the mail's calendar, which is the same as an alternative and as a file.
func (o opened) event(t *testing.T, method string) ical.Event {
	t.Helper()
	if got, want := fmt.Sprint(o.order), "[multipart/mixed multipart/alternative text/plain text/html text/calendar application/ics]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if about := o.about["text/calendar"]; about["method"] != method || !strings.EqualFold(about["charset"], "utf-8") {
		t.Errorf("got %v, want method %s in UTF-8", about, method)
	}
	if o.parts["application/ics"] != o.parts["text/calendar"] {
		t.Error("got another calendar in the file, want the same")
	}
	cal, err := ical.NewDecoder(strings.NewReader(o.parts["text/calendar"])).Decode()
	if err != nil || len(cal.Events()) != 1 || cal.Props.Get("METHOD").Value != method {
		t.Fatalf("got %v of %s, want one event, %s", err, o.parts["text/calendar"], method)
	}
	return cal.Events()[0]
}

// TestAnInvitationAndItsCancellation go through the queue to the mail server, each once.
func TestAnInvitationAndItsCancellation(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	o := openOffice(t, false)
	start(t, p, func(c *Config) { c.Mail = o.server(t, "") })
	s := ride(t, p)
	eventually(t, "the invitation", func() bool { return count(t, p, `SELECT count(*) FROM mails WHERE state = 'sent'`) == 1 })
	if _, err := p.Rides.Cancel(t.Context(), modelstest.Person(t, p, "ruth"), s.ID, s.Version, ridealongs.CallingOff{Reason: "ill", Note: "Calder has the flu"}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the cancellation", func() bool { return count(t, p, `SELECT count(*) FROM mails WHERE state = 'sent'`) == 2 })
	eventually(t, "all jobs", func() bool {
		return count(t, p, `SELECT count(*) FROM river_job WHERE kind = 'send_mail' AND state = 'completed'`) == 2
	})
	mails := o.mails()
	if len(mails) != 2 {
		t.Fatalf("got %d mails, want each once", len(mails))
	}
	asked, off := open(t, mails[0]), open(t, mails[1])
	for header, want := range map[string]string{
		"From": `"Alongside" <alongside@meridian.example>`, "To": `"Ben Astley" <ben.astley@meridian.example>`, "Reply-To": `"Ruth Hallam" <ruth.hallam@meridian.example>`,
		"Subject": "Your seat: Ride along with Ruth, Thu 10 Dec 2026, 09:30", "Auto-Submitted": "auto-generated",
	} {
		if got := asked.Header.Get(header); got != want {
			t.Errorf("%s: got %s, want %s", header, got, want)
		}
	}
	if got, want := off.Header.Get("Subject"), "Cancelled: Ride along with Ruth, Thu 10 Dec 2026, 09:30"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if at, err := asked.Header.Date(); err != nil || !at.Equal(time.Date(2026, 11, 25, 9, 14, 0, 0, time.UTC)) {
		t.Errorf("got %v %v, want when it was written", at, err)
	}
	if id := asked.Header.Get("Message-ID"); !strings.HasSuffix(id, "@meridian.example>") || id == off.Header.Get("Message-ID") {
		t.Errorf("got %s twice, want each mail its own", id)
	}
	first, second := asked.event(t, "REQUEST"), off.event(t, "CANCEL")
	if first.Props.Get("UID").Value != second.Props.Get("UID").Value || first.Props.Get("SEQUENCE").Value >= second.Props.Get("SEQUENCE").Value {
		t.Errorf("got %v then %v, want the same event with a higher sequence", first.Props, second.Props)
	}
	if got := first.Props.Get("ORGANIZER").Value + " " + first.Props.Get("ATTENDEE").Value; got != "mailto:ruth.hallam@meridian.example mailto:ben.astley@meridian.example" {
		t.Errorf("got %s, want host and guest", got)
	}
	for media, want := range map[string][]string{
		"text/plain": {"Hello Ben,", "You have a seat.", "When: Thu 10 Dec 2026, 09:30 to 11:30, Europe/London", fmt.Sprintf("https://alongside.meridian.example/ridealongs/%d", s.ID)},
		"text/html":  {"Hello Ben,", "Thu 10 Dec 2026, 09:30 to 11:30, Europe/London", fmt.Sprintf(`href="https://alongside.meridian.example/ridealongs/%d"`, s.ID)},
	} {
		for _, words := range want {
			if !strings.Contains(asked.parts[media], words) {
				t.Errorf("%s: got %s, want %q in it", media, asked.parts[media], words)
			}
		}
	}
	if text := off.parts["text/plain"]; !strings.Contains(text, "Ruth Hallam cancelled it: somebody is ill.") {
		t.Errorf("got %s, want who and why", text)
	}
	for i, o := range []opened{asked, off} {
		for media, text := range o.parts {
			for _, secret := range []string{"Calder", "Halifax", "Boots"} {
				if strings.Contains(text+o.Header.Get("Subject"), secret) {
					t.Errorf("mail %d, %s: got %s, want no customer for who did not ask", i, media, secret)
				}
			}
		}
	}
	if got := count(t, p, `SELECT count(*) FROM river_job WHERE attempt > 1`); got != 0 {
		t.Errorf("got %d jobs tried again, want none", got)
	}
}

// TestEachMailOnce whatever runs twice: the announcement, the sending, or the way from the one to the other.
func TestEachMailOnce(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	o := openOffice(t, false)
	ride(t, p)
	for range 3 {
		tell(t, p, "seat-taken")
		if again := try(t, p, o.server(t, ""), io.Discard); again != 0 {
			t.Errorf("got another try in %v, want none", again)
		}
	}
	if got := len(o.mails()); got != 1 || count(t, p, `SELECT count(*) FROM mails`) != 1 || count(t, p, `SELECT count(*) FROM river_job WHERE kind = 'send_mail'`) != 1 {
		t.Errorf("got %d mails, want one, and one job", got)
	}
	if got := became(t, p); got != "sent 1" {
		t.Errorf("got %s, want it sent at the first try", got)
	}
	// A program that ends between the server's yes and its own note of it sends again: readers' programs see it is the same.
	change(t, p, `UPDATE mails SET state = 'waiting', ended_at = NULL`)
	try(t, p, o.server(t, ""), io.Discard)
	mails := o.mails()
	if len(mails) != 2 {
		t.Fatalf("got %d mails, want the second", len(mails))
	}
	for _, header := range []string{"Message-ID", "Date", "Subject"} {
		if first, second := open(t, mails[0]).Header.Get(header), open(t, mails[1]).Header.Get(header); first != second || first == "" {
			t.Errorf("%s: got %q and %q, want the same", header, first, second)
		}
	}
}

// TestAServerThatRefusesAndThenAccepts gets the mail once it does.
func TestAServerThatRefusesAndThenAccepts(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	o := openOffice(t, true)
	server := o.server(t, "alongside:p%40ss:word@")
	server.roots = o.roots
	log := &bytes.Buffer{}
	ride(t, p)
	tell(t, p, "seat-taken")
	o.says(&smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "greylisted, come again"})
	for _, row := range []struct {
		at    string
		again time.Duration
	}{{"2026-11-25 09:14", 15 * time.Second}, {"2026-11-25 09:44", 5 * time.Minute}, {"2026-11-26 09:14", time.Hour}} {
		clock.Set(t, row.at)
		if again := try(t, p, server, log); again != row.again {
			t.Errorf("at %s: got another try in %v, want %v", row.at, again, row.again)
		}
	}
	if got := became(t, p); !strings.HasPrefix(got, "waiting 3 ") || !strings.Contains(got, "greylisted, come again") {
		t.Errorf("got %s, want it to wait, and why", got)
	}
	o.says(nil)
	if again := try(t, p, server, log); again != 0 || became(t, p) != "sent 4" || len(o.mails()) != 1 || !o.seen().secure {
		t.Errorf("got %v, %s, %d mails, want it sent once", again, became(t, p), len(o.mails()))
	}
	if strings.Contains(log.String(), "p@ss") || strings.Contains(log.String(), "p%40ss") || strings.Count(log.String(), "\n") != 4 {
		t.Errorf("got %s, want a line for each try, and no password", log)
	}
}

func TestMailThatNobodyTakes(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	o := openOffice(t, false)
	ride(t, p)
	tell(t, p, "seat-taken")
	if try(t, p, nil, io.Discard); became(t, p) != "kept 0" {
		t.Errorf("no server: got %s, want it kept", became(t, p))
	}
	again := func() { change(t, p, `UPDATE mails SET state = 'waiting', tries = 0, problem = '', ended_at = NULL`) }
	again()
	o.says(&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such\x1b[31m address"})
	if wait := try(t, p, o.server(t, ""), io.Discard); wait != 0 || !strings.HasPrefix(became(t, p), "failed 1 refused: 550 ") || strings.Contains(became(t, p), "\x1b") {
		t.Errorf("refused: got %v, %q, want the end of it, in plain words", wait, became(t, p))
	}
	again()
	o.says(&smtp.SMTPError{Code: 450, Message: "later"})
	clock.Set(t, "2026-11-28 09:13")
	if wait := try(t, p, o.server(t, ""), io.Discard); wait != time.Hour {
		t.Errorf("on the third day: got %v, want another hour", wait)
	}
	clock.Set(t, "2026-11-28 09:14")
	if wait := try(t, p, o.server(t, ""), io.Discard); wait != 0 || !strings.HasPrefix(became(t, p), "failed 2 ") {
		t.Errorf("after three days: got %v, %s, want it given up", wait, became(t, p))
	}
}

// TestWhoLeftGetsNoMail also when it was written before.
func TestWhoLeftGetsNoMail(t *testing.T) {
	t.Parallel()
	before, after, _ := modelstest.Nodes(t)
	o := openOffice(t, false)
	ride(t, before)
	tell(t, before, "seat-taken")
	change(t, before, `UPDATE people SET active = false WHERE email LIKE 'ben.%'`)
	if try(t, after, o.server(t, ""), io.Discard); became(t, before) != "failed 0 Works here no more." || len(o.mails()) != 0 {
		t.Errorf("got %s and %d mails, want none sent", became(t, before), len(o.mails()))
	}
}

// TestHostileNames do no harm: a name or title can neither end a line of the mail nor become markup.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	before, after, _ := modelstest.Nodes(t)
	o := openOffice(t, false)
	ride(t, before)
	if err := before.Rides.NameCustomers(t.Context(), modelstest.Person(t, before, "ben"), true); err != nil {
		t.Fatal(err)
	}
	const evil = "X\r\nBcc: all@b.example\r\n\r\n<b>bold</b>\""
	change(t, before, `UPDATE people SET name = $1 WHERE email LIKE 'ben.%' OR email LIKE 'ruth.%'`, evil)
	change(t, before, `UPDATE ridealongs SET title = $1, place = $1, prepare = $1`, evil)
	tell(t, after, "seat-taken")
	if try(t, after, o.server(t, ""), io.Discard); len(o.mails()) != 1 {
		t.Fatalf("got %s, want it sent", became(t, after))
	}
	m := open(t, o.mails()[0])
	for _, header := range []string{"To", "Reply-To"} {
		list, err := m.Header.AddressList(header)
		if err != nil || len(list) != 1 || list[0].Name != `X Bcc: all@b.example <b>bold</b>"` {
			t.Errorf("%s: got %v %v, want one address, its name in one line", header, list, err)
		}
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if want := `Your seat: Ride along: X Bcc: all@b.example <b>bold</b>", Thu 10 Dec 2026, 09:30`; err != nil || subject != want {
		t.Errorf("got %q %v, want %q", subject, err, want)
	}
	if m.Header.Get("Bcc") != "" || len(m.Header["Subject"]) != 1 || o.seen().tried != 1 {
		t.Errorf("got %v, want no header but ours, and one recipient", m.Header)
	}
	if html := m.parts["text/html"]; strings.Contains(html, "<b>bold") || !strings.Contains(html, "&lt;b&gt;bold") {
		t.Errorf("got %s, want text, no markup", html)
	}
	event := m.event(t, "REQUEST")
	if len(event.Props.Values("ATTENDEE")) != 1 || event.Props.Get("BCC") != nil || event.Props.Get("LOCATION") == nil {
		t.Errorf("got %v, want the event's own properties", event.Props)
	}
}

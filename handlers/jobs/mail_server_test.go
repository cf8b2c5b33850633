package jobs

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http/httptest"
	netmail "net/mail"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"github.com/google/uuid"

	"alongside/models/notify"
	"alongside/models/people"
)

// office is a mail server of the test's own.
type office struct {
	address string
	roots   *x509.CertPool // that prove it; nil: it has no certificate

	mu     sync.Mutex
	refuse error // what it says to a recipient; nil: welcome
	taken  []string
	sight
}

// sight is what it saw of those who came.
type sight struct {
	tried    int    // recipients that were named
	password string // the last
	secure   bool   // the last mail came over TLS
}

// visit is one connection to it.
type visit struct {
	*office
	conn *smtp.Conn
}

// openOffice serves until the test ends. With a certificate, it offers STARTTLS and asks for a password.
func openOffice(t *testing.T, certificate bool) *office {
	t.Helper()
	o := &office{}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &visit{o, c}, nil }))
	server.ErrorLog = log.New(io.Discard, "", 0)
	server.Domain = "mail.meridian.example"
	if certificate {
		secure := httptest.NewUnstartedServer(nil)
		secure.StartTLS()
		server.TLSConfig = &tls.Config{Certificates: secure.TLS.Certificates}
		o.roots = x509.NewCertPool()
		o.roots.AddCert(secure.Certificate())
		secure.Close()
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o.address = l.Addr().String()
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close(); <-done })
	return o
}

func (v *visit) AuthMechanisms() []string {
	if v.roots == nil {
		return nil
	}
	return []string{sasl.Plain}
}

func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, _, password string) error {
		v.mu.Lock()
		defer v.mu.Unlock()
		if v.password = password; password != "p@ss:word" {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (v *visit) Mail(string, *smtp.MailOptions) error { return nil }

func (v *visit) Rcpt(string, *smtp.RcptOptions) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.tried++
	return v.refuse
}

func (v *visit) Data(r io.Reader) error {
	body, err := io.ReadAll(r)
	v.mu.Lock()
	defer v.mu.Unlock()
	_, v.secure = v.conn.TLSConnectionState()
	v.taken = append(v.taken, string(body))
	return err
}

func (v *visit) Reset()        {}
func (v *visit) Logout() error { return nil }

func (o *office) says(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.refuse = err
}

func (o *office) seen() sight {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.sight
}

func (o *office) mails() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]string(nil), o.taken...)
}

// server is the portal's idea of the office; with credentials, "user:password@".
func (o *office) server(t *testing.T, credentials string) *MailServer {
	t.Helper()
	s, err := ParseMailServer("smtp://"+credentials+o.address, netmail.Address{Name: "Alongside", Address: "alongside@meridian.example"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func letter() notify.Envelope {
	return notify.Envelope{
		Mail: notify.Mail{ID: 7, MessageID: uuid.MustParse("4f5cbb4a-70c5-4d3c-9c2c-3a8a6c7f1a11"), Address: "ben.astley@meridian.example", Subject: "Your seat", BodyText: "Hello", BodyHTML: "<p>Hello</p>"},
		To:   people.Person{ID: 9, Name: "Ben Astley"},
	}
}

func TestWhichMailServer(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"smtp://localhost": "localhost:25", "smtp://relay.example:2525/": "relay.example:2525", "smtps://u:p@mail.example": "mail.example:465",
		"smtp://u%40example.com:p@mail.example": "mail.example:587", "smtp://[::1]:25": "[::1]:25",
	} {
		s, err := ParseMailServer(address, netmail.Address{})
		if err != nil || s.String() != want {
			t.Errorf("%s: got %v %v, want %s", address, s, err, want)
		}
	}
	for _, address := range []string{
		"", "mail.example", "mail.example:25", "http://mail.example", "smtp://", "smtp://:25", "smtp://hidden-word@mail.example", "smtp://u:@mail.example",
		"smtp://u:hidden-word@mail.example:70000", "smtp://u:hidden-word@mail.example/inbox", "smtp://u:hidden-word@mail.example?tls=no", "smtp://u:hidden-%word@mail.example", "smtp://a b",
	} {
		_, err := ParseMailServer(address, netmail.Address{})
		if err == nil || strings.Contains(err.Error(), "hidden") || !strings.Contains(err.Error(), "want smtp://HOST:PORT") {
			t.Errorf("%s: got %v, want one sentence without the password", address, err)
		}
	}
}

// TestPasswordsGoOverProvenTLS and nowhere else.
func TestPasswordsGoOverProvenTLS(t *testing.T) {
	t.Parallel()
	credentials := url.UserPassword("alongside@meridian.example", "p@ss:word").String() + "@"
	for _, row := range []struct {
		what         string
		certificate  bool
		trusted      bool
		credentials  string
		sent, secure bool
	}{
		{"no TLS, no password", false, false, "", true, false},
		{"no TLS, password", false, false, credentials, false, false},
		{"TLS of whomever, no password", true, false, "", true, true},
		{"TLS of whomever, password", true, false, credentials, false, false},
		{"proven TLS, password", true, true, credentials, true, true},
		{"proven TLS, wrong password", true, true, "u:secret-guess@", false, false},
	} {
		o := openOffice(t, row.certificate)
		s := o.server(t, row.credentials)
		if row.trusted {
			s.roots = o.roots
		}
		err := s.carry(t.Context(), letter())
		if (err == nil) != row.sent || len(o.mails()) == 1 != row.sent || o.seen().secure != row.secure {
			t.Errorf("%s: got %v, %d mails, TLS %t, want sent %t, TLS %t", row.what, err, len(o.mails()), o.seen().secure, row.sent, row.secure)
		}
		if errors.Is(err, notify.ErrRefused) {
			t.Errorf("%s: got it refused for good, want it tried again", row.what)
		}
		if err != nil && (strings.Contains(err.Error(), "word") && strings.Contains(err.Error(), "p@ss") || strings.Contains(err.Error(), "secret-guess")) {
			t.Errorf("%s: got %v, want no password in it", row.what, err)
		}
		if seen := o.seen().password != ""; seen && !row.trusted {
			t.Errorf("%s: got the password, want it kept", row.what)
		}
	}
}

// TestWhatIsRefusedForGood is what the server says of this mail, not of all.
func TestWhatIsRefusedForGood(t *testing.T) {
	t.Parallel()
	o := openOffice(t, false)
	s := o.server(t, "")
	for code, forGood := range map[int]bool{450: false, 421: false, 452: false, 550: true, 552: true} {
		o.says(&smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCodeNotSet, Message: "not\tnow"})
		err := s.carry(t.Context(), letter())
		if err == nil || errors.Is(err, notify.ErrRefused) != forGood || !strings.Contains(err.Error(), "not") {
			t.Errorf("%d: got %v, want for good %t", code, err, forGood)
		}
	}
	closed := &MailServer{host: "127.0.0.1", port: 1, from: netmail.Address{Address: "a@b.example"}}
	if err := closed.carry(t.Context(), letter()); err == nil || errors.Is(err, notify.ErrRefused) {
		t.Errorf("nobody there: got %v, want it tried again", err)
	}
}

package jobs

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"alongside/models/notify"
	"alongside/models/people"
	"alongside/models/store"
)

// MailServer takes mail that it brings to its readers.
type MailServer struct {
	host           string
	port           int
	tls            bool // from the first byte, as smtps
	user, password string
	from           netmail.Address
	roots          *x509.CertPool // nil: those of this machine
}

// mailTimeout bounds the way to the mail server, and then the handing over: both fit into a job.
const mailTimeout = 20 * time.Second

var errMailURL = errors.New("want smtp://HOST:PORT or smtps://USER:PASSWORD@HOST:PORT, with %40 for an @ in user or password")

// ParseMailServer reads smtp://HOST, smtp://USER:PASSWORD@HOST:PORT or the same with smtps; mail comes from the given
// address. Ports are by default 25, 587 with a password, 465 for smtps. The error holds nothing of what was given.
func ParseMailServer(address string, from netmail.Address) (*MailServer, error) {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "smtp" && u.Scheme != "smtps") || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, errMailURL
	}
	s := &MailServer{host: u.Hostname(), port: 25, tls: u.Scheme == "smtps", from: from}
	if u.User != nil {
		password, given := u.User.Password()
		if s.user, s.password = u.User.Username(), password; s.user == "" || !given || password == "" {
			return nil, errMailURL
		}
		s.port = mail.DefaultPortTLS
	}
	if s.tls {
		s.port = mail.DefaultPortSSL
	}
	if port := u.Port(); port != "" {
		if s.port, err = strconv.Atoi(port); err != nil || s.port < 1 || s.port > 65535 {
			return nil, errMailURL
		}
	}
	return s, nil
}

// String is where it is, without the password.
func (s *MailServer) String() string { return net.JoinHostPort(s.host, strconv.Itoa(s.port)) }

// client of the server. A password goes only where TLS proves whose server it is. Without one, TLS is taken as it is offered:
// whoever could show a false certificate could as well offer none.
func (s *MailServer) client() (*mail.Client, error) {
	secure := &tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12, RootCAs: s.roots}
	options := []mail.Option{mail.WithPort(s.port), mail.WithTimeout(mailTimeout), mail.WithTLSConfig(secure)}
	switch {
	case s.tls:
		options = append(options, mail.WithSSL())
	case s.user != "":
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSOpportunistic))
		secure.InsecureSkipVerify = true
	}
	if s.user != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.user), mail.WithPassword(s.password))
	}
	return mail.NewClient(s.host, options...)
}

// carry hands the mail to the server. An error that wraps notify.ErrRefused is the server's last word on this mail.
func (s *MailServer) carry(ctx context.Context, e notify.Envelope) error {
	client, err := s.client()
	if err != nil {
		return err
	}
	m, err := s.message(e)
	if err != nil {
		return err
	}
	err = client.DialAndSendWithContext(ctx, m)
	if err == nil || m.IsDelivered() { // the server has it, however it said goodbye
		return nil
	}
	var failure *mail.SendError
	if !errors.As(err, &failure) {
		return err
	}
	text, _, _ := strings.Cut(strings.TrimPrefix(failure.Error(), failure.Reason.String()+": "), ", affected ")
	if code := failure.ErrorCode(); code >= 500 && code < 600 &&
		(failure.Reason == mail.ErrSMTPRcptTo || failure.Reason == mail.ErrSMTPData || failure.Reason == mail.ErrSMTPDataClose) {
		return fmt.Errorf("%w: %s", notify.ErrRefused, text)
	}
	return errors.New(text)
}

// message is the mail as it goes over the wire. A calendar is both an alternative of the text, which Outlook and Google
// read, and a file, which the others open.
func (s *MailServer) message(e notify.Envelope) (*mail.Msg, error) {
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	m.FromMailAddress(&s.from)
	m.ToMailAddress(addressed(e.To, e.Address))
	if e.ReplyTo.ID != 0 {
		m.ReplyToMailAddress(addressed(e.ReplyTo, e.ReplyTo.Email))
	}
	m.SetMessageIDWithValue(e.MessageID.String() + s.from.Address[strings.LastIndexByte(s.from.Address, '@'):])
	m.SetDateWithValue(e.WrittenAt)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader(mail.HeaderXAutoResponseSuppress, "All")
	m.Subject(e.Subject)
	m.SetBodyString(mail.TypeTextPlain, e.BodyText)
	m.AddAlternativeString(mail.TypeTextHTML, e.BodyHTML)
	if e.Calendar == "" {
		return m, nil
	}
	m.AddAlternativeString(mail.ContentType("text/calendar; method="+e.Method), e.Calendar, mail.WithPartEncoding(mail.EncodingB64))
	return m, m.AttachReader("invite.ics", bytes.NewReader([]byte(e.Calendar)), mail.WithFileContentType("application/ics"))
}

// addressed is the address with the person's name, in one line whatever that is.
func addressed(p people.Person, address string) *netmail.Address {
	return &netmail.Address{Name: store.OneLine(p.Name, 80), Address: address}
}

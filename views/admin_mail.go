package views

import (
	"strconv"
	"strings"

	"alongside/models/notify"
	"alongside/models/people"
	"alongside/views/ui"
)

// MailList is what the portal sent.
type MailList struct {
	notify.MailPage
	Filter notify.MailFilter
	Sends  bool // there is a mail server
}

// MailShow is one mail.
type MailShow struct {
	notify.Mail
	Roll people.Roll
}

const mailURL = "/admin/mail"

// MailsURL is the address of a list of mails.
func MailsURL(f notify.MailFilter) string {
	if q := f.Query(); q != "" {
		return mailURL + "?" + q
	}
	return mailURL
}

// MailURL is the page of a mail.
func MailURL(id int64) string { return mailURL + "/" + strconv.FormatInt(id, 10) }

func (l MailList) page(after string) string {
	f := l.Filter
	f.After = after
	return MailsURL(f)
}

// plain reports whether the list holds everything.
func (l MailList) plain() bool { return l.Filter.State == "" && l.Filter.Text == "" }

func (l MailList) stateOptions() []ui.Option {
	options := []ui.Option{{Label: "Any state"}}
	for _, s := range notify.States {
		options = append(options, ui.Option{Value: string(s), Label: mailStates[s], Chosen: s == l.Filter.State})
	}
	return options
}

var mailStates = map[notify.State]string{notify.Waiting: "Waiting", notify.Sent: "Sent", notify.Kept: "Kept", notify.Failed: "Not sent"}

var mailKinds = map[notify.Kind]string{notify.Invitation: "Invitation", notify.Cancellation: "Cancellation"}

// stuckWords say what the mail server did not take.
func (l MailList) stuckWords(clock Clock) string {
	many := ui.Count(l.Stuck, "mail", "mails")
	if l.Stuck >= notify.StuckLimit {
		many = "at least " + many
	}
	return "The mail server did not take " + many + ", the oldest written " + clock.RecentText(*l.Since) + clock.in(*l.Since).Format(", 15:04") +
		". Nothing is lost: each is tried again for three days."
}

// mailbox is the address without the domain, which is nearly always the company's: "priya.nair@".
func mailbox(address string) string { return address[:strings.LastIndexByte(address, '@')+1] }

// mailState is the state in a few words: "Sent, 3 tries".
func mailState(m notify.Mail) string {
	words := mailStates[m.State]
	if m.Tries > 1 || m.Tries == 1 && m.State == notify.Waiting {
		words += ", " + ui.Count(m.Tries, "try", "tries")
	}
	return words
}

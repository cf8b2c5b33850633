package views

import (
	"net/url"
	"strconv"

	"alongside/models/activity"
	"alongside/models/intel"
)

// Where notes are read and written.
const (
	StreamPath   = "/intel"
	CaptureURL   = "/intel/new"
	TriageURL    = "/intel/triage"
	QuestionsURL = "/intel/questions"
)

// StreamURL is the address of a stream: it carries the whole state.
func StreamURL(f intel.Filter) string { return streamURL(StreamPath, f) }

// notesCSV is the address of the whole stream as CSV.
func notesCSV(f intel.Filter) string {
	f.After = ""
	return streamURL("/intel.csv", f)
}

func streamURL(path string, f intel.Filter) string {
	if q := f.Query(); q != "" {
		return path + "?" + q
	}
	return path
}

// NoteURL is the page of a note.
func NoteURL(id int64) string { return StreamPath + "/" + strconv.FormatInt(id, 10) }

// noteMoveURL is where a move on a note is posted to.
func noteMoveURL(id int64, noun string) string { return NoteURL(id) + "/" + noun }

// captureAboutURL begins a note about an account.
func captureAboutURL(account string) string {
	return CaptureURL + "?" + url.Values{"account": {account}}.Encode()
}

// heardTooURL is the page of a note where somebody says that they heard it too, commentNoteURL where they comment on it.
func heardTooURL(id int64) string    { return NoteURL(id) + "#heard-too" }
func commentNoteURL(id int64) string { return NoteURL(id) + "#comment" }

// questionURL is where an open question stands.
func questionURL(id int64) string {
	return QuestionsURL + "#" + elementID(activity.Subject{Kind: activity.KindQuestion, ID: id})
}

// aboutURL is what is known of a competitor.
func aboutURL(c intel.Named) string { return CompetitorURL(c.Slug) }

// askFromURL begins a request that comes from the note; without a type it is chosen first.
func askFromURL(n intel.Note, typ string) string {
	q := url.Values{"from": {n.Ref()}}
	if typ != "" {
		q.Set("type", typ)
	}
	if n.Account != "" {
		q.Set("account", n.Account)
	}
	return "/requests/new?" + q.Encode()
}

// proposeFromURL begins a proposal to change the profile with the note as evidence.
func proposeFromURL(n intel.Note) string {
	return NewProposalURL + "?" + url.Values{"evidence": {n.Ref()}}.Encode()
}

// closeQuestionURL is where an open question is closed.
func closeQuestionURL(id int64) string {
	return QuestionsURL + "/" + strconv.FormatInt(id, 10) + "/closing"
}

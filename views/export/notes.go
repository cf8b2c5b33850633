package export

import (
	"io"
	"strconv"
	"strings"
	"time"

	"alongside/models/intel"
	"alongside/models/people"
)

// Notes is the stream as CSV. Days are of the reader's zone, as YYYY-MM-DD; the day something was heard has none.
type Notes struct {
	*Writer
	Roll people.Roll
	Zone *time.Location
}

// NewNotes begins the file.
func NewNotes(w io.Writer, roll people.Roll, zone *time.Location) Notes {
	file := NewWriter(w)
	file.Row("Number", "Competitors", "Kind", "Segment", "What was heard", "What the author makes of it", "Account", "How they know", "Heard on",
		"Sent", "Author", "Team", "Urgent", "Sensitive", "State", "Others who heard it", "Accounts", "Answered", "Answered by", "Reply", "Used elsewhere")
	return Notes{file, roll, zone}
}

// Add writes a note.
func (f Notes) Add(r intel.Row) {
	var names []string
	for _, c := range r.Competitors {
		names = append(names, c.Short)
	}
	answered, by := "", ""
	if r.ReplyAt != nil {
		answered = r.ReplyAt.In(f.Zone).Format(time.DateOnly)
	}
	if r.ReplyBy != nil {
		by = f.Roll.Name(*r.ReplyBy)
	}
	f.Row(r.Ref(), strings.Join(names, ", "), r.Kind.Name(), r.Segment, r.Heard, r.Opinion, r.Account, r.Source.Name(), r.HeardOn.Format(time.DateOnly),
		r.SentAt.In(f.Zone).Format(time.DateOnly), f.Roll.Name(r.AuthorID), r.AuthorSide.Name(), yes(r.Urgent), yes(r.Sensitive), r.State.Name(),
		strconv.Itoa(r.Witnesses), strconv.Itoa(r.Accounts), answered, by, r.Reply, r.Elsewhere)
}

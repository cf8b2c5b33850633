package intel

import (
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"alongside/models/people"
	"alongside/models/store"
)

// PageSize of the stream.
const PageSize = 25

// Filter is what stream and export are asked for; the zero value is everything, newest first.
type Filter struct {
	Text       string // words of note, account, competitor or author, or a number: IN-231
	Competitor string // slug; "none" for notes about nobody
	Kind       Kind
	Segment    string
	Source     Source
	State      State
	From, To   *time.Time // heard on these days, both included; dates at midnight UTC
	Mine       bool
	Author     int64
	After      string // cursor
}

// nobody is the slug that stands for notes about no competitor.
const nobody = "none"

// ParseFilter reads the filter from the query of an address: q, competitor, kind, segment, source, state, from, to, mine, author and
// after. Text that cannot be asked for is store.ErrNotFound.
func ParseFilter(q url.Values) (Filter, error) {
	f := Filter{
		Text: strings.TrimSpace(q.Get("q")), Competitor: q.Get("competitor"), Kind: Kind(q.Get("kind")), Segment: q.Get("segment"),
		Source: Source(q.Get("source")), State: State(q.Get("state")), From: day(q.Get("from")), To: day(q.Get("to")),
		Mine: q.Get("mine") != "", After: q.Get("after"),
	}
	if n, err := strconv.ParseInt(q.Get("author"), 10, 64); err == nil && n > 0 {
		f.Author = n
	}
	if text := f.Text + f.Segment + f.Competitor; !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return f, store.ErrNotFound
	}
	if len(f.Text) > maxSearch {
		f.Text = strings.ToValidUTF8(f.Text[:maxSearch], "")
	}
	return f, nil
}

func day(text string) *time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1900 || t.Year() > 2200 {
		return nil
	}
	return &t
}

// Query writes the filter as ParseFilter reads it: "" for everything.
func (f Filter) Query() string {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	set("q", f.Text)
	set("competitor", f.Competitor)
	set("kind", string(f.Kind))
	set("segment", f.Segment)
	set("source", string(f.Source))
	set("state", string(f.State))
	if f.From != nil {
		set("from", f.From.Format(time.DateOnly))
	}
	if f.To != nil {
		set("to", f.To.Format(time.DateOnly))
	}
	if f.Mine {
		set("mine", "1")
	}
	if f.Author != 0 {
		set("author", strconv.FormatInt(f.Author, 10))
	}
	set("after", f.After)
	return q.Encode()
}

// Plain reports whether nothing narrows the stream.
func (f Filter) Plain() bool { return f == Filter{After: f.After} }

// known reports whether every word of the filter means something.
func (f Filter) known() bool {
	return (f.Kind == "" || known(Kinds, f.Kind)) && (f.Source == "" || known(Sources, f.Source)) &&
		(f.State == "" || known(States, f.State))
}

// asking is a question to the stream: who asks for what, and how many rows at most.
type asking struct {
	Filter
	viewer    people.Person
	corrected string  // the text without typing errors, if it has any
	authors   []int64 // whose names the text is
	limit     int
}

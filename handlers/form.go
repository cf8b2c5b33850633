package handlers

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"alongside/models/files"
	"alongside/models/requests"
	"alongside/models/store"
	"alongside/views"
	"alongside/views/ui"
)

// Limits of a form, before anything is kept in memory.
const (
	maxFormBytes   = 1 << 20
	maxFields      = 1000
	absurdFields   = 20 * maxFields // from here on a form is not even read, so that it can be shown again
	maxFiles       = views.MaxFiles
	uploadDeadline = 10 * time.Minute // for 25 MB on a slow phone
)

// errBadForm is a form that cannot be read at all: 400.
var errBadForm = errors.New("form cannot be read")

// form is what was typed, raw, so that it can be shown again; and the files, whose bytes are kept already.
type form struct {
	url.Values
	files    []files.Upload
	tooLarge bool          // one of the files was
	savedAt  time.Time     // when the draft was that it is opened from
	inv      store.Invalid // what is wrong with the form itself
}

// bringing is what a form may bring. Files of other forms are skipped, so that only who may add them can fill the disk.
type bringing int

const (
	withoutFiles bringing = iota
	withFiles
	withPhotos // drawn anew, without the place where they were taken
)

// readForm reads a form of either encoding. Too many fields are a problem of the form, said where it is shown again.
func (s *server) readForm(w http.ResponseWriter, r *http.Request, brings bringing) (*form, error) {
	f := &form{Values: url.Values{}}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "multipart/form-data" {
		return f, s.readMultipart(w, r, f, brings)
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxFormBytes)
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return f, err
	}
	n := 0
	for pair := range strings.SplitSeq(string(body), "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, badName := url.QueryUnescape(name)
		value, badValue := url.QueryUnescape(value)
		if n++; badName != nil || badValue != nil || n > absurdFields {
			return f, fmt.Errorf("%w: field %d", errBadForm, n)
		}
		f.Values.Add(name, value)
	}
	f.tooMany(n)
	return f, nil
}

// try runs the verb that the form asks for, unless something is wrong with the form itself.
func (f *form) try(verb func() (requests.Request, error)) error {
	return f.attempt(func() error {
		_, err := verb()
		return err
	})
}

// attempt is try of a verb whose answer nobody needs.
func (f *form) attempt(verb func() error) error {
	if f.inv.OrNil() != nil {
		return nil // said by problems
	}
	return verb()
}

func (f *form) tooMany(n int) {
	if n > maxFields {
		f.inv.Add("", "This form came with %d answers; at most %d can be read. Take some out and send it again", n, maxFields)
	}
}

// readMultipart streams the parts: text into the form, files to the folder. What was kept is discarded when the form
// cannot be read to its end.
func (s *server) readMultipart(w http.ResponseWriter, r *http.Request, f *form, brings bringing) (err error) {
	limit := int64(maxFormBytes)
	if brings != withoutFiles {
		limit += maxFiles * files.MaxSize
		deadline := time.Now().Add(uploadDeadline)
		control := http.NewResponseController(w)
		if err := errors.Join(control.SetReadDeadline(deadline), control.SetWriteDeadline(deadline)); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return err
		}
	}
	if r.ContentLength > limit { // said before it is sent: there is no need to read it
		return &http.MaxBytesError{Limit: limit}
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	parts, err := r.MultipartReader()
	if err != nil {
		return fmt.Errorf("%w: %w", errBadForm, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.portal.Files.Discard(f.files))
			f.files = nil
		}
	}()
	left, n := int64(maxFormBytes), 0
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			f.tooMany(n)
			return nil
		}
		if err != nil {
			return unreadable(err)
		}
		if n++; n > absurdFields {
			return fmt.Errorf("%w: too many parts", errBadForm)
		}
		if part.FileName() != "" {
			if brings == withoutFiles {
				continue
			}
			err := s.receive(f, brings, part.FormName(), part.FileName(), part)
			if err == nil && r.ContentLength < 0 && f.tooLarge { // nobody knows how much more is coming
				err = files.ErrTooLarge
			}
			if errors.Is(err, files.ErrFull) { // browsers read the answer only when they have sent everything
				_, _ = io.Copy(io.Discard, r.Body)
			}
			if err != nil {
				return err
			}
			continue
		}
		if isFile := strings.Contains(part.Header.Get("Content-Disposition"), "filename"); isFile {
			continue // the browser's empty file
		}
		text, err := io.ReadAll(io.LimitReader(part, left+1))
		if err != nil {
			return unreadable(err)
		}
		if left -= int64(len(text)); left < 0 {
			return &http.MaxBytesError{Limit: maxFormBytes}
		}
		f.Values.Add(part.FormName(), string(text))
	}
}

// unreadable is a form that broke off, unless it was cut off for its length.
func unreadable(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return err
	}
	return fmt.Errorf("%w: %w", errBadForm, err)
}

// line is what comes from the reader, and remembers how it broke: that is neither the disk's fault nor the database's.
type line struct {
	from   io.Reader
	broken error
}

func (l *line) Read(p []byte) (int, error) {
	n, err := l.from.Read(p)
	if err != nil && err != io.EOF {
		l.broken = err
	}
	return n, err
}

func (s *server) receive(f *form, brings bringing, field, name string, from io.Reader) error {
	if field != "files" || len(f.files) == maxFiles {
		f.inv.Add("files", "At most %d files at once", maxFiles)
		return nil
	}
	line := &line{from: from}
	receive := s.portal.Files.Receive
	if brings == withPhotos {
		receive = s.portal.Files.ReceivePhoto
	}
	upload, err := receive(name, line)
	var refused *store.Invalid
	switch {
	case line.broken != nil:
		return unreadable(line.broken)
	case errors.Is(err, files.ErrTooLarge):
		f.tooLarge = true
		f.inv.Add("files", "“%s” is larger than 25 MB. Put it where both teams can reach it and send the link", upload.Name)
	case errors.As(err, &refused):
		f.inv.Add("files", "%s", refused.On("files"))
	case err != nil:
		return err
	default:
		f.files = append(f.files, upload)
	}
	return nil
}

// discard removes the files of a form that came to nothing.
func (s *server) discard(f *form) error { return s.portal.Files.Discard(f.files) }

// date reads a YYYY-MM-DD field at midnight UTC; empty is nil. 31 February and other nonsense is a problem.
func (f *form) date(field string) *time.Time {
	text := strings.TrimSpace(f.Get(field))
	if text == "" {
		return nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		f.inv.Add(field, "This is not a day of the calendar. Write it as year-month-day, like 2026-12-09")
		return nil
	}
	return &day
}

// submission is the key that makes a form count once.
func (f *form) submission() uuid.UUID {
	key, err := uuid.Parse(f.Get("submission"))
	if err != nil {
		f.inv.Add("", "This form has lost its number on the way. What you typed is still here: send it again")
	}
	return key
}

// nextSubmission is the key of the form shown again: its own, or a new one when it has none.
func (f *form) nextSubmission() string {
	if key, err := uuid.Parse(f.Get("submission")); err == nil {
		return key.String()
	}
	return uuid.NewString()
}

// version is what the actor saw. A form without it is as good as out of date.
func (f *form) version() int {
	n, err := strconv.Atoi(f.Get("version"))
	if err != nil || n < 1 {
		return -1
	}
	return n
}

// number reads an id; anything else is 0.
func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// pathID reads an id of the path; anything else is store.ErrNotFound.
func pathID(r *http.Request, name string) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue(name), 10, 64)
	if err != nil || id < 1 {
		return 0, store.ErrNotFound
	}
	return id, nil
}

// problems merges what is wrong with the form itself and what the model said, or returns err when it is of another kind.
func (f *form) problems(err error) (*store.Invalid, error) {
	all := f.inv
	var invalid *store.Invalid
	if errors.As(err, &invalid) {
		for _, p := range invalid.Problems {
			all.Add(p.Field, "%s", p.Message)
		}
	} else if err != nil {
		return nil, err
	}
	return &all, all.OrNil()
}

// typed is the form to be shown again. Each problem points at its control, whose id is the field's name unless renamed.
func (f *form) typed(inv *store.Invalid, renamed map[string]string) views.Typed {
	t := views.Typed{Values: map[string][]string{}}
	for name, list := range f.Values {
		for _, v := range list {
			t.Values[name] = append(t.Values[name], showable(v))
		}
	}
	if inv == nil {
		return t
	}
	for _, p := range inv.Problems {
		control := p.Field
		if id, ok := renamed[control]; ok {
			control = id
		}
		t.Problems = append(t.Problems, ui.Problem{Control: control, Words: p.Message})
	}
	return t
}

// showable is text that can stand in a page: what is broken shows as �.
func showable(s string) string {
	if utf8.ValidString(s) && !strings.ContainsRune(s, 0) {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "�"), "\x00", "�")
}

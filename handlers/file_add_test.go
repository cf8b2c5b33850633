package handlers_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models"
	"alongside/models/modelstest"
)

func newSubmission() url.Values { return url.Values{"submission": {uuid.NewString()}} }

func TestVersionsOfAPiece(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withMarketing(s)
	withMarketing(s)
	ben := s.as(t, "ben")
	ben.attach(attached{"layout.pdf", "%PDF-1.4 one"}, attached{"copy.txt", "words"})
	ben.get("/requests/1").wants(".toast", "Files added.")
	add := func(path, of string, files ...attached) *answer {
		t.Helper()
		return ben.upload(path, with(newSubmission(), "of", of), files...)
	}
	add("/requests/1/files", "1", attached{"layout final.pdf", "%PDF-1.4 two"}).leads("/requests/1")
	page := ben.get("/requests/1")
	page.wants(".toast", "Version added.")
	page.wants(".file-row:first-of-type", "layout final.pdf v2 · Ben, today · 12 bytes")
	page.wants(".file-row:first-of-type details", "1 earlier versionv1 · Ben, today · 12 bytes")
	page.wants(".talk", "Ben Astley added version 2 of “layout final.pdf”.")
	if got := page.Find(".file-row").Length(); got != 2 {
		t.Errorf("got %d pieces, want 2", got)
	}
	if got := ben.get("/files/1").body; got != "%PDF-1.4 one" {
		t.Errorf("got %q, want the first version still there", got)
	}

	before := s.rows()
	for what, c := range map[string]struct {
		path, of string
		files    []attached
		status   int
		words    string
	}{
		"two files":               {"/requests/1/files", "1", []attached{{"a.txt", "a"}, {"b.txt", "b"}}, invalid, "Choose one file: it becomes the next version"},
		"no file":                 {"/requests/1/files", "1", nil, invalid, "Choose a file first"},
		"a program":               {"/requests/1/files", "1", []attached{{"a.pdf", "MZ\x90\x00"}}, invalid, "“a.pdf” is a program"},
		"a later version":         {"/requests/1/files", "3", []attached{{"a.txt", "a"}}, notFound, ""},
		"a piece of another":      {"/requests/2/files", "1", []attached{{"a.txt", "a"}}, notFound, ""},
		"a piece that is nowhere": {"/requests/1/files", "99", []attached{{"a.txt", "a"}}, notFound, ""},
		"no number":               {"/requests/1/files", "x", []attached{{"a.txt", "a"}}, notFound, ""},
	} {
		a := add(c.path, c.of, c.files...)
		if a.is(c.status, what) && c.status == invalid {
			a.wants("#version-1-e", c.words)
			if _, open := a.Find("details:has(#version-1)").Attr("open"); !open {
				t.Errorf("%s: got the form closed, want it open", what)
			}
		}
	}
	wantsSameRows(t, s.rows(), before)
	if got := filesKept(t); got != 3 {
		t.Errorf("got %d files kept, want the three versions", got)
	}
	if got := s.as(t, "ines").get("/requests/1").Find("input[type=file]").Length(); got != 0 {
		t.Errorf("a reader: got %d file inputs, want none", got)
	}
}

// TestWhatMayNotBeAdded is said at the field, with nothing kept and the rest of the form as it was typed.
func TestWhatMayNotBeAdded(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	for words, file := range map[string]attached{
		"“invoice.pdf” is a program. Programs cannot be added here": {"invoice.pdf", "MZ\x90\x00\x03"},
		"“page.png” is not a picture inside":                        {"page.png", "<html><script>alert(1)</script>"},
		"“huge.png” has 400 million pixels":                         {"huge.png", modelstest.PNGHeader(20_000, 20_000)},
		"“film.mov” is larger than 25 MB":                           {"film.mov", strings.Repeat("x", 26<<20)},
	} {
		a := ruth.upload("/requests", filled(), file)
		if a.is(invalid, words) {
			a.wants("#files-e", words)
			a.wants("#files-h", "please choose them again")
			a.keeps(shown(filled()))
		}
	}
	if rows, kept := one[int](s, `SELECT count(*) FROM files`), filesKept(t); rows != 0 || kept != 0 {
		t.Errorf("got %d rows and %d files, want none", rows, kept)
	}
}

// TestUploadsOfPagesThatSendThemselves: a script sends the form and shows the answer in place, with the files still
// chosen, or goes where it leads.
func TestUploadsOfPagesThatSendThemselves(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	ruth.header = http.Header{"Hx-Request": {"true"}, "Hx-Request-Type": {"full"}, "Sec-Fetch-Site": {"same-origin"}}
	a := ruth.upload("/requests", with(filled(), "title", ""), attached{"lanes.pdf", "%PDF-1.4"})
	a.is(invalid, "no title")
	a.wants("main .error-summary", "Give the request a short title")
	if got := a.text("#files-h"); strings.Contains(got, "choose them again") {
		t.Errorf("got hint %q, want nothing about choosing again", got)
	}
	a = ruth.upload("/requests", filled(), attached{"lanes.pdf", "%PDF-1.4"})
	if a.is(http.StatusNoContent, "sent"); a.header.Get("HX-Redirect") != "/requests/1" {
		t.Errorf("got it leading to %q, want /requests/1", a.header.Get("HX-Redirect"))
	}
	a = ruth.upload("/requests/99/files", newSubmission(), attached{"lanes.pdf", "%PDF-1.4"})
	if a.is(notFound, "an alert"); a.Find("main").Length() != 0 {
		t.Error("got a page, want an alert")
	}
}

// TestUploadsCutOff ends connections within the last hundredth of an upload.
func TestUploadsCutOff(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withMarketing(s)
	ruth := s.as(t, "ruth")
	for _, path := range []string{"/requests", "/requests/1/files"} {
		body, contentType := multipartBody(t, with(filled(), "submission", uuid.NewString()), attached{"film.mov", strings.Repeat("x", 3<<20)})
		cut := len(body) * 99 / 100
		r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, s.URL+path, io.MultiReader(strings.NewReader(body[:cut]), brokenLine{}))
		if err != nil {
			t.Fatal(err)
		}
		r.ContentLength = int64(len(body))
		r.Header.Set("Content-Type", contentType)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		if resp, err := ruth.Do(r); err == nil {
			resp.Body.Close()
			t.Errorf("%s: got %s, want no answer to what was cut off", path, resp.Status)
		}
	}
	// The server notices in its own time.
	for deadline := time.Now().Add(patience); strings.Count(s.log.String(), "method=POST") < 2; <-time.After(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("got no end of the requests, want them noticed: %s", s.log.String())
		}
	}
	if rows, kept := one[int](s, `SELECT count(*) FROM files`), filesKept(t); rows != 0 || kept != 0 {
		t.Errorf("got %d rows and %d files, want nothing left", rows, kept)
	}
	if n := one[int](s, `SELECT count(*) FROM requests`); n != 1 {
		t.Errorf("got %d requests, want none but the one before", n)
	}
	if log := s.log.String(); strings.Contains(log, "level=ERROR") {
		t.Errorf("got the log %s, want no error of ours", log)
	}
}

type brokenLine struct{}

func (brokenLine) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// TestMoreThanAnyForm answers before it is sent what says that it is too much; what does not say is read no further than
// the largest file.
func TestMoreThanAnyForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withMarketing(s)
	ruth := s.as(t, "ruth")
	const gigabyte = 1 << 30
	for what, length := range map[string]int64{"with its length": gigabyte, "without": -1} {
		sent := &counted{from: io.MultiReader(strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"film.mov\"\r\n\r\n"), io.LimitReader(zeros{}, gigabyte))}
		r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, s.URL+"/requests/1/files", sent)
		if err != nil {
			t.Fatal(err)
		}
		r.ContentLength = length
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		a := ruth.do(withOrigin(r))
		a.is(http.StatusRequestEntityTooLarge, what)
		a.wants("h1", "That is more than fits")
		if n := sent.n.Load(); n > 40<<20 {
			t.Errorf("%s: got %d MB read, want it cut off", what, n>>20)
		}
	}
	if kept := filesKept(t); kept != 0 {
		t.Errorf("got %d files kept, want none", kept)
	}
}

func withOrigin(r *http.Request) *http.Request {
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// counted counts what is read, also while the transport still reads.
type counted struct {
	from io.Reader
	n    atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// TestNoRoomForFiles fills the disk: a page says so, nothing of the form is kept, and all is well when there is room.
func TestNoRoomForFiles(t *testing.T) {
	t.Parallel()
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("no small disk can be mounted here, which takes the rights of root: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	clock := &modelstest.Clock{}
	clock.Set(t, "2026-11-25 09:14")
	p, err := models.Open(models.Config{DatabaseURL: modelstest.URL(modelstest.Database(t)), FilesDir: filepath.Join(disk, "files"),
		Zone: time.UTC, Holidays: "gb", SecretKey: make([]byte, 32), Clock: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	s := serve(t, p, clock)
	ballast := filepath.Join(disk, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 3<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	ruth := s.as(t, "ruth")
	form := filled()
	send := func() *answer {
		return ruth.upload("/requests", form, attached{"small.txt", "small"}, attached{"film.mov", strings.Repeat("x", 2<<20)})
	}
	a := send()
	if a.is(http.StatusInsufficientStorage, "a full disk") {
		a.wants("h1", "There is no room left for files")
		if log := s.log.String(); !strings.Contains(log, "level=ERROR") || !strings.Contains(log, "no room for files") {
			t.Errorf("got the log %s, want an error that says why", log)
		}
	}
	if rows := one[int](s, `SELECT (SELECT count(*) FROM requests) + (SELECT count(*) FROM files)`); rows != 0 {
		t.Errorf("got %d rows, want none", rows)
	}
	left := 0
	filepath.WalkDir(filepath.Join(disk, "files"), func(_ string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			left++
		}
		return err
	})
	if left != 0 {
		t.Errorf("got %d files left, want none", left)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	send().leads("/requests/1", "with room again")
}

func TestDamagedFileIsNotServed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withFile(s)
	s.exec(`UPDATE files SET sha256 = '\x00'`)
	a := s.as(t, "ruth").get("/files/1")
	if a.is(http.StatusInternalServerError, "a damaged file") {
		a.wants("main", "not as it was stored")
		if strings.Contains(a.body, "%PDF") || a.header.Get("Content-Disposition") != "" {
			t.Errorf("got %q, want nothing of the file", a.body)
		}
	}
	if got := s.log.String(); !strings.Contains(got, "level=ERROR") || !strings.Contains(got, "file damaged: file 1") {
		t.Errorf("got the log %s, want an error that names the file", got)
	}
}

func TestThumbs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r := withThumb(s)
	ruth := s.as(t, "ruth")
	page := ruth.get(fmt.Sprint("/requests/", r.ID))
	if got := page.Find(".thumb img").AttrOr("src", ""); got != "/files/1/thumb" {
		t.Errorf("got a picture from %q, want /files/1/thumb", got)
	}
	a := ruth.get("/files/1/thumb")
	a.is(ok, "thumb")
	if got := a.header.Get("Content-Type"); got != "image/jpeg" || !strings.HasPrefix(a.body, "\xff\xd8\xff") {
		t.Errorf("got %s beginning %.3q, want a JPEG", got, a.body)
	}
	a.wantsHeaders("thumb", "default-src 'none'; sandbox; frame-ancestors 'none'", "private, no-cache", "")
	s.exec(`UPDATE files SET subject_kind = 'secret'`)
	ruth.get("/files/1/thumb").is(notFound, "of what nobody may see")
	s.exec(`UPDATE files SET subject_kind = 'request', thumb_key = ''`)
	ruth.get("/files/1/thumb").is(notFound, "of a file without one")
	ruth.get(fmt.Sprint("/requests/", r.ID)).lacks(".thumb img")
}

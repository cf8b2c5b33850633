package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"testing"

	"github.com/google/uuid"
)

// announce tells the people concerned of everything that happened so far.
func (s *site) announce() {
	s.t.Helper()
	last := one[int64](s, `SELECT coalesce(max(id), 0) FROM events`)
	for id := int64(1); id <= last; id++ {
		if err := s.portal.Notify.Announce(context.Background(), id); err != nil {
			s.t.Fatal(err)
		}
	}
}

func TestInbox(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	priya := s.as(t, "priya")
	priya.get("/inbox").wants("main", "Nothing has happened yet")

	withMarketing(s)
	s.announce()
	a := priya.get("/inbox")
	a.wants("main ul li", "Ruth Hallam asked for a brochure. Promised Wed 16 Dec.")
	a.wants("main ul li a[href='/requests/1']", "Cross-dock brochure")
	a.wants("header a[href='/inbox']", "1")
	form := a.Find("form[action='/inbox/read']")
	if form.Length() != 1 {
		t.Fatalf("got %d forms to mark all as read, want 1", form.Length())
	}

	// What came after the page was made stays unread.
	upTo := form.Find("[name=up_to]").AttrOr("value", "")
	s.as(t, "ruth").post("/requests/1/comments", url.Values{"body": {"One more thing"}, "submission": {uuid.NewString()}}).leads("/requests/1")
	s.exec(`INSERT INTO followers (subject_kind, subject_id, person_id, since) VALUES ('request', 1, $1, now())`, s.person("priya").ID)
	s.announce()
	priya.post("/inbox/read", url.Values{"up_to": {upTo}}).leads("/inbox")
	a = priya.get("/inbox")
	a.wants("main ul li:first-child", "One more thing")
	if got := a.Find("main li :contains('Unread')").Last().Length(); got != 1 {
		t.Errorf("got %d unread, want the comment alone", got)
	}
	for _, upTo := range []string{"", "x", "-1", "99999999999999999999"} {
		priya.post("/inbox/read", url.Values{"up_to": {upTo}}).leads("/inbox", upTo)
	}
	if got := one[int](s, `SELECT count(*) FROM notices WHERE person_id = $1 AND read_at IS NULL`, s.person("priya").ID); got != 1 {
		t.Errorf("got %d unread, want 1 still", got)
	}
	s.as(t, "ben").post("/inbox/read", url.Values{"up_to": {"999"}}).leads("/inbox", "somebody else")
	if got := one[int](s, `SELECT count(*) FROM notices WHERE person_id = $1 AND read_at IS NULL`, s.person("priya").ID); got != 1 {
		t.Errorf("got %d unread after somebody else's, want 1 still", got)
	}
}

func TestInboxPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withMarketing(s)
	s.copies("events", 1, 119, nil)
	s.exec(`INSERT INTO notices (person_id, event_id) SELECT $1, id FROM events ORDER BY id`, s.person("priya").ID)
	priya := s.as(t, "priya")
	total, path := 0, "/inbox"
	for pages := 0; path != "" && pages < 9; pages++ {
		a := priya.get(path)
		a.is(http.StatusOK, path)
		n := a.Find("main ul > li").Length()
		if want := map[int]int{0: 50, 1: 50, 2: 20}[pages]; n != want {
			t.Errorf("page %d: got %d notices, want %d", pages+1, n, want)
		}
		total += n
		path = a.Find("a[rel=next]").AttrOr("href", "")
	}
	if total != 120 {
		t.Errorf("got %d notices, want 120", total)
	}
	priya.get("/").wants("header a[href='/inbox']", "99+")
	for _, after := range []string{"mangled", "e30", strconv.Itoa(7), "%00", "%ff"} {
		priya.get("/inbox?after="+after).is(http.StatusNotFound, after)
	}
}

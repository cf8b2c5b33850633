package demo

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"alongside/models"
	"alongside/models/files"
	"alongside/models/icp"
	"alongside/models/modelstest"
	"alongside/models/notify"
	"alongside/models/people"
	"alongside/models/requests"
)

func TestMain(m *testing.M) { os.Exit(modelstest.Main(m)) }

func london(t *testing.T, local string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", local, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// portal opens a portal with a database of the test's own, where the people of Meridian Freight work.
func portal(t *testing.T, zone *time.Location) (*teller, models.Config) {
	t.Helper()
	cfg := models.Config{
		DatabaseURL: modelstest.URL(modelstest.Database(t)), FilesDir: t.TempDir(), Zone: zone, Holidays: "gb",
		SecretKey: []byte("a key of thirty-two bytes, in all"),
	}
	told, err := open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { told.portal.Close() })
	return told, cfg
}

func TestStoryHoldsOnAnyDay(t *testing.T) {
	t.Parallel()
	for _, local := range []string{
		"2026-11-22 12:00", // a Sunday
		"2027-01-01 15:30", // a public holiday after public holidays
		"2027-03-30 16:59", // the clocks went forward, then it was Easter Monday
	} {
		t.Run(local, func(t *testing.T) {
			t.Parallel()
			ctx, now := t.Context(), london(t, local)
			told, _ := portal(t, now.Location())
			if err := told.tell(ctx, now); err != nil {
				t.Fatal(err)
			}
			told.moveTo(now)
			checkStory(t, told)
			checkInboxes(t, told)
		})
	}
}

func checkStory(t *testing.T, told *teller) {
	t.Helper()
	wrong, err := told.portal.Requests.Audit(t.Context())
	if err != nil || len(wrong) > 0 {
		t.Errorf("audit: got %q %v, want nothing", wrong, err)
	}
	checkCounts(t, told)
	for _, o := range openPieces {
		checkOpen(t, told, o)
	}
	checkDelivered(t, told)
	checkBrochure(t, told)
	checkIntel(t, told)
	checkRides(t, told)
	checkFit(t, told)
}

// checkProfile holds the profile against what the screens say of it.
func checkProfile(t *testing.T, told *teller) {
	t.Helper()
	ctx := t.Context()
	wrong, err := told.portal.ICP.Audit(ctx)
	if err != nil || len(wrong) > 0 {
		t.Errorf("audit: got %q %v, want nothing", wrong, err)
	}
	page, err := told.portal.ICP.Show(ctx, told.people["callum"])
	if err != nil {
		t.Fatal(err)
	}
	good, maybe := page.Version.Content.Lines()
	if page.Version.Number != 4 || page.Version.Content.Points() != 100 || good != 60 || maybe != 40 || !slices.Equal(page.Version.Proposals, []int64{5, 6}) {
		t.Errorf("got version %d from %v of %d points, want 4 from proposals 5 and 6 of 100", page.Version.Number, page.Version.Proposals, page.Version.Content.Points())
	}
	if page.Readers != (icp.Readers{Sales: 5, SalesOf: 6, Marketing: 5, MarketingOf: 5}) || page.LastRead != 3 {
		t.Errorf("got %+v read and version %d by Callum, want all but him, and 3", page.Readers, page.LastRead)
	}
	for _, c := range page.Care {
		if c.Freshness != icp.Fresh {
			t.Errorf("%s: got %s, want it fresh", c.Title, c.Freshness)
		}
	}
	if len(page.Open) != 1 || page.Open[0].ID != 7 || len(page.Open[0].Keys) != 1 || len(page.Open[0].Owed) != 1 || page.Open[0].Owed[0].FromSide != people.Marketing {
		t.Fatalf("got %+v open, want proposal 7 with Marketing", page.Open)
	}
	seven, err := told.portal.ICP.ShowProposal(ctx, told.people["priya"], 7)
	if err != nil || len(seven.Diffs) != 2 || seven.Revision != 2 || !seven.Moves[icp.MoveTurnKey] || len(seven.Sources) != 5 {
		t.Errorf("got %d sections changed in revision %d, %v, want two, half signed, with five notes", len(seven.Diffs), seven.Revision, err)
	}
	given, err := gorm.G[int64](told.portal.Store.Read()).Raw(`SELECT last_value FROM icp_proposal_numbers`).Take(ctx)
	if err != nil || given != lastProposal {
		t.Errorf("got %d given last to a proposal, %v, want %d", given, err, lastProposal)
	}
}

func checkCounts(t *testing.T, told *teller) {
	t.Helper()
	got, err := told.portal.Requests.Counts(t.Context(), told.people["ben"])
	if err != nil {
		t.Fatal(err)
	}
	want := requests.Counts{
		Open: 63, WithSales: 30, WithMarketing: 33, Unassigned: 6, AtRisk: 4, Overdue: 3, Delivered: 40,
		DueWeek: got.DueWeek, SalesOver: 2, MarketingOver: 1, Mine: got.Mine, Waiting: got.Waiting,
	}
	if got != want {
		t.Errorf("counts: got %+v, want %+v", got, want)
	}
}

// checkOpen compares where the request stands with what its line in the table says.
func checkOpen(t *testing.T, told *teller, o openPiece) {
	t.Helper()
	w, err := told.portal.Requests.Show(t.Context(), told.people["ben"], o.number)
	if err != nil {
		t.Fatalf("%s: %v", requests.Ref(o.number), err)
	}
	if o.day == 0 && !told.diary.begun {
		o.day, o.promised = 1, o.promised-1
	}
	r, cal := w.Request, told.diary.cal
	if r.Title != o.title || int(r.Stage) != o.stage {
		t.Errorf("%s: got %q in stage %d, want %q in %d", r.Ref(), r.Title, r.Stage, o.title, o.stage)
	}
	if got, want := cal.DateOf(r.PromisedAt), told.diary.date(o.promised); got != want {
		t.Errorf("%s: got promised %v, want %v", r.Ref(), got, want)
	}
	if r.BallSince.After(w.Now) {
		t.Errorf("%s: got the ball handed over at %v, want before %v", r.Ref(), r.BallSince, w.Now)
	}
	if r.BallKind == requests.BallQuestion {
		return
	}
	left := int(w.Process.At(r.Stage).Days) - o.day
	if got, want := cal.DateOf(*r.BallDueAt), told.diary.date(left); got != want {
		t.Errorf("%s: got stage due %v, want %v", r.Ref(), got, want)
	}
	if asked := r.BallSide == r.RequesterSide; asked && *r.BallPersonID != told.people[o.by].ID {
		t.Errorf("%s: got the ball with person %d, want with %s", r.Ref(), *r.BallPersonID, o.by)
	}
}

func checkDelivered(t *testing.T, told *teller) {
	t.Helper()
	page, err := told.portal.Requests.List(t.Context(), told.people["ben"], requests.Filter{View: requests.ViewDelivered})
	if err != nil {
		t.Fatal(err)
	}
	late, stale := 0, 0
	today := told.diary.date(0).Midnight()
	for _, r := range page.Rows {
		if r.ClosedAt.After(r.PromisedAt) {
			late++
		}
		if r.ReviewBy.Before(today) {
			stale++
		}
	}
	if late != 6 || stale != 2 {
		t.Errorf("delivered: got %d late and %d to check before use, want 6 and 2", late, stale)
	}
}

// checkBrochure follows R-412 through its page.
func checkBrochure(t *testing.T, told *teller) {
	t.Helper()
	w, err := told.portal.Requests.Show(t.Context(), told.people["ruth"], 412)
	if err != nil {
		t.Fatal(err)
	}
	r, cal := w.Request, w.Calendar
	used := w.Account.Used(cal, *r.BallPromiseID, w.Now)
	if day := int(math.Floor(used.Days())) + 1; w.Process.At(r.Stage).Name != "Design" || day != 3 {
		t.Errorf("R-412: got %s, day %d, want Design, day 3", w.Process.At(r.Stage).Name, day)
	}
	if *r.BallPersonID != told.people["lucia"].ID {
		t.Errorf("R-412: got person %d, want Lucía", *r.BallPersonID)
	}
	if got := r.Standing(w.Now); got != requests.AtRisk {
		t.Errorf("R-412: got %s, want at risk", got)
	}
	if got, want := cal.DateOf(r.ForecastAt), told.diary.date(4); got != want {
		t.Errorf("R-412: got forecast %v, want %v, a day behind the promise", got, want)
	}
	var notes []string
	for _, s := range w.From {
		notes = append(notes, s.Ref())
	}
	if slices.Sort(notes); !slices.Equal(notes, []string{"IN-204", "IN-218", "IN-231"}) {
		t.Errorf("R-412: got it coming from %v, want three notes", notes)
	}
	type event struct{ kind, who string }
	var got []event
	for _, e := range w.History {
		if e.ActorID != nil && e.Kind != "checked" && e.Kind != "assigned" {
			for first, p := range told.people {
				if p.ID == *e.ActorID {
					got = append(got, event{e.Kind, first})
				}
			}
		}
	}
	want := []event{
		{"submitted", "ruth"}, {"handed-on", "ben"}, {"handed-on", "ruth"}, {"attached", "ben"}, {"attached", "ben"},
		{"commented", "ben"}, {"handed-on", "ben"}, {"review-asked", "ben"}, {"review-asked", "ben"}, {"reviewed", "hannah"}, {"reviewed", "greta"},
		{"handed-on", "ruth"}, {"attached", "lucia"}, {"attached", "lucia"},
		{"commented", "ruth"}, {"commented", "lucia"}, {"attached", "lucia"}, {"attached", "lucia"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("R-412: got history %v, want %v", got, want)
	}
	if len(w.Checked) != 8 {
		t.Errorf("R-412: got %d items ticked, want 8", len(w.Checked))
	}
	var pieces []string
	for _, p := range files.Pieces(w.Files) {
		pieces = append(pieces, fmt.Sprintf("%s v%d", p.Latest.Name, p.Latest.Number))
		if picture := strings.HasSuffix(p.Latest.Name, ".png"); picture != (p.Latest.ThumbKey != "") {
			t.Errorf("R-412: %s: got a small picture %t, want %t", p.Latest.Name, !picture, picture)
		}
	}
	if want := []string{"Brochure layout.pdf v3", "Pallet trace diagram.png v1", "Copy, fact checked.docx v2", "immingham-rotterdam-times.csv v1"}; !slices.Equal(pieces, want) {
		t.Errorf("R-412: got %v, want %v", pieces, want)
	}
}

func TestSeedFillsAnEmptyPortalOnce(t *testing.T) {
	t.Parallel()
	ctx, now := t.Context(), london(t, "2026-11-25 09:14") // the morning it is written for
	told, cfg := portal(t, now.Location())
	told.moveTo(now)
	if err := told.portal.Store.Read().Exec(`DELETE FROM people`).Error; err != nil {
		t.Fatal(err)
	}
	for _, want := range []bool{true, false} {
		if seeded, err := Seed(ctx, cfg, now); err != nil || seeded != want {
			t.Fatalf("seed: got %t %v, want %t", seeded, err, want)
		}
	}
	if err := told.prepare(ctx, now); err != nil {
		t.Fatal(err)
	}
	if got, want := len(told.people), len(SignIns); got != want {
		t.Errorf("got %d people, want %d", got, want)
	}
	checkStory(t, told)
	checkProfile(t, told)
	checkPieces(t, told)
	checkInboxes(t, told)
	ruth := told.people["ruth"]
	r, err := told.portal.Requests.Submit(ctx, ruth, requests.Brief{
		Type: "sheet", Title: "One more", Answers: map[string]string{"reader": "Planners"},
	})
	if err != nil || r.ID != lastNumber+1 {
		t.Errorf("the next request: got %s %v, want %s", r.Ref(), err, requests.Ref(lastNumber+1))
	}
}

// checkInboxes wants something new for everybody, but no flood, and nothing left for the job that announces.
func TestTellingThatWasBrokenOffIsBegunAnew(t *testing.T) {
	t.Parallel()
	now := london(t, "2026-11-25 09:14")
	teller, cfg := portal(t, now.Location())
	if err := teller.mark(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	broken, cancel := context.WithCancel(t.Context())
	go func() { // ends the telling as soon as something of it is there
		for n := int64(0); n == 0 && broken.Err() == nil; {
			n, _ = gorm.G[requests.Request](teller.portal.Store.Read()).Count(broken, "*")
		}
		cancel()
	}()
	if _, err := Seed(broken, cfg, now); err == nil {
		t.Fatal("got the whole story, want it broken off")
	}
	seeded, err := Seed(t.Context(), cfg, now)
	if err != nil || !seeded {
		t.Fatalf("got %v, %v, want the story told anew", seeded, err)
	}
	teller.moveTo(now)
	if err := teller.prepare(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	checkStory(t, teller)
}

func checkInboxes(t *testing.T, told *teller) {
	t.Helper()
	ctx := t.Context()
	jobs, err := gorm.G[int](told.portal.Store.Read()).Raw(`SELECT count(*) FROM river_job`).Take(ctx)
	if err != nil || jobs != 0 {
		t.Errorf("got %d jobs %v, want none", jobs, err)
	}
	mails, err := told.portal.Notify.Mails(ctx, told.people["joel"], notify.MailFilter{State: notify.Kept})
	all, allErr := told.portal.Notify.Mails(ctx, told.people["joel"], notify.MailFilter{})
	if err = errors.Join(err, allErr); err != nil || len(mails.Mails) < 3 || len(all.Mails) != len(mails.Mails) {
		t.Errorf("got %d of %d mails kept, %v, want all of a few", len(mails.Mails), len(all.Mails), err)
	}
	for _, s := range SignIns {
		p := told.people[firstName(s.Email)]
		unread, err := told.portal.Notify.Unread(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		notices, _, err := told.portal.Notify.Inbox(ctx, p, "")
		if err != nil {
			t.Fatal(err)
		}
		if unread < 1 || unread > notify.PageSize/2 || len(notices) <= unread {
			t.Errorf("%s: got %d unread of %d notices, want a few, and older ones read", s.Name, unread, len(notices))
		}
	}
}

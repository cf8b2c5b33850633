package requests_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"alongside/models"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
)

func brief(kind, title string) requests.Brief {
	return requests.Brief{
		Submission: uuid.New(), Type: kind, Title: title, Account: "Halden Automotive",
		Answers: map[string]string{"reader": "Inbound logistics managers", "change": "They hold parts at the border"},
	}
}

func submit(t testing.TB, p *models.Portal, who people.Person, b requests.Brief) requests.Request {
	t.Helper()
	r, err := p.Requests.Submit(context.Background(), who, b)
	if err != nil {
		t.Fatalf("submit: %v", err)
	}
	return r
}

func TestBrochureGoesItsWholeWay(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	ruth, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia")

	clock.Set(t, "2026-11-09 16:05")
	r := submit(t, p, ruth, brief("brochure", "Temperature-controlled brochure"))
	if got, want := r.PromisedAt.Format("2006-01-02 15:04"), "2026-11-30 17:00"; got != want {
		t.Errorf("promised %s, want %s", got, want)
	}
	var err error
	if r, err = p.Requests.Assign(ctx, lucia, r.ID, r.Version, lucia.ID); err != nil {
		t.Fatal(err)
	}
	days := []string{"2026-11-11 17:00", "2026-11-12 15:30", "2026-11-19 17:00", "2026-11-20 17:00", "2026-11-26 12:00", "2026-11-27 12:00"}
	for i, at := range days {
		clock.Set(t, at)
		who := lucia
		if i%2 == 1 {
			who = ruth
		}
		if r, err = p.Requests.HandOn(ctx, who, r.ID, r.Version, ""); err != nil {
			t.Fatalf("hand on %d: %v", i, err)
		}
	}
	clock.Set(t, "2026-11-30 10:00")
	r, err = p.Requests.Deliver(ctx, lucia, r.ID, r.Version, requests.Delivery{Link: "https://files.meridian.example/brochure.pdf"})
	if err != nil {
		t.Fatal(err)
	}
	if r.State != requests.Delivered || r.BallPromiseID != nil {
		t.Errorf("got state %s, ball %v, want delivered and nobody's", r.State, r.BallPromiseID)
	}
	wrong, err := p.Requests.Audit(ctx)
	if err != nil || len(wrong) > 0 {
		t.Errorf("audit: %v %v", wrong, err)
	}
}

package icp_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models"
	"alongside/models/activity"
	"alongside/models/icp"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

func person(t testing.TB, p *models.Portal, first string) people.Person {
	return modelstest.Person(t, p, first)
}

func current(t testing.TB, p *models.Portal) icp.Version {
	t.Helper()
	v, err := p.ICP.Current(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// named is the section of the title.
func named(t testing.TB, v icp.Version, title string) icp.Section {
	t.Helper()
	for _, s := range v.Content.Sections {
		if s.Title == title {
			return s
		}
	}
	t.Fatalf("no section %q in version %d", title, v.Number)
	return icp.Section{}
}

// says is a draft that changes the text of a section.
func says(s icp.Section, text string) icp.Draft {
	s.Text = text
	return to(s)
}

func to(sections ...icp.Section) icp.Draft {
	d := icp.Draft{Submission: uuid.New(), Title: "Say it otherwise", Why: "Five accounts brought it up."}
	for _, s := range sections {
		d.Changes = append(d.Changes, icp.Change{Section: s.ID, To: &s})
	}
	return d
}

func propose(t testing.TB, p *models.Portal, who string, d icp.Draft) icp.Proposal {
	t.Helper()
	proposal, err := p.ICP.Propose(context.Background(), person(t, p, who), d)
	if err != nil {
		t.Fatalf("%s proposes: %v", who, err)
	}
	return proposal
}

func turnKey(t testing.TB, p *models.Portal, who string, pr icp.Proposal) icp.Proposal {
	t.Helper()
	turned, err := p.ICP.TurnKey(context.Background(), person(t, p, who), pr.ID, pr.Revision, icp.Reservation{})
	if err != nil {
		t.Fatalf("%s turns a key: %v", who, err)
	}
	return turned
}

// agree publishes the draft and returns the version it became.
func agree(t testing.TB, p *models.Portal, who string, d icp.Draft) icp.Version {
	t.Helper()
	proposal := propose(t, p, who, d)
	turnKey(t, p, "dan", proposal)
	turnKey(t, p, "priya", proposal)
	return current(t, p)
}

// begun is a portal in which both teams have agreed to the standard document.
func begun(t testing.TB) (*models.Portal, *modelstest.Clock, icp.Version) {
	t.Helper()
	p, clock := modelstest.Portal(t)
	return p, clock, agree(t, p, "ruth", icp.Draft{Submission: uuid.New(), Title: "The first one", Why: "Both teams can sign it."})
}

// read is the proposal as the page shows it.
func read(t testing.TB, p *models.Portal, who string, id int64) icp.Whole {
	t.Helper()
	w, err := p.ICP.ShowProposal(context.Background(), person(t, p, who), id)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// owed lists what waits on the person.
func owed(t testing.TB, p *models.Portal, who string) []promises.Promise {
	t.Helper()
	waiting, err := modelstest.Owes(context.Background(), p, person(t, p, who))
	if err != nil {
		t.Fatal(err)
	}
	return waiting
}

// told lists the kinds of events about the subject.
func told(t testing.TB, p *models.Portal, on activity.Subject) (kinds []string) {
	t.Helper()
	history, err := p.Activity.History(context.Background(), on)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range history {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

// concerned are the first names of those who hear of the last event about the subject.
func concerned(t testing.TB, p *models.Portal, on activity.Subject) (names []string) {
	t.Helper()
	ctx := context.Background()
	history, err := p.Activity.History(ctx, on)
	if err != nil {
		t.Fatal(err)
	}
	ids, err := p.ICP.Concerned(ctx, history[len(history)-1])
	if err != nil {
		t.Fatal(err)
	}
	roll, err := p.People.Roll(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		names = append(names, roll[id].FirstName())
	}
	return names
}

func refused(t testing.TB, what string, err, want error) {
	t.Helper()
	var refusal *store.Refusal
	if !errors.Is(err, want) || errors.As(err, &refusal) && refusal.Sentence == "" {
		t.Errorf("%s: got %v, want %v with a sentence", what, err, want)
	}
}

func problem(t testing.TB, what string, err error, field string) {
	t.Helper()
	var inv *store.Invalid
	if !errors.As(err, &inv) || inv.On(field) == "" {
		t.Errorf("%s: got %v, want a problem on %s", what, err, field)
	}
}

func audit(t testing.TB, p *models.Portal) {
	t.Helper()
	wrong, err := p.ICP.Audit(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range wrong {
		t.Error(w)
	}
}

func at(t testing.TB, local string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	moment, err := time.ParseInLocation("2006-01-02 15:04", local, zone)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

// move lets somebody work for the side, as a lead or not.
func move(t testing.TB, p *models.Portal, who people.Person, side people.Side, role people.Role) people.Person {
	t.Helper()
	if err := p.Store.Read().Exec(`UPDATE people SET side = ?, role = ? WHERE id = ?`, side, role, who.ID).Error; err != nil {
		t.Fatal(err)
	}
	who.Side, who.Role = side, role
	return who
}

func day(t time.Time) workday.Date { return workday.DateOf(t) }

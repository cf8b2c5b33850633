package requests_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
)

// lanesOf spells the lanes of a process: B, M, C, D or F for each stage.
func lanesOf(p requests.Process, asked people.Side) string {
	var letters strings.Builder
	for n := range p.Stages {
		letters.WriteString(p.Lane(int16(n+1), asked).Name()[:1])
	}
	return letters.String()
}

func TestLanesOfTheStandardTypes(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	catalogue, err := p.Requests.Catalogue(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"brochure": "BMMCDCF", "deck": "BMCDF", "sheet": "BMCF", "study": "BMMMCD", "bid": "BMC", "email": "BMMCMF", "event": "BMMCF",
		"intro": "BMF", "feedback": "BC", "quote": "BMF",
	} {
		typ, _ := catalogue.Type(key)
		if got := lanesOf(catalogue.InForce[key], typ.Side); got != want {
			t.Errorf("%s: got %s, want %s", key, got, want)
		}
	}
}

func TestLanesOfEditedTypes(t *testing.T) {
	t.Parallel()
	for stages, want := range map[string]string{ // s and m hold a stage, d is Marketing's design, Marketing is asked
		"m": "B", "s": "B", "mm": "BF", "ms": "BC", "sm": "BF", "ss": "BF", "d": "B", "md": "BD", "sms": "BMC", "msms": "BMMF",
		"mss": "BCC", "mmss": "BMCF", "mdsm": "BDCF", "ssmss": "BMMCC", "mmm": "BMF", "mds": "BDF", "mmsms": "BMCMF",
	} {
		var p requests.Process
		for _, letter := range stages {
			p.Stages = append(p.Stages, map[rune]requests.Stage{
				's': {Name: "Look", Side: people.Sales}, 'm': {Name: "Work", Side: people.Marketing}, 'd': {Name: "Graphic design", Side: people.Marketing},
			}[letter])
		}
		if got := lanesOf(p, people.Marketing); got != want {
			t.Errorf("%s: got %s, want %s", stages, got, want)
		}
	}
}

// TestLanesOfOldRequests: the migration fills in what the rule says, for every stage of every type.
func TestLanesOfOldRequests(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	ctx, db := context.Background(), p.Store.Read()
	catalogue, err := p.Requests.Catalogue(ctx)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, p, 1, 0)
	const row = `INSERT INTO requests SELECT (jsonb_populate_record(r, jsonb_build_object('id', ?::int, 'process_id', ?::int, 'asked_side', ?::text, 'stage', ?::int))).*
		FROM requests r WHERE id = 1000001`
	generated := `ALTER TABLE requests ALTER COLUMN at_risk DROP EXPRESSION, ALTER COLUMN search DROP EXPRESSION`
	if err := db.Exec(generated).Error; err != nil {
		t.Fatal(err)
	}
	want, id := map[int64]requests.Lane{}, int64(1)
	for _, process := range catalogue.Processes {
		for _, asked := range []people.Side{people.Sales, people.Marketing} {
			for n := range process.Stages {
				if err := db.Exec(row, id, process.ID, asked, n+1).Error; err != nil {
					t.Fatal(err)
				}
				want[id] = process.Lane(int16(n+1), asked)
				id++
			}
		}
	}
	migration, err := os.ReadFile("../store/migrations/00010_board.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, update, _ := strings.Cut(string(migration), "UPDATE requests")
	update, _, _ = strings.Cut(update, ";")
	if err := db.Exec(`UPDATE requests SET lane = 'brief'`).Error; err != nil {
		t.Fatal(err)
	}
	if err := db.Exec("UPDATE requests" + update).Error; err != nil {
		t.Fatal(err)
	}
	var got []struct {
		ID   int64
		Lane requests.Lane
	}
	if err := db.Raw(`SELECT id, lane FROM requests WHERE id < 1000001`).Scan(&got).Error; err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want) || len(want) < 80 {
		t.Errorf("got %d requests, want %d, many", len(got), len(want))
	}
	for _, r := range got {
		if r.Lane != want[r.ID] {
			t.Errorf("%d: got %s, want %s", r.ID, r.Lane, want[r.ID])
		}
	}
}

func TestLaneFollowsTheStage(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	r := submit(t, p, modelstest.Person(t, p, "ruth"), brief("sheet", "Customs in one page"))
	for i, want := range []requests.Lane{requests.LaneBrief, requests.LaneMaking, requests.LaneChecking, requests.LaneFinishing} {
		if i > 0 {
			r = pass(t, p, r, 1)
		}
		var stored requests.Lane
		if err := p.Store.Read().Raw(`SELECT lane FROM requests WHERE id = ?`, r.ID).Scan(&stored).Error; err != nil {
			t.Fatal(err)
		}
		if r.Lane != want || stored != want {
			t.Errorf("stage %d: got %s, stored %s, want %s", r.Stage, r.Lane, stored, want)
		}
	}
	audit(t, p)
	if err := p.Store.Read().Exec(`UPDATE requests SET lane = 'brief' WHERE id = ?`, r.ID).Error; err != nil {
		t.Fatal(err)
	}
	if wrong, err := p.Requests.Audit(context.Background()); err != nil || len(wrong) != 1 {
		t.Errorf("audit of a wrong lane: got %v %v, want it said", wrong, err)
	}
}

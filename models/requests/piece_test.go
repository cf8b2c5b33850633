package requests_test

import (
	"strings"
	"testing"
	"time"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/workday"
)

func TestStatesOfAPiece(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 25, 9, 14, 0, 0, time.UTC)
	for _, c := range []struct {
		name  string
		piece requests.Piece
		want  requests.PieceState
	}{
		{"stays right", requests.Piece{}, requests.PieceRight},
		{"in eight days", requests.Piece{ReviewBy: date(2026, 12, 3)}, requests.PieceRight},
		{"in a week", requests.Piece{ReviewBy: date(2026, 12, 2)}, requests.PieceDue},
		{"today", requests.Piece{ReviewBy: date(2026, 11, 25)}, requests.PieceDue},
		{"yesterday", requests.Piece{ReviewBy: date(2026, 11, 24)}, requests.PieceCheck},
		{"reported, though right for a year", requests.Piece{ReviewBy: date(2027, 11, 24), ReportedAt: &now}, requests.PieceCheck},
		{"reported, though it stays right", requests.Piece{ReportedAt: &now}, requests.PieceCheck},
		{"archived, reported, passed", requests.Piece{ReviewBy: date(2026, 1, 1), ReportedAt: &now, ArchivedAt: &now}, requests.PieceArchived},
	} {
		if got := c.piece.State(workday.NewDate(2026, 11, 25)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// TestRemindersOfAPiece: four weeks before its date, two weeks before it, and on it or on the last working day before.
func TestRemindersOfAPiece(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	cal, err := workday.New(zone, "gb", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ until, today, want string }{
		{"2027-05-26", "2026-11-25", "2027-04-28"},
		{"2027-05-26", "2027-04-28", "2027-05-12"},
		{"2027-05-26", "2027-05-12", "2027-05-26"},
		{"2027-05-26", "2027-05-26", ""},
		{"2026-11-29", "2026-11-25", "2026-11-27"}, // a Sunday
		{"2026-12-27", "2026-12-20", "2026-12-24"}, // after Christmas
		{"2026-11-29", "2026-11-27", "2026-11-29"}, // on Friday it is too late for Friday: the next working morning
		{"2026-11-26", "2026-11-25", "2026-11-26"},
	} {
		until, err := time.Parse(time.DateOnly, c.until)
		if err != nil {
			t.Fatal(err)
		}
		today, err := workday.ParseDate(c.today)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if next := requests.NextReminder(cal, requests.Piece{ReviewBy: &until}, today); next != nil {
			got = next.Format(time.DateOnly)
		}
		if got != c.want {
			t.Errorf("right until %s, on %s: got %q, want %q", c.until, c.today, got, c.want)
		}
	}
	if got := requests.NextReminder(cal, requests.Piece{}, workday.NewDate(2026, 11, 25)); got != nil {
		t.Errorf("stays right: got a reminder on %v, want none", got)
	}
}

// TestMovesOnAPiece is the whole of who may do what with a piece that Lucía of Marketing keeps and Ruth of Sales asked for.
// R still right, V new version, W report, T take over, G give, A archive, U use, Q answer the question.
func TestMovesOnAPiece(t *testing.T) {
	t.Parallel()
	const m, s = people.Marketing, people.Sales
	person := func(id int64, side people.Side, role people.Role) people.Person {
		return people.Person{ID: id, Side: side, Role: role, Active: true}
	}
	gone := person(1, m, people.Member)
	gone.Active = false
	cast := []people.Person{
		person(1, m, people.Member), person(2, m, people.Member), person(3, m, people.Lead), person(4, m, people.Admin),
		person(5, s, people.Member), person(6, s, people.Member), person(7, s, people.Lead), // 5 is Ruth
		person(8, m, people.Reader), person(9, people.None, people.Reader), person(10, people.None, people.Admin), gone, {},
	}
	now, asked := time.Now(), int64(5)
	for _, c := range []struct {
		name  string
		piece requests.Piece
		want  string // Lucía, member, lead, admin of Marketing; Ruth, member, lead of Sales; nobody else does anything
	}{
		{"kept", requests.Piece{}, "RVWAU WTU RVWTGAU WTU WU WU WU"},
		{"asked about", requests.Piece{UseAskedOf: &asked}, "RVWAU WTU RVWTGAU WTU WUQ WU WU"},
		{"reported", requests.Piece{ReportedAt: &now}, "RVWAU WTU RVWTGAU WTU WU WU WU"},
		{"archived", requests.Piece{ArchivedAt: &now}, "RV - RV - - - -"},
	} {
		c.piece.OwnerID, c.piece.OwnerSide = 1, m
		want := strings.Fields(strings.ReplaceAll(c.want, "-", "_"))
		for i, actor := range cast {
			allowed := ""
			if i < len(want) && want[i] != "_" {
				allowed = want[i]
			}
			got, moves := "", c.piece.Moves(actor)
			for _, l := range []struct {
				move   requests.Move
				letter string
			}{
				{requests.MoveStillRight, "R"}, {requests.MoveNewVersion, "V"}, {requests.MoveReport, "W"}, {requests.MoveTakePiece, "T"},
				{requests.MoveGivePiece, "G"}, {requests.MoveArchive, "A"}, {requests.MoveUse, "U"}, {requests.MoveAnswerUse, "Q"},
			} {
				if moves[l.move] {
					got += l.letter
				}
			}
			if got != allowed {
				t.Errorf("%s, %s of %s (%d): got %q, want %q", c.name, actor.Role, actor.Side, actor.ID, got, allowed)
			}
		}
	}
}

package activity_test

import (
	"strings"
	"testing"

	"alongside/models/activity"
)

func TestRefs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]activity.Subject{
		"R-412":              {Kind: activity.KindRequest, ID: 412},
		" in-231 ":           {Kind: activity.KindNote, ID: 231},
		"RA-7":               {Kind: activity.KindRideAlong, ID: 7},
		"CP-1":               {Kind: activity.KindCompetitor, ID: 1},
		"P-7":                {Kind: activity.KindProposal, ID: 7},
		"c-12":               {Kind: activity.KindCriterion, ID: 12},
		"IN-999999999999999": {Kind: activity.KindNote, ID: 999999999999999},
	} {
		got, ok := activity.ParseRef(text)
		if !ok || got != want {
			t.Errorf("%q: got %v, %t, want %v", text, got, ok, want)
		}
		if got.Ref() != strings.ToUpper(strings.TrimSpace(text)) {
			t.Errorf("%q: got %s back", text, got.Ref())
		}
	}
	for _, text := range []string{"", "R", "R-", "R-0", "R-01", "R--1", "R-1.5", "X-1", "IN231", "IN-1 OR 1=1", "R-1\nR-2", "R-1\x00", "R-９", "IN-1234567890123456", "R-" + strings.Repeat("9", 100_000)} {
		if got, ok := activity.ParseRef(text); ok {
			t.Errorf("%.40q: got %v, want nothing", text, got)
		}
	}
}

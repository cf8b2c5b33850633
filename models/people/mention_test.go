package people_test

import (
	"slices"
	"testing"

	"alongside/models/people"
)

func TestMentioned(t *testing.T) {
	t.Parallel()
	roll := people.Roll{}
	for i, p := range []people.Person{
		{Name: "Ruth Hallam", Email: "ruth.hallam@meridian.example", Active: true},
		{Name: "Lucía Ferrer", Email: "lucia.ferrer@meridian.example", Active: true},
		{Name: "Ben Astley", Email: "ben.astley@meridian.example", Active: true},
		{Name: "Ben Okoro", Email: "ben.okoro@meridian.example", Active: true},
		{Name: "Greta Lindqvist", Email: "greta.lindqvist@meridian.example"},
	} {
		p.ID = int64(i + 1)
		roll[p.ID] = p
	}
	for text, want := range map[string][]int64{
		"@Ruth Hallam, is this right?":               {1},
		"(@ruth) and @LUCÍA please":                  {1, 2},
		"@lucia.ferrer knows":                        {2},
		"@Ruth wrote this. @Ruth Hallam did":         {1},
		"@Ruth's figures, and @Ben Astley’s":         {1, 3},
		"@Ben: two have this name":                   nil,
		"@Ben Okoro has it":                          {4},
		"@Greta has left":                            nil,
		"mail ruth@ruth.example or @@ruth":           nil,
		"@ Ruth, @nobody, @, @\u202eruth, @ruthless": nil,
		"Line one\n@Ben Astley\n@Lucía":              {2, 3},
	} {
		if got := roll.Mentioned(text); !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

package icp

import (
	"slices"
	"testing"
)

// judged is a document of six rows worth 100 points and one that rules out, as Meridian Freight has it.
func judged() Content {
	rows := []Criterion{
		{ID: 1, Attribute: "Chilled", Weight: Counts, Points: 25}, {ID: 2, Attribute: "Pallets", Weight: Counts, Points: 20},
		{ID: 3, Attribute: "Sea", Weight: Counts, Points: 20}, {ID: 4, Attribute: "Carrier", Weight: Counts, Points: 15},
		{ID: 5, Attribute: "Person", Weight: Counts, Points: 10}, {ID: 6, Attribute: "Supermarkets", Weight: Counts, Points: 10},
	}
	return Content{Sections: []Section{
		{ID: 1, Kind: Opening, Title: "Whom we look for"},
		{ID: 2, Kind: Criteria, Title: "Scorecard", Criteria: rows, Good: 60, Maybe: 40},
		{ID: 3, Kind: Criteria, Title: "Who it is not", Criteria: []Criterion{{ID: 7, Attribute: "One-off loads", Weight: RulesOut}}},
	}}
}

// given writes answers in the order of the ids: y, n, ? for not known, - for none.
func given(letters string) Answers {
	answers, words := Answers{}, map[rune]Answer{'y': Yes, 'n': No, '?': NotKnown}
	for i, letter := range letters {
		if letter != '-' {
			answers[int64(i+1)] = words[letter]
		}
	}
	return answers
}

func TestAccountsAreScored(t *testing.T) {
	t.Parallel()
	must := judged()
	must.Sections[1].Criteria[0].Weight = Must
	unscored := Content{Sections: []Section{{ID: 2, Kind: Criteria, Title: "Musts", Criteria: []Criterion{
		{ID: 1, Attribute: "Chilled", Weight: Must}, {ID: 2, Attribute: "One-off loads", Weight: RulesOut},
	}}}}
	narrow := judged()
	narrow.Sections[1].Good = 99
	for name, c := range map[string]struct {
		content      Content
		answers      string
		points, best int
		band         Band
		failed       []int64
	}{
		"as on the screen":               {judged(), "yyy?ynn", 75, 90, BandGood, []int64{6}},
		"everything":                     {judged(), "yyyyyyn", 100, 100, BandStrong, nil},
		"at the upper half":              {judged(), "yyyynnn", 80, 80, BandStrong, []int64{5, 6}},
		"below it":                       {judged(), "yynynyn", 70, 70, BandGood, []int64{3, 5}},
		"at the line":                    {judged(), "yyynn-n", 65, 75, BandGood, []int64{4, 5}},
		"exactly 60":                     {judged(), "yynynnn", 60, 60, BandGood, []int64{3, 5, 6}},
		"just below the line":            {judged(), "yynnynn", 55, 55, BandNotYet, []int64{3, 4, 6}},
		"below, though it could be more": {judged(), "yyn??n", 45, 70, BandNotYet, []int64{3, 6}},
		"at the lower line":              {judged(), "nyynnnn", 40, 40, BandNotYet, []int64{1, 4, 5, 6}},
		"under it":                       {judged(), "ynnnynn", 35, 35, BandNo, []int64{2, 3, 4, 6}},
		"under it, and it could not be":  {judged(), "nynn?nn", 20, 30, BandNo, []int64{1, 3, 4, 6}},
		"what is missing decides":        {judged(), "y????nn", 25, 90, BandUnknown, []int64{6}},
		"nothing answered":               {judged(), "", 0, 100, BandUnknown, nil},
		"nothing known":                  {judged(), "??????n", 0, 100, BandUnknown, nil},
		"nothing holds":                  {judged(), "nnnnnnn", 0, 0, BandNo, []int64{1, 2, 3, 4, 5, 6}},
		"ruled out with all points":      {judged(), "yyyyyyy", 100, 100, BandNo, []int64{7}},
		"ruled out, nothing else known":  {judged(), "??????y", 0, 100, BandNo, []int64{7}},
		"a must fails":                   {must, "nyyyyyn", 75, 75, BandNotYet, []int64{1}},
		"a must is not known":            {must, "?yyyyyn", 75, 100, BandNotYet, nil},
		"a must holds":                   {must, "yyynnnn", 65, 65, BandGood, []int64{4, 5, 6}},
		"no points, must holds":          {unscored, "yn", 0, 0, BandGood, nil},
		"no points, must fails":          {unscored, "nn", 0, 0, BandNotYet, []int64{1}},
		"no points, must not known":      {unscored, "?n", 0, 0, BandUnknown, nil},
		"no room for halves":             {narrow, "yyyyyyn", 100, 100, BandGood, nil},
		"an answer to nothing asked":     {judged(), "yyynnnny", 65, 65, BandGood, []int64{4, 5, 6}},
	} {
		got := c.content.Score(given(c.answers))
		var failed []int64
		for _, r := range got.Failed() {
			failed = append(failed, r.ID)
		}
		if got.Points != c.points || got.Best != c.best || got.Band != c.band || !slices.Equal(failed, c.failed) {
			t.Errorf("%s: got %d to %d points, %s, failed %v, want %d to %d, %s, %v",
				name, got.Points, got.Best, got.Band, failed, c.points, c.best, c.band, c.failed)
		}
	}
}

// TestBandsMeet: every number of points is in one band, whatever the lines.
func TestBandsMeet(t *testing.T) {
	t.Parallel()
	for of := range 30 {
		for good := range of + 1 {
			for maybe := range good + 1 {
				s := Scale{Good: good, Maybe: maybe, Of: of}
				seen := make([]int, of+1)
				for _, b := range Bands {
					if from, to, ok := s.Points(b); ok {
						for n := from; n <= to; n++ {
							seen[n]++
						}
					}
				}
				if want := slices.Repeat([]int{1}, of+1); !slices.Equal(seen, want) {
					t.Errorf("%+v: got points in so many bands: %v, want each in one", s, seen)
				}
			}
		}
	}
}

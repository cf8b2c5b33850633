package views

import (
	"testing"

	"alongside/models/icp"
)

// threeRows are a scorecard of three rows worth 100 points, the first of them a must, and one that rules out.
func threeRows() icp.Content {
	return icp.Content{Sections: []icp.Section{{ID: 1, Kind: icp.Criteria, Good: 60, Maybe: 40, Criteria: []icp.Criterion{
		{ID: 1, Attribute: "Chilled", Weight: icp.Must, Points: 40}, {ID: 2, Attribute: "Pallets", Weight: icp.Counts, Points: 30},
		{ID: 3, Attribute: "Sea", Weight: icp.Counts, Points: 30}, {ID: 4, Attribute: "One-off loads", Weight: icp.RulesOut},
	}}}}
}

func TestWhatACheckSays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		answers     icp.Answers
		title, lede string
	}{
		{icp.Answers{1: icp.Yes, 2: icp.Yes, 3: icp.No}, "Garside Foods is a good fit", "70 points, and 60 is the line."},
		{icp.Answers{1: icp.Yes, 2: icp.Yes}, "Garside Foods is a good fit", "70 points, and 60 is the line. One answer could make it 100."},
		{icp.Answers{2: icp.Yes, 3: icp.Yes}, "Garside Foods is not a fit yet", "60 points, and 60 is the line. Missing: Chilled, a must. One answer could make it 100."},
		{icp.Answers{1: icp.Yes, 2: icp.No, 3: icp.No}, "Garside Foods is not a fit yet", "40 points, and 60 is the line."},
		{icp.Answers{1: icp.No, 2: icp.Yes, 3: icp.No}, "Garside Foods is no fit", "30 points, and under 40 is no fit."},
		{icp.Answers{2: icp.Yes}, "Not enough is known about Garside Foods", "30 points, and 60 is the line. Two answers could make it 100."},
		{icp.Answers{1: icp.Yes, 2: icp.Yes, 3: icp.Yes, 4: icp.Yes}, "Garside Foods is no fit", "Ruled out: One-off loads."},
	} {
		s := FitShow{}
		s.Account.Name = "Garside Foods"
		s.Score = threeRows().Score(c.answers)
		s.Points, s.Band = s.Score.Points, s.Score.Band
		if s.title() != c.title || s.lede() != c.lede {
			t.Errorf("%v: got %q, %q, want %q, %q", c.answers, s.title(), s.lede(), c.title, c.lede)
		}
	}
}

func TestBandNames(t *testing.T) {
	t.Parallel()
	for scale, names := range map[icp.Scale]map[icp.Band]string{
		{Good: 60, Maybe: 40, Of: 100}: {icp.BandStrong: "Good fit, 80 or more", icp.BandGood: "Good fit, 60 to 79", icp.BandNotYet: "Not yet, 40 to 59", icp.BandNo: "No fit, under 40", icp.BandUnknown: "Not enough known"},
		{Good: 25, Maybe: 10, Of: 25}:  {icp.BandStrong: "Good fit", icp.BandGood: "Good fit, 25 or more", icp.BandNotYet: "Not yet, 10 to 24", icp.BandNo: "No fit, under 10"},
	} {
		for band, want := range names {
			if got := bandName(scale, band); got != want {
				t.Errorf("%+v, %s: got %q, want %q", scale, band, got, want)
			}
		}
	}
}

func TestMoversInASentence(t *testing.T) {
	t.Parallel()
	list := []icp.Mover{{Account: "Harrow Home", From: 60, To: 50}, {Account: "Bryn Ceramics", From: 65, To: 55}, {Account: "Sandmoor Paper", From: 60, To: 55}}
	for most, want := range map[int]string{
		0: "", 1: "Harrow Home 60 to 50 and two more.", 3: "Harrow Home 60 to 50, Bryn Ceramics 65 to 55, Sandmoor Paper 60 to 55.",
	} {
		if got := someMovers(list[:min(len(list), most*3)], most); got != want {
			t.Errorf("%d of them: got %q, want %q", most, got, want)
		}
	}
}

package icp

import "strconv"

// Answer to the question of a criterion. The zero Answer is none, and counts as not known.
type Answer string

const (
	Yes      Answer = "yes"
	No       Answer = "no"
	NotKnown Answer = "unknown"
)

// AllAnswers in the order in which they are offered.
var AllAnswers = []Answer{Yes, No, NotKnown}

// Known reports whether it says anything.
func (a Answer) Known() bool { return a == Yes || a == No }

// Answers by id of the criterion.
type Answers map[int64]Answer

// Fit is what a check comes to.
type Fit string

const (
	GoodFit    Fit = "good"
	NotYetFit  Fit = "not-yet" // less than a good fit, or a must is missing
	NoFit      Fit = "no"      // far less, or something rules it out
	UnknownFit Fit = "unknown" // the answers that are missing decide
)

// Band is a fit; a good one has two, so that one can see whether more points mean more.
type Band string

const (
	BandStrong  Band = "strong" // the upper half of a good fit
	BandGood    Band = "good"
	BandNotYet  Band = "not-yet"
	BandNo      Band = "no"
	BandUnknown Band = "unknown"
)

// Bands from the best on.
var Bands = []Band{BandStrong, BandGood, BandNotYet, BandNo, BandUnknown}

// Fit of the band.
func (b Band) Fit() Fit {
	if b == BandStrong {
		return GoodFit
	}
	return Fit(b)
}

// Scale are the lines of a version, in points.
type Scale struct {
	Good  int // a good fit has so many or more
	Maybe int // not yet a fit has so many or more
	Of    int // all there are
}

// Scale by which the content judges.
func (c Content) Scale() Scale {
	good, maybe := c.Lines()
	return Scale{good, maybe, c.Points()}
}

// Strong are the points from which a good fit is in the upper half of what a good fit can have; 0: it has no halves.
func (s Scale) Strong() int {
	if s.Of-s.Good < 2 {
		return 0
	}
	return s.Good + (s.Of-s.Good+1)/2
}

// Points of the band, from and to, both included; ok is false for a band that no points make.
func (s Scale) Points(b Band) (from, to int, ok bool) {
	strong := s.Strong()
	switch b {
	case BandStrong:
		return strong, s.Of, strong > 0
	case BandGood:
		if strong > 0 {
			return s.Good, strong - 1, true
		}
		return s.Good, s.Of, true
	case BandNotYet:
		return s.Maybe, s.Good - 1, s.Maybe < s.Good
	case BandNo:
		return 0, s.Maybe - 1, s.Maybe > 0
	}
	return 0, 0, false
}

// Scored is one criterion as an account meets it.
type Scored struct {
	Criterion
	Answer Answer
	Got    int // points
}

// Failed reports whether the account is known not to meet it.
func (r Scored) Failed() bool {
	if r.Weight == RulesOut {
		return r.Answer == Yes
	}
	return r.Answer == No
}

// Open reports whether an answer would tell more.
func (r Scored) Open() bool { return !r.Answer.Known() && r.Weight != RulesOut }

// Score of an account by the criteria of one version.
type Score struct {
	Scale
	Rows   []Scored // in the order of the criteria
	Points int
	Best   int // points if every answer that is missing were yes
	Band   Band
}

// Score answers by the content's criteria. Answers to other criteria do not count.
func (c Content) Score(given Answers) Score {
	s := Score{Scale: c.Scale()}
	for _, row := range c.Criteria() {
		scored := Scored{Criterion: row, Answer: given[row.ID]}
		if scored.Answer == Yes {
			scored.Got = row.Points
		}
		s.Points += scored.Got
		if scored.Answer != No {
			s.Best += row.Points
		}
		s.Rows = append(s.Rows, scored)
	}
	s.Band = s.band()
	return s
}

func (s Score) band() Band {
	strong := s.Strong()
	switch {
	case len(s.RuledOutBy()) > 0:
		return BandNo
	case s.Unanswered() == len(s.Asked()):
		return BandUnknown
	case s.Points >= s.Good && len(s.Missing()) == 0 && strong > 0 && s.Points >= strong:
		return BandStrong
	case s.Points >= s.Good && len(s.Missing()) == 0:
		return BandGood
	case s.Points >= s.Maybe:
		return BandNotYet
	case s.Best >= s.Maybe:
		return BandUnknown
	}
	return BandNo
}

// Fit it comes to.
func (s Score) Fit() Fit { return s.Band.Fit() }

// Asked are the rows that are asked one by one: all but those that rule out.
func (s Score) Asked() []Scored {
	return s.rows(func(r Scored) bool { return r.Weight != RulesOut })
}

// RuledOutBy are the rows that rule the account out.
func (s Score) RuledOutBy() []Scored {
	return s.rows(func(r Scored) bool { return r.Weight == RulesOut && r.Failed() })
}

// Missing are the musts that the account is not known to meet.
func (s Score) Missing() []Scored {
	return s.rows(func(r Scored) bool { return r.Weight == Must && r.Answer != Yes })
}

// Failed are the rows that the account is known not to meet.
func (s Score) Failed() []Scored { return s.rows(Scored.Failed) }

// Unanswered counts the rows of which the answer is not known.
func (s Score) Unanswered() int { return len(s.rows(Scored.Open)) }

func (s Score) rows(are func(Scored) bool) (rows []Scored) {
	for _, r := range s.Rows {
		if are(r) {
			rows = append(rows, r)
		}
	}
	return rows
}

// AnswerField is the name in forms of the answer to the criterion: "answer_12".
func (c Criterion) AnswerField() string { return "answer_" + strconv.FormatInt(c.ID, 10) }

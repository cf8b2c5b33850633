package requests

import (
	"encoding/hex"
	"slices"
	"time"

	"alongside/models/files"
	"alongside/models/people"
)

// Verdict is one of the four answers of a review.
type Verdict string

const (
	Approved          Verdict = "approved"
	ApprovedWithNotes Verdict = "notes"   // taken in without another round
	ChangesNeeded     Verdict = "changes" // the work goes back
	NotMine           Verdict = "not-mine"
)

// Ended is the outcome of a round whose request was closed before anybody decided.
const Ended = "ended"

// Approves reports whether the work can go on.
func (v Verdict) Approves() bool { return v == Approved || v == ApprovedWithNotes }

// Seen is a version that an answer is about.
type Seen struct {
	ID     int64  `json:"id"`
	SHA256 string `json:"sha256"` // hexadecimal
}

// Review is one row: what a reviewer was asked and says, by the round and person.
type Review struct {
	ID         int64       `json:"id"`
	RoundID    int64       `json:"round_id"`
	PersonID   int64       `json:"person_id"`
	Side       people.Side `json:"side"` // the person's, when asked
	AskedAt    time.Time   `json:"asked_at"`
	AskedBy    *int64      `json:"asked_by"` // nil: named by the process, or the one who decides
	Answer     Verdict     `json:"answer"`   // "": none yet
	Note       string      `json:"note"`
	Files      []Seen      `json:"files" gorm:"serializer:json"`
	AnsweredAt *time.Time  `json:"answered_at"`
}

func (Review) TableName() string { return "review_answers" }

// AskedAgain reports whether the answer approves earlier versions than those under review: it stays with them.
func (a Review) AskedAgain(underReview []files.File) bool {
	return a.Answer.Approves() && !a.covers(underReview)
}

// Stands reports whether there is an answer, and it need not be given again.
func (a Review) Stands(underReview []files.File) bool {
	return a.Answer != "" && !a.AskedAgain(underReview)
}

func (a Review) covers(underReview []files.File) bool {
	return !slices.ContainsFunc(underReview, func(f files.File) bool { return !slices.Contains(a.Files, seen(f)) })
}

func seen(f files.File) Seen { return Seen{f.ID, hex.EncodeToString(f.SHA256)} }

func allSeen(list []files.File) []Seen {
	all := []Seen{}
	for _, f := range list {
		all = append(all, seen(f))
	}
	return all
}

// Round is one row: a time in a review stage. Rounds are counted through the request, whatever its review stages, because
// that is what both teams agreed on: so many times does the one side wait for the other's word.
type Round struct {
	ID        int64      `json:"id"`
	RequestID int64      `json:"request_id"`
	Number    int16      `json:"number"`
	Stage     int16      `json:"stage"`
	OpenedAt  time.Time  `json:"opened_at"`
	ClosedAt  *time.Time `json:"closed_at"`
	DecidedBy *int64     `json:"decided_by"`       // nil: nobody
	Outcome   Verdict    `json:"outcome"`          // what the decider answered, or Ended; "" while it is open
	Answers   []Review   `json:"answers" gorm:"-"` // in the order of asking
}

func (Round) TableName() string { return "review_rounds" }

// Of is the person's answer; ok is false when nobody asked them.
func (r Round) Of(person int64) (a Review, ok bool) {
	i := slices.IndexFunc(r.Answers, func(a Review) bool { return a.PersonID == person })
	if i < 0 {
		return a, false
	}
	return r.Answers[i], true
}

// approved reports whether whoever decided the round approved this version.
func (r Round) approved(f files.File) bool {
	if !r.Outcome.Approves() {
		return false
	}
	a, _ := r.Of(*r.DecidedBy)
	return slices.Contains(a.Files, seen(f))
}

// UnderReview are the latest versions of what was added since the request was sent, but for what an earlier round
// approved as it is. What was changed last comes first.
func (r Request) UnderReview(versions []files.File, rounds []Round) (list []files.File) {
	for _, piece := range files.Pieces(versions) {
		f := piece.Latest
		done := slices.ContainsFunc(rounds, func(past Round) bool { return past.approved(f) })
		if f.AddedAt.After(r.SubmittedAt) && !done {
			list = append(list, f)
		}
	}
	return list
}

package intel

import (
	"time"

	"alongside/models/activity"
	"alongside/models/people"
)

// Section of a battlecard.
type Section string

const (
	Read    Section = "read"     // in ten seconds: say this
	WeWin   Section = "we-win"   // where we win
	TheyWin Section = "they-win" // where they win
	AskThis Section = "ask"      // questions worth asking, with our answer
	Theirs  Section = "theirs"   // their claims and our answer
	Careful Section = "careful"  // do not say
	Prices  Section = "price"    // price and packaging
	Proof   Section = "proof"
)

// Sections in the order of the card.
var Sections = []Section{Read, WeWin, TheyWin, AskThis, Theirs, Careful, Prices, Proof}

// Name is how screens write the section.
func (s Section) Name() string {
	return map[Section]string{
		Read: "In ten seconds", WeWin: "Where we win", TheyWin: "Where they win", AskThis: "Questions worth asking",
		Theirs: "Their claims and our answer", Careful: "Be careful", Prices: "Price and packaging", Proof: "Proof",
	}[s]
}

// Most is how many published lines the section holds at most: 0 for any number.
func (s Section) Most() int { return map[Section]int{Read: 1, AskThis: 3, Theirs: 5}[s] }

// Standing is how well a line is known.
type Standing string

const (
	Supported Standing = "supported" // two or more accounts within 180 days, not all of them second hand
	Thin      Standing = "thin"      // fewer
	Disputed  Standing = "disputed"  // somebody heard otherwise
	Stale     Standing = "stale"     // past its date, or all it rests on is withdrawn or older than 180 days
)

// Standings, the best first.
var Standings = []Standing{Supported, Thin, Disputed, Stale}

// How long a line holds, in days: Guru's default and Stratridge's for the date, 180 for what it rests on.
const (
	reviewDays   = 90
	evidenceDays = 180
)

// ClaimState of a line.
type ClaimState string

const (
	Draft     ClaimState = "draft" // never published
	Published ClaimState = "published"
	Retired   ClaimState = "retired"
)

// Words are what a line says.
type Words struct {
	Section Section
	Text    string // at most 160 characters: one thought, as one would say it aloud
	Answer  string // ours, at most 400 characters
	MaySay  bool   // to customers; else internal
}

// Claim is one row: a line of a battlecard as it is written now and, once it was published, as it is shown.
type Claim struct {
	ID           int64
	CompetitorID int64
	State        ClaimState
	Section      Section
	Text         string
	Answer       string
	MaySay       bool
	Changed      bool    // since it was published last
	DraftedBy    []int64 `gorm:"serializer:json"` // who wrote since then
	ShownSection Section
	ShownText    string
	ShownAnswer  string
	ShownMaySay  bool
	PublishedBy  *int64
	PublishedAt  *time.Time
	OwnerID      int64 // answers when somebody says it is wrong
	ReviewBy     time.Time
	Standing     Standing
	Accounts     int        // distinct ones, within 180 days
	NewestOn     *time.Time // when it was heard last
	LookOn       time.Time
	StoodAt      time.Time // since when it stands so
	PromiseID    *int64    // somebody said it is wrong, and waits for an answer
	ClosedWhy    string
	MadeAt       time.Time
	Version      int
}

// Subject of the line.
func (c Claim) Subject() activity.Subject { return ClaimSubject(c.ID) }

// ClaimSubject is the subject of a line's number.
func ClaimSubject(id int64) activity.Subject {
	return activity.Subject{Kind: activity.KindClaim, ID: id}
}

// Shown are the words that were published last.
func (c Claim) Shown() Words {
	return Words{c.ShownSection, c.ShownText, c.ShownAnswer, c.ShownMaySay}
}

// Drafted are the words as they are written now.
func (c Claim) Drafted() Words { return Words{c.Section, c.Text, c.Answer, c.MaySay} }

// OnSheet reports whether customers may read the line: published as MAY SAY, and neither disputed nor stale.
func (c Claim) OnSheet() bool {
	return c.State == Published && c.ShownMaySay && c.Standing != Disputed && c.Standing != Stale
}

// MayPublish reports whether there are words that the actor can publish: of which they are not the only author.
func (c Claim) MayPublish(actor people.Person) bool {
	return actor.Works() && c.WaitsForPublisher() && !c.onlyBy(actor)
}

func (c Claim) onlyBy(person people.Person) bool {
	return len(c.DraftedBy) == 1 && c.DraftedBy[0] == person.ID
}

// WaitsForPublisher reports whether there are words that somebody else than their only author has to publish.
func (c Claim) WaitsForPublisher() bool { return c.State != Retired && c.Changed }

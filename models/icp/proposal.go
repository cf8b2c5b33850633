package icp

import (
	"slices"
	"strconv"
	"time"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/workday"
)

// ProposalKind tells what two keys on it bring about.
type ProposalKind string

const (
	ToChange ProposalKind = "change" // the next version
	ToKeep   ProposalKind = "review" // sections stay as they are until they are looked at again
)

// State of a proposal.
type State string

const (
	Open      State = "open"
	Agreed    State = "agreed"
	Withdrawn State = "withdrawn"
	Refused   State = "refused"
	Merged    State = "merged" // into another proposal; a review: answered by one
)

// Proposal is one row of proposals, and the keys that are turned on it now.
type Proposal struct {
	ID          int64
	Kind        ProposalKind
	Title       string
	Why         string
	Wording     bool     // of no consequence: one person of the other team accepts it
	Base        int      // the version it would change
	Changes     []Change `gorm:"serializer:json"`
	Sections    []int64  `gorm:"serializer:json"` // it concerns
	Conflicts   []int64  `gorm:"serializer:json"` // sections agreed otherwise since; its authors decide on them first
	Whole       bool     // a review of the whole document
	Sources     []Source `gorm:"serializer:json"` // its evidence
	AuthorID    *int64   // nil: Alongside, which opens reviews
	AuthorSide  people.Side
	WrittenWith []int64 `gorm:"serializer:json"` // further authors
	Revision    int
	State       State
	Reason      string // it was refused for
	MergedInto  *int64
	Version     *int // that it became
	CreatedAt   time.Time
	ChangedAt   time.Time
	ClosedAt    *time.Time
	ClosedBy    *int64

	Keys []Key `gorm:"-"`
}

func (Proposal) TableName() string { return "icp_proposals" }

// Subject of the proposal in log and ledger.
func (p Proposal) Subject() activity.Subject {
	return activity.Subject{Kind: activity.KindProposal, ID: p.ID}
}

// Name is how screens write it: "Proposal 7".
func (p Proposal) Name() string {
	if p.Kind == ToKeep {
		return "Review " + strconv.FormatInt(p.ID, 10)
	}
	return "Proposal " + strconv.FormatInt(p.ID, 10)
}

// Key is one that is turned on a proposal.
type Key struct {
	ProposalID    int64 `gorm:"primaryKey"`
	Side          people.Side
	PersonID      int64
	TurnedAt      time.Time
	Revision      int
	Digest        string // of what was agreed to
	Reservation   string
	ReservationOn *time.Time // a date
}

func (Key) TableName() string { return "icp_keys" }

// Until is when the key's reservation is looked at; zero without one.
func (k Key) Until() workday.Date {
	if k.ReservationOn == nil {
		return workday.Date{}
	}
	return workday.DateOf(*k.ReservationOn)
}

// Key of the side; ok is false while it is not turned.
func (p Proposal) Key(side people.Side) (k Key, ok bool) {
	if i := slices.IndexFunc(p.Keys, func(k Key) bool { return k.Side == side }); i >= 0 {
		return p.Keys[i], true
	}
	return k, false
}

// keyOf the person, of whichever side it is.
func (p Proposal) keyOf(person int64) (k Key, ok bool) {
	if i := slices.IndexFunc(p.Keys, func(k Key) bool { return k.PersonID == person }); i >= 0 {
		return p.Keys[i], true
	}
	return k, false
}

// Writes reports whether the person is one of its authors.
func (p Proposal) Writes(person int64) bool {
	return p.AuthorID != nil && *p.AuthorID == person || slices.Contains(p.WrittenWith, person)
}

// Authors by id, who began it first.
func (p Proposal) Authors() []int64 {
	if p.AuthorID == nil {
		return nil
	}
	return append([]int64{*p.AuthorID}, p.WrittenWith...)
}

// signed stands for what a key on it agrees to.
func (p Proposal) signed() string {
	return digest(struct {
		Kind     ProposalKind
		Wording  bool
		Changes  []Change
		Sections []int64
	}{p.Kind, p.Wording, p.Changes, p.Sections})
}

// Change of one section. Base and To both nil never occurs.
type Change struct {
	Section int64    `json:"section"`
	Base    *Section `json:"base,omitempty"` // as it was agreed when the change was begun; nil: it is added
	To      *Section `json:"to,omitempty"`   // as it would be; nil: it is removed
	Move    *Move    `json:"move,omitempty"` // nil: it stays where it is
}

// Move puts a section behind another one.
type Move struct {
	After int64 `json:"after"` // 0: behind the opening
}

// Title of the section concerned.
func (c Change) Title() string {
	if c.To != nil {
		return c.To.Title
	}
	return c.Base.Title
}

// changeOf the section; ok is false when it is not changed.
func (p Proposal) changeOf(section int64) (Change, bool) {
	if i := slices.IndexFunc(p.Changes, func(c Change) bool { return c.Section == section }); i >= 0 {
		return p.Changes[i], true
	}
	return Change{}, false
}

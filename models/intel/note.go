package intel

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"alongside/models/activity"
	"alongside/models/people"
)

// Kind of a note.
type Kind string

const (
	Price   Kind = "price"
	Service Kind = "service"
	Offer   Kind = "offer"
	Deal    Kind = "deal" // won or lost
	Need    Kind = "need" // a customer's
	Rumour  Kind = "rumour"
)

// Kinds in the order of screens.
var Kinds = []Kind{Price, Service, Offer, Deal, Need, Rumour}

// Name is how screens write the kind.
func (k Kind) Name() string {
	return map[Kind]string{Price: "Price", Service: "Service", Offer: "New offer", Deal: "Won or lost", Need: "Customer need", Rumour: "Rumour"}[k]
}

// Source is how somebody knows.
type Source string

const (
	Told   Source = "told" // by a customer
	Saw    Source = "saw"  // with their own eyes
	Hand   Source = "hand" // second hand: needs another source
	Public Source = "public"
)

// Sources in the order of screens.
var Sources = []Source{Told, Saw, Hand, Public}

// Name is how screens write the source.
func (s Source) Name() string {
	return map[Source]string{Told: "Customer told me", Saw: "Saw it myself", Hand: "Second hand", Public: "Public"}[s]
}

// State of a note.
type State string

const (
	Waiting   State = "waiting" // for Marketing's answer
	Asked     State = "asked"   // Marketing asked back; the ball is with the author
	Used      State = "used"
	Filed     State = "filed"     // kept on file
	Duplicate State = "duplicate" // its author is a witness of the other note
	Withdrawn State = "withdrawn" // no longer true
	Erased    State = "erased"    // a sensitive note of which nothing may be kept
)

// States that a list can be asked for, in the order of screens.
var States = []State{Waiting, Asked, Filed, Used, Duplicate, Withdrawn}

// Name is how screens write the state.
func (s State) Name() string {
	return map[State]string{
		Waiting: "Waiting for a reply", Asked: "Asked back", Used: "Used", Filed: "Watching", Duplicate: "Same as another note",
		Withdrawn: "Withdrawn", Erased: "Deleted",
	}[s]
}

// Counts reports whether a note in the state says something that is held to be true.
func (s State) Counts() bool { return s != Duplicate && s != Withdrawn && s != Erased }

// Lengths in characters.
const (
	MaxHeard   = 4000
	MaxOpinion = 2000
	MaxReply   = 2000
	maxAccount = 120
	maxSegment = 60
	maxLine    = 120
	maxReason  = 1000
)

// Note is one row.
type Note struct {
	ID          int64
	Submission  uuid.UUID
	Digest      string
	AuthorID    int64
	AuthorSide  people.Side
	Kind        Kind
	Source      Source
	Heard       string // what was said or seen
	Opinion     string // what the author makes of it
	Account     string
	Segment     string
	About       string    // names of the competitors
	HeardOn     time.Time // a date at midnight UTC
	Urgent      bool
	Sensitive   bool // see Sees
	State       State
	PromiseID   *int64 // what is owed now
	Reply       string
	ReplyBy     *int64
	ReplyAt     *time.Time
	Elsewhere   string // where it was used, when that is nothing Alongside knows
	DuplicateOf *int64
	ClosedWhy   string
	SentAt      time.Time
	AnsweredAt  *time.Time // the first answer
	Late        *bool      // whether that came after it was promised
	Witnesses   int        // others who heard it
	Accounts    int        // distinct accounts where it was heard
	Version     int
}

// Ref is how people call the note: IN-231.
func (n Note) Ref() string { return Ref(n.ID) }

// Ref of a note's number.
func Ref(id int64) string { return "IN-" + strconv.FormatInt(id, 10) }

// Subject of the note in log and ledger.
func (n Note) Subject() activity.Subject { return Subject(n.ID) }

// Subject of a note's number.
func Subject(id int64) activity.Subject {
	return activity.Subject{Kind: activity.KindNote, ID: id}
}

// Sees reports whether the viewer may know of the note. Trusted are leads and those who answer sensitive notes, see
// Desk.Trusted.
func (n Note) Sees(viewer people.Person, trusted bool) bool {
	return !n.Sensitive || trusted || viewer.ID == n.AuthorID
}

// titleLength of what is said of a note in one line, in characters.
const titleLength = 80

// Title says in one line what the note is about; of a sensitive one nothing.
func (n Note) Title() string {
	if n.Sensitive || n.State == Erased {
		return "A sensitive note"
	}
	return short(strings.Join(strings.Fields(n.Heard), " "), titleLength)
}

// short cuts the text after a word.
func short(text string, length int) string {
	runes := []rune(text)
	if len(runes) <= length {
		return text
	}
	cut := string(runes[:length])
	if i := strings.LastIndexByte(cut, ' '); i > length/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:") + "…"
}

// NeedsSecond reports whether the note stands on hearsay alone.
func (n Note) NeedsSecond() bool {
	return n.State.Counts() && n.Accounts < 2 && (n.Source == Hand || n.Kind == Rumour)
}

func known[T comparable](list []T, value T) bool { return slices.Contains(list, value) }

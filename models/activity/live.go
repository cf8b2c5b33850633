package activity

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"alongside/models/store"
)

// What an open page is told beside the names of subjects.
const (
	NameRequests = "requests" // some request, or what came out of it, changed
	NameProfile  = "profile"  // the profile, or a proposal to change it
	NameNotes    = "notes"    // some note from the field changed
	NameRides    = "rides"    // some ride-along changed
	NameCards    = "cards"    // some competitor's card, a deal against them, or what there is to learn
	NameInbox    = "inbox"    // the person's own
	NameRefresh  = "refresh"  // anything may have changed unheard
	NameSession  = "session"  // look whether the person is still signed in; not for the page itself
	NameEnded    = "ended"    // nothing more is told
)

// InboxName is told to all nodes when the person's inbox changes.
func InboxName(person int64) string { return NameInbox + "-" + strconv.FormatInt(person, 10) }

const (
	maxStreams = 10              // of one person; a further one ends the oldest
	maxNames   = 100             // waiting for one slow reader; more are one refresh
	maxHeard   = 1000            // names remembered for pages that open
	apart      = 5 * time.Second // how far the clocks of nodes may differ
)

// Live tells open pages what changes on any node: names only, never content. Whoever asks for what a name stands for is
// asked who they are as ever.
type Live struct {
	db *store.DB

	mu     sync.Mutex
	stop   func()               // of listening, which begins with the first page
	since  time.Time            // what was told from here on was heard; zero: not listening yet
	heard  map[string]time.Time // the last time of each name
	open   map[int64][]*Stream  // by person, oldest first
	n      int
	closed bool
}

// NewLive makes it. It listens from the first Open until Close.
func NewLive(db *store.DB) *Live {
	return &Live{db: db, heard: map[string]time.Time{}, open: map[int64][]*Stream{}}
}

// Stream is what one open page is told.
type Stream struct {
	live   *Live
	person int64
	ready  chan struct{}
	names  []string // in the order of their coming, each once; guarded by live.mu
}

// Open begins to tell a page of the person. What was told since the given time is told at once, as a refresh when that is
// not known; the zero time asks for nothing.
func (l *Live) Open(person int64, since time.Time) *Stream {
	s := &Stream{live: l, person: person, ready: make(chan struct{}, 1)}
	l.mu.Lock()
	defer l.mu.Unlock()
	mine := append(l.open[person], s)
	if l.n++; len(mine) > maxStreams {
		mine[0].tell(NameEnded)
		mine = slices.Clone(mine[1:])
		l.n--
	}
	l.open[person] = mine
	if !since.IsZero() {
		s.catchUp(since)
	}
	if l.stop == nil && !l.closed {
		l.stop = l.db.Listen(l.up, l.hear)
	}
	return s
}

// OpenAgain is Open for a page that lost another stream, perhaps of another node, at the given time.
func (l *Live) OpenAgain(person int64, lost time.Time) *Stream {
	return l.Open(person, lost.Add(-apart))
}

// Count is how many streams are open.
func (l *Live) Count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.n
}

// Close ends the listening; open streams hear no more.
func (l *Live) Close() error {
	l.mu.Lock()
	stop := l.stop
	l.stop, l.closed = nil, true
	l.mu.Unlock()
	if stop != nil {
		stop()
	}
	return nil
}

// Ready has a value when there is something to Take.
func (s *Stream) Ready() <-chan struct{} { return s.ready }

// Take returns the names told since the last time, each once.
func (s *Stream) Take() []string {
	s.live.mu.Lock()
	defer s.live.mu.Unlock()
	names := s.names
	s.names = nil
	return names
}

// Close ends the stream.
func (s *Stream) Close() {
	l := s.live
	l.mu.Lock()
	defer l.mu.Unlock()
	rest := slices.DeleteFunc(l.open[s.person], func(other *Stream) bool { return other == s })
	l.n -= len(l.open[s.person]) - len(rest)
	if l.open[s.person] = rest; len(rest) == 0 {
		delete(l.open, s.person)
	}
}

// tell never waits: a reader who does not keep up reads everything again.
func (s *Stream) tell(name string) {
	switch {
	case slices.Contains(s.names, name):
		return
	case len(s.names) >= maxNames && name != NameEnded:
		s.names = []string{NameSession, NameRefresh}
	default:
		s.names = append(s.names, name)
	}
	select {
	case s.ready <- struct{}{}:
	default:
	}
}

func (s *Stream) catchUp(since time.Time) {
	l := s.live
	if l.since.IsZero() || since.Before(l.since) {
		s.tell(NameRefresh)
		return
	}
	for told, at := range l.heard {
		if !at.Before(since) {
			s.pass(told)
		}
	}
}

// pass tells what the name told to all nodes means for this page.
func (s *Stream) pass(told string) {
	kind, id, _ := strings.Cut(told, "-")
	switch kind {
	case KindPage, "": // refused visits show nowhere
	case KindPerson:
		if id == strconv.FormatInt(s.person, 10) {
			s.tell(NameSession)
		}
	case NameInbox:
		if told == InboxName(s.person) {
			s.tell(NameInbox)
		}
	case KindRequest, KindPiece:
		s.tell(told)
		s.tell(NameRequests)
	case KindProfile, KindProposal:
		s.tell(told)
		s.tell(NameProfile)
	case KindNote:
		s.tell(told)
		s.tell(NameNotes)
	case KindCompetitor, KindQuestion:
		s.tell(told)
		s.tell(NameCards)
	case KindRideAlong:
		s.tell(told)
		s.tell(NameRides)
	default:
		s.tell(told)
	}
}

func (l *Live) hear(told string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.db.Now()
	if len(l.heard) >= maxHeard {
		l.since = now
		clear(l.heard)
	}
	l.heard[told] = now
	for _, streams := range l.open {
		for _, s := range streams {
			s.pass(told)
		}
	}
}

func (l *Live) up() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.since = l.db.Now()
	clear(l.heard)
	for _, streams := range l.open {
		for _, s := range streams {
			s.tell(NameSession)
			s.tell(NameRefresh)
		}
	}
}

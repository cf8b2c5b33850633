package handlers

import (
	"math/rand/v2"
	"time"

	"alongside/models/activity"
)

const (
	listEvery     = time.Second            // a list is read again at most so often, however much changes in it
	subjectEvery  = 300 * time.Millisecond // and what is about one thing
	refreshSpread = 2 * time.Second        // all pages of a node are told to refresh within this time
)

// pace holds back the names of one stream, so that many changes are one visit, and so that many pages do not all come
// at once. The first name after a silence is told at once.
type pace struct {
	began time.Time
	due   []due
	told  map[string]time.Time // the last time of each name that has to keep its distance
}

type due struct {
	name string
	at   time.Time
}

func newPace(now time.Time) *pace { return &pace{began: now, told: map[string]time.Time{}} }

// add takes a name that is to be told.
func (p *pace) add(now time.Time, name string) {
	for _, d := range p.due {
		if d.name == name {
			return
		}
	}
	at := now
	switch told, soon := p.told[name]; {
	case name == activity.NameRefresh && now.Sub(p.began) > refreshSpread:
		at = now.Add(rand.N(refreshSpread))
	case soon && told.Add(every(name)).After(now):
		at = told.Add(every(name))
	}
	p.due = append(p.due, due{name, at})
}

// take returns the names to tell now, and how long there is nothing to take unless something is added.
func (p *pace) take(now time.Time) (names []string, wait time.Duration) {
	wait = time.Hour
	var later []due
	for _, d := range p.due {
		if d.at.After(now) {
			later = append(later, d)
			wait = min(wait, d.at.Sub(now))
			continue
		}
		names = append(names, d.name)
	}
	p.due = later
	for name, at := range p.told {
		if now.Sub(at) > every(name) {
			delete(p.told, name)
		}
	}
	for _, name := range names {
		p.told[name] = now
	}
	return names, wait
}

func every(name string) time.Duration {
	switch name {
	case activity.NameRequests, activity.NameNotes, activity.NameCards:
		return listEvery
	}
	return subjectEvery
}

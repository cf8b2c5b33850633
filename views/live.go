package views

import (
	"strings"

	"alongside/models/activity"
	"alongside/models/requests"
)

// lastMove is the newest event that made forms out of date.
func (s Show) lastMove() (last activity.Event) {
	for _, e := range s.History {
		if !requests.Apart(e) {
			last = e
		}
	}
	return last
}

// fetchesOn is what makes a part of a page fetch itself again.
func fetchesOn(names []string) string {
	return strings.Join(append(names, "refresh"), " from:body, ") + " from:body"
}

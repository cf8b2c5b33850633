package views

import (
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

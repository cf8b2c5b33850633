package views

import "alongside/models/activity"

// apart are events that change nothing a form rests on, so that what is typed meanwhile can be sent as it is.
var apart = map[string]bool{"commented": true, "attached": true, "checked": true, "unchecked": true, "due-soon": true}

// lastMove is the newest event that made forms out of date.
func (s Show) lastMove() (last activity.Event) {
	for _, e := range s.History {
		if !apart[e.Kind] {
			last = e
		}
	}
	return last
}

package ui

import (
	"fmt"
	"strings"

	"github.com/a-h/templ"
)

// Stage is one stage of a process and the team that holds it.
type Stage struct {
	Name string
	Team Team
}

// trackLabel reads a track aloud: "Stage 5 of 6: Customer sign-off".
func trackLabel(stages []Stage, now int) string {
	switch {
	case now < 1:
		return fmt.Sprintf("Not started, %s", Count(len(stages), "stage", "stages"))
	case now > len(stages):
		return fmt.Sprintf("All %s done", Count(len(stages), "stage", "stages"))
	default:
		return fmt.Sprintf("Stage %d of %d: %s", now, len(stages), stages[now-1].Name)
	}
}

// trackClass is the shape of the stage in this place, counted from 1.
func trackClass(stage Stage, place, now int) string {
	class := stage.Team.shape()
	switch {
	case place < now:
		return class + " done"
	case place == now:
		return class + " now"
	default:
		return class
	}
}

// Track draws every stage in order, one shape each; the ring is the stage
// that is on now, counted from 1: 0 before the first, one past the last when
// all are done.
func Track(stages []Stage, now int) templ.Component {
	var shapes strings.Builder
	for i, stage := range stages {
		shapes.WriteString(`<i class="` + trackClass(stage, i+1, now) + `"></i>`)
	}
	return draw(`<span class="track" role="img" aria-label="`, escaped(trackLabel(stages, now)), `">`, shapes.String(), `</span>`)
}

// TrackShape shows the shape of a process that has not begun; the words
// beside it must say what it is.
func TrackShape(stages []Stage) templ.Component {
	var shapes strings.Builder
	for _, stage := range stages {
		shapes.WriteString(`<i class="` + stage.Team.shape() + ` done"></i>`)
	}
	return draw(`<span class="track track-lg" aria-hidden="true">`, shapes.String(), `</span>`)
}

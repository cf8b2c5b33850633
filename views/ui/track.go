package ui

import "fmt"

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

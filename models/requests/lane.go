package requests

import (
	"strings"

	"alongside/models/people"
)

// Lane is a column of the board. Each stage belongs to one, whatever the type: see Process.Lane.
type Lane string

const (
	LaneBrief     Lane = "brief"
	LaneMaking    Lane = "making"
	LaneChecking  Lane = "checking"
	LaneDesign    Lane = "design"
	LaneFinishing Lane = "finishing"
)

// Lanes in the order of the board.
var Lanes = []Lane{LaneBrief, LaneMaking, LaneChecking, LaneDesign, LaneFinishing}

// Name is how screens write the lane.
func (l Lane) Name() string {
	if l == "" {
		return ""
	}
	return strings.ToUpper(string(l[:1])) + string(l[1:])
}

// Lane of a stage, counted from 1, when the given side is asked. The first stage is the brief, a stage with design in its
// name is design, the last one is finishing. Between them, what the asking side holds after the asked side has made
// something is checking; all else is making. Where the asked side works but once, there is nothing to finish: the asking
// side's last stage checks that work. The migration that made the column lane says the same in SQL.
func (p Process) Lane(number int16, asked people.Side) Lane {
	stage := p.At(number)
	once, made := p.making(asked)
	switch theirs := stage.Side != asked; {
	case number == 1:
		return LaneBrief
	case strings.Contains(strings.ToLower(stage.Name), "design"):
		return LaneDesign
	case p.Last(number) && !(theirs && once):
		return LaneFinishing
	case theirs && made > 0 && made < number:
		return LaneChecking
	}
	return LaneMaking
}

// making finds the stage in which the asked side begins to make something: its first after the brief, or its only one; 0
// when it has none.
func (p Process) making(asked people.Side) (once bool, first int16) {
	stages := 0
	var only int16
	for i, s := range p.Stages {
		if s.Side != asked {
			continue
		}
		stages++
		only = int16(i + 1)
		if first == 0 && i > 0 {
			first = only
		}
	}
	if stages == 1 {
		return true, only
	}
	return false, first
}

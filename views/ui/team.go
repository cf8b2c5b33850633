// Package ui holds the components of the design system. They know no domain:
// they are given words and values, and draw them the same way everywhere.
package ui

import "github.com/a-h/templ"

// Team is one of the two sides. The zero value is somebody, or something, of
// neither.
type Team string

// The two teams. Sales is drawn as a circle, Marketing as a square.
const (
	Sales     Team = "sales"
	Marketing Team = "marketing"
)

// Name is how a team is written, and "" for neither.
func (t Team) Name() string {
	switch t {
	case Sales:
		return "Sales"
	case Marketing:
		return "Marketing"
	}
	return ""
}

// Letter is the letter of a team's mark.
func (t Team) Letter() string {
	if name := t.Name(); name != "" {
		return name[:1]
	}
	return ""
}

// shape is the class of a team's shape in tracks and timelines.
func (t Team) shape() string {
	if t == Sales {
		return "s"
	}
	return "m"
}

// Size is how large a face is drawn.
type Size string

// The sizes of faces.
const (
	Small  Size = "face face-sm"
	Medium Size = "face"
	Large  Size = "face face-lg"
)

// attribute is the team as the style sheet knows it.
func (t Team) attribute() string { return escaped(string(t)) }

func (t Team) mark() string {
	if t.Name() == "" {
		return ""
	}
	return `<span class="team-mark" data-team="` + t.attribute() + `" aria-hidden="true">` + t.Letter() + `</span> `
}

// TeamMark is a team's shape and letter; the team's name must stand in text
// beside it. It draws nothing for neither team.
func TeamMark(team Team) templ.Component { return draw(team.mark()) }

// Face is somebody's initials in the shape of their team; the name must stand
// in text beside it.
func Face(initials string, team Team, size Size) templ.Component {
	return draw(face(initials, team, size))
}

func face(initials string, team Team, size Size) string {
	attribute := ""
	if team.Name() != "" {
		attribute = `" data-team="` + team.attribute()
	}
	return `<span class="` + string(size) + attribute + `" aria-hidden="true">` + escaped(initials) + `</span>`
}

// Person is a small face and a name.
func Person(initials, name string, team Team) templ.Component {
	return draw(`<span class="person">`, face(initials, team, Small), ` <span class="who">`, escaped(name), `</span></span>`)
}

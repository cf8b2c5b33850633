// Package ui holds the components of the design system. They know no domain:
// they are given words and values, and draw them the same way everywhere.
package ui

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

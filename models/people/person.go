// Package people knows who works here: persons, sides and roles, passwords and sessions.
package people

import (
	"strings"
	"time"
)

// Side is one of the two teams.
type Side string

const (
	Sales     Side = "sales"
	Marketing Side = "marketing"
	None      Side = "none" // administrators and readers outside both teams
)

// Other is the opposite team; None has none.
func (s Side) Other() Side {
	switch s {
	case Sales:
		return Marketing
	case Marketing:
		return Sales
	}
	return None
}

// Name is how screens write the team.
func (s Side) Name() string {
	switch s {
	case Sales:
		return "Sales"
	case Marketing:
		return "Marketing"
	}
	return "Neither team"
}

// Role says what a person may do within their side.
type Role string

const (
	Member Role = "member"
	Lead   Role = "lead"   // turns keys, decides rushes
	Reader Role = "reader" // sees, changes nothing
	Admin  Role = "admin"  // keeps the installation; works as a member when on a side
)

// Person is one row of people, and the actor of every verb. The zero Person is Alongside itself.
type Person struct {
	ID           int64
	Email        string
	Name         string
	Side         Side
	Role         Role
	PasswordHash string
	Zone         string // IANA name
	Active       bool
	CreatedAt    time.Time
}

func (Person) TableName() string { return "people" }

// Works reports whether the person does the work of a side: asks, hands over, answers.
func (p Person) Works() bool {
	return p.Active && p.Role != Reader && (p.Side == Sales || p.Side == Marketing)
}

// On reports whether the person works for the side.
func (p Person) On(side Side) bool { return p.Works() && p.Side == side }

// Leads reports whether the person is a lead of the side.
func (p Person) Leads(side Side) bool { return p.On(side) && p.Role == Lead }

// Initials are up to two letters for the face.
func (p Person) Initials() string {
	words := strings.Fields(p.Name)
	if len(words) == 0 {
		return "?"
	}
	letters := []rune(words[0])[:1]
	if len(words) > 1 {
		letters = append(letters, []rune(words[len(words)-1])[0])
	}
	return strings.ToUpper(string(letters))
}

// FirstName is how a person is greeted.
func (p Person) FirstName() string {
	first, _, _ := strings.Cut(p.Name, " ")
	return first
}

// Location is the person's time zone; a zone this system does not know is UTC.
func (p Person) Location() *time.Location {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Package views renders what goes out: pages and fragments. Its components
// are pure functions of the values they are given; they decide nothing.
package views

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"alongside/views/ui"
)

// Page is what every page needs beside its own content.
type Page struct {
	Title  string
	Viewer *Viewer // nil when nobody is signed in
	Nav    string  // the place of the main navigation this page belongs to: "home", "requests", "intel", "profile", "competitors", "rides", "inbox"
	Flash  string  // what was just done, said once
	Theme  string  // "alongside" or "alongside-dark"; "" follows the device
	Now    time.Time
	Unread int    // notices in the viewer's inbox
	Events string // address of the stream of live updates; "" for none
	Wide   bool   // the widest layout, for tables
	Narrow bool   // one column, for reading and short forms
}

// Viewer is the person a page is rendered for.
type Viewer struct {
	ID             int64
	Name, Initials string
	Team           ui.Team // "" for somebody of neither
	TeamName       string
	Lead, Admin    bool
	ReadOnly       bool           // may look, but not ask for anything
	Zone           *time.Location // nil is UTC
}

// Clock writes times for the reader of this page.
func (p Page) Clock() Clock {
	clock := Clock{Now: p.Now, Zone: time.UTC}
	if p.Viewer != nil && p.Viewer.Zone != nil {
		clock.Zone = p.Viewer.Zone
	}
	return clock
}

// mayAsk tells whether the page offers a new request.
func (p Page) mayAsk() bool { return p.Viewer != nil && !p.Viewer.ReadOnly }

func (p Page) mainClass() string {
	switch {
	case p.Wide:
		return "page page-wide"
	case p.Narrow:
		return "page page-narrow"
	default:
		return "page"
	}
}

// introduction is the viewer as the menu reads it aloud: "Ben Astley, Marketing".
func (v Viewer) introduction() string {
	if v.TeamName == "" {
		return v.Name
	}
	return v.Name + ", " + v.TeamName
}

// place is an entry of the main navigation.
type place struct {
	key, label, short, url, icon string
	inMenu                       bool // on the phone it stands in the viewer's menu, not in the bar
}

// onPhone is what the phone's bar has room for.
func (p place) onPhone() string {
	if p.short != "" {
		return p.short
	}
	return p.label
}

// places are the areas that can be visited, in order.
var places = []place{
	{key: "home", label: "Home", url: "/", icon: "house"},
	{key: "requests", label: "Requests", url: "/requests", icon: "list"},
	{key: "intel", label: "Field intel", short: "Intel", url: "/intel", icon: "ear"},
	{key: "profile", label: "Customer profile", url: ProfileURL, icon: "target", inMenu: true},
	{key: "competitors", label: "Competitors", url: CompetitorsURL, icon: "binoculars", inMenu: true},
	{key: "rides", label: "Ride-alongs", short: "Rides", url: RidesURL, icon: "car"},
}

// docks are the places of the phone's bar, inMenu those of the viewer's menu there.
func docks() []place {
	return slices.DeleteFunc(slices.Clone(places), func(p place) bool { return p.inMenu })
}
func inMenu() []place {
	return slices.DeleteFunc(slices.Clone(places), func(p place) bool { return !p.inMenu })
}

// besideAdd is how many places the phone's bar has before its button in the middle.
const besideAdd = 2

// role is what the viewer is here: "Marketing, lead".
func (v Viewer) role() string {
	role := v.TeamName
	for _, also := range []struct {
		is   bool
		name string
	}{{v.Lead, "lead"}, {v.Admin, "administrator"}, {v.ReadOnly, "reader"}} {
		switch {
		case !also.is:
		case role == "":
			role = strings.ToUpper(also.name[:1]) + also.name[1:]
		default:
			role += ", " + also.name
		}
	}
	return role
}

// unread is the number on the inbox, which has room for two digits.
func unread(n int) string {
	if n > 99 {
		return "99+"
	}
	return strconv.Itoa(n)
}

// lede says whose Alongside this is.
func (s SignIn) lede() string {
	if s.Company == "" {
		return "Sales and Marketing"
	}
	return s.Company + ", Sales and Marketing"
}

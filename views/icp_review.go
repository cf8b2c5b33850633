package views

import (
	"strconv"

	"alongside/models/icp"
	"alongside/models/people"
	"alongside/views/ui"
)

// SectionCare is the page of who keeps a section right.
type SectionCare struct {
	Typed
	Section icp.Section
	Care    icp.Care
	Viewer  people.Person
	Roll    people.Roll
	Staff   []people.Person
	Open    []icp.Row // proposals and reviews of the section
}

// mayGive reports whether the viewer can make somebody else keep it right.
func (s SectionCare) mayGive() bool {
	return s.Viewer.Works() && (s.Viewer.ID == s.Care.OwnerID || s.Viewer.Leads(s.Viewer.Side))
}

func (s SectionCare) mayReview() bool { return s.Viewer.Leads(s.Viewer.Side) }

// given are those it can be given to: both teams, the owner chosen.
func (s SectionCare) given() []ui.Option {
	chosen := s.Care.OwnerID
	if s.Values != nil {
		chosen, _ = strconv.ParseInt(s.Get("person"), 10, 64)
	}
	options := personOptions(s.Staff, "Choose somebody", chosen)
	for i, p := range s.Staff {
		options[i+1].Label += ", " + p.Side.Name()
	}
	return options
}

// Review is the form in which a lead starts one.
type Review struct {
	Typed
	Profile
}

// chosen reports whether the section is ticked: what is due, unless the form was sent.
func (r Review) chosen(c icp.Care) bool {
	if r.Values == nil {
		return c.Freshness == icp.Due || c.Freshness == icp.Stale
	}
	for _, id := range r.Values["section"] {
		if id == strconv.FormatInt(c.ID, 10) {
			return true
		}
	}
	return false
}

// reviewed reports whether a review of the section is open.
func reviewed(open []icp.Row, section int64) bool {
	for _, r := range open {
		if r.Kind != icp.ToKeep {
			continue
		}
		for _, id := range r.Sections {
			if id == section {
				return true
			}
		}
	}
	return false
}

// careState is how a section stands.
func careState(f icp.Freshness) (ui.Condition, string) {
	switch f {
	case icp.Soon:
		return ui.Waiting, "Review soon"
	case icp.Due:
		return ui.AtRisk, "Due for review"
	case icp.Stale:
		return ui.Overdue, "Stale"
	}
	return ui.OnTrack, "Fresh"
}

package views

import (
	"strconv"
	"strings"

	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/workday"
	"alongside/views/ui"
)

// ProfileVersions is the history of the profile.
type ProfileVersions struct {
	Profile
	Versions []icp.Version // that were agreed, the newest first, without their content
	Latest   icp.Comparison
	Readings []icp.Reading // of the version in force
}

// lede says how many there are, and since when.
func (s ProfileVersions) lede(clock Clock) string {
	switch n := len(s.Versions); n {
	case 0:
		return "Nothing is agreed yet."
	case 1:
		return "One version, agreed by both teams."
	default:
		first := clock.in(s.Versions[n-1].CreatedAt)
		return capital(ui.InWords(n)) + " versions since " + first.Format("January"+clock.year(first)) + ", each agreed by both teams."
	}
}

// agreedWords are by whom and by which proposals a version was agreed to.
func agreedWords(clock Clock, v icp.Version, roll people.Roll) string {
	words := clock.WithYears().DateText(v.CreatedAt) + " · " + sealedNames(v, roll)
	if from := proposalNames(v.Proposals); from != "" {
		words += " · " + from
	}
	return words
}

// proposalNames are "Proposal 4", "Proposals 5 and 6".
func proposalNames(ids []int64) string {
	var list []string
	for _, id := range ids {
		list = append(list, strconv.FormatInt(id, 10))
	}
	switch len(list) {
	case 0:
		return ""
	case 1:
		return "Proposal " + list[0]
	}
	return "Proposals " + listed(list)
}

// versionOptions are the versions to choose from.
func versionOptions(list []icp.Version, chosen int) (options []ui.Option) {
	for _, v := range list {
		options = append(options, ui.Option{Value: strconv.Itoa(v.Number), Label: versionName(v.Number), Chosen: v.Number == chosen})
	}
	return options
}

// versionName is how screens write it.
func versionName(number int) string {
	if number == 0 {
		return "The first draft"
	}
	return "Version " + strconv.Itoa(number)
}

// comparedTitle is what is compared: "What changed from version 3 to version 4".
func comparedTitle(c icp.Comparison) string {
	return "What changed from " + lower(versionName(c.From.Number)) + " to " + lower(versionName(c.To.Number))
}

// sidesOf head the columns.
func sidesOf(c icp.Comparison) Sides {
	return Sides{Before: versionName(c.From.Number), After: versionName(c.To.Number)}
}

// sameWords are said when nothing changed.
func sameWords(c icp.Comparison) string {
	if c.From.Number == c.To.Number {
		return "That is the same version twice. Choose two to compare."
	}
	return "Both say the same."
}

// OldVersion is a version at its own address.
type OldVersion struct {
	Version  icp.Version
	Current  int          // the number of the one in force
	Next     *icp.Version // that took its place; nil while it is in force
	Roll     people.Roll
	Calendar *workday.Calendar
	Company  string
	Address  string       // of the profile in force, as readers see it
	Review   workday.Date // when the first of it is looked at next; zero unless it is in force
}

func (o OldVersion) inForce() bool { return o.Version.Number == o.Current }

// today for what is shown: what an old version was valid until is no news.
func (o OldVersion) today(clock Clock) workday.Date {
	if !o.inForce() {
		return workday.Date{}
	}
	return o.Calendar.DateOf(clock.Now)
}

// sign is who agreed for the side.
func (o OldVersion) sign(side people.Side) string {
	by, _ := o.Version.Key(side)
	if by == nil {
		return "Not yet agreed"
	}
	return o.Roll.Name(*by)
}

// shownAddress is it without what browsers add.
func (o OldVersion) shownAddress() string {
	return strings.TrimPrefix(strings.TrimPrefix(o.Address, "https://"), "http://")
}

// changedCount is how much changed, under the title of a comparison.
func changedCount(c icp.Comparison) string {
	changed, all := len(c.Changed()), len(c.Sections)
	if changed == 0 {
		return ""
	}
	return capital(ui.InWords(changed)) + " of " + ui.Count(all, "section", "sections") + " " + ui.Plural(changed, "has", "have") + " changed."
}

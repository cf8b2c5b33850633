package views

import (
	"net/url"
	"strconv"

	"alongside/models/intel"
)

// Where competitors are listed and added.
const (
	CompetitorsURL   = "/competitors"
	NewCompetitorURL = CompetitorsURL + "/new"
)

// CompetitorURL is the page of a competitor, by its slug.
func CompetitorURL(slug string) string { return CompetitorsURL + "/" + url.PathEscape(slug) }

// competitorMoveURL is where something about a competitor is posted to, or written.
func competitorMoveURL(slug, noun string) string { return CompetitorURL(slug) + "/" + noun }

// CardLineURL is where a line stands on its card.
func CardLineURL(slug string, line int64) string {
	return CompetitorURL(slug) + "#" + elementID(intel.ClaimSubject(line))
}

// SheetURL is the customer sheet of a competitor's card. It goes by its number: browsers print the address of a page.
func SheetURL(c intel.Competitor) string { return SubjectURL(c.Subject()) + "/sheet" }

// newLineURL is where a line of a section is written; of "" it is chosen there.
func newLineURL(slug string, s intel.Section) string {
	to := CompetitorURL(slug) + "/claims/new"
	if s != "" {
		to += "?" + url.Values{"section": {string(s)}}.Encode()
	}
	return to
}

// lineFromURL is where a line is written that rests on the note.
func lineFromURL(slug string, note int64) string {
	return CompetitorURL(slug) + "/claims/new?notes=" + strconv.FormatInt(note, 10)
}

// LineURL is the page of a line.
func LineURL(id int64) string { return "/claims/" + strconv.FormatInt(id, 10) }

// lineMoveURL is where a move on a line is posted to.
func lineMoveURL(id int64, noun string) string { return LineURL(id) + "/" + noun }

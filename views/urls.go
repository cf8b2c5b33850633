package views

import (
	"net/url"
	"strconv"
	"time"

	"alongside/models/activity"
	"alongside/models/icp"
	"alongside/models/requests"
)

// RequestURL is the page of a request.
func RequestURL(id int64) string { return "/requests/" + strconv.FormatInt(id, 10) }

// moveURL is where a move on a request is posted to.
func moveURL(id int64, noun string) string { return RequestURL(id) + "/" + noun }

// EventsURL is the stream of a page that shows what was so at the given time.
func EventsURL(since time.Time) string {
	return "/events?since=" + strconv.FormatInt(since.UnixMicro(), 10)
}

// PieceURL is the page of what came out of a request.
func PieceURL(id int64) string { return RequestURL(id) + "/piece" }

// askAgainURL is the brief of a request once more.
func askAgainURL(r requests.Request) string {
	return "/requests/new?" + url.Values{"type": {r.TypeKey}, "from": {r.Ref()}}.Encode()
}

// FileURL is the address of a file's bytes.
func FileURL(id int64) string { return "/files/" + strconv.FormatInt(id, 10) }

// TypesURL is the list of the types of requests, ProcessesURL that of the versions of how they are worked, by id.
const (
	TypesURL     = "/requests/types"
	ProcessesURL = "/requests/processes"
)

// TypeURL is the page of a type and of the agreement behind it.
func TypeURL(key string) string { return TypesURL + "/" + url.PathEscape(key) }

// VersionURL is the page of one version of how a type is worked.
func VersionURL(key string, version int16) string {
	return TypeURL(key) + "/versions/" + strconv.Itoa(int(version))
}

// ThumbURL is the address of a file's small picture.
func ThumbURL(id int64) string { return FileURL(id) + "/thumb" }

// SubjectURL is the page of what an event or a promise is about.
func SubjectURL(s activity.Subject) string {
	switch s.Kind {
	case activity.KindRequest, activity.KindDate:
		return RequestURL(s.ID)
	case activity.KindPiece:
		return PieceURL(s.ID)
	case activity.KindProcess:
		return ProcessesURL + "/" + strconv.FormatInt(s.ID, 10)
	case activity.KindCheck:
		return FitCheckURL(s.ID)
	case activity.KindNote:
		return NoteURL(s.ID)
	case activity.KindQuestion:
		return QuestionsURL
	case activity.KindCompetitor:
		return CompetitorURL(s.Ref())
	case activity.KindClaim:
		return LineURL(s.ID)
	case activity.KindRideAlong:
		return RideURL(s.ID)
	case activity.KindSeat:
		return "/seats/" + strconv.FormatInt(s.ID, 10)
	case activity.KindDebrief:
		return "/debriefs/" + strconv.FormatInt(s.ID, 10)
	case activity.KindRideRules:
		return RideRulesURL
	case activity.KindProfile:
		return ProfileURL
	case activity.KindCriterion:
		return ProfileURL + "#" + elementID(s)
	case activity.KindProposal, activity.KindSalesReview, activity.KindMarketingReview:
		return ProposalURL(s.ID)
	}
	return "/"
}

// pageOf the subject; ok is false while there is none.
func pageOf(s activity.Subject) (url string, ok bool) {
	url = SubjectURL(s)
	return url, url != "/"
}

// subjectRef is what people call it: R-412.
func subjectRef(s activity.Subject) string {
	switch s.Kind {
	case activity.KindDate, activity.KindPiece:
		return requests.Ref(s.ID)
	case activity.KindProcess:
		return "Request type"
	case activity.KindCheck:
		return "Fit check"
	case activity.KindQuestion:
		return "Open question"
	case activity.KindCompetitor, activity.KindClaim:
		return "Battlecard"
	case activity.KindSeat, activity.KindDebrief, activity.KindRideRules:
		return "Ride-along"
	case activity.KindProfile:
		return "Profile"
	case activity.KindProposal, activity.KindSalesReview, activity.KindMarketingReview:
		return activity.Subject{Kind: activity.KindProposal, ID: s.ID}.Ref()
	}
	return s.Ref()
}

// ProfileURL is the ideal customer profile in force.
const ProfileURL = "/icp"

// Where the profile is read: VersionsURL is the list of its versions, ReadingsURL where somebody says to have read one,
// ReviewsURL where a review is started and NewReviewURL the form of it.
const (
	VersionsURL  = ProfileURL + "/versions"
	ReadingsURL  = ProfileURL + "/readings"
	ReviewsURL   = ProfileURL + "/reviews"
	NewReviewURL = ReviewsURL + "/new"
)

// CompareURL is what changed from one version to another.
func CompareURL(from, to int) string {
	return ProfileURL + "/compare?from=" + strconv.Itoa(from) + "&to=" + strconv.Itoa(to)
}

// ProfilePrintURL is a version as it is printed.
func ProfilePrintURL(version int) string { return ProfileVersionURL(version) + "/print" }

// ProfileMarkdownURL is a version as Markdown.
func ProfileMarkdownURL(version int) string {
	return ProfileURL + ".md?version=" + strconv.Itoa(version)
}

// SectionURL is who keeps a section right.
func SectionURL(id int64) string { return ProfileURL + "/sections/" + strconv.FormatInt(id, 10) }

// ProfileVersionURL is the page of one version of it.
func ProfileVersionURL(version int) string { return VersionsURL + "/" + strconv.Itoa(version) }

// ProposalURL is the page of a proposal to change it, or of a review.
func ProposalURL(id int64) string { return ProfileURL + "/proposals/" + strconv.FormatInt(id, 10) }

// HeldURL is how well the profile has held, newCheckURL where an account is checked against it.
const (
	HeldURL     = ProfileURL + "/held"
	checksURL   = ProfileURL + "/checks"
	newCheckURL = checksURL + "/new"
)

// FitChecksURL is the address of a list of checked accounts.
func FitChecksURL(f icp.CheckFilter) string {
	if q := f.Query(); q != "" {
		return checksURL + "?" + q
	}
	return checksURL
}

// FitCheckURL is the page of a check.
func FitCheckURL(id int64) string { return checksURL + "/" + strconv.FormatInt(id, 10) }

// checkAgainURL is the form with the answers of a check.
func checkAgainURL(id int64) string { return newCheckURL + "?from=" + strconv.FormatInt(id, 10) }

// checkAccountURL is the form with the account filled in.
func checkAccountURL(name string) string {
	return newCheckURL + "?" + url.Values{"account": {name}}.Encode()
}

// ListURL is the address of a list: it carries the whole state.
func ListURL(f requests.Filter) string { return withQuery("/requests", f) }

// PiecesURL is the address of a list of what was delivered.
func PiecesURL(f requests.PieceFilter) string { return "/requests?" + f.Query() }

// BoardURL is the address of a board.
func BoardURL(f requests.Filter) string { return withQuery("/requests/board", f) }

// exportURL is the address of the whole list as CSV.
func exportURL(f requests.Filter) string {
	f.After = ""
	return withQuery("/requests.csv", f)
}

func withQuery(path string, f requests.Filter) string {
	if q := f.Query(); q != "" {
		return path + "?" + q
	}
	return path
}

// sendBackURL is the page of a request with the form open that says what should change.
func sendBackURL(id int64) string { return RequestURL(id) + "?form=stage#stage-note" }

// changesURL is the page of a request under review with the answer chosen that changes are needed.
func changesURL(id int64) string {
	return RequestURL(id) + "?form=review&answer=" + string(requests.ChangesNeeded) + "#review-note"
}

// deliverURL is the page of a request where its piece is delivered.
func deliverURL(id int64) string { return RequestURL(id) + "?form=deliver#link" }

// ReportURL is the address of a report, CSVURL that of its rows for a spreadsheet.
func ReportURL(f requests.ReportFilter) string { return "/requests/report" + reportQuery(f) }

// CSVURL is the report as CSV.
func CSVURL(f requests.ReportFilter) string { return "/requests/report.csv" + reportQuery(f) }

func reportQuery(f requests.ReportFilter) string {
	q := url.Values{}
	set := func(name, value, usual string) {
		if value != "" && value != usual {
			q.Set(name, value)
		}
	}
	set("period", string(f.Period), string(requests.Period90))
	set("from", f.From.String(), "")
	set("to", f.To.String(), "")
	set("type", f.Type, "")
	set("asked_by", string(f.AskedBy), "")
	set("stages", f.StagesOf, "")
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// id of the element that shows a subject: "request-412".
func elementID(s activity.Subject) string { return s.Name() }

// ProposalsURL is the list of proposals.
const ProposalsURL = ProfileURL + "/proposals"

// NewProposalURL is where a change is proposed.
const NewProposalURL = ProposalsURL + "/new"

// EditProposalURL is where an open proposal is changed.
func EditProposalURL(id int64) string { return ProposalURL(id) + "/edit" }

// ConflictURL is where the authors of a proposal decide on a section that was agreed otherwise since.
func ConflictURL(id, section int64) string {
	return ProposalURL(id) + "/sections/" + strconv.FormatInt(section, 10)
}

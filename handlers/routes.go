package handlers

import (
	"net/http"
	"strings"

	"alongside/models/people"
	"alongside/static"
	"alongside/views"
)

// routes is the one route table: pattern, who may come, and what answers. What stands under types and processes has a mux
// of its own: to a single one /requests/types/{key}/draft and /requests/{id}/checklist/{item} would be rivals.
func (s *server) routes() http.Handler {
	mux, types := http.NewServeMux(), http.NewServeMux()
	types.Handle("/", s.public(s.showNotFound))
	for _, route := range []struct {
		pattern string
		access  guarded
	}{
		{"GET /healthz", s.public(s.showHealth)},
		{"GET /livez", s.public(s.showHealth)},
		{"GET /readyz", s.public(s.showReady)},
		{"GET " + static.Prefix, guarded{static.Handler()}},
		{"/", s.public(s.showNotFound)},

		{"GET /signin", s.public(s.showSignIn)},
		{"POST /signin", s.public(s.signIn)},
		{"POST /signout", s.member(s.signOut)},

		{"GET /{$}", s.member(s.showHome)},
		{"GET /inbox", s.member(s.showInbox)},
		{"POST /inbox/read", s.member(s.readInbox)},
		{"GET /inbox/unread", s.member(s.countInbox)},
		{"GET /events", s.member(s.showEvents)},

		{"GET /requests", s.member(s.listRequests)},
		{"POST /requests", s.member(s.createRequest)},
		{"GET /requests.csv", s.member(s.exportRequests)},
		{"GET /requests/board", s.member(s.showBoard)},
		{"GET /requests/capacity", s.member(s.showCapacity)},
		{"POST /requests/views", s.member(s.saveView)},
		{"POST /requests/views/removal", s.member(s.removeView)},
		{"GET /requests/new", s.member(s.newRequest)},
		{"GET /requests/plan", s.member(s.planRequest)},
		{"GET /requests/report", s.member(s.showReport)},
		{"GET /requests/report.csv", s.member(s.exportReport)},
		{"GET /requests/types", s.member(s.listTypes)},
		{"POST /requests/types/keys", s.member(s.agreeTypes)},
		{"GET /requests/types/{key}", s.member(s.showType)},
		{"GET /requests/types/{key}/versions/{version}", s.member(s.showVersion)},
		{"POST /requests/types/{key}/draft", s.member(s.draftType)},
		{"POST /requests/types/{key}/keys", s.member(s.turnKey)},
		{"GET /requests/processes/{id}", s.member(s.showProcess)},
		{"GET /requests/similar", s.member(s.similarRequests)},
		{"POST /requests/deflections", s.member(s.deflectRequest)},
		{"POST /drafts/{id}/removal", s.member(s.removeDraft)},
		{"GET /requests/{id}", s.member(s.showRequest)},
		{"POST /requests/{id}/stage", s.member(s.moveStage)},
		{"POST /requests/{id}/question", s.member(s.askQuestion)},
		{"POST /requests/{id}/answer", s.member(s.answerQuestion)},
		{"POST /requests/{id}/assignee", s.member(s.assignRequest)},
		{"POST /requests/{id}/checklist/{item}", s.member(s.checkItem)},
		{"POST /requests/{id}/comments", s.member(s.commentRequest)},
		{"POST /requests/{id}/files", s.member(s.attachFiles)},
		{"POST /requests/{id}/closing", s.member(s.closeRequest)},
		{"POST /requests/{id}/reviews", s.member(s.reviewRequest)},
		{"POST /requests/{id}/reviewers", s.member(s.nameReviewer)},
		{"POST /requests/{id}/rounds", s.member(s.allowRound)},
		{"POST /requests/{id}/rush", s.member(s.decideRush)},
		{"POST /requests/{id}/wait", s.member(s.waitRequest)},
		{"POST /requests/{id}/date", s.member(s.moveDate)},
		{"POST /requests/{id}/reopening", s.member(s.reopenRequest)},
		{"POST /requests/{id}/followers", s.member(s.followRequest)},

		{"GET /requests/{id}/piece", s.member(s.showPiece)},
		{"POST /requests/{id}/piece/review", s.member(s.reviewPiece)},
		{"POST /requests/{id}/piece/versions", s.member(s.renewPiece)},
		{"POST /requests/{id}/piece/reports", s.member(s.reportPiece)},
		{"POST /requests/{id}/piece/owner", s.member(s.ownPiece)},
		{"POST /requests/{id}/piece/archive", s.member(s.archivePiece)},
		{"POST /requests/{id}/piece/uses", s.member(s.usePiece)},

		{"GET /icp", s.member(s.showProfile)},
		{"GET /icp.md", s.member(s.exportProfile)},
		{"GET /icp/versions", s.member(s.listProfileVersions)},
		{"GET /icp/versions/{version}", s.member(s.showProfileVersion)},
		{"GET /icp/versions/{version}/print", s.member(s.printProfile)},
		{"GET /icp/compare", s.member(s.compareProfile)},
		{"POST /icp/readings", s.member(s.readProfile)},
		{"GET /icp/reviews/new", s.member(s.newReview)},
		{"POST /icp/reviews", s.member(s.startReview)},
		{"GET /icp/sections/{id}", s.member(s.showSection)},
		{"POST /icp/sections/{id}/owner", s.member(s.giveSection)},
		{"GET /icp/checks", s.member(s.listChecks)},
		{"POST /icp/checks", s.member(s.createCheck)},
		{"GET /icp/checks/new", s.member(s.newCheck)},
		{"GET /icp/checks/{id}", s.member(s.showCheck)},
		{"POST /icp/checks/{id}/outcome", s.member(s.endCheck)},
		{"GET /icp/held", s.member(s.showHeld)},
		{"GET /icp/held.csv", s.member(s.exportHeld)},
		{"GET /icp/proposals", s.member(s.listProposals)},
		{"POST /icp/proposals", s.member(s.createProposal)},
		{"GET /icp/proposals/new", s.member(s.newProposal)},
		{"GET /icp/proposals/{id}", s.member(s.showProposal)},
		{"GET /icp/proposals/{id}/edit", s.member(s.editProposal)},
		{"POST /icp/proposals/{id}/edit", s.member(s.saveProposal)},
		{"POST /icp/proposals/{id}/keys", s.member(s.turnProposalKey)},
		{"POST /icp/proposals/{id}/keys/withdrawal", s.member(s.turnProposalKeyBack)},
		{"POST /icp/proposals/{id}/changes", s.member(s.askProposalChange)},
		{"POST /icp/proposals/{id}/comments", s.member(s.commentProposal)},
		{"POST /icp/proposals/{id}/closing", s.member(s.closeProposal)},
		{"GET /icp/proposals/{id}/sections/{section}", s.member(s.showConflict)},
		{"POST /icp/proposals/{id}/sections/{section}", s.member(s.decideConflict)},
		{"GET /intel", s.member(s.listNotes)},
		{"POST /intel", s.member(s.createNote)},
		{"GET /intel.csv", s.member(s.exportNotes)},
		{"GET /intel/new", s.member(s.newNote)},
		{"GET /intel/triage", s.member(s.triageNotes)},
		{"GET /intel/questions", s.member(s.listQuestions)},
		{"POST /intel/questions", s.member(s.askField)},
		{"POST /intel/questions/{id}/closing", s.member(s.closeQuestion)},
		{"GET /intel/{id}", s.member(s.showNote)},
		{"POST /intel/{id}/triage", s.member(s.answerNote)},
		{"POST /intel/{id}/answer", s.member(s.replyNote)},
		{"POST /intel/{id}/witnesses", s.member(s.witnessNote)},
		{"POST /intel/{id}/witnesses/withdrawal", s.member(s.unwitnessNote)},
		{"POST /intel/{id}/comments", s.member(s.commentNote)},
		{"POST /intel/{id}/questions", s.member(s.citeNote)},
		{"POST /intel/{id}/sensitive", s.member(s.hideNote)},
		{"POST /intel/{id}/ruling", s.member(s.ruleOnNote)},
		{"POST /intel/{id}/withdrawal", s.member(s.withdrawNote)},
		{"POST /intel/{id}/followers", s.member(s.followNote)},

		{"GET /competitors", s.member(s.listCompetitors)},
		{"POST /competitors", s.member(s.createCompetitor)},
		{"GET /competitors/new", s.member(s.newCompetitor)},
		{"GET /competitors/{slug}", s.member(s.showCompetitor)},
		{"GET /competitors/{slug}/call", s.member(s.showCall)},
		{"GET /competitors/{slug}/edit", s.member(s.editCompetitor)},
		{"POST /competitors/{slug}/edit", s.member(s.saveCompetitor)},
		{"POST /competitors/{slug}/followers", s.member(s.followCompetitor)},
		{"POST /competitors/{slug}/looks", s.member(s.lookAtCard)},
		{"POST /competitors/{slug}/deals", s.member(s.tellDeal)},
		{"GET /competitors/{slug}/sheet", s.member(s.showSheet)},
		{"GET /competitors/{slug}/claims/new", s.member(s.newLine)},
		{"POST /competitors/{slug}/claims", s.member(s.createLine)},
		{"GET /claims/{id}", s.member(s.showLine)},
		{"POST /claims/{id}", s.member(s.saveLine)},
		{"POST /claims/{id}/publishing", s.member(s.publishLine)},
		{"POST /claims/{id}/marks", s.member(s.markLine)},
		{"POST /claims/{id}/disputes", s.member(s.disputeLine)},
		{"POST /claims/{id}/settlement", s.member(s.settleLine)},
		{"POST /claims/{id}/review", s.member(s.renewLine)},
		{"POST /claims/{id}/withdrawal", s.member(s.retireLine)},

		{"GET /admin/mail", s.member(s.listMail)},
		{"GET /admin/mail/{id}", s.member(s.showMail)},

		{"GET /ridealongs", s.member(s.listRides)},
		{"POST /ridealongs", s.member(s.createRide)},
		{"GET /ridealongs/new", s.member(s.newRide)},
		{"GET /ridealongs/room", s.member(s.showRoom)},
		{"GET /ridealongs/pairs", s.member(s.showPairs)},
		{"GET /ridealongs/rules", s.member(s.showRideRules)},
		{"POST /ridealongs/rules", s.member(s.setRideRules)},
		{"POST /ridealongs/limits", s.member(s.setLimit)},
		{"POST /ridealongs/limits/removal", s.member(s.liftLimit)},
		{"GET /ridealongs/hours.csv", s.member(s.exportHours)},
		{"POST /ridealongs/hours", s.member(s.logHours)},
		{"POST /ridealongs/hours/removal", s.member(s.unlogHours)},
		{"POST /ridealongs/goals", s.member(s.setGoal)},
		{"GET /ridealongs/{id}", s.member(s.showRide)}, // {id}.ics too: a pattern cannot say so
		{"GET /ridealongs/{id}/edit", s.member(s.editRide)},
		{"POST /ridealongs/{id}/edit", s.member(s.changeRide)},
		{"POST /ridealongs/{id}/seats", s.member(s.takeSeat)},
		{"POST /ridealongs/{id}/seats/withdrawal", s.member(s.giveSeatBack)},
		{"POST /ridealongs/{id}/seats/refusal", s.member(s.refuseGuest)},
		{"POST /ridealongs/{id}/seats/absence", s.member(s.missGuest)},
		{"POST /ridealongs/{id}/names", s.member(s.nameGuest)},
		{"POST /ridealongs/{id}/consent", s.member(s.tellConsent)},
		{"POST /ridealongs/{id}/wish", s.member(s.saveWish)},
		{"POST /ridealongs/{id}/closing", s.member(s.closeRide)},
		{"GET /ridealongs/{id}/brief", s.member(s.showBrief)},
		{"POST /ridealongs/{id}/brief", s.member(s.readBrief)},
		{"GET /ridealongs/{id}/debriefs", s.member(s.showDebriefs)},
		{"POST /ridealongs/{id}/debriefs", s.member(s.writeDebrief)},
		{"POST /ridealongs/{id}/debriefs/verdicts", s.member(s.compareDebriefs)},
		{"POST /ridealongs/{id}/debriefs/share", s.member(s.shareDebrief)},
		{"GET /seats/{id}", s.member(s.showSeat)},
		{"GET /debriefs/{id}", s.member(s.showDebrief)},
		{"POST /debriefs/{id}/outcomes", s.member(s.makeOutcome)},
		{"GET /calendar", s.member(s.showCalendar)},
		{"POST /calendar", s.member(s.changeCalendar)},
		{"GET /calendar/{file}", s.public(s.showFeed)},

		{"GET /files/{id}", s.member(s.showFile)},
		{"GET /files/{id}/thumb", s.member(s.showThumb)},
	} {
		if _, path, _ := strings.Cut(route.pattern, " "); aboutTypes(path) {
			types.Handle(route.pattern, route.access)
		} else {
			mux.Handle(route.pattern, route.access)
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if aboutTypes(r.URL.Path) {
			types.ServeHTTP(w, r)
		} else {
			mux.ServeHTTP(w, r)
		}
	})
}

// aboutTypes tells whose mux answers.
func aboutTypes(path string) bool {
	return strings.HasPrefix(path, views.TypesURL+"/") || strings.HasPrefix(path, views.ProcessesURL+"/")
}

func (s *server) showNotFound(w http.ResponseWriter, r *http.Request) error {
	session, err := s.sessions.Get(r, s.sessions.cookie())
	if err != nil {
		return err
	}
	s.answerFailure(w, r, personOf(session), views.Failure{Status: http.StatusNotFound})
	return nil
}

func (s *server) refuseForeign(w http.ResponseWriter, r *http.Request) {
	s.answerFailure(w, r, people.Person{}, views.Failure{
		Status: http.StatusForbidden, Title: "This did not come from Alongside",
		Text: "The form was sent from another place, so nothing was changed. Open the page here and send it again.",
	})
}

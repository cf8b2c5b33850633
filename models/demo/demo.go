// Package demo tells the story of Meridian Freight, a company that does not exist: half a year of requests between its
// two teams, through the verbs that people use, by a clock that ends today.
package demo

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"alongside/models"
	"alongside/models/people"
	"alongside/models/store"
)

// Password of everybody at Meridian Freight.
const Password = "meridian-freight-demo"

// SignIn is somebody whom a visitor can be.
type SignIn struct {
	Name, Email string
	Side        people.Side
	Role        people.Role
}

// SignIns are all people of Meridian Freight.
var SignIns = []SignIn{
	{"Dan Okafor", "dan.okafor@meridian.example", people.Sales, people.Lead},
	{"Ruth Hallam", "ruth.hallam@meridian.example", people.Sales, people.Member},
	{"Greta Lindqvist", "greta.lindqvist@meridian.example", people.Sales, people.Member},
	{"Tomasz Wrona", "tomasz.wrona@meridian.example", people.Sales, people.Member},
	{"Callum Reid", "callum.reid@meridian.example", people.Sales, people.Member},
	{"Aisha Rahman", "aisha.rahman@meridian.example", people.Sales, people.Member},
	{"Priya Nair", "priya.nair@meridian.example", people.Marketing, people.Lead},
	{"Ben Astley", "ben.astley@meridian.example", people.Marketing, people.Member},
	{"Lucía Ferrer", "lucia.ferrer@meridian.example", people.Marketing, people.Member},
	{"Hannah Moyo", "hannah.moyo@meridian.example", people.Marketing, people.Member},
	{"Joel Tan", "joel.tan@meridian.example", people.Marketing, people.Admin},
}

// firstName is how the story calls a person: "lucia".
func firstName(email string) string {
	first, _, _ := strings.Cut(email, ".")
	return first
}

// Seed tells the story to a migrated portal where nobody is yet and reports whether it did; elsewhere it changes nothing.
// It opens a portal of its own with a clock that it moves: cfg.Clock is not used. The story ends at now or, when the
// company is not at work then, with the last moment it was. A telling that was broken off is begun anew.
func Seed(ctx context.Context, cfg models.Config, now time.Time) (seeded bool, err error) {
	t, err := open(cfg)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, t.portal.Close()) }()
	if err := t.forgetHalfTold(ctx); err != nil {
		return false, err
	}
	empty, err := t.portal.People.Empty(ctx)
	if err != nil || !empty {
		return false, err
	}
	if err := t.mark(ctx, true); err != nil {
		return false, err
	}
	t.moveTo(now.AddDate(-1, 0, 0))
	for _, s := range SignIns {
		_, err := t.portal.People.Add(ctx, people.NewPerson{
			Name: s.Name, Email: s.Email, Side: s.Side, Role: s.Role, Password: Password, ZoneName: cfg.Zone.String(),
		})
		if err != nil {
			return false, fmt.Errorf("hire %s: %w", s.Name, err)
		}
	}
	if err := t.tell(ctx, now); err != nil {
		return false, err
	}
	return true, t.mark(ctx, false)
}

// mark says on the table of people whether the story is being told: a program that is stopped meanwhile leaves it so.
func (t *teller) mark(ctx context.Context, telling bool) error {
	statement := `COMMENT ON TABLE people IS NULL`
	if telling {
		statement = `COMMENT ON TABLE people IS 'the demo story is being told'`
	}
	return t.portal.Store.Read().WithContext(ctx).Exec(statement).Error
}

// forgetHalfTold empties a database in which the telling was broken off: nothing in it is anybody's work.
func (t *teller) forgetHalfTold(ctx context.Context) error {
	marked, err := gorm.G[int](t.portal.Store.Read()).Raw(`SELECT 1 WHERE obj_description('people'::regclass) = 'the demo story is being told'`).Find(ctx)
	if err != nil || len(marked) == 0 {
		return err
	}
	err = t.portal.Store.Tx(ctx, func(tx *store.Tx) error {
		return tx.Exec(`ALTER TABLE events DISABLE TRIGGER events_append_only;
			ALTER TABLE icp_versions DISABLE TRIGGER icp_versions_sealed;
			ALTER TABLE icp_checks DISABLE TRIGGER icp_checks_kept;
			TRUNCATE people, sessions, throttles, submissions, events, followers, promises, turns, closings, files,
				request_types, processes, requests, request_checks, review_rounds, review_answers, pieces, piece_versions, piece_uses,
				saved_views, notices, mails, drafts, deflections, links, discreet, note_desk, competitors, notes, note_competitors, note_words,
				witnesses, claims, claim_citations, claim_marks, card_looks, deals, questions, question_notes, river_job,
				icp_document, icp_versions, icp_sections, icp_proposals, icp_keys, icp_reservations, icp_readings, icp_accounts, icp_checks,
				ridealongs, ridealong_seats, ridealong_busy, ridealong_limits, ridealong_goals, ridealong_rules, calendar_feeds,
				debriefs, debrief_outcomes, debrief_verdicts, customer_hours;
			INSERT INTO ridealong_rules (guests, visits, sales_hours, marketing_hours) VALUES (2, 1, 40, 10);
			ALTER SEQUENCE ridealong_numbers RESTART;
			ALTER SEQUENCE note_numbers RESTART;
			ALTER TABLE events ENABLE TRIGGER events_append_only;
			ALTER TABLE icp_versions ENABLE TRIGGER icp_versions_sealed;
			ALTER TABLE icp_checks ENABLE TRIGGER icp_checks_kept`).Error
	})
	if err != nil {
		return err
	}
	return errors.Join(t.portal.Requests.InstallStandard(ctx), t.portal.ICP.InstallStandard(ctx))
}

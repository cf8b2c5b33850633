package demo

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"alongside/models/people"
	"alongside/models/requests"
)

// use is once that somebody used a piece.
type use struct {
	number    int64
	at        moment
	who, with string
	happened  string
}

// uses that somebody told more of.
var toldUses = []use{
	{352, on(-2, 14, 20), "greta", "Tamar Seafoods", "Asked for the Friday slot in writing"},
	{352, on(-6, 11, 40), "ruth", "Northgate Foods", "Left on the table, planner photographed it"},
	{352, on(-9, 15, 10), "callum", "Fennick Brewing", "Not the lane they needed"},
	{352, on(-11, 9, 30), "hannah", "Leeds breakfast", "12 copies taken"},
	{352, on(-15, 16, 15), "aisha", "Brightwell Retail", ""},
	{384, on(-15, 16, 40), "hannah", "Lumen Lighting", "Met, half an hour by telephone"},
	{371, on(-41, 10, 15), "greta", "Importers, 214 addresses", "31 answers"},
}

// used is how often pieces were used beside that; a piece that is not here was used twice.
var used = map[int64]int{
	287: 14, 301: 6, 318: 9, 352: 26, 355: 18, 360: 22, 371: 0, 374: 11, 377: 7, 380: 3, 384: 0, 388: 26, 395: 4, 376: 0, 378: 0, 391: 0,
}

// unanswered are pieces of which who asked for them did not say yet whether they used them.
var unanswered = map[int64]bool{374: true, 378: true}

// sellers are who uses what Marketing made, in turn.
var sellers = []string{"ruth", "greta", "tomasz", "callum", "aisha", "dan"}

var accounts = []string{
	"Northgate Foods", "Halden Automotive", "Tamar Seafoods", "Brightwell Retail", "Calder Valley Dairies", "Fennick Brewing",
	"Sandmoor Paper", "Harrow Home", "Kestrel Pharma", "Ardley Tools", "Pellow & Sons",
}

// outcomes are what happened, in turn.
var outcomes = []string{
	"Kept it for the planner who was away", "", "Asked for the lanes in writing", "Passed it on to their buyer", "",
	"Read it there and then", "Wants to talk again in January", "",
}

// tended are the acts of those who keep pieces right and use them.
func tended() (acts []act) {
	add := func(number int64, at moment, who string, do func(context.Context, *teller, people.Person) error) {
		acts = append(acts, act{at: at, what: tend, who: who, number: number, step: do})
	}
	note := func(u use, nth int) {
		add(u.number, u.at, u.who, func(ctx context.Context, t *teller, who people.Person) error {
			_, err := t.portal.Requests.Use(ctx, who, u.number, requests.Use{Submission: key("use", u.number, nth), With: u.with, Happened: u.happened})
			return err
		})
	}
	for i, u := range toldUses {
		note(u, -1-i)
	}
	for _, d := range deliveredPieces {
		times, told := used[d.number]
		if !told {
			times = 2
		}
		for i := range times {
			u := use{number: d.number, who: sellers[(int(d.number)+i)%len(sellers)], with: accounts[(int(d.number)*3+i*4)%len(accounts)], happened: outcomes[(int(d.number)+i*3)%len(outcomes)]}
			if i == 0 && !unanswered[d.number] { // who asked for it uses it first
				u.who = d.by
			}
			if unanswered[d.number] && u.who == d.by {
				u.who = "dan"
			}
			if span := d.closed - 17; span > 0 { // before those told more of
				u.at = on(-d.closed+1+span*i/times, 10+i%6, 5+7*i%50)
			} else {
				u.at = on(-d.closed+1+(d.closed-2)*i/times, 10+i%6, 5+7*i%50)
			}
			note(u, i)
		}
	}
	timetable(add)
	add(376, on(-11, 13, 30), "callum", func(ctx context.Context, t *teller, who people.Person) error {
		_, err := t.portal.Requests.NotUsed(ctx, who, 376, requests.UnusedLate, "The rates had changed by the time it was here.")
		return err
	})
	return acts
}

// timetable is in its third version.
func timetable(add func(int64, moment, string, func(context.Context, *teller, people.Person) error)) {
	renew := func(note string, names ...string) func(context.Context, *teller, people.Person) error {
		return func(ctx context.Context, t *teller, who people.Person) error {
			until := t.diary.date(0).Midnight()
			n := requests.NewPiece{Note: note, ReviewBy: &until}
			for _, name := range names {
				upload, err := t.portal.Files.Receive(name, strings.NewReader(onePage))
				if err != nil {
					return err
				}
				n.Files = append(n.Files, upload)
			}
			w, err := t.portal.Requests.Piece(ctx, who, 352)
			if err != nil {
				return err
			}
			_, err = t.portal.Requests.NewVersion(ctx, who, 352, w.Version, n)
			return err
		}
	}
	add(352, on(-123, 11, 20), "lucia", renew("Phone size added.", "Timetable, print size.pdf", "Timetable, phone size.pdf"))
	add(352, on(-111, 10, 5), "greta", func(ctx context.Context, t *teller, who people.Person) error {
		_, err := t.portal.Requests.ReportPiece(ctx, who, 352, key("report", 352, 0), "Grimsby sails twice a week now.")
		return err
	})
	add(352, on(-109, 15, 45), "lucia", renew("Grimsby added as a Tuesday and Friday service.", "Timetable, print size.pdf", "Timetable, phone size.pdf"))
}

// key of a form that is sent once.
func key(form string, number int64, nth int) uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceURL, fmt.Appendf(nil, "%s %d %d", form, number, nth))
}

// onePage is an empty page.
const onePage = "%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n" +
	"3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"

package demo

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"alongside/models/icp"
	"alongside/models/people"
)

// lastProposal is the number of proposals and reviews of the profile given last. Reviews were told with numbers behind
// those of the proposals, which people remember.
const lastProposal = 10

// agreements of both teams about their profile: four versions, three reviews between them, and proposal 7, half signed.
func profileActs() (acts []act) {
	step := func(at moment, who string, do func(context.Context, *teller, people.Person) error) {
		acts = append(acts, act{at: at, what: amend, who: who, step: do})
	}
	proposes := func(at moment, who string, number int64, title, why string, with []string, evidence []icp.Source, change func(icp.Content) []icp.Change) {
		step(at, who, func(ctx context.Context, t *teller, by people.Person) error {
			v, err := t.portal.ICP.Current(ctx)
			if err != nil {
				return err
			}
			d := icp.Draft{Submission: uuid.NewSHA1(uuid.NameSpaceURL, fmt.Appendf(nil, "proposal %d", number)), Title: title, Why: why, Sources: evidence, Changes: change(v.Content)}
			for _, name := range with {
				d.WrittenWith = append(d.WrittenWith, t.people[name].ID)
			}
			if err := t.numberProposal(ctx, number-1); err != nil {
				return err
			}
			_, err = t.portal.ICP.Propose(ctx, by, d)
			return err
		})
	}
	keyed := func(number int64, keys ...by) {
		for _, k := range keys {
			step(k.at, k.who, func(ctx context.Context, t *teller, who people.Person) error { return t.turnKey(ctx, who, number) })
		}
	}
	merges := func(at moment, who string, number, into int64) {
		step(at, who, func(ctx context.Context, t *teller, by people.Person) error {
			_, err := t.portal.ICP.Merge(ctx, by, number, 1, into)
			return err
		})
	}
	reviews := func(at moment, who string, number int64, titles []string, keys ...by) {
		step(at, who, func(ctx context.Context, t *teller, by people.Person) error { return t.review(ctx, by, number, titles) })
		keyed(number, keys...)
	}
	comments := func(at moment, who string, number int64, text string) {
		step(at, who, func(ctx context.Context, t *teller, by people.Person) error {
			_, err := t.portal.ICP.Comment(ctx, by, number, uuid.NewSHA1(uuid.NameSpaceURL, []byte(text)), text)
			return err
		})
	}
	reads := func(at moment, version int, names ...string) {
		for i, who := range names {
			step(moment{at.day + i/3, at.minute + 17*i%200}, who, func(ctx context.Context, t *teller, by people.Person) error {
				return t.portal.ICP.MarkRead(ctx, by, version)
			})
		}
	}

	step(on(-197, 11, 0), "priya", func(ctx context.Context, t *teller, by people.Person) error {
		v, err := t.portal.ICP.Current(ctx)
		if err != nil {
			return err
		}
		if err := t.numberProposal(ctx, 0); err != nil {
			return err
		}
		_, err = t.portal.ICP.Propose(ctx, by, icp.Draft{
			Submission: uuid.NewSHA1(uuid.NameSpaceURL, []byte("proposal 1")), Title: "The first one both teams could sign.",
			Why:         "We each keep our own list of whom we look for. Both were read by nobody else.",
			WrittenWith: []int64{t.people["dan"].ID}, Changes: firstProfile(v.Content, t.diary.date(26)),
		})
		return err
	})
	comments(on(-190, 14, 20), "greta", 1, "Can we say what we do not carry as plainly as what we do?")
	keyed(1, by{on(-188, 16, 40), "priya"}, by{on(-187, 10, 15), "dan"})
	reads(on(-186, 9, 40), 1, "ruth", "ben", "greta", "lucia", "tomasz", "hannah", "callum", "aisha", "joel")

	proposes(on(-140, 10, 5), "ben", 2, "Sales-ready lead went from six conditions to four.",
		"Nobody names their carrier of today before the first call, and opened mails say nothing. Of 31 leads that had all six, 4 were ready.", nil, nil,
		section(readyLead, func(s *icp.Section) {
			s.Text, s.Items = "A lead is ready for Sales when all four are true. Three out of four stays with Marketing.", s.Items[:4]
		}))
	proposes(on(-138, 15, 30), "greta", 3, "First contact within two working days", "On the third day they had spoken with somebody else, twice in April.", nil, nil,
		section(handover, func(s *icp.Section) {
			s.Steps[0].What = "**Marketing** hands over with the four facts and the words the customer used."
			s.Steps[2].Hours = 16
		}))
	merges(on(-136, 11, 10), "dan", 3, 2)
	keyed(2, by{on(-136, 11, 30), "dan"}, by{on(-135, 9, 50), "priya"})
	reads(on(-134, 10, 0), 2, "ruth", "greta", "ben", "lucia", "tomasz", "aisha", "hannah", "joel", "callum")
	reviews(on(-127, 10, 0), "dan", 8, []string{"", whoTheyAre, scorecard, handBack, whoItIsNot, howWeKnow, doesWhat}, by{on(-127, 10, 5), "dan"}, by{on(-126, 14, 0), "priya"})

	proposes(on(-100, 13, 45), "tomasz", 4, "“Named person owns logistics” added. Points rebalanced to 100.",
		"Four first meetings in June were with somebody who had to ask somebody. None led to a second one.", []string{"hannah"}, []icp.Source{"IN-160"},
		section(scorecard, func(s *icp.Section) {
			points(s, 25, 20, 25, 15)
			s.Criteria = append(s.Criteria, logistics)
		}))
	keyed(4, by{on(-96, 15, 0), "dan"}, by{on(-95, 11, 20), "priya"})
	reads(on(-93, 10, 30), 3, "callum", "ruth", "greta", "ben", "lucia", "hannah", "tomasz", "aisha", "joel")
	reviews(on(-74, 9, 30), "priya", 9, []string{"", whoTheyAre, readyLead, handover, handBack, whoItIsNot, howWeKnow, doesWhat}, by{on(-74, 9, 35), "priya"}, by{on(-73, 16, 10), "dan"})

	proposes(on(-37, 10, 40), "lucia", 5, "Turnover band narrowed, supermarket windows added, hand-back answered in two days.",
		"Below £20m and above £200m we won 2 of 19. Seven of the nine we did win are fined for a missed window.", nil, []icp.Source{"IN-209"},
		func(c icp.Content) []icp.Change {
			return slices.Concat(
				section(whoTheyAre, func(s *icp.Section) {
					s.Text = makers("£20m to £200m", " that fine them for a missed window") + "\n\n" + theirNight
				})(c),
				section(scorecard, func(s *icp.Section) {
					points(s, 25, 20, 20, 15, 10)
					s.Criteria = append(s.Criteria, windows)
				})(c),
				section(howWeKnow, func(s *icp.Section) {
					s.Text = "This version rests on 41 field notes from 9 people, 23 won and lost reviews, and 17 ride-alongs. Every claim shows how fresh its evidence is. When a claim goes stale, it is listed for the monthly review."
				})(c))
		})
	proposes(on(-36, 9, 25), "aisha", 6, "Hand-back answered in two days", "After five days nobody remembers the call.", nil, nil,
		section(handBack, func(s *icp.Section) { s.Steps[1].Hours = 16 }))
	merges(on(-34, 11, 0), "priya", 6, 5)
	keyed(5, by{on(-33, 16, 5), "dan"}, by{on(-32, 11, 5), "priya"})
	reviews(on(-32, 11, 20), "dan", 10, []string{"", readyLead, handover, whoItIsNot, doesWhat}, by{on(-32, 11, 25), "dan"}, by{on(-32, 15, 10), "priya"})
	reads(on(-31, 9, 30), 4, "ruth", "greta", "tomasz", "aisha", "ben", "lucia", "hannah", "joel")
	step(on(-27, 11, 30), "", func(ctx context.Context, t *teller, _ people.Person) error {
		_, err := t.portal.ICP.Remind(ctx)
		return err
	})

	seventh := func(id int64, within string) func(icp.Content) []icp.Change {
		return func(c icp.Content) []icp.Change {
			return slices.Concat(
				section(whoTheyAre, func(s *icp.Section) {
					s.Text = makers("£20m to £200m", " that fine them for a missed window") + "\n\nThey come to us after something went wrong: a load refused at the dock, a weekend stuck in Zeebrugge, **a customs hold nobody could explain**, or a carrier that could not say where the trailer was. Customs now comes up first as often as temperature."
				})(c),
				section(scorecard, func(s *icp.Section) {
					points(s, 25, 20, 20, 10, 5, 10)
					s.Criteria[3].Attribute, s.Criteria[3].Question, s.Criteria[3].How = "Has changed carrier in the last two years", "Changed carrier in the last two years?", "Ask who carried for them in 2024."
					row := customs
					row.ID, row.Attribute = id, "Has had a customs hold in the last "+within
					s.Criteria = append(s.Criteria, row)
				})(c))
		}
	}
	const count, why = "Count customs trouble as a buying sign", "Since the October rule change, five accounts brought up customs before temperature. Three of them had changed carrier within six weeks. Today’s scorecard gives that nothing, so both teams passed over leads that later signed with Bluewake."
	notes := []icp.Source{"IN-226", "IN-222", "IN-219", "IN-207", "IN-165"}
	proposes(on(-3, 10, 30), "ruth", 7, count, why, []string{"ben"}, notes, seventh(-1, "year"))
	comments(on(-2, 16, 50), "dan", 7, "I would have said 15 points. But the fit list moves by 14 accounts already, so 10 is enough to learn from. We look again in January.")
	comments(on(-1, 10, 5), "hannah", 7, "Can we word it so it is answerable in one phone question? “Any customs hold since spring?”")
	step(on(-1, 11, 25), "ruth", func(ctx context.Context, t *teller, who people.Person) error {
		q, err := t.portal.ICP.Questions(ctx)
		if err != nil {
			return err
		}
		_, err = t.portal.ICP.Edit(ctx, who, 7, 1, icp.Draft{Title: count, Why: why, Sources: notes, WrittenWith: []int64{t.people["ben"].ID}, Changes: seventh(q.Proposed[0].ID, "six months")(q.Version.Content)})
		return err
	})
	comments(on(-1, 11, 30), "ruth", 7, "Good. I changed it to “in the last six months”. That is how they count it anyway.")
	keyed(7, by{on(-1, 16, 20), "dan"})
	return acts
}

// section changes the section of the title, "" being the document's own.
func section(title string, change func(*icp.Section)) func(icp.Content) []icp.Change {
	return func(c icp.Content) []icp.Change {
		for _, s := range c.Sections {
			if s.Title == title || title == "" && s.Kind == icp.Opening {
				s.Criteria, s.Items, s.Steps = slices.Clone(s.Criteria), slices.Clone(s.Items), slices.Clone(s.Steps)
				change(&s)
				return []icp.Change{{Section: s.ID, To: &s}}
			}
		}
		return nil
	}
}

// turnKey turns who's key on the proposal as it stands.
func (t *teller) turnKey(ctx context.Context, who people.Person, number int64) error {
	w, err := t.portal.ICP.ShowProposal(ctx, who, number)
	if err != nil {
		return err
	}
	_, err = t.portal.ICP.TurnKey(ctx, who, number, w.Revision, icp.Reservation{})
	return err
}

// review asks whether the sections of the titles still hold.
func (t *teller) review(ctx context.Context, who people.Person, number int64, titles []string) error {
	v, err := t.portal.ICP.Current(ctx)
	if err != nil {
		return err
	}
	var ids []int64
	for _, title := range titles {
		for _, ch := range section(title, func(*icp.Section) {})(v.Content) {
			ids = append(ids, ch.Section)
		}
	}
	if err := t.numberProposal(ctx, number-1); err != nil {
		return err
	}
	_, err = t.portal.ICP.StartReview(ctx, who, ids)
	return err
}

// numberProposal makes n the number given last to a proposal; 0 that none was given.
func (t *teller) numberProposal(ctx context.Context, n int64) error {
	_, err := gorm.G[int64](t.portal.Store.Read()).Raw(`SELECT setval('icp_proposal_numbers', ?, ?)`, max(n, 1), n > 0).Take(ctx)
	return err
}

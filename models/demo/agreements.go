package demo

import (
	"context"

	"alongside/models/people"
	"alongside/models/requests"
)

// amendment is a version of how one-page sheets are worked, and the people who brought it about.
type amendment struct {
	begun   moment
	lead    string // who began the draft
	edits   []by
	keys    []by
	version requests.Draft
}

// by is somebody who did their part of an amendment, and when.
type by struct {
	at  moment
	who string
}

// amendments of one-page sheets. The last one waits for the key of Sales.
var amendments = []amendment{
	{
		begun: on(-190, 11, 20), lead: "priya", edits: []by{{on(-189, 14, 5), "lucia"}},
		keys: []by{{on(-187, 9, 40), "priya"}, {on(-187, 10, 15), "dan"}},
		version: sheet(1, "Rates change by the week. A sheet that takes five days is out of date when it arrives.",
			"The file is where both teams find it.", nil, nil),
	},
	{
		begun: on(-60, 10, 30), lead: "dan", edits: []by{{on(-59, 15, 35), "callum"}},
		keys: []by{{on(-57, 10, 50), "dan"}, {on(-57, 11, 25), "priya"}},
		version: sheet(2, "One day for words and layout was kept by hardly any sheet. Two are what it takes.",
			"The file is where both teams find it.", nil, nil),
	},
	{
		begun: on(-3, 11, 15), lead: "priya", edits: []by{{on(-2, 10, 25), "hannah"}, {on(-2, 14, 40), "callum"}},
		keys: []by{{on(-1, 15, 5), "priya"}},
		version: sheet(2, "In 7 of the last 11 sheets the draft stopped and waited for lane data. Giving it its own day, with a side that holds it, makes the date one both teams can keep.",
			"Print and phone versions are attached.", []string{"Print size", "Phone size"},
			&requests.Stage{Name: "Lane data", Side: people.Sales, Days: 1, Done: "The lane table is attached and dated.",
				Checklist: []string{"Lanes, times, prices", "Who confirmed them"}}),
	},
}

// lastAgreed is the version of sheets in force on the story's last day.
const lastAgreed = 1

// sheet is a one-page sheet whose draft takes so many days; lanes is a stage of its own before the draft, and then also a
// question of the brief.
func sheet(draftDays float64, why, finished string, finish []string, lanes *requests.Stage) requests.Draft {
	d := requests.Draft{
		Stages: []requests.Stage{
			{Name: "Brief check", Side: people.Marketing, Days: 1, Done: "Marketing has said yes, asked, or said no with a reason.",
				Checklist: []string{"Reader is named", "Question is one sentence"}},
			{Name: "Draft", Side: people.Marketing, Days: draftDays, Done: "Words and layout fit on one page.",
				Checklist: []string{"One question, one answer", "Two field notes quoted"}},
			{Name: "Fact check", Side: people.Sales, Days: 1, Done: "Every number has been checked by the person who knows it.",
				Checklist: []string{"Times and lanes", "Prices removed or dated"}, Review: true},
			{Name: "Finish", Side: people.Marketing, Days: 1, Done: finished, Checklist: finish},
		},
		Fields: []requests.Field{
			{Key: "question", Label: "Which question does it answer?", Kind: requests.FieldLine},
			{Key: requests.ReaderKey, Label: "Who will read it", Hint: "Job, kind of company, and what they worry about.", Kind: requests.FieldParagraph, Missing: "Say who will read it"},
			{Key: requests.ChangeKey, Label: "What should change in their mind", Kind: requests.FieldParagraph},
			{Key: requests.UseKey, Label: "Where it will be used", Kind: requests.FieldChoices, Options: []string{"First meeting", "Tender", "Event", "Email follow-up"}},
		},
		Rounds: 2, Decides: requests.DecidesAsker, ReviewDays: 180, Why: why,
	}
	if lanes != nil {
		d.Stages = append(d.Stages[:1:1], append([]requests.Stage{*lanes}, d.Stages[1:]...)...)
		d.Fields[0].Missing = "Say which question it answers"
		d.Fields = append(d.Fields, requests.Field{Label: "Lanes it is about", Hint: "One a line.", Kind: requests.FieldParagraph, Missing: "Name the lanes"})
	}
	return d
}

// amends are the acts that brought the versions about.
func amends() (acts []act) {
	step := func(at moment, who string, do func(context.Context, *teller, people.Person) error) {
		acts = append(acts, act{at: at, what: amend, who: who, step: do})
	}
	for _, a := range amendments {
		step(a.begun, a.lead, func(ctx context.Context, t *teller, who people.Person) error {
			_, err := t.portal.Requests.StartDraft(ctx, who, "sheet")
			return err
		})
		for i, e := range a.edits {
			first := i < len(a.edits)-1
			step(e.at, e.who, func(ctx context.Context, t *teller, who people.Person) error {
				d := a.version
				if first { // the questions come with the last edit
					d.Fields = d.Fields[:4]
				}
				draft, err := t.portal.Requests.DraftOf(ctx, "sheet")
				if err != nil {
					return err
				}
				_, err = t.portal.Requests.SaveDraft(ctx, who, "sheet", draft.Revision, d)
				return err
			})
		}
		for _, k := range a.keys {
			step(k.at, k.who, func(ctx context.Context, t *teller, who people.Person) error {
				draft, err := t.portal.Requests.DraftOf(ctx, "sheet")
				if err != nil {
					return err
				}
				_, err = t.portal.Requests.TurnKey(ctx, who, draft.ID, draft.Revision)
				return err
			})
		}
	}
	return acts
}

// processAt is the process that a request of the type sent on the day begins with.
func processAt(catalogue requests.Catalogue, kind string, sent int) requests.Process {
	process := catalogue.InForce[kind]
	if kind != "sheet" {
		return process
	}
	for _, a := range amendments[:lastAgreed+1] {
		if a.keys[len(a.keys)-1].at.day < sent {
			process = requests.Process{Stages: a.version.Stages}
		}
	}
	return process
}

// beginStandard lets the standard timelines be in force since before the first day.
func (t *teller) beginStandard(ctx context.Context, day int) error {
	since := t.diary.at(on(day-1, 9, 0))
	return t.portal.Store.Read().WithContext(ctx).Exec(`UPDATE processes SET created_at = ?, in_force_at = ? WHERE version = 1`, since, since).Error
}

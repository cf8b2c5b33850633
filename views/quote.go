package views

import (
	"cmp"
	"maps"
	"slices"

	"alongside/models/icp"
	"alongside/models/intel"
	"alongside/models/people"
	"alongside/models/workday"
	"alongside/views/ui"
)

// Quotes are field notes by number, for what rests on them. A note that is not there is sensitive, deleted, or never was.
type Quotes struct {
	Notes map[int64]intel.Citation
	Roll  people.Roll
	Today workday.Date // of the company
}

// newest of the notes among sources, and how many of them are known.
func (q Quotes) newest(sources []icp.Source) (newest intel.Citation, n int) {
	for _, id := range icp.Notes(sources) {
		if note, ok := q.Notes[id]; ok {
			n++
			if note.On.After(newest.On) {
				newest = note
			}
		}
	}
	return newest, n
}

// of a source; false when it is no note that can be quoted.
func (q Quotes) of(source icp.Source) (intel.Citation, bool) {
	note, n := q.newest([]icp.Source{source})
	return note, n == 1
}

// lately are up to n of the notes, those heard last first.
func (q Quotes) lately(n int) []intel.Citation {
	all := slices.SortedFunc(maps.Values(q.Notes), func(a, b intel.Citation) int {
		return cmp.Or(b.On.Compare(a.On), cmp.Compare(b.NoteID, a.NoteID))
	})
	all = slices.DeleteFunc(all, func(note intel.Citation) bool { return note.State == intel.Withdrawn })
	return all[:min(n, len(all))]
}

// ageing are the criteria whose newest note is not fresh any more.
func (q Quotes) ageing(c icp.Content) (list []icp.Criterion) {
	for _, row := range c.Criteria() {
		if note, n := q.newest(row.Sources); n > 0 && note.Age(q.Today) != intel.Fresh {
			list = append(list, row)
		}
	}
	return list
}

// ago is how long ago the note was heard: "today", "8 days", "5 weeks", "7 months".
func (q Quotes) ago(note intel.Citation) string {
	switch days := note.Days(q.Today); {
	case days <= 0:
		return "today"
	case days < 14:
		return ui.Count(days, "day", "days")
	case days < 70:
		return ui.Count(days/7, "week", "weeks")
	default:
		return ui.Count(days/30, "month", "months")
	}
}

// agoOf is that of the newest, and of how many: "5 weeks, 2 notes".
func (q Quotes) agoOf(newest intel.Citation, n int) string {
	if n == 1 {
		return q.ago(newest)
	}
	return q.ago(newest) + ", " + ui.Count(n, "note", "notes")
}

// toldTo is it as a sentence goes: "Northgate Foods, told to Ruth Hallam".
func (q Quotes) toldTo(note intel.Citation) string {
	how := map[intel.Source]string{intel.Told: "told to ", intel.Saw: "seen by ", intel.Hand: "second hand, by ", intel.Public: "read by "}[note.Source]
	if note.Account == "" {
		return capital(how) + q.Roll.Name(note.AuthorID)
	}
	return note.Account + ", " + how + q.Roll.Name(note.AuthorID)
}

// ageClass is how fresh marks an age.
func ageClass(age intel.Age) string {
	switch age {
	case intel.Ageing:
		return "fresh fresh-ageing"
	case intel.Old:
		return "fresh fresh-stale"
	}
	return "fresh"
}

// afterItem is what a sentence says after the i-th of the n things it names last.
func afterItem(i, n int) string {
	switch i {
	case n - 1:
		return ". "
	case n - 2:
		return " and "
	}
	return ", "
}

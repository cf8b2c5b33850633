package icp

import (
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Together puts two changes of one section into one text, as a start for whoever decides. Doubts are the places where both
// said something else: there both are kept, in prose what was agreed first, in rows and values what was proposed.
func Together(base, agreed, mine Section) (both Section, doubts []string) {
	both = agreed
	pick := func(what string, was, is, want string, set func()) {
		if want == was || want == is {
			return
		}
		if is != was {
			doubts = append(doubts, what)
		}
		set()
	}
	text, places := togetherText(base.Text, agreed.Text, mine.Text)
	both.Text, doubts = text, append(doubts, places...)
	pick(mine.Title, base.Title, agreed.Title, mine.Title, func() { both.Title = mine.Title })
	pick("good", number64(base.Good), number64(agreed.Good), number64(mine.Good), func() { both.Good = mine.Good })
	pick("maybe", number64(base.Maybe), number64(agreed.Maybe), number64(mine.Maybe), func() { both.Maybe = mine.Maybe })
	pick("valid until", base.ValidUntil.String(), agreed.ValidUntil.String(), mine.ValidUntil.String(), func() { both.ValidUntil = mine.ValidUntil })
	both.Sources = slices.Clone(agreed.Sources)
	for _, s := range mine.Sources {
		if !slices.Contains(both.Sources, s) {
			both.Sources = append(both.Sources, s)
		}
	}
	both.Criteria = togetherRows(base.Criteria, agreed.Criteria, mine.Criteria, func(c Criterion) (int64, string) { return c.ID, c.Attribute }, &doubts)
	both.Items = togetherRows(base.Items, agreed.Items, mine.Items, func(i Item) (int64, string) { return i.ID, i.Text }, &doubts)
	both.Steps = togetherRows(base.Steps, agreed.Steps, mine.Steps, func(s Step) (int64, string) { return s.ID, s.What }, &doubts)
	both.Codes = togetherRows(base.Codes, agreed.Codes, mine.Codes, func(c Code) (int64, string) { return c.ID, c.Words }, &doubts)
	both.Roles = togetherRows(base.Roles, agreed.Roles, mine.Roles, func(r Role) (int64, string) { return r.ID, r.Who }, &doubts)
	both.Priorities = togetherRows(base.Priorities, agreed.Priorities, mine.Priorities, func(p Priority) (int64, string) { return p.ID, p.What }, &doubts)
	return both, doubts
}

// togetherRows keeps each row as whoever changed it wants it; one that both changed is as it was proposed, and a doubt.
func togetherRows[R any](base, agreed, mine []R, of func(R) (id int64, name string), doubts *[]string) (both []R) {
	find := func(rows []R, id int64) (r R, at int) {
		at = slices.IndexFunc(rows, func(r R) bool { other, _ := of(r); return other == id })
		if at >= 0 {
			r = rows[at]
		}
		return r, at
	}
	for _, theirs := range agreed {
		id, name := of(theirs)
		was, inBase := find(base, id)
		ours, inMine := find(mine, id)
		untouched := inBase >= 0 && digest(was) == digest(theirs)
		switch {
		case inMine < 0 && inBase >= 0 && untouched: // taken out here, and not touched there
		case inMine < 0:
			if inBase >= 0 {
				*doubts = append(*doubts, name)
			}
			both = append(both, theirs)
		case digest(ours) == digest(was) || digest(ours) == digest(theirs):
			both = append(both, theirs)
		default:
			if !untouched {
				*doubts = append(*doubts, name)
			}
			both = append(both, ours)
		}
	}
	for _, ours := range mine {
		id, name := of(ours)
		_, inAgreed := find(agreed, id)
		was, inBase := find(base, id)
		switch {
		case inAgreed >= 0:
		case inBase < 0:
			both = append(both, ours)
		case digest(was) != digest(ours): // taken out there, changed here
			*doubts = append(*doubts, name)
			both = append(both, ours)
		}
	}
	return both
}

// togetherText merges by words: the places are the words of the base that both changed.
func togetherText(base, agreed, mine string) (text string, places []string) {
	switch {
	case mine == base || mine == agreed:
		return agreed, nil
	case agreed == base:
		return mine, nil
	}
	was, is, want := words(base), words(agreed), words(mine)
	theirs, ours := edits(was, is), edits(was, want)
	var b strings.Builder
	at := 0
	for len(theirs) > 0 || len(ours) > 0 {
		start, end := len(was), -1
		var a, o []edit
		for grown := true; grown; { // the place where edits of either hang together
			grown = false
			for _, side := range []struct {
				from *[]edit
				to   *[]edit
			}{{&theirs, &a}, {&ours, &o}} {
				if len(*side.from) == 0 {
					continue
				}
				e := (*side.from)[0]
				first := end < 0 && (len(theirs) == 0 || len(ours) == 0 || e.start == min(theirs[0].start, ours[0].start))
				if first || end >= 0 && (e.start < end || e.start == start) {
					start, end, grown = min(start, e.start), max(end, e.end), true
					*side.to, *side.from = append(*side.to, e), (*side.from)[1:]
				}
			}
		}
		b.WriteString(strings.Join(was[at:start], ""))
		agreedHere, mineHere := applied(was, a, start, end), applied(was, o, start, end)
		switch {
		case len(o) == 0 || agreedHere == mineHere:
			b.WriteString(agreedHere)
		case len(a) == 0:
			b.WriteString(mineHere)
		default:
			places = append(places, strings.TrimSpace(strings.Join(was[start:end], "")))
			b.WriteString(agreedHere + mineHere)
		}
		at = end
	}
	b.WriteString(strings.Join(was[at:], ""))
	return b.String(), places
}

// edit replaces the words from start to end.
type edit struct {
	start, end int
	text       string
}

func edits(was, is []string) []edit {
	var list []edit
	for _, d := range lcs.DiffLines(was, is) {
		list = append(list, edit{d.Start, d.End, strings.Join(is[d.ReplStart:d.ReplEnd], "")})
	}
	return list
}

// applied is what the edits make of the words from start to end.
func applied(was []string, list []edit, start, end int) string {
	var b strings.Builder
	for _, e := range list {
		b.WriteString(strings.Join(was[start:e.start], ""))
		b.WriteString(e.text)
		start = e.end
	}
	b.WriteString(strings.Join(was[start:end], ""))
	return b.String()
}

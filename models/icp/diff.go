package icp

import (
	"strings"
	"unicode"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Op says what became of something.
type Op string

const (
	Same    Op = "same"
	Added   Op = "added"
	Removed Op = "removed"
	Changed Op = "changed"
)

// Run is a piece of text that stayed, was added or was removed.
type Run struct {
	Op   Op
	Text string
}

// Paragraph is one line of Markdown and what became of it: its runs read in order give both texts. The two lines between
// which there is no blank one belong to the same Number, counted from 1 in the new text; a removed paragraph has the
// number of the one before which it stood.
type Paragraph struct {
	Number int
	Op     Op
	Runs   []Run
}

// DiffText compares texts by lines, and lines that changed by words. Its work is bounded: texts that have hardly
// anything in common are found to differ more than they need to.
func DiffText(before, after string) []Paragraph {
	a, b := lines(before), lines(after)
	var found []Paragraph
	number, text, at := 1, false, 0
	// step counts paragraphs while it passes lines of the new text
	step := func(line string) {
		if strings.TrimSpace(line) == "" {
			if text {
				number++
			}
			text = false
			return
		}
		text = true
	}
	put := func(op Op, runs ...Run) {
		for _, r := range runs {
			if strings.TrimSpace(r.Text) != "" {
				found = append(found, Paragraph{number, op, runs})
				return
			}
		}
	}
	for _, d := range append(lcs.DiffLines(a, b), lcs.Diff{Start: len(a), End: len(a), ReplStart: len(b), ReplEnd: len(b)}) {
		for ; at < d.Start; at++ {
			step(a[at])
			put(Same, Run{Same, a[at]})
		}
		old, fresh := d.Start, d.ReplStart
		for old < d.End || fresh < d.ReplEnd {
			switch {
			case old < d.End && strings.TrimSpace(a[old]) == "":
				old++
			case fresh < d.ReplEnd && strings.TrimSpace(b[fresh]) == "":
				step(b[fresh])
				fresh++
			case old < d.End && fresh < d.ReplEnd:
				step(b[fresh])
				if runs := DiffWords(a[old], b[fresh]); alike(runs) {
					put(Changed, runs...)
				} else {
					put(Removed, Run{Removed, a[old]})
					put(Added, Run{Added, b[fresh]})
				}
				old, fresh = old+1, fresh+1
			case old < d.End:
				put(Removed, Run{Removed, a[old]})
				old++
			default:
				step(b[fresh])
				put(Added, Run{Added, b[fresh]})
				fresh++
			}
		}
		at = d.End
	}
	return found
}

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// alike reports whether at least a third of a line stayed.
func alike(runs []Run) bool {
	same, all := 0, 0
	for _, r := range runs {
		all += len(r.Text)
		if r.Op == Same {
			same += len(strings.TrimSpace(r.Text))
			all += len(r.Text)
		}
	}
	return same*6 >= all
}

// DiffWords compares two lines word by word. Between changes what stayed is shown as changed too when it is one short word:
// "£10m to £400m" became "£20m to £200m".
func DiffWords(before, after string) []Run {
	a, b := words(before), words(after)
	var runs []Run
	put := func(op Op, tokens []string) {
		if text := strings.Join(tokens, ""); text != "" {
			runs = append(runs, Run{op, text})
		}
	}
	at := 0
	for _, d := range lcs.DiffLines(a, b) {
		put(Same, a[at:d.Start])
		put(Removed, a[d.Start:d.End])
		put(Added, b[d.ReplStart:d.ReplEnd])
		at = d.End
	}
	put(Same, a[at:])
	return smooth(runs)
}

const shortWord = 3

// smooth joins changes that only a short word parts.
func smooth(runs []Run) []Run {
	var smoothed []Run
	var removed, added strings.Builder
	flush := func() {
		if removed.Len() > 0 {
			smoothed = append(smoothed, Run{Removed, removed.String()})
		}
		if added.Len() > 0 {
			smoothed = append(smoothed, Run{Added, added.String()})
		}
		removed.Reset()
		added.Reset()
	}
	for i, r := range runs {
		switch {
		case r.Op == Removed:
			removed.WriteString(r.Text)
		case r.Op == Added:
			added.WriteString(r.Text)
		case i > 0 && i < len(runs)-1 && removed.Len() > 0 && added.Len() > 0 && len([]rune(strings.TrimSpace(r.Text))) <= shortWord:
			removed.WriteString(r.Text)
			added.WriteString(r.Text)
		default:
			flush()
			smoothed = append(smoothed, r)
		}
	}
	flush()
	return smoothed
}

// words cuts text into words, spaces and signs: joined they are the text again.
func words(text string) []string {
	var tokens []string
	kind, start := 0, 0
	for i, r := range text {
		now := 3 // a sign stands alone
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || r == '’' || r == '\'' || unicode.Is(unicode.Sc, r):
			now = 1
		case unicode.IsSpace(r):
			now = 2
		}
		if i > 0 && (now != kind || now == 3) {
			tokens = append(tokens, text[start:i])
			start = i
		}
		kind = now
	}
	if start < len(text) {
		tokens = append(tokens, text[start:])
	}
	return tokens
}

package views

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"alongside/models/icp"
	"alongside/models/people"
	"alongside/views/ui"
)

// changedParagraphs are those that are not what they were.
func changedParagraphs(d icp.SectionDiff) (list []icp.Paragraph) {
	for _, p := range d.Text {
		if p.Op != icp.Same {
			list = append(list, p)
		}
	}
	return list
}

// rowsOf the kind.
func rowsOf(d icp.SectionDiff, kind string) (list []icp.RowDiff) {
	for _, r := range d.Rows {
		if r.Kind == kind {
			list = append(list, r)
		}
	}
	return list
}

// changedRows are the rows that are no criteria and not what or where they were.
func changedRows(d icp.SectionDiff) (list []icp.RowDiff) {
	for _, r := range d.Rows {
		if r.Kind != "criterion" && (r.Op != icp.Same || r.Moved) {
			list = append(list, r)
		}
	}
	return list
}

// Runs are a text with what was added and removed in it.
func Runs(runs []icp.Run) templ.Component { return marked("", runs) }

// KeyRuns are Runs in small text.
func KeyRuns(runs []icp.Run) templ.Component { return marked(` class="diff-key"`, runs) }

// marked writes without any space that is not in the text, but for one between what was removed and what stands there now.
func marked(class string, runs []icp.Run) templ.Component {
	runs = withoutBold(runs)
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		for i, r := range runs {
			if i > 0 && r.Op == icp.Added && runs[i-1].Op == icp.Removed {
				b.WriteByte(' ')
			}
			switch text := templ.EscapeString(r.Text); r.Op {
			case icp.Added:
				b.WriteString(`<span class="sr-only">(added: </span><ins` + class + `>` + text + `</ins><span class="sr-only">)</span>`)
			case icp.Removed:
				b.WriteString(`<span class="sr-only">(removed: </span><del` + class + `>` + text + `</del><span class="sr-only">)</span>`)
			default:
				b.WriteString(text)
			}
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// withoutBold leaves the marks of bold text out, unless they are all that changed.
func withoutBold(runs []icp.Run) (plain []icp.Run) {
	changed := func(r icp.Run) bool { return r.Op != icp.Same }
	for _, r := range runs {
		if r.Text = strings.ReplaceAll(r.Text, "**", ""); r.Text != "" {
			plain = append(plain, r)
		}
	}
	if slices.ContainsFunc(runs, changed) && !slices.ContainsFunc(plain, changed) {
		return runs
	}
	return plain
}

// changedCriteria reports whether any is not what or where it was.
func changedCriteria(d icp.SectionDiff) bool {
	return slices.ContainsFunc(rowsOf(d, "criterion"), func(r icp.RowDiff) bool { return r.Op != icp.Same || r.Moved })
}

var diffRowNames = map[string]string{"item": "Condition", "step": "Step", "code": "Reason", "role": "Role", "priority": "Priority"}

// rowName is which row it is: "Step 2", counted as it stands now, or as it stood when it is gone.
func rowName(d icp.SectionDiff, r icp.RowDiff) string {
	n := 0
	for _, other := range rowsOf(d, r.Kind) {
		if (other.Op == icp.Removed) == (r.Op == icp.Removed) || r.Op == icp.Removed && other.Op != icp.Added {
			n++
		}
		if other.ID == r.ID {
			break
		}
	}
	name := diffRowNames[r.Kind] + " " + strconv.Itoa(n)
	switch {
	case r.Op == icp.Added:
		return name + ", added"
	case r.Op == icp.Removed:
		return name + ", removed"
	case r.Op == icp.Same:
		return name + ", moved"
	case r.Moved:
		return name + ", changed and moved"
	}
	return name
}

// cellWords are what a cell says, as screens write it.
func cellWords(name, stored string) string {
	switch {
	case name == "weight" && stored != "":
		return WeightName(icp.Weight(stored))
	case name == "side" && stored != "":
		return sideName(people.Side(stored))
	case name == "hours" && stored != "":
		hours, err := strconv.ParseFloat(stored, 64)
		if err != nil {
			return stored
		}
		return workingTime(hours)
	case stored == "true":
		return "yes"
	case name == "required" || name == "final" || name == "text" || name == "criterion" || name == "date":
		return "no"
	}
	return stored
}

var cellNames = map[string]string{
	"attribute": "What is looked at", "weight": "Weight", "points": "Points", "question": "Question of the fit check", "how": "How to tell",
	"why": "Why it counts", "sources": "Evidence", "text": "Text", "required": "Required", "what": "What", "side": "Held by", "hours": "Working time",
	"when": "When", "words": "Reason", "code": "Code", "final": "Final", "criterion": "Names the criterion", "date": "Names the day to try again",
	"who": "Who", "good": "A good fit from", "maybe": "Not yet from", "valid_until": "Valid until",
}

// cellName is what a cell of the row is called: the same name stands for other things in other rows.
func cellName(kind, name string) string {
	if kind == "code" && name == "text" {
		return "Needs a sentence"
	}
	return cellNames[name]
}

// cellRuns are what became of a cell: word by word in sentences, as a whole where a value is chosen.
func cellRuns(op icp.Op, c icp.Cell) []icp.Run {
	before, after := cellWords(c.Name, c.Before), cellWords(c.Name, c.After)
	switch {
	case op == icp.Added:
		return wholly("", after)
	case op == icp.Removed:
		return wholly(before, "")
	case before == c.Before && after == c.After:
		return c.Runs
	}
	return wholly(before, after)
}

func wholly(before, after string) (runs []icp.Run) {
	if before != "" {
		runs = append(runs, icp.Run{Op: icp.Removed, Text: before})
	}
	if after != "" {
		runs = append(runs, icp.Run{Op: icp.Added, Text: after})
	}
	return runs
}

// mainCell is the cell that names the row.
func mainCell(r icp.RowDiff) icp.Cell {
	switch r.Kind {
	case "criterion":
		return r.Cell("attribute")
	case "item":
		return r.Cell("text")
	case "code":
		return r.Cell("words")
	case "role":
		return r.Cell("who")
	}
	return r.Cell("what")
}

// otherCells are those that changed beside the one that names the row, and beside points, which have a column. A row that
// came or went shows all that it says, unless that goes without saying.
func otherCells(r icp.RowDiff) (list []icp.Cell) {
	for _, c := range r.Cells {
		usual := c.Name == "required" && r.Op != icp.Changed && c.Before+c.After == "true"
		if c.Changed() && c.Name != mainCell(r).Name && c.Name != "points" && !usual {
			list = append(list, c)
		}
	}
	return list
}

// points of a criterion before or after, and "none" where there is no such criterion.
func pointsCell(r icp.RowDiff, before bool) string {
	points, weight := r.Cell("points").After, r.Cell("weight").After
	if before {
		points, weight = r.Cell("points").Before, r.Cell("weight").Before
	}
	switch {
	case weight == "":
		return "none"
	case weight == string(icp.RulesOut):
		return "Rules out"
	case points == "":
		return "0"
	}
	return points
}

func pointsSum(s icp.Section) string {
	if len(s.Criteria) == 0 {
		return "none"
	}
	return ui.Number(s.Points())
}

// hasPoints reports whether the section scores anything on either side.
func hasPoints(d icp.SectionDiff) bool { return d.Before.Points()+d.After.Points() > 0 }

// what became of the section as a whole: "Added", "Removed", "Moved"; "" when it was only changed.
func sectionOp(d icp.SectionDiff) string {
	switch {
	case d.Op == icp.Added:
		return "Added"
	case d.Op == icp.Removed:
		return "Removed"
	case d.Moved && d.Op == icp.Changed:
		return "Changed and moved"
	case d.Moved:
		return "Moved"
	}
	return ""
}

// titleChanged reports whether both have a title, and not the same.
func titleChanged(d icp.SectionDiff) bool {
	return d.Op == icp.Changed && d.Before.Title != d.After.Title
}

// paragraphName is which paragraph it is.
func paragraphName(p icp.Paragraph) string {
	name := "Paragraph " + strconv.Itoa(p.Number)
	switch p.Op {
	case icp.Added:
		return name + ", added"
	case icp.Removed:
		return "Removed before paragraph " + strconv.Itoa(p.Number)
	}
	return name
}

// unchangedWords name what stayed: "Unchanged: Handover, How we know."
func unchangedWords(titles []string) string {
	if len(titles) == 0 {
		return ""
	}
	return "Unchanged: " + strings.Join(titles, ", ") + "."
}

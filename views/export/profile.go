package export

import (
	"fmt"
	"strconv"
	"strings"

	"alongside/models/icp"
	"alongside/models/people"
)

// Profile is a version of the ideal customer profile as Markdown. What was typed as Markdown stays as it was typed; plain
// words are written so that they read as they stand.
func Profile(v icp.Version, roll people.Roll) string {
	m := &markdown{}
	opening := v.Content.Opening()
	m.line("# %s", plain(opening.Title))
	m.line("%s", opening.Text)
	m.line("%s", seal(v, roll))
	for _, s := range v.Content.Body() {
		m.section(s)
	}
	return m.String()
}

// Proposal is what somebody proposes, as Markdown: why, what it rests on, and its sections as they would be.
func Proposal(title, why string, evidence []string, sections []icp.Section) string {
	m := &markdown{}
	m.line("# %s", plain(title))
	m.line("%s", why)
	m.line("%s", strings.Join(evidence, "\n"))
	for _, s := range sections {
		m.section(s)
	}
	return m.String()
}

// seal says who agreed to the version, and when.
func seal(v icp.Version, roll people.Roll) string {
	if !v.Agreed() {
		return "*Not yet agreed.*"
	}
	return fmt.Sprintf("*Version %d, agreed by both teams on %s: %s for Sales, %s for Marketing.*", v.Number, v.CreatedAt.UTC().Format("2 January 2006"),
		plain(roll.Name(*v.SalesKey)), plain(roll.Name(*v.MarketingKey)))
}

// markdown is paragraphs with a blank line between.
type markdown struct{ strings.Builder }

func (m *markdown) line(format string, args ...any) {
	text := strings.TrimSpace(fmt.Sprintf(format, args...))
	if text == "" {
		return
	}
	if m.Len() > 0 {
		m.WriteString("\n")
	}
	m.WriteString(text + "\n")
}

func (m *markdown) section(s icp.Section) {
	m.line("## %s", plain(s.Title))
	m.line("%s", s.Text)
	m.line("%s", sourcesOf(s.Sources))
	m.criteria(s)
	m.list(len(s.Items), func(i int) string {
		if !s.Items[i].Required {
			return "- " + s.Items[i].Text + " (if known)"
		}
		return "- " + s.Items[i].Text
	})
	m.list(len(s.Steps), func(i int) string { return strconv.Itoa(i+1) + ". " + step(s.Steps[i]) })
	m.list(len(s.Codes), func(i int) string { return "- " + code(s.Codes[i]) })
	m.list(len(s.Roles), func(i int) string {
		return "- **" + plain(s.Roles[i].Who) + "** (" + both(s.Roles[i].Side) + "): " + s.Roles[i].What
	})
	m.list(len(s.Priorities), func(i int) string { return strconv.Itoa(i+1) + ". " + s.Priorities[i].What })
	if !s.ValidUntil.IsZero() {
		m.line("Valid until %s.", s.ValidUntil.Midnight().Format("2 January 2006"))
	}
}

func (m *markdown) list(n int, row func(int) string) {
	lines := make([]string, n)
	for i := range lines {
		lines[i] = row(i)
	}
	m.line("%s", strings.Join(lines, "\n"))
}

var weights = map[icp.Weight]string{icp.Must: "Must", icp.Counts: "Counts", icp.RulesOut: "Rules out"}

func (m *markdown) criteria(s icp.Section) {
	if len(s.Criteria) == 0 {
		return
	}
	rows := []string{"| Number | Criterion | It is a | Points | How to tell | Why it counts | Evidence |", "| --- | --- | --- | ---: | --- | --- | --- |"}
	for _, c := range s.Criteria {
		points := ""
		if c.Weight != icp.RulesOut {
			points = strconv.Itoa(c.Points)
		}
		evidence := "Belief, not evidence"
		if !c.Belief() {
			evidence = joined(c.Sources)
		}
		number := c.Ref()
		if c.ID <= 0 {
			number = "New"
		}
		cells := []string{number, plain(c.Attribute), weights[c.Weight], points, plain(c.How), plain(c.Why), evidence}
		rows = append(rows, "| "+strings.Join(cells, " | ")+" |")
	}
	m.line("%s", strings.Join(rows, "\n"))
	if s.Good > 0 {
		m.line("A good fit: %d of %d points or more. Not yet: %d or more.", s.Good, s.Points(), s.Maybe)
	}
}

func step(s icp.Step) string {
	text := s.What + " (" + both(s.Side)
	if s.Hours > 0 {
		text += ", within " + hours(s.Hours)
		if s.When != "" {
			text += " " + plain(s.When)
		}
	} else if s.When != "" {
		text += ", " + plain(s.When)
	}
	return text + ")"
}

// hours of work, in whole days of eight where they are.
func hours(n float64) string {
	unit := "hour"
	if n >= 8 && n == float64(int(n/8)*8) {
		n, unit = n/8, "day"
	}
	if n != 1 {
		unit += "s"
	}
	return strconv.FormatFloat(n, 'f', -1, 64) + " working " + unit
}

func code(c icp.Code) string {
	text := "`" + c.Code + "` " + plain(c.Words) + ": tried again"
	if c.Final {
		text = "`" + c.Code + "` " + plain(c.Words) + ": final"
	}
	for _, needs := range []struct {
		it   bool
		what string
	}{{c.Criterion, "names the criterion"}, {c.Date, "names the day"}, {c.Text, "needs a sentence"}} {
		if needs.it {
			text += ", " + needs.what
		}
	}
	return text
}

func both(side people.Side) string {
	if side == people.None {
		return "both teams"
	}
	return side.Name()
}

func sourcesOf(list []icp.Source) string {
	if len(list) == 0 {
		return ""
	}
	return "Rests on " + joined(list) + "."
}

func joined(list []icp.Source) string {
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = plain(string(s))
		if link := s.Link(); link != "" {
			texts[i] = "<" + link + ">"
		}
	}
	return strings.Join(texts, ", ")
}

var escape = strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "<", "\\<", ">", "\\>", "|", "\\|", "#", "\\#", "\n", " ")

// plain words as Markdown that reads as they stand, in one line.
func plain(text string) string { return escape.Replace(text) }

package views

import (
	"strconv"
	"strings"

	"alongside/models/intel"
	"alongside/views/ui"
)

// waitingWords say how many notes wait for Marketing.
func waitingWords(n int) string {
	if n == 0 {
		return "None is waiting now"
	}
	return capital(ui.InWords(n)) + " " + ui.Plural(n, "is", "are") + " waiting now"
}

// heardWords say the chart.
func heardWords(m intel.Month) string {
	words := make([]string, len(m.Heard))
	for i, t := range m.Heard {
		words[i] = t.Short + " " + strconv.Itoa(t.Notes)
	}
	return "Notes this month: " + strings.Join(words, ", ")
}

func writtenWords(w intel.Written) string {
	return ui.Count(w.Notes, "note", "notes") + ", " + ui.Number(w.HeardToo) + " heard too"
}

// shareOf is a part of the longest bar, as SVG writes it.
func shareOf(n, longest int) string {
	return strconv.FormatFloat(100*float64(n)/float64(max(longest, 1)), 'f', 1, 64) + "%"
}

// ownWords say how many of the viewer's notes were answered.
func (s Stream) ownWords() string {
	switch left := s.Own.Waiting; {
	case s.Own.Notes == 0:
		return ""
	case left == 0:
		return "Every one had an answer."
	default:
		return capital(ui.InWords(left)) + " " + ui.Plural(left, "waits", "wait") + " for an answer."
	}
}

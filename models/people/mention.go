package people

import (
	"regexp"
	"slices"
	"strings"
)

var mention = regexp.MustCompile(`(?:^|[^\pL\pN@])@(\pL[\pL'’-]*(?:[ .]\pL[\pL'’-]*)?)`)

// bare is a name without its genitive.
func bare(name string) string { return strings.TrimSuffix(strings.TrimSuffix(name, "'s"), "’s") }

// Mentioned are the active people whom the text names with "@": by their whole name, by the name of their address before
// the "@", or by their first name where no other active person has it.
func (r Roll) Mentioned(text string) []int64 {
	var named []int64
	for _, m := range mention.FindAllStringSubmatch(text, -1) {
		words := bare(strings.ToLower(m[1]))
		first, _, _ := strings.Cut(strings.ReplaceAll(words, ".", " "), " ")
		first = bare(first)
		var whole, byFirst []int64
		for id, p := range r {
			local, _, _ := strings.Cut(strings.ToLower(p.Email), "@")
			switch {
			case !p.Active:
			case words == strings.ToLower(p.Name) || words == local:
				whole = append(whole, id)
			case first == strings.ToLower(p.FirstName()):
				byFirst = append(byFirst, id)
			}
		}
		if len(whole) == 0 && len(byFirst) == 1 {
			whole = byFirst
		}
		named = append(named, whole...)
	}
	slices.Sort(named)
	return slices.Compact(named)
}

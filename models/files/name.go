package files

import (
	"net/url"
	"strings"
	"unicode"
)

// CleanName makes a label of a file name: no folders, no control characters, no marks that turn text round, at most
// 200 characters.
func CleanName(name string) string {
	if unescaped, err := url.PathUnescape(name); err == nil {
		name = unescaped
	}
	name = strings.ToValidUTF8(name, "")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, name))
	if runes := []rune(name); len(runes) > 200 {
		name = string(runes[:200])
	}
	if strings.Trim(name, ".") == "" {
		return "file"
	}
	return name
}

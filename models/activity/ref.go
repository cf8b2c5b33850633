package activity

import (
	"regexp"
	"strconv"
	"strings"
)

// prefixes of the numbers by which people call the subjects of each area.
var prefixes = map[string]string{
	KindRequest:    "R",
	KindNote:       "IN",
	KindRideAlong:  "RA",
	KindCompetitor: "CP",
	KindProposal:   "P",
	KindCriterion:  "C",
}

var refForm = regexp.MustCompile(`^(R|IN|RA|CP|P|C)-([1-9][0-9]{0,14})$`)

// ParseRef reads what people call a subject: "IN-231", in either case. ok is false for anything else.
func ParseRef(text string) (s Subject, ok bool) {
	m := refForm.FindStringSubmatch(strings.ToUpper(strings.TrimSpace(text)))
	if m == nil {
		return s, false
	}
	for kind, prefix := range prefixes {
		if prefix == m[1] {
			s.Kind = kind
		}
	}
	s.ID, _ = strconv.ParseInt(m[2], 10, 64) // fifteen digits always can be
	return s, true
}

// Ref is what people call the subject: "IN-231"; the kind alone where it has no such number.
func (s Subject) Ref() string {
	prefix, ok := prefixes[s.Kind]
	if !ok {
		return s.Kind
	}
	return prefix + "-" + strconv.FormatInt(s.ID, 10)
}

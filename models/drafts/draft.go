// Package drafts keeps forms that are not sent yet, as they were typed. Only their writers know of them. Who may fill in
// a form and which of its fields are kept is decided by the area that it is sent to.
package drafts

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"

	"alongside/models/store"
)

// Kind is what a draft becomes when it is sent.
type Kind string

const (
	Request  Kind = "request"
	Proposal Kind = "proposal"
	Offer    Kind = "offer" // of a ride-along
)

// Max is how many drafts of a kind a person has.
const Max = 50

// limits of what was typed, in bytes of JSON, and what to do about more.
var limits = map[Kind]struct {
	bytes  int
	advice string
}{
	Request:  {100_000, "Shorten it, or put the long part into a file"},
	Proposal: {500_000, "Propose it in two parts"},
	Offer:    {100_000, "Shorten it"},
}

// Draft is a form that is not sent yet.
type Draft struct {
	ID         int64 // 0: not saved yet
	PersonID   int64
	Kind       Kind
	TypeKey    string              // of a request; "" of anything else
	Submission uuid.UUID           // of the form, kept until it is sent
	Typed      map[string][]string `gorm:"serializer:json"` // as typed, by name of the field
	SavedAt    time.Time
	Version    int
}

func (Draft) TableName() string { return "drafts" }

// Title as typed, which may be "".
func (d Draft) Title() string {
	if title := d.Typed["title"]; len(title) > 0 {
		return strings.TrimSpace(title[0])
	}
	return ""
}

// Keeping is the draft with those of its values that fit, as the database can hold them.
func (d Draft) Keeping(fits func(name, value string) bool) Draft {
	kept := map[string][]string{}
	for name, values := range d.Typed {
		for _, value := range values {
			if fits(name, value) {
				kept[name] = append(kept[name], strings.ReplaceAll(strings.ToValidUTF8(value, "�"), "\x00", "�"))
			}
		}
	}
	d.Typed = kept
	return d
}

// encoded is what was typed as JSON, unless it is too much.
func (d Draft) encoded() (string, error) {
	typed, err := json.Marshal(d.Typed)
	if limit := limits[d.Kind]; err == nil && len(typed) > limit.bytes {
		var inv store.Invalid
		inv.Add("", "This is more than a draft can hold. %s", limit.advice)
		err = &inv
	}
	return string(typed), err
}

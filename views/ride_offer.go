package views

import (
	"slices"
	"strconv"
	"time"

	"alongside/models/drafts"
	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/views/ui"
)

// OfferForm is where a seat is offered, or the words of a slot are changed.
type OfferForm struct {
	Slot       *ridealongs.Slot // that is changed; nil: a new one
	Version    int
	Submission string
	Typed      Typed
	Load       ridealongs.Load
	Accounts   []string
	Viewer     people.Person
	Roll       people.Roll
	Draft      Unsent
	Drafts     []drafts.Draft // the viewer's, while the form is none of them
	Conflict   string         // why it was not taken
	Now        time.Time
}

// direction is the one that the viewer's team hosts.
func (f OfferForm) direction() ridealongs.Direction {
	if f.Slot != nil {
		return f.Slot.Direction
	}
	if f.Viewer.Side == people.Marketing {
		return ridealongs.Sit
	}
	return ridealongs.Ride
}

func (f OfferForm) rides() bool { return f.direction() == ridealongs.Ride }

func (f OfferForm) action() string {
	if f.Slot != nil {
		return editRideURL(f.Slot.ID)
	}
	return RidesURL
}

func (f OfferForm) title() string {
	if f.Slot != nil {
		return "Change the words"
	}
	return "Offer a seat"
}

func (f OfferForm) lede() string {
	if f.Slot != nil {
		return "The time stays, and everybody with a place is told. To change the time, move it."
	}
	return "A customer visit for Marketing to ride along, or a session for Sales to sit in."
}

// field of the form with what was typed, and what is wrong with it.
func (f OfferForm) field(of ui.Field) ui.Field {
	of.Value, of.Problem = f.Typed.Get(of.Name), f.Typed.On(of.Name)
	if of.Autocomplete == "" {
		of.Autocomplete = "off"
	}
	return of
}

func (f OfferForm) choice(of ui.Field, options []ui.Option) ui.Field {
	of = f.field(of)
	of.Options = options
	for i := range of.Options {
		of.Options[i].Chosen = of.Options[i].Value == of.Value
	}
	return of
}

func (f OfferForm) kinds() []ui.Option {
	return namedOptions("", f.direction().Kinds(), ridealongs.Kind(""))
}

// consents are all but a no: what was refused is not offered.
func (f OfferForm) consents() []ui.Option {
	return namedOptions("", ridealongs.Consents[:4], ridealongs.Consent(""))
}

func (f OfferForm) repeats() []ui.Option {
	var options []ui.Option
	for _, r := range []ridealongs.Repeat{ridealongs.Once, ridealongs.Weekly, ridealongs.Fortnightly} {
		options = append(options, ui.Option{Value: string(r), Label: repeatNames[r]})
	}
	return options
}

var repeatNames = map[ridealongs.Repeat]string{ridealongs.Once: "Once", ridealongs.Weekly: "Every week", ridealongs.Fortnightly: "Every second week"}

// guests are the people whose names can be put down.
func (f OfferForm) guests() []ui.Option {
	options := []ui.Option{{Label: "Nobody yet, first come first served"}}
	for _, p := range f.Roll.Of(f.direction().Guests()) {
		options = append(options, ui.Option{Value: strconv.FormatInt(p.ID, 10), Label: p.Name})
	}
	return options
}

// commonZones are offered beside those in which people here live.
var commonZones = []string{
	"Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Paris", "Europe/Brussels", "Europe/Amsterdam", "Europe/Berlin", "Europe/Madrid", "Europe/Rome", "Europe/Zurich",
	"Europe/Vienna", "Europe/Prague", "Europe/Warsaw", "Europe/Stockholm", "Europe/Athens", "Europe/Helsinki", "Europe/Istanbul", "Africa/Johannesburg", "Asia/Dubai", "Asia/Kolkata",
	"Asia/Singapore", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
	"America/Toronto", "America/Sao_Paulo", "UTC",
}

func (f OfferForm) zones() []ui.Option {
	zones := slices.Clone(commonZones)
	for _, p := range f.Roll {
		zones = append(zones, p.Zone)
	}
	zones = append(zones, f.Viewer.Zone)
	if typed := f.Typed.Get("time_zone"); typed != "" {
		if _, err := time.LoadLocation(typed); err == nil {
			zones = append(zones, typed)
		}
	}
	slices.SortFunc(zones, func(a, b string) int { return compareNames(zoneName(a), zoneName(b), a, b) })
	var options []ui.Option
	for _, zone := range slices.Compact(zones) {
		options = append(options, ui.Option{Value: zone, Label: zoneName(zone)})
	}
	return options
}

func compareNames(a, b, tieA, tieB string) int {
	switch {
	case a < b || a == b && tieA < tieB:
		return -1
	case a == b && tieA == tieB:
		return 0
	}
	return 1
}

// preview is the slot as others would see it, as far as it is typed.
func (f OfferForm) preview() (r ridealongs.Row, ok bool) {
	zone, err := time.LoadLocation(firstOf(f.Typed.Get("time_zone"), f.Viewer.Zone))
	if err != nil {
		return r, false
	}
	read := func(field string) time.Time {
		wall, _ := ridealongs.ParseLocal(f.Typed.Get(field))
		return time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, zone)
	}
	seats, _ := strconv.Atoi(f.Typed.Get("seats"))
	r.Slot = ridealongs.Slot{
		Direction: f.direction(), Title: firstOf(f.Typed.Get("title"), "What it is"), HostID: f.Viewer.ID, StartsAt: read("starts_at"), EndsAt: read("ends_at"),
		TimeZone: zone.String(), Place: firstOf(f.Typed.Get("place"), "Where"), Seats: max(1, min(seats, ridealongs.MaxSeats)), State: ridealongs.Offered,
	}
	return r, f.Typed.Get("starts_at") != "" && r.StartsAt.Year() > 1
}

// offerLabels of the fields that are kept in a draft.
var offerLabels = map[string]string{
	"direction": "Which way", "title": "What it is", "account": "Account", "kind": "What kind", "starts_at": "From", "ends_at": "Until", "time_zone": "Time zone",
	"place": "Where", "seats": "Seats", "role": "What a guest does", "consent": "Does the customer know?", "prepare": "What to prepare",
	"meet": "Whom the guest meets", "background": "What a guest should know before", "manners": "Do’s and don’ts", "repeat": "Repeats",
	"until": "Last day", "person": "Name put down",
}

// OfferWords are those of a draft to copy from, one field a paragraph, as its form names them.
func OfferWords(d drafts.Draft, roll people.Roll) string {
	return wordsOfDraft(d, ridealongs.UnsentFields, offerLabels, func(name, value string) string {
		switch name {
		case "direction":
			return ridealongs.Direction(value).Name()
		case "kind":
			return ridealongs.Kind(value).Name()
		case "role":
			return ridealongs.Role(value).Name()
		case "consent":
			return ridealongs.Consent(value).Name()
		case "repeat":
			return repeatNames[ridealongs.Repeat(value)]
		case "person":
			return roll.Name(asID(value))
		}
		return value
	})
}

// limitText is what is off limits, and why.
func limitText(clock Clock, l ridealongs.Limit) string {
	what := l.Account
	if l.FirstOn != nil && l.LastOn != nil {
		days := onlyDay(clock, l.FirstOn) + " to " + onlyDay(clock, l.LastOn)
		if l.FirstOn.Equal(*l.LastOn) {
			days = onlyDay(clock, l.FirstOn)
		}
		if what != "" {
			what += ", "
		}
		what += days
	}
	return what
}

// OfferValues are what the form of a slot's words begins with.
func OfferValues(s ridealongs.Slot) map[string][]string {
	return map[string][]string{
		"title": {s.Title}, "account": {s.Account}, "kind": {string(s.Kind)}, "place": {s.Place}, "seats": {strconv.Itoa(s.Seats)}, "role": {string(s.Role)},
		"prepare": {s.Prepare}, "meet": {s.Meet}, "background": {s.Background}, "manners": {s.Manners},
	}
}

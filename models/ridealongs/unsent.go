package ridealongs

import (
	"context"
	"slices"

	"alongside/models/drafts"
	"alongside/models/people"
	"alongside/models/store"
)

// UnsentFields are the fields of an offer that are kept in a draft, in the order of its form.
var UnsentFields = []string{
	"direction", "title", "account", "kind", "starts_at", "ends_at", "time_zone", "place", "seats", "role", "consent", "prepare", "meet",
	"background", "manners", "repeat", "until", "person",
}

// SaveUnsent keeps an offer as it was typed, as drafts.Drawer.Save does.
func (s *Schedule) SaveUnsent(ctx context.Context, actor people.Person, d drafts.Draft) (drafts.Draft, error) {
	if !actor.Works() {
		return d, errNoOffers
	}
	d.Kind, d.TypeKey = drafts.Offer, ""
	return s.drafts.Save(ctx, actor, d.Keeping(func(name, value string) bool { return value != "" && slices.Contains(UnsentFields, name) }))
}

var errNoOffers = store.Refuse(store.ErrForbidden, "You can read about ride-alongs, but not offer one.")

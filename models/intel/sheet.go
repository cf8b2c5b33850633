package intel

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"alongside/models/people"
)

// Sheet is what customers may read: published MAY SAY lines that are neither disputed nor stale.
type Sheet struct {
	Competitor Competitor // for the way back; its name is not for the sheet
	Lines      []Words    // in the order of Sections
	Held       int        // MAY SAY lines that are held back because they are disputed or stale
	RightOn    time.Time  // the company's date, midnight UTC
	CheckBy    *time.Time // the soonest date by which a line is looked at again
}

// Sheet reads the customer sheet of the competitor of that slug, in two queries. Nothing else of the card is in it.
func (d *Desk) Sheet(ctx context.Context, viewer people.Person, slug string) (Sheet, error) {
	var k Card
	var s Sheet
	if err := d.cardHead(ctx, viewer, slug, &k); err != nil {
		return s, err
	}
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return s, err
	}
	s.Competitor, s.RightOn = k.Competitor, dateOf(cal, d.db.Now())
	claims, err := gorm.G[Claim](d.db.Read()).Where("competitor_id = ? AND state = 'published' AND shown_may_say", k.Competitor.ID).Order("id").Find(ctx)
	for _, c := range claims {
		if !c.OnSheet() {
			s.Held++
			continue
		}
		s.Lines = append(s.Lines, c.Shown())
		if s.CheckBy == nil || c.ReviewBy.Before(*s.CheckBy) {
			s.CheckBy = &c.ReviewBy
		}
	}
	slices.SortStableFunc(s.Lines, func(a, b Words) int { return slices.Index(Sections, a.Section) - slices.Index(Sections, b.Section) })
	return s, err
}

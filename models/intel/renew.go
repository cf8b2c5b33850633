package intel

import (
	"context"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// Renew says that the line was looked at and is still right: it is looked at again in 90 days. Whoever said that it is wrong is answered.
// What its notes no longer carry stays stale.
func (d *Desk) Renew(ctx context.Context, actor people.Person, id int64, version int) (Claim, error) {
	return d.onClaim(ctx, actor, id, version, func(tx *store.Tx, cal *workday.Calendar, c *Claim) error {
		c.ReviewBy = dateOf(cal, tx.Now).AddDate(0, 0, reviewDays)
		if err := d.closeCheck(ctx, tx, cal, c); err != nil {
			return err
		}
		if err := writeClaim(ctx, tx, c); err != nil {
			return err
		}
		if err := d.log.Record(ctx, tx, actor, c.onCard(), "line-renewed", activity.Detail{Title: c.Text, For: id, To: &c.ReviewBy}); err != nil {
			return err
		}
		if err := d.restand(ctx, tx, cal, []int64{id}); err != nil {
			return err
		}
		var err error
		*c, err = lockedClaim(ctx, tx, id)
		return err
	})
}

package icp

import (
	"context"

	"gorm.io/gorm"

	"alongside/models/people"
	"alongside/models/store"
)

// CheckOf reads the check that counts of the account with the name, as FindCheck does, with a query more. One that was never
// checked is store.ErrNotFound.
func (d *Document) CheckOf(ctx context.Context, viewer people.Person, account string) (WholeCheck, error) {
	id, err := gorm.G[int64](d.db.Read()).Raw(`SELECT check_id FROM icp_accounts WHERE key = ?`, accountKey(account)).Take(ctx)
	if err != nil {
		return WholeCheck{}, store.Found(err)
	}
	return d.FindCheck(ctx, viewer, id)
}

package icp

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"alongside/models/store"
)

// LatestCheck is the check that counts of the account with the name, in one query; nil when it was never checked.
func (d *Document) LatestCheck(ctx context.Context, account string) (*Check, error) {
	if account == "" {
		return nil, nil
	}
	c, err := gorm.G[Check](d.db.Read()).Raw(`SELECT c.* FROM icp_accounts a JOIN icp_checks c ON c.id = a.check_id WHERE a.key = ?`, accountKey(account)).Take(ctx)
	if errors.Is(store.Found(err), store.ErrNotFound) {
		return nil, nil
	}
	return &c, err
}

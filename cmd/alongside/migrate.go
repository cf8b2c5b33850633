package main

import (
	"context"
	"fmt"

	"alongside/models"
)

type migrateCmd struct{ settings }

func (c *migrateCmd) Run(ctx context.Context, s streams) error {
	return withPortal(ctx, c.settings, s, func(*models.Portal, models.Config) error {
		_, err := fmt.Fprintln(s.out, "The schema is up to date.")
		return err
	})
}

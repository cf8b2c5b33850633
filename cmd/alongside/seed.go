package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"alongside/models"
	"alongside/models/demo"
)

type seedCmd struct {
	settings
	Demo bool `required:"" help:"The story of Meridian Freight, a company that does not exist."`
}

func (c *seedCmd) Run(ctx context.Context, s streams) error {
	return withPortal(ctx, c.settings, s, func(_ *models.Portal, cfg models.Config) error {
		seeded, err := demo.Seed(ctx, cfg, time.Now())
		if err != nil {
			return err
		}
		if !seeded {
			_, err := fmt.Fprintln(s.out, "Nothing done: there are people in this portal already.")
			return err
		}
		return printSignIns(s.out)
	})
}

func printSignIns(out io.Writer) error {
	fmt.Fprintf(out, "Demo sign-ins, password %s for all:\n", demo.Password)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, p := range demo.SignIns {
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", p.Email, p.Name, p.Side, p.Role)
	}
	return table.Flush()
}

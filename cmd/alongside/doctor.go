package main

import (
	"context"
	"fmt"

	"alongside/models"
)

// doctorCmd proves that the books balance: every stored date follows from promises, turns and calendar.
type doctorCmd struct{ settings }

func (c *doctorCmd) Run(ctx context.Context, s streams) error {
	return withPortal(ctx, c.settings, s, func(p *models.Portal, _ models.Config) error {
		wrong, err := p.Requests.Audit(ctx)
		if err != nil {
			return err
		}
		unsealed, err := p.ICP.Audit(ctx)
		if err != nil {
			return err
		}
		seats, err := p.Rides.Audit(ctx)
		if err != nil {
			return err
		}
		wrong = append(append(wrong, unsealed...), seats...)
		for _, w := range wrong {
			if _, err := fmt.Fprintln(s.out, w); err != nil {
				return err
			}
		}
		if len(wrong) > 0 {
			return fmt.Errorf("%d things do not add up", len(wrong))
		}
		_, err = fmt.Fprintln(s.out, "Every promise, turn and date adds up.")
		return err
	})
}

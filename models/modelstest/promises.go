package modelstest

import (
	"context"

	"alongside/models"
	"alongside/models/people"
	"alongside/models/promises"
)

// Owes lists the running promises that the person owes, soonest due first.
func Owes(ctx context.Context, p *models.Portal, who people.Person) ([]promises.Promise, error) {
	around, err := p.Promises.Around(ctx, who, promises.Few)
	return around.Owes, err
}

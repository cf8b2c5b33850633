package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"alongside/models"
	"alongside/models/people"
	"alongside/models/store"
)

type userAddCmd struct {
	settings
	Email    string `required:"" env:"USER_EMAIL" help:"Address to sign in with."`
	Name     string `required:"" env:"USER_NAME" help:"Name that the others see."`
	Side     string `required:"" enum:"sales,marketing,none" env:"USER_SIDE" help:"sales, marketing or none."`
	Role     string `required:"" enum:"member,lead,reader,admin" env:"USER_ROLE" help:"member, lead, reader or admin."`
	Password string `env:"USER_PASSWORD" help:"Empty: one line of standard input, which other users of the machine cannot see."`
}

func (c *userAddCmd) Run(ctx context.Context, s streams) error {
	password := c.Password
	if password == "" {
		fmt.Fprint(s.err, "Password: ")
		line, err := bufio.NewReader(s.in).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		password = strings.TrimRight(line, "\r\n")
	}
	return withPortal(ctx, c.settings, s, func(p *models.Portal, _ models.Config) error {
		person, err := p.People.Add(ctx, people.NewPerson{
			Email: c.Email, Name: c.Name, Side: people.Side(c.Side), Role: people.Role(c.Role),
			Password: password, ZoneName: c.TimeZone,
		})
		var invalid *store.Invalid
		if errors.As(err, &invalid) {
			bad := &badConfig{}
			for _, problem := range invalid.Problems {
				bad.add(problem.Field, "%s", problem.Message)
			}
			return bad
		}
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.out, "Added %s <%s>.\n", person.Name, person.Email)
		return err
	})
}

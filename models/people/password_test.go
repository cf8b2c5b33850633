package people_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/store"
)

func newcomer(email, password string) people.NewPerson {
	return people.NewPerson{Email: email, Name: "New Comer", Side: people.Sales, Role: people.Member, Password: password}
}

func TestPasswordRules(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	for name, c := range map[string]struct {
		password string
		ok       bool
	}{
		"14 characters":        {strings.Repeat("a", 14), false},
		"15 characters":        {strings.Repeat("a", 15), true},
		"64 characters":        {strings.Repeat("a", 64), true},
		"256 characters":       {strings.Repeat("a", 256), true},
		"257 characters":       {strings.Repeat("a", 257), false},
		"14 emoji of 4 bytes":  {strings.Repeat("🚚", 14), false},
		"15 emoji of 4 bytes":  {strings.Repeat("🚚", 15), true},
		"256 emoji of 4 bytes": {strings.Repeat("🚚", 256), true},
		"spaces count":         {"a b c d e f g h", true},
		"broken UTF-8":         {strings.Repeat("a", 20) + "\xff", false},
		"the address":          {"NEW.comer@meridian.example", false},
	} {
		email := "new.comer@meridian.example"
		if c.ok {
			email = strings.ReplaceAll(name, " ", ".") + "@meridian.example"
		}
		_, err := p.People.Add(ctx, newcomer(email, c.password))
		var inv *store.Invalid
		switch {
		case c.ok && err != nil:
			t.Errorf("%s: got %v, want it accepted", name, err)
		case !c.ok && (!errors.As(err, &inv) || inv.On("password") == ""):
			t.Errorf("%s: got %v, want a problem on password", name, err)
		}
	}
}

// TestWholePasswordCounts: nothing is cut off, as bcrypt would after 72 bytes.
func TestWholePasswordCounts(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	most := strings.Repeat("a", 72)
	if _, err := p.People.Add(ctx, newcomer("long@meridian.example", most+"1")); err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]error{most + "1": nil, most + "2": store.ErrUnauthenticated, most: store.ErrUnauthenticated} {
		_, err := p.People.Check(ctx, people.Credentials{Email: "long@meridian.example", Password: password, IP: "192.0.2.1"})
		if !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", password[60:], err, want)
		}
	}
}

func TestAddRefusesWhatIsWrong(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	good := newcomer("new.comer@meridian.example", "a long pass phrase")
	for field, spoil := range map[string]func(n *people.NewPerson){
		"email": func(n *people.NewPerson) { n.Email = "not an address" },
		"name":  func(n *people.NewPerson) { n.Name = " " },
		"side":  func(n *people.NewPerson) { n.Side = "support" },
		"role":  func(n *people.NewPerson) { n.Side, n.Role = people.None, people.Lead },
		"zone":  func(n *people.NewPerson) { n.ZoneName = "Europe/Atlantis" },
	} {
		n := good
		spoil(&n)
		_, err := p.People.Add(ctx, n)
		var inv *store.Invalid
		if !errors.As(err, &inv) || inv.On(field) == "" || len(inv.Problems) != 1 {
			t.Errorf("%s: got %v, want a problem there only", field, err)
		}
	}
	for _, email := range []string{"Ruth.Hallam@Meridian.example", " ruth.hallam@meridian.example", "ｒuth.hallam@meridian.example"} {
		n := good
		n.Email = email
		_, err := p.People.Add(ctx, n)
		var inv *store.Invalid
		if !errors.As(err, &inv) || inv.On("email") == "" {
			t.Errorf("%q: got %v, want Ruth's address taken", email, err)
		}
	}
	roll, err := p.People.Roll(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(roll), len(modelstest.Staff); got != want {
		t.Errorf("got %d people, want nobody added to %d", got, want)
	}
}

// TestRollHoldsNoHashes: the roll reaches every page.
func TestRollHoldsNoHashes(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	roll, err := p.People.Roll(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, someone := range roll {
		if someone.PasswordHash != "" {
			t.Errorf("%s: got a password hash, want none", someone.Name)
		}
	}
}

func TestSidesAndRoles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		side         people.Side
		role         people.Role
		works, leads bool
	}{
		{people.Sales, people.Member, true, false},
		{people.Sales, people.Lead, true, true},
		{people.Sales, people.Admin, true, false},
		{people.Sales, people.Reader, false, false},
		{people.None, people.Admin, false, false},
		{people.None, people.Reader, false, false},
	} {
		p := people.Person{ID: 1, Side: c.side, Role: c.role, Active: true}
		if p.Works() != c.works || p.On(people.Sales) != c.works || p.Leads(people.Sales) != c.leads {
			t.Errorf("%s %s: got works %t, leads %t, want %t, %t", c.side, c.role, p.Works(), p.Leads(people.Sales), c.works, c.leads)
		}
		if p.On(people.Marketing) || p.Leads(people.Marketing) || p.On(people.None) {
			t.Errorf("%s %s: got work on another side, want none", c.side, c.role)
		}
		p.Active = false
		if p.Works() || p.Leads(people.Sales) {
			t.Errorf("%s %s: got work for somebody who left, want none", c.side, c.role)
		}
	}
}

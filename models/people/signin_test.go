package people_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"alongside/models"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/store"
)

const wrong = "not the password at all"

func check(p *models.Portal, email, password, ip, device string) (people.Person, error) {
	return p.People.Check(context.Background(), people.Credentials{Email: email, Password: password, IP: ip, Device: device})
}

func TestCheckTellsWhoSignsIn(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	for _, email := range []string{"ruth.hallam@meridian.example", " Ruth.Hallam@MERIDIAN.example\n"} {
		if got, err := check(p, email, modelstest.Password, "192.0.2.1", ""); err != nil || got.ID != ruth.ID {
			t.Errorf("%q: got %s, %v, want Ruth", email, got.Name, err)
		}
	}
	if err := p.Store.Read().Exec(`UPDATE people SET active = false WHERE email = 'callum.reid@meridian.example'`).Error; err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]people.Credentials{
		"wrong password":       {Email: "ruth.hallam@meridian.example", Password: wrong},
		"no password":          {Email: "ruth.hallam@meridian.example"},
		"password with a tail": {Email: "ruth.hallam@meridian.example", Password: modelstest.Password + "\x00"},
		"unknown":              {Email: "nobody@meridian.example", Password: modelstest.Password},
		"deactivated":          {Email: "callum.reid@meridian.example", Password: modelstest.Password},
		"NUL":                  {Email: "nobody\x00@meridian.example", Password: modelstest.Password},
		"broken UTF-8":         {Email: "nobody\xff@meridian.example", Password: modelstest.Password},
		"nothing":              {},
	} {
		if got, err := p.People.Check(context.Background(), c); !errors.Is(err, store.ErrUnauthenticated) || got.ID != 0 {
			t.Errorf("%s: got %s, %v, want nobody, %v", name, got.Name, err, store.ErrUnauthenticated)
		}
	}
}

// TestUnknownAddressCostsTheSame: the time of an answer does not tell who works here.
func TestUnknownAddressCostsTheSame(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	times := map[string][]time.Duration{}
	for range 5 {
		for _, email := range []string{"ruth.hallam@meridian.example", "nobody@meridian.example"} {
			began := time.Now()
			if _, err := check(p, email, wrong, "192.0.2.1", ""); !errors.Is(err, store.ErrUnauthenticated) {
				t.Fatal(err)
			}
			times[email] = append(times[email], time.Since(began))
		}
	}
	median := func(email string) time.Duration {
		slices.Sort(times[email])
		return times[email][len(times[email])/2]
	}
	known, unknown := median("ruth.hallam@meridian.example"), median("nobody@meridian.example")
	if unknown < known/4 || known < unknown/4 {
		t.Errorf("got %v for an unknown address, want about %v", unknown, known)
	}
}

// spend sends wrong passwords until the throttle answers and returns how many were compared.
func spend(t *testing.T, tries int, try func(i int) error) int {
	t.Helper()
	for i := range tries {
		err := try(i)
		if errors.Is(err, store.ErrThrottled) {
			var refusal *store.Refusal
			if !errors.As(err, &refusal) || refusal.Sentence == "" {
				t.Errorf("got %v, want a sentence that says how long to wait", err)
			}
			return i
		}
		if !errors.Is(err, store.ErrUnauthenticated) {
			t.Fatal(err)
		}
	}
	return tries
}

// TestThrottleCountsTheAccount from whatever network, however the address is written; its owner still gets in from a
// device that signed in before, which counts apart.
func TestThrottleCountsTheAccount(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	ruth, err := check(p, "ruth.hallam@meridian.example", modelstest.Password, "192.0.2.1", "")
	if err != nil {
		t.Fatal(err)
	}
	known := p.People.DeviceToken(ruth)
	spellings := []string{"ruth.hallam@meridian.example", "RUTH.hallam@meridian.example ", "\truth.hallam@Meridian.Example", "ｒｕｔｈ.hallam@meridian.example"}
	compared := spend(t, 30, func(i int) error {
		_, err := check(p, spellings[i%len(spellings)], wrong, fmt.Sprintf("198.51.%d.1", i), "made-up device")
		return err
	})
	if compared != 20 {
		t.Errorf("got %d compared, want 20: the one that was right is no try", compared)
	}
	if _, err := check(p, ruth.Email, modelstest.Password, "203.0.113.9", ""); !errors.Is(err, store.ErrThrottled) {
		t.Errorf("right password from a strange device: got %v, want %v", err, store.ErrThrottled)
	}
	if _, err := check(p, "dan.okafor@meridian.example", modelstest.Password, "198.51.0.1", ""); err != nil {
		t.Errorf("another account: got %v, want in", err)
	}
	if _, err := check(p, ruth.Email, modelstest.Password, "203.0.113.9", known); err != nil {
		t.Errorf("the owner's device: got %v, want in", err)
	}
	if _, err := check(p, "tomasz.wrona@meridian.example", wrong, "203.0.113.9", known); !errors.Is(err, store.ErrUnauthenticated) {
		t.Errorf("got %v, want an ordinary try", err)
	}
	compared = spend(t, 30, func(i int) error {
		_, err := check(p, ruth.Email, wrong, fmt.Sprintf("198.51.%d.1", i), known)
		return err
	})
	if compared != 10 {
		t.Errorf("known device: got %d compared, want 10", compared)
	}
	clock.SetTime(clock.Now().Add(16 * time.Minute))
	if _, err := check(p, ruth.Email, modelstest.Password, "203.0.113.9", ""); err != nil {
		t.Errorf("a quarter of an hour later: got %v, want in", err)
	}
}

// TestThrottleCountsTheNetwork: many accounts tried from one place.
func TestThrottleCountsTheNetwork(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	compared := spend(t, 60, func(i int) error {
		_, err := check(p, fmt.Sprintf("nobody%d@meridian.example", i), wrong, fmt.Sprintf("2001:db8::%x:1", i), "")
		return err
	})
	if compared != 50 {
		t.Errorf("got %d compared, want 50", compared)
	}
	if _, err := check(p, "ruth.hallam@meridian.example", modelstest.Password, "2001:db8:0:1::1", ""); err != nil {
		t.Errorf("the next network: got %v, want in", err)
	}
}

// TestDeviceTokenEndsWithThePassword: who changes a password because it leaked does not keep the thief's device known.
func TestDeviceTokenEndsWithThePassword(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	one := people.Person{ID: 1, PasswordHash: "a"}
	seen := map[string]bool{}
	for _, someone := range []people.Person{one, {ID: 1, PasswordHash: "b"}, {ID: 2, PasswordHash: "a"}, {ID: 11, PasswordHash: "a"}} {
		seen[p.People.DeviceToken(someone)] = true
	}
	if len(seen) != 4 || !seen[p.People.DeviceToken(one)] {
		t.Errorf("got %d different tokens, want one for each person and password", len(seen))
	}
}

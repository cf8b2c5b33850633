package people

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"alongside/models/store"
)

// argon2id parameters: 19 MiB, two passes, one lane, the first choice of the OWASP password storage sheet;
// about 40 ms on a small server.
const (
	argonMemory = 19 * 1024 // KiB
	argonTime   = 2
	argonLanes  = 1
	argonSalt   = 16
	argonKey    = 32
)

// A password used alone has at least 15 characters (NIST SP 800-63B-4); longer than 256 is refused, never cut.
const (
	minPassword = 15
	maxPassword = 256
)

func checkPassword(inv *store.Invalid, n NewPerson) {
	switch length := utf8.RuneCountInString(n.Password); {
	case !utf8.ValidString(n.Password):
		inv.Add("password", "Some characters here are broken. Please type it again")
	case length < minPassword:
		inv.Add("password", "Use at least %d characters", minPassword)
	case length > maxPassword:
		inv.Add("password", "Use at most %d characters", maxPassword)
	case strings.EqualFold(n.Password, n.Email) || strings.EqualFold(n.Password, n.Name):
		inv.Add("password", "Use something other than the name or the address")
	}
}

// hash returns the password in PHC string form.
func (d *Directory) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, argonSalt)
	rand.Read(salt)
	key, err := d.derive(ctx, password, salt)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes,
		b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

// matches compares in constant time. Only hashes with today's parameters exist, so anything else is an error.
func (d *Directory) matches(ctx context.Context, password, phc string) (bool, error) {
	parts := strings.Split(phc, "$")
	want := fmt.Sprintf("m=%d,t=%d,p=%d", argonMemory, argonTime, argonLanes)
	if len(parts) != 6 || parts[1] != "argon2id" || parts[3] != want {
		return false, errors.New("password hash of an unknown form")
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err := errors.Join(err1, err2); err != nil {
		return false, err
	}
	got, err := d.derive(ctx, password, salt)
	return err == nil && subtle.ConstantTimeCompare(got, key) == 1, err
}

func (d *Directory) derive(ctx context.Context, password string, salt []byte) ([]byte, error) {
	select {
	case d.hashing <- struct{}{}:
		defer func() { <-d.hashing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonLanes, argonKey), nil
}

func sortByName(list []Person) {
	slices.SortFunc(list, func(a, b Person) int { return strings.Compare(a.Name, b.Name) })
}

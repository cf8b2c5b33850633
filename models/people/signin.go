package people

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"alongside/models/store"
)

// Credentials are what came with a sign-in.
type Credentials struct {
	Email, Password string
	IP              string // of the connection, or as told by a trusted proxy
	Device          string // the known-device cookie, may be ""
}

// Wrong tries allowed in a window of a quarter of an hour: a try that succeeds is given back, so that a whole company can
// sign in from one network at nine. A stranger guessing at one account from many networks is stopped
// by the account's count, while the owner still gets in from a device known to have signed in before, which counts
// apart.
const (
	throttleWindow  = 15 * time.Minute
	triesPerAccount = 20
	triesPerDevice  = 10
	triesPerNetwork = 50
)

// nobodysHash is compared with when the address is unknown, so that known and unknown take the same time.
const nobodysHash = "$argon2id$v=19$m=19456,t=2,p=1$c29tZSBmaXhlZCBzYWx0IQ$5yeYh0Q6b4cGQxS7jG5oG5rTVGx0bNnMqkEw1pXKZ0A"

// Check tells who signs in. A wrong password, an unknown address and a deactivated person are all
// store.ErrUnauthenticated; too many tries are store.ErrThrottled.
func (d *Directory) Check(ctx context.Context, c Credentials) (Person, error) {
	email := normalEmail(strings.ToValidUTF8(strings.ReplaceAll(c.Email, "\x00", ""), ""))
	p, err := gorm.G[Person](d.db.Read()).Where("lower(email) = ? AND active", email).Take(ctx)
	if err = store.Found(err); err != nil && !errors.Is(err, store.ErrNotFound) {
		return Person{}, err
	}
	counted, err := d.throttle(ctx, email, p, c)
	if err != nil {
		return Person{}, err
	}
	hash := p.PasswordHash
	if hash == "" {
		hash = nobodysHash
	}
	ok, err := d.matches(ctx, c.Password, hash)
	switch {
	case err != nil:
		return Person{}, err
	case !ok || p.ID == 0:
		return Person{}, store.ErrUnauthenticated
	}
	return p, d.giveBack(ctx, counted)
}

// counters are the rows in which a try was counted.
type counters struct {
	since time.Time
	keys  [][]byte
}

// giveBack takes a try that succeeded out of its counters.
func (d *Directory) giveBack(ctx context.Context, c counters) error {
	return d.db.Read().WithContext(ctx).Exec(`UPDATE throttles SET tries = tries - 1 WHERE since = ? AND key IN ? AND tries > 0`, c.since, c.keys).Error
}

// throttle counts a try, for the account or the device and for the network.
func (d *Directory) throttle(ctx context.Context, email string, p Person, c Credentials) (tried counters, err error) {
	since := d.db.Now().Truncate(throttleWindow)
	tried.since = since
	account, limit := "account "+email, triesPerAccount
	if p.ID != 0 && c.Device != "" && hmac.Equal([]byte(c.Device), []byte(d.DeviceToken(p))) {
		account, limit = "device "+c.Device, triesPerDevice
	}
	for _, counted := range []struct {
		key   string
		limit int
	}{{account, limit}, {"network " + network(c.IP), triesPerNetwork}} {
		key := d.mac(counted.key)
		// The key does not stand first: gorm takes bytes apart where their ? follows a parenthesis.
		tries, err := gorm.G[int](d.db.Read()).Raw(`INSERT INTO throttles (since, key, tries) VALUES (?, ?, 1)
			ON CONFLICT (key, since) DO UPDATE SET tries = throttles.tries + 1 RETURNING tries`,
			since, key).Take(ctx)
		if err != nil {
			return tried, err
		}
		tried.keys = append(tried.keys, key)
		if tries > counted.limit {
			return tried, store.Refuse(store.ErrThrottled, "Too many tries. Wait %d minutes, then try again.",
				int(since.Add(throttleWindow).Sub(d.db.Now()).Minutes())+1)
		}
	}
	return tried, nil
}

// DeviceToken is what the known-device cookie holds after the person signed in: it ends with their password.
func (d *Directory) DeviceToken(p Person) string {
	return hex.EncodeToString(d.mac("known device " + strconv.FormatInt(p.ID, 10) + " " + p.PasswordHash))
}

func (d *Directory) mac(text string) []byte {
	h := hmac.New(sha256.New, d.secret)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// network is the /24 of an IPv4 address and the /64 of an IPv6 address.
func network(ip string) string {
	addr, err := netip.ParseAddr(strings.TrimSpace(ip))
	if err != nil {
		return "unknown"
	}
	addr = addr.Unmap()
	bits := 64
	if addr.Is4() {
		bits = 24
	}
	prefix, _ := addr.Prefix(bits)
	return prefix.String()
}

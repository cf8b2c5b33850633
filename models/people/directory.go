package people

import (
	"context"
	"net/mail"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/unicode/norm"
	"gorm.io/gorm"

	"alongside/models/store"
)

// Directory is the area of people.
type Directory struct {
	db      *store.DB
	secret  []byte
	hashing chan struct{} // at most four hashes at once: 19 MiB each

	mu     sync.Mutex
	roll   Roll
	staff  []Person // of the roll
	readAt time.Time
}

// New makes the directory. The secret keys the throttle's counters and the known-device cookie.
func New(db *store.DB, secret []byte) *Directory {
	return &Directory{db: db, secret: secret, hashing: make(chan struct{}, 4)}
}

// NewPerson is what an administrator types.
type NewPerson struct {
	Email, Name string
	Side        Side
	Role        Role
	Password    string // at least 15 characters, at most 256
	ZoneName    string // IANA; "" is Europe/London
}

// Add adds a person. Problems come as *store.Invalid on email, name, side, role, password, zone.
func (d *Directory) Add(ctx context.Context, n NewPerson) (Person, error) {
	var inv store.Invalid
	p := Person{
		Email:  normalEmail(inv.Line("email", n.Email, 254, "Give the work email address")),
		Name:   inv.Line("name", n.Name, 80, "Give the name"),
		Side:   n.Side,
		Role:   n.Role,
		Zone:   n.ZoneName,
		Active: true,
	}
	if address, err := mail.ParseAddress(p.Email); inv.On("email") == "" && (err != nil || address.Address != p.Email) {
		inv.Add("email", "This is not an email address")
	}
	if p.Side != Sales && p.Side != Marketing && p.Side != None {
		inv.Add("side", "Choose sales, marketing or none")
	}
	switch p.Role {
	case Reader, Admin:
	case Member, Lead:
		if p.Side == None {
			inv.Add("role", "A %s belongs to Sales or Marketing", p.Role)
		}
	default:
		inv.Add("role", "Choose member, lead, reader or admin")
	}
	if p.Zone == "" {
		p.Zone = "Europe/London"
	}
	if _, err := time.LoadLocation(p.Zone); err != nil {
		inv.Add("zone", "This time zone is not known")
	}
	checkPassword(&inv, n)
	if err := inv.OrNil(); err != nil {
		return p, err
	}
	hash, err := d.hash(ctx, n.Password)
	if err != nil {
		return p, err
	}
	p.PasswordHash = hash
	err = d.db.Tx(ctx, func(tx *store.Tx) error {
		p.CreatedAt = tx.Now
		return gorm.G[Person](tx.DB).Create(ctx, &p)
	})
	if store.Violates(err, "people_email_unique") {
		inv.Add("email", "Somebody with this address is already here")
		return p, &inv
	}
	d.forget()
	return p, err
}

func normalEmail(s string) string { return strings.ToLower(strings.TrimSpace(norm.NFKC.String(s))) }

// Empty reports whether nobody is here yet.
func (d *Directory) Empty(ctx context.Context) (bool, error) {
	n, err := gorm.G[Person](d.db.Read()).Count(ctx, "*")
	return n == 0, err
}

// Roll is everybody by id, as of a few seconds ago at most.
type Roll map[int64]Person

// Name of the person, "Alongside" for 0 and for nobody known.
func (r Roll) Name(id int64) string {
	if p, ok := r[id]; ok {
		return p.Name
	}
	return "Alongside"
}

// Of lists the active people who work for the side, by name.
func (r Roll) Of(side Side) []Person {
	var list []Person
	for _, p := range r {
		if p.On(side) {
			list = append(list, p)
		}
	}
	sortByName(list)
	return list
}

// rollAge is how old names on a screen may be; who may act is always read fresh with the session.
const rollAge = 5 * time.Second

// Roll reads everybody, or returns what was read within the last seconds: names are on every page and change
// hardly ever.
func (d *Directory) Roll(ctx context.Context) (Roll, error) {
	roll, _, err := d.read(ctx)
	return roll, err
}

// Staff lists everybody who works for a side, Sales first, by name, as of a few seconds ago at most.
func (d *Directory) Staff(ctx context.Context) ([]Person, error) {
	_, staff, err := d.read(ctx)
	return staff, err
}

func (d *Directory) read(ctx context.Context) (Roll, []Person, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.roll != nil && time.Since(d.readAt) < rollAge {
		return d.roll, d.staff, nil
	}
	all, err := gorm.G[Person](d.db.Read()).
		Select("id", "email", "name", "side", "role", "zone", "active", "created_at").Find(ctx)
	if err != nil {
		return nil, nil, err
	}
	roll := make(Roll, len(all))
	for _, p := range all {
		roll[p.ID] = p
	}
	d.roll, d.staff, d.readAt = roll, append(roll.Of(Sales), roll.Of(Marketing)...), time.Now()
	return d.roll, d.staff, nil
}

func (d *Directory) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.roll = nil
}

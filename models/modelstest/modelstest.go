// Package modelstest gives every test a database of its own, cloned from a migrated template in which the people of
// Meridian Freight work, and a clock that the test moves.
package modelstest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"go.uber.org/goleak"

	"alongside/models"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/store/privatepg"
)

// Password of everybody.
const Password = "meridian-freight-demo"

var (
	server    *privatepg.Server
	admin     *pgxpool.Pool
	databases atomic.Int64
)

const template = "alongside_template"

// Main runs the tests of a package on a private PostgreSQL that lives as long as they do, and fails when a goroutine is
// left over at the end:
//
//	func TestMain(m *testing.M) { os.Exit(modelstest.Main(m)) }
func Main(m *testing.M) int {
	code, err := run(m)
	if err == nil && code == 0 {
		err = goleak.Find()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "modelstest:", err)
		return 1
	}
	return code
}

func run(m *testing.M) (code int, err error) {
	ctx := context.Background()
	if server, err = privatepg.Start(ctx, privatepg.Options{Fast: true}); err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, server.Stop(ctx)) }()
	if admin, err = pgxpool.New(ctx, server.URL()); err != nil {
		return 0, err
	}
	defer admin.Close()
	if err := makeTemplate(ctx); err != nil {
		return 0, err
	}
	return m.Run(), nil
}

func makeTemplate(ctx context.Context) error {
	if _, err := admin.Exec(ctx, "CREATE DATABASE "+template); err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "alongside-files-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	p, err := models.Open(config(template, folder, time.Now))
	if err != nil {
		return err
	}
	defer p.Close()
	if err := p.Migrate(ctx); err != nil {
		return err
	}
	return hire(ctx, p)
}

func config(database, folder string, clock func() time.Time) models.Config {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	return models.Config{
		DatabaseURL: URL(database), FilesDir: folder, Zone: zone, Holidays: "gb",
		SecretKey: []byte("a key of thirty-two bytes, in all"), Clock: clock,
	}
}

// hire makes the people of Meridian Freight. They share one password hash: making one costs more than a test.
func hire(ctx context.Context, p *models.Portal) error {
	for i, n := range Staff {
		if i == 0 {
			n.Password = Password
			if _, err := p.People.Add(ctx, n); err != nil {
				return err
			}
			continue
		}
		err := p.Store.Read().WithContext(ctx).Exec(`INSERT INTO people (email, name, side, role, password_hash, zone, created_at)
			SELECT ?, ?, ?, ?, password_hash, zone, created_at FROM people ORDER BY id LIMIT 1`, n.Email, n.Name, n.Side, n.Role).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// Staff of Meridian Freight, and Ines Duarte, who only reads.
var Staff = []people.NewPerson{
	{Email: "dan.okafor@meridian.example", Name: "Dan Okafor", Side: people.Sales, Role: people.Lead},
	{Email: "ruth.hallam@meridian.example", Name: "Ruth Hallam", Side: people.Sales, Role: people.Member},
	{Email: "greta.lindqvist@meridian.example", Name: "Greta Lindqvist", Side: people.Sales, Role: people.Member},
	{Email: "tomasz.wrona@meridian.example", Name: "Tomasz Wrona", Side: people.Sales, Role: people.Member},
	{Email: "callum.reid@meridian.example", Name: "Callum Reid", Side: people.Sales, Role: people.Member},
	{Email: "aisha.rahman@meridian.example", Name: "Aisha Rahman", Side: people.Sales, Role: people.Member},
	{Email: "priya.nair@meridian.example", Name: "Priya Nair", Side: people.Marketing, Role: people.Lead},
	{Email: "ben.astley@meridian.example", Name: "Ben Astley", Side: people.Marketing, Role: people.Member},
	{Email: "lucia.ferrer@meridian.example", Name: "Lucía Ferrer", Side: people.Marketing, Role: people.Member},
	{Email: "hannah.moyo@meridian.example", Name: "Hannah Moyo", Side: people.Marketing, Role: people.Member},
	{Email: "joel.tan@meridian.example", Name: "Joel Tan", Side: people.Marketing, Role: people.Admin},
	{Email: "ines.duarte@meridian.example", Name: "Ines Duarte", Side: people.None, Role: people.Reader},
}

// Clock is the time of one portal, moved by its test.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock to the given local time in London, "2006-01-02 15:04".
func (c *Clock) Set(t testing.TB, local string) {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", local, zone)
	if err != nil {
		t.Fatal(err)
	}
	c.SetTime(at)
}

// SetTime moves the clock.
func (c *Clock) SetTime(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at
}

// Portal is an Alongside of the test's own. Its clock says Wednesday 25 November 2026, 09:14 in London.
func Portal(t testing.TB) (*models.Portal, *Clock) {
	t.Helper()
	clock := &Clock{}
	clock.Set(t, "2026-11-25 09:14")
	return open(t, Database(t), t.TempDir(), clock), clock
}

// Nodes are two processes of one Alongside of the test's own.
func Nodes(t testing.TB) (one, other *models.Portal, clock *Clock) {
	t.Helper()
	clock = &Clock{}
	clock.Set(t, "2026-11-25 09:14")
	database, folder := Database(t), t.TempDir()
	return open(t, database, folder, clock), open(t, database, folder, clock), clock
}

func open(t testing.TB, database, folder string, clock *Clock) *models.Portal {
	t.Helper()
	p, err := models.Open(config(database, folder, clock.Now))
	if err != nil {
		t.Fatalf("open portal: %v", err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// Database makes a database like the template for this test and returns its name; it is dropped afterwards.
func Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("alongside_test_%d", databases.Add(1))
	if _, err := admin.Exec(context.Background(), "CREATE DATABASE "+name+" TEMPLATE "+template+" STRATEGY file_copy"); err != nil {
		t.Fatalf("clone the template: %v", err)
	}
	t.Cleanup(func() { admin.Exec(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)") })
	return name
}

// URL of a database made by Database.
func URL(name string) string {
	address, err := url.Parse(server.URL())
	if err != nil {
		panic(err)
	}
	address.Path = "/" + name
	return address.String()
}

// Bin is the path of a PostgreSQL program of the test server.
func Bin(name string) string { return server.Bin(name) }

// Person of Meridian Freight by first name, in lower case: "ruth".
func Person(t testing.TB, p *models.Portal, first string) people.Person {
	t.Helper()
	roll, err := p.People.Roll(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, someone := range roll {
		if len(someone.Email) > len(first) && someone.Email[:len(first)+1] == first+"." {
			return someone
		}
	}
	t.Fatalf("nobody called %q works here", first)
	return people.Person{}
}

// Exec runs a statement that may take as long as it takes: one that fills or analyses large tables.
func Exec(t testing.TB, p *models.Portal, statement string, args ...any) {
	t.Helper()
	err := p.Store.Tx(context.Background(), func(tx *store.Tx) error {
		return errors.Join(tx.Exec(`SET LOCAL statement_timeout = 0`).Error, tx.Exec(statement, args...).Error)
	})
	if err != nil {
		t.Fatal(err)
	}
}

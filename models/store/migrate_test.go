package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"alongside/models"
	"alongside/models/people"
	"alongside/models/store"
)

func TestReadyOnlyWhenMigrated(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := openURL(t, empty(t))
	if err := db.Ready(ctx); err == nil {
		t.Error("empty database: got ready, want an error")
	}
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if err := db.Ready(ctx); err != nil {
		t.Errorf("migrated database: got %v, want ready", err)
	}
	if err := db.Read().Exec(`DELETE FROM goose_db_version WHERE version_id = 1`).Error; err != nil {
		t.Fatal(err)
	}
	if err := db.Ready(ctx); err == nil {
		t.Error("a migration pending: got ready, want an error")
	}
}

func TestThreeNodesMigrateAnEmptyDatabaseAtOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	url := empty(t)
	nodes := []*store.DB{openURL(t, url), openURL(t, url), openURL(t, url)}
	errs := make([]error, len(nodes))
	var wg sync.WaitGroup
	for i, node := range nodes {
		wg.Go(func() { errs[i] = node.Migrate(ctx) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	applied := store.SQL(`SELECT count(*) FROM goose_db_version WHERE is_applied AND version_id > 0`)
	if got, want := number(t, nodes[0], applied), len(files); got != want {
		t.Errorf("got %d migrations applied, want each of %d once", got, want)
	}
	if err := nodes[2].Ready(ctx); err != nil {
		t.Errorf("got %v, want ready", err)
	}
}

func TestNewAlongsideHasNobodyAndAllTypes(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, err := models.Open(models.Config{DatabaseURL: empty(t), FilesDir: t.TempDir(), Zone: time.UTC, SecretKey: []byte("key")})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for range 2 { // the second changes nothing
		if err := p.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if nobody, err := p.People.Empty(ctx); err != nil || !nobody {
		t.Errorf("got empty %t, %v, want nobody", nobody, err)
	}
	if _, err := p.People.Check(ctx, people.Credentials{Email: "admin@example.com", Password: "admin"}); !errors.Is(err, store.ErrUnauthenticated) {
		t.Errorf("got %v, want %v", err, store.ErrUnauthenticated)
	}
	catalogue, err := p.Requests.Catalogue(ctx)
	if err != nil {
		t.Fatal(err)
	}
	days := map[string]float64{
		"brochure": 15, "deck": 8, "sheet": 5, "study": 20, "bid": 4, "email": 10, "event": 30,
		"intro": 5, "feedback": 3, "quote": 6,
	}
	if got, want := len(catalogue.Types), len(days); got != want {
		t.Errorf("got %d types, want %d", got, want)
	}
	for key, want := range days {
		process := catalogue.InForce[key]
		if got := process.Days(); got != want || process.Version != 1 {
			t.Errorf("%s: got %v days in version %d, want %v in version 1", key, got, process.Version, want)
		}
	}
}

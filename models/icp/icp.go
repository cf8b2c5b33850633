package icp

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sync"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/drafts"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
)

// Document is the area. Every verb that changes something of it locks the row of the version in force first, so that
// what is agreed at the same time is agreed one after the other.
type Document struct {
	db     *store.DB
	people *people.Directory
	ledger *promises.Ledger
	log    *activity.Log
	drafts *drafts.Drawer

	mu       sync.Mutex
	shelf    map[int]Version // of versions, which never change
	standing standingRead
}

// New makes the area.
func New(db *store.DB, directory *people.Directory, ledger *promises.Ledger, log *activity.Log) *Document {
	return &Document{db: db, people: directory, ledger: ledger, log: log, drafts: drafts.New(db), shelf: map[int]Version{}}
}

// InstallStandard writes down the document that a new Alongside begins with, not agreed to by anybody, where there is none.
func (d *Document) InstallStandard(ctx context.Context) error {
	err := d.db.Tx(ctx, func(tx *store.Tx) error {
		begun, err := gorm.G[int](tx.DB).Raw(`SELECT 1 FROM icp_document`).Find(ctx)
		if err != nil || len(begun) > 0 {
			return err
		}
		content := standard()
		for i := range content.Sections {
			if err := content.Sections[i].number(ctx, tx); err != nil {
				return err
			}
		}
		// several nodes may start at once: the first one's stays
		made, err := gorm.G[int](tx.DB).Raw(`INSERT INTO icp_versions (number, content, digest, summary, proposals, created_at)
			VALUES (0, ?, ?, '', '[]', ?) ON CONFLICT DO NOTHING RETURNING 1`, encode(content), digest(content), tx.Now).Find(ctx)
		if err != nil || len(made) == 0 {
			return err
		}
		return tx.WithContext(ctx).Exec(`INSERT INTO icp_document (version) VALUES (0)`).Error
	})
	d.mu.Lock()
	defer d.mu.Unlock()
	clear(d.shelf)
	return err
}

// head is the row of the document, locked.
type head struct {
	Version  int
	AgreedOn *time.Time // a date
}

// locked locks the document and reads the version in force.
func (d *Document) locked(ctx context.Context, tx *store.Tx) (head, Version, error) {
	h, err := gorm.G[head](tx.DB).Raw(`SELECT version, agreed_on FROM icp_document FOR UPDATE`).Take(ctx)
	if err != nil {
		return h, Version{}, store.Found(err)
	}
	v, err := d.version(ctx, tx.DB, h.Version)
	return h, v, err
}

// encode a value for a column of jsonb.
func encode(value any) string {
	b, err := json.Marshal(value)
	if err != nil {
		panic("icp: documents are plain values: " + err.Error())
	}
	return string(b)
}

// digest stands for a value: whoever signed it signed this value and no other.
func digest(value any) string {
	sum := sha256.Sum256([]byte(encode(value)))
	return hex.EncodeToString(sum[:])
}

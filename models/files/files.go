// Package files keeps attachments and their versions: rows in the database, bytes in a folder under random names.
package files

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// File is one row: one version of a piece.
type File struct {
	ID          int64
	PieceID     int64 // id of the piece's first version
	Number      int16 // of the version, counted from 1
	SubjectKind string
	SubjectID   int64
	Name        string
	MediaType   string // what it is by its bytes; Download for all that browsers must not show
	Size        int64
	SHA256      []byte `gorm:"column:sha256"` // names the version whatever it is called
	Key         string
	ThumbKey    string // "": no small picture, or not drawn yet
	AddedBy     int64
	AddedAt     time.Time
}

// Subject the file hangs on; who sees that sees the file.
func (f File) Subject() activity.Subject {
	return activity.Subject{Kind: f.SubjectKind, ID: f.SubjectID}
}

// Shown reports whether browsers show the file without running anything in it.
func (f File) Shown() bool { return f.MediaType != Download }

// Piece is a file with its earlier versions, newest first.
type Piece struct {
	Latest  File
	Earlier []File
}

// ID of the piece: that of its first version.
func (p Piece) ID() int64 { return p.Latest.PieceID }

// Pieces groups versions by piece; the piece changed last comes first.
func Pieces(versions []File) []Piece {
	versions = slices.SortedFunc(slices.Values(versions), func(a, b File) int { return int(b.ID - a.ID) })
	var pieces []Piece
	place := map[int64]int{}
	for _, f := range versions {
		i, known := place[f.PieceID]
		if !known {
			place[f.PieceID] = len(pieces)
			pieces = append(pieces, Piece{Latest: f})
			continue
		}
		pieces[i].Earlier = append(pieces[i].Earlier, f)
	}
	return pieces
}

// Cabinet is the area.
type Cabinet struct {
	db      *store.DB
	folder  *os.Root
	sound   soundness
	drawing chan struct{} // holds one while a small picture is drawn
}

// Open opens the folder of bytes, made when missing.
func Open(db *store.DB, folder string) (*Cabinet, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("files folder: %w", err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("files folder: %w", err)
	}
	return &Cabinet{db: db, folder: root, drawing: make(chan struct{}, 1)}, nil
}

// Close closes the folder.
func (c *Cabinet) Close() error { return c.folder.Close() }

// MaxPerDay is how many bytes one person may add within 24 hours, give or take what is under way at the same moment.
const MaxPerDay = 2 << 30

// Keep writes the rows of uploads in the transaction of the act they belong to, and notes in each upload which file and
// version it became. An upload of a piece that the subject does not have is store.ErrNotFound; more than MaxPerDay is a
// problem of the field files.
func (c *Cabinet) Keep(ctx context.Context, tx *store.Tx, actor people.Person, on activity.Subject, uploads []Upload) error {
	if len(uploads) == 0 {
		return nil
	}
	if err := checkShare(ctx, tx, actor, uploads); err != nil {
		return err
	}
	for i := range uploads {
		if err := keep(ctx, tx, actor, on, &uploads[i]); err != nil {
			return err
		}
	}
	return nil
}

func checkShare(ctx context.Context, tx *store.Tx, actor people.Person, uploads []Upload) error {
	sum, err := gorm.G[int64](tx.DB).Raw(`SELECT CAST(COALESCE(sum(size), 0) AS bigint) FROM files WHERE added_by = ? AND added_at > ?`,
		actor.ID, tx.Now.Add(-24*time.Hour)).Take(ctx)
	if err != nil {
		return err
	}
	for _, u := range uploads {
		sum += u.Size
	}
	if sum > MaxPerDay {
		return invalid("You have added 2 GB of files within a day, which is the most for one person. Put large files where both teams can reach them and send the link")
	}
	return nil
}

func keep(ctx context.Context, tx *store.Tx, actor people.Person, on activity.Subject, u *Upload) error {
	if u.Of != 0 { // versions of a piece get their numbers one after the other
		_, err := gorm.G[int64](tx.DB).Raw(`SELECT id FROM files WHERE id = ? AND piece_id = id AND subject_kind = ? AND subject_id = ? FOR UPDATE`,
			u.Of, on.Kind, on.ID).Take(ctx)
		if err != nil {
			return store.Found(err)
		}
	}
	row, err := gorm.G[File](tx.DB).Raw(`INSERT INTO files
			(id, piece_id, number, subject_kind, subject_id, name, media_type, size, sha256, key, added_by, added_at) OVERRIDING SYSTEM VALUE
		SELECT new, COALESCE(NULLIF(CAST(? AS bigint), 0), new), (SELECT COALESCE(max(number), 0) + 1 FROM files WHERE piece_id = ?),
			?, ?, ?, ?, ?, ?, ?, ?, ?
		FROM nextval('files_id_seq') new RETURNING *`,
		u.Of, u.Of, on.Kind, on.ID, u.Name, u.MediaType, u.Size, u.SHA256, u.key, actor.ID, tx.Now).Take(ctx)
	if err != nil {
		return err
	}
	u.ID, u.Number = row.ID, row.Number
	if isPicture(u.MediaType) {
		return tx.Enqueue(ctx, ThumbnailArgs{FileID: u.ID})
	}
	return nil
}

// Of lists the files of the subject with all their versions, oldest first.
func (c *Cabinet) Of(ctx context.Context, on activity.Subject) ([]File, error) {
	return gorm.G[File](c.db.Read()).Where("subject_kind = ? AND subject_id = ?", on.Kind, on.ID).Order("id").Find(ctx)
}

// In is Of as the transaction sees it.
func (c *Cabinet) In(ctx context.Context, tx *store.Tx, on activity.Subject) ([]File, error) {
	return gorm.G[File](tx.DB).Where("subject_kind = ? AND subject_id = ?", on.Kind, on.ID).Order("id").Find(ctx)
}

// CountSince counts the files added to the subject after the given moment, as the transaction sees them.
func (c *Cabinet) CountSince(ctx context.Context, tx *store.Tx, on activity.Subject, since time.Time) (int, error) {
	n, err := gorm.G[File](tx.DB).Where("subject_kind = ? AND subject_id = ? AND added_at > ?", on.Kind, on.ID, since).Count(ctx, "*")
	return int(n), err
}

// Find returns one row.
func (c *Cabinet) Find(ctx context.Context, id int64) (File, error) {
	f, err := gorm.G[File](c.db.Read()).Where("id = ?", id).Take(ctx)
	return f, store.Found(err)
}

// Drop removes the rows of all files of the subject in the transaction of the act. Their bytes go with the next Sweep.
func (c *Cabinet) Drop(ctx context.Context, tx *store.Tx, on activity.Subject) error {
	_, err := gorm.G[File](tx.DB).Where("subject_kind = ? AND subject_id = ?", on.Kind, on.ID).Delete(ctx)
	return err
}

// Package files keeps attachments: their rows in the database, their bytes in a folder under random names.
package files

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"mime"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// MaxSize of one file, in bytes.
const MaxSize = 25 << 20

// ErrTooLarge is returned by Receive when a file is longer than MaxSize.
var ErrTooLarge = errors.New("file too large")

// File is one row.
type File struct {
	ID          int64
	SubjectKind string
	SubjectID   int64
	Name        string
	MediaType   string
	Size        int64
	SHA256      []byte `gorm:"column:sha256"`
	Key         string
	AddedBy     int64
	AddedAt     time.Time
}

// Subject the file hangs on; who sees that sees the file.
func (f File) Subject() activity.Subject {
	return activity.Subject{Kind: f.SubjectKind, ID: f.SubjectID}
}

// Upload is a file whose bytes are kept already but which no row names yet.
type Upload struct {
	Name   string
	Size   int64
	SHA256 []byte
	key    string
}

// Cabinet is the area.
type Cabinet struct {
	db     *store.DB
	folder *os.Root
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
	return &Cabinet{db, root}, nil
}

// Close closes the folder.
func (c *Cabinet) Close() error { return c.folder.Close() }

// Receive streams the bytes to the folder, never holding more than a buffer in memory. They are on disk for good
// (file and folder synced) before it returns. A name is a label only.
func (c *Cabinet) Receive(name string, from io.Reader) (Upload, error) {
	random := make([]byte, 16)
	rand.Read(random)
	u := Upload{Name: CleanName(name), key: hex.EncodeToString(random)}
	if err := c.folder.Mkdir(u.key[:2], 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return u, err
	}
	final := path.Join(u.key[:2], u.key)
	sum := sha256.New()
	size, err := c.write(final+".part", from, sum)
	if err == nil && size > MaxSize {
		err = ErrTooLarge
	}
	if err == nil {
		err = c.folder.Rename(final+".part", final)
	}
	if err == nil {
		err = c.syncFolder(u.key[:2])
	}
	if err != nil {
		return u, errors.Join(err, c.remove(final+".part"), c.remove(final))
	}
	u.Size, u.SHA256 = size, sum.Sum(nil)
	return u, nil
}

func (c *Cabinet) write(name string, from io.Reader, sum hash.Hash) (int64, error) {
	f, err := c.folder.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return 0, err
	}
	size, err := io.Copy(io.MultiWriter(f, sum), io.LimitReader(from, MaxSize+1))
	return size, errors.Join(err, f.Sync(), f.Close())
}

func (c *Cabinet) syncFolder(name string) error {
	dir, err := c.folder.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

func (c *Cabinet) remove(name string) error {
	if err := c.folder.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// Discard removes the bytes of uploads that came to nothing.
func (c *Cabinet) Discard(uploads []Upload) error {
	var errs []error
	for _, u := range uploads {
		errs = append(errs, c.remove(path.Join(u.key[:2], u.key)))
	}
	return errors.Join(errs...)
}

// Keep writes the rows of uploads in the transaction of the act they belong to.
func (c *Cabinet) Keep(ctx context.Context, tx *store.Tx, actor people.Person, on activity.Subject, uploads []Upload) error {
	for _, u := range uploads {
		err := gorm.G[File](tx.DB).Create(ctx, &File{
			SubjectKind: on.Kind, SubjectID: on.ID, Name: u.Name, MediaType: mediaType(u.Name), Size: u.Size,
			SHA256: u.SHA256, Key: u.key, AddedBy: actor.ID, AddedAt: tx.Now,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Of lists the files of the subject, oldest first.
func (c *Cabinet) Of(ctx context.Context, on activity.Subject) ([]File, error) {
	return gorm.G[File](c.db.Read()).Where("subject_kind = ? AND subject_id = ?", on.Kind, on.ID).Order("id").Find(ctx)
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

// Bytes opens what was stored. The caller closes it.
func (c *Cabinet) Bytes(f File) (io.ReadSeekCloser, error) {
	return c.folder.Open(path.Join(f.Key[:2], f.Key))
}

// mediaType goes by the extension and knows only what browsers show without running anything; all else is a download.
func mediaType(name string) string {
	switch ext := strings.ToLower(filepath.Ext(name)); ext {
	case ".png", ".jpg", ".jpeg", ".gif", ".webp", ".pdf":
		return mime.TypeByExtension(ext)
	}
	return "application/octet-stream"
}

// CleanName makes a label of a file name: no folders, no control characters, no marks that turn text round, at most
// 200 characters.
func CleanName(name string) string {
	if unescaped, err := url.PathUnescape(name); err == nil {
		name = unescaped
	}
	name = strings.ToValidUTF8(name, "")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, name))
	if runes := []rune(name); len(runes) > 200 {
		name = string(runes[:200])
	}
	if strings.Trim(name, ".") == "" {
		return "file"
	}
	return name
}

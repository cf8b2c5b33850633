package files

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"syscall"
)

// MaxSize of one file, in bytes.
const MaxSize = 25 << 20

var (
	// ErrTooLarge is returned by Receive when a file is longer than MaxSize.
	ErrTooLarge = errors.New("file too large")
	// ErrFull is returned by Receive when the folder has no room left.
	ErrFull = errors.New("no room for files")
)

// Upload is a file whose bytes are kept already but which no row names yet.
type Upload struct {
	Name      string
	MediaType string
	Size      int64
	SHA256    []byte
	Of        int64 // the piece of which it is a new version; 0: a piece of its own
	ID        int64 // of the row, once kept
	Number    int16 // of the version, once kept
	key       string
}

// Receive streams the bytes to the folder, never holding more than a buffer in memory. They are on disk for good
// (file and folder synced) before it returns; of what is refused or broken off nothing is left. A name is a label only.
// What may not be added at all is a problem of the field files.
func (c *Cabinet) Receive(name string, from io.Reader) (Upload, error) {
	u := Upload{Name: CleanName(name), key: newKey()}
	err := c.write(u.key, func(f *os.File) (err error) {
		sum := sha256.New()
		if u.Size, err = io.Copy(io.MultiWriter(f, sum), io.LimitReader(from, MaxSize+1)); err != nil {
			return err
		}
		if u.Size > MaxSize {
			return ErrTooLarge
		}
		u.SHA256 = sum.Sum(nil)
		u.MediaType, err = inspect(u.Name, f, u.Size)
		return err
	})
	return u, err
}

// newKey is a name for bytes that nobody can guess.
func newKey() string {
	random := make([]byte, 16)
	rand.Read(random)
	return hex.EncodeToString(random)
}

// Places of bytes: folders by the first two digits of the key. What is being written has an ending of its own.
func place(key string) string { return path.Join(key[:2], key) }

const unfinished = ".part"

// write makes a file under the key: filled beside its place, synced, put into place, and its folder synced.
func (c *Cabinet) write(key string, fill func(*os.File) error) error {
	final := place(key)
	if err := c.makeFolder(key[:2]); err != nil {
		return full(err)
	}
	f, err := c.folder.OpenFile(final+unfinished, os.O_CREATE|os.O_RDWR|os.O_EXCL, 0o600)
	if err != nil {
		return full(err)
	}
	if err = fill(f); err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = c.folder.Rename(final+unfinished, final)
	}
	if err == nil {
		err = c.sync(key[:2])
	}
	if err != nil {
		return full(errors.Join(err, c.remove(final+unfinished), c.remove(final)))
	}
	return nil
}

func (c *Cabinet) makeFolder(name string) error {
	err := c.folder.Mkdir(name, 0o700)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err == nil {
		err = c.sync(".")
	}
	return err
}

func (c *Cabinet) sync(folder string) error {
	dir, err := c.folder.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// full marks what the operating system says when there is no room left.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
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
		errs = append(errs, c.remove(place(u.key)))
	}
	return errors.Join(errs...)
}

package files

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"alongside/models/store"
)

// ErrDamaged means that the bytes of a file are missing, or not those that were stored.
var ErrDamaged = errors.New("file damaged")

// Bytes opens what was stored, once its hash is found right: what has changed on the disk is never handed out, not even
// in part. The caller closes it.
func (c *Cabinet) Bytes(f File) (io.ReadSeekCloser, error) {
	file, err := c.folder.Open(place(f.Key))
	if errors.Is(err, os.ErrNotExist) {
		return nil, damaged(f, "missing")
	}
	if err != nil {
		return nil, err
	}
	if err := c.sound.check(f, file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

func damaged(f File, how string) error {
	return store.Refuse(fmt.Errorf("%w: file %d, key %s: %s", ErrDamaged, f.ID, f.Key, how),
		"This file is not as it was stored any more, so it is not handed out. Whoever looks after Alongside can bring it back from a backup.")
}

// ThumbBytes opens the small picture of the file, a JPEG, or returns store.ErrNotFound when it has none. The caller
// closes it.
func (c *Cabinet) ThumbBytes(f File) (io.ReadSeekCloser, error) {
	if f.ThumbKey == "" {
		return nil, store.ErrNotFound
	}
	file, err := c.folder.Open(place(f.ThumbKey))
	if errors.Is(err, os.ErrNotExist) {
		return nil, store.ErrNotFound
	}
	return file, err
}

// soundness remembers for a while which files had the right hash, as long as the disk says that they have not changed:
// viewers ask for a document in many parts.
type soundness struct {
	mu    sync.Mutex
	found map[string]sighting // by key
}

type sighting struct{ modified, at time.Time }

const (
	soundFor   = 10 * time.Minute
	soundFiles = 4096 // remembered at most
)

// check reads the file to its end, unless that was done a moment ago, and leaves it at its beginning.
func (s *soundness) check(f File, file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if info.Size() != f.Size {
		return damaged(f, fmt.Sprintf("%d bytes, stored were %d", info.Size(), f.Size))
	}
	s.mu.Lock()
	last, known := s.found[f.Key]
	s.mu.Unlock()
	if known && last.modified.Equal(info.ModTime()) && time.Since(last.at) < soundFor {
		return nil
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return err
	}
	if !bytes.Equal(sum.Sum(nil), f.SHA256) {
		return damaged(f, "another hash than was stored")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.found == nil || len(s.found) >= soundFiles {
		s.found = map[string]sighting{}
	}
	s.found[f.Key] = sighting{info.ModTime(), time.Now()}
	_, err = file.Seek(0, io.SeekStart)
	return err
}

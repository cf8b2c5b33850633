package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// makeDataDir lets others pass through the data folder, as PostgreSQL's own user must, but not list it.
func makeDataDir(dir string) error { return os.MkdirAll(dir, 0o711) }

// readOrMakeKey reads the secret key, or makes one of 256 random bits. Of two nodes that start at once both get the
// same one, and none is ever half written.
func readOrMakeKey(file string) ([]byte, error) {
	key, err := os.ReadFile(file)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if err := makeDataDir(filepath.Dir(file)); err != nil {
		return nil, err
	}
	fresh, err := os.CreateTemp(filepath.Dir(file), "secret-*") // with mode 0600
	if err != nil {
		return nil, err
	}
	defer os.Remove(fresh.Name())
	random := make([]byte, 32)
	rand.Read(random) // never fails
	_, err = fresh.WriteString(hex.EncodeToString(random) + "\n")
	if err = errors.Join(err, fresh.Sync(), fresh.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(fresh.Name(), file); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(file)
}

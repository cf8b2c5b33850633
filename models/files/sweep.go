package files

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
)

// ours is how the names look that Receive gives.
var ours = regexp.MustCompile(`^[0-9a-f]{32}(\.part)?$`)

// Sweep removes what was written before the given moment, by the clock of the disk, and that no row names: uploads of
// requests that came to nothing, and unfinished ones of a process that was killed. It returns how many.
func (c *Cabinet) Sweep(ctx context.Context, before time.Time) (removed int, err error) {
	folders, err := fs.ReadDir(c.folder.FS(), ".")
	if err != nil {
		return 0, err
	}
	for _, folder := range folders {
		if !folder.IsDir() || len(folder.Name()) != 2 {
			continue
		}
		n, err := c.sweepFolder(ctx, folder.Name(), before)
		removed += n
		if err != nil {
			return removed, err
		}
	}
	return removed, nil
}

func (c *Cabinet) sweepFolder(ctx context.Context, folder string, before time.Time) (removed int, err error) {
	entries, err := fs.ReadDir(c.folder.FS(), folder)
	if err != nil {
		return 0, err
	}
	orphans, keys := map[string]bool{}, []string{}
	for _, entry := range entries {
		info, err := entry.Info()
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return 0, err
		}
		if !ours.MatchString(entry.Name()) || !info.ModTime().Before(before) {
			continue
		}
		orphans[entry.Name()] = true
		if !strings.HasSuffix(entry.Name(), unfinished) {
			keys = append(keys, entry.Name())
		}
	}
	for some := range slices.Chunk(keys, 1000) {
		named, err := c.named(ctx, some)
		if err != nil {
			return 0, err
		}
		for _, key := range named {
			delete(orphans, key)
		}
	}
	for name := range orphans {
		if err := c.remove(path.Join(folder, name)); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

// named returns those of the keys that a row names.
func (c *Cabinet) named(ctx context.Context, keys []string) ([]string, error) {
	return gorm.G[string](c.db.Read()).Raw(`SELECT key FROM files WHERE key IN ? UNION ALL
		SELECT thumb_key FROM files WHERE thumb_key <> '' AND thumb_key IN ?`, keys, keys).Find(ctx)
}

package files_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"alongside/models"
	"alongside/models/files"
	"alongside/models/modelstest"
)

// portalWithFolder is an Alongside whose folder of bytes the test knows.
func portalWithFolder(t *testing.T) (*models.Portal, string) {
	t.Helper()
	folder := t.TempDir()
	p, err := models.Open(models.Config{DatabaseURL: modelstest.URL(modelstest.Database(t)), FilesDir: folder, Zone: time.UTC, SecretKey: make([]byte, 32)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p, folder
}

// smallDisk mounts a disk of four megabytes.
func smallDisk(t *testing.T) string {
	t.Helper()
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("no small disk can be mounted here, which takes the rights of root: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return disk
}

func TestFullDisk(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(smallDisk(t), "files")
	c, err := files.Open(nil, folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	ballast := filepath.Join(folder, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 2<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	send := func() error {
		_, err := c.Receive("film.mov", io.LimitReader(endless{}, 3<<20))
		return err
	}
	for range 2 {
		if err := send(); !errors.Is(err, files.ErrFull) {
			t.Fatalf("got %v, want %v", err, files.ErrFull)
		}
		if left := stored(t, folder); len(left) != 1 {
			t.Errorf("got %v left, want the ballast alone", left)
		}
	}
	if _, err := c.Receive("small.txt", strings.NewReader("there is room for this")); err != nil {
		t.Errorf("a small file: got %v, want it kept", err)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if err := send(); err != nil {
		t.Errorf("with room again: got %v, want it kept", err)
	}
}

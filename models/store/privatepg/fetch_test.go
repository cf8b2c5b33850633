package privatepg

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	_ "embed"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

//go:embed testdata/postgresql.txz
var archive []byte // bin/{initdb,pg_ctl,postgres} that only print a version

// mirror serves the archive as the public one does, and counts the requests.
func mirror(t *testing.T, sum func([]byte) string) (string, *int) {
	t.Helper()
	var jar bytes.Buffer
	w := zip.NewWriter(&jar)
	file, err := w.Create("postgres-linux-x86_64.txz")
	if err == nil {
		_, err = file.Write(archive)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	requests := new(int)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*requests++
		switch {
		case !strings.Contains(r.URL.Path, "/17."):
			http.NotFound(w, r)
		case strings.HasSuffix(r.URL.Path, ".sha256"):
			fmt.Fprint(w, sum(jar.Bytes()))
		default:
			_, _ = w.Write(jar.Bytes())
		}
	}))
	t.Cleanup(server.Close)
	return server.URL, requests
}

func rightSum(jar []byte) string { return fmt.Sprintf("%x", sha256.Sum256(jar)) }

func TestFetchOnce(t *testing.T) {
	t.Parallel()
	from, requests := mirror(t, rightSum)
	dir := t.TempDir()
	log := slog.New(slog.DiscardHandler)
	bin, err := fetch(t.Context(), dir, 17, from, log)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(filepath.Join(bin, "postgres"), "--version").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := majorVersion(string(out)); got != 17 {
		t.Errorf("version: got %d, want 17", got)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Errorf("got %v, want the programs alone", entries)
	}

	before := *requests
	again, err := fetch(t.Context(), dir, 17, from, log)
	if err != nil || again != bin {
		t.Errorf("second time: got %q, %v, want %q", again, err, bin)
	}
	if *requests != before {
		t.Errorf("second time: got %d requests, want none", *requests-before)
	}
}

func TestFetchRefusesWrongBytes(t *testing.T) {
	t.Parallel()
	from, _ := mirror(t, func([]byte) string { return rightSum([]byte("something else")) })
	_, err := fetch(t.Context(), t.TempDir(), 17, from, slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), "checksums do not match") || !strings.Contains(err.Error(), "apt-get install postgresql") {
		t.Errorf("got %v, want the failed checksum and what to do", err)
	}
}

func TestFetchOfAVersionThatIsNotOffered(t *testing.T) {
	t.Parallel()
	_, err := fetch(t.Context(), t.TempDir(), 99, "http://127.0.0.1:1", slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), "install postgresql-99") {
		t.Errorf("got %v, want the package to install", err)
	}
}

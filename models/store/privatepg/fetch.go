package privatepg

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	embedded "github.com/fergusstrange/embedded-postgres"
)

const (
	fetchTime = 5 * time.Minute // for about 10 MB on a slow line
	archives  = "https://repo1.maven.org/maven2"

	fetchedByDefault = 17
)

var fetchable = map[int]embedded.PostgresVersion{15: embedded.V15, 16: embedded.V16, 17: embedded.V17, 18: embedded.V18}

// fetch downloads PostgreSQL's programs into dir, once, and returns their folder.
func fetch(ctx context.Context, dir string, major int, from string, log *slog.Logger) (string, error) {
	version, ok := fetchable[major]
	if !ok {
		return "", fmt.Errorf("the data in %s was made by PostgreSQL %d: install postgresql-%d", dir, major, major)
	}
	root := filepath.Join(dir, "postgresql-"+string(version))
	bin := filepath.Join(root, "bin")
	if complete(bin) {
		return bin, nil
	}
	port, err := freePort()
	if err != nil {
		return "", err
	}
	log.Info("fetching PostgreSQL, once", "version", string(version), "into", root)

	// The library fetches only as the first step of starting a server. A data path that cannot exist ends it right
	// after that step, so its error means something only when the programs are not there.
	unpacked := root + ".new"
	if err := os.RemoveAll(unpacked); err != nil {
		return "", err
	}
	library := embedded.NewDatabase(embedded.DefaultConfig().
		Version(version).BinaryRepositoryURL(from).Logger(io.Discard).Port(port).
		CachePath(filepath.Join(dir, "fetched")).RuntimePath(filepath.Join(dir, "fetched", "unused")).
		BinariesPath(unpacked).DataPath("/dev/null/none"))
	ended := make(chan error, 1)
	go func() { ended <- library.Start() }()
	select {
	case err = <-ended:
	case <-ctx.Done():
		err = ctx.Err()
	}
	if ctx.Err() != nil || !complete(filepath.Join(unpacked, "bin")) {
		return "", fmt.Errorf("no PostgreSQL %d or newer on this machine (Debian: apt-get install postgresql), and fetching one failed: %w", oldest, err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "fetched")); err != nil {
		return "", err
	}
	return bin, os.Rename(unpacked, root)
}

// freePort satisfies the library's check; nothing ever listens there.
func freePort() (uint32, error) {
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return uint32(listener.Addr().(*net.TCPAddr).Port), nil
}

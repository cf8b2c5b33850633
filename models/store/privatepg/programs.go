package privatepg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

const oldest = 15 // the first PostgreSQL that the schema is made for

// programs are PostgreSQL's server programs of one major version.
type programs struct {
	bin   string
	major int
}

// findPrograms chooses those of the version that made the data in dir, or the newest when there is none yet. Without
// any on the machine they are fetched into dir.
func findPrograms(ctx context.Context, dir string, log *slog.Logger) (string, error) {
	made, err := dataVersion(dir)
	if err != nil {
		return "", err
	}
	found := append(installed("/usr/lib/postgresql"), inPath(ctx)...)
	if bin := choose(found, made); bin != "" {
		return bin, nil
	}
	if made == 0 {
		made = fetchedByDefault
	}
	return fetch(ctx, dir, made, archives, log)
}

// choose takes the newest, or, when made is not 0, that of the same major version. It returns "" when there is none.
func choose(found []programs, made int) string {
	best := programs{}
	for _, p := range found {
		if p.major >= oldest && p.major > best.major && (made == 0 || p.major == made) {
			best = p
		}
	}
	return best.bin
}

// dataVersion is the major version that made the data, 0 when there is none.
func dataVersion(dir string) (int, error) {
	text, err := os.ReadFile(filepath.Join(dir, "data", "PG_VERSION"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("version of the data in %s: %w", dir, err)
	}
	return major, nil
}

// installed lists Debian's: one folder per major version.
func installed(root string) []programs {
	var found []programs
	bins, _ := filepath.Glob(filepath.Join(root, "*", "bin")) // fails for a bad pattern only
	for _, bin := range bins {
		major, err := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
		if err == nil && complete(bin) {
			found = append(found, programs{bin, major})
		}
	}
	return found
}

// inPath lists the one that the shell would find.
func inPath(ctx context.Context) []programs {
	var bins []string
	if out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
		bins = append(bins, strings.TrimSpace(string(out)))
	}
	if initdb, err := exec.LookPath("initdb"); err == nil {
		bins = append(bins, filepath.Dir(initdb))
	}
	var found []programs
	for _, bin := range bins {
		if !complete(bin) {
			continue
		}
		out, err := exec.CommandContext(ctx, filepath.Join(bin, "postgres"), "--version").Output()
		if major := majorVersion(string(out)); err == nil && major > 0 {
			found = append(found, programs{bin, major})
		}
	}
	return found
}

var versionText = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

func majorVersion(text string) int {
	match := versionText.FindStringSubmatch(text)
	if match == nil {
		return 0
	}
	major, err := strconv.Atoi(match[1])
	if err != nil {
		return 0
	}
	return major
}

// complete tells a folder with the server from one with the client programs alone.
func complete(bin string) bool {
	for _, name := range []string{"initdb", "postgres"} {
		if _, err := os.Stat(filepath.Join(bin, name)); err != nil {
			return false
		}
	}
	return true
}

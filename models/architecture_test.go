package models

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors of the house: a package imports only what stands on lower floors. A new package gets its place here.
var floors = map[string]int{
	"models/workday":         1,
	"models/store":           1,
	"models/store/privatepg": 1,
	"models/people":          2,
	"models/activity":        3,
	"models/promises":        3,
	"models/drafts":          3,
	"models/files":           3,
	"models/requests":        4,
	"models/icp":             4,
	"models/intel":           4,
	"models/ridealongs":      4,
	"models/notify":          5,
	"models":                 6,
	"models/demo":            7,
	"models/modelstest":      7,
}

// aside are the imports allowed on one floor: both name what they are about by an activity.Subject.
var aside = map[string]string{
	"models/promises": "models/activity",
	"models/files":    "models/activity",
}

// TestImportsOnlyGoDown also keeps areas apart: they share a floor.
func TestImportsOnlyGoDown(t *testing.T) {
	t.Parallel()
	for pkg, imports := range importsOf(t, "..") {
		if !strings.HasPrefix(pkg+"/", "models/") {
			continue
		}
		floor, placed := floors[pkg]
		if !placed {
			t.Errorf("got %s on no floor, want it placed", pkg)
			continue
		}
		for _, imported := range imports {
			ours, ok := strings.CutPrefix(imported, "alongside/")
			if !ok || aside[pkg] == ours {
				continue
			}
			if below, placed := floors[ours]; !placed || below >= floor {
				t.Errorf("got %s importing %s, want imports from floors below %d only", pkg, ours, floor)
			}
		}
	}
}

func TestOnlyModelsKnowsTheDatabaseAndNotTheWeb(t *testing.T) {
	t.Parallel()
	database := []string{"gorm.io/"}
	web := []string{"net/http", "alongside/handlers", "alongside/views", "alongside/static", "alongside/cmd"}
	for pkg, imports := range importsOf(t, "..") {
		forbidden := database
		if strings.HasPrefix(pkg+"/", "models/") {
			forbidden = web
		}
		for _, imported := range imports {
			for _, prefix := range forbidden {
				if strings.HasPrefix(imported+"/", strings.TrimSuffix(prefix, "/")+"/") {
					t.Errorf("got %s importing %s, want nothing of %s there", pkg, imported, prefix)
				}
			}
		}
	}
}

// importsOf lists what the packages below root import, tests aside, by path within the module.
func importsOf(t *testing.T, root string) map[string][]string {
	t.Helper()
	imports := map[string]map[string]bool{}
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if file != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules" || name == "var") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		pkg := path.Clean(filepath.ToSlash(folder))
		if imports[pkg] == nil {
			imports[pkg] = map[string]bool{}
		}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports[pkg][imported] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sorted := map[string][]string{}
	for pkg, set := range imports {
		sorted[pkg] = slices.Sorted(maps.Keys(set))
	}
	if len(sorted["models/requests"]) == 0 {
		t.Fatal("got no imports of models/requests, want the whole module read")
	}
	return sorted
}

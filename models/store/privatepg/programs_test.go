package privatepg

import (
	"testing"
)

func TestChoose(t *testing.T) {
	t.Parallel()
	found := []programs{{"/a/14", 14}, {"/a/15", 15}, {"/a/17", 17}, {"/b/16", 16}}
	for _, c := range []struct {
		made int
		want string
	}{{0, "/a/17"}, {15, "/a/15"}, {16, "/b/16"}, {14, ""}, {18, ""}} {
		if got := choose(found, c.made); got != c.want {
			t.Errorf("data of version %d: got %q, want %q", c.made, got, c.want)
		}
	}
}

func TestMajorVersion(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n": 15,
		"postgres (PostgreSQL) 18beta1":                          18,
		"postgres (PostgreSQL) 99999999999999999999":             0,
		"": 0,
	} {
		if got := majorVersion(text); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
}

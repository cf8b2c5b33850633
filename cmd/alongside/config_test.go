package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// try runs one command line. What matters is given by flags: the environment is the machine's.
func try(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	status = execute(t.Context(), args, streams{strings.NewReader(""), &out, &err})
	return status, out.String(), err.String()
}

func TestWrongSettingsAreToldTogether(t *testing.T) {
	t.Parallel()
	status, _, stderr := try(t, "serve",
		"--listen=here", "--metrics-listen=127.0.0.1:99999", "--base-url=https://a.example/path", "--demo",
		"--database-url=postgres://app:hidden-word@db:port/x", "--trusted-proxies=10.0.0.0/8,10.0.0.x",
		"--smtp-url=smtp://app:hidden-word@mail:port", "--mail-from=nobody", "--time-zone=Mars/Base", "--holidays=zz", "--log-format=xml", "--secret-key=short")
	if status != exitBadUsage {
		t.Errorf("status: got %d, want %d", status, exitBadUsage)
	}
	for _, want := range []string{"LISTEN", "METRICS_LISTEN", "BASE_URL", "TRUSTED_PROXIES", "SMTP_URL", "MAIL_FROM", "DEMO", "DATABASE_URL", "TIME_ZONE", "HOLIDAYS", "LOG_FORMAT", "SECRET_KEY"} {
		if !strings.Contains(stderr, "\n  "+want+": ") {
			t.Errorf("got no line for %s, want one in:\n%s", want, stderr)
		}
	}
	if strings.Contains(stderr, "hidden-word") {
		t.Errorf("got the password, want none in:\n%s", stderr)
	}
}

func TestWrongSettingsLeaveNoTrace(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "var")
	for _, command := range [][]string{
		{"serve", "--listen=here"},
		{"migrate", "--time-zone=Local"},
		{"seed", "--demo", "--log-format="},
	} {
		if status, _, _ := try(t, append(command, "--data-dir="+dir)...); status != exitBadUsage {
			t.Errorf("%v: got status %d, want %d", command, status, exitBadUsage)
		}
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("data folder: got %v, want none", err)
	}
}

func TestBadCommandLines(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{},
		{"dance"},
		{"serve", "--no-such-flag"},
		{"seed"},
		{"user", "add", "--email=a@b.example"},
		{"user", "add", "--email=a@b.example", "--name=A", "--side=legal", "--role=member"},
		{"user", "add", "--email=a@b.example", "--name=A", "--side=sales", "--role=boss"},
	} {
		status, stdout, stderr := try(t, args...)
		if status != exitBadUsage || stdout != "" || !strings.HasPrefix(stderr, "alongside: ") {
			t.Errorf("%v: got status %d, %q and %q, want %d and a message", args, status, stdout, stderr, exitBadUsage)
		}
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	status, stdout, stderr := try(t, "version")
	if status != 0 || !strings.HasPrefix(stdout, "alongside ") || stderr != "" {
		t.Errorf("got status %d, %q and %q, want the version", status, stdout, stderr)
	}
}

func TestSecretKey(t *testing.T) {
	t.Parallel()
	long, dir := strings.Repeat("k", 32), t.TempDir()
	file := filepath.Join(dir, "key")
	if err := os.WriteFile(file, []byte(long+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		settings settings
		want     string
		problem  string
	}{
		"text":       {settings{SecretKey: long}, long, ""},
		"file":       {settings{SecretKeyFile: file}, long, ""},
		"both":       {settings{SecretKey: long, SecretKeyFile: file}, "", "want one of them"},
		"short":      {settings{SecretKey: long[1:]}, long[1:], "31 characters"},
		"no file":    {settings{SecretKeyFile: file + "s"}, "", "no such file"},
		"white only": {settings{SecretKey: strings.Repeat(" ", 40)}, "", "0 characters"},
	} {
		bad := &badConfig{}
		if got := string(c.settings.secretKey(bad)); got != c.want {
			t.Errorf("%s: got key %q, want %q", name, got, c.want)
		}
		if got := strings.Join(bad.problems, "; "); !strings.Contains(got, c.problem) || (c.problem == "") != (got == "") {
			t.Errorf("%s: got problem %q, want %q", name, got, c.problem)
		}
	}
}

func TestSecretKeyIsMadeOnce(t *testing.T) {
	t.Parallel()
	s := settings{DataDir: filepath.Join(t.TempDir(), "var")}
	keys := make(chan string)
	const nodes = 8
	for range nodes {
		go func() { keys <- string(s.secretKey(&badConfig{})) }()
	}
	first := <-keys
	if len(first) != 64 {
		t.Errorf("got %d characters, want 64", len(first))
	}
	for range nodes - 1 {
		if key := <-keys; key != first {
			t.Errorf("got another key, want the same for every node")
		}
	}
	entries, err := os.ReadDir(s.DataDir)
	if err != nil || len(entries) != 1 {
		t.Fatalf("got %v, %v, want the key alone", entries, err)
	}
	info, err := entries[0].Info()
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("mode: got %o, want 600", got)
	}
}

func TestBaseURL(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"https://portal.example":       "https://portal.example",
		"https://portal.example/":      "https://portal.example",
		"http://10.0.0.1:8080":         "http://10.0.0.1:8080",
		"":                             "",
		"portal.example":               "bad",
		"https://":                     "bad",
		"https://:80":                  "bad",
		"ftp://portal.example":         "bad",
		"https://portal.example/x":     "bad",
		"https://u:p@portal.example":   "bad",
		"https://portal.example?a=b":   "bad",
		"https://portal.example\r\n.x": "bad",
	} {
		bad := &badConfig{}
		got := ""
		if u := checkBaseURL(bad, text); u != nil {
			got = u.String()
		}
		if bad.orNil() != nil {
			got = "bad"
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestTrustedProxies(t *testing.T) {
	t.Parallel()
	bad := &badConfig{}
	got := fmt.Sprint(checkProxies(bad, []string{"10.0.0.0/8", " 127.0.0.1", "::1", "10.0.0.0/33", ""}))
	if want := "[10.0.0.0/8 127.0.0.1/32 ::1/128]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if len(bad.problems) != 2 {
		t.Errorf("got problems %q, want two", bad.problems)
	}
}

func TestAddressOf(t *testing.T) {
	t.Parallel()
	for listen, want := range map[string]string{"127.0.0.1:0": "http://127.0.0.1:", "0.0.0.0:0": "http://localhost:", ":0": "http://localhost:"} {
		listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", listen)
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		if got := addressOf(listener).String(); !strings.HasPrefix(got, want) {
			t.Errorf("%s: got %s, want %s…", listen, got, want)
		}
	}
}

func TestMemoryLimit(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"max\n": 1 << 30, "400000000\n": 300000000, "99000000000\n": 1 << 30, "": 1 << 30} {
		file := filepath.Join(t.TempDir(), "memory.max")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := memoryLimit(file); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
	if got := memoryLimit(filepath.Join(t.TempDir(), "none")); got != 1<<30 {
		t.Errorf("no container: got %d, want 1 GiB", got)
	}
}

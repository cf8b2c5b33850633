package privatepg

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// TestMain is also the program that TestStartAfterItsProcessWasKilled kills.
func TestMain(m *testing.M) {
	dir := os.Getenv("PRIVATEPG_TEST_DIR")
	if dir == "" {
		os.Exit(m.Run())
	}
	if _, err := Start(context.Background(), Options{Dir: dir}); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("started")
	select {}
}

// folder is one that PostgreSQL's user can enter, which t.TempDir is not when the tests run as root.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "privatepg-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "pg")
}

func start(t *testing.T, dir string) *Server {
	t.Helper()
	return startWith(t, Options{Dir: dir, Fast: true})
}

func startWith(t *testing.T, o Options) *Server {
	t.Helper()
	s, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, s) })
	return s
}

func stop(t *testing.T, s *Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := s.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// query runs one statement that returns one text.
func query(t *testing.T, url, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	var value string
	if err := conn.QueryRow(t.Context(), sql).Scan(&value); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return value
}

func execute(t *testing.T, url, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func check(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func TestStopAndStartKeepsData(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s := start(t, dir)
	execute(t, s.URL(), "CREATE TABLE promises AS SELECT 'kept'::text AS outcome")
	check(t, "encoding", query(t, s.URL(), "SHOW server_encoding"), "UTF8")
	check(t, "time zone", query(t, s.URL(), "SHOW timezone"), "UTC")
	check(t, "addresses", query(t, s.URL(), "SHOW listen_addresses"), "")
	check(t, "collation", query(t, s.URL(), "SELECT datcollate FROM pg_database WHERE datname = 'alongside'"), "C.UTF-8")
	if _, err := os.Stat(s.Bin("pg_dump")); err != nil {
		t.Error(err)
	}
	stop(t, s)
	if _, err := os.Stat(filepath.Join(dir, "data", "postmaster.pid")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after Stop: got %v for postmaster.pid, want none", err)
	}

	s = start(t, dir)
	check(t, "outcome", query(t, s.URL(), "SELECT outcome FROM promises"), "kept")
}

func TestFoldersAreClosedToOthers(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	start(t, dir)
	for _, name := range []string{"", "data", "socket"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		check(t, "mode of "+name, info.Mode().Perm().String(), "-rwx------")
	}
}

func TestSecondStartInTheSameFolder(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	first := start(t, dir)
	_, err := Start(t.Context(), Options{Dir: dir, Fast: true})
	var inUse *InUseError
	if !errors.As(err, &inUse) {
		t.Fatalf("got %v, want an InUseError", err)
	}
	check(t, "holder", inUse.PID, strconv.Itoa(os.Getpid()))
	check(t, "after the refusal", query(t, first.URL(), "SELECT 'alive'"), "alive")

	url, ok := RunningURL(dir)
	if !ok {
		t.Fatal("got no running server, want the first one")
	}
	check(t, "through RunningURL", query(t, url, "SELECT 'found'"), "found")
	stop(t, first)
	if url, ok := RunningURL(dir); ok {
		t.Errorf("after Stop: got %s, want none", url)
	}
}

// Without Fast: what was answered is on the disk.
func TestStartAfterTheServerWasKilled(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s := startWith(t, Options{Dir: dir})
	execute(t, s.URL(), "CREATE TABLE notes AS SELECT 'heard'::text AS body")
	s.signal(syscall.SIGKILL)
	<-s.Done()
	stop(t, s)

	s = startWith(t, Options{Dir: dir})
	check(t, "note", query(t, s.URL(), "SELECT body FROM notes"), "heard")
}

func TestStartAfterItsProcessWasKilled(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	program := exec.Command(os.Args[0])
	program.Env = append(os.Environ(), "PRIVATEPG_TEST_DIR="+dir)
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	said, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || said != "started\n" {
		t.Fatalf("got %q, %v, want a started server", said, err)
	}
	url, ok := RunningURL(dir)
	if !ok {
		t.Fatal("got no running server, want the program's")
	}
	execute(t, url, "CREATE TABLE notes AS SELECT 'heard'::text AS body")
	if err := program.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = program.Wait() // it was killed

	s := start(t, dir)
	check(t, "note", query(t, s.URL(), "SELECT body FROM notes"), "heard")
}

func TestStartBesideAServerLeftOver(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	left := start(t, dir)
	left.lock.release() // as the kernel does for a killed process, whose server goes on for a moment
	left.lock = nil

	s := start(t, dir)
	<-left.Done()
	check(t, "new server", query(t, s.URL(), "SELECT 'ready'"), "ready")
}

func TestStalePidFileWithALivingNumber(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	stop(t, start(t, dir))
	// A process of PostgreSQL's own user, so that only its working folder tells that it is no server.
	left := start(t, folder(t))
	stale := strconv.Itoa(left.process.Pid) + "\n" + filepath.Join(dir, "data") + "\n"
	if err := os.WriteFile(filepath.Join(dir, "data", "postmaster.pid"), []byte(stale), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, dir)
	check(t, "the other server", query(t, left.URL(), "SELECT 'alive'"), "alive")
}

func TestLongPathPutsTheSocketElsewhere(t *testing.T) {
	t.Parallel()
	s := start(t, filepath.Join(folder(t), strings.Repeat("deep/", 20), "with, comma"))
	check(t, "answer", query(t, s.URL(), "SELECT 'ready'"), "ready")
	socket := s.socket
	stop(t, s)
	if _, err := os.Stat(socket); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("socket folder after Stop: got %v, want none", err)
	}
}

func TestTemporaryFolderGoesWithTheServer(t *testing.T) {
	t.Parallel()
	s := start(t, "")
	check(t, "answer", query(t, s.URL(), "SELECT 'ready'"), "ready")
	stop(t, s)
	if _, err := os.Stat(s.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("folder after Stop: got %v, want none", err)
	}
}

func TestFolderThatTheServerMayNotEnter(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root runs the server as somebody else")
	}
	closed := filepath.Join(t.TempDir(), "closed")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(closed, "pg")
	s := start(t, dir)
	t.Cleanup(func() {
		stop(t, s)
		if err := os.RemoveAll(s.dir); err != nil {
			t.Error(err)
		}
	})
	check(t, "parent of the data", filepath.Dir(s.dir), reachable)
	target, err := os.Readlink(dir)
	if err != nil {
		t.Fatal(err)
	}
	check(t, "link", target, s.dir)
	execute(t, s.URL(), "CREATE TABLE notes AS SELECT 'heard'::text AS body")
	stop(t, s)
	again := start(t, dir)
	check(t, "note", query(t, again.URL(), "SELECT body FROM notes"), "heard")
}

func TestStopThatMayNotWait(t *testing.T) {
	t.Parallel()
	s := start(t, folder(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	// Either the server was gone at once or it was made to go: afterwards there is none.
	if err := s.Stop(ctx); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want nothing or the context's error", err)
	}
	select {
	case <-s.Done():
	default:
		t.Error("got a living server, want none after Stop")
	}
}

func TestStartWithNoTime(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := folder(t)
	if _, err := Start(ctx, Options{Dir: dir, Fast: true}); err == nil {
		t.Fatal("got no error, want the context's")
	}
	start(t, dir) // and nothing is left that would be in its way
}

// Package privatepg runs a PostgreSQL that belongs to one process: on a unix socket only, in a folder of its own,
// as an unprivileged user, gone when the process is gone. It serves a newcomer who has no database and the tests.
package privatepg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

const (
	database = "alongside" // also the name of the only database user
	port     = "5432"      // names the socket file; nothing listens on TCP

	settleTime = 20 * time.Second // for a server left over by a killed process to be gone
	startTime  = 60 * time.Second // for a start including recovery after a crash
)

// Options say where and how the server runs.
type Options struct {
	Dir  string // data folder, created when missing; empty: a temporary one that Stop removes
	Fast bool   // for tests: nothing is flushed to disk, a temporary folder is in memory, a crash of the machine may lose the data
	Log  *slog.Logger
}

// Server is a running private PostgreSQL.
type Server struct {
	dir       string // resolved data folder
	bin       string // folder of pg_dump, psql and the others
	socket    string // folder of the unix socket
	temporary []string
	lock      *lock
	owner     *owner
	log       *slog.Logger

	process  *os.Process
	messages *tail
	done     chan struct{}
}

// Start finds or fetches the programs, makes the database on first use, starts the server and waits until it answers.
// ctx bounds the start alone. An *InUseError says that another process runs a server in the same folder.
func Start(ctx context.Context, o Options) (_ *Server, err error) {
	ctx, cancel := context.WithTimeout(ctx, startTime+settleTime+fetchTime)
	defer cancel()

	s := &Server{log: o.Log}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	defer func() {
		if err != nil {
			s.release()
		}
	}()

	if err := s.prepareFolder(o.Dir, o.Fast); err != nil {
		return nil, err
	}
	if s.lock, err = takeLock(s.dir); err != nil {
		return nil, err
	}
	if s.bin, err = findPrograms(ctx, s.dir, s.log); err != nil {
		return nil, err
	}
	if err := s.initialise(ctx, o.Fast); err != nil {
		return nil, err
	}
	if err := s.prepareSocket(); err != nil {
		return nil, err
	}
	if err := settle(ctx, s.data()); err != nil {
		return nil, err
	}
	if err := s.launch(ctx, o.Fast); err != nil {
		return nil, err
	}
	if err := s.createDatabase(ctx); err != nil {
		return nil, errors.Join(err, s.Stop(context.WithoutCancel(ctx)))
	}
	return s, nil
}

// URL is the address of the database for pgx and libpq.
func (s *Server) URL() string { return address(s.socket, database) }

// Bin is the path of one of PostgreSQL's programs, of the server's own version: pg_dump, psql.
func (s *Server) Bin(name string) string { return filepath.Join(s.bin, name) }

// Done is closed when the server has ended, asked or not.
func (s *Server) Done() <-chan struct{} { return s.done }

// Stop ends all connections, writes everything down and waits until the server is gone. When ctx ends first the server
// is stopped at once (its next start recovers) and the error is ctx's. Calling it again does nothing.
func (s *Server) Stop(ctx context.Context) error {
	defer s.release()
	s.signal(syscall.SIGINT)
	select {
	case <-s.done:
		return nil
	case <-ctx.Done():
	}
	s.signal(syscall.SIGQUIT)
	select {
	case <-s.done:
	case <-time.After(5 * time.Second): // as long as PostgreSQL itself gives its children
		s.signal(syscall.SIGKILL)
		<-s.done
	}
	return fmt.Errorf("stop PostgreSQL: %w", ctx.Err())
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) signal(sig os.Signal) { _ = s.process.Signal(sig) } // an ended process is what is wanted

func (s *Server) release() {
	for _, dir := range s.temporary {
		if err := os.RemoveAll(dir); err != nil {
			s.log.Warn("temporary folder stays", "folder", dir, "error", err)
		}
	}
	s.temporary = nil
	s.lock.release()
	s.lock = nil
}

// command runs one of PostgreSQL's programs as the owner of the data, with nothing of our environment: it holds
// secrets, and PG* variables would change what the programs do.
func (s *Server) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, s.Bin(name), args...)
	cmd.Dir = s.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=UTC"}
	cmd.SysProcAttr = s.owner.attributes()
	return cmd
}

// initialise makes an empty database cluster on first use. A cluster half made by a killed process is thrown away.
func (s *Server) initialise(ctx context.Context, fast bool) error {
	if _, err := os.Stat(filepath.Join(s.data(), "PG_VERSION")); err == nil {
		return nil
	}
	fresh := filepath.Join(s.dir, "data.new")
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	args := []string{"--pgdata=" + fresh, "--username=" + database, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"}
	if fast {
		args = append(args, "--no-sync")
	}
	out, err := s.command(ctx, "initdb", args...).CombinedOutput()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("make the database: %w\n%s", err, bytes.TrimSpace(out))
	}
	// Truncating keeps the owner. Who may open the socket is decided by the folder that it is in.
	if err := os.WriteFile(filepath.Join(fresh, "pg_hba.conf"), []byte("local all all trust\n"), 0o600); err != nil {
		return err
	}
	return os.Rename(fresh, s.data())
}

func (s *Server) settings(fast bool) []string {
	set := []string{
		"listen_addresses=",
		"port=" + port,
		"unix_socket_directories=" + s.socket,
		"unix_socket_permissions=0700",
		"shared_buffers=128MB",
		"max_connections=100",
		"timezone=UTC",
		"log_timezone=UTC",
		// A week of logs, each day's overwritten a week later. Terse and without statements: rows are people's data.
		"logging_collector=on",
		"log_directory=log",
		"log_filename=postgresql-%a.log",
		"log_truncate_on_rotation=on",
		"log_rotation_age=1d",
		"log_rotation_size=0",
		"log_error_verbosity=terse",
		"log_min_error_statement=panic",
	}
	if fast {
		set = append(set, "fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off")
	}
	args := []string{"-D", s.data()}
	for _, kv := range set {
		args = append(args, "-c", kv)
	}
	return args
}

// launch starts the server and waits until it answers. After a crash the children of the former server may still hold
// its shared memory for a moment, so an early end is tried again until settleTime is over.
func (s *Server) launch(ctx context.Context, fast bool) error {
	again := time.Now().Add(settleTime)
	for {
		if err := s.spawn(fast); err != nil {
			return fmt.Errorf("start PostgreSQL: %w", err)
		}
		err := s.await(ctx)
		if err == nil {
			return nil
		}
		s.signal(syscall.SIGQUIT)
		<-s.done
		if !s.messages.contains("is still in use") || time.Now().After(again) {
			return fmt.Errorf("start PostgreSQL (its log: %s): %w\n%s", filepath.Join(s.data(), "log"), err, s.messages)
		}
		if err := sleep(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
}

// spawn runs the server in a process group of its own, so that Ctrl-C in a terminal reaches us alone and we stop it
// last. The kernel signals a child when the thread that made it ends; the thread is held until the child is gone.
func (s *Server) spawn(fast bool) error {
	s.messages, s.done = &tail{}, make(chan struct{})
	cmd := s.command(context.Background(), "postgres", s.settings(fast)...)
	cmd.Stdout, cmd.Stderr = s.messages, s.messages
	cmd.WaitDelay = time.Second
	cmd.SysProcAttr.Setpgid = true
	cmd.SysProcAttr.Pdeathsig = syscall.SIGINT

	started, done := make(chan error), s.done
	go func() {
		runtime.LockOSThread()
		err := cmd.Start()
		s.process = cmd.Process
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended is in its log
			close(done)
		}
	}()
	return <-started
}

// await returns when the server answers, has ended, or ctx is over.
func (s *Server) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	for {
		conn, err := pgconn.Connect(ctx, address(s.socket, "postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-s.done:
			return errors.New("it ended at once")
		case <-ctx.Done():
			return fmt.Errorf("it does not answer: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (s *Server) createDatabase(ctx context.Context) error {
	conn, err := pgconn.Connect(ctx, address(s.socket, "postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, "CREATE DATABASE "+database).ReadAll()
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) && pgErr.Code == "42P04" { // duplicate_database: not the first start
		return nil
	}
	return err
}

func address(socket, database string) string {
	query := url.Values{"host": {socket}, "port": {port}, "user": {"alongside"}, "sslmode": {"disable"}}
	return "postgres:///" + database + "?" + query.Encode()
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// tail keeps the last few thousand bytes written to it: what a server said before it ended.
type tail struct {
	mu   sync.Mutex
	kept []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, p...)
	t.kept = t.kept[max(0, len(t.kept)-4096):]
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(string(t.kept))
}

func (t *tail) contains(text string) bool { return strings.Contains(t.String(), text) }

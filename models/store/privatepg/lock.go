package privatepg

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// InUseError says that another process runs a private PostgreSQL in the folder.
type InUseError struct {
	Dir string
	PID string // of that process; empty when it has not said yet
}

func (e *InUseError) Error() string {
	by := "another process"
	if e.PID != "" {
		by = "process " + e.PID
	}
	return fmt.Sprintf("%s is in use by %s: stop it first, or choose another data folder", e.Dir, by)
}

// RunningURL is the address of the server that another process runs in dir, and whether there is one.
func RunningURL(dir string) (string, bool) {
	data, err := filepath.Abs(filepath.Join(dir, "data"))
	if err != nil {
		return "", false
	}
	if data, err = filepath.EvalSymlinks(data); err != nil {
		return "", false
	}
	lines, err := pidFile(data)
	const socketLine = 4
	if err != nil || len(lines) <= socketLine || lines[socketLine] == "" || !isServerOf(lines[0], data) {
		return "", false
	}
	return address(lines[socketLine], database), true
}

// lock keeps a second process out of a data folder. The kernel takes it back when the process ends, however it ends.
type lock struct{ file *os.File }

func takeLock(dir string) (*lock, error) {
	file, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		defer file.Close()
		pid, _ := io.ReadAll(io.LimitReader(file, 20))
		return nil, &InUseError{Dir: dir, PID: strings.TrimSpace(string(pid))}
	}
	if err == nil {
		err = file.Truncate(0)
	}
	if err == nil {
		_, err = fmt.Fprintln(file, os.Getpid())
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", dir, err), file.Close())
	}
	return &lock{file}, nil
}

func (l *lock) release() {
	if l == nil {
		return
	}
	// Closing alone would leave it with a child process that is just being made.
	_ = syscall.Flock(int(l.file.Fd()), syscall.LOCK_UN)
	_ = l.file.Close()
}

// settle deals with the server of a process that was killed: it waits for the one that is still stopping and removes
// the pid file of the one that is gone. PostgreSQL itself takes any living process with that number for a server,
// which is wrong in a container, where numbers repeat. The caller holds the lock of the folder.
func settle(ctx context.Context, data string) error {
	lines, err := pidFile(data)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	for isServerOf(lines[0], data) {
		pid, err := strconv.Atoi(lines[0])
		if err == nil {
			err = syscall.Kill(pid, syscall.SIGINT)
		}
		if err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("stop the former PostgreSQL: %w", err)
		}
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return fmt.Errorf("the former PostgreSQL, process %d, does not stop: %w", pid, err)
		}
	}
	if err := os.Remove(filepath.Join(data, "postmaster.pid")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// pidFile reads the lines of postmaster.pid: process, data folder, start time, port, socket folder and so on.
func pidFile(data string) ([]string, error) {
	file, err := os.Open(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	lines := []string{}
	for scan := bufio.NewScanner(file); scan.Scan(); {
		lines = append(lines, strings.TrimSpace(scan.Text()))
	}
	if len(lines) == 0 {
		lines = []string{""} // killed while writing it
	}
	return lines, nil
}

// isServerOf tells whether the process lives and works in the data folder, as a PostgreSQL server does.
func isServerOf(pid, data string) bool {
	if pid == "" {
		return false
	}
	cwd, err := os.Readlink(filepath.Join("/proc", pid, "cwd"))
	return err == nil && cwd == data
}

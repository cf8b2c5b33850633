package privatepg

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// reachable is where the data goes when the server's user may not enter the folder that was asked for.
const reachable = "/var/lib/alongside"

// owner is the unprivileged user that the server runs as when we are root, for PostgreSQL refuses to be root.
// It is nil when we are not.
type owner struct{ uid, gid uint32 }

// findOwner keeps to the user whom the data in dir belongs to already.
func findOwner(dir string) (*owner, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	var data syscall.Stat_t
	if err := syscall.Stat(filepath.Join(dir, "data"), &data); err == nil && data.Uid != 0 {
		return &owner{data.Uid, data.Gid}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return nil, err
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			return nil, err
		}
		return &owner{uint32(uid), uint32(gid)}, nil
	}
	return nil, errors.New("PostgreSQL may not run as root, and there is neither a user postgres nor a user nobody")
}

func (o *owner) attributes() *syscall.SysProcAttr {
	if o == nil {
		return &syscall.SysProcAttr{}
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: o.uid, Gid: o.gid}}
}

// give makes the folder the owner's and closed to all others.
func (o *owner) give(dir string) error {
	if err := os.Chmod(dir, 0o700); err != nil || o == nil {
		return err
	}
	return os.Chown(dir, int(o.uid), int(o.gid))
}

// canEnter tries it, by a process of the owner that starts in the folder.
func (o *owner) canEnter(dir string) (bool, error) {
	if o == nil {
		return true, nil
	}
	cmd := exec.Command("/bin/true")
	cmd.Dir = dir
	cmd.SysProcAttr = o.attributes()
	err := cmd.Run()
	if errors.Is(err, fs.ErrPermission) {
		return false, nil
	}
	return err == nil, err
}

// memory is a file system that is kept in memory. A cloned database is some hundred small files: measured, tests that make
// and drop a hundred of them take less than half the time there.
const memory, memoryNeeded = "/dev/shm", 1 << 30

// Scratch is where tests make their temporary folders: in memory where it has room, else where temporary files go.
func Scratch() string {
	var in syscall.Statfs_t
	if err := syscall.Statfs(memory, &in); err != nil || in.Bavail*uint64(in.Bsize) < memoryNeeded {
		return os.TempDir()
	}
	return memory
}

// prepareFolder makes the data folder, and makes it the server's.
func (s *Server) prepareFolder(dir string, fast bool) error {
	if dir == "" {
		parent := os.TempDir()
		if fast {
			parent = Scratch()
		}
		temporary, err := os.MkdirTemp(parent, "alongside-pg-")
		if err != nil {
			return err
		}
		s.temporary = append(s.temporary, temporary)
		dir = temporary
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if err := makeFolder(dir); err != nil {
		return err
	}
	if s.dir, err = filepath.EvalSymlinks(dir); err != nil {
		return err
	}
	if s.owner, err = findOwner(s.dir); err != nil {
		return err
	}
	if err := s.owner.give(s.dir); err != nil {
		return fmt.Errorf("data folder of another user? %w", err)
	}
	ok, err := s.owner.canEnter(s.dir)
	if err != nil {
		return fmt.Errorf("enter %s as PostgreSQL's user: %w", s.dir, err)
	}
	if ok {
		return nil
	}
	return s.moveFolder(dir)
}

// makeFolder lets everyone pass through the folders above dir that it has to make, and none list them.
func makeFolder(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if target, err := os.Readlink(dir); err == nil {
		return makeFolder(target)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o711); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// moveFolder puts a symlink to a folder in /var/lib in the place of dir, which must be empty still.
func (s *Server) moveFolder(dir string) error {
	target := filepath.Join(reachable, fmt.Sprintf("%x", sha256.Sum256([]byte(dir)))[:16])
	if err := makeFolder(target); err != nil {
		return err
	}
	if err := s.owner.give(target); err != nil {
		return err
	}
	if err := os.Remove(dir); err != nil {
		return fmt.Errorf("PostgreSQL's user may not enter %s (a folder above it is closed to others): %w", dir, err)
	}
	if err := os.Symlink(target, dir); err != nil {
		return err
	}
	s.dir = target
	s.log.Info("PostgreSQL's user may not enter the data folder; the data is kept elsewhere", "folder", dir, "kept_in", target)
	return nil
}

// prepareSocket chooses the folder of the socket. Its path must fit into the 108 bytes that Linux has for it, and the
// setting that names it is a list separated by commas.
func (s *Server) prepareSocket() error {
	s.socket = filepath.Join(s.dir, "socket")
	if len(s.socket)+len("/.s.PGSQL."+port+".lock") < 100 && !strings.ContainsAny(s.socket, `,"'\`) {
		if err := os.Mkdir(s.socket, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		return s.owner.give(s.socket)
	}
	socket, err := os.MkdirTemp("", "alongside-socket-")
	if err != nil {
		return err
	}
	s.socket = socket
	s.temporary = append(s.temporary, socket)
	return s.owner.give(socket)
}

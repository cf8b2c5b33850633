package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"github.com/jackc/pgx/v5/pgproto3"
)

// statement is one that went over the wire to PostgreSQL, in PostgreSQL's own formats.
type statement struct {
	SQL                       string
	Args                      [][]byte
	ArgFormats, ResultFormats []int16
	IDs                       []int // the arguments that hold the number of the request looked at
}

// tap stands between a portal and its PostgreSQL and notes what the portal sends, so that the bare handlers run exactly
// that. Only portals that are not measured go through it.
type tap struct {
	url      string
	listener net.Listener
	folder   string
	server   string // socket of PostgreSQL

	mu    sync.Mutex
	named map[string]string // SQL of prepared statements
	sent  []statement
}

// newTap listens for portals that should use the PostgreSQL at databaseURL, which is on a unix socket.
func newTap(databaseURL string) (*tap, error) {
	address, err := url.Parse(databaseURL)
	if err != nil {
		return nil, err
	}
	query := address.Query()
	socket := ".s.PGSQL." + query.Get("port")
	t := &tap{server: filepath.Join(query.Get("host"), socket), named: map[string]string{}}
	if t.folder, err = os.MkdirTemp("", "bench-tap-"); err != nil {
		return nil, err
	}
	if t.listener, err = net.Listen("unix", filepath.Join(t.folder, socket)); err != nil {
		return nil, errors.Join(err, os.RemoveAll(t.folder))
	}
	query.Set("host", t.folder)
	address.RawQuery = query.Encode()
	t.url = address.String()
	go t.accept()
	return t, nil
}

func (t *tap) close() error { return errors.Join(t.listener.Close(), os.RemoveAll(t.folder)) }

func (t *tap) accept() {
	for {
		client, err := t.listener.Accept()
		if err != nil {
			return // closed
		}
		go t.carry(client)
	}
}

// carry passes everything on, both ways, until one side ends.
func (t *tap) carry(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("unix", t.server)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		defer client.Close()
		_, _ = io.Copy(client, server)
	}()
	messages := pgproto3.NewBackend(client, io.Discard)
	message, err := messages.ReceiveStartupMessage()
	for err == nil {
		if err = forward(server, message); err != nil {
			return
		}
		if message, err = messages.Receive(); err == nil {
			t.note(message) // before it goes on, so that it is noted when its answer comes back
		}
	}
}

func forward(server io.Writer, message pgproto3.FrontendMessage) error {
	bytes, err := message.Encode(nil)
	if err != nil {
		return err
	}
	_, err = server.Write(bytes)
	return err
}

func (t *tap) note(message pgproto3.FrontendMessage) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch m := message.(type) {
	case *pgproto3.Parse:
		t.named[m.Name] = m.Query
	case *pgproto3.Query:
		t.sent = append(t.sent, statement{SQL: m.String})
	case *pgproto3.Bind:
		s := statement{SQL: t.named[m.PreparedStatement]}
		for _, arg := range m.Parameters {
			s.Args = append(s.Args, bytes.Clone(arg)) // nil is NULL
		}
		s.ArgFormats = append(s.ArgFormats, m.ParameterFormatCodes...)
		s.ResultFormats = append(s.ResultFormats, m.ResultFormatCodes...)
		t.sent = append(t.sent, s)
	}
}

// take returns what was sent since it was asked last.
func (t *tap) take() []statement {
	t.mu.Lock()
	defer t.mu.Unlock()
	sent := t.sent
	t.sent = nil
	return sent
}

// markIDs finds the arguments that name the request looked at: those that are a in the statements of the page of a, and
// b in those of the page of b.
func markIDs(ofA, ofB []statement, a, b int64) error {
	if len(ofA) != len(ofB) {
		return fmt.Errorf("got %d statements for one request and %d for another, want as many", len(ofA), len(ofB))
	}
	marked := false
	for i := range ofA {
		for n := range min(len(ofA[i].Args), len(ofB[i].Args)) {
			if bytes.Equal(ofA[i].Args[n], wireID(a)) && bytes.Equal(ofB[i].Args[n], wireID(b)) {
				ofA[i].IDs, marked = append(ofA[i].IDs, n), true
			}
		}
	}
	if !marked {
		return errors.New("got no statement that names the request looked at")
	}
	return nil
}

// wireID is a bigint in PostgreSQL's binary format, which pgx uses.
func wireID(id int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(id)) }

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/pprof"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"alongside/models"
)

// assignment is what a server process is told on its standard input, as one line of JSON.
type assignment struct {
	URL   string // of the database
	Files string // folder for uploads
	Size  int
	Bare  *recording // nil: the portal itself
}

// serveCommand is the argument that makes this program a server process.
const serveCommand = "serve-for-bench"

// serve is a server process: it prints its address and serves until its standard input ends.
func serve(in io.Reader, out io.Writer) error {
	input := bufio.NewReader(in)
	line, err := input.ReadBytes('\n')
	if err != nil {
		return err
	}
	var a assignment
	if err := json.Unmarshal(line, &a); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer listener.Close()
	address := listener.Addr().String()
	handler, err := a.handler(address)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("/", handler)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	go http.Serve(listener, mux)
	fmt.Fprintln(out, address)
	_, err = io.Copy(io.Discard, input)
	return err
}

func (a assignment) handler(address string) (http.Handler, error) {
	if a.Bare != nil {
		return newBare(context.Background(), a.URL, *a.Bare, a.Size)
	}
	portal, err := models.Open(modelsConfig(a.URL, a.Files))
	if err != nil {
		return nil, err
	}
	return newHandler(portal, &url.URL{Scheme: "http", Host: address})
}

// process is a server process as the measuring one sees it.
type process struct {
	address string
	command *exec.Cmd
	input   io.Closer
}

// start runs this program again as a server with the garbage collector set as the portal's own program sets it.
func start(ctx context.Context, a assignment) (_ *process, err error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &process{command: exec.CommandContext(ctx, program, serveCommand)}
	p.command.Env = append(os.Environ(), "GOGC=400", "GOMEMLIMIT=1GiB")
	p.command.Stderr = os.Stderr
	input, err := p.command.StdinPipe()
	if err != nil {
		return nil, err
	}
	p.input = input
	output, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			p.stop()
		}
	}()
	if err := json.NewEncoder(input).Encode(a); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("server process: %w", err)
	}
	p.address = strings.TrimSpace(line)
	return p, nil
}

// stop ends the process; it was of no use beyond what was measured.
func (p *process) stop() {
	_ = p.input.Close()
	_ = p.command.Wait()
}

// resident memory of the process in bytes; 0 where the system does not tell.
func (p *process) resident() int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	kilobytes, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	n, err := strconv.ParseInt(kilobytes, 10, 64)
	if err != nil {
		return 0
	}
	return n << 10
}

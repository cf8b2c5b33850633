package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"alongside/models"
	"alongside/models/store/privatepg"
)

const (
	faultEmail    = "sender@meridian.example"
	faultPassword = "a long enough password"
)

func TestFaults(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "alongside")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	t.Run("killed beside its database", func(t *testing.T) {
		t.Parallel()
		database := startPostgres(t, filepath.Join(dataDir(t), "pg"))
		keepsWhatItAnswered(t, process{t: t, program: program, dir: dataDir(t), database: database.URL()})
	})
	t.Run("killed with its database", func(t *testing.T) {
		t.Parallel()
		keepsWhatItAnswered(t, process{t: t, program: program, dir: dataDir(t)})
	})
	t.Run("flooded with uploads", func(t *testing.T) {
		t.Parallel()
		database := startPostgres(t, filepath.Join(dataDir(t), "pg"))
		refusesFloods(t, process{t: t, program: program, dir: dataDir(t), database: database.URL()})
	})
	t.Run("without its database", func(t *testing.T) {
		t.Parallel()
		waitsAndEnds(t, program)
	})
}

// keepsWhatItAnswered kills the program again and again while requests are being sent to it. Senders press Send again
// until they have an answer, as people do.
func keepsWhatItAnswered(t *testing.T, p process) {
	const senders, kills, between = 6, 4, 15
	p.addSender()
	p.start()
	client := p.signIn()

	var current atomic.Pointer[life]
	begin := func() *life {
		l := &life{url: p.url, over: make(chan struct{})}
		current.Store(l)
		return l
	}
	l := begin()
	answers := make(chan answer)
	ctx, enough := context.WithCancel(t.Context())
	var sending sync.WaitGroup
	for s := range senders {
		sending.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				title := fmt.Sprintf("Parcel %d of sender %d", n, s)
				if to := sendUntilAnswered(ctx, t, client, &current, title); to != "" {
					select {
					case answers <- answer{title, to}:
					case <-t.Context().Done():
						return
					}
				}
			}
		})
	}
	answered := map[string]string{}
	for kill := range kills + 1 {
		for want := (kill + 1) * between; len(answered) < want; {
			select {
			case a := <-answers:
				answered[a.title] = a.to
			case <-time.After(2 * patience):
				t.Fatalf("got %d answers, want %d\n%s", len(answered), want, p.log.with(""))
			}
		}
		if kill == kills {
			break
		}
		p.kill()
		p.start()
		over := l.over
		l = begin()
		close(over)
	}
	enough()
	go func() {
		sending.Wait()
		close(answers)
	}()
	for a := range answers {
		answered[a.title] = a.to
	}

	stored := p.titles()
	for title, to := range answered {
		if got := stored[title]; len(got) != 1 || "/requests/"+got[0] != to {
			t.Errorf("%s was answered with %s: got %v stored, want it once", title, to, got)
		}
	}
	for title, ids := range stored {
		if len(ids) != 1 {
			t.Errorf("%s: got %d requests, want 1", title, len(ids))
		}
	}
	if len(stored) > len(answered)+senders {
		t.Errorf("got %d requests for %d answers of %d senders, want at most one more for each", len(stored), len(answered), senders)
	}
	for _, wrong := range p.audit() {
		t.Error(wrong)
	}
	p.terminate()
	if got := living(p.dir); len(got) > 0 {
		t.Errorf("after the end: got %v still running, want nothing", got)
	}
	p.start()
	p.kill()
	for deadline := time.Now().Add(patience); len(living(p.dir)) > 0; <-time.After(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("after a kill: got %v still running, want nothing", living(p.dir))
		}
	}
}

// life of one process: where it answers, and when the next one does.
type life struct {
	url  string
	over chan struct{}
}

type answer struct{ title, to string }

// sendUntilAnswered sends one form, the same one again after each failure, and returns where its answer leads.
func sendUntilAnswered(ctx context.Context, t *testing.T, client *http.Client, current *atomic.Pointer[life], title string) string {
	form := brief(title)
	for {
		l := current.Load()
		response, err := post(client, l.url+"/requests", form)
		if err == nil && response.StatusCode == http.StatusSeeOther {
			return response.Header.Get("Location")
		}
		if err == nil && response.StatusCode < 500 {
			t.Errorf("%s: got %d, want 303", title, response.StatusCode)
			return ""
		}
		select {
		case <-l.over:
		case <-ctx.Done():
			return ""
		}
	}
}

func brief(title string) url.Values {
	return url.Values{"submission": {uuid.NewString()}, "type": {"sheet"}, "title": {title}, "reader": {"Somebody in a hurry."}, "do": {"send"}}
}

// post sends a form as browsers do. The body of the answer is read and closed.
func post(client *http.Client, to string, form url.Values) (*http.Response, error) {
	r, err := http.NewRequest(http.MethodPost, to, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	response, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(io.Discard, response.Body)
	return response, errors.Join(err, response.Body.Close())
}

// waitsAndEnds starts the program before its database, takes the database away once more, and asks it to end while a
// request is under way.
func waitsAndEnds(t *testing.T, program string) {
	home := filepath.Join(dataDir(t), "pg")
	database := startPostgres(t, home)
	p := process{t: t, program: program, dir: dataDir(t), database: database.URL()}
	p.addSender()
	stop := func() {
		t.Helper()
		if err := database.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	stop()

	p.launch()
	p.await("database not ready")
	p.answers("/healthz", http.StatusOK)
	p.answers("/readyz", http.StatusServiceUnavailable)
	database = startPostgres(t, home)
	p.answers("/readyz", http.StatusOK)
	p.answers("/signin", http.StatusOK)
	stop()
	p.answers("/readyz", http.StatusServiceUnavailable)
	p.answers("/healthz", http.StatusOK)
	database = startPostgres(t, home)
	p.answers("/readyz", http.StatusOK)

	client := p.signIn()
	base, err := url.Parse(p.url)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("tcp", base.Host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	body := brief("Sent while it was asked to end").Encode()
	fmt.Fprintf(conn, "POST /requests HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nSec-Fetch-Site: same-origin\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", base.Host, client.Jar.Cookies(base)[0], len(body))
	answer := bufio.NewReader(conn)
	if line, err := answer.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("got %q, %v, want the form to be read", line, err)
	}
	if _, err := answer.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		p.terminate()
	}()
	p.await("msg=stopping")
	fmt.Fprint(conn, body)
	response, err := http.ReadResponse(answer, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusSeeOther {
		t.Errorf("request under way: got %d, want 303", response.StatusCode)
	}
	<-ended
	if got := p.titles()["Sent while it was asked to end"]; len(got) != 1 {
		t.Errorf("request under way: got %d stored, want 1", len(got))
	}
}

// process is the real program, in a process of its own.
type process struct {
	t                      *testing.T
	program, dir, database string // the database's address, empty for a private one

	cmd   *exec.Cmd
	log   *lines
	ended chan struct{}
	url   string
}

func (p *process) command(args ...string) *exec.Cmd {
	return exec.Command(p.program, append(args, "--data-dir="+p.dir, "--database-url="+p.database, "--time-zone=Europe/London", "--holidays=gb", "--log-format=text")...)
}

func (p *process) addSender() {
	p.t.Helper()
	add := p.command("user", "add", "--email="+faultEmail, "--name=Sender", "--side=sales", "--role=member", "--password="+faultPassword)
	if out, err := add.CombinedOutput(); err != nil {
		p.t.Fatalf("add the sender: %v\n%s", err, out)
	}
}

// launch starts the process and returns when it listens.
func (p *process) launch() {
	p.t.Helper()
	p.cmd, p.log, p.ended = p.command("serve", "--listen=127.0.0.1:0"), &lines{}, make(chan struct{})
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	cmd, ended := p.cmd, p.ended
	go func() {
		_ = cmd.Wait() // its state tells how it ended
		close(ended)
	}()
	p.t.Cleanup(func() {
		_ = cmd.Process.Kill() // has ended when all went well
		<-ended
	})
	_, address, _ := strings.Cut(strings.TrimSpace(p.await("msg=listening")), "address=")
	p.url = "http://" + address
}

// start launches the process and returns when it is ready for readers.
func (p *process) start() {
	p.t.Helper()
	p.launch()
	p.await("Alongside is ready")
}

// await returns the lines with the text that the process has said, once there are some.
func (p *process) await(text string) string {
	p.t.Helper()
	for deadline := time.Now().Add(2 * patience); ; {
		if said := p.log.with(text); said != "" {
			return said
		}
		select {
		case <-p.ended:
			p.t.Fatalf("got an end (%v), want %q\n%s", p.cmd.ProcessState, text, p.log.with(""))
		case <-time.After(10 * time.Millisecond):
			if time.Now().After(deadline) {
				p.t.Fatalf("got nothing, want %q\n%s", text, p.log.with(""))
			}
		}
	}
}

// answers waits until a path is answered with the status.
func (p *process) answers(path string, want int) {
	p.t.Helper()
	client := http.Client{Timeout: patience}
	for deadline := time.Now().Add(2 * patience); ; {
		response, err := client.Get(p.url + path)
		if err != nil {
			p.t.Fatalf("GET %s: %v\n%s", path, err, p.log.with(""))
		}
		response.Body.Close()
		if response.StatusCode == want {
			return
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("GET %s: got %d, want %d\n%s", path, response.StatusCode, want, p.log.with(""))
		}
		<-time.After(20 * time.Millisecond)
	}
}

// signIn returns a client with the sender's session.
func (p *process) signIn() *http.Client {
	p.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		p.t.Fatal(err)
	}
	client := &http.Client{Jar: jar, Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := post(client, p.url+"/signin", url.Values{"email": {faultEmail}, "password": {faultPassword}})
	if err != nil || response.StatusCode != http.StatusSeeOther {
		p.t.Fatalf("sign in: got %v, %v, want 303", response, err)
	}
	return client
}

// kill ends the process as a crash does.
func (p *process) kill() {
	p.t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		p.t.Fatal(err)
	}
	<-p.ended
}

// terminate asks the process to end, as service managers do.
func (p *process) terminate() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Error(err)
	}
	select {
	case <-p.ended:
		if got := p.cmd.ProcessState.ExitCode(); got != 0 {
			p.t.Errorf("end: got status %d, want 0\n%s", got, p.log.with(""))
		}
	case <-time.After(patience):
		p.t.Errorf("got a running program, want its end\n%s", p.log.with(""))
	}
}

func (p *process) databaseURL() string {
	p.t.Helper()
	if p.database != "" {
		return p.database
	}
	address, ok := privatepg.RunningURL(filepath.Join(p.dir, "postgres"))
	if !ok {
		p.t.Fatal("got no private database, want one")
	}
	return address
}

// titles returns the numbers of all requests by their title.
func (p *process) titles() map[string][]string {
	p.t.Helper()
	conn, err := pgx.Connect(p.t.Context(), p.databaseURL())
	if err != nil {
		p.t.Fatal(err)
	}
	defer conn.Close(p.t.Context())
	rows, err := conn.Query(p.t.Context(), "SELECT title, id::text FROM requests")
	if err != nil {
		p.t.Fatal(err)
	}
	titles := map[string][]string{}
	var title, id string
	_, err = pgx.ForEachRow(rows, []any{&title, &id}, func() error {
		titles[title] = append(titles[title], id)
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return titles
}

// audit returns what is wrong with the books.
func (p *process) audit() []string {
	p.t.Helper()
	bad := &badConfig{}
	s := settings{DatabaseURL: p.databaseURL(), DataDir: p.dir, TimeZone: "Europe/London", Holidays: "gb", LogFormat: "text"}
	cfg := s.check(bad)
	if err := bad.orNil(); err != nil {
		p.t.Fatal(err)
	}
	cfg.Log = slog.New(slog.DiscardHandler)
	portal, err := models.Open(cfg)
	if err != nil {
		p.t.Fatal(err)
	}
	defer portal.Close()
	wrong, err := portal.Requests.Audit(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	return wrong
}

func startPostgres(t *testing.T, dir string) *privatepg.Server {
	t.Helper()
	server, err := privatepg.Start(t.Context(), privatepg.Options{Dir: dir, Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return server
}

// living are the processes that work in the folder or were told of it.
func living(dir string) []string {
	var found []string
	all, _ := filepath.Glob("/proc/[0-9]*")
	for _, entry := range all {
		told, _ := os.ReadFile(filepath.Join(entry, "cmdline")) // gone meanwhile: not living
		cwd, _ := os.Readlink(filepath.Join(entry, "cwd"))
		if strings.Contains(string(told), dir) || strings.HasPrefix(cwd, dir) {
			found = append(found, filepath.Base(entry)+" "+strings.ReplaceAll(string(told), "\x00", " "))
		}
	}
	return found
}

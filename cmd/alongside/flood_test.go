package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
)

const gigabyte = 1 << 30

// refusesFloods sends twenty files of a gigabyte at once, half of them without saying how long they are. All are cut
// off, in little memory, and nothing of them is left.
func refusesFloods(t *testing.T, p process) {
	const uploads, most = 20, 64 << 20
	p.addSender()
	p.start()
	client := p.signIn()
	response, err := post(client, p.url+"/requests", brief("Cold store prices"))
	if err != nil || response.StatusCode != http.StatusSeeOther {
		t.Fatalf("got %v, %v, want a request to add files to", response, err)
	}
	to := p.url + response.Header.Get("Location") + "/files"
	if err := os.WriteFile(p.proc("clear_refs"), []byte("5"), 0); err != nil { // the peak counts from here
		t.Fatal(err)
	}
	before := p.memory("VmRSS")
	start := time.Now()
	var sending sync.WaitGroup
	for i := range uploads {
		sending.Go(func() {
			length := int64(gigabyte)
			if i%2 == 0 {
				length = -1
			}
			status, err := flood(client, to, length)
			if err != nil && !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, syscall.EPIPE) {
				t.Errorf("got %v, want an answer", err)
			}
			if err == nil && status != http.StatusRequestEntityTooLarge {
				t.Errorf("got %d, want 413", status)
			}
		})
	}
	sending.Wait()
	if took := time.Since(start); took > patience {
		t.Errorf("got them refused in %v, want it soon", took)
	}
	if grown := p.memory("VmHWM") - before; grown > most {
		t.Errorf("got %d MB more memory at the peak, want at most %d", grown>>20, most>>20)
	}
	if left := filesBelow(t, filepath.Join(p.dir, "files")); len(left) > 0 {
		t.Errorf("got %v left, want nothing", left)
	}
	p.answers("/readyz", http.StatusOK)
}

// flood sends a form with a file of a gigabyte of zeros.
func flood(client *http.Client, to string, length int64) (status int, err error) {
	head := "--x\r\nContent-Disposition: form-data; name=\"submission\"\r\n\r\n" + uuid.NewString() +
		"\r\n--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"film.mov\"\r\n\r\n"
	r, err := http.NewRequest(http.MethodPost, to, io.MultiReader(strings.NewReader(head), io.LimitReader(zeros{}, gigabyte-int64(len(head)))))
	if err != nil {
		return 0, err
	}
	r.ContentLength = length
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	response, err := client.Do(r)
	if err != nil {
		return 0, err
	}
	return response.StatusCode, response.Body.Close()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// proc is a file in which the system tells of the process.
func (p *process) proc(name string) string {
	return filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), name)
}

// memory of the process in bytes, as the system counts it under the name.
func (p *process) memory(name string) int64 {
	p.t.Helper()
	status, err := os.ReadFile(p.proc("status"))
	if err != nil {
		p.t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		var kilobytes int64
		if _, err := fmt.Sscanf(line, name+": %d kB", &kilobytes); err == nil {
			return kilobytes << 10
		}
	}
	p.t.Fatalf("got no %s, want it in %s", name, status)
	return 0
}

func filesBelow(t *testing.T, folder string) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return paths
}

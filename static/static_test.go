package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

const immutable = "public, max-age=31536000, immutable"

// get asks the handler for an address with the headers given in pairs.
func get(t *testing.T, address string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r io.Reader) []byte {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEveryFileIsServedByItsURL(t *testing.T) {
	t.Parallel()
	for name, f := range files() {
		res := get(t, URL(name))
		if res.StatusCode != http.StatusOK {
			t.Errorf("%s: got status %d, want 200", name, res.StatusCode)
		}
		if got := body(t, res.Body); !bytes.Equal(got, f.plain) {
			t.Errorf("%s: got %d bytes that differ, want the %d embedded ones", name, len(got), len(f.plain))
		}
		for header, want := range map[string]string{
			"Cache-Control":          immutable,
			"Content-Type":           f.contentType,
			"Content-Encoding":       "",
			"X-Content-Type-Options": "nosniff",
		} {
			if got := res.Header.Get(header); got != want {
				t.Errorf("%s: got %s %q, want %q", name, header, got, want)
			}
		}
	}
}

func TestOnlyTheRightHashIsKeptForEver(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"/static/app.css", "/static/app.css?v=", "/static/app.css?v=000000000000"} {
		res := get(t, address)
		if got := res.Header.Get("Cache-Control"); res.StatusCode != http.StatusOK || got != "no-cache" {
			t.Errorf("%s: got %d with Cache-Control %q, want 200 with no-cache", address, res.StatusCode, got)
		}
	}
}

func TestNothingElseIsServed(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"/static/", "/static", "/static/fonts", "/static/fonts/", "/static/js/", "/static/nothing.css",
		"/static/static.go", "/static/src/app.css", "/static/package.json", "/static/../static/app.css",
		"/static//app.css", "/static/%2e%2e/go.mod", "/app.css",
	} {
		if res := get(t, address); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: got status %d, want 404", address, res.StatusCode)
		}
	}
}

func TestGzip(t *testing.T) {
	t.Parallel()
	res := get(t, URL("app.css"), "Accept-Encoding", "br, gzip")
	if got := res.Header.Get("Content-Encoding"); got != "gzip" {
		t.Fatalf("got Content-Encoding %q, want gzip", got)
	}
	if got := res.Header.Get("Vary"); got != "Accept-Encoding" {
		t.Errorf("got Vary %q, want Accept-Encoding", got)
	}
	zr, err := gzip.NewReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got := body(t, zr); !bytes.Equal(got, files()["app.css"].plain) {
		t.Errorf("got %d unpacked bytes that differ, want the embedded ones", len(got))
	}
	res = get(t, URL("fonts/inter-latin-opsz-normal.woff2"), "Accept-Encoding", "gzip")
	if got := res.Header.Get("Content-Encoding"); got != "" {
		t.Errorf("font: got Content-Encoding %q, want none", got)
	}
}

func TestAcceptsGzip(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]bool{
		"": false, "gzip": true, "GZIP": true, "br, gzip;q=0.5": true, "gzip;q=0": false, "gzip; q=0.0": false,
		"*": true, "*;q=0": false, "gzip;q=0, *": false, "*;q=0, gzip": true, "br": false, "xgzip": false,
	} {
		if got := acceptsGzip(header); got != want {
			t.Errorf("acceptsGzip(%q): got %t, want %t", header, got, want)
		}
	}
}

func TestUnchangedIsNotSentAgain(t *testing.T) {
	t.Parallel()
	for _, encoding := range []string{"identity", "gzip"} {
		tag := get(t, "/static/app.css", "Accept-Encoding", encoding).Header.Get("ETag")
		res := get(t, "/static/app.css", "Accept-Encoding", encoding, "If-None-Match", tag)
		if res.StatusCode != http.StatusNotModified {
			t.Errorf("%s: got status %d for the tag %s, want 304", encoding, res.StatusCode, tag)
		}
	}
	plain := get(t, "/static/app.css").Header.Get("ETag")
	zipped := get(t, "/static/app.css", "Accept-Encoding", "gzip").Header.Get("ETag")
	if plain == zipped {
		t.Errorf("got the tag %s for both encodings, want two", plain)
	}
}

func TestFontsInTheStyleSheetCarryTheirHash(t *testing.T) {
	t.Parallel()
	css := string(files()["app.css"].plain)
	found := regexp.MustCompile(`url\("?(fonts/[^")]+)"?\)`).FindAllStringSubmatch(css, -1)
	if len(found) != 2 {
		t.Fatalf("got %d fonts, want 2", len(found))
	}
	for _, match := range found {
		if got := get(t, Prefix+match[1]).Header.Get("Cache-Control"); got != immutable {
			t.Errorf("%s: got Cache-Control %q, want %q", match[1], got, immutable)
		}
	}
}

func TestScriptsEvaluateNoText(t *testing.T) {
	t.Parallel()
	for name, f := range files() {
		if !strings.HasPrefix(name, "js/") {
			continue
		}
		for _, forbidden := range []string{"eval(", "new Function", "innerHTML", "document.write", ".style."} {
			if bytes.Contains(f.plain, []byte(forbidden)) {
				t.Errorf("%s: got %q, want a script that works under the content security policy", name, forbidden)
			}
		}
	}
}

// A phone on a slow line loads style, scripts, icons and the Latin font once.
func TestFirstViewIsSmall(t *testing.T) {
	t.Parallel()
	const limit = 150_000 // bytes on the wire
	total := 0
	for name, f := range files() {
		if name == "LICENSES.md" || strings.Contains(name, "latin-ext") {
			continue
		}
		if f.zipped != nil {
			total += len(f.zipped)
		} else {
			total += len(f.plain)
		}
	}
	if total > limit {
		t.Errorf("got %d bytes, want at most %d", total, limit)
	}
}

func TestURLOfNothing(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("got an address for a file that does not exist, want a panic")
		}
	}()
	URL("nothing.css")
}

// Package static holds the files the browser loads beside the pages: style
// sheet, scripts, fonts and icons, embedded into the binary. app.css,
// icons.svg, fonts and the htmx files are built by "npm run build" here.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Prefix is the path under which Handler expects to be mounted.
const Prefix = "/static/"

//go:embed app.css favicon.svg icons.svg htmx.min.js hx-sse.min.js LICENSES.md fonts/*.woff2 js/*.js
var embedded embed.FS

// file is one embedded file, ready to be sent.
type file struct {
	plain       []byte
	zipped      []byte // nil when gzip would not make it smaller
	hash        string // first 12 hex digits of the SHA-256 of plain
	contentType string
}

// contentTypes are the kinds of files served; the machine's own MIME tables
// are not asked, so that every node answers alike.
var contentTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".md":    "text/plain; charset=utf-8",
	".svg":   "image/svg+xml",
	".woff2": "font/woff2",
}

// files reads and compresses everything embedded, once per process.
var files = sync.OnceValue(func() map[string]*file {
	all := make(map[string]*file)
	err := fs.WalkDir(embedded, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		all[name], err = load(name)
		return err
	})
	if err != nil {
		panic(fmt.Sprintf("static: the embedded files cannot be read: %v", err))
	}
	return all
})

func load(name string) (*file, error) {
	plain, err := embedded.ReadFile(name)
	if err != nil {
		return nil, err
	}
	contentType, known := contentTypes[path.Ext(name)]
	if !known {
		return nil, fmt.Errorf("%s: no content type for this kind of file", name)
	}
	sum := sha256.Sum256(plain)
	f := &file{plain: plain, hash: hex.EncodeToString(sum[:])[:12], contentType: contentType}
	if f.zipped, err = compress(plain); err != nil {
		return nil, err
	}
	if len(f.zipped) >= len(plain) {
		f.zipped = nil
	}
	return f, nil
}

func compress(plain []byte) ([]byte, error) {
	var zipped bytes.Buffer
	w, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return zipped.Bytes(), nil
}

// URL is the address of an embedded file such as "app.css" or
// "js/focus.js", with its content hash, so that browsers may keep it for
// ever. It panics on a name that does not exist: the name is a constant of
// the program.
func URL(name string) string {
	f, ok := files()[name]
	if !ok {
		panic("static: no file is called " + name)
	}
	return Prefix + name + "?v=" + f.hash
}

// Handler serves the embedded files under Prefix. With the hash that URL
// gives they are immutable; without it browsers must ask again. Anything
// else, folders included, is 404.
func Handler() http.Handler {
	all := files()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, ok := strings.CutPrefix(r.URL.Path, Prefix)
		f := all[name]
		if !ok || f == nil {
			http.NotFound(w, r)
			return
		}
		f.serve(w, r)
	})
}

func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Type", f.contentType)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == f.hash {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body, tag := f.plain, `"`+f.hash+`"`
	if f.zipped != nil {
		header.Add("Vary", "Accept-Encoding")
		if acceptsGzip(r.Header.Get("Accept-Encoding")) {
			header.Set("Content-Encoding", "gzip")
			body, tag = f.zipped, `"`+f.hash+`-gz"`
		}
	}
	header.Set("ETag", tag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// acceptsGzip reads an Accept-Encoding header: gzip or * with a quality that
// is not zero; what is said of gzip by name counts before *.
func acceptsGzip(header string) bool {
	byName, byStar := -1.0, -1.0
	for part := range strings.SplitSeq(header, ",") {
		coding, params, _ := strings.Cut(part, ";")
		quality := 1.0
		if q, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			if parsed, err := strconv.ParseFloat(q, 64); err == nil {
				quality = parsed
			}
		}
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip":
			byName = quality
		case "*":
			byStar = quality
		}
	}
	if byName >= 0 {
		return byName > 0
	}
	return byStar > 0
}

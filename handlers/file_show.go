package handlers

import (
	"encoding/hex"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"alongside/models/files"
	"alongside/models/people"
)

// filePolicy of bytes that users sent: they may not do anything, whatever they are.
const filePolicy = "default-src 'none'; sandbox; frame-ancestors 'none'"

// showFile sends the bytes to those who may see what the file hangs on. What browsers show without running anything
// is shown, all else is a download.
func (s *server) showFile(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.file(r, actor)
	if err != nil {
		return err
	}
	content, err := s.portal.Files.Bytes(f)
	if err != nil {
		return err
	}
	disposition := "inline"
	if !f.Shown() || r.URL.Query().Has("download") {
		disposition = "attachment"
	}
	w.Header().Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": f.Name}))
	if r.Method == http.MethodGet && wantsBeginning(r.Header.Get("Range")) {
		s.portal.Requests.CountDownload(f.ID)
	}
	return serveBytes(w, r, content, f.MediaType, hex.EncodeToString(f.SHA256), f.AddedAt)
}

// wantsBeginning reports whether a range, if any, is the first of a download: the others go on with it.
func wantsBeginning(ranges string) bool { return ranges == "" || strings.HasPrefix(ranges, "bytes=0-") }

// showThumb sends the small picture of a file that has one.
func (s *server) showThumb(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.file(r, actor)
	if err != nil {
		return err
	}
	content, err := s.portal.Files.ThumbBytes(f)
	if err != nil {
		return err
	}
	return serveBytes(w, r, content, "image/jpeg", f.ThumbKey, f.AddedAt)
}

func (s *server) file(r *http.Request, actor people.Person) (files.File, error) {
	id, err := pathID(r, "id")
	if err != nil {
		return files.File{}, err
	}
	return s.portal.FileFor(r.Context(), actor, id)
}

// serveBytes sends what users sent, whole or in the parts asked for, and closes it. Browsers may keep it, and ask each
// time by its tag whether they still may show it.
func serveBytes(w http.ResponseWriter, r *http.Request, content io.ReadSeekCloser, mediaType, tag string, at time.Time) error {
	h := w.Header()
	h.Set("Content-Security-Policy", filePolicy)
	h.Set("Content-Type", mediaType)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", at, content)
	return content.Close()
}

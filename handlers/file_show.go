package handlers

import (
	"mime"
	"net/http"
	"strconv"

	"alongside/models/people"
)

// filePolicy of bytes that users sent: they may not do anything, whatever they are.
const filePolicy = "default-src 'none'; sandbox; frame-ancestors 'none'"

// showFile sends the bytes to those who may see what the file hangs on. What browsers show without running anything
// is shown, all else is a download.
func (s *server) showFile(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	f, err := s.portal.FileFor(r.Context(), actor, id)
	if err != nil {
		return err
	}
	bytes, err := s.portal.Files.Bytes(f)
	if err != nil {
		return err
	}
	defer bytes.Close()
	disposition := "inline"
	if f.MediaType == "application/octet-stream" || r.URL.Query().Has("download") {
		disposition = "attachment"
	}
	h := w.Header()
	h.Set("Content-Security-Policy", filePolicy)
	h.Set("Content-Type", f.MediaType)
	h.Set("Content-Length", strconv.FormatInt(f.Size, 10))
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": f.Name}))
	http.ServeContent(w, r, "", f.AddedAt, bytes)
	return nil
}

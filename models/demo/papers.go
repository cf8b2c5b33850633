package demo

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"alongside/models/files"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
)

// paper is a file that somebody adds to a request: with the same slot as one before, its next version.
type paper struct {
	slot, name string
	pages      []string // of text
}

// papers are the files people added beside the brief.
var papers = []act{
	brings(412, on(-6, 15, 50), "ben", paper{"copy", "Copy.docx", []string{"Every pallet carries a logger. You see the trace before the driver has left your dock."}}),
	brings(412, on(-4, 16, 38), "ben", paper{"copy", "Copy, fact checked.docx", []string{"Every pallet carries a logger that writes every four minutes. You see the trace before the driver has left your dock."}}),
	brings(412, on(-2, 11, 35), "lucia", paper{"layout", "Brochure layout.pdf", []string{"Cold, and proven", "Immingham to Rotterdam"}}),
	brings(412, on(-2, 16, 10), "lucia", paper{"layout", "Brochure layout.pdf", []string{"Cold, and proven", "Immingham to Rotterdam", "Two customers"}}),
	brings(412, on(-1, 11, 50), "lucia", paper{"diagram", "Pallet trace diagram.png", nil}),
	brings(412, on(-1, 15, 30), "lucia", paper{"layout", "Brochure layout.pdf", []string{"Cold, and proven", "Immingham to Rotterdam", "Two customers", "The trace, pallet by pallet"}}),

	brings(443, on(-9, 9, 35), "ben", paper{"copy", "Home delivery copy.docx", []string{"Two people, a two-hour window, and nobody rings you about a scratched bannister."}}),
	brings(443, on(-5, 16, 15), "lucia", paper{"layout", "Home delivery layout.pdf", []string{"Two people, one window", "What a delivery looks like", "When it goes wrong"}}),
	brings(443, on(-3, 10, 50), "lucia", paper{"layout", "Home delivery layout.pdf", []string{"Two people, one window", "What a delivery looks like", "When something breaks"}}),
	brings(443, on(-1, 14, 25), "lucia", paper{"layout", "Home delivery layout.pdf", []string{"Two people, a morning", "What a delivery looks like", "When something breaks"}}),
	brings(443, on(0, 9, 10), "lucia", paper{"layout", "Home delivery layout.pdf", []string{"Two people, a two-hour window", "Crews take the packaging away", "When something breaks"}}),
}

func brings(number int64, at moment, who string, p paper) act {
	return act{at: at, what: attach, who: who, number: number, paper: p}
}

// bytes of the paper, by the ending of its name.
func (p paper) bytes() ([]byte, error) {
	switch {
	case strings.HasSuffix(p.name, ".docx"):
		return document(strings.Join(p.pages, "\n"))
	case strings.HasSuffix(p.name, ".png"):
		return diagram()
	}
	return leaflet(p.pages), nil
}

// attach adds the act's paper, and draws its small picture in place of the job.
func (t *teller) attach(ctx context.Context, who people.Person, a act, submission uuid.UUID) (requests.Request, error) {
	content, err := a.paper.bytes()
	if err != nil {
		return requests.Request{}, err
	}
	upload, err := t.portal.Files.Receive(a.paper.name, strings.NewReader(string(content)))
	if err != nil {
		return requests.Request{}, err
	}
	slot := fmt.Sprint(a.number, " ", a.paper.slot)
	upload.Of = t.pieces[slot]
	uploads := []files.Upload{upload}
	r, err := t.portal.Requests.Attach(ctx, who, a.number, submission, uploads)
	if err != nil {
		return r, err
	}
	if upload.Of == 0 {
		t.pieces[slot] = uploads[0].ID
	}
	return r, errors.Join(t.portal.Files.Thumbnail(ctx, uploads[0].ID), t.portal.Store.Tx(ctx, func(tx *store.Tx) error {
		return tx.WithContext(ctx).Exec(`DELETE FROM river_job WHERE kind = ?`, files.ThumbnailArgs{}.Kind()).Error
	}))
}

package requests

import (
	"context"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/files"
	"alongside/models/people"
	"alongside/models/store"
)

// PieceVersion is what was made of a piece since its delivery: one row.
type PieceVersion struct {
	RequestID int64 `gorm:"primaryKey"`
	Number    int16 `gorm:"primaryKey"` // from 2: the delivery is the first
	Link      string
	Files     []int64 `gorm:"serializer:json"` // ids
	Note      string  // what changed
	MadeBy    int64
	MadeAt    time.Time
}

// NewPiece is the next version of a piece, as typed and parsed.
type NewPiece struct {
	Link     string // https or http address; "" when files are given
	Files    []files.Upload
	Note     string     // what changed
	ReviewBy *time.Time // a date at midnight UTC; nil: the type's interval from today
}

// NewVersion answers a review by something that is right again. Problems are on link, files, note and review_by.
func (q *Queue) NewVersion(ctx context.Context, actor people.Person, id int64, version int, n NewPiece) (Piece, error) {
	var inv store.Invalid
	n.Link = checkLink(&inv, n.Link)
	n.Note = inv.Paragraph("note", n.Note, maxReason, "Say what changed")
	if n.Link == "" && len(n.Files) == 0 {
		inv.Add("link", "Give a link to the piece or add a file")
	}
	if err := inv.OrNil(); err != nil {
		return Piece{}, err
	}
	return q.movePiece(ctx, actor, id, version, MoveNewVersion, func(t *pieceTurn) error {
		until := t.process.rightUntil(&inv, t.today, n.ReviewBy)
		if err := inv.OrNil(); err != nil {
			return err
		}
		t.p.Number++
		if err := q.files.Keep(ctx, t.Tx, actor, t.r.Subject(), n.Files); err != nil {
			return err
		}
		v := PieceVersion{RequestID: id, Number: t.p.Number, Link: n.Link, Files: []int64{}, Note: n.Note, MadeBy: actor.ID, MadeAt: t.Now}
		for _, u := range n.Files {
			v.Files = append(v.Files, u.ID)
		}
		if err := gorm.G[PieceVersion](t.DB).Create(ctx, &v); err != nil {
			return err
		}
		return q.checked(ctx, t, until, "new-version", activity.Detail{Text: n.Note, Number: v.Number})
	})
}

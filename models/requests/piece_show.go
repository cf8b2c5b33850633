package requests

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/activity"
	"alongside/models/files"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// WholePiece is everything the page of a piece shows.
type WholePiece struct {
	Piece
	Request  Request // who asked for it, the brief, and when it was delivered
	Type     Type
	Process  Process            // the request's own, for the words of its brief
	InForce  Process            // of the type, which says for how long a piece is right
	Review   *promises.Promise  // of its owner, while it runs
	Link     string             // of the version in use
	Files    []files.File       // of the version in use
	From     []activity.Subject // what the request came from
	CitedBy  []activity.Subject // what rests on the piece, the newest first, as many as are shown
	Latest   []PieceUse
	History  []activity.Event // of its versions and reviews, oldest first
	Accounts []string         // with whom it was used last, and for whom it was made
	Moves    Moves
	Calendar *workday.Calendar
	Today    workday.Date
	Now      time.Time
}

// State of the piece today.
func (w WholePiece) State() PieceState { return w.Piece.State(w.Today) }

// What is shown of a piece at most: who used it, and what cites it.
const (
	usesShown  = 6
	citesShown = 12
)

// pieceEvents are what the history of a piece tells.
var pieceEvents = []string{string(Delivered), "still-right", "new-version", "reported", "owner-changed", "archived"}

// Piece reads what came out of a request as the viewer sees it, in four queries. A request without a piece is store.ErrNotFound.
func (q *Queue) Piece(ctx context.Context, viewer people.Person, id int64) (WholePiece, error) {
	w := WholePiece{Now: q.db.Now()}
	var err error
	if w.Calendar, err = q.ledger.Calendar(ctx); err != nil {
		return w, err
	}
	w.Today = w.Calendar.DateOf(w.Now)
	catalogue, err := q.Catalogue(ctx)
	if err != nil {
		return w, err
	}
	version, err := q.findPiece(ctx, id, &w)
	if err != nil {
		return w, err
	}
	if w.Process, err = catalogue.process(ctx, q.db.Read(), w.Request.ProcessID); err != nil {
		return w, err
	}
	w.Type, _ = catalogue.Type(w.TypeKey)
	w.InForce = catalogue.InForce[w.TypeKey]
	w.Moves = w.Piece.Moves(viewer)
	attached, err := q.files.Of(ctx, w.Request.Subject())
	if err != nil {
		return w, err
	}
	w.choose(version, attached)
	if err := q.latestUses(ctx, &w); err != nil {
		return w, err
	}
	w.History, err = q.log.Told(ctx, id, []string{activity.KindRequest, activity.KindPiece}, pieceEvents)
	return w, err
}

// findPiece reads the piece with its request, the running promise, and what was made of it last, nil for the delivery.
func (q *Queue) findPiece(ctx context.Context, id int64, w *WholePiece) (*PieceVersion, error) {
	p, r := &w.Piece, &w.Request
	var link *string
	var made []byte
	var due promises.Promise
	var promise *int64
	var opened *time.Time
	var target *int64
	var kinds, citingKinds []string
	var ids, citing []int64
	err := q.db.Rows(ctx, store.SQL(`SELECT p.request_id, p.type_key, owner_id, owner_side, p.number, review_by, checked_at, checked_by, reported_at, archived_at,
			use_asked_of, unused, unused_why, p.uses, downloads, downloaded_at, p.version,
			r.process_id, r.asked_side, r.requester_id, r.requester_side, r.title, r.account, r.reader, r.change, r.uses, r.fields,
			r.submitted_at, r.promised_at, r.closed_at, r.delivered_link, r.state,
			v.link, v.files, d.id, d.from_person_id, d.opened_at, d.due_at, d.target,
			ARRAY(SELECT to_kind FROM links WHERE from_kind = 'request' AND from_id = p.request_id ORDER BY at, to_kind, to_id),
			ARRAY(SELECT to_id FROM links WHERE from_kind = 'request' AND from_id = p.request_id ORDER BY at, to_kind, to_id),
			ARRAY(SELECT from_kind FROM links WHERE to_kind = 'request' AND to_id = p.request_id ORDER BY at DESC, from_kind, from_id LIMIT ?),
			ARRAY(SELECT from_id FROM links WHERE to_kind = 'request' AND to_id = p.request_id ORDER BY at DESC, from_kind, from_id LIMIT ?)
		FROM pieces p JOIN requests r ON r.id = p.request_id
		LEFT JOIN piece_versions v ON v.request_id = p.request_id AND v.number = p.number
		LEFT JOIN promises d ON d.subject_kind = 'piece' AND d.subject_id = p.request_id AND d.closed_at IS NULL
		WHERE p.request_id = ?`, citesShown, citesShown, id), func(row pgx.Rows) error {
		return row.Scan(&p.RequestID, &p.TypeKey, &p.OwnerID, &p.OwnerSide, &p.Number, &p.ReviewBy, &p.CheckedAt, &p.CheckedBy, &p.ReportedAt, &p.ArchivedAt,
			&p.UseAskedOf, &p.Unused, &p.UnusedWhy, &p.Uses, &p.Downloads, &p.DownloadedAt, &p.Version,
			&r.ProcessID, &r.AskedSide, &r.RequesterID, &r.RequesterSide, &r.Title, &r.Account, &r.Reader, &r.Change, &r.Uses, &r.Fields,
			&r.SubmittedAt, &r.PromisedAt, &r.ClosedAt, &r.DeliveredLink, &r.State,
			&link, &made, &promise, &due.FromPersonID, &opened, &due.DueAt, &target, &kinds, &ids, &citingKinds, &citing)
	})
	if err != nil {
		return nil, err
	}
	if p.RequestID == 0 {
		return nil, store.ErrNotFound
	}
	r.ID, r.TypeKey = p.RequestID, p.TypeKey
	for i := range kinds {
		w.From = append(w.From, activity.Subject{Kind: kinds[i], ID: ids[i]})
	}
	for i := range citing {
		w.CitedBy = append(w.CitedBy, activity.Subject{Kind: citingKinds[i], ID: citing[i]})
	}
	if promise != nil {
		due.ID, due.FromSide, due.OpenedAt, due.Target, due.WholeDays = *promise, p.OwnerSide, *opened, *target, true
		w.Review = &due
	}
	if link == nil {
		return nil, nil
	}
	version := &PieceVersion{Link: *link}
	return version, json.Unmarshal(made, &version.Files)
}

// choose picks the link and files of the version in use: those named by it, or of the delivery all that was added to the
// request after it was sent and before it was delivered.
func (w *WholePiece) choose(version *PieceVersion, attached []files.File) {
	w.Link = w.Request.DeliveredLink
	if version != nil {
		w.Link = version.Link
	}
	for _, f := range attached {
		if version == nil && f.AddedAt.After(w.Request.SubmittedAt) && !f.AddedAt.After(*w.Request.ClosedAt) ||
			version != nil && slices.Contains(version.Files, f.ID) {
			w.Files = append(w.Files, f)
		}
	}
}

func (q *Queue) latestUses(ctx context.Context, w *WholePiece) error {
	err := q.db.Rows(ctx, store.SQL(`SELECT id, person_id, with_whom, used_on, happened FROM piece_uses WHERE request_id = ?
		ORDER BY used_on DESC, id DESC LIMIT ?`, w.RequestID, usesShown), func(row pgx.Rows) error {
		u := PieceUse{RequestID: w.RequestID}
		err := row.Scan(&u.ID, &u.PersonID, &u.WithWhom, &u.UsedOn, &u.Happened)
		w.Latest = append(w.Latest, u)
		return err
	})
	with := []string{w.Request.Account}
	for _, u := range w.Latest {
		with = append(with, u.WithWhom)
	}
	for _, account := range with {
		if account != "" && !slices.Contains(w.Accounts, account) {
			w.Accounts = append(w.Accounts, account)
		}
	}
	return err
}

package icp

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// Page is everything the page of the document shows.
type Page struct {
	Version      Version
	Care         map[int64]Care // by section
	AgreedOn     workday.Date   // all of it, last; zero: not yet
	AgreeBy      workday.Date   // again; zero: not yet
	Agreement    Freshness      // of that
	Open         []Row          // proposals and reviews, oldest first
	Reservations []Kept         // not settled yet, soonest first
	Readers      Readers
	LastRead     int        // the version that the viewer read last; 0: none
	LastReadAt   *time.Time // nil: never
	Calendar     *workday.Calendar
	Now          time.Time
}

// Read reports whether the viewer has read the version in force.
func (p Page) Read() bool { return p.LastRead == p.Version.Number }

// Next is the day of the first review to come.
func (p Page) Next() (next workday.Date) {
	for _, c := range p.Care {
		if next.IsZero() || c.ReviewOn.Before(next) {
			next = c.ReviewOn
		}
	}
	return next
}

// Kept is a reservation that a version was agreed to with.
type Kept struct {
	ID         int64        `json:"id"`
	ProposalID int64        `json:"proposal_id"`
	PersonID   int64        `json:"person_id"`
	Side       people.Side  `json:"side"`
	Sections   []int64      `json:"sections"`
	Text       string       `json:"text"`
	DueOn      workday.Date `json:"due_on"`
}

// careJSON is a row of sections as JSON.
type careJSON struct {
	ID        int64        `json:"id"`
	Title     string       `json:"title"`
	OwnerID   int64        `json:"owner_id"`
	OwnerSide people.Side  `json:"owner_side"`
	ReviewOn  workday.Date `json:"review_on"`
}

func (c careJSON) care(today workday.Date) Care {
	return Care{c.ID, c.Title, c.OwnerID, c.OwnerSide, c.ReviewOn, FreshnessOf(c.ReviewOn, today)}
}

// Show reads the version in force as the viewer sees it.
func (d *Document) Show(ctx context.Context, viewer people.Person) (p Page, err error) {
	p.Now = d.db.Now()
	if p.Calendar, err = d.ledger.Calendar(ctx); err != nil {
		return p, err
	}
	today := p.Calendar.DateOf(p.Now)
	found, number, agreedOn := false, 0, (*time.Time)(nil)
	var cares []careJSON
	err = d.db.Rows(ctx, store.SQL(`SELECT d.version, d.agreed_on,
			coalesce(mine.version, 0), mine.read_at, counted.sales, counted.sales_of, counted.marketing, counted.marketing_of,
			(SELECT coalesce(jsonb_agg(s), '[]') FROM icp_sections s),
			(SELECT coalesce(jsonb_agg(r ORDER BY due_on, id), '[]') FROM icp_reservations r WHERE settled_at IS NULL)
		FROM icp_document d
		LEFT JOIN LATERAL (SELECT version, read_at FROM icp_readings WHERE person_id = ? AND read_at IS NOT NULL ORDER BY version DESC LIMIT 1) mine ON true
		CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE side = 'sales') AS sales_of, count(read_at) FILTER (WHERE side = 'sales') AS sales,
				count(*) FILTER (WHERE side = 'marketing') AS marketing_of, count(read_at) FILTER (WHERE side = 'marketing') AS marketing
			FROM people LEFT JOIN icp_readings r ON r.person_id = people.id AND r.version = d.version
			WHERE active AND role <> 'reader' AND side IN ('sales', 'marketing')) counted`, viewer.ID), func(row pgx.Rows) error {
		found = true
		return row.Scan(&number, &agreedOn, &p.LastRead, &p.LastReadAt, &p.Readers.Sales, &p.Readers.SalesOf, &p.Readers.Marketing, &p.Readers.MarketingOf,
			&cares, &p.Reservations)
	})
	if err != nil {
		return p, err
	}
	if !found {
		return p, store.ErrNotFound
	}
	if agreedOn != nil {
		p.AgreedOn = workday.DateOf(*agreedOn)
		p.AgreeBy = p.AgreedOn.AddDays(AgreeDays)
		p.Agreement = FreshnessOf(p.AgreeBy, today)
	}
	p.Care = map[int64]Care{}
	for _, c := range cares {
		p.Care[c.ID] = c.care(today)
	}
	if p.Version, err = d.Version(ctx, number); err != nil {
		return p, err
	}
	p.Open, _, err = d.list(ctx, store.SQL(rowColumns+`, '[]'::jsonb FROM icp_proposals p WHERE state = 'open' ORDER BY id LIMIT ?`, PageSize))
	return p, err
}

// Row of a list of proposals: one without its changes, and who owes a key on it.
type Row struct {
	Proposal
	Owed []promises.Promise // running: of a change at most one, of a review one of each side whose key is missing
}

// keyJSON is a row of keys as JSON.
type keyJSON struct {
	Side          people.Side  `json:"side"`
	PersonID      int64        `json:"person_id"`
	TurnedAt      time.Time    `json:"turned_at"`
	Revision      int          `json:"revision"`
	Digest        string       `json:"digest"`
	Reservation   string       `json:"reservation"`
	ReservationOn workday.Date `json:"reservation_on"`
}

func (k keyJSON) key(proposal int64) Key {
	key := Key{proposal, k.Side, k.PersonID, k.TurnedAt, k.Revision, k.Digest, k.Reservation, nil}
	if !k.ReservationOn.IsZero() {
		on := k.ReservationOn.Midnight()
		key.ReservationOn = &on
	}
	return key
}

// owedJSON is a running promise as JSON.
type owedJSON struct {
	ID           int64       `json:"id"`
	SubjectKind  string      `json:"subject_kind"`
	Kind         string      `json:"kind"`
	What         string      `json:"what"`
	About        string      `json:"about"`
	FromSide     people.Side `json:"from_side"`
	FromPersonID *int64      `json:"from_person_id"`
	ToSide       people.Side `json:"to_side"`
	ToPersonID   *int64      `json:"to_person_id"`
	Target       int64       `json:"target"`
	OpenedAt     time.Time   `json:"opened_at"`
	DueAt        *time.Time  `json:"due_at"`
}

func (o owedJSON) promise(proposal int64) promises.Promise {
	return promises.Promise{ID: o.ID, SubjectKind: o.SubjectKind, SubjectID: proposal, Kind: o.Kind, What: o.What, About: o.About, FromSide: o.FromSide,
		FromPersonID: o.FromPersonID, ToSide: o.ToSide, ToPersonID: o.ToPersonID, Target: o.Target, WholeDays: true, OpenedAt: o.OpenedAt, DueAt: o.DueAt}
}

const rowColumns = `SELECT p.id, kind, title, why, wording, base, sections, conflicts, whole, sources, author_id, author_side, written_with, revision, state,
	reason, merged_into, version, created_at, changed_at, closed_at, closed_by,
	(SELECT coalesce(jsonb_agg(k ORDER BY turned_at), '[]') FROM icp_keys k WHERE k.proposal_id = p.id),
	(SELECT coalesce(jsonb_agg(o ORDER BY o.due_at, o.id), '[]') FROM promises o WHERE o.subject_kind IN ('proposal', 'sales-review', 'marketing-review')
		AND o.subject_id = p.id AND o.closed_at IS NULL AND o.due_at IS NOT NULL)`

// list reads the rows of a query that begins with rowColumns and ends them with the changes, and the id of the last one.
func (d *Document) list(ctx context.Context, q *store.Query) (rows []Row, last int64, err error) {
	err = d.db.Rows(ctx, q, func(row pgx.Rows) error {
		var r Row
		var keys []keyJSON
		var owed []owedJSON
		err := row.Scan(&r.ID, &r.Kind, &r.Title, &r.Why, &r.Wording, &r.Base, &r.Sections, &r.Conflicts, &r.Whole, &r.Sources, &r.AuthorID, &r.AuthorSide,
			&r.WrittenWith, &r.Revision, &r.State, &r.Reason, &r.MergedInto, &r.Version, &r.CreatedAt, &r.ChangedAt, &r.ClosedAt, &r.ClosedBy, &keys, &owed, &r.Changes)
		for _, k := range keys {
			r.Keys = append(r.Keys, k.key(r.ID))
		}
		for _, o := range owed {
			r.Owed = append(r.Owed, o.promise(r.ID))
		}
		rows, last = append(rows, r), r.ID
		return err
	})
	return rows, last, err
}

// PageSize of the list of proposals.
const PageSize = 50

// Proposals lists them, newest first, and the cursor of the next page ("" on the last): "open", "closed", or all for
// anything else.
func (d *Document) Proposals(ctx context.Context, state, after string) ([]Row, string, error) {
	before := int64(1 << 62)
	if after != "" {
		var err error
		if before, err = store.DecodeCursor[int64](after); err != nil {
			return nil, "", err
		}
	}
	q := store.SQL(rowColumns+`, '[]'::jsonb FROM icp_proposals p WHERE p.id < ?`, before).
		AddIf(state == "open", ` AND state = 'open'`).AddIf(state == "closed", ` AND state <> 'open'`).
		Add(` ORDER BY p.id DESC LIMIT ?`, PageSize+1)
	rows, _, err := d.list(ctx, q)
	if err != nil || len(rows) <= PageSize {
		return rows, "", err
	}
	return rows[:PageSize], store.EncodeCursor(rows[PageSize-1].ID), nil
}

// Whole is everything the page of a proposal shows.
type Whole struct {
	Row                    // with its changes
	Current  Version       // in force
	Diffs    []SectionDiff // what the proposal changes, against what it was begun from
	Apart    []Apart       // sections in conflict
	History  []activity.Event
	Evidence []Source // the proposal's own, then that of what it changes
	Beliefs  int      // criteria without evidence, were it agreed
	Moved    *Moved   // among the accounts that were checked, were it agreed; nil: it changes no criteria, or is not open
	Moves    Moves
	Calendar *workday.Calendar
	Now      time.Time
}

// Apart is a section that was agreed otherwise than the proposal took it to be: three texts.
type Apart struct {
	ID     int64
	Base   Section // when the proposal was begun; zero: it was not there
	Agreed Section // now; zero: it is gone
	Mine   Section // proposed; zero: to be removed
	Both   Section // Agreed and Mine in one, as a start
	Doubts []string
}

// ShowProposal reads one as the viewer sees it. What a review would keep is in Current.
func (d *Document) ShowProposal(ctx context.Context, viewer people.Person, id int64) (w Whole, err error) {
	w.Now = d.db.Now()
	if w.Calendar, err = d.ledger.Calendar(ctx); err != nil {
		return w, err
	}
	rows, _, err := d.list(ctx, store.SQL(rowColumns+`, changes FROM icp_proposals p WHERE p.id = ?`, id))
	if err != nil {
		return w, err
	}
	if len(rows) == 0 {
		return w, store.ErrNotFound
	}
	w.Row = rows[0]
	if w.Current, err = d.Current(ctx); err != nil {
		return w, err
	}
	if w.History, err = d.log.History(ctx, w.Subject()); err != nil {
		return w, err
	}
	for _, ch := range w.Changes {
		w.Diffs = append(w.Diffs, ch.Diff())
	}
	w.Apart = w.Proposal.apart(w.Current.Content)
	w.Moves = w.Proposal.Moves(viewer)
	for _, s := range w.cited() {
		if !slices.Contains(w.Evidence, s) {
			w.Evidence = append(w.Evidence, s)
		}
	}
	if w.State == Open && len(w.Conflicts) == 0 && len(w.Current.Content.conflicts(w.Changes)) == 0 {
		w.Beliefs = w.Current.Content.apply(w.Changes).Beliefs()
		would, ok, err := d.Moved(ctx, w.Current, w.Changes)
		if err != nil {
			return w, err
		}
		if ok {
			w.Moved = &would
		}
	}
	return w, nil
}

// Find reads a proposal with its changes, and the version in force: what whoever changes it needs.
func (d *Document) Find(ctx context.Context, id int64) (Proposal, Version, error) {
	rows, _, err := d.list(ctx, store.SQL(rowColumns+`, changes FROM icp_proposals p WHERE p.id = ?`, id))
	if err != nil {
		return Proposal{}, Version{}, err
	}
	if len(rows) == 0 {
		return Proposal{}, Version{}, store.ErrNotFound
	}
	current, err := d.Current(ctx)
	return rows[0].Proposal, current, err
}

// apart are the sections in conflict.
func (p Proposal) apart(now Content) (list []Apart) {
	for _, id := range p.Conflicts {
		ch, ok := p.changeOf(id)
		if !ok {
			continue
		}
		a := Apart{ID: id}
		a.Agreed, _ = now.Section(id)
		if ch.Base != nil {
			a.Base = *ch.Base
		}
		if ch.To != nil {
			a.Mine = *ch.To
		}
		a.Both = a.Mine
		if a.Agreed.ID != 0 && a.Mine.ID != 0 {
			a.Both, a.Doubts = Together(a.Base, a.Agreed, a.Mine)
		}
		list = append(list, a)
	}
	return list
}

package intel

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// Line is what somebody writes of a line: its words and what it rests on.
type Line struct {
	Words
	ReviewBy *time.Time // a date at midnight UTC; nil: 90 days from today
	Owner    int64      // 0: the writer
	Notes    []int64    // numbers of the notes it rests on
	Pages    []PublicPage
}

// PublicPage is a page that everybody can read, and when it was seen.
type PublicPage struct {
	URL    string
	SeenOn time.Time // a date at midnight UTC
}

const (
	maxText      = 160
	maxAnswer    = 400
	maxURL       = 500
	maxCitations = 20
	maxReview    = 366 // days ahead
)

func (l Line) check(roll people.Roll, actor people.Person, today time.Time) (Line, error) {
	var inv store.Invalid
	if !known(Sections, l.Section) {
		inv.Add("section", "Choose a section")
	}
	l.Text = inv.Line("line", l.Text, maxText, "Write the line")
	l.Answer = inv.Paragraph("answer", l.Answer, maxAnswer, "")
	for i, p := range l.Pages {
		address, err := url.Parse(inv.Line("url", p.URL, maxURL, "Give the address of the page"))
		if err != nil || address.Host == "" || address.Scheme != "https" && address.Scheme != "http" || address.User != nil {
			inv.Add("url", "Give the whole address, like https://norvik.example/sailings")
		} else {
			l.Pages[i].URL = address.String()
		}
		if p.SeenOn.IsZero() || p.SeenOn.After(today.AddDate(0, 0, 1)) {
			inv.Add("seen_on", "Say on which day the page was seen")
		}
	}
	slices.Sort(l.Notes)
	l.Notes = slices.Compact(l.Notes)
	if len(l.Notes)+len(l.Pages) > maxCitations {
		inv.Add("notes", "Cite at most twenty notes and pages")
	}
	until := today.AddDate(0, 0, reviewDays)
	if l.ReviewBy != nil {
		until = *l.ReviewBy
	}
	if l.ReviewBy = &until; until.Before(today) || until.After(today.AddDate(0, 0, maxReview)) {
		inv.Add("review_by", "Choose a day within the next year")
	}
	if l.Owner = cmp.Or(l.Owner, actor.ID); !roll[l.Owner].Works() {
		inv.Add("owner", "Choose somebody who works here")
	}
	return l, inv.OrNil()
}

// AddLine drafts a new line of the competitor's card. Problems are *store.Invalid on section, line, answer, url, seen_on, notes,
// review_by and owner.
func (d *Desk) AddLine(ctx context.Context, actor people.Person, competitor int64, submission uuid.UUID, l Line) (Claim, error) {
	var made Claim
	err := d.drafting(ctx, actor, l, func(tx *store.Tx, cal *workday.Calendar, l Line) error {
		first, ref, err := store.Once(ctx, tx, actor.ID, submission.String(), string(l.Section)+l.Text)
		if err != nil {
			return err
		}
		if !first {
			made, err = lockedClaim(ctx, tx, ref)
			return err
		}
		if _, err := gorm.G[Competitor](tx.DB).Where("id = ?", competitor).Take(ctx); err != nil {
			return store.Found(err)
		}
		id, err := store.Made(ctx, tx, actor.ID, submission.String(), "claims_id_seq")
		if err != nil {
			return err
		}
		err = tx.WithContext(ctx).Exec(`INSERT INTO claims (id, competitor_id, state, section, text, answer, may_say, changed, drafted_by, owner_id,
				review_by, standing, look_on, stood_at, made_at) OVERRIDING SYSTEM VALUE
			VALUES (?, ?, 'draft', ?, ?, ?, ?, true, jsonb_build_array(?::bigint), ?, ?, 'stale', ?, ?, ?)`,
			id, competitor, l.Section, l.Text, l.Answer, l.MaySay, actor.ID, l.Owner, l.ReviewBy, l.ReviewBy, tx.Now, tx.Now).Error
		if err != nil {
			return err
		}
		made = Claim{ID: id, CompetitorID: competitor, Version: 1}
		if err := d.citeAll(ctx, tx, cal, actor, made, l); err != nil {
			return err
		}
		if made, err = lockedClaim(ctx, tx, id); err != nil {
			return err
		}
		return d.log.Record(ctx, tx, actor, made.onCard(), "line-drafted", activity.Detail{Title: l.Text, For: id})
	})
	return made, err
}

// onCard is the subject under which lines are told: their competitor.
func (c Claim) onCard() activity.Subject {
	return activity.Subject{Kind: activity.KindCompetitor, ID: c.CompetitorID}
}

func (d *Desk) drafting(ctx context.Context, actor people.Person, l Line, fn func(*store.Tx, *workday.Calendar, Line) error) error {
	if !actor.Works() {
		return store.Refuse(store.ErrForbidden, "You can read the card, but not write on it.")
	}
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return err
	}
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return err
	}
	if l, err = l.check(roll, actor, dateOf(cal, d.db.Now())); err != nil {
		return err
	}
	return d.db.Tx(ctx, func(tx *store.Tx) error { return fn(tx, cal, l) })
}

// citeAll makes the line rest on what is given and on nothing else. Notes that say otherwise stay where they are.
func (d *Desk) citeAll(ctx context.Context, tx *store.Tx, cal *workday.Calendar, actor people.Person, c Claim, l Line) error {
	if err := citable(ctx, tx, l.Notes); err != nil {
		return err
	}
	var addresses []string
	for _, p := range l.Pages {
		addresses = append(addresses, p.URL)
	}
	err := tx.WithContext(ctx).Exec(`DELETE FROM claim_citations WHERE claim_id = @claim AND (
			note_id IS NOT NULL AND NOT disputes AND NOT note_id = ANY(CAST(@notes AS bigint[]))
			OR url <> '' AND NOT url = ANY(CAST(@pages AS text[])))`,
		map[string]any{"claim": c.ID, "notes": bigints(l.Notes), "pages": texts(addresses)}).Error
	if err != nil {
		return err
	}
	for _, note := range l.Notes {
		err := tx.WithContext(ctx).Exec(`INSERT INTO claim_citations (claim_id, note_id, cited_by, cited_at) VALUES (?, ?, ?, ?)
			ON CONFLICT ON CONSTRAINT claim_citations_note_once DO UPDATE SET disputes = false, settled_at = NULL, why = ''`,
			c.ID, note, actor.ID, tx.Now).Error
		if err != nil {
			return err
		}
	}
	for _, p := range l.Pages {
		err := tx.WithContext(ctx).Exec(`INSERT INTO claim_citations (claim_id, url, seen_on, cited_by, cited_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (claim_id, url) WHERE url <> '' DO UPDATE SET seen_on = excluded.seen_on`,
			c.ID, p.URL, p.SeenOn.Format(time.DateOnly), actor.ID, tx.Now).Error
		if err != nil {
			return err
		}
	}
	return d.restand(ctx, tx, cal, []int64{c.ID})
}

// bigints and texts write arrays as PostgreSQL reads them.
func bigints(list []int64) string {
	b := []byte("{")
	for i, n := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, n, 10)
	}
	return string(append(b, '}'))
}

func texts(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
	}
	return "{" + strings.Join(quoted, ",") + "}"
}

// citable refuses notes that nothing may rest on. Of one that is sensitive it says no more than of one that does not exist.
func citable(ctx context.Context, tx *store.Tx, notes []int64) error {
	if len(notes) == 0 {
		return nil
	}
	there, err := gorm.G[int64](tx.DB).Raw(`SELECT n.id FROM notes n WHERE n.id IN ? AND `+open+` AND n.state NOT IN ('duplicate', 'withdrawn', 'erased')
		FOR SHARE`, notes).Find(ctx)
	if err != nil {
		return err
	}
	var inv store.Invalid
	for _, id := range notes {
		if !slices.Contains(there, id) {
			inv.Add("notes", "%s is not there to be cited", Ref(id))
		}
	}
	return inv.OrNil()
}

func lockedClaim(ctx context.Context, tx *store.Tx, id int64) (Claim, error) {
	c, err := gorm.G[Claim](tx.DB).Raw(`SELECT * FROM claims WHERE id = ? FOR UPDATE`, id).Take(ctx)
	return c, store.Found(err)
}

// onClaim runs fn on the locked line as the actor saw it.
func (d *Desk) onClaim(ctx context.Context, actor people.Person, id int64, version int, fn func(*store.Tx, *workday.Calendar, *Claim) error) (Claim, error) {
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return Claim{}, err
	}
	var c Claim
	err = d.db.Tx(ctx, func(tx *store.Tx) error {
		if c, err = lockedClaim(ctx, tx, id); err != nil {
			return err
		}
		switch {
		case !actor.Works():
			return store.Refuse(store.ErrForbidden, "You can read the card, but not write on it.")
		case version != anyVersion && version != c.Version:
			return errOvertaken
		case c.State == Retired:
			return store.Refuse(store.ErrConflict, "This line was taken off the card.")
		}
		return fn(tx, cal, &c)
	})
	if errors.Is(err, errOvertaken) {
		return c, d.overtaken(ctx, actor, c.onCard(), "this card")
	}
	return c, err
}

// anyVersion is of moves that do not depend on what the actor saw.
const anyVersion = -1

// writeClaim stores what a move changed as the next version of the line.
func writeClaim(ctx context.Context, tx *store.Tx, c *Claim) error {
	c.Version++
	return store.MustAffectOne(gorm.G[Claim](tx.DB).Where("id = ? AND version = ?", c.ID, c.Version-1).Select(
		"state", "section", "text", "answer", "may_say", "changed", "drafted_by", "shown_section", "shown_text", "shown_answer", "shown_may_say",
		"published_by", "published_at", "owner_id", "review_by", "promise_id", "closed_why", "version").Updates(ctx, *c))
}

// SaveLine changes the draft of a line; the card stays as it is until somebody publishes it. What it rests on counts at once. Problems are
// as of AddLine.
func (d *Desk) SaveLine(ctx context.Context, actor people.Person, id int64, version int, l Line) (Claim, error) {
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return Claim{}, err
	}
	return d.onClaim(ctx, actor, id, version, func(tx *store.Tx, cal *workday.Calendar, c *Claim) error {
		l, err := l.check(roll, actor, dateOf(cal, tx.Now))
		if err != nil {
			return err
		}
		if c.State == Published && len(l.Notes)+len(l.Pages) == 0 {
			return &store.Invalid{Problems: []store.Problem{{Field: "notes", Message: "A published line rests on something: cite a note or a page"}}}
		}
		c.Section, c.Text, c.Answer, c.MaySay, c.OwnerID, c.ReviewBy = l.Section, l.Text, l.Answer, l.MaySay, l.Owner, *l.ReviewBy
		if c.Changed = c.Drafted() != c.Shown(); c.Changed && !slices.Contains(c.DraftedBy, actor.ID) {
			c.DraftedBy = append(c.DraftedBy, actor.ID)
		}
		if err := writeClaim(ctx, tx, c); err != nil {
			return err
		}
		if err := d.citeAll(ctx, tx, cal, actor, *c, l); err != nil {
			return err
		}
		if *c, err = lockedClaim(ctx, tx, id); err != nil {
			return err
		}
		return d.log.Record(ctx, tx, actor, c.onCard(), "line-drafted", activity.Detail{Title: l.Text, For: id})
	})
}

package intel

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// Competitor is one row.
type Competitor struct {
	ID         int64
	Slug       string
	Name       string // Corvane Logistics
	Short      string // Corvane
	Summary    string // who they are, in a sentence or two
	WriterID   *int64 // keeps the card
	CheckerID  *int64 // checks it in the field
	ReviewedOn *time.Time
	ReviewOn   *time.Time
	AddedBy    int64
	AddedAt    time.Time
	ArchivedAt *time.Time
	Version    int
}

// Subject of the competitor.
func (c Competitor) Subject() activity.Subject {
	return activity.Subject{Kind: activity.KindCompetitor, ID: c.ID}
}

const (
	maxName    = 80
	maxShort   = 40
	maxSummary = 400
)

// Profile is what somebody says of a competitor.
type Profile struct {
	Name, Short, Summary string
	Writer, Checker      int64      // 0: nobody yet
	ReviewedOn, ReviewOn *time.Time // dates at midnight UTC
}

func (p Profile) check(roll people.Roll) (Competitor, error) {
	var inv store.Invalid
	c := Competitor{
		Name:    oneSpaced(inv.Line("name", p.Name, maxName, "Give the name")),
		Short:   oneSpaced(inv.Line("short", p.Short, maxShort, "")),
		Summary: inv.Line("summary", p.Summary, maxSummary, ""), ReviewedOn: p.ReviewedOn, ReviewOn: p.ReviewOn,
	}
	if c.Short == "" {
		c.Short = short(c.Name, maxShort-1)
	}
	for _, keeper := range []struct {
		field string
		given int64
		into  **int64
	}{{"writer", p.Writer, &c.WriterID}, {"checker", p.Checker, &c.CheckerID}} {
		if keeper.given == 0 {
			continue
		}
		if !roll[keeper.given].Works() {
			inv.Add(keeper.field, "Choose somebody who works here")
		}
		*keeper.into = &keeper.given
	}
	return c, inv.OrNil()
}

// AddCompetitor adds one, or returns the one of that name. Problems are *store.Invalid on name, short, summary, writer and
// checker.
func (d *Desk) AddCompetitor(ctx context.Context, actor people.Person, p Profile) (Competitor, error) {
	if !actor.Works() {
		return Competitor{}, store.ErrForbidden
	}
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return Competitor{}, err
	}
	c, err := p.check(roll)
	if err != nil {
		return c, err
	}
	err = d.db.Tx(ctx, func(tx *store.Tx) error {
		added, err := d.addCompetitor(ctx, tx, actor, c)
		c = added
		return err
	})
	return c, err
}

// addCompetitor adds c unless one is there that goes by its name.
func (d *Desk) addCompetitor(ctx context.Context, tx *store.Tx, actor people.Person, c Competitor) (Competitor, error) {
	c.AddedBy, c.AddedAt, c.Version = actor.ID, tx.Now, 1
	for n := 1; ; n++ {
		if c.Slug = slug(c.Short); n > 1 {
			c.Slug = fmt.Sprint(c.Slug, "-", n)
		}
		made, err := gorm.G[Competitor](tx.DB).Raw(`INSERT INTO competitors
				(slug, name, short, summary, writer_id, checker_id, reviewed_on, review_on, added_by, added_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING *`,
			c.Slug, c.Name, c.Short, c.Summary, c.WriterID, c.CheckerID, c.ReviewedOn, c.ReviewOn, c.AddedBy, c.AddedAt).Find(ctx)
		if err != nil {
			return c, err
		}
		if len(made) == 1 {
			return made[0], d.log.Record(ctx, tx, actor, made[0].Subject(), "competitor-added", activity.Detail{Title: c.Name})
		}
		there, err := gorm.G[Competitor](tx.DB).Raw(`SELECT * FROM competitors WHERE lower(name) IN (lower(?), lower(?)) OR lower(short) IN (lower(?), lower(?))
			ORDER BY id LIMIT 1`, c.Name, c.Short, c.Name, c.Short).Find(ctx)
		if err != nil || len(there) == 1 {
			return slices.Concat(there, []Competitor{c})[0], err
		}
	}
}

// slug is the name in an address: "norvik-lines".
func slug(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.IsMark(r):
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" && s != "none" && s != "new" {
		return s
	}
	return "competitor"
}

// ChangeCompetitor changes what is said of it. Notes keep being found by its new name.
func (d *Desk) ChangeCompetitor(ctx context.Context, actor people.Person, id int64, version int, p Profile) (Competitor, error) {
	if !actor.Works() {
		return Competitor{}, store.ErrForbidden
	}
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return Competitor{}, err
	}
	c, err := p.check(roll)
	if err != nil {
		return c, err
	}
	overtaken := false
	err = d.db.Tx(ctx, func(tx *store.Tx) error {
		was, err := gorm.G[Competitor](tx.DB).Raw(`SELECT * FROM competitors WHERE id = ? FOR UPDATE`, id).Take(ctx)
		if err != nil {
			return store.Found(err)
		}
		if overtaken = was.Version != version; overtaken {
			return errOvertaken
		}
		c.ID, c.Slug, c.AddedBy, c.AddedAt, c.Version = id, was.Slug, was.AddedBy, was.AddedAt, version+1
		_, err = gorm.G[Competitor](tx.DB).Where("id = ?", id).
			Select("name", "short", "summary", "writer_id", "checker_id", "reviewed_on", "review_on", "version").Updates(ctx, c)
		if err != nil {
			return err
		}
		if was.Short != c.Short {
			err := tx.WithContext(ctx).Exec(`UPDATE notes n SET about = (SELECT string_agg(short, ', ' ORDER BY c.id)
					FROM note_competitors nc JOIN competitors c ON c.id = nc.competitor_id WHERE nc.note_id = n.id)
				WHERE id IN (SELECT note_id FROM note_competitors WHERE competitor_id = ?)`, id).Error
			if err != nil {
				return err
			}
		}
		return d.log.Record(ctx, tx, actor, c.Subject(), "competitor-changed", activity.Detail{Title: c.Name})
	})
	switch {
	case overtaken:
		return c, d.overtaken(ctx, actor, activity.Subject{Kind: activity.KindCompetitor, ID: id}, "what is said of them")
	case store.Violates(err, "competitors_name_unique"):
		return c, &store.Invalid{Problems: []store.Problem{{Field: "name", Message: "Another competitor goes by this name"}}}
	case store.Violates(err, "competitors_short_unique"):
		return c, &store.Invalid{Problems: []store.Problem{{Field: "short", Message: "Another competitor goes by this name"}}}
	}
	return c, err
}

// competitors lists those that are met still, by name.
func (d *Desk) competitors(ctx context.Context) ([]Competitor, error) {
	return gorm.G[Competitor](d.db.Read()).Where("archived_at IS NULL").Order("lower(short), id").Find(ctx)
}

// Competitors lists those that are met still, by name.
func (d *Desk) Competitors(ctx context.Context) ([]Competitor, error) { return d.competitors(ctx) }

// FollowCompetitor makes the viewer hear of new notes and lines about it, or no more.
func (d *Desk) FollowCompetitor(ctx context.Context, viewer people.Person, id int64, follow bool) error {
	if !viewer.Active {
		return store.ErrForbidden
	}
	return d.db.Tx(ctx, func(tx *store.Tx) error {
		c, err := gorm.G[Competitor](tx.DB).Where("id = ?", id).Take(ctx)
		switch {
		case err != nil:
			return store.Found(err)
		case follow:
			return d.log.Follow(ctx, tx, c.Subject(), viewer.ID)
		}
		return d.log.Unfollow(ctx, tx, c.Subject(), viewer.ID)
	})
}

// Competitor finds one by its slug, or by the number that people call it: "CP-3".
func (d *Desk) Competitor(ctx context.Context, called string) (Competitor, error) {
	find := gorm.G[Competitor](d.db.Read()).Where("slug = ?", asked(called))
	if on, ok := activity.ParseRef(called); ok && on.Ref() == called { // no slug has large letters
		find = gorm.G[Competitor](d.db.Read()).Where("id = ?", on.ID)
	}
	c, err := find.Take(ctx)
	return c, store.Found(err)
}

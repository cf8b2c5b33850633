package intel

import (
	"context"

	"github.com/jackc/pgx/v5"

	"alongside/models/people"
	"alongside/models/store"
)

// Form is what the page of a new note offers.
type Form struct {
	Competitors []Competitor // those written of most in the last 90 days first
	Accounts    []string     // of the latest notes, by name
	Segments    []string     // by name
	Questions   []Question   // what both teams need to learn, the soonest first
}

// chipDays is over how many days the order of the competitors is found.
const chipDays = 90

// Form reads what the page of a new note offers, in three queries. Nothing in it comes from a sensitive note.
func (d *Desk) Form(ctx context.Context, viewer people.Person) (Form, error) {
	var f Form
	err := d.db.Rows(ctx, store.SQL(`SELECT c.id, c.slug, c.name, c.short FROM competitors c
		LEFT JOIN (
			SELECT nc.competitor_id, count(*) AS n FROM (SELECT id FROM notes n WHERE `+open+` AND heard_on > ? ORDER BY id DESC LIMIT 2000) latest
			JOIN note_competitors nc ON nc.note_id = latest.id GROUP BY nc.competitor_id) used ON used.competitor_id = c.id
		WHERE c.archived_at IS NULL ORDER BY coalesce(used.n, 0) DESC, lower(c.short), c.id`, d.db.Now().AddDate(0, 0, -chipDays)),
		func(row pgx.Rows) error {
			var c Competitor
			err := row.Scan(&c.ID, &c.Slug, &c.Name, &c.Short)
			f.Competitors = append(f.Competitors, c)
			return err
		})
	if err != nil {
		return f, err
	}
	if f.Questions, err = d.OpenQuestions(ctx, 0); err != nil {
		return f, err
	}
	f.Accounts, f.Segments, err = d.suggestions(ctx)
	return f, err
}

// suggestionsShown bounds each list of suggestions.
const suggestionsShown = 50

// segmentNames walks the index from name to name: there are few of them, on many notes.
const segmentNames = `segment AS (
	(SELECT segment AS name FROM notes n WHERE ` + open + ` AND segment <> '' ORDER BY segment LIMIT 1)
	UNION ALL
	SELECT (SELECT n.segment FROM notes n WHERE ` + open + ` AND n.segment > segment.name ORDER BY n.segment LIMIT 1) FROM segment WHERE segment.name IS NOT NULL
)`

// suggestions are the accounts of the latest notes and witnesses, and all segments, by name.
func (d *Desk) suggestions(ctx context.Context) (accounts, segments []string, err error) {
	err = d.db.Rows(ctx, store.SQL(`WITH RECURSIVE `+segmentNames+`
		SELECT false, account FROM (
			SELECT DISTINCT account FROM (SELECT account FROM notes n WHERE `+open+` ORDER BY id DESC LIMIT 200) latest WHERE account <> ''
			ORDER BY account LIMIT ?) accounts
		UNION ALL
		SELECT true, name FROM (SELECT name FROM segment WHERE name IS NOT NULL LIMIT ?) segments`, suggestionsShown, suggestionsShown),
		func(row pgx.Rows) error {
			var isSegment bool
			var name string
			err := row.Scan(&isSegment, &name)
			if isSegment {
				segments = append(segments, name)
			} else {
				accounts = append(accounts, name)
			}
			return err
		})
	return accounts, segments, err
}

// Accounts suggests accounts of the latest notes, by name, none of them of a sensitive one.
func (d *Desk) Accounts(ctx context.Context) ([]string, error) {
	accounts, _, err := d.suggestions(ctx)
	return accounts, err
}

// Choices is what the stream can be narrowed by.
type Choices struct {
	Competitors []Named // that are met still, by name
	Segments    []string
}

// Choices reads them in one query, none of them from a sensitive note.
func (d *Desk) Choices(ctx context.Context) (c Choices, err error) {
	err = d.db.Rows(ctx, store.SQL(`WITH RECURSIVE `+segmentNames+`
		(SELECT slug, short FROM competitors WHERE archived_at IS NULL ORDER BY lower(short), id)
		UNION ALL
		(SELECT '', name FROM segment WHERE name IS NOT NULL LIMIT ?)`, suggestionsShown), func(row pgx.Rows) error {
		var of Named
		err := row.Scan(&of.Slug, &of.Short)
		if of.Slug == "" {
			c.Segments = append(c.Segments, of.Short)
		} else {
			c.Competitors = append(c.Competitors, of)
		}
		return err
	})
	return c, err
}

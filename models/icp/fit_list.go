package icp

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"alongside/models/store"
)

// CheckRow is a check in a list.
type CheckRow struct {
	ID      int64     `json:"id"`
	Account string    `json:"-"`
	Points  int       `json:"points"`
	Band    Band      `json:"band"`
	Version int       `json:"version"` // of the document
	MadeBy  int64     `json:"-"`
	MadeAt  time.Time `json:"made_at"`
	Outcome Outcome   `json:"-"` // of the account
}

// CheckFilter is what a list of checked accounts is asked for; the zero value is all of them.
type CheckFilter struct {
	Text  string // some letters of the account's name
	Fit   Fit
	After string // cursor
}

// ParseCheckFilter reads it from the query of an address.
func ParseCheckFilter(q url.Values) CheckFilter {
	return CheckFilter{Text: q.Get("q"), Fit: Fit(q.Get("fit")), After: q.Get("after")}
}

// Query writes the filter as ParseCheckFilter reads it.
func (f CheckFilter) Query() string {
	q := url.Values{}
	for name, value := range map[string]string{"q": f.Text, "fit": string(f.Fit), "after": f.After} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q.Encode()
}

// Plain reports whether nothing narrows the list.
func (f CheckFilter) Plain() bool { return f == CheckFilter{After: f.After} }

// CheckPage is one page of the list.
type CheckPage struct {
	Filter CheckFilter
	Rows   []CheckRow
	Next   string // cursor of the next page, "" on the last
	Now    time.Time
}

// lastChecked is where a page ends.
type lastChecked struct {
	At time.Time
	ID int64 // of the account
}

// Checks lists the latest check of each account, the newest first. A mangled cursor or an unknown fit is
// store.ErrNotFound.
func (d *Document) Checks(ctx context.Context, f CheckFilter) (CheckPage, error) {
	page := CheckPage{Filter: f, Now: d.db.Now()}
	var bands []string
	for _, b := range Bands {
		if b.Fit() == f.Fit {
			bands = append(bands, string(b))
		}
	}
	if f.Fit != "" && len(bands) == 0 {
		return page, store.ErrNotFound
	}
	q := store.SQL(`SELECT c.id, a.name, c.points, c.band, c.version, c.made_by, c.made_at, a.outcome, a.id
		FROM icp_accounts a JOIN icp_checks c ON c.id = a.check_id WHERE true`)
	q.AddIf(len(bands) > 0, ` AND a.band = ANY(?)`, bands)
	if text := accountKey(searched(f.Text)); text != "" {
		q.Add(` AND a.key LIKE ?`, "%"+likeLiterally.Replace(text)+"%")
	}
	if f.After != "" {
		after, err := store.DecodeCursor[lastChecked](f.After)
		if err != nil {
			return page, err
		}
		q.Add(` AND (a.checked_at, a.id) < (?, ?)`, after.At, after.ID)
	}
	q.Add(` ORDER BY a.checked_at DESC, a.id DESC LIMIT ?`, PageSize+1)
	var ends []lastChecked
	err := d.db.Rows(ctx, q, func(row pgx.Rows) error {
		var r CheckRow
		var end lastChecked
		err := row.Scan(&r.ID, &r.Account, &r.Points, &r.Band, &r.Version, &r.MadeBy, &r.MadeAt, &r.Outcome, &end.ID)
		end.At = r.MadeAt
		page.Rows, ends = append(page.Rows, r), append(ends, end)
		return err
	})
	if err == nil && len(page.Rows) > PageSize {
		page.Rows, page.Next = page.Rows[:PageSize], store.EncodeCursor(ends[PageSize-1])
	}
	return page, err
}

// likeLiterally lets LIKE find what was typed.
var likeLiterally = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// searched is typed text as it can be looked for.
func searched(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, " "), "\x00", " ")
	if utf8.RuneCountInString(text) > maxAccount {
		text = string([]rune(text)[:maxAccount])
	}
	return text
}

// accountsOffered bounds the names that a form offers.
const accountsOffered = 200

// Accounts are the names of those that were checked last, by name.
func (d *Document) Accounts(ctx context.Context) (names []string, err error) {
	err = d.db.Rows(ctx, store.SQL(`SELECT name FROM icp_accounts ORDER BY checked_at DESC, id DESC LIMIT ?`, accountsOffered), func(row pgx.Rows) error {
		var name string
		err := row.Scan(&name)
		names = append(names, name)
		return err
	})
	slices.Sort(names)
	return names, err
}

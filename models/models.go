// Package models is the business of Alongside. Portal is its table of contents: one field an area. An area's verbs check
// policy, open the transaction and change rows, promises, log and jobs in it; no caller needs to know more.
package models

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"alongside/models/activity"
	"alongside/models/drafts"
	"alongside/models/files"
	"alongside/models/icp"
	"alongside/models/intel"
	"alongside/models/notify"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/requests"
	"alongside/models/ridealongs"
	"alongside/models/store"
)

// Config is what the business needs to know of its surroundings.
type Config struct {
	DatabaseURL string
	FilesDir    string
	Zone        *time.Location // the company's; working days are counted in it
	Holidays    string         // country code of the public holidays; "" for none
	SecretKey   []byte
	Log         *slog.Logger
	Clock       func() time.Time // nil: time.Now
}

// Portal is one Alongside.
type Portal struct {
	Store     *store.DB
	Calendars *promises.Calendars
	People    *people.Directory
	Activity  *activity.Log
	Live      *activity.Live
	Promises  *promises.Ledger
	Files     *files.Cabinet
	Drafts    *drafts.Drawer
	Requests  *requests.Queue
	ICP       *icp.Document
	Intel     *intel.Desk
	Rides     *ridealongs.Schedule
	Notify    *notify.Desk
}

// Open puts the areas together. The database need not be up yet.
func Open(cfg Config) (*Portal, error) {
	db, err := store.Open(store.Config{URL: cfg.DatabaseURL, Clock: cfg.Clock, Log: cfg.Log})
	if err != nil {
		return nil, err
	}
	calendars, err := promises.NewCalendars(db, cfg.Zone, cfg.Holidays)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	cabinet, err := files.Open(db, cfg.FilesDir)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	p := &Portal{
		Store:     db,
		Calendars: calendars,
		People:    people.New(db, cfg.SecretKey),
		Activity:  activity.New(db),
		Live:      activity.NewLive(db),
		Promises:  promises.New(db, calendars),
		Files:     cabinet,
		Drafts:    drafts.New(db),
	}
	p.Requests = requests.New(db, p.People, p.Promises, p.Activity, cabinet)
	p.ICP = icp.New(db, p.People, p.Promises, p.Activity)
	p.Intel = intel.New(db, p.People, p.Promises, p.Activity, cabinet)
	p.Rides = ridealongs.New(db, p.People, p.Promises, p.Activity)
	p.Notify = notify.New(db, p.People, p.Activity, p.Requests, p.ICP, p.Intel, p.Rides)
	return p, nil
}

// Migrate brings the schema up to date and installs the standard request types and the standard document where missing.
func (p *Portal) Migrate(ctx context.Context) error {
	if err := p.Store.Migrate(ctx); err != nil {
		return err
	}
	return errors.Join(p.Requests.InstallStandard(ctx), p.ICP.InstallStandard(ctx))
}

// Ready reports nil when the database is reachable and migrated.
func (p *Portal) Ready(ctx context.Context) error { return p.Store.Ready(ctx) }

// Close writes what is counted still and ends the connections.
func (p *Portal) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return errors.Join(p.Live.Close(), p.Requests.WriteDownloads(ctx), p.Files.Close(), p.Store.Close())
}

// FileFor returns a file that the viewer may see: whoever sees what it hangs on.
func (p *Portal) FileFor(ctx context.Context, viewer people.Person, id int64) (files.File, error) {
	f, err := p.Files.Find(ctx, id)
	if err != nil {
		return f, err
	}
	switch {
	case viewer.ID == 0:
	case f.SubjectKind == activity.KindRequest: // everybody here sees every request
		return f, nil
	case f.SubjectKind == activity.KindNote:
		if _, err := p.Intel.Find(ctx, viewer, f.SubjectID); err != nil {
			return files.File{}, err
		}
		return f, nil
	}
	return files.File{}, store.ErrNotFound
}

package main

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	"alongside/models"
	"alongside/models/store/privatepg"
)

// database is where the data is: the server that DATABASE_URL names, or a private one.
type database struct {
	url     string
	private *privatepg.Server // nil when it is not ours to stop
}

// openDatabase starts the private server when no other is named.
func openDatabase(ctx context.Context, s settings, log *slog.Logger) (database, error) {
	if s.DatabaseURL != "" {
		return database{url: s.DatabaseURL}, nil
	}
	if err := makeDataDir(s.DataDir); err != nil {
		return database{}, err
	}
	server, err := privatepg.Start(ctx, privatepg.Options{Dir: s.privateDir(), Log: log})
	if err != nil {
		return database{}, err
	}
	return database{server.URL(), server}, nil
}

func (s *settings) privateDir() string { return filepath.Join(s.DataDir, "postgres") }

// ended is closed when the private server is gone.
func (d database) ended() <-chan struct{} {
	if d.private == nil {
		return nil
	}
	return d.private.Done()
}

func (d database) stop() error {
	if d.private == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Second)
	defer cancel()
	return d.private.Stop(ctx)
}

// withPortal gives the portal, migrated, to a command that does one thing. It uses the private server of a portal that
// is being served meanwhile.
func withPortal(ctx context.Context, s settings, streams streams, do func(*models.Portal, models.Config) error) (err error) {
	bad := &badConfig{}
	cfg := s.check(bad)
	if err := bad.orNil(); err != nil {
		return err
	}
	cfg.Log = s.logger(streams)
	db, err := openDatabase(ctx, s, cfg.Log)
	var inUse *privatepg.InUseError
	if errors.As(err, &inUse) {
		if url, ok := privatepg.RunningURL(s.privateDir()); ok {
			db, err = database{url: url}, nil
		}
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.stop()) }()
	cfg.DatabaseURL = db.url
	portal, err := models.Open(cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, portal.Close()) }()
	if err := portal.Migrate(ctx); err != nil {
		return err
	}
	return do(portal, cfg)
}

// Package jobs is what comes in from the queue: workers that call one verb of a model, and schedule.go, the one list of
// everything periodic.
package jobs

import (
	"context"
	"log/slog"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"alongside/models"
	"alongside/models/activity"
	"alongside/models/files"
)

// Limits of a job. A worker that was killed has its job worked elsewhere within RescueStuckJobsAfter and a minute.
const (
	jobTimeout  = 60 * time.Second
	rescueAfter = 2 * time.Minute
	workers     = 4
)

// Config is what jobs need to know.
type Config struct {
	BaseURL *url.URL    // as readers see it: of links in mail
	Mail    *MailServer // nil: mails are kept, and shown to administrators
	Log     *slog.Logger
}

// Start works the queue until the returned stop is called, which lets jobs under way finish while its context lasts.
func Start(ctx context.Context, p *models.Portal, cfg Config) (stop func(context.Context) error, err error) {
	all, log := river.NewWorkers(), cfg.Log
	river.AddWorker(all, &announce{portal: p, base: cfg.BaseURL})
	river.AddWorker(all, &send{portal: p, server: cfg.Mail, log: log})
	river.AddWorker(all, &remindDue{portal: p, log: log})
	river.AddWorker(all, &age{portal: p})
	river.AddWorker(all, &tidy{portal: p})
	river.AddWorker(all, &sweepFiles{portal: p, log: log})
	river.AddWorker(all, &thumbnail{portal: p})
	client, err := river.NewClient[pgx.Tx](riverpgxv5.New(p.Store.JobPool()), &river.Config{
		Queues:               map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}},
		Workers:              all,
		PeriodicJobs:         schedule(),
		JobTimeout:           jobTimeout,
		RescueStuckJobsAfter: rescueAfter,
		Logger:               log,
	})
	if err != nil {
		return nil, err
	}
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return nil, err
	}
	return client.Stop, nil
}

// announce tells the people concerned of an event.
type announce struct {
	river.WorkerDefaults[activity.AnnounceArgs]
	portal *models.Portal
	base   *url.URL
}

func (w *announce) Work(ctx context.Context, job *river.Job[activity.AnnounceArgs]) error {
	letters, err := w.letters(ctx, job.Args.EventID)
	if err != nil {
		return err
	}
	return w.portal.Notify.Announce(ctx, job.Args.EventID, letters...)
}

// thumbnail draws the small picture of a file.
type thumbnail struct {
	river.WorkerDefaults[files.ThumbnailArgs]
	portal *models.Portal
}

func (w *thumbnail) Work(ctx context.Context, job *river.Job[files.ThumbnailArgs]) error {
	return w.portal.Files.Thumbnail(ctx, job.Args.FileID)
}

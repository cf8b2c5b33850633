package jobs

import (
	"context"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"alongside/models"
)

// schedule is everything that happens by the clock. River elects one node to enqueue each of them.
func schedule() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		every(5*time.Minute, remindDueArgs{}),
		every(time.Hour, ageArgs{}),
		every(time.Hour, tidyArgs{}),
		every(time.Hour, sweepFilesArgs{}),
	}
}

func every(interval time.Duration, args river.JobArgs) *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(interval), func() (river.JobArgs, *river.InsertOpts) {
		return args, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByPeriod: interval}}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

// remindDue reminds of what is due or idle, moves the forecasts of what ran over, closes what nobody answered, and looks
// after what was delivered, what both teams agreed to, and the seats of ride-alongs.
type remindDueArgs struct{}

func (remindDueArgs) Kind() string { return "remind_due" }

type remindDue struct {
	river.WorkerDefaults[remindDueArgs]
	portal *models.Portal
	log    *slog.Logger
}

func (w *remindDue) Work(ctx context.Context, _ *river.Job[remindDueArgs]) error {
	due, err := w.portal.Requests.RemindDue(ctx)
	if err != nil {
		return err
	}
	idle, err := w.portal.Requests.CloseIdle(ctx)
	if err != nil {
		return err
	}
	pieces, err := w.portal.Requests.ReviewPieces(ctx)
	if err != nil {
		return err
	}
	profile, err := w.portal.ICP.Remind(ctx)
	if err != nil {
		return err
	}
	rides, err := w.portal.Rides.Tend(ctx)
	if due+idle+pieces+profile+rides > 0 {
		w.log.InfoContext(ctx, "reminded", "due", due, "idle", idle, "pieces", pieces, "profile", profile, "rides", rides)
	}
	return err
}

// age judges the lines of battlecards anew that time alone may have made stale.
type ageArgs struct{}

func (ageArgs) Kind() string { return "age" }

type age struct {
	river.WorkerDefaults[ageArgs]
	portal *models.Portal
}

func (w *age) Work(ctx context.Context, _ *river.Job[ageArgs]) error {
	for {
		n, err := w.portal.Intel.Age(ctx)
		if n == 0 || err != nil {
			return err
		}
	}
}

// tidy removes what nobody can use any more.
type tidyArgs struct{}

func (tidyArgs) Kind() string { return "tidy" }

type tidy struct {
	river.WorkerDefaults[tidyArgs]
	portal *models.Portal
}

func (w *tidy) Work(ctx context.Context, _ *river.Job[tidyArgs]) error {
	return w.portal.People.Tidy(ctx)
}

// sweepFiles removes bytes that no file has.
type sweepFilesArgs struct{}

func (sweepFilesArgs) Kind() string { return "sweep_files" }

type sweepFiles struct {
	river.WorkerDefaults[sweepFilesArgs]
	portal *models.Portal
	log    *slog.Logger
}

// orphanAge is far longer than any upload takes.
const orphanAge = 24 * time.Hour

func (w *sweepFiles) Work(ctx context.Context, _ *river.Job[sweepFilesArgs]) error {
	n, err := w.portal.Files.Sweep(ctx, time.Now().Add(-orphanAge))
	if n > 0 {
		w.log.InfoContext(ctx, "swept files", "count", n)
	}
	return err
}

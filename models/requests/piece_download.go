package requests

import (
	"context"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/store"
)

// downloadsEvery is how long downloads are counted in memory before they are written: at most one statement so often.
const downloadsEvery = 5 * time.Second

// downloads counts what is fetched without making anybody wait.
type downloads struct {
	mu      sync.Mutex
	fetched map[int64]int // by file
	timer   *time.Timer   // nil while there is nothing to write
	writing sync.Mutex
}

// CountDownload notes that somebody fetched the file. If it is of a delivered piece, that has one download more within
// seconds.
func (q *Queue) CountDownload(file int64) {
	d := &q.downloads
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fetched == nil {
		d.fetched = map[int64]int{}
	}
	d.fetched[file]++
	if d.timer == nil {
		d.timer = time.AfterFunc(downloadsEvery, func() {
			ctx, cancel := context.WithTimeout(context.Background(), downloadsEvery)
			defer cancel()
			q.WriteDownloads(ctx) // what could not be written waits for the next download
		})
	}
}

// WriteDownloads writes what was counted. What cannot be written stays counted.
func (q *Queue) WriteDownloads(ctx context.Context) error {
	d := &q.downloads
	d.writing.Lock()
	defer d.writing.Unlock()
	fetched := d.take()
	if len(fetched) == 0 {
		return nil
	}
	files, times := make([]int64, 0, len(fetched)), make([]int32, 0, len(fetched))
	for file, n := range fetched {
		files, times = append(files, file), append(times, int32(n))
	}
	err := q.db.Rows(ctx, store.SQL(`UPDATE pieces SET downloads = downloads + d.n, downloaded_at = ? FROM (
			SELECT f.subject_id AS id, sum(n) AS n FROM unnest(CAST(? AS bigint[]), CAST(? AS int[])) AS d (file, n)
			JOIN files f ON f.id = d.file AND f.subject_kind = 'request' JOIN requests r ON r.id = f.subject_id
			WHERE f.added_at > r.submitted_at GROUP BY f.subject_id
		) d WHERE request_id = d.id`, q.db.Now(), files, times), func(pgx.Rows) error { return nil })
	if err != nil {
		d.putBack(fetched)
	}
	return err
}

func (d *downloads) take() map[int64]int {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.timer != nil {
		d.timer.Stop()
	}
	fetched := d.fetched
	d.fetched, d.timer = nil, nil
	return fetched
}

func (d *downloads) putBack(fetched map[int64]int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for file, n := range d.fetched {
		fetched[file] += n
	}
	d.fetched = fetched
}

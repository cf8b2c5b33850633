package requests

import (
	"context"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/store"
	"alongside/models/workday"
)

// Pace is how long the last delivered requests of a type took, in working time from submission to delivery.
type Pace struct {
	N    int          // how many, PaceOf at most
	Half workday.Span // half of them took no longer; 0 with fewer than EnoughForPace
	Most workday.Span // 85 in 100 of them took no longer; 0 likewise
}

const (
	PaceOf        = 30
	EnoughForPace = 10
)

// Known reports whether there are enough to say anything.
func (p Pace) Known() bool { return p.N >= EnoughForPace }

// Pace of a type, at most a few seconds old.
func (q *Queue) Pace(ctx context.Context, typeKey string) (Pace, error) {
	if p, fresh := q.paces.of(typeKey); fresh {
		return p, nil
	}
	cal, err := q.ledger.Calendar(ctx)
	if err != nil {
		return Pace{}, err
	}
	var spans []workday.Span
	err = q.db.Rows(ctx, store.SQL(`SELECT submitted_at, closed_at FROM requests WHERE state = 'delivered' AND type_key = ?
		ORDER BY closed_at DESC, id DESC LIMIT ?`, typeKey, PaceOf), func(row pgx.Rows) error {
		var sent, closed time.Time
		err := row.Scan(&sent, &closed)
		spans = append(spans, cal.Between(sent, closed))
		return err
	})
	if err != nil {
		return Pace{}, err
	}
	p := Pace{N: len(spans)}
	if median, p85 := middle(spans); p.Known() {
		p.Half, p.Most = median, p85
	}
	q.paces.keep(typeKey, p)
	return p, nil
}

// paceAge is how old a pace may be.
const paceAge = 10 * time.Second

// paces remembers them for a moment, so that pages do not ask again and again for what changes a few times a week.
type paces struct {
	mu   sync.Mutex
	kept map[string]keptPace
}

type keptPace struct {
	Pace
	at time.Time
}

func (p *paces) of(typeKey string) (Pace, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	k, ok := p.kept[typeKey]
	return k.Pace, ok && time.Since(k.at) < paceAge
}

func (p *paces) keep(typeKey string, pace Pace) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept == nil {
		p.kept = map[string]keptPace{}
	}
	p.kept[typeKey] = keptPace{pace, time.Now()}
}

func (p *paces) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kept = nil
}

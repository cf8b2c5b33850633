package ridealongs

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/people"
	"alongside/models/store"
)

// Pair is one person of each team.
type Pair struct{ Sales, Marketing int64 }

// Met is how often the two went anywhere together, never how well.
type Met struct {
	Times   int        // held
	Last    *time.Time // of them
	Planned *time.Time // the next one
}

// Gap is a free seat that would bring two people together who never met.
type Gap struct {
	Slot   Slot
	People []int64 // by name
}

// Lonely is how many of the other team a person has met.
type Lonely struct {
	Person people.Person
	Met    int
	Of     int
	Last   *time.Time
}

// Pairing is the grid.
type Pairing struct {
	Sales, Marketing []people.Person // by name
	Met              map[Pair]Met
	Never            int // pairs who have not met and plan nothing
	Gaps             []Gap
	Longest          []Lonely // those who met the fewest first
	Since, Now       time.Time
}

// gapsShown and longestShown bound what stands beside the grid.
const (
	gapsShown    = 5
	longestShown = 5
)

// Pairing reads who went with whom since the time, in two queries. Both directions count; everybody signed in sees it.
func (s *Schedule) Pairing(ctx context.Context, since time.Time) (p Pairing, err error) {
	p.Now, p.Since, p.Met = s.db.Now(), since, map[Pair]Met{}
	roll, err := s.people.Roll(ctx)
	if err != nil {
		return p, err
	}
	p.Sales, p.Marketing = roll.Of(people.Sales), roll.Of(people.Marketing)
	err = s.db.Rows(ctx, store.SQL(`SELECT CASE WHEN r.direction = 'ride' THEN r.host_id ELSE s.person_id END,
			CASE WHEN r.direction = 'ride' THEN s.person_id ELSE r.host_id END,
			count(*) FILTER (WHERE r.state = 'held'), max(r.starts_at) FILTER (WHERE r.state = 'held'), min(r.starts_at) FILTER (WHERE r.state = 'offered')
		FROM ridealongs r JOIN ridealong_seats s ON s.ridealong_id = r.id AND s.state = 'confirmed'
		WHERE r.state IN ('held', 'offered') AND r.starts_at >= ? GROUP BY 1, 2`, since), func(row pgx.Rows) error {
		var pair Pair
		var m Met
		err := row.Scan(&pair.Sales, &pair.Marketing, &m.Times, &m.Last, &m.Planned)
		p.Met[pair] = m
		return err
	})
	if err != nil {
		return p, err
	}
	for _, a := range p.Sales {
		for _, b := range p.Marketing {
			if p.strangers(Pair{a.ID, b.ID}) {
				p.Never++
			}
		}
	}
	p.lonely()
	open, err := s.rows(ctx, store.SQL(`SELECT `+rowColumns+` FROM ridealongs r WHERE r.state = 'offered' AND r.starts_at > ?
		ORDER BY r.starts_at, r.id LIMIT ?`, p.Now, PageSize))
	p.gaps(open)
	return p, err
}

func (p Pairing) strangers(pair Pair) bool {
	m := p.Met[pair]
	return m.Times == 0 && m.Planned == nil
}

// gaps are the seats to come that can be taken, for which somebody is a stranger to the host.
func (p *Pairing) gaps(open []Row) {
	for _, r := range open {
		guests := p.Marketing
		if r.Direction == Sit {
			guests = p.Sales
		}
		g := Gap{Slot: r.Slot}
		for _, who := range guests {
			pair := Pair{r.HostID, who.ID}
			if r.Direction == Sit {
				pair = Pair{who.ID, r.HostID}
			}
			if p.strangers(pair) {
				g.People = append(g.People, who.ID)
			}
		}
		if r.Free() > 0 && r.Cap() == nil && len(g.People) > 0 && len(p.Gaps) < gapsShown {
			p.Gaps = append(p.Gaps, g)
		}
	}
}

// lonely lists those who met the fewest of the other team; of the same share, those whose last time is longest ago.
func (p *Pairing) lonely() {
	for _, side := range [][2][]people.Person{{p.Sales, p.Marketing}, {p.Marketing, p.Sales}} {
		for _, who := range side[0] {
			l := Lonely{Person: who, Of: len(side[1])}
			for pair, m := range p.Met {
				if (pair.Sales != who.ID && pair.Marketing != who.ID) || m.Times == 0 {
					continue
				}
				l.Met++
				if l.Last == nil || m.Last.After(*l.Last) {
					l.Last = m.Last
				}
			}
			if l.Met < l.Of {
				p.Longest = append(p.Longest, l)
			}
		}
	}
	slices.SortStableFunc(p.Longest, func(a, b Lonely) int {
		last := func(l Lonely) int64 {
			if l.Last == nil {
				return 0
			}
			return l.Last.Unix()
		}
		return cmp.Or(cmp.Compare(a.Met*b.Of, b.Met*a.Of), cmp.Compare(last(a), last(b)), cmp.Compare(a.Person.Name, b.Person.Name))
	})
	p.Longest = p.Longest[:min(len(p.Longest), longestShown)]
}

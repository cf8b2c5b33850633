package requests

import (
	"context"
	"math"
	"slices"
	"time"

	"gorm.io/gorm"

	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// Type is a kind of thing one side asks of the other.
type Type struct {
	Key      string `gorm:"primaryKey"`
	Name     string
	Blurb    string
	Side     people.Side // the side that is asked
	Position int16
}

func (Type) TableName() string { return "request_types" }

// Stage is one step of a process.
type Stage struct {
	Name      string      `json:"name"`
	Side      people.Side `json:"side"` // who holds it
	Days      float64     `json:"days"` // working days agreed, in halves
	Done      string      `json:"done"` // what done means
	Checklist []string    `json:"checklist,omitempty"`
	Review    bool        `json:"review,omitempty"` // named reviewers answer, one person decides
}

// Agreed is the stage's working time.
func (s Stage) Agreed() workday.Span { return workday.Days(s.Days) }

// Kinds of brief fields.
const (
	FieldLine      = "line"
	FieldParagraph = "paragraph"
	FieldChoices   = "choices" // any number of Options
)

// Field is one question of a brief beside title and account.
type Field struct {
	Key     string   `json:"key"`
	Label   string   `json:"label"`
	Hint    string   `json:"hint,omitempty"`
	Kind    string   `json:"kind"`
	Options []string `json:"options,omitempty"`
	Missing string   `json:"missing,omitempty"` // what is said when it is empty; "": it may be
}

// Keys of the brief fields that every type may use and that have columns of their own.
const (
	ReaderKey = "reader"
	ChangeKey = "change"
	UseKey    = "use"
)

// Name of the field in forms.
func (f Field) Name() string {
	switch f.Key {
	case ReaderKey, ChangeKey, UseKey:
		return f.Key
	}
	return "field_" + f.Key
}

// Who decides a review.
const (
	DecidesAsker = "asker" // the person who asked
	DecidesLead  = "lead"  // a lead of the side that asked
)

// Process is one version of how a type is worked: a draft until a lead of each side has turned a key, then in force for
// new requests. What is in force never changes but for its keys, and requests keep the version they began with.
type Process struct {
	ID             int64
	TypeKey        string
	Version        int16
	Stages         []Stage `gorm:"serializer:json"`
	Fields         []Field `gorm:"serializer:json"`
	Rounds         int16   // of review; reviewing a stage again after that needs a lead
	Decides        string  // a review
	Reviewers      []int64 `gorm:"serializer:json"` // people asked in each round beside the one who decides
	ReviewDays     int16   // a delivered piece is looked at again after so many days; 0: never
	Why            string
	DraftedBy      []int64 `gorm:"serializer:json"` // people who edited the draft
	Revision       int     // of the draft, counted on through all drafts of the type
	CreatedAt      time.Time
	SalesKey       *int64 // lead who agreed for Sales
	SalesKeyAt     *time.Time
	MarketingKey   *int64
	MarketingKeyAt *time.Time
	AgreedAt       *time.Time // when the second key was turned
	InForceAt      *time.Time // nil: a draft; the newest version that has it is what new requests begin with
	WithdrawnAt    *time.Time
}

// Days is the agreed working time of all stages.
func (p Process) Days() float64 {
	var days float64
	for _, s := range p.Stages {
		days += s.Days
	}
	return days
}

// At returns the stage by its number, counted from 1.
func (p Process) At(number int16) Stage { return p.Stages[number-1] }

// Last reports whether the stage is the last one.
func (p Process) Last(number int16) bool { return int(number) == len(p.Stages) }

// Rest is the agreed working time of the stages after the given one.
func (p Process) Rest(number int16) workday.Span {
	var rest workday.Span
	for _, s := range p.Stages[number:] {
		rest += s.Agreed()
	}
	return rest
}

// First stage held by the side, counted from 1; 0 when it has none.
func (p Process) First(side people.Side) int16 {
	return int16(1 + slices.IndexFunc(p.Stages, func(s Stage) bool { return s.Side == side }))
}

// decided is what a decision that took the asked side this long is taken out of its first stage, in half days; half a day
// of the stage is left.
func (p Process) decided(asked people.Side, took workday.Span) workday.Span {
	first := p.First(asked)
	if first == 0 {
		return 0
	}
	halves := math.Round(2 * took.Days())
	return min(workday.Days(halves/2), p.At(first).Agreed()-workday.Days(0.5))
}

// Back returns the number of the nearest earlier stage held by the other side, to which work can be sent back; 0 when
// there is none.
func (p Process) Back(number int16) int16 {
	side := p.At(number).Side
	for n := number - 1; n >= 1; n-- {
		if p.At(n).Side != side {
			return n
		}
	}
	return 0
}

// Item is one line of a checklist; Number counts through all stages from 0.
type Item struct {
	Number int16
	Stage  int16
	Text   string
}

// Items of all stages.
func (p Process) Items() []Item {
	var items []Item
	for i, s := range p.Stages {
		for _, text := range s.Checklist {
			items = append(items, Item{Number: int16(len(items)), Stage: int16(i + 1), Text: text})
		}
	}
	return items
}

// Catalogue is every type with the process in force, and every process that is or was in force by id, as of when it was
// read. It holds no drafts: those change.
type Catalogue struct {
	Types     []Type
	InForce   map[string]Process
	Processes map[int64]Process
}

// Type by key; ok is false for keys nobody knows.
func (c Catalogue) Type(key string) (Type, bool) {
	i := slices.IndexFunc(c.Types, func(t Type) bool { return t.Key == key })
	if i < 0 {
		return Type{}, false
	}
	return c.Types[i], true
}

// Unturned counts the processes in force on which the actor can turn a key.
func (c Catalogue) Unturned(actor people.Person) (n int) {
	for _, p := range c.InForce {
		if p.Moves(actor)[MoveTurnKey] {
			n++
		}
	}
	return n
}

// knows reports whether the processes of all rows are in the catalogue.
func (c Catalogue) knows(rows []Row) bool {
	return !slices.ContainsFunc(rows, func(r Row) bool { _, ok := c.Processes[r.ProcessID]; return !ok })
}

// catalogueAge is how soon a new version of a process made on one node is offered by the others.
const catalogueAge = 10 * time.Second

// Catalogue returns the types and processes, at most a few seconds old.
func (q *Queue) Catalogue(ctx context.Context) (Catalogue, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.catalogue.Types != nil && time.Since(q.catalogueAt) < catalogueAge {
		return q.catalogue, nil
	}
	types, err := gorm.G[Type](q.db.Read()).Order("position").Find(ctx)
	if err != nil {
		return Catalogue{}, err
	}
	processes, err := gorm.G[Process](q.db.Read()).Where("in_force_at IS NOT NULL").Order("version").Find(ctx)
	if err != nil {
		return Catalogue{}, err
	}
	c := Catalogue{Types: types, InForce: map[string]Process{}, Processes: map[int64]Process{}}
	for _, p := range processes {
		c.InForce[p.TypeKey], c.Processes[p.ID] = p, p
	}
	q.catalogue, q.catalogueAt = c, time.Now()
	return c, nil
}

// InstallStandard adds the standard types with their first process, where missing.
func (q *Queue) InstallStandard(ctx context.Context) error {
	err := q.db.Tx(ctx, func(tx *store.Tx) error {
		for i, std := range standard {
			std.typ.Position = int16(i)
			rows, err := gorm.G[int](tx.DB).Raw(`INSERT INTO request_types (key, name, blurb, side, position) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT DO NOTHING RETURNING 1`, std.typ.Key, std.typ.Name, std.typ.Blurb, std.typ.Side, std.typ.Position).Find(ctx)
			if err != nil {
				return err
			}
			if len(rows) == 0 {
				continue
			}
			err = gorm.G[Process](tx.DB).Create(ctx, &Process{
				TypeKey: std.typ.Key, Version: 1, Stages: std.stages, Fields: std.fields, Rounds: standardRounds, Decides: DecidesAsker,
				Reviewers: []int64{}, ReviewDays: std.reviewDays, DraftedBy: []int64{}, Revision: 1, CreatedAt: tx.Now, InForceAt: &tx.Now,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	q.forgetCatalogue()
	return err
}

func (q *Queue) forgetCatalogue() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.catalogue = Catalogue{}
}

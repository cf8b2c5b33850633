package icp

import (
	"context"

	"gorm.io/gorm"

	"alongside/models/store"
)

// ids are the ids in use, by what they are of.
type ids struct{ sections, criteria, rows map[int64]bool }

func (c Content) ids() ids {
	used := ids{map[int64]bool{}, map[int64]bool{}, map[int64]bool{}}
	for _, s := range c.Sections {
		used.add(s)
	}
	return used
}

// add reports whether every id of the section is new; those that are still to be given do not count.
func (u ids) add(s Section) (fresh bool) {
	fresh = true
	take := func(used map[int64]bool, id int64) {
		fresh = fresh && (id <= 0 || !used[id])
		used[id] = true
	}
	take(u.sections, s.ID)
	s.each(func(id *int64, criterion bool) {
		if criterion {
			take(u.criteria, *id)
		} else {
			take(u.rows, *id)
		}
	})
	return fresh
}

// each calls fn with the id of each row of the section.
func (s Section) each(fn func(id *int64, criterion bool)) {
	for i := range s.Criteria {
		fn(&s.Criteria[i].ID, true)
	}
	for i := range s.Items {
		fn(&s.Items[i].ID, false)
	}
	for i := range s.Steps {
		fn(&s.Steps[i].ID, false)
	}
	for i := range s.Codes {
		fn(&s.Codes[i].ID, false)
	}
	for i := range s.Roles {
		fn(&s.Roles[i].ID, false)
	}
	for i := range s.Priorities {
		fn(&s.Priorities[i].ID, false)
	}
}

// knows adds a problem for every id of the section that was never given to what it claims to be.
func (u ids) knows(inv *store.Invalid, s Section) {
	unknown := s.ID > 0 && !u.sections[s.ID]
	s.each(func(id *int64, criterion bool) {
		unknown = unknown || *id == 0 || *id > 0 && (criterion && !u.criteria[*id] || !criterion && !u.rows[*id])
	})
	if unknown {
		inv.Add(s.Field("rows"), "This names a row that is not in the document. Open it again and change it there")
	}
}

// number gives ids to what is new in the section, from the sequences of the database.
func (s *Section) number(ctx context.Context, tx *store.Tx) (err error) {
	next := func(id *int64, criterion bool) {
		if err != nil || *id > 0 {
			return
		}
		if criterion {
			*id, err = gorm.G[int64](tx.DB).Raw(`SELECT nextval('icp_criterion_numbers')`).Take(ctx)
		} else {
			*id, err = gorm.G[int64](tx.DB).Raw(`SELECT nextval('icp_row_numbers')`).Take(ctx)
		}
	}
	if s.ID <= 0 {
		if s.ID, err = gorm.G[int64](tx.DB).Raw(`SELECT nextval('icp_section_numbers')`).Take(ctx); err != nil {
			return err
		}
	}
	s.each(next)
	return err
}

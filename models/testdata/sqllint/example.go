// Package sqllint is what the check for constant SQL is tried on. It is never run.
package sqllint

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

type row struct{ ID int64 }

const columns = "id, title"

func good(ctx context.Context, db *gorm.DB, std *sql.DB, pool *pgxpool.Pool, typed string) {
	_, _ = gorm.G[row](db).Raw("SELECT "+columns+" FROM requests WHERE title = ?", typed).Find(ctx)
	_, _ = gorm.G[row](db).Where("title = ?", typed).Order("id DESC").Find(ctx)
	db.Where(map[string]any{"title": typed}).Take(&row{})
	_, _ = std.ExecContext(ctx, "DELETE FROM drafts WHERE title = $1", typed)
	_ = pool.QueryRow(ctx, "SELECT id FROM requests WHERE title = $1", typed)
	_ = clause.Expr{SQL: "now()"}
	order := "id"
	if typed == "title" {
		order = "title"
	}
	_, _ = gorm.G[row](db).Where("id = 1").Order(order).Find(ctx)
}

func bad(ctx context.Context, db *gorm.DB, std *sql.DB, pool *pgxpool.Pool, tx pgx.Tx, typed string) {
	_, _ = gorm.G[row](db).Raw("SELECT * FROM requests WHERE title = '" + typed + "'").Find(ctx) // bad
	_, _ = gorm.G[row](db).Where(typed).Find(ctx)                                                // bad
	_, _ = gorm.G[row](db).Where("id = 1").Order(typed).Find(ctx)                                // bad
	_, _ = gorm.G[row](db).Where("id = 1").Select(typed).Find(ctx)                               // bad
	db.Where(map[string]any{typed: 1}).Take(&row{})                                              // bad
	db.Group(typed).Take(&row{})                                                                 // bad
	db.Exec(typed)                                                                               // bad
	_ = gorm.Expr(typed)                                                                         // bad
	_ = clause.Expr{SQL: typed}                                                                  // bad
	_, _ = std.ExecContext(ctx, typed)                                                           // bad
	_ = std.QueryRow(typed)                                                                      // bad
	_, _ = pool.Query(ctx, "SELECT 1 ORDER BY "+typed)                                           // bad
	_, _ = tx.Exec(ctx, typed)                                                                   // bad
	_ = tx.QueryRow(ctx, typed)                                                                  // bad
	_, _ = tx.Prepare(ctx, "name", typed)                                                        // bad
	new(pgx.Batch).Queue(typed)                                                                  // bad
	order, both := "id", "id"
	order = typed
	both += typed
	db.Order(order).Take(&row{}) // bad
	db.Order(both).Take(&row{})  // bad
	for _, each := range []string{typed} {
		db.Order(each).Take(&row{}) // bad
	}
	var scanned = "id"
	_ = std.QueryRow("SELECT 1").Scan(&scanned)
	db.Order(scanned).Take(&row{}) // bad
}

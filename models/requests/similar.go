package requests

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"alongside/models/people"
	"alongside/models/store"
)

// Similar is something that may answer an ask before it is sent: an open request, or a delivered piece.
type Similar struct {
	ID         int64
	TypeKey    string
	Title      string
	State      State // Open or Delivered
	BallKind   string
	BallSide   people.Side
	PromisedAt time.Time
	ClosedAt   *time.Time
	Piece      PieceState // of what was delivered
	ReviewBy   *time.Time // its piece's, a date at midnight UTC; nil while open
}

// Ref is how people call it: R-412.
func (s Similar) Ref() string { return Ref(s.ID) }

// Bounds of the work of one look, however many requests there are.
const (
	similarShown = 5
	likeEnough   = 0.3  // share of common trigrams; PostgreSQL's own threshold
	likeCommon   = 0.4  // the same, of words
	maxMatches   = 2000 // requests looked at for their words
	maxLikely    = 100  // of those, of the newest, and for each word mistyped, compared letter by letter
	maxMistyped  = 3
	shortestTypo = 4 // letters; in shorter words nearly everything is a typing error
)

// Similar finds at most five open requests and delivered pieces of the side asked for such a type whose titles resemble
// the one given, the likest first; those of the same account go before others as like. Typing errors are forgiven. A
// word that stands in very many titles finds by itself only what is new. Everybody signed in may see every request.
func (q *Queue) Similar(ctx context.Context, viewer people.Person, typeKey, title, account string) ([]Similar, error) {
	typ, _, err := q.inForce(ctx, typeKey)
	if err != nil {
		return nil, err
	}
	title = asked(title)
	words, err := q.wordsOf(ctx, title)
	if err != nil || len(words) == 0 {
		return nil, err
	}
	cal, err := q.ledger.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	today := cal.DateOf(q.db.Now())
	var found []Similar
	err = q.db.Rows(ctx, similarQuery(typ.Side, words, title, asked(account)), func(row pgx.Rows) error {
		var s Similar
		var p Piece
		err := row.Scan(&s.ID, &s.TypeKey, &s.Title, &s.State, &s.BallKind, &s.BallSide, &s.PromisedAt, &s.ClosedAt, &p.ReviewBy, &p.ReportedAt)
		if s.ReviewBy = p.ReviewBy; s.State == Delivered {
			s.Piece = p.State(today)
		}
		found = append(found, s)
		return err
	})
	return found, err
}

// In the queries below, what is MATERIALIZED is planned apart: the limit on it does not talk PostgreSQL into reading the
// table instead of an index, and it is read no further than that limit.

// titleWord is a word of a title and how common it is.
type titleWord struct {
	typed  string
	lexeme string // as a tsquery
	seen   int64  // in how many titles and accounts it is, as estimated, or the common word it is like; 0: too few to be counted
	known  bool   // in at least one
}

// wordsOf a title, the rarest first. How common a word is PostgreSQL knows from its own sample of the table. A word that
// nobody used, but like a common one, is taken to be that one mistyped.
func (q *Queue) wordsOf(ctx context.Context, title string) ([]titleWord, error) {
	var words []titleWord
	err := q.db.Rows(ctx, store.SQL(`WITH sample AS MATERIALIZED (
			SELECT common.lexeme, frequency * (SELECT reltuples FROM pg_class WHERE oid = 'requests'::regclass) AS seen
			FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) common (lexeme, frequency)
			WHERE schemaname = current_schema() AND tablename = 'requests' AND attname = 'search' AND common.lexeme IS NOT NULL
		), words AS (
			SELECT DISTINCT ON (lexeme) lexeme, typed, array_to_tsvector(ARRAY[lexeme])::text AS query
			FROM unnest(tsvector_to_array(to_tsvector('simple', ?))) typed
			CROSS JOIN unnest(tsvector_to_array(to_tsvector('english', typed))) lexeme
			ORDER BY lexeme, length(typed)
		), judged AS (
			SELECT words.*, sample.seen, sample.seen IS NOT NULL OR EXISTS (
				WITH matching AS MATERIALIZED (SELECT FROM requests WHERE search @@ query::tsquery) SELECT FROM matching
			) AS known
			FROM words LEFT JOIN sample USING (lexeme)
		)
		SELECT typed, query, coalesce(seen, CASE WHEN NOT known THEN (
				SELECT max(sample.seen) FROM sample WHERE sample.seen > ? AND similarity(sample.lexeme, judged.lexeme) >= ?
			) END, 0)::bigint, known
		FROM judged`, title, maxMatches, likeCommon),
		func(row pgx.Rows) error {
			var w titleWord
			err := row.Scan(&w.typed, &w.lexeme, &w.seen, &w.known)
			words = append(words, w)
			return err
		})
	slices.SortStableFunc(words, func(a, b titleWord) int { return cmp.Compare(a.seen, b.seen) })
	return words, err
}

// similarQuery compares letter by letter the newest requests, and those that have one of the title's rare words in them or
// a word like one that is mistyped.
func similarQuery(side people.Side, words []titleWord, title, account string) *store.Query {
	var rare, mistyped []string
	matches := int64(0)
	for _, w := range words {
		matches += w.seen
		switch {
		case w.known && matches <= maxMatches:
			rare = append(rare, w.lexeme)
		case !w.known && w.seen == 0 && len(mistyped) < maxMistyped && utf8.RuneCountInString(w.typed) >= shortestTypo:
			mistyped = append(mistyped, w.typed)
		}
	}
	query := store.SQL(`WITH likely AS (
		(SELECT id FROM requests WHERE state IN ('open', 'delivered') AND asked_side = ? ORDER BY id DESC LIMIT ?)`, side, maxLikely)
	if wanted := strings.Join(rare, " | "); wanted != "" {
		query.Add(` UNION (
			WITH matching AS MATERIALIZED (
				SELECT id, search FROM requests WHERE search @@ ?::tsquery AND state IN ('open', 'delivered') AND asked_side = ?
			) SELECT id FROM (SELECT * FROM matching LIMIT ?) matching ORDER BY ts_rank(search, ?::tsquery) DESC, id DESC LIMIT ?)`,
			wanted, side, maxMatches, wanted, maxLikely)
	}
	for _, word := range mistyped {
		query.Add(` UNION (
			WITH matching AS MATERIALIZED (
				SELECT id FROM requests WHERE lower(title) %> ? AND state IN ('open', 'delivered') AND asked_side = ?
			) SELECT id FROM matching LIMIT ?)`, word, side, maxLikely)
	}
	return query.Add(`)
		SELECT id, compared.type_key, title, state, ball_kind, ball_side, promised_at, closed_at, review_by, reported_at FROM (
			SELECT requests.*, greatest(similarity(lower(title), wanted), 0.8 * word_similarity(wanted, lower(title))) AS likeness
			FROM likely JOIN requests USING (id), (SELECT lower(?)) typed (wanted)
		) compared LEFT JOIN pieces ON request_id = id WHERE likeness >= ? AND archived_at IS NULL
		ORDER BY likeness + CASE WHEN account <> '' AND lower(account) = lower(?) THEN 0.1 ELSE 0 END DESC, id DESC LIMIT ?`,
		title, likeEnough, account, similarShown)
}

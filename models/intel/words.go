package intel

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"alongside/models/store"
)

// keepWords adds the words of a note that everybody sees to those by which typing errors are forgiven.
func keepWords(ctx context.Context, tx *store.Tx, note int64) error {
	return tx.WithContext(ctx).Exec(`INSERT INTO note_words (word)
		SELECT word FROM notes n, unnest(tsvector_to_array(to_tsvector('simple', about || ' ' || account || ' ' || heard || ' ' || opinion))) word
		WHERE n.id = ? AND NOT n.sensitive AND char_length(word) BETWEEN 4 AND 40 AND word ~ '^[[:alpha:]]+$'
		ON CONFLICT DO NOTHING`, note).Error
}

// Bounds of what a search looks at.
const (
	maxSearch   = 200 // bytes
	maxMistyped = 5   // words that nobody used
	likeEnough  = 0.4 // share of common trigrams
	shortest    = 4   // letters; in shorter words nearly everything is a typing error
)

// corrected is the text with each word that no note has replaced by the likest one that a note has; "" when nothing is to be
// replaced.
func (d *Desk) corrected(ctx context.Context, text string) (string, error) {
	words := map[string]string{}
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if utf8.RuneCountInString(word) >= shortest && len(words) < maxMistyped {
			words[word] = ""
		}
	}
	if len(words) == 0 {
		return "", nil
	}
	typed := make([]string, 0, len(words))
	for word := range words {
		typed = append(typed, word)
	}
	found := false
	err := d.db.Rows(ctx, store.SQL(`SELECT typed, (SELECT word FROM note_words WHERE word % typed AND similarity(word, typed) >= ?
			ORDER BY similarity(word, typed) DESC, word LIMIT 1)
		FROM unnest(?::text[]) typed WHERE NOT EXISTS (SELECT FROM note_words WHERE word = typed)`, likeEnough, typed),
		func(row pgx.Rows) error {
			var word string
			var like *string
			err := row.Scan(&word, &like)
			if like != nil {
				words[word], found = *like, true
			}
			return err
		})
	if err != nil || !found {
		return "", err
	}
	var b strings.Builder
	for text = strings.ToLower(text); text != ""; {
		end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
		switch {
		case end == 0:
			_, size := utf8.DecodeRuneInString(text)
			b.WriteString(text[:size])
			text = text[size:]
			continue
		case end < 0:
			end = len(text)
		}
		word := text[:end]
		if like := words[word]; like != "" {
			word = like
		}
		b.WriteString(word)
		text = text[end:]
	}
	return b.String(), nil
}

// asked is text that the database can be asked for: what it cannot hold is not in it, nor more than people type.
func asked(text string) string {
	text = strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", " "), " "))
	if len(text) > maxSearch {
		text = strings.ToValidUTF8(text[:maxSearch], "")
	}
	return text
}

// Segment is a piece of text; Hit says that it was searched for.
type Segment struct {
	Text string
	Hit  bool
}

// Marks around what was found. Notes hold no control characters, so these can only come from the database.
const (
	hitBegins = "\x01"
	hitEnds   = "\x02"
)

// segments reads the marks.
func segments(marked string) []Segment {
	var list []Segment
	for marked != "" {
		before, rest, found := strings.Cut(marked, hitBegins)
		if before != "" {
			list = append(list, Segment{Text: before})
		}
		if !found {
			break
		}
		hit, after, _ := strings.Cut(rest, hitEnds)
		list = append(list, Segment{hit, true})
		marked = after
	}
	return list
}

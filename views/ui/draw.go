package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// draw is a component of pieces of finished markup. The small shapes that a
// list shows hundreds of are drawn this way: as templates they were a third of
// the cost of a page. Whatever a person typed goes through escaped.
func draw(pieces ...string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		for _, piece := range pieces {
			if _, err := io.WriteString(w, piece); err != nil {
				return err
			}
		}
		return nil
	})
}

func escaped(words string) string { return templ.EscapeString(words) }

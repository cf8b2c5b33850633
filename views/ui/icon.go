package ui

import (
	"github.com/a-h/templ"

	"alongside/static"
)

// sprite is the one file with every icon.
var sprite = static.URL("icons.svg")

// IconURL is the drawing of a Lucide icon, for an icon with classes of its own.
func IconURL(name string) string { return sprite + "#i-" + name }

// Icon draws a Lucide icon by its name, such as "triangle-alert", in the size
// of a line of text. It says nothing: words must stand beside it.
func Icon(name string) templ.Component { return icon("icon", name) }

// SmallIcon is an icon for small text, tags and buttons.
func SmallIcon(name string) templ.Component { return icon("icon icon-sm", name) }

// LargeIcon is an icon that opens a section.
func LargeIcon(name string) templ.Component { return icon("icon icon-lg", name) }

func icon(class, name string) templ.Component {
	return draw(`<svg class="`, class, `" aria-hidden="true"><use href="`, sprite, `#i-`, name, `"></use></svg>`)
}

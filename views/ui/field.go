package ui

import (
	"strconv"

	"github.com/a-h/templ"
)

// Field is one labelled question of a form: its words, what was typed, and
// what is wrong with it. Each component uses the parts that fit it.
type Field struct {
	// Name is the form field's name, and the id unless ID is set.
	Name, ID string
	Label    string
	Hint     string
	Problem  string // what is wrong, in a sentence; "" when nothing is
	Value    string // as it was typed
	Optional bool   // says "(optional)" behind the label
	Required bool   // the browser asks too

	Type         string // of an Input: "text" when empty
	Autocomplete string
	Placeholder  string
	Class        string // further classes of the control
	Max          int    // longest text in characters; 0 for none
	Rows         int    // of a TextArea: 3 when 0
	Suggestions  []string
	Step         string // of an Input of numbers, which Least and Most bound
	Least, Most  string
	Focus        bool // the page opens with the focus here
	Options      []Option
	Multiple     bool   // of a FileInput
	Accept       string // of a FileInput
	Largest      int64  // bytes of one file of a FileInput
	Files        int    // most files of a FileInput; 0: as many as it takes
	// Earliest and Latest bound a DateInput, as YYYY-MM-DD.
	Earliest, Latest string
}

// Option is one choice of a Select, of Chips or of Radios.
type Option struct {
	Value, Label, Note string
	Chosen             bool
}

// Key is the id of the control.
func (f Field) Key() string {
	if f.ID != "" {
		return f.ID
	}
	return f.Name
}

// Bad tells whether something is wrong with the field.
func (f Field) Bad() bool { return f.Problem != "" }

// DescribedBy lists the ids of the hint and the problem for aria-describedby,
// and is "" when there is neither.
func (f Field) DescribedBy() string {
	switch hint, problem := f.Key()+"-h", f.Key()+"-e"; {
	case f.Hint != "" && f.Bad():
		return hint + " " + problem
	case f.Hint != "":
		return hint
	case f.Bad():
		return problem
	default:
		return ""
	}
}

func (f Field) frame() string {
	if f.Bad() {
		return "field field-bad"
	}
	return "field"
}

func (f Field) class(base string) string {
	if f.Class != "" {
		return base + " " + f.Class
	}
	return base
}

func (f Field) dropHere() string {
	if f.Multiple {
		return "Or drop files here."
	}
	return "Or drop the file here."
}

func (f Field) inputType() string {
	if f.Type != "" {
		return f.Type
	}
	return "text"
}

func (f Field) rows() string {
	if f.Rows > 0 {
		return strconv.Itoa(f.Rows)
	}
	return "3"
}

// optionKey is the id of the choice in this place, counted from 0. The first
// has the field's own, so that a link from the error summary reaches it.
func (f Field) optionKey(place int) string {
	if place == 0 {
		return f.Key()
	}
	return f.Key() + "-" + strconv.Itoa(place+1)
}

// SelectOptions are the choices of a select.
func SelectOptions(options []Option) templ.Component {
	pieces := make([]string, 0, 5*len(options))
	for _, option := range options {
		chosen := `">`
		if option.Chosen {
			chosen = `" selected>`
		}
		pieces = append(pieces, `<option value="`, escaped(option.Value), chosen, escaped(option.Label), `</option>`)
	}
	return draw(pieces...)
}

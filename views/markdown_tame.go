package views

import (
	"regexp"

	"github.com/a-h/templ"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"alongside/models/activity"
	"alongside/views/ui"
)

// tamer makes of what was typed what may be shown.
type tamer struct{}

// Transform sets the headings below those of a page, lets each paragraph run in its own direction, makes links of
// pictures, takes off links that lead anywhere but out by the web or by mail, and finds what is cited.
func (tamer) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	var pictures []*ast.Image
	var links, texts []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			n.Level = min(n.Level+2, 6)
			n.SetAttributeString("dir", "auto")
		case *ast.Paragraph, *ast.ListItem, *ast.Blockquote:
			n.SetAttributeString("dir", "auto")
		case *ast.Image:
			pictures = append(pictures, n)
		case *ast.Link, *ast.AutoLink:
			links = append(links, n)
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			texts = append(texts, n)
		}
		return ast.WalkContinue, nil
	})
	for _, picture := range pictures {
		link := ast.NewLink()
		link.Destination = picture.Destination
		moveChildren(picture, link)
		picture.Parent().ReplaceChild(picture.Parent(), picture, link)
		links = append(links, link)
	}
	for _, link := range links {
		tame(link, reader.Source())
	}
	found := 0
	for _, t := range texts {
		if found < maxCites && !inLink(t) {
			found += cite(t.(*ast.Text), reader.Source())
		}
	}
}

// maxCites bounds the chips of one text; what it names after them stays text.
const maxCites = 500

// outward is where a typed link may lead.
var outward = regexp.MustCompile(`(?i)^(?:https?://[^/]|mailto:[^/])`)

// tame leaves of a link that leads elsewhere, or stands within another one, only its words.
func tame(link ast.Node, source []byte) {
	link.SetAttributeString("rel", []byte("noopener noreferrer"))
	switch n := link.(type) {
	case *ast.Link:
		n.Title = nil
		if !outward.Match(n.Destination) || inLink(n) {
			for child := n.FirstChild(); child != nil; child = n.FirstChild() {
				n.Parent().InsertBefore(n.Parent(), n, child)
			}
			n.Parent().RemoveChild(n.Parent(), n)
		}
	case *ast.AutoLink:
		if n.AutoLinkType != ast.AutoLinkEmail && !outward.Match(n.URL(source)) {
			words := ast.NewString(n.Label(source))
			words.SetRaw(true)
			n.Parent().ReplaceChild(n.Parent(), n, words)
		}
	}
}

func inLink(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindLink {
			return true
		}
	}
	return false
}

func moveChildren(from, to ast.Node) {
	for child := from.FirstChild(); child != nil; child = from.FirstChild() {
		to.AppendChild(to, child)
	}
}

var cited = regexp.MustCompile(`\b(?:R|IN|RA|CP|P|C)-[1-9][0-9]{0,14}\b`)

// cite puts a chip in the place of each number of something here, and returns how many.
func cite(t *ast.Text, source []byte) (found int) {
	parent, at := t.Parent(), t.Segment.Start
	for _, span := range cited.FindAllIndex(t.Segment.Value(source), maxCites) {
		from, to := t.Segment.Start+span[0], t.Segment.Start+span[1]
		on, ok := activity.ParseRef(string(source[from:to]))
		if !ok {
			continue
		}
		if from > at {
			parent.InsertBefore(parent, t, ast.NewTextSegment(text.NewSegment(at, from)))
		}
		parent.InsertBefore(parent, t, &refNode{on: on})
		at = to
		found++
	}
	t.Segment = t.Segment.WithStart(at)
	return found
}

// refNode is something here that the text names by its number.
type refNode struct {
	ast.BaseInline
	on activity.Subject
}

var kindRef = ast.NewNodeKind("Ref")

func (n *refNode) Kind() ast.NodeKind            { return kindRef }
func (n *refNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

type refRenderer struct{}

func (refRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindRef, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		on := n.(*refNode).on
		words := `<svg class="icon icon-sm" aria-hidden="true"><use href="` + ui.IconURL(citeIcon(on)) + `"></use></svg>` + templ.EscapeString(on.Ref())
		if url, ok := pageOf(on); ok {
			words = `<a class="cite" href="` + templ.EscapeString(url) + `">` + words + `</a>`
		} else {
			words = `<span class="cite">` + words + `</span>`
		}
		_, err := w.WriteString(words)
		return ast.WalkContinue, err
	})
}

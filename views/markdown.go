package views

import (
	"context"
	"io"
	"regexp"
	"strings"

	"github.com/a-h/templ"
	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"

	"alongside/views/ui"
)

// Markdown is what people typed, as harmless HTML: paragraphs, lists, quotes, emphasis, code, links, and headings below
// those of the page. Raw HTML is left out, a picture becomes a link to it, and a number such as IN-218 is cited.
// Whatever the renderer lets through, the sanitiser behind it allows no more than this.
func Markdown(typed string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		if strings.TrimSpace(typed) == "" {
			return nil
		}
		_, err := io.WriteString(w, `<div class="md">`+sanitised(blocks, blockPolicy, typed)+`</div>`)
		return err
	})
}

// MarkdownLine is one line of Markdown, to stand within a paragraph or a list.
func MarkdownLine(typed string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, sanitised(lines, linePolicy, typed))
		return err
	})
}

// maxMarkdown bounds what is rendered, in bytes; a section has at most half of it.
const maxMarkdown = 400 << 10

// sanitised renders, then sanitises. What nobody writes and would take long is shown as it was typed.
func sanitised(converter goldmark.Markdown, policy *bluemonday.Policy, typed string) string {
	typed = strings.ToValidUTF8(typed, "�")
	if len(typed) > maxMarkdown {
		typed = strings.ToValidUTF8(typed[:maxMarkdown], "") + "…"
	}
	var b strings.Builder
	if costly(typed) {
		b.WriteString(`<p dir="auto">` + strings.ReplaceAll(templ.EscapeString(typed), "\n", "<br>") + `</p>`)
	} else if err := converter.Convert([]byte(typed), &b); err != nil {
		panic("views: Markdown is rendered into memory: " + err.Error())
	}
	return policy.Sanitize(b.String())
}

// costly reports whether the text would take long to render: it is nested in nine quotes or lists, or marks and brackets
// crowd its paragraphs, where each may belong to every other one.
func costly(typed string) bool {
	sum := 0
	for paragraph := range strings.SplitSeq(blank.ReplaceAllString(typed, "\n\n"), "\n\n") {
		marks := strings.Count(paragraph, "`")
		for _, mark := range "[](<*_~!" {
			marks += strings.Count(paragraph, string(mark))
		}
		sum += marks * marks
	}
	return sum > crowded || deep.MatchString(typed)
}

// crowded are 2,000 marks in one paragraph, or 200 in each of a hundred: what has more takes over a tenth of a second.
const crowded = 2000 * 2000

var (
	blank = regexp.MustCompile(`\n[ \t\r]*\n`)
	deep  = regexp.MustCompile(`(?m)^(?:[ \t]*(?:>|[-+*]|[0-9]{1,9}[.)])){9}`)
)

var refs = goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(refRenderer{}, 500)))

// blocks renders text of several paragraphs, lines a single line in which nothing begins a paragraph, list or heading.
var (
	tamed  = parser.WithASTTransformers(util.Prioritized(tamer{}, 1000))
	blocks = goldmark.New(goldmark.WithExtensions(extension.Strikethrough, extension.Linkify), goldmark.WithParserOptions(tamed), refs)
	lines  = goldmark.New(goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1000)),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...), tamed,
	)), goldmark.WithExtensions(extension.Strikethrough, extension.Linkify), refs)
)

// linePolicy allows what stands within a line: emphasis, links, and the chips of what is cited.
var linePolicy = allowInline()

var blockPolicy = func() *bluemonday.Policy {
	p := allowInline()
	p.AllowElements("p", "br", "hr", "ul", "ol", "li", "blockquote", "pre", "h3", "h4", "h5", "h6")
	p.AllowAttrs("dir").Matching(exactly("auto")).OnElements("p", "li", "blockquote", "h3", "h4", "h5", "h6")
	p.AllowAttrs("start").Matching(exactly("[0-9]{1,9}")).OnElements("ol")
	return p
}()

func allowInline() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("strong", "em", "del", "code", "span", "svg", "use")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(true)
	p.AllowAttrs("href").Matching(regexp.MustCompile(`(?i)^(?:https?://|mailto:|/[a-z])`)).OnElements("a")
	p.AllowAttrs("rel").Matching(exactly("noopener noreferrer")).OnElements("a")
	p.AllowAttrs("class").Matching(exactly("cite")).OnElements("a", "span")
	p.AllowAttrs("class").Matching(exactly("icon icon-sm")).OnElements("svg")
	p.AllowAttrs("aria-hidden").Matching(exactly("true")).OnElements("svg")
	p.AllowAttrs("href").Matching(exactly(regexp.QuoteMeta(ui.IconURL("")) + "[a-z-]+")).OnElements("use")
	return p
}

func exactly(values string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + values + `)$`) }

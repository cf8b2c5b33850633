package views

import (
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
)

func html(t testing.TB, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestMarkdownIsHarmless shows what people could try as block and as line: no element beyond the few, no attribute that
// acts, no link but out by the web or by mail.
func TestMarkdownIsHarmless(t *testing.T) {
	t.Parallel()
	for _, attack := range []string{
		`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `<p onclick="alert(1)">x</p>`, `<svg><script>alert(1)</script></svg>`,
		`<svg onload=alert(1)>`, `<iframe src="https://evil.example"></iframe>`, `<a href="javascript:alert(1)">x</a>`, `<style>*{display:none}</style>`,
		`[x](javascript:alert(1))`, `[x](JaVaScRiPt:alert(1))`, `[x](java&#115;cript:alert(1))`, `[x](&#x6A;avascript:alert(1))`, "[x](java\tscript:alert(1))",
		`[x](data:text/html,<script>alert(1)</script>)`, `[x](vbscript:x)`, `[x](//evil.example)`, `[x](/signout)`, `[x](file:///etc/passwd)`, `[x](\\evil)`,
		`<javascript:alert(1)>`, `<data:text/html;base64,PHNjcmlwdD4=>`, "[x][1]\n\n[1]: javascript:alert(1)", `[x](https://a.example "onmouseover=alert(1)")`,
		`![x](https://evil.example/pixel.png)`, `![x](javascript:alert(1))`, `![x](data:image/svg+xml,<svg/onload=alert(1)>)`, `[![x](https://a.example/b.png)](javascript:alert(1))`,
		`[x](https://a.example/" onclick="alert(1))`, "# x {onclick=alert(1)}", "```js onload=alert(1)\nx\n```", `<!-- --><script>alert(1)</script>`,
		`<a class="cite" href="https://evil.example">IN-1</a>`, `<use href="https://evil.example#x">`, `<math><mtext><script>alert(1)</script></mtext></math>`,
		`<form action="https://evil.example"><input name=password></form>`, `<base href="https://evil.example">`, `<meta http-equiv=refresh content=0>`,
		"<http://a.example/\" onclick=alert(1)>", `[x](<javascript:alert(1)>)`, "\x00<scr\x00ipt>alert(1)</script>", `*<b onx=1*>`, `R-1<script>`, `https://a.example/"><script>alert(1)</script>`,
	} {
		for name, shown := range map[string]templ.Component{"block": Markdown(attack), "line": MarkdownLine(attack)} {
			doc, err := goquery.NewDocumentFromReader(strings.NewReader(html(t, shown)))
			if err != nil {
				t.Fatal(err)
			}
			doc.Find("body *").Each(func(_ int, e *goquery.Selection) {
				switch tag := goquery.NodeName(e); tag {
				case "div", "p", "h3", "ul", "ol", "li", "pre", "code", "em", "strong", "blockquote", "span", "svg", "use", "br":
				case "a":
					href, rel := e.AttrOr("href", ""), e.AttrOr("rel", "")
					if out := strings.HasPrefix(href, "http") || strings.HasPrefix(href, "mailto:"); out && rel != "noopener noreferrer" || !out && href != "/requests/1" && href != "/intel/1" {
						t.Errorf("%s %q: got a link to %q, rel %q", name, attack, href, rel)
					}
				default:
					t.Errorf("%s %q: got an element %s", name, attack, tag)
				}
				for _, a := range e.Nodes[0].Attr {
					switch a.Key {
					case "href", "rel", "dir", "class", "aria-hidden":
					default:
						t.Errorf("%s %q: got an attribute %s=%q", name, attack, a.Key, a.Val)
					}
				}
			})
			if doc.Find(`script, [class="cite"][href^=http], use[href*=evil]`).Length() > 0 {
				t.Errorf("%s %q: got %s", name, attack, html(t, shown))
			}
		}
	}
}

func TestMarkdownShowsWhatPeopleWrite(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"":                         ``,
		" \n\n ":                   ``,
		"One.\n\nTwo.":             `<div class="md"><p dir="auto">One.</p> <p dir="auto">Two.</p> </div>`,
		"# Title":                  `<div class="md"><h3 dir="auto">Title</h3> </div>`,
		"###### Title":             `<div class="md"><h6 dir="auto">Title</h6> </div>`,
		"- a\n- **b**":             `<div class="md"><ul> <li dir="auto">a</li> <li dir="auto"><strong>b</strong></li> </ul> </div>`,
		"3. a":                     `<div class="md"><ol start="3"> <li dir="auto">a</li> </ol> </div>`,
		"~~a~~ `b` *c*":            `<div class="md"><p dir="auto"><del>a</del> <code>b</code> <em>c</em></p> </div>`,
		"[a](https://b.example/c)": `<div class="md"><p dir="auto"><a href="https://b.example/c" rel="noopener noreferrer">a</a></p> </div>`,
		"at https://b.example/ ok": `<div class="md"><p dir="auto">at <a href="https://b.example/" rel="noopener noreferrer">https://b.example/</a> ok</p> </div>`,
		"![a](https://b.example/)": `<div class="md"><p dir="auto"><a href="https://b.example/" rel="noopener noreferrer">a</a></p> </div>`,
		"[a](javascript:b)":        `<div class="md"><p dir="auto">a</p> </div>`,
		"<javascript:b>":           `<div class="md"><p dir="auto">javascript:b</p> </div>`,
		"a < b & c":                `<div class="md"><p dir="auto">a &lt; b &amp; c</p> </div>`,
		"`R-412`":                  `<div class="md"><p dir="auto"><code>R-412</code></p> </div>`,
		"XR-412 R-412a R-0":        `<div class="md"><p dir="auto">XR-412 R-412a R-0</p> </div>`,
		"שלום":                     `<div class="md"><p dir="auto">שלום</p> </div>`,
	} {
		if got := strings.Join(strings.Fields(html(t, Markdown(typed))), " "); got != strings.Join(strings.Fields(want), " ") {
			t.Errorf("%q: got %s, want %s", typed, got, want)
		}
	}
	for typed, want := range map[string]string{
		"-5 °C or less": "-5 °C or less", "# 1 of **two**": "# 1 of <strong>two</strong>", "> 3 sites": "&gt; 3 sites", "1. first": "1. first", "": "",
	} {
		if got := strings.TrimSpace(html(t, MarkdownLine(typed))); got != want {
			t.Errorf("line %q: got %q, want %q", typed, got, want)
		}
	}
}

func TestMarkdownCites(t *testing.T) {
	t.Parallel()
	doc := parse(t, Markdown("They asked for it in R-412 (see IN-218, P-7): **C-3** and RA-9."))
	for i, want := range []struct{ tag, ref, href string }{
		{"a", "R-412", "/requests/412"}, {"a", "IN-218", "/intel/218"}, {"a", "P-7", "/icp/proposals/7"}, {"a", "C-3", "/icp#criterion-3"},
	} {
		chip := doc.Find(".cite").Eq(i)
		if goquery.NodeName(chip) != want.tag || strings.TrimSpace(chip.Text()) != want.ref || chip.AttrOr("href", "") != want.href || chip.Find("svg use").Length() != 1 {
			t.Errorf("got %s %q to %q, want %+v with an icon", goquery.NodeName(chip), chip.Text(), chip.AttrOr("href", ""), want)
		}
	}
	if got, want := strings.TrimSpace(doc.Text()), "They asked for it in R-412 (see IN-218, P-7): C-3 and RA-9."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestMarkdownIsBounded renders what is meant to take long: none may take more than many plain paragraphs, by far.
func TestMarkdownIsBounded(t *testing.T) {
	t.Parallel()
	const size = 200 << 10
	took := func(unit string) (time.Duration, string) {
		started := time.Now()
		shown := html(t, Markdown(strings.Repeat(unit, size/len(unit))))
		return time.Since(started), shown
	}
	plain, _ := took("a\n\n")
	for _, unit := range []string{
		"word ", "שלום ", ">", "> ", "- ", "1. ", "[", "![", "]", "[a](", "[a][", "*a ", "**a", "*a_ ", "_a*", "~a~~", "`", "`a``", "<", "<a ", "<!--", "\\", "&", "&amp;", "\n", " \n",
		"# a\n", "- a\n", "- a\n  ", "* * ", "***\n", "    a\n", "```\n", "R-412 ", "[R-1](R-2)", "https://a.example ", "http://", "www.", "a@b.c ", "[a]: b\n", "[a]\n", "<a@b.c>", "\t", "_", "*", "a**b", "x\x00",
		"> - ", ">>a\n", "[*`", "((", "[](", "a[b](<", "](", "![]()",
	} {
		taken, shown := took(unit)
		if limit := max(5*time.Second, 3*plain); taken > limit {
			t.Errorf("%q: got rendered in %v, want at most %v", unit, taken, limit)
		}
		if len(shown) > 10*size {
			t.Errorf("%q: got %d bytes, want at most ten for each of %d", unit, len(shown), size)
		}
	}
}

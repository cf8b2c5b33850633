package views

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// forbidden is what a content security policy without unsafe-inline and
// unsafe-eval breaks, or what would let text become markup.
var forbidden = []struct {
	what string
	is   *regexp.Regexp
}{
	{"an inline style", regexp.MustCompile(`(?i)[\s"]style\??=|<style[\s>]`)},
	{"an inline handler", regexp.MustCompile(`(?i)\son[a-z]+\??\s*=\s*[{"']`)},
	{"hx-on", regexp.MustCompile(`(?i)hx-on\b`)},
	{"a js: value", regexp.MustCompile(`(?i)["'\s{]js:`)},
	{"a javascript: address", regexp.MustCompile(`(?i)javascript:`)},
	{"an event filter", regexp.MustCompile(`(?i)hx-trigger(:\w+)?\s*=\s*(\{[^}]*|"[^"]*|'[^']*)\[`)},
	{"templ.Raw", regexp.MustCompile(`templ\.Raw\b`)},
	{"templ.SafeURL", regexp.MustCompile(`templ\.Safe(URL|CSS|Script)|templ\.JSExpression|templ\.JSUnsafe`)},
	{"spread attributes", regexp.MustCompile(`\{\s*[\w.()]+\.\.\.\s*\}`)},
	{"a script with a body", regexp.MustCompile(`(?is)<script\b[^>]*>\s*[^<\s]`)},
	{"a script or css template", regexp.MustCompile(`(?m)^(script|css)\s+\w+\(`)},
}

// children are spread by templ itself, and comments may name what they forbid.
var harmless = regexp.MustCompile(`\{\s*children\.\.\.\s*\}|(?m)^\s*//.*$`)

// findings are the forbidden things in the source of a template.
func findings(source string) []string {
	source = harmless.ReplaceAllString(source, "")
	var found []string
	for _, rule := range forbidden {
		if match := rule.is.FindString(source); match != "" {
			found = append(found, rule.what+": "+strings.TrimSpace(match))
		}
	}
	return found
}

func TestTemplatesKeepToThePolicy(t *testing.T) {
	t.Parallel()
	checked := 0
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".templ" {
			return err
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		checked++
		for _, finding := range findings(string(source)) {
			t.Errorf("%s: got %s", path, finding)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked == 0 {
		t.Error("got no templates to check")
	}
}

func TestGoCodeMakesNoMarkupOfText(t *testing.T) {
	t.Parallel()
	unsafe := regexp.MustCompile(`templ\.(Raw|SafeURL|SafeCSS|JSExpression|JSUnsafeFuncCall)\(`)
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		generated := strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go")
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" || generated {
			return err
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if match := unsafe.Find(source); match != nil {
			t.Errorf("%s: got %s", path, match)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFindings(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		`<p style="color: red">`, `<p style={ x }>`, `<style>p{}</style>`,
		`<a onclick="x()">`, `<a onclick={ f() }>`, `<body onload='x'>`,
		`<p hx-on:click="x">`, `<p hx-on::after-swap="x">`, `<p data-hx-on:click="x">`,
		`<p hx-vals="js:{a:1}">`, `<p hx-vals={ "js:x" }>`, `<a href="javascript:x">`,
		`<p hx-trigger="click[ctrlKey]">`, `<p hx-trigger="keyup changed, click[x]">`, `<p hx-trigger={ "click[x]" }>`,
		`@templ.Raw(x)`, `<a href={ templ.SafeURL(x) }>`, `<p { attrs... }>`, `<p { f.Attrs()... }>`,
		`<script>alert(1)</script>`, `<script type="module">import "x"</script>`,
		"script graph() {\n}", "css red() {\n}",
	} {
		if len(findings(bad)) == 0 {
			t.Errorf("%s: got nothing, want a finding", bad)
		}
	}
	for _, good := range []string{
		`<p class="style">`, `<script src={ url } defer></script>`, `{ children... }`, "// hx-on and style= are forbidden",
		`<p hx-trigger="request-12 from:body">`, `<form action="/a">`, `<option value="on">`, `<a href="/js">`,
		`<p hx-trigger="input changed delay:300ms">`, `<input autocomplete="one-time-code"/>`,
	} {
		if found := findings(good); len(found) > 0 {
			t.Errorf("%s: got %q, want nothing", good, found)
		}
	}
}

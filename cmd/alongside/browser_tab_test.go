package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"alongside/models/demo"
)

// patience is how long anything may take on a loaded machine: it ends what hangs.
const patience = 2 * time.Minute

// tab is one page of a browser. What the browser complains about in it, scripts and content policy included, fails the
// test.
type tab struct {
	t     *testing.T
	live  *live
	ctx   context.Context
	touch bool

	mu         sync.Mutex
	answered   int64 // status of the last page
	complaints []string
}

// screen is how somebody looks at the portal.
type screen struct {
	width, height int64
	touch         bool
	noScript      bool
}

var (
	desk     = screen{width: 1440, height: 900}
	phone    = screen{width: 390, height: 844, touch: true}
	noScript = screen{width: 1440, height: 900, noScript: true}
)

// browse opens a tab for somebody whom the portal has not seen yet.
func browse(t *testing.T, s screen) *tab {
	t.Helper()
	on := liveFor(t)
	return openTab(t, on, on.browser, s, chromedp.WithNewBrowserContext())
}

// another tab of the same person.
func (b *tab) another(s screen) *tab { return openTab(b.t, b.live, b.ctx, s) }

func openTab(t *testing.T, on *live, in context.Context, s screen, options ...chromedp.ContextOption) *tab {
	t.Helper()
	b := &tab{t: t, live: on, touch: s.touch}
	ctx, cancel := chromedp.NewContext(in, append(options, chromedp.WithListener(b.hear))...)
	b.ctx = ctx
	t.Cleanup(func() {
		cancel()
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, c := range b.complaints {
			t.Errorf("the browser complains: %s", c)
		}
	})
	if err := chromedp.Do(ctx); err != nil { // makes the tab, which lives as long as ctx
		t.Fatal(err)
	}
	send(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	send(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: s.noScript})
	b.resize(s.width, s.height)
	return b
}

func (b *tab) resize(width, height int64) {
	b.t.Helper()
	var options []chromedp.EmulateViewportOption
	if b.touch {
		options = append(options, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	b.do(chromedp.EmulateViewport(width, height, options...))
}

// hear notes statuses of pages and all complaints but those about an expected kind of answer: 4xx for a page or htmx.
func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventResponseReceived:
		if e.Type == network.ResourceTypeDocument {
			b.answered = e.Response.Status
		}
	case *log.EventEntryAdded:
		refused := e.Entry.Source == log.EntrySourceNetwork && strings.Contains(e.Entry.Text, "status of 4") && !strings.Contains(e.Entry.URL, "/static/")
		if !refused && (e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning) {
			b.complaints = append(b.complaints, fmt.Sprintf("%s: %s (%s)", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *runtime.EventExceptionThrown:
		words := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			words += " " + e.ExceptionDetails.Exception.Description
		}
		b.complaints = append(b.complaints, words)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
			words := string(e.Type)
			for _, a := range e.Args {
				words += " " + string(a.Value) + a.Description
			}
			b.complaints = append(b.complaints, words)
		}
	}
}

// heard takes the complaints so far.
func (b *tab) heard() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	heard := b.complaints
	b.complaints = nil
	return heard
}

// status of the page that was loaded last.
func (b *tab) status() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return int(b.answered)
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%s: %v", b.here(), err)
	}
}

// read evaluates a JavaScript expression.
func read[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%.200s: %v", expression, err)
	}
	return value
}

// until waits for a JavaScript condition, also across pages.
func (b *tab) until(condition string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	for {
		asking, answered := context.WithTimeout(ctx, patience/10) // an answer is lost when the page goes meanwhile
		ok, err := chromedp.Run(asking, chromedp.Evaluate[bool]("Boolean("+condition+")"))
		answered()
		if err == nil && ok {
			return
		}
		select {
		case <-ctx.Done():
			b.t.Fatalf("%s: got never (%v), want soon: %s\n%s", b.here(), err, condition, b.text("body"))
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// check is until, for what holds already.
func (b *tab) check(condition string) {
	b.t.Helper()
	if !read[bool](b, "Boolean("+condition+")") {
		b.t.Errorf("%s: got false, want %s", b.here(), condition)
	}
}

func (b *tab) here() string {
	where, err := chromedp.Run(b.ctx, chromedp.Location())
	if err != nil {
		return err.Error()
	}
	return strings.TrimPrefix(where, b.live.url)
}

// visit goes to a path as if typed, and returns when the page has loaded.
func (b *tab) visit(path string, want int) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.live.url + path))
	if got := b.status(); got != want {
		b.t.Fatalf("GET %s: got %d, want %d", path, got, want)
	}
}

var departures atomic.Int64

// leave does what leads to another page, and returns when that has loaded.
func (b *tab) leave(act func(), want int) {
	b.t.Helper()
	n := departures.Add(1)
	b.mark(n)
	act()
	b.until(fmt.Sprintf(`window.departure !== %d && document.readyState === "complete"`, n))
	if got := b.status(); got != want {
		b.t.Fatalf("%s: got %d, want %d\n%s", b.here(), got, want, b.text("main"))
	}
}

// mark marks the page, so that another one can be told from it.
func (b *tab) mark(n int64) { read[int64](b, fmt.Sprintf("window.departure = %d", n)) }

// stay does what changes a part of the page, and returns when the condition holds on the same page.
func (b *tab) stay(act func(), condition string) {
	b.t.Helper()
	n := departures.Add(1)
	b.mark(n)
	act()
	b.until(condition)
	if got := read[int64](b, "window.departure ?? 0"); got != n {
		b.t.Errorf("%s: got another page, want a part of the same", b.here())
	}
}

// target finds what people press: the first visible control of the name within scope or, without a name, the first
// visible element of the selector. It returns its middle, or says what is wrong.
const target = `((scope, name) => {
	const words = (e) => (e.getAttribute("aria-label") ?? e.innerText).replace(/\s+/g, " ").trim();
	const all = name ? [...document.querySelectorAll(scope)].flatMap((e) => [...e.querySelectorAll("a, button, summary, label")]) : [...document.querySelectorAll(scope)];
	const e = all.find((e) => e.checkVisibility({visibilityProperty: true}) && (!name || words(e) === name));
	if (!e) return {problem: "it is not there"};
	e.scrollIntoView({block: "center", behavior: "instant"});
	const r = e.getClientRects()[0], x = r.x + r.width / 2, y = r.y + r.height / 2, top = document.elementFromPoint(x, y);
	if (!e.contains(top) && !top?.labels?.length) return {problem: "covered by " + top?.outerHTML?.slice(0, 200)};
	return {x, y, problem: ""};
})(%s, %s)`

type spot struct {
	X, Y    float64
	Problem string
}

func (b *tab) find(scope, name string) spot {
	b.t.Helper()
	s := read[spot](b, fmt.Sprintf(target, quoted(scope), quoted(name)))
	if s.Problem != "" {
		b.t.Fatalf("%s: press %s %q: %s\n%s", b.here(), scope, name, s.Problem, b.text("body"))
	}
	return s
}

func (b *tab) tap(s spot) {
	b.t.Helper()
	if b.touch {
		b.do(chromedp.TapXY(s.X, s.Y))
	} else {
		b.do(chromedp.MouseClickXY(s.X, s.Y))
	}
}

// press presses the control that is called so.
func (b *tab) press(name string) { b.t.Helper(); b.tap(b.find("body", name)) }

// pressOn presses the element of a selector.
func (b *tab) pressOn(selector string) { b.t.Helper(); b.tap(b.find(selector, "")) }

// write replaces what is in a text control.
func (b *tab) write(selector, text string) {
	b.t.Helper()
	b.pressOn(selector)
	b.until(fmt.Sprintf("document.activeElement === document.querySelector(%s)", quoted(selector)))
	read[bool](b, "document.activeElement.select() ?? true")
	send(b, input.InsertText, input.InsertTextParams{Text: text})
	if got := b.value(selector); got != text {
		b.t.Fatalf("%s: got %q, want %q", selector, got, text)
	}
}

// pick chooses a date or an option as the browser's own dialog does.
func (b *tab) pick(selector, value string) {
	b.t.Helper()
	read[bool](b, fmt.Sprintf(`((e) => {
		e.value = %s;
		return ["input", "change"].every((name) => e.dispatchEvent(new Event(name, {bubbles: true})));
	})(document.querySelector(%s))`, quoted(value), quoted(selector)))
	if got := b.value(selector); got != value {
		b.t.Fatalf("%s: got %q, want %q", selector, got, value)
	}
}

func (b *tab) value(selector string) string {
	b.t.Helper()
	return read[string](b, fmt.Sprintf("document.querySelector(%s).value", quoted(selector)))
}

// text is what can be read in the first element of the selector, in one line; "" when there is none.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return read[string](b, fmt.Sprintf(`(document.querySelector(%s)?.innerText ?? "").replace(/\s+/g, " ").trim()`, quoted(selector)))
}

// says is the condition that an element has a text in it.
func says(selector, text string) string {
	return fmt.Sprintf(`document.querySelector(%s)?.innerText.replace(/\s+/g, " ").includes(%s)`, quoted(selector), quoted(text))
}

func (b *tab) want(selector, text string) {
	b.t.Helper()
	if got := b.text(selector); !strings.Contains(got, text) {
		b.t.Errorf("%s: got %s %q, want %q in it", b.here(), selector, got, text)
	}
}

// fits checks that nothing has to be scrolled sideways.
func (b *tab) fits(width int64) {
	b.t.Helper()
	wide := read[[]string](b, fmt.Sprintf(`document.documentElement.scrollWidth <= %d ? [] : [document.documentElement.scrollWidth + " wide",
		...[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > %d && e.checkVisibility()).slice(0, 3).map((e) => e.outerHTML.slice(0, 150))]`, width, width))
	if len(wide) > 0 {
		b.t.Errorf("%s at %d: got %s, want it to fit", b.here(), width, strings.Join(wide, "\n  "))
	}
}

// signIn signs in by the form as somebody of the demo story, given by the local part of the address.
func (b *tab) signIn(who string) {
	b.t.Helper()
	b.visit("/signin", 200)
	b.write("#email", who+"@meridian.example")
	b.write("#password", demo.Password)
	b.leave(func() { b.press("Sign in") }, 200)
	if got := b.here(); got != "/" {
		b.t.Fatalf("signed in: got %s, want home", got)
	}
}

// fresh is a title that no request has yet.
func fresh(title string) string { return fmt.Sprint(title, " ", time.Now().UnixMilli()) }

func quoted(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // strings always can be
	}
	return string(text)
}

func send[P, R any](b *tab, command cdp.Command[P, R], params P) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if _, err := chromedp.Call(ctx, command, params); err != nil {
		b.t.Fatal(err)
	}
}

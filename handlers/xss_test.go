package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"alongside/models/requests"
)

// mark stands in everything that was injected: it may show as text, never as an element, an attribute or an address
// of our own making.
const mark = "xq7"

// injections try to leave the text they are put into. Each is short enough for a title.
var injections = []string{
	`<script>xq7()</script>`, `<ScRiPt>xq7()</sCrIpT>`, `<script src=//xq7.example></script>`, `"><script>xq7()</script>`, `'><script>xq7()</script>`,
	`</title><script>xq7()</script>`, `</textarea><script>xq7()</script>`, `</script><script>xq7()</script>`, `</style><script>xq7()</script>`, `</option></select><script>xq7()</script>`,
	`</template><script>xq7()</script>`, `</datalist><img src=x onerror=xq7()>`, `--><script>xq7()</script>`, `]]><script>xq7()</script>`, `<!--<script>xq7()//-->`,
	`<img src=x onerror=xq7()>`, `<img src=x onerror="xq7()"`, `"><img src=x onerror=xq7()>`, `<svg onload=xq7()>`, `<svg/onload=xq7()>`, `<svg><script>xq7()</script></svg>`,
	`<svg><animate onbegin=xq7() attributeName=x>`, `<body onload=xq7()>`, `<iframe srcdoc="<script>xq7()</script>">`, `<iframe src=javascript:xq7()>`, `<object data=javascript:xq7()>`,
	`<embed src=javascript:xq7()>`, `<a href=javascript:xq7()>x</a>`, `<a href="jav&#x09;ascript:xq7()">x</a>`, `<form action=javascript:xq7()><button>x`, `<button formaction=javascript:xq7()>x`,
	`<input autofocus onfocus=xq7()>`, `" autofocus onfocus=xq7() x="`, `' onmouseover=xq7() x='`, ` onmouseover=xq7() `, `" style="x:expression(xq7())`, `<div style="background:url(//xq7)">`,
	`<details open ontoggle=xq7()>`, `<video src=x onerror=xq7()>`, `<audio src=x onerror=xq7()>`, `<marquee onstart=xq7()>`, `<math><mtext><script>xq7()</script>`,
	`<base href=//xq7.example/>`, `<meta http-equiv=refresh content=0;url=//xq7>`, `<link rel=stylesheet href=//xq7>`, `<style>@import'//xq7'</style>`, `<template shadowrootmode=open>xq7`,
	`<div hx-get=/signout hx-trigger=load>xq7</div>`, `" hx-get="/xq7" hx-trigger="load`, `<div data-hx-post=/xq7 hx-trigger=load>`, `<b hx-on:load=xq7()>x`, `<hx-partial hx-target=body>xq7</hx-partial>`,
	`<p hx-sse:connect=/xq7>`, `<div id=alert>xq7</div>`, `<input name=version value=xq7>`, `</form><form action=//xq7>`, `<plaintext>xq7`, `<noscript><p title="</noscript><img src=x onerror=xq7()>">`,
	`javascript:xq7()`, `data:text/html,<script>xq7()</script>`, `{{xq7()}}`, `${xq7()}`, "`xq7()`", `&lt;script&gt;xq7()&lt;/script&gt;`, `&#60;script&#62;xq7()`, `%3Cscript%3Exq7()%3C/script%3E`,
	`\u003cscript\u003exq7()`, `<<script>xq7()//<</script>`, `<img """><script>xq7()</script>">`, `<scr<script>ipt>xq7()</scr</script>ipt>`, `＜script＞xq7()＜/script＞`, `<x onclick=xq7()>`,
}

// holdsText are the attributes that may show what somebody typed.
var holdsText = []string{"value", "aria-label", "placeholder", "title"}

// ownList is the address of a list with what was searched for.
var ownList = regexp.MustCompile(`^/(requests(/board|\.csv)?|intel|icp/checks/new)\?`)

// wantsHarmless fails the test when something that was typed became more than text.
func (a *answer) wantsHarmless(what string) {
	a.t.Helper()
	if !strings.Contains(a.body, mark) {
		a.t.Errorf("%s: got nothing of what was typed, want it shown", what)
	}
	for node := range a.document().Nodes[0].Descendants() {
		switch node.Type {
		case html.TextNode:
			if strings.Contains(node.Data, mark) && slices.Contains([]string{"script", "style", "iframe", "noscript", "plaintext", "template", "xmp"}, node.Parent.Data) {
				a.t.Errorf("%s: got %q within <%s>", what, node.Data, node.Parent.Data)
			}
		case html.CommentNode, html.DoctypeNode:
			if strings.Contains(node.Data, mark) {
				a.t.Errorf("%s: got a comment %q", what, node.Data)
			}
		case html.ElementNode:
			a.checkElement(what, node)
		}
	}
}

func (a *answer) checkElement(what string, node *html.Node) {
	a.t.Helper()
	if strings.Contains(node.Data, mark) || slices.Contains([]string{"iframe", "object", "embed", "base", "style", "math", "marquee", "video", "audio", "img", "plaintext", "animate"}, node.Data) {
		a.t.Errorf("%s: got an element <%s>", what, node.Data)
	}
	hasSource := false
	for _, attribute := range node.Attr {
		name, value := strings.ToLower(attribute.Key), attribute.Val
		hasSource = hasSource || name == "src" && strings.HasPrefix(value, "/static/")
		address := (name == "href" || name == "hx-get") && ownList.MatchString(value) || name == "href" && strings.HasPrefix(value, "https://files.meridian.example/")
		switch {
		case strings.Contains(name, mark), strings.HasPrefix(name, "on"), name == "style", strings.HasPrefix(name, "data-hx"), name == "srcdoc", name == "formaction" && value != "/requests/deflections":
			a.t.Errorf("%s: got an attribute %s=%q on <%s>", what, name, value, node.Data)
		case strings.Contains(value, mark) && !slices.Contains(holdsText, name) && !address:
			a.t.Errorf("%s: got %s=%q on <%s>", what, name, value, node.Data)
		case strings.HasPrefix(strings.TrimSpace(strings.ToLower(value)), "javascript:") && !slices.Contains(holdsText, name):
			a.t.Errorf("%s: got %s=%q on <%s>", what, name, value, node.Data)
		}
	}
	if node.Data == "script" && (!hasSource || node.FirstChild != nil) {
		a.t.Errorf("%s: got a script that is not a file of ours", what)
	}
}

func TestInjectionsStayText(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ctx := context.Background()
	ruth, ben, priya := s.as(t, "ruth"), s.as(t, "ben"), s.as(t, "priya")
	ruthX, benX := s.asHTMX(t, "ruth"), s.asHTMX(t, "ben")
	for i, text := range injections {
		form := filled()
		for _, name := range []string{"title", "account", "reader", "change", "field_include", "rush_reason", "from"} {
			form.Set(name, text)
		}
		// The form shown again.
		again := ruth.post("/requests", with(with(form, "needed_by", text), "type", "brochure"))
		again.is(http.StatusUnprocessableEntity, text)
		again.wantsHarmless("form again: " + text)
		again.keeps(with(with(shown(form), "needed_by", strings.TrimSpace(text)), "from"))
		if i%3 == 0 {
			ruth.post("/requests", with(form, "type", text)).wantsHarmless("unknown type: " + text)
			ruth.get("/requests/new?type=brochure&" + form.Encode()).wantsHarmless("new: " + text)
			ruth.get("/requests/plan?" + form.Encode()).wantsHarmless("plan: " + text)
			ruth.post("/requests", with(form, "do", "similar")).wantsHarmless("similar: " + text)
			draft := ruth.post("/requests", with(form, "do", "draft"))
			draft.is(http.StatusSeeOther, "draft: "+text)
			ruth.get(draft.header.Get("Location")).wantsHarmless("draft: " + text)
			ruth.get("/requests/new").wantsHarmless("drafts: " + text)
			for _, path := range []string{"/icp/proposals", "/ridealongs"} {
				typed := with(with(with(form, "submission", uuid.NewString()), "do", "draft"), "section_2", text)
				draft := ruth.post(path, typed)
				draft.is(http.StatusSeeOther, path+" draft: "+text)
				ruth.get(draft.header.Get("Location")).wantsHarmless(path + " draft: " + text)
				ruth.get(path + "/new").wantsHarmless(path + " drafts: " + text)
				other := ruth.post(path, with(typed, "title", "Other words"))
				other.is(http.StatusConflict, path+" overtaken: "+text)
				other.wantsHarmless(path + " overtaken: " + text)
			}
			ruth.get("/requests?" + url.Values{"q": {text}, "view": {"all"}}.Encode()).wantsHarmless("search: " + text)
			ruth.get("/requests?" + url.Values{"q": {text}, "sort": {text}, "type": {text}}.Encode()).wantsHarmless("nothing found: " + text)
		}

		// The request, with words and a file in every place.
		name := strings.NewReplacer("/", "", `\`, "").Replace(text) + ".txt"
		sent := ruth.upload("/requests", form, attached{name, "content"})
		if !sent.is(http.StatusSeeOther, text) {
			continue
		}
		page := sent.header.Get("Location")
		version := func() string {
			return one[string](s, `SELECT max(version)::text FROM requests WHERE '/requests/' || id = $1`, page)
		}
		if i%9 == 0 {
			for path, a := range map[string]*answer{"home": ruth.get("/"), "list": ruth.get("/requests"), "new": ruth.get("/requests/new?type=brochure")} {
				a.wantsHarmless(path + ": " + text)
			}
		}
		priya.post(page+"/rush", url.Values{"version": {version()}, "decision": {"decline"}, "note": {text}}).leads(page)
		ben.post(page+"/question", url.Values{"version": {version()}, "body": {text}}).leads(page)
		benX.get(page).wantsHarmless("question: " + text)
		ruth.post(page+"/answer", url.Values{"version": {version()}, "body": {text}}).leads(page)
		ruth.post(page+"/comments", url.Values{"submission": {uuid.NewString()}, "body": {text}}).leads(page)
		stale := ben.post(page+"/closing", url.Values{"version": {"1"}, "how": {"decline"}, "reason": {text}})
		stale.is(http.StatusConflict)
		stale.wantsHarmless("stale: " + text)
		tooLong := ruthX.post(page+"/comments", url.Values{"submission": {text}, "body": {text}})
		tooLong.is(http.StatusUnprocessableEntity)
		tooLong.wantsHarmless("comment again: " + text)
		ben.post(page+"/stage", url.Values{"version": {version()}, "to": {"next"}, "note": {text}}).leads(page)
		ruth.post(page+"/stage", url.Values{"version": {version()}, "to": {"back"}, "note": {text}}).leads(page)
		show := ruth.get(page)
		show.wantsHarmless("page: " + text)
		if got := show.text("h1"); got != squeezed(text) {
			t.Errorf("got title %q, want %q", got, text)
		}
		if got := show.text("title"); !strings.Contains(got, squeezed(text)) {
			t.Errorf("got page title %q, want %q in it", got, text)
		}
		ruthX.get(page).wantsHarmless("panel: " + text)
		ruth.post(page+"/closing", url.Values{"version": {version()}, "how": {"cancel"}, "reason": {text}}).leads(page)
		ruth.get(page).wantsHarmless("closed: " + text)

		// Addresses that come back.
		ruth.get(page + "?" + url.Values{"form": {"comment"}, "body": {text}}.Encode()).wantsHarmless("typed before: " + text)
		nobody := s.visitor(t)
		signIn := nobody.get("/signin?" + url.Values{"next": {"/requests?q=" + url.QueryEscape(text)}}.Encode())
		signIn.wantsHarmless("next: " + text)
	}
	s.announce()
	for _, b := range []*browser{priya, ruth, ben} {
		for path := "/inbox"; path != ""; {
			a := b.get(path)
			a.wantsHarmless(path)
			path = a.Find("a[rel=next]").AttrOr("href", "")
		}
	}

	// A link is an address of the web, and shows as one.
	r := lastStage(s)
	if _, err := s.portal.Requests.Deliver(ctx, s.person("ben"), r.ID, r.Version, requests.Delivery{Link: `https://files.meridian.example/"><script>xq7()</script>`, Note: injections[0]}); err != nil {
		t.Fatal(err)
	}
	ben.get("/requests/" + strconv.FormatInt(r.ID, 10)).wantsHarmless("delivered")
}

func TestInjectionsAtTheSignIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for i, text := range injections {
		if i%6 != 0 {
			continue // each try is the work of a password
		}
		a := s.visitor(t).post("/signin", url.Values{"email": {text}, "password": {"x"}, "next": {"/requests?q=" + text}})
		a.is(http.StatusUnprocessableEntity, text)
		a.wantsHarmless("sign-in: " + text)
		if got := a.value("email"); got != text {
			t.Errorf("got address %q, want %q kept", got, text)
		}
	}
}

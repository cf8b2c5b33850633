package handlers_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/uuid"

	"alongside/views"
)

const offerForm = "#offer"

func TestDraftOfAnOffer(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	form := formOf(ruth.get("/ridealongs/new?person=10"), offerForm)
	for name, value := range map[string]string{
		"title": "Harrow <b>Home</b>", "account": "Harrow Home", "kind": "demo", "starts_at": "next week", "ends_at": "", "seats": "", "role": "ask", "consent": "asked",
		"time_zone": "Europe/Brussels", "prepare": "Shoes\nand a coat", "repeat": "weekly", "until": "2020-02-31",
	} {
		form.Set(name, value)
	}
	before := with(form, "do", "draft")
	ruth.post("/ridealongs", before).leads("/ridealongs/new?draft=1")
	ruth.post("/ridealongs", before).leads("/ridealongs/new?draft=1", "pressed twice")
	page := ruth.get("/ridealongs/new?draft=1")
	page.wants("[role=status]", "The draft is saved. Only you see it.")
	page.wants(offerForm, "A draft, saved Today, 09:14. Only you see it.")
	if got, want := with(with(formOf(page, offerForm), "draft"), "version").Encode(), form.Encode(); got != want {
		t.Errorf("got the form\n%s\nwant it as it was\n%s", got, want)
	}
	ruth.get("/ridealongs/new").wants("[aria-labelledby=drafts]", "Harrow <b>Home</b>Saved Today, 09:14")
	page.lacks("[aria-labelledby=drafts]")
	s.as(t, "dan").get("/ridealongs/new").lacks("[aria-labelledby=drafts]")
	ruth.get(views.RideURL(s.ride(5).ID) + "/edit").lacks("[value=draft]")
	for _, path := range []string{"/ridealongs/new?draft=", "/ridealongs/new?draft=2", "/requests/new?draft=1", "/icp/proposals/new?draft=1"} {
		ruth.get(path).is(http.StatusNotFound, path)
	}

	tab := func(title, do string) url.Values {
		return with(with(formOf(page, offerForm), "title", title), "do", do)
	}
	ruth.post("/ridealongs", tab("Of one tab", "draft")).leads("/ridealongs/new?draft=1")
	other := ruth.post("/ridealongs", tab("Of the other tab", "draft"))
	other.is(http.StatusConflict, "the other tab")
	other.wants("[role=alert]", "saved with other words since you opened it")
	other.wants("#other", "What it is: Of one tab Account: Harrow Home What kind: Demo From: next week Time zone: Europe/Brussels What a guest does: May ask at the end")
	other.wants("#other", "Repeats: Every week Last day: 2020-02-31 Name put down: Hannah Moyo")
	if got := formOf(other, offerForm); got.Get("title") != "Of the other tab" || got.Get("version") != "2" {
		t.Errorf("got %v, want what was typed, and the version that stands", got)
	}
	again := with(tab("Of the other tab", ""), "version", "2")
	wrong := ruth.post("/ridealongs", again)
	wrong.is(http.StatusUnprocessableEntity, "no such day")
	if got := formOf(wrong, offerForm); got.Get("draft") != "1" || got.Get("version") != "2" {
		t.Errorf("no such day: got %v, want the draft gone on with", got)
	}
	again.Del("until")
	for name, values := range offered() {
		if name != "submission" {
			again[name] = values
		}
	}
	stale := ruth.post("/ridealongs", with(again, "version", "1"))
	stale.is(http.StatusConflict, "offered from a stale tab")
	stale.wants("#other", "Of one tab")
	first := one[int64](s, `SELECT last_value + is_called::int FROM ridealong_numbers`)
	ruth.post("/ridealongs", again).leads(views.RideURL(first))
	ruth.post("/ridealongs", again).leads(views.RideURL(first), "offered twice")
	ruth.get("/ridealongs/new?draft=1").is(http.StatusNotFound, "the draft of what is offered")
	gone := ruth.post("/ridealongs", with(again, "do", "draft"))
	gone.is(http.StatusConflict, "saved after that")
	gone.wants("[role=alert]", "sent or thrown away meanwhile")
	ruth.post("/ridealongs", with(formOf(gone, offerForm), "do", "draft")).leads("/ridealongs/new?draft=2")
	ruth.post("/drafts/2/removal", url.Values{"version": {"1"}}).leads("/ridealongs/new")
	ruth.get("/ridealongs/new").lacks("[aria-labelledby=drafts]")
	ruth.post("/ridealongs", with(with(again, "do", "draft"), "submission")).is(http.StatusUnprocessableEntity, "without submission")
	s.as(t, "ines").post("/ridealongs", with(with(again, "do", "draft"), "submission", uuid.NewString())).is(http.StatusForbidden, "a reader")
}

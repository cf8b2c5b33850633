package handlers_test

import (
	"fmt"
	"testing"

	"alongside/views"
)

// TestHomeShowsAll: what is due first at first, everything when asked, and it stays so when the page follows.
func TestHomeShowsAll(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for i := range 21 {
		s.ask("ruth", "sheet", fmt.Sprint("Grimsby times ", i))
	}
	ben := s.as(t, "ben")
	const rows = "section[aria-labelledby=on-you] .rows > li"
	home := ben.get("/")
	if got := home.Find(rows).Length(); got != 20 {
		t.Errorf("got %d promises, want the twenty due first", got)
	}
	home.wants("section[aria-labelledby=on-you]", "These are the 20 due first. Show all")
	all := ben.get(home.Find("section[aria-labelledby=on-you] a:contains('Show all')").AttrOr("href", ""))
	if got := all.Find(rows).Length(); got != 21 {
		t.Errorf("got %d promises, want all", got)
	}
	all.lacks("a:contains('Show all')")
	if got := all.Find("#home").AttrOr("hx-get", ""); got != "/?all=1" {
		t.Errorf("got a page that follows %q, want all of them", got)
	}
}

// TestHomeShowsTheProfile: what is in force and who sealed it; a page that hears of a change shows what is true by then.
func TestHomeShowsTheProfile(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ben, following := s.as(t, "ben"), s.asHTMX(t, "ben")
	const card = "section[aria-labelledby=profile]"
	home := ben.get("/")
	home.wants(card, "The first draft")
	home.wants(card, "Not yet agreed. It counts when a lead of each team has turned a key on it.")
	home.lacks(card + " .seal")
	first := s.agreeProfile("The first one")
	s.reworded()
	home = following.get("/")
	home.wants(card+" .seal", "Agreed by both teams Dan Okafor, Sales Priya Nair, Marketing Wednesday 25 November 2026")
	home.wants(card, fmt.Sprint("Version ", first.Number))
	home.wants(card+" a[href='/icp/proposals']", "1 change proposed")
	home.wants(card, "The next review is on Tue 23 Feb 2027.")
}

// TestHomeShowsRideAlongs of the next seven days, as they concern the reader, whose own come first where there are many.
func TestHomeShowsRideAlongs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const section = "section[aria-labelledby=rides]"
	ben, ruth := s.as(t, "ben"), s.as(t, "ruth")
	ben.get("/").lacks(section)
	mine := s.ride(6)
	s.take("ben", mine.ID)
	s.ride(8)
	for day := range 4 {
		s.ride(1 + day)
	}
	home := ben.get("/")
	if got := home.Find(section + " .rows > li").Length(); got != 4 {
		t.Errorf("got %d, want four", got)
	}
	home.wants(section, "Ruth hosts. You ride along.")
	home.wants(section, "Ruth hosts. One seat open.")
	home.lacks(section + " a:contains('Read the brief')")
	ruth.get("/").wants(section, "You host. Nobody goes along yet.")
	s.exec(`UPDATE ridealongs SET told_at = now() WHERE id = $1`, mine.ID)
	ben.get("/").wants(section, "Read the brief")
	ben.post(views.BriefURL(mine.ID), nil).leads(views.BriefURL(mine.ID))
	ben.get("/").lacks(section + " a:contains('Read the brief')")
}

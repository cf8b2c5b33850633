package handlers_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestVersionsAreListed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	twoVersions(s)
	a := s.as(t, "ben").get("/icp/versions")
	a.is(http.StatusOK)
	a.wants(".page-lede", "Two versions since")
	rows := a.Find("ol.rows > li")
	if first := rows.First().Text(); rows.Length() != 2 || !strings.Contains(first, "In force") || !strings.Contains(first, "Dan Okafor and Priya Nair") {
		t.Errorf("got %d rows, the first %q, want 2, the one in force first", rows.Length(), first)
	}
	a.wants("#cmp", "What changed from version 1 to version 2")
	a.wants("ins", "added")
	a.wants("table.mini-table thead th:nth-child(2)", "Version 1")
	a.wants("table.mini-table thead th:nth-child(3)", "Version 2")
	a.wants("main", "Unchanged:")
}

func TestVersionAtItsAddress(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	twoVersions(s)
	ben := s.as(t, "ben")
	old := ben.get("/icp/versions/1")
	old.is(http.StatusOK)
	old.wants("main", "This is not the version in force.")
	old.wants("main", "Industry, size, region")
	if old.Find("a[href='/icp/compare?from=1&to=2']").Length() != 1 {
		t.Error("got no link to what changed since")
	}
	now := ben.get("/icp/versions/2")
	now.wants("main", "This is the version in force")
	now.wants("main", "Makers of chilled food")
	for _, path := range []string{"3", "-1", "x", "1.5", "0", "99999999999999999999"} {
		ben.get("/icp/versions/"+path).is(http.StatusNotFound, path)
	}
}

func TestVersionsAreCompared(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	twoVersions(s)
	ben := s.as(t, "ben")
	a := ben.get("/icp/compare?from=1&to=2")
	a.is(http.StatusOK)
	a.wants("h1", "What changed from version 1 to version 2")
	a.wants(".page-lede", "Two of")
	a.wants("table.mini-table tr:nth-child(1) td:last-child", "(removed: 25) (added: 20)")
	a.wants("main", "(added: Makers of chilled food.")
	if got := a.Find("select[name=from] option[selected]").Text(); got != "Version 1" {
		t.Errorf("from: got %q chosen, want Version 1", got)
	}
	back := ben.get("/icp/compare?from=2&to=1")
	back.wants("main", "(removed: Makers of chilled food.")
	ben.get("/icp/compare").wants("h1", "from version 1 to version 2")
	ben.get("/icp/compare?from=2&to=2").wants("main", "That is the same version twice.")
	ben.get("/icp/compare?from=0&to=1").wants("main", "Both say the same.")
	for _, query := range []string{"from=1&to=9", "from=x&to=1", "from=-1", "to="} {
		ben.get("/icp/compare?"+query).is(http.StatusNotFound, query)
	}
}

func TestProfileOnPaper(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	twoVersions(s)
	a := s.as(t, "ben").get("/icp/versions/2/print")
	a.is(http.StatusOK)
	for _, words := range []string{"Meridian Freight", "version 2", "Makers of chilled food", "Dan Okafor", "Priya Nair", "Next review", "The live version may be newer: " + strings.TrimPrefix(s.URL, "http://") + "/icp"} {
		a.wants("article", words)
	}
	a.lacks(".app-bar")
	s.as(t, "ben").get("/icp/versions/1/print").wants(".sheet-sign", "Version 2, not this one")
}

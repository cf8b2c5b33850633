package handlers_test

import (
	"context"
	"net/url"
	"testing"
	"time"

	"alongside/models/icp"
	"alongside/models/intel"
)

// TestEvidenceIsQuoted where something rests on it, by whom and how long ago; a note that turned out to be confidential is
// not, not even to who wrote it.
func TestEvidenceIsQuoted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	who := s.section("Who they are")
	then := s.clock.Now().AddDate(0, 0, -40).UTC().Truncate(24 * time.Hour)
	n := s.hear("ruth", "Held at Zeebrugge twice", func(c *intel.Capture) { c.HeardOn = &then })
	later := s.hear("greta", "Nobody could say why")
	who.Sources = []icp.Source{icp.Source(n.Ref())}
	d := says(who, "Makers who were held.")
	d.Sources = []icp.Source{icp.Source(n.Ref()), icp.Source(later.Ref()), "https://gov.example/rules"}
	p := s.proposes("ruth", d)

	greta := s.as(t, "greta")
	path := proposalPath(p.ID)
	page := greta.get(path)
	page.wants("section[aria-labelledby=ev] li:nth-child(1)", "Held at Zeebrugge twiceRuth Hallam, Sales · Halden Automotive")
	page.wants("section[aria-labelledby=ev] li:nth-child(1) .fresh-ageing", "5 weeks")
	page.wants("section[aria-labelledby=ev] li:nth-child(2)", "Nobody could say why")
	page.wants("section[aria-labelledby=ev] li:nth-child(2) .fresh", "Today")
	page.wants("section[aria-labelledby=ev] li:nth-child(3)", "gov.example")
	s.as(t, "ruth").get(path+"/edit").wants("section[aria-labelledby=evi]", "Held at Zeebrugge twice")
	form := url.Values{"do": {"find"}, "eq": {"zebrugge"}, "version": {"1"}, "evidence": {later.Ref()}}
	found := s.as(t, "ruth").post(path+"/edit", form)
	found.wants("section[aria-labelledby=evi] [role=status] + ul", "Held at Zeebrugge twice")
	if got := found.Find("section[aria-labelledby=evi] input[type=checkbox]:checked").Length(); got != 1 {
		t.Errorf("got %d ticks, want what was picked, and not what was found", got)
	}
	form.Set("eq", "somebody'); SELECT <b>")
	found = s.as(t, "ruth").post(path+"/edit", form)
	found.wants("section[aria-labelledby=evi]", "No note like that")
	found.keeps(url.Values{"eq": {"somebody'); SELECT <b>"}})
	s.turnKeys(p, "dan", "priya")
	greta.get("/icp").wants("section[aria-labelledby=heard-h]", "Held at Zeebrugge twiceHalden Automotive, told to Ruth Hallam")

	ctx := context.Background()
	if _, err := s.portal.Intel.Withdraw(ctx, s.person("greta"), later.ID, later.Version, "It was somebody else"); err != nil {
		t.Fatal(err)
	}
	greta.get(path).wants("section[aria-labelledby=ev] li:nth-child(2)", "Withdrawn")
	if _, err := s.portal.Intel.Hide(ctx, s.person("ruth"), n.ID, n.Version); err != nil {
		t.Fatal(err)
	}
	for _, first := range []string{"ruth", "dan", "greta"} {
		for _, url := range []string{path, "/icp"} {
			hidden := s.as(t, first).get(url)
			hidden.wants("main", n.Ref())
			hidden.lacks("main:contains('Held at Zeebrugge')")
		}
	}
}

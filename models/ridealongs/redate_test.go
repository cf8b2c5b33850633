package ridealongs_test

import (
	"testing"
	"time"

	"alongside/models/modelstest"
	"alongside/models/ridealongs"
	"alongside/models/workday"
)

// TestRedate: a day that the company closes is no day to answer, nor to ask the customer.
func TestRedate(t *testing.T) {
	t.Parallel()
	c := play(t)
	s := c.offer(c.ruth, ride("2026-12-10 09:30"))
	c.take(c.ben, s.ID)
	c.take(c.lucia, s.ID)
	_, err := c.Rides.GiveBack(ctx, c.ben, s.ID, "Dentist")
	c.ok(err)
	owed, err := modelstest.Owes(ctx, c.Portal, c.lucia)
	c.ok(err)
	consent := func() (due time.Time) {
		c.ok(c.Store.Read().Raw(`SELECT consent_due FROM ridealongs WHERE id = ?`, s.ID).Scan(&due).Error)
		return due
	}
	asked := consent()
	for _, day := range []int{26, 39} { // 26 November, when she would answer, and 9 December, when the customer must have
		c.ok(c.Calendars.Close(ctx, workday.Closing{Date: workday.NewDate(2026, time.November, day), Name: "Move"}))
	}
	if n, err := c.Rides.Redate(ctx); err != nil || n != 1 {
		t.Fatalf("got %d, %v, want one slot looked at", n, err)
	}
	now, err := modelstest.Owes(ctx, c.Portal, c.lucia)
	c.ok(err)
	if len(now) != 1 || now[0].Kind != ridealongs.PromiseSeat || now[0].DueAt.Sub(*owed[0].DueAt) != 24*time.Hour {
		t.Errorf("got %+v, want what was due %v a day later", now, owed[0].DueAt)
	}
	if got := asked.Sub(consent()); got != 24*time.Hour {
		t.Errorf("got the customer asked %v earlier, want a day", got)
	}
	c.sound()
}

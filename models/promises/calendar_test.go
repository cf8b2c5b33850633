package promises_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"alongside/models/modelstest"
	"alongside/models/store"
	"alongside/models/workday"
)

func TestClosedDaysCountAtOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	from := at(t, "2026-11-26 09:00")
	due := func() time.Time {
		t.Helper()
		cal, err := p.Calendars.Current(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return cal.Due(from, workday.Days(2))
	}
	day := workday.NewDate(2026, time.November, 27)
	for _, step := range []struct {
		name string
		do   func() error
		want string
	}{
		{"open", func() error { return nil }, "2026-11-27 17:00"},
		{"half day", func() error {
			return p.Calendars.Close(ctx, workday.Closing{Date: day, Half: true, Name: "Move"})
		}, "2026-11-30 17:00"},
		{"closed after all", func() error { return p.Calendars.Close(ctx, workday.Closing{Date: day, Name: "Move"}) }, "2026-11-30 17:00"},
		{"opened again", func() error { return p.Calendars.Reopen(ctx, day) }, "2026-11-27 17:00"},
	} {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if got, want := due(), at(t, step.want); !got.Equal(want) {
			t.Errorf("%s: got %v, want %v", step.name, got, want)
		}
	}
}

func TestCloseRefusesWhatNoCalendarHolds(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	for field, closing := range map[string]workday.Closing{
		"name": {Date: workday.NewDate(2026, time.November, 27), Name: " "},
		"day":  {Date: workday.NewDate(2300, time.November, 27), Name: "Far away"},
	} {
		err := p.Calendars.Close(ctx, closing)
		var inv *store.Invalid
		if !errors.As(err, &inv) || inv.On(field) == "" {
			t.Errorf("%s: got %v, want a problem there", field, err)
		}
	}
	if _, err := p.Calendars.Current(ctx); err != nil {
		t.Errorf("got %v, want a calendar still", err)
	}
}

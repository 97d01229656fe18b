package main

import (
	"testing"
	"time"

	"rungless/tracker/growth"
)

func TestAProfilesTimeIsOfWholeDaysAndNeverToCome(t *testing.T) {
	now := time.Date(2026, 3, 14, 15, 9, 26, 535, time.UTC)
	day := func(year, month, day int) time.Time {
		return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	}
	for name, c := range map[string]struct {
		flags profileFlags
		want  growth.Window
		asOf  time.Time
	}{
		"left to itself":            {profileFlags{}, growth.Window{From: day(2025, 3, 15), To: now}, now},
		"a time that is over":       {profileFlags{to: "2025-06-30"}, growth.Window{From: day(2024, 6, 30), To: day(2025, 6, 30)}, day(2025, 6, 30)},
		"a time that is to come":    {profileFlags{to: "2031-01-01"}, growth.Window{From: day(2025, 3, 15), To: now}, now},
		"from a day on":             {profileFlags{from: "2026-01-01"}, growth.Window{From: day(2026, 1, 1), To: now}, now},
		"half of it is yet to come": {profileFlags{from: "2026-01-01", to: "2027-01-01"}, growth.Window{From: day(2026, 1, 1), To: now}, now},
	} {
		got, err := c.flags.request(now)
		if err != nil || got.Window != c.want || !got.Now.Equal(c.asOf) {
			t.Errorf("%s: %+v as of %s, error %v, want %+v as of %s", name, got.Window, got.Now, err, c.want, c.asOf)
		}
	}
	if _, err := (profileFlags{from: "2030-01-01", to: "2031-01-01"}).request(now); err == nil {
		t.Error("a time that has not begun is measured")
	}
}

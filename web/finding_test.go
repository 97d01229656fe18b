package web

import (
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

func TestTheTitleOfAChartIsAFactThatFitsALine(t *testing.T) {
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	// Each text is the months of a kind, the current one last: "x" has contributions.
	for _, c := range []struct{ reviews, pullRequests, want string }{
		{"xxxxxxxxxxxxxx", "x.x.x.x.x.x.x.", "Reviews every month since October 2025, pull requests in 7 of 14 months"},
		{"xxxxxxxxxxxxx.", "", "Reviews every month since October 2025"},
		{"xxxxxxxx.xxxxx", "", "Reviews in 13 of 14 months"},
		{"x", "", "Reviews in November 2026"},
		{"x.", "", "Reviews in October 2026"},
		{"x....", "..xxx", "Pull requests every month since September 2026, reviews in July 2026"},
		{"xxx", "xxx", "Pull requests and reviews every month since September 2026"},
		{"xx.xx", "x.xxx", "Pull requests and reviews in 4 of 5 months"},
		{"xx.xx", "xx.x.", "Reviews in 4 of 5 months, pull requests in 3"},
		{"...xx", "xx.x.", "Pull requests in 3 of 5 months, reviews every month since October 2026"},
	} {
		var counts []store.MonthCount
		for kind, months := range map[tracker.Kind]string{tracker.ReviewKind: c.reviews, tracker.PullRequestKind: c.pullRequests} {
			for i, mark := range months {
				if mark == 'x' {
					at := time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC).AddDate(0, i+1-len(months), 0)
					counts = append(counts, store.MonthCount{Month: at, Kind: kind, Count: i + 1})
				}
			}
		}
		calendar := calendarFrom(counts)
		kinds, _ := calendar.kinds()
		if got := calendar.finding(kinds, calendar.months(now)); got != c.want {
			t.Errorf("%s %s: got %q, want %q", c.reviews, c.pullRequests, got, c.want)
		}
	}
}

package web

import (
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

func TestTheTitleOfAChartIsAFactThatFitsALine(t *testing.T) {
	// Each text is the months of a kind, the current one last: "x" has contributions.
	for _, c := range []struct{ reviews, pullRequests, want string }{
		{"xxxxxxxxxxxxxx", "x.x.x.x.x.x.x.", "2 kinds of contribution since October 2025"},
		{"xxxxxxxxxxxxx.", "", "Reviews since October 2025"},
		{"x", "", "Reviews since November 2026"},
		{"x.", "", "Reviews since October 2026"},
		{"x....", "..xxx", "2 kinds of contribution since July 2026; the newest kind, pull requests, since September 2026"},
		{"...xx", "xx.x.", "2 kinds of contribution since July 2026; the newest kind, reviews, since October 2026"},
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
		if got := calendar.finding(kinds); got != c.want {
			t.Errorf("%s %s: got %q, want %q", c.reviews, c.pullRequests, got, c.want)
		}
	}
}

func TestNoTitleCountsAStreak(t *testing.T) {
	months := make([]store.MonthCount, 36)
	for i := range months {
		months[i] = store.MonthCount{Month: time.Date(2023, time.December, 1, 0, 0, 0, 0, time.UTC).AddDate(0, i, 0), Kind: tracker.ReviewKind, Count: 1}
	}
	calendar := calendarFrom(months)
	kinds, _ := calendar.kinds()
	if got, want := calendar.finding(kinds), "Reviews since December 2023"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

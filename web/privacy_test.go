package web

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rungless/tracker"
	"rungless/tracker/testneed"
)

// Whoever reads many pages of a person must not learn at what hours they work.
func TestNoFormOfAPageHoldsTheTimeOfDayOfAnAct(t *testing.T) {
	testneed.Thorough(t)
	start := time.Now()
	st := fixture(t)
	acts := []time.Time{}
	b := tracker.Batch{Source: tracker.GitHubSource}
	for i := range 120 { // three pages of a list
		at := time.Date(2026, 11, 22, 13, 57, 41, 0, time.UTC).AddDate(0, 0, -i)
		thread := pullRequest(kernels, 1000+i, mei, at, fmt.Sprintf("Change %d", i))
		thread.UpdatedAt, thread.ClosedAt, thread.PullRequest.MergedAt = at, at, at
		b.Threads = append(b.Threads, thread)
		acts = append(acts, at)
	}
	apply(t, st, b)
	h := site(t, st, func(o *Options) { o.Me = func() string { return "mei-zhao" } })
	paths := []string{"/", "/index.json", "/people", "/people.json", "/p/mei-zhao", "/p/mei-zhao.json",
		"/evidence", "/evidence.json", "/evidence.csv", "/p/mei-zhao/evidence.csv"}
	for _, form := range []string{"", ".json"} {
		for path := "/p/mei-zhao/evidence" + form; path != ""; path = next(ask(h, "GET", path, nil).Body.String()) {
			paths = append(paths, path)
		}
	}
	if len(paths) != 10+3+3 {
		t.Errorf("%d forms were read, want 16", len(paths))
	}
	for _, path := range []string{"/p/mei-zhao/scope", "/p/mei-zhao/depth", "/p/mei-zhao/mix", "/domains/kernels", "/p/mei-zhao/figures/depth"} {
		paths = append(paths, path+"?domain=kernels", path+".json?domain=kernels")
	}
	for _, path := range paths {
		if !strings.Contains(path, "/figures/") {
			path = strings.TrimSuffix(path, "?domain=kernels")
		}
		w := ask(h, "GET", path, nil)
		body := golden(w.Body.String(), start) // takes out when a sync stored something
		if w.Code != http.StatusOK || !strings.Contains(body, "2026-") && !strings.Contains(path, "people") {
			t.Errorf("%s: got %d without a date of an act", path, w.Code)
		}
		for _, leak := range leaks(body, acts) {
			t.Errorf("%s holds %q", path, leak)
		}
	}
}

// next is the address of the list's next page, in HTML or JSON.
func next(body string) string {
	found := regexp.MustCompile(`href="([^"]*)" rel="next"|"next": "([^"]*)"`).FindStringSubmatch(body)
	if found == nil {
		return ""
	}
	return html.UnescapeString(strings.ReplaceAll(found[1]+found[2], `\u0026`, "&"))
}

// leaks looks for a time of day in any zone with whole hours, for the seconds
// since 1970, and for these in what an address carries.
func leaks(body string, acts []time.Time) []string {
	for _, place := range regexp.MustCompile(`after=([\w-]+)`).FindAllStringSubmatch(body, -1) {
		if plain, err := base64.RawURLEncoding.DecodeString(place[1]); err == nil {
			body += "\n" + string(plain)
		}
	}
	found := regexp.MustCompile(`:57\b|:41\b|57:41`).FindAllString(body, -1)
	for _, at := range acts {
		for _, number := range []int64{at.Unix(), at.UnixMilli()} {
			if text := strconv.FormatInt(number, 10); strings.Contains(body, text) {
				found = append(found, text)
			}
		}
	}
	return found
}

// A check that finds nothing may be blind.
func TestTheCheckSeesATimeOfDay(t *testing.T) {
	at := time.Date(2026, 11, 22, 13, 57, 41, 0, time.UTC)
	for _, body := range []string{"22 November 2026, 13:57 UTC", "2026-11-22T05:57:41-08:00", "?after=1795355861-12",
		"?after=" + base64.RawURLEncoding.EncodeToString([]byte("1795355861-12"))} {
		if len(leaks(body, []time.Time{at})) == 0 {
			t.Errorf("a time of day was not seen in %q", body)
		}
	}
}

func TestDaysAreToldInWordsNeverFinerThanADay(t *testing.T) {
	s := &Server{options: Options{Now: func() time.Time { return fixtureNow }}} // 04:02
	for ago, want := range map[time.Duration]string{
		0: "today", time.Minute: "today", 4 * time.Hour: "today", 5 * time.Hour: "yesterday", 28 * time.Hour: "yesterday",
		29 * time.Hour: "2 days ago", 40 * 24 * time.Hour: "1 month ago", -20 * time.Hour: "in 1 day",
	} {
		if got := s.day(fixtureNow.Add(-ago)).Ago(); got != want {
			t.Errorf("%v ago: got %q, want %q", ago, got, want)
		}
	}
	pacific := time.Date(2026, 11, 18, 20, 0, 0, 0, time.FixedZone("", -8*3600))
	if got, err := s.day(pacific).MarshalJSON(); err != nil || string(got) != `"2026-11-19"` {
		t.Errorf("the date is %s, %v, want that of UTC", got, err)
	}
}

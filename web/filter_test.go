package web

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rungless/tracker"
	"rungless/tracker/store"
)

func TestAFilterIsReadFromAnAddress(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	for query, want := range map[string]store.EvidenceFilter{
		"":                              {},
		"kind=&repository=&q=":          {},
		"kind=review":                   {Kinds: []tracker.Kind{tracker.ReviewKind}},
		"kind=review&kind=issue":        {Kinds: []tracker.Kind{tracker.ReviewKind, tracker.IssueKind}},
		"kind=review&kind=review":       {Kinds: []tracker.Kind{tracker.ReviewKind}},
		"repository=lumen/serve":        {Repository: "lumen/serve"},
		"state=merged":                  {State: tracker.Merged},
		"from=2026-05-01":               {From: day(2026, 5, 1)},
		"from=2026-05-01&to=2026-05-31": {From: day(2026, 5, 1), To: day(2026, 6, 1)},
		"q=a+b&with=omar":               {Query: "a b", WithLogin: "omar"},
	} {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parseFilter(values)
		if err != nil {
			t.Errorf("%q: %v", query, err)
			continue
		}
		got := f.apply(store.EvidenceFilter{})
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", query, diff)
		}
	}
}

func TestAFilterThatIsNotKnownIsRefused(t *testing.T) {
	for _, query := range []string{"kind=merge_request", "state=shipped", "from=yesterday", "to=2026-02-30", "knid=review"} {
		values, _ := url.ParseQuery(query)
		if _, err := parseFilter(values); tracker.KindOf(err) != tracker.Invalid {
			t.Errorf("%q: got %v, want an error of kind invalid", query, err)
		}
	}
}

func TestAMonthEndsWithItsLastDay(t *testing.T) {
	got := evidencePath("/p/mei", "", monthOf(tracker.ReviewKind, time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC)))
	if want := "/p/mei/evidence?from=2024-02-01&kind=review&to=2024-02-29"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzAFilterComesBackFromItsOwnAddress(f *testing.F) {
	f.Add("kind=review&from=2026-05-01&to=2026-05-31&q=%3Cscript%3E&with=a&repository=o%2Fn&state=open")
	f.Add("kind=issue&kind=commit&after=xyz")
	f.Add("q=%00%ff&=&&")
	f.Fuzz(func(t *testing.T, query string) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		first, err := parseFilter(values)
		if err != nil {
			return
		}
		first.after = ""
		again, err := parseFilter(first.values())
		if err != nil {
			t.Fatalf("%q: its own address is refused: %v", query, err)
		}
		if diff := cmp.Diff(first, again, cmp.AllowUnexported(filter{})); diff != "" {
			t.Fatalf("%q (-first +again):\n%s", query, diff)
		}
	})
}

package web

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

// fillQueue lays out the work of forty people and ten repositories: three things are being
// read, one failed, and a webhook told of a thread.
func fillQueue(t *testing.T, st *store.Store, now time.Time) {
	t.Helper()
	var all []store.Work
	for i := range 40 {
		all = append(all, store.Work{Kind: store.PersonWork, Name: fmt.Sprintf("queued-person-%d", i), Every: time.Hour})
	}
	for i := range 10 {
		all = append(all, store.Work{Kind: store.RepositoryWork, Name: fmt.Sprintf("queued/repository-%d", i), Every: time.Hour})
	}
	all = append(all, store.Work{Kind: store.ThreadsWork, Name: "0", Every: time.Hour}, store.Work{Kind: store.VerifyWork, Every: time.Hour}, store.Work{Kind: store.ResearchWork, Every: time.Hour})
	check := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	check(st.Plan(t.Context(), all, now))
	for i := range 5 {
		lease, ok, err := st.Claim(t.Context(), store.Claiming{Owner: "one", For: time.Minute, Now: now})
		if check(err); !ok {
			t.Fatal("nothing is due")
		}
		switch i {
		case 0:
			check(st.Finish(t.Context(), lease, store.Outcome{At: now, NextAt: now.Add(time.Hour), Failed: tracker.Errorf(tracker.Unavailable, "test", "GitHub gave no answer")}))
		case 1:
			check(st.Finish(t.Context(), lease, store.Outcome{At: now, NextAt: now.Add(30 * time.Minute)}))
		}
	}
	check(st.AskOnce(t.Context(), store.Work{Kind: store.ThreadWork, Name: "pull_request PR_1"}, now))
	check(st.BeatWorker(t.Context(), store.Worker{Name: "one", StartedAt: now, BeatAt: time.Now()}))
}

func TestTheSyncPageTellsOfAFullQueueWithoutNames(t *testing.T) {
	st := fixture(t)
	now := fixtureNow
	h := site(t, st, func(o *Options) { o.Now = func() time.Time { return now } })
	fillQueue(t, st, now)
	for _, b := range []store.Budget{
		{Name: "GH_TOKEN", Remaining: 4211, ResetAt: now.Add(20 * time.Minute)},
		{Name: "second", Remaining: 0, ResetAt: now.Add(time.Hour), RestsUntil: now.Add(time.Hour), Reason: "its points of this hour are used up"},
		{Name: "third", Remaining: 12, ResetAt: now.Add(-time.Hour)},
	} {
		if err := st.SaveBudget(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	page := getPage(t, h, "/sync")
	words := strings.Join(append(texts(page.all("main p")), texts(page.all("main li"))...), "\n")
	for _, want := range []string{
		"3 of 54 things are being read, and 49 wait for a turn.", "1 failed and is tried again later.", "1 worker is awake.",
		"GH_TOKEN has 4,211 points left; it starts afresh", "second rests: its points of this hour are used up. It works again", "third is ready.",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("the page does not say %q:\n%s", want, words)
		}
	}
	if rows := texts(page.all("main table tbody tr")); !strings.Contains(strings.Join(rows, "\n"), "Repositories10none10none") {
		t.Errorf("the table says %q", rows)
	}
	if text := page.all("main")[0].text(); strings.Contains(text, "queued") {
		t.Error("the page names who is followed")
	}
}

func TestTheSyncPageSaysWhenWorkGoesOnWhereEveryTokenRests(t *testing.T) {
	st := fixture(t)
	h := site(t, st, func(o *Options) { o.Now = func() time.Time { return fixtureNow } })
	fillQueue(t, st, fixtureNow)
	for i, name := range []string{"one", "two"} {
		rests := fixtureNow.Add(time.Duration(i+1) * time.Hour)
		if err := st.SaveBudget(t.Context(), store.Budget{Name: name, ResetAt: rests}); err != nil {
			t.Fatal(err)
		}
	}
	if words := strings.Join(texts(getPage(t, h, "/sync").all("main p")), "\n"); !strings.Contains(words, "Every token rests. Work goes on by itself") {
		t.Errorf("the page says\n%s", words)
	}
}

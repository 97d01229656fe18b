package profile

import (
	"slices"
	"testing"

	"rungless/tracker"
)

func TestASourceIsThePersonsPartInWhatItsAddressNames(t *testing.T) {
	m := speaking(t)
	ana, err := Find(t.Context(), m.Store, "ana")
	if err != nil {
		t.Fatal(err)
	}
	const first, second = "https://github.com/acme/engine/pull/1", "https://github.com/acme/engine/pull/3"
	if _, err := m.EnterFigure(t.Context(), ana, tracker.EnteredFigure{Thread: ownThread(1), What: "latency", Figure: "3 ms", SourceURL: "https://example.org", At: today}); err != nil {
		t.Fatal(err)
	}
	got, err := m.Sources(t.Context(), ana, []string{second, " " + first + " "}, today)
	if err != nil || len(got) != 2 {
		t.Fatalf("got %+v, %v", got, err)
	}
	for i, want := range []struct {
		number  int
		url     string
		figures []string
	}{{3, second, nil}, {1, first, []string{"3 ms"}}} {
		s := got[i]
		if s.Number != want.number || s.URL != want.url || s.Kind != tracker.PullRequestKind || s.Role != tracker.Author || !s.IsMerged || s.MergedBy != "ben" ||
			s.By != "ana" || s.Repository != "acme/engine" || !slices.Equal(s.Figures, want.figures) {
			t.Errorf("source %d is %+v", i, s)
		}
	}
}

func TestWhatIsNoPartOfThePersonsIsNoSource(t *testing.T) {
	m := speaking(t)
	ana, err := Find(t.Context(), m.Store, "ana")
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"https://github.com/acme/engine/pull/99", "https://github.com/acme/other/pull/1", "https://github.com/acme/engine/pull/-1",
		"https://github.com/acme/engine/commit/abc", "javascript:alert(1)", "%", ""} {
		got, err := m.Sources(t.Context(), ana, []string{address}, today)
		if tracker.KindOf(err) != tracker.NotFound || got != nil {
			t.Errorf("%q: got %+v, %v", address, got, err)
		}
	}
	if _, err := m.Sources(t.Context(), ana, make([]string, mostSources+1), today); tracker.KindOf(err) != tracker.Invalid {
		t.Errorf("too many sources: got %v", err)
	}
	if got, err := m.Sources(t.Context(), ana, nil, today); err != nil || len(got) != 0 {
		t.Errorf("of nothing: got %+v, %v", got, err)
	}
}

func TestOwnWordsAreKeptUntilTheyChange(t *testing.T) {
	m := speaking(t)
	ana, err := Find(t.Context(), m.Store, "ana")
	if err != nil {
		t.Fatal(err)
	}
	names := func() (all []string) {
		t.Helper()
		words, err := m.OwnWords(t.Context(), ana, today)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range words.Initiatives {
			all = append(all, i.Name)
		}
		return all
	}
	before := names()
	if again := names(); !slices.Equal(before, again) {
		t.Errorf("asked again they are %q, and were %q", again, before)
	}
	words, _ := m.OwnWords(t.Context(), ana, today)
	if _, err := m.EditInitiatives(t.Context(), ana, tracker.InitiativeEdit{Rename: words.Initiatives[0].Key, Name: "The new cache"}, today); err != nil {
		t.Fatal(err)
	}
	if after := names(); !slices.Contains(after, "The new cache") {
		t.Errorf("after a change they are still %q", after)
	}
}

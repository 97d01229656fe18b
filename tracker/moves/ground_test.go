package moves

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func workOn(title string, files, labels []string) Work {
	return Work{URL: "https://github.com/o/engine/pull/" + title, Title: title, At: on(1), Traits: TraitsOf(files, labels, []string{"llm"}, title)}
}

func TestOpenDoorsTouchOnesOwnWorkOrAskForHelp(t *testing.T) {
	own := []Work{workOn("Tokenizer drops accents", []string{"src/tokenizer/unicode.py"}, []string{"area: text"}), workOn("Tokenizer keeps accents", nil, []string{"area: text"})}
	door := func(title string, freshDay float64, labels ...string) Door {
		return Door{URL: "https://github.com/o/engine/issues/" + title, Title: title, FreshAt: on(freshDay), Labels: labels}
	}
	got := OpenDoors([]Door{
		door("Tokenizer is slow", 3), door("Segfault on exit", 9), door("Docs are thin", 8, "Good first issue"),
		door("Anything", 5, "area: text"), door("Accents in the tokenizer", 7), door("Nothing to do with it", 6, "bug"),
	}, own)
	var titles []string
	for _, d := range got {
		titles = append(titles, d.Title)
	}
	want := []string{"Accents in the tokenizer", "Anything", "Tokenizer is slow", "Docs are thin"}
	if diff := cmp.Diff(want, titles); diff != "" {
		t.Error("-want +got\n", diff)
	}
	for _, d := range got {
		if d.Waits != (d.Title == "Docs are thin") || len(d.Because) == 0 && !d.Waits {
			t.Errorf("%s: waits %v, because %q", d.Title, d.Waits, d.Because)
		}
	}
}

func TestTheGapMapLaysWorkThereBesideOnesOwn(t *testing.T) {
	there := []Work{workOn("a", []string{"csrc/flash/a.cu"}, []string{"bug"}), workOn("b", []string{"csrc/flash/b.cu", "docs/b.md"}, nil), workOn("c", []string{"docs/c.md"}, nil)}
	own := []Work{workOn("mine", []string{"docs/mine.md"}, nil)}
	type line struct {
		what, name      string
		there, of, mine int
	}
	var got []line
	for _, g := range GapMap(there, own) {
		got = append(got, line{g.What, g.Name, g.There, g.Of, len(g.Own)})
	}
	want := []line{{"language", "Cuda", 2, 3, 0}, {"language", "Markdown", 2, 3, 1}, {"area", "csrc/flash", 2, 3, 0}, {"area", "docs", 2, 3, 1}, {"topic", "llm", 3, 3, 1}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(line{})); diff != "" {
		t.Error("-want +got\n", diff)
	}
}

func TestTheHeightOfAPlaceIsSaidInQuartiles(t *testing.T) {
	var changes []FirstChange
	for i := range 8 {
		opened := on(float64(i))
		changes = append(changes, FirstChange{URL: string(rune('a' + i)), OpenedAt: opened, MergedAt: opened.Add(time.Duration(i+1) * 24 * time.Hour), Lines: 10 * (i + 1), Reviews: 1})
	}
	got := HeightOf(changes)
	want := Height{Lines: Spread{8, 20, 40, 60}, Reviews: Spread{8, 1, 1, 1}, Days: Spread{8, 2, 4, 6}}
	if diff := cmp.Diff(want, Height{Lines: got.Lines, Reviews: got.Reviews, Days: got.Days}); diff != "" {
		t.Error("-want +got\n", diff)
	}
	if len(got.Threads) != 8 || got.Threads[0].URL != "h" {
		t.Errorf("threads %+v, want all, the newest first", got.Threads)
	}
	if none := HeightOf(nil); none.Lines.N != 0 || none.Threads == nil {
		t.Errorf("of nobody: %+v", none)
	}
}

package build_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"rungless/tracker"
	"rungless/tracker/pack"
	"rungless/tracker/pack/build"
	"rungless/tracker/testneed"
)

// Words are held against the sources that are stored, and each finding says which of the
// claim's words it means.
func TestWhatIsWrongWithTheWordsIsNamedBesideTheClaim(t *testing.T) {
	f := newFixture(t, history())
	for _, test := range []struct{ name, text, source, rule, span string }{
		{"a weak verb", "I helped with loops instead of threads; noor merged it.", "kernels/pull/1", "weak-verb", "helped with"},
		{"no decision", "I wrote loops instead of threads.", "kernels/pull/1", "no-decision", ""},
		{"no comparison", "I wrote loops; noor merged them.", "kernels/pull/1", "no-comparison", ""},
		{"more than the sources show", "I reviewed loops instead of threads.", "kernels/pull/20#discussion_r79", "overclaim", "reviewed"},
		{"somebody else's change", "I built loops instead of threads; noor merged them.", "kernels/pull/3", "overclaim", "built"},
		{"a figure of nobody's", "I made it 45% faster than before; noor merged it.", "kernels/pull/1", "unsourced-count", "45%"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := f.resolve(t, nil, func(d *pack.Draft) { d.Chapters[0].Claims[0].Text = test.text }, pack.DraftSource{URL: at + test.source})
			found := p.Chapters[0].Claims[0].Findings
			i := slices.IndexFunc(found, func(f pack.Finding) bool { return f.Rule == test.rule })
			if i < 0 {
				t.Fatalf("found %+v", found)
			}
			if span := test.text[found[i].Start:found[i].End]; !strings.HasPrefix(span, test.span) || found[i].Claim != "c1" || found[i].Weight != pack.Advice {
				t.Errorf("found %+v, about %q", found[i], span)
			}
		})
	}
}

func TestWhatAPersonHidesIsNotProposedAndNamedWhereItIsChosen(t *testing.T) {
	f := newFixture(t, history())
	if _, err := f.store.Annotate(t.Context(), f.iris.PersonID, at+"kernels/pull/40", func(n *tracker.Note) { n.Hidden = true }); err != nil {
		t.Fatal(err)
	}
	if _, err := f.store.Annotate(t.Context(), f.iris.PersonID, at+"kernels/pull/80", func(n *tracker.Note) { n.Contested = "not mine" }); err != nil {
		t.Fatal(err)
	}
	d, err := f.maker.Propose(t.Context(), f.iris, f.profile(t), build.Choice{Period: window})
	if err != nil {
		t.Fatal(err)
	}
	if text := d.YAML(); bytes.Contains(text, []byte("kernels/pull/40")) || bytes.Contains(text, []byte("kernels/pull/80")) {
		t.Errorf("it is proposed:\n%s", text)
	}
	if got := rules(f.resolve(t, nil, nil, pack.DraftSource{URL: at + "kernels/pull/40"}).Chapters[0].Claims[0]); got != "hidden" {
		t.Errorf("found %q", got)
	}
}

// The claims that are proposed do not trip over the checks of words: only the
// comparison is for the person to add.
func TestProposedClaimsPassTheChecksOfWords(t *testing.T) {
	f := newFixture(t, history())
	d, err := f.maker.Propose(t.Context(), f.iris, f.profile(t), build.Choice{Period: window})
	if err != nil {
		t.Fatal(err)
	}
	p, err := f.maker.Resolve(t.Context(), f.iris, f.profile(t), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, claim := range p.Chapters[0].Claims {
		for _, found := range claim.Findings {
			if found.Rule != "no-comparison" && found.Rule != "source-reverted" {
				t.Errorf("%q: %s: %s", claim.Text, found.Rule, found.Sentence)
			}
		}
	}
}

func TestAChoiceOfWhatIsNotThereIsRefused(t *testing.T) {
	f := newFixture(t, history())
	for _, choice := range []build.Choice{{Period: window, Domains: []string{"nope"}}, {Period: window, Initiatives: []string{"nope"}}} {
		if _, err := f.maker.Propose(t.Context(), f.iris, f.profile(t), choice); tracker.KindOf(err) != tracker.Invalid || !strings.Contains(err.Error(), `"nope"`) {
			t.Errorf("got %v", err)
		}
	}
}

// The order in which facts came does not show in a pack.
func TestAStoreFilledInAnotherOrderGivesTheSamePack(t *testing.T) {
	forward, backward := history(), history()
	slices.Reverse(backward.Threads)
	slices.Reverse(backward.Comments)
	slices.Reverse(backward.Accounts)
	slices.Reverse(backward.Repositories)
	if got, want := packOf(t, newFixture(t, backward)), packOf(t, newFixture(t, forward)); !bytes.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// packOf is what is proposed and resolved, as JSON.
func packOf(t *testing.T, f *fixture) []byte {
	t.Helper()
	d, err := f.maker.Propose(t.Context(), f.iris, f.profile(t), build.Choice{Period: window})
	if err != nil {
		t.Fatal(err)
	}
	for i := range d.Chapters {
		for j := range d.Chapters[i].Claims {
			d.Chapters[i].Claims[j].Ready = true
		}
	}
	p, err := f.maker.Resolve(t.Context(), f.iris, f.profile(t), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	final, err := p.Final()
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := pack.Seal(final, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := sealed.Zip()
	if err != nil {
		t.Fatal(err)
	}
	return archive
}

// Both engines give the same pack.
func TestPostgreSQLGivesTheSamePack(t *testing.T) {
	if got, want := packOf(t, newFixtureIn(t, testneed.Database(t), history())), packOf(t, newFixture(t, history())); !bytes.Equal(got, want) {
		t.Error("PostgreSQL gives another pack than SQLite")
	}
}

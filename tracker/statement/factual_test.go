package statement_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker/statement"
)

func TestTheFactualFormSaysWhatEachSourceShowsAndNoMore(t *testing.T) {
	want := map[string]string{
		"merged":     "Proposed “Batch prompts of equal length” (lumen/serve#412) on 2026-11-18; merged by omar on 2026-11-20",
		"open":       "Proposed “Pad less” (lumen/serve#413) on 2026-11-18; not merged yet",
		"closed":     "Proposed “Pad less” (lumen/serve#414) on 2026-11-18; closed without a merge",
		"reverted":   "Proposed “Pad less” (lumen/serve#415) on 2026-11-18; merged by omar on 2026-11-20, and reverted later",
		"outcome":    "Proposed “Queue by length” (lumen/serve#416) on 2026-11-18; merged by omar",
		"coauthor":   "Wrote commits of “Arenas in place of the free list” (lumen/kernels#81) by jonas; merged by omar",
		"commit":     "Committed “Fix the build” (lumen/kernels) on 2026-11-09",
		"review":     "Reviewed “Allocate from arenas” (lumen/kernels#80) by jonas on 2026-11-08; jonas changed 3 files after the review",
		"approval":   "Reviewed and approved “Drop the pool” (lumen/kernels#82) by jonas on 2026-11-08",
		"issue":      "Opened issue “Prompts are truncated” (lumen/serve#77) on 2026-11-05, closed by jonas's merged change lumen/serve#90",
		"discussion": "Opened discussion “Leases or locks” (lumen/serve#78) on 2026-11-05",
		"comment":    "Commented on “A smaller vocabulary” (lumen/serve#79) on 2026-11-05; cited in jonas's merged change lumen/serve#91",
		"answer":     "Answered “How to resume” (lumen/serve#70) on 2026-11-04; jonas accepted the answer",
		"credit":     "Added as author of “Sparse Batching” by ana on 2026-11-03",
	}
	got := map[string]string{}
	for name, source := range sources {
		got[name] = statement.Factual(source)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAFactualFormHasNothingThatAReaderCouldObjectToButWhatTheSourceDoesNotSay(t *testing.T) {
	rules := load(t)
	for name, source := range sources {
		source.Title = `Led the world-class team: 70% “faster”, shipped "everything"`
		s := statement.Statement{Text: statement.Factual(source) + ".", Sources: []statement.Source{source}}
		for _, f := range rules.Check(s) {
			if f.Kind != statement.NoComparison && (f.Kind != statement.NoDecision || len(source.Validations) > 0) {
				t.Errorf("%s: %q has %s: %q", name, s.Text, f.Kind, f.Span)
			}
		}
	}
}

func TestWhatAPersonDidAloneIsNotValidatedByThem(t *testing.T) {
	own := sources["merged"]
	own.MergedBy, own.Validations = own.By, nil
	if got := statement.Factual(own); strings.Contains(got, "by mei") || !strings.HasSuffix(got, "; merged") {
		t.Errorf("a change that its author merged: %q", got)
	}
	credit := sources["credit"]
	credit.AddedBy = credit.By
	if got, want := statement.Factual(credit), "Listed as author of “Sparse Batching”"; got != want {
		t.Errorf("somebody who added themselves: got %q, want %q", got, want)
	}
}

func TestAnOfferIsOneLineOfAtMostThreeSources(t *testing.T) {
	hostile := sources["merged"]
	hostile.Title = "a\r\n\u202ereversed\x1b[2J “quoted” " + strings.Repeat("長", 500)
	got := statement.Offer([]statement.Source{{}, hostile, sources["issue"], sources["credit"], sources["review"]})
	if strings.ContainsAny(got, "\r\n\x1b\u202e") || strings.Count(got, "“") != 3 || utf8.RuneCountInString(got) > 600 {
		t.Errorf("got %q", got)
	}
	if got := statement.Offer([]statement.Source{{Title: "nothing is known of it"}}); got != "" {
		t.Errorf("of a source of no kind: %q", got)
	}
}

func TestEveryFindingOffersTheFactualFormWhereThereIsASource(t *testing.T) {
	rules := load(t)
	for _, f := range rules.Check(statement.Statement{Text: "Led it.", Sources: []statement.Source{sources["merged"]}}) {
		if !strings.HasPrefix(f.Offer, "Proposed “Batch prompts") || f.Blocks() {
			t.Errorf("%s offers %q", f.Kind, f.Offer)
		}
	}
	without := rules.Check(statement.Statement{Text: "Led it."})
	if !slices.ContainsFunc(without, statement.Finding.Blocks) || without[0].Offer != "" {
		t.Errorf("without a source: %+v", without)
	}
}

package domain

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
)

func TestAnExplainedPathNamesEveryRuleThatClaimsIt(t *testing.T) {
	got := must(t, octo()).ExplainPath(tracker.RepositoryRef{Owner: "octo", Name: "engine"}, []string{"cuda"}, "csrc/io/README.md")
	want := []string{
		`serving: the path rule "octo/engine:csrc/io/**" matches csrc/io/README.md, which decides`,
		`kernels: the path rule "csrc/**" matches csrc/io/README.md, after another rule has decided`,
		`docs: the path rule "**/*.md" matches csrc/io/README.md, after another rule has decided`,
		`serving: the repository rule "octo/engine*" matches octo/engine, after another rule has decided`,
		`kernels: the topic rule "cuda" matches cuda, after another rule has decided`,
	}
	if diff := cmp.Diff(want, sentences(got.Claims)); diff != "" {
		t.Errorf("claims differ (-want +got):\n%s", diff)
	}
}

func TestAnExplanationNamesTheExcludeAndTheReasonNotToCount(t *testing.T) {
	c, repository := must(t, octo()), tracker.RepositoryRef{Owner: "octo", Name: "x"}
	excluded := c.ExplainPath(repository, nil, "csrc/bindings/a.cpp")
	if want := []string{`kernels: the path rule "csrc/**" matches csrc/bindings/a.cpp, but is excluded by "csrc/bindings/**"`}; !slices.Equal(sentences(excluded.Claims), want) {
		t.Errorf("claims = %q, want %q", sentences(excluded.Claims), want)
	}
	if len(excluded.Domains()) != 0 {
		t.Errorf("an excluded path is in %q", excluded.Domains())
	}
	lock := c.ExplainPath(repository, nil, "csrc/Cargo.lock")
	if diff := cmp.Diff(&UncountedFile{"csrc/Cargo.lock", Lock, "**/*.lock"}, lock.Uncounted); diff != "" {
		t.Errorf("uncounted differs (-want +got):\n%s", diff)
	}
}

func TestAnExplainedIssueNamesTheLabelsBeforeTheWords(t *testing.T) {
	got := must(t, octo()).Explain(in("x", "Kernel guide", []string{"area: data"}, nil))
	want := []string{
		`data: the label rule "area: data" matches area: data, which decides`,
		`kernels: the word rule "kernel" matches kernel, after another rule has decided`,
		`docs: the word rule "guide" matches guide, after another rule has decided`,
	}
	if diff := cmp.Diff(want, sentences(got.Talk)); diff != "" {
		t.Errorf("claims differ (-want +got):\n%s", diff)
	}
}

func sentences(claims []Claim) []string {
	var text []string
	for _, k := range claims {
		text = append(text, k.String())
	}
	return text
}

func TestAnAuditFindsDeadRulesShadowedOnesOverlapsAndWhatIsLeftOut(t *testing.T) {
	domains := []Domain{
		{Slug: "docs", Paths: []string{"docs/**", "dosc/**"}, Labels: []string{"docs"}},
		{Slug: "kernels", Paths: []string{"docs/*", "csrc/**"}, Excludes: []string{"csrc/*.txt"}},
	}
	a := NewAudit(must(t, domains, "golden/**", "silver/**"))
	a.Add(in("x", "", []string{"docs"}, nil, file("docs/a.md", 3), file("csrc/a.cu", 9)))
	a.Add(in("x", "", nil, nil, file("csrc/a.txt", 2), file("tools/build/a/b.sh", 7), file("golden/a", 1), file("Cargo.lock", 1)))
	a.Add(in("x", "", nil, nil, file("tools/build/c.sh", 1), file("docs/a.md", 3)))
	a.Add(in("x", "", []string{"docs"}, nil))
	kernels := func(rule Rule, pattern string) RuleName { return RuleName{"kernels", rule, pattern} }
	docs := func(rule Rule, pattern string) RuleName { return RuleName{"docs", rule, pattern} }
	want := Report{
		Records: 4, Nowhere: 1, Partly: 1,
		Uncounted: map[Uncounted]int{Lock: 1, ByTheConfig: 1},
		Rules: []RuleUse{
			{docs(PathRule, "docs/**"), 2, 2, "docs/a.md"},
			{docs(PathRule, "dosc/**"), 0, 0, ""},
			{docs(LabelRule, "docs"), 2, 1, "docs"},
			{kernels(PathRule, "docs/*"), 2, 0, "docs/a.md"},
			{kernels(PathRule, "csrc/**"), 2, 1, "csrc/a.cu"},
			{kernels(ExcludeEntry, "csrc/*.txt"), 1, 1, "csrc/a.txt"},
			{RuleName{"", UncountedEntry, "golden/**"}, 1, 1, "golden/a"},
			{RuleName{"", UncountedEntry, "silver/**"}, 0, 0, ""},
		},
		Overlaps: []Overlap{{docs(PathRule, "docs/**"), kernels(PathRule, "docs/*"), 2, "docs/a.md"}},
		Unclaimed: []Unclaimed{
			{"Octo/x", "tools/build", 2, 8},
			{"Octo/x", "csrc", 1, 2},
		},
	}
	got := a.Report()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("report differs (-want +got):\n%s", diff)
	}
	if !got.Rules[1].IsDead() || got.Rules[0].IsDead() || !got.Rules[3].IsShadowed() || got.Rules[0].IsShadowed() {
		t.Error("a rule that matches nothing is dead, one that never decides is shadowed")
	}
}

package domain

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rungless/tracker"
)

// trials runs a property on many made-up records, the same in every run.
func trials(t *testing.T, property func(t *testing.T, random *rand.Rand, c *Catalogue, r tracker.Record)) {
	t.Helper()
	c := must(t, octo(), "golden/**")
	for seed := range uint64(400) {
		random := rand.New(rand.NewPCG(seed, 7))
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { property(t, random, c, madeUp(random)) })
		if t.Failed() {
			return
		}
	}
}

func pick[T any](random *rand.Rand, from ...T) T { return from[random.IntN(len(from))] }

func some(random *rand.Rand, from ...string) []string {
	random.Shuffle(len(from), func(i, j int) { from[i], from[j] = from[j], from[i] })
	return from[:random.IntN(len(from)+1)]
}

func madeUp(random *rand.Rand) tracker.Record {
	var files []tracker.FileChange
	for i := range random.IntN(14) {
		files = append(files, tracker.FileChange{Path: madeUpPath(random, i), Additions: random.IntN(40) - 1, Deletions: random.IntN(9)})
	}
	title := pick(random, "Fix it", "Kernel guide", "data loader and data", "FP8 tokenization", "修复内核调度")
	return in(pick(random, "x", "engine", "engine-client", "website"), title,
		some(random, "documentation", "bug", "area: kernels", "[Type] Kernel", "area: serving"), some(random, "cuda", "docs", "llm", "dataset"), files...)
}

func madeUpPath(random *rand.Rand, i int) string {
	dir := pick(random, "", "docs/", "csrc/", "csrc/io/", "csrc/bindings/", "src/a/", "tokenizers/", "tools/", "vendor/x/", "golden/")
	return fmt.Sprint(dir, "file", i, pick(random, ".md", ".cu", ".rs", ".txt", ".lock", "_tokenizer.py"))
}

// whole adds what a thread only passed through to what it lies in.
func whole(a Attribution) map[string]float64 {
	got := map[string]float64{"none": a.None.Weight}
	for _, share := range append(a.Shares, a.Passing...) {
		got[share.Domain] += share.Weight
	}
	return got
}

func countedLines(c *Catalogue, r tracker.Record) (lines float64) {
	for _, f := range c.Explain(r).Files {
		if f.Uncounted == nil {
			lines += float64(f.Lines)
		}
	}
	return lines
}

var nearly = cmp.Options{cmpopts.EquateApprox(0, 1e-9), cmpopts.EquateEmpty()}

func TestOrderChangesNothing(t *testing.T) {
	trials(t, func(t *testing.T, random *rand.Rand, c *Catalogue, r tracker.Record) {
		want := c.Attribute(r)
		shuffle(random, r.Thread.Labels)
		shuffle(random, r.Topics)
		if r.Thread.PullRequest != nil {
			shuffle(random, r.Thread.PullRequest.Files)
		}
		if diff := cmp.Diff(want, c.Attribute(r)); diff != "" {
			t.Errorf("another order gives another answer:\n%s", diff)
		}
	})
}

func shuffle[T any](random *rand.Rand, list []T) {
	random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

func TestTheOrderWithinAListOfRulesChangesNothing(t *testing.T) {
	trials(t, func(t *testing.T, random *rand.Rand, c *Catalogue, r tracker.Record) {
		domains := octo()
		for _, d := range domains {
			for _, list := range [][]string{d.Paths, d.Labels, d.Topics, d.Words, d.Excludes, d.Repositories} {
				shuffle(random, list)
			}
		}
		other := must(t, domains, "golden/**")
		if c.Version() != other.Version() {
			t.Error("the version differs")
		}
		if diff := cmp.Diff(whole(c.Attribute(r)), whole(other.Attribute(r))); diff != "" {
			t.Errorf("the answer differs:\n%s", diff)
		}
	})
}

func TestWeightsAreSharesOfOne(t *testing.T) {
	trials(t, func(t *testing.T, _ *rand.Rand, c *Catalogue, r tracker.Record) {
		sum := 0.0
		for domain, weight := range whole(c.Attribute(r)) {
			if weight < 0 || weight > 1+1e-9 {
				t.Errorf("%s weighs %v", domain, weight)
			}
			sum += weight
		}
		want := 1.0
		if r.Thread.PullRequest != nil && countedLines(c, r) == 0 {
			want = 0
		}
		if math.Abs(sum-want) > 1e-9 {
			t.Errorf("weights add up to %v, want %v", sum, want)
		}
	})
}

func TestSplittingAChangeMovesNoLines(t *testing.T) {
	trials(t, func(t *testing.T, random *rand.Rand, c *Catalogue, r tracker.Record) {
		if r.Thread.PullRequest == nil {
			return
		}
		files := r.Thread.PullRequest.Files
		cut := random.IntN(len(files) + 1)
		total, got := countedLines(c, r), map[string]float64{}
		for _, part := range [][]tracker.FileChange{files[:cut:cut], files[cut:]} {
			half := r
			half.Thread.PullRequest = &tracker.PullRequest{Files: part}
			for domain, weight := range whole(c.Attribute(half)) {
				got[domain] += weight * countedLines(c, half)
			}
		}
		want := map[string]float64{}
		for domain, weight := range whole(c.Attribute(r)) {
			want[domain] = weight * total
		}
		if diff := cmp.Diff(dropZeros(want), dropZeros(got), nearly); diff != "" {
			t.Errorf("lines by domain differ (-whole +halves):\n%s", diff)
		}
	})
}

func dropZeros(m map[string]float64) map[string]float64 {
	for key, value := range m {
		if value == 0 {
			delete(m, key)
		}
	}
	return m
}

func TestSplittingTheLinesOfAPathChangesNothing(t *testing.T) {
	trials(t, func(t *testing.T, _ *rand.Rand, c *Catalogue, r tracker.Record) {
		if r.Thread.PullRequest == nil {
			return
		}
		var split []tracker.FileChange
		for _, f := range r.Thread.PullRequest.Files {
			if f.Additions < 0 {
				split = append(split, f)
				continue
			}
			split = append(split, file(f.Path, f.Additions), tracker.FileChange{Path: f.Path, Deletions: f.Deletions})
		}
		want := c.Attribute(r)
		r.Thread.PullRequest = &tracker.PullRequest{Files: split}
		if diff := cmp.Diff(want, c.Attribute(r)); diff != "" {
			t.Errorf("a path listed twice gives another answer:\n%s", diff)
		}
	})
}

func TestRenamingFilesInPlaceMovesNoWeight(t *testing.T) {
	trials(t, func(t *testing.T, random *rand.Rand, c *Catalogue, r tracker.Record) {
		if r.Thread.PullRequest == nil {
			return
		}
		want := whole(c.Attribute(r))
		name := pick(random, "an-older-name", "Ä", "文件", "x y")
		for i := range r.Thread.PullRequest.Files {
			f := &r.Thread.PullRequest.Files[i]
			f.Path = strings.Replace(f.Path, "file", name, 1)
		}
		if diff := cmp.Diff(want, whole(c.Attribute(r)), nearly); diff != "" {
			t.Errorf("weights differ:\n%s", diff)
		}
	})
}

func TestUncountedFilesContributeNothing(t *testing.T) {
	trials(t, func(t *testing.T, random *rand.Rand, c *Catalogue, r tracker.Record) {
		if r.Thread.PullRequest == nil {
			return
		}
		want := c.Attribute(r)
		for _, path := range []string{"Cargo.lock", "csrc/vendor/x.cu", "docs/_generated/api.md", "golden/kernel.cu"} {
			r.Thread.PullRequest.Files = append(r.Thread.PullRequest.Files, file(path, random.IntN(9000)))
		}
		if diff := cmp.Diff(want, c.Attribute(r), cmpopts.IgnoreFields(Attribution{}, "Uncounted")); diff != "" {
			t.Errorf("files that do not count change the answer:\n%s", diff)
		}
	})
}

func TestTheWeightsFollowFromTheExplanation(t *testing.T) {
	trials(t, func(t *testing.T, _ *rand.Rand, c *Catalogue, r tracker.Record) {
		if r.Thread.PullRequest == nil {
			return
		}
		explanation := c.Explain(r)
		total, got := countedLines(c, r), map[string]float64{}
		for _, f := range explanation.Files {
			if f.Uncounted != nil {
				continue
			}
			domains := f.Domains()
			for _, domain := range domains {
				got[domain] += float64(f.Lines) / total / float64(len(domains))
			}
			if len(domains) == 0 {
				got["none"] += float64(f.Lines) / total
			}
		}
		lines := map[string]int{}
		for _, f := range explanation.Files {
			lines[f.Path] = f.Lines
		}
		for _, share := range explanation.Attribution.Shares {
			sum := 0
			for _, path := range share.Paths {
				sum += lines[path]
			}
			if share.Paths != nil && math.Abs(float64(sum)/total-share.Weight) > 1e-9 {
				t.Errorf("%s weighs %v and its paths %v", share.Domain, share.Weight, float64(sum)/total)
			}
		}
		if diff := cmp.Diff(dropZeros(whole(explanation.Attribution)), got, nearly); diff != "" {
			t.Errorf("weights differ (-attribution +recomputed):\n%s", diff)
		}
	})
}

package domain

import (
	"fmt"
	"testing"

	"rungless/tracker"
)

// What somebody adds to a thread to look deeper than they are must not raise its
// share in the deepest domain. Each case is a thread before and after.
func TestWhatIsAddedToAThreadDoesNotDeepenIt(t *testing.T) {
	work := []tracker.FileChange{file("a.md", 60), file("src/a.rs", 40)}
	with := func(more ...tracker.FileChange) []tracker.FileChange { return append(work[:2:2], more...) }
	before := in("x", "Explain batching", []string{"bug"}, nil, work...)
	for name, after := range map[string]tracker.Record{
		"generated and vendored kernels":         in("x", "", nil, nil, with(file("csrc/vendor/big.cu", 9000), file("csrc/_generated/t.cu", 9000))...),
		"labels of the deep domain":              in("x", "", []string{"area: kernels", "[Type] Kernel"}, nil, work...),
		"words of the deep domain":               in("x", "fp8 kernel kernel kernel", nil, nil, work...),
		"topics on a repository of one's own":    in("x", "", nil, []string{"cuda"}, work...),
		"one blank line in each of some kernels": in("x", "", nil, nil, with(file("csrc/a.cu", 1), file("csrc/b.cu", 1), file("csrc/c.cu", 1))...),
		"a move of some kernels":                 in("x", "", nil, nil, with(file("csrc/a.cu", 0), file("csrc/b.cu", 0))...),
		"a binary file":                          in("x", "", nil, nil, with(file("csrc/blob.bin", -1))...),
	} {
		t.Run(name, func(t *testing.T) {
			c := must(t, octo())
			if was, is := c.Attribute(before).Share("kernels"), c.Attribute(after).Share("kernels"); is > was {
				t.Errorf("the share in kernels goes from %v to %v", was, is)
			}
		})
	}
}

func TestATypoCorrectedEverywhereLiesInNoDomainHoweverManyFilesItTouches(t *testing.T) {
	c := must(t, Default())
	for _, files := range []int{3, 8, 40, 1000} {
		var sweep []tracker.FileChange
		for i := range files {
			dir := []string{"website", "x/nlp", "x/evals", "x/safety", "x/training", "x/serving", "x/kernels"}[i%7]
			sweep = append(sweep, tracker.FileChange{Path: fmt.Sprintf("%s/%d.txt", dir, i), Additions: 1, Deletions: 1})
		}
		if got := c.Attribute(in("x", "Fix typos", nil, nil, sweep...)); len(got.Shares) > 0 || len(got.Passing) != min(files, 7) {
			t.Errorf("%d files: shares %v, in passing %d domains", files, got.Shares, len(got.Passing))
		}
	}
}

func TestRepeatedWordsAndLabelsAddNothing(t *testing.T) {
	c := must(t, octo())
	once := c.Attribute(in("x", "kernel guide", nil, nil)).Share("kernels")
	often := c.Attribute(in("x", "kernel fp8 kernel kernel guide", nil, nil)).Share("kernels")
	if once != often {
		t.Errorf("the share goes from %v to %v", once, often)
	}
}

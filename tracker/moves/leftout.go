package moves

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
)

const (
	sweepRepositories = 3 // threads of one title opened in so many repositories
	sweepWithin       = 7 // within so many days are a sweep
	typoLines         = 2 // so few added lines of prose are a typo
)

var (
	bumpTitle = regexp.MustCompile(`(?i)^(\[[^\]]*\]\s*)?(\w+(\([^)]*\))?!?:\s*)?(bump|upgrade|update|pin|unpin)\b.*(\bfrom\b.*\bto\b|\bto v?\d|[=<>]=|\b(dependenc(y|ies)|lock ?file|requirements)\b)`)
	depsScope = regexp.MustCompile(`(?i)^(build|chore|fix)\((deps|dependencies)(-dev)?\)!?:`)

	releaseTitle = regexp.MustCompile(`(?i)^(\[[^\]]*\]\s*)?(\w+(\([^)]*\))?!?:\s*)?((prepare|cut|tag|start|finish|publish|do)\s+(for\s+)?(the\s+)?(v?\d[\w.+-]*\s+)?(next\s+)?release\b|(prepare\s+(for\s+)?)?(release|version)\s*:?\s*v?\d[\w.+-]*\s*$|v?\d+\.\d+[\w.+-]*\s*$|bump\s+(the\s+)?version\b|changelog\s+for\b)`)

	typoTitle = regexp.MustCompile(`(?i)\b(typos?|misspell\w*|spelling|grammar|punctuation|whitespace|dead links?|broken links?)\b`)

	digits = regexp.MustCompile(`\d+`)
)

// leaveOut says of each thread that is no sign of a move why. Only what the person
// opened can be a sweep or a typo of theirs; whoever reviews a bump or a release
// learns no more of the place than who made it.
func leaveOut(threads []Thread) {
	sweeps := findSweeps(threads)
	for i := range threads {
		t := &threads[i]
		mine := t.Opener == OpenedByPerson
		switch {
		case t.Opener == OpenedByBot:
			t.LeftOut = "a bot opened it"
		case mine && sweeps[t.URL] > 0:
			t.LeftOut = fmt.Sprintf("a sweep over %d repositories", sweeps[t.URL])
		case t.isBump():
			t.LeftOut = "a dependency bump"
		case releaseTitle.MatchString(t.Title):
			t.LeftOut = "a release chore"
		case mine && t.isTypo():
			t.LeftOut = "a typo in passing"
		}
	}
}

func (t Thread) isBump() bool {
	labelled := slices.ContainsFunc(t.Labels, func(l string) bool { return strings.EqualFold(l, "dependencies") })
	return labelled || bumpTitle.MatchString(t.Title) || depsScope.MatchString(t.Title)
}

// isTypo reports whether a change is a typo by its title, or by being a line or two of
// prose. A long change that also mends typos is none.
func (t Thread) isTypo() bool {
	if t.Kind != tracker.PullRequestKind && t.Kind != tracker.CommitKind {
		return false
	}
	small := t.Written >= 0 && t.Written <= typoLines
	return small && t.IsProse || typoTitle.MatchString(t.Title) && t.Written <= sweepTypoLines
}

// sweepTypoLines is the most that a change called a typo adds and still is one.
const sweepTypoLines = 12

// findSweeps finds what the person opened under one title in several repositories within
// a week, and in how many, by URL. Numbers in titles do not tell them apart, nor do
// the repositories' own names.
func findSweeps(threads []Thread) map[string]int {
	byTitle := map[string][]Thread{}
	for _, t := range threads {
		if t.Opener == OpenedByPerson && len(t.Mine) > 0 {
			title := plainTitle(t)
			byTitle[title] = append(byTitle[title], t)
		}
	}
	sweeps := map[string]int{}
	for _, same := range byTitle {
		for _, t := range same {
			repositories := map[string]bool{}
			for _, other := range same {
				if apart := other.first().Sub(t.first()).Abs(); apart <= sweepWithin*day*time.Second {
					repositories[other.Repository] = true
				}
			}
			if len(repositories) >= sweepRepositories {
				sweeps[t.URL] = len(repositories)
			}
		}
	}
	return sweeps
}

// plainTitle is a title without what differs between the parts of a sweep.
func plainTitle(t Thread) string {
	title := strings.ToLower(t.Title)
	_, name, _ := strings.Cut(strings.ToLower(t.Repository), "/")
	for _, word := range []string{strings.ToLower(t.Repository), name} {
		title = strings.ReplaceAll(title, word, " ")
	}
	return strings.Join(strings.Fields(digits.ReplaceAllString(title, " ")), " ")
}

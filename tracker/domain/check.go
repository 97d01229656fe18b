package domain

import (
	"fmt"
	"regexp"
	"strings"
)

// Problem is the first thing wrong with the domains of a configuration.
type Problem struct {
	Key   string // in the file: "domains[2].paths[0]"
	Value string
	Is    string // completes "KEY is VALUE, which ..."
	Hint  string // the way out
}

// form is what the entries of a list must look like.
type form struct {
	key     string
	entries []string
	holds   func(string) bool
	is      string
	hint    string
}

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Check returns the first problem in order of the file, or nil. domains and
// uncounted are the configuration's keys of those names.
func Check(domains []Domain, uncounted []string) *Problem {
	seen := map[string]bool{}
	for i, d := range domains {
		key := fmt.Sprintf("domains[%d]", i)
		switch {
		case !slugForm.MatchString(d.Slug):
			return &Problem{key + ".slug", d.Slug, "cannot stand in an address", "write lower-case letters a-z, digits and hyphens, such as gpu-kernels"}
		case seen[d.Slug]:
			return &Problem{key + ".slug", d.Slug, "names a second domain", "give each domain a slug of its own, or put the rules of both into one"}
		case d.isEmpty():
			return &Problem{key + ".slug", d.Slug, "has no rule that could claim anything", "give it paths, labels, repositories, topics or words"}
		}
		seen[d.Slug] = true
		if problem := firstOf(d.forms(key + ".")); problem != nil {
			return problem
		}
	}
	return firstOf([]form{pathForm("uncounted", uncounted)})
}

func (d Domain) isEmpty() bool {
	return len(d.Repositories)+len(d.Paths)+len(d.Labels)+len(d.Topics)+len(d.Words) == 0
}

func (d Domain) forms(prefix string) []form {
	const globHint = `* stops at a slash, ** does not; write one entry for each alternative, and \[ for a bracket that is meant`
	return []form{
		{prefix + "repositories", d.Repositories, isRepositoryGlob, "is no repository", "write OWNER/NAME or OWNER/*"},
		pathForm(prefix+"paths", d.Paths),
		{prefix + "labels", d.Labels, isGlob, "is no label or glob of labels", globHint},
		{prefix + "topics", d.Topics, isGlob, "is no topic or glob of topics", globHint},
		{prefix + "words", d.Words, isPhrase, "holds no word", `write a word or a few, such as "attention kernel" or "tokeniz*"`},
		pathForm(prefix+"excludes", d.Excludes),
	}
}

func pathForm(key string, entries []string) form {
	return form{key, entries, isPathGlob, "is no glob of paths",
		`write a path from the top of the repository without a slash before it: docs/**, **/*.cu or OWNER/NAME:src/**; one entry for each alternative`}
}

func firstOf(forms []form) *Problem {
	for _, f := range forms {
		for i, entry := range f.entries {
			if !f.holds(entry) {
				return &Problem{fmt.Sprintf("%s[%d]", f.key, i), entry, f.is, f.hint}
			}
		}
	}
	return nil
}

func isPathGlob(text string) bool {
	repository, path, bound := strings.Cut(text, ":")
	if bound {
		return isRepositoryGlob(repository) && isPath(path)
	}
	return isPath(text)
}

func isPath(text string) bool {
	return isGlob(text) && !strings.HasPrefix(text, "/") && !strings.HasSuffix(text, "/")
}

func isRepositoryGlob(text string) bool {
	return isGlob(text) && strings.Count(text, "/") == 1 && !strings.HasPrefix(text, "/") && !strings.HasSuffix(text, "/")
}

// isPhrase wants at least one word, and an asterisk at its very end only.
func isPhrase(text string) bool {
	return len(wordsOf(text)) > 0 && !strings.Contains(strings.TrimSuffix(text, "*"), "*") && !strings.HasSuffix(text, " *")
}

package domain

import (
	"slices"
	"strings"

	"rungless/tracker"
)

// claim is one rule's claim on a file, or on a thread without files.
type claim struct {
	domain  int
	rule    Rule
	pattern string
	match   string
}

// subject is what the rules look at besides a path.
type subject struct {
	repository string    // owner/name in lower case
	steps      [][]claim // what labels, repository, topics and words claim, in this order; no step is empty
}

func (c *Catalogue) subjectOf(r tracker.Record) subject {
	s := subject{repository: strings.ToLower(r.Thread.Repository.FullName())}
	for _, step := range [][]claim{
		claimsOn(r.Thread.Labels, LabelRule, c.labels),
		claimsOn([]string{r.Thread.Repository.FullName()}, RepositoryRule, c.repositories),
		claimsOn(r.Topics, TopicRule, c.topics),
		c.claimsOnWords(r.Thread.Title),
	} {
		if len(step) > 0 {
			s.steps = append(s.steps, step)
		}
	}
	return s
}

// claimsOn finds, for each name once, the first rule that matches it.
func claimsOn(names []string, kind Rule, rules []nameRule) []claim {
	var claims []claim
	for _, name := range slices.Compact(sorted(names)) {
		folded := strings.ToLower(name)
		if i := slices.IndexFunc(rules, func(n nameRule) bool { return n.matches(folded) }); i >= 0 {
			claims = append(claims, claim{rules[i].domain, kind, rules[i].written, name})
		}
	}
	return claims
}

// claimsOnWords finds the phrases of a title, the one with most words first. A
// word of the title speaks for one domain only: what stands in "data loader" is
// no longer there for "data".
func (c *Catalogue) claimsOnWords(title string) []claim {
	var claims []claim
	words := wordsOf(title)
	text := strings.Join(words, " ")
	for _, p := range c.phrases {
		if !strings.Contains(text, p.words[0]) { // nearly every time, and seen at a glance
			continue
		}
		i := p.find(words)
		if i < 0 {
			continue
		}
		found := words[i : i+len(p.words)]
		claims = append(claims, claim{p.domain, WordRule, p.pattern, strings.Join(found, " ")})
		clear(found) // no phrase has an empty word
	}
	return claims
}

// claimsOnPath returns what decides on a counted file: one path rule, or all
// claims of the first later step that its domains' excludes leave any of.
func (c *Catalogue) claimsOnPath(s subject, path string) []claim {
	for _, rule := range c.paths {
		if rule.claims(s.repository, path) && c.excludedBy(rule.domain, s.repository, path) == "" {
			return []claim{{rule.domain, PathRule, rule.written, path}}
		}
	}
	for _, step := range s.steps {
		if left := c.notExcluded(step, s.repository, path); len(left) > 0 {
			return left
		}
	}
	return nil
}

func (c *Catalogue) notExcluded(claims []claim, repository, path string) []claim {
	excluded := func(k claim) bool { return c.excludedBy(k.domain, repository, path) != "" }
	if !slices.ContainsFunc(claims, excluded) {
		return claims
	}
	return slices.DeleteFunc(slices.Clone(claims), excluded)
}

// excludedBy returns the exclude of a domain that keeps a path out, or "".
func (c *Catalogue) excludedBy(domain int, repository, path string) string {
	for _, rule := range c.excludes[domain] {
		if rule.claims(repository, path) {
			return rule.written
		}
	}
	return ""
}

// DomainsOf returns what tells the slugs of the domains that a path of a repository
// lies in, as far as no thread's labels or title say otherwise: one as a rule, several
// where topics share it, none for an uncounted path or one that no rule claims. What
// the rules say of the repository is looked up once for all of its paths.
func (c *Catalogue) DomainsOf(repository tracker.RepositoryRef, topics []string) func(path string) []string {
	s := c.subjectOf(recordIn(repository, topics))
	return func(path string) []string {
		if _, uncounted := c.uncountedIn(s.repository, path); uncounted {
			return nil
		}
		var slugs []string
		for _, k := range c.claimsOnPath(s, path) {
			if slug := c.domains[k.domain].Slug; !slices.Contains(slugs, slug) {
				slugs = append(slugs, slug)
			}
		}
		return slugs
	}
}

// recordIn is a record of which nothing is known but where it is.
func recordIn(repository tracker.RepositoryRef, topics []string) tracker.Record {
	thread := tracker.Thread{ThreadRef: tracker.ThreadRef{Repository: repository}}
	return tracker.Record{Thread: thread, Topics: topics}
}

// Uncounted reports whether a path of a repository weighs nothing, and why.
func (c *Catalogue) Uncounted(repository tracker.RepositoryRef, path string) (UncountedFile, bool) {
	return c.uncountedIn(strings.ToLower(repository.FullName()), path)
}

func (c *Catalogue) uncountedIn(repository, path string) (UncountedFile, bool) {
	for _, rule := range c.uncounted {
		if rule.claims(repository, path) {
			return UncountedFile{Path: path, Why: rule.why, Pattern: rule.written}, true
		}
	}
	return UncountedFile{}, false
}

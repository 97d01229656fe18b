package domain

import (
	"fmt"
	"slices"
	"strings"

	"rungless/tracker"
)

// Claim is one rule that matches, whether or not it decides.
type Claim struct {
	Domain     string `json:"domain"` // slug
	Rule       Rule   `json:"rule"`
	Pattern    string `json:"pattern"` // as the configuration has it
	Match      string `json:"match"`
	Decides    bool   `json:"decides"`
	ExcludedBy string `json:"excluded_by,omitempty"` // the domain's exclude that takes the claim back; "" when none does
}

// String is the claim as a sentence.
func (k Claim) String() string {
	text := fmt.Sprintf("%s: the %s rule %q matches %s", k.Domain, k.Rule, k.Pattern, k.Match)
	switch {
	case k.Decides:
		return text + ", which decides"
	case k.ExcludedBy != "":
		return text + fmt.Sprintf(", but is excluded by %q", k.ExcludedBy)
	}
	return text + ", after another rule has decided"
}

// PathExplanation says where one changed path goes and what else claims it.
type PathExplanation struct {
	Path      string         `json:"path"`
	Lines     int            `json:"lines"`               // one for an explained path without a record
	Uncounted *UncountedFile `json:"uncounted,omitempty"` // nil for a file that counts
	Claims    []Claim        `json:"claims,omitempty"`    // in the order in which they are asked; empty: in no domain
}

// Domains returns the slugs that the path goes to; none is "no domain".
func (p PathExplanation) Domains() []string { return decided(p.Claims) }

// Explanation says how a record is attributed.
type Explanation struct {
	Attribution Attribution       `json:"attribution"`
	Files       []PathExplanation `json:"files,omitempty"` // by path; empty for a thread without files
	Talk        []Claim           `json:"talk,omitempty"`  // what decides on a thread without files; empty where there are files
}

// ExplainPath explains one path of a repository, as if a thread without labels
// had changed it.
func (c *Catalogue) ExplainPath(repository tracker.RepositoryRef, topics []string, path string) PathExplanation {
	r := recordIn(repository, topics)
	return c.explainFile(c.subjectOf(r), c.everyClaim(r), change{path: path, lines: linesUnstated})
}

// Explain explains a record file by file.
func (c *Catalogue) Explain(r tracker.Record) Explanation {
	s, beside := c.subjectOf(r), c.everyClaim(r)
	explanation := Explanation{Attribution: c.Attribute(r)}
	files := r.Files()
	if files == nil && len(s.steps) > 0 {
		explanation.Talk = c.explain(beside, s.steps[0], s.repository, "")
	}
	for _, f := range changesByPath(files) {
		explanation.Files = append(explanation.Files, c.explainFile(s, beside, f))
	}
	return explanation
}

func (c *Catalogue) explainFile(s subject, beside []claim, f change) PathExplanation {
	explanation := PathExplanation{Path: f.path, Lines: f.lines}
	if uncounted, ok := c.uncountedIn(s.repository, f.path); ok {
		explanation.Uncounted = &uncounted
		return explanation
	}
	var all []claim
	for _, rule := range c.paths {
		if rule.claims(s.repository, f.path) {
			all = append(all, claim{rule.domain, PathRule, rule.written, f.path})
		}
	}
	explanation.Claims = c.explain(append(all, beside...), c.claimsOnPath(s, f.path), s.repository, f.path)
	return explanation
}

func (c *Catalogue) explain(all, decisive []claim, repository, path string) []Claim {
	var claims []Claim
	for _, k := range all {
		explained := Claim{Domain: c.domains[k.domain].Slug, Rule: k.rule, Pattern: k.pattern, Match: k.match, Decides: slices.Contains(decisive, k)}
		if path != "" { // excludes are about paths
			explained.ExcludedBy = c.excludedBy(k.domain, repository, path)
		}
		claims = append(claims, explained)
	}
	return claims
}

// everyClaim lists what labels, repository, topics and words claim of a record,
// those too that another rule of the same step goes before.
func (c *Catalogue) everyClaim(r tracker.Record) []claim {
	all := everyClaimOn(r.Thread.Labels, LabelRule, c.labels)
	all = append(all, everyClaimOn([]string{r.Thread.Repository.FullName()}, RepositoryRule, c.repositories)...)
	all = append(all, everyClaimOn(r.Topics, TopicRule, c.topics)...)
	words := wordsOf(r.Thread.Title)
	for _, p := range c.phrases {
		if i := p.find(words); i >= 0 {
			all = append(all, claim{p.domain, WordRule, p.pattern, strings.Join(words[i:i+len(p.words)], " ")})
		}
	}
	return all
}

func everyClaimOn(names []string, kind Rule, rules []nameRule) []claim {
	var claims []claim
	for _, name := range slices.Compact(sorted(names)) {
		for _, rule := range rules {
			if rule.matches(strings.ToLower(name)) {
				claims = append(claims, claim{rule.domain, kind, rule.written, name})
			}
		}
	}
	return claims
}

// decided lists the domains of the deciding claims, each once.
func decided(claims []Claim) []string {
	var slugs []string
	for _, k := range claims {
		if k.Decides && !slices.Contains(slugs, k.Domain) {
			slugs = append(slugs, k.Domain)
		}
	}
	return slugs
}

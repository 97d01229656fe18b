package domain

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"rungless/tracker"
)

// Catalogue is an instance's domains, checked and compiled once. It is never
// changed and may be used from many goroutines.
type Catalogue struct {
	domains      []Domain
	paths        []pathRule // of all domains, in the order in which they are asked
	repositories []nameRule // likewise
	labels       []nameRule
	topics       []nameRule
	phrases      []phrase
	excludes     [][]pathRule // by domain
	uncounted    []uncountedRule
	version      string
}

// pathRule is a compiled entry of a domain's paths or excludes.
type pathRule struct {
	glob
	repository *glob // nil: in every repository
	written    string
	domain     int
}

func (p pathRule) claims(repository, path string) bool {
	return p.matches(path) && (p.repository == nil || p.repository.matches(repository))
}

// nameRule is a compiled entry of a domain's repositories, labels or topics; it
// matches names in lower case.
type nameRule struct {
	glob
	written string
	domain  int
}

// matches takes a name that equals the entry as well as one that fits it as a
// glob: a label may be called "[Type] Bug".
func (n nameRule) matches(name string) bool {
	return name == n.pattern || n.glob.matches(name)
}

type uncountedRule struct {
	pathRule
	why Uncounted
}

// New checks and compiles domains, ordered from surface to deep, with the paths
// that count in no domain besides those that never do (see [Uncounted]). The error
// is a [tracker.Invalid] one; [Check] tells the same with the key at fault.
func New(domains []Domain, uncounted []string) (*Catalogue, error) {
	if problem := Check(domains, uncounted); problem != nil {
		return nil, tracker.Errorf(tracker.Invalid, "domain.New", "%s is %q, which %s", problem.Key, problem.Value, problem.Is).WithHint("%s", problem.Hint)
	}
	c := &Catalogue{domains: slices.Clone(domains), excludes: make([][]pathRule, len(domains)), version: versionOf(domains, uncounted)}
	for i, d := range domains {
		c.add(i, d)
	}
	for _, group := range uncountedPaths {
		c.addUncounted(group.why, group.globs)
	}
	c.addUncounted(ByTheConfig, uncounted)
	slices.SortFunc(c.paths, comparePathRules)
	for _, rules := range [][]nameRule{c.repositories, c.labels, c.topics} {
		slices.SortFunc(rules, compareNameRules)
	}
	slices.SortFunc(c.phrases, comparePhrases)
	return c, nil
}

func (c *Catalogue) add(i int, d Domain) {
	for _, written := range d.Paths {
		c.paths = append(c.paths, newPathRule(written, i))
	}
	for _, written := range d.Excludes {
		c.excludes[i] = append(c.excludes[i], newPathRule(written, i))
	}
	for _, written := range d.Words {
		c.phrases = append(c.phrases, newPhrase(written, i))
	}
	c.repositories = appendNames(c.repositories, d.Repositories, i)
	c.labels = appendNames(c.labels, d.Labels, i)
	c.topics = appendNames(c.topics, d.Topics, i)
}

func (c *Catalogue) addUncounted(why Uncounted, written []string) {
	for _, pattern := range written {
		c.uncounted = append(c.uncounted, uncountedRule{newPathRule(pattern, 0), why})
	}
}

func appendNames(rules []nameRule, written []string, domain int) []nameRule {
	for _, pattern := range written {
		rules = append(rules, nameRule{newGlob(strings.ToLower(pattern)), pattern, domain})
	}
	return rules
}

// newPathRule compiles "GLOB" or "OWNER/NAME:GLOB".
func newPathRule(written string, domain int) pathRule {
	repository, path, bound := strings.Cut(written, ":")
	if !bound {
		return pathRule{glob: newGlob(written), written: written, domain: domain}
	}
	in := newGlob(strings.ToLower(repository))
	return pathRule{glob: newGlob(path), repository: &in, written: written, domain: domain}
}

// comparePathRules puts the rule that says more first: bound to a repository,
// more literal text, nearer to the surface. The text itself ends every tie.
func comparePathRules(a, b pathRule) int {
	bound := func(p pathRule) int {
		if p.repository == nil {
			return 0
		}
		return 1 + p.repository.literals
	}
	return cmp.Or(cmp.Compare(bound(b), bound(a)), cmp.Compare(b.literals, a.literals), cmp.Compare(a.domain, b.domain), strings.Compare(a.written, b.written))
}

func compareNameRules(a, b nameRule) int {
	return cmp.Or(cmp.Compare(b.literals, a.literals), cmp.Compare(a.domain, b.domain), strings.Compare(a.written, b.written))
}

// Domains returns the domains from surface to deep, as they were given.
func (c *Catalogue) Domains() []Domain { return slices.Clone(c.domains) }

// Version names what the catalogue decides: two catalogues of one version
// attribute every record alike. A store that remembers the version of its shares
// knows when to attribute again. Names and the order within a list do not matter;
// the order of the domains does.
func (c *Catalogue) Version() string { return c.version }

// method changes whenever the same rules come to decide differently.
const method = "domain/1"

func versionOf(domains []Domain, uncounted []string) string {
	canonical := make([]Domain, len(domains))
	for i, d := range domains {
		canonical[i] = Domain{Slug: d.Slug, Repositories: sorted(d.Repositories), Paths: sorted(d.Paths), Labels: sorted(d.Labels),
			Topics: sorted(d.Topics), Words: sorted(d.Words), Excludes: sorted(d.Excludes)}
	}
	always := make([][]string, len(uncountedPaths))
	for i, group := range uncountedPaths {
		always[i] = append([]string{string(group.why)}, group.globs...)
	}
	text, _ := json.Marshal([]any{method, canonical, sorted(uncounted), always}) // strings always marshal
	sum := sha256.Sum256(text)
	return method + ":" + hex.EncodeToString(sum[:8])
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

package domain

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"rungless/tracker"
)

// Audit watches a catalogue at work over the records of an instance, to say which
// of its rules do something and what they leave out. It keeps counts, not
// records. It is not safe for use by several goroutines.
type Audit struct {
	catalogue *Catalogue
	report    Report
	uses      map[RuleName]*RuleUse
	overlaps  map[Overlap]*Overlap
	unclaimed map[Unclaimed]*Unclaimed
}

// Report is what an [Audit] saw.
type Report struct {
	Records   int               `json:"records"` // all of them
	Nowhere   int               `json:"nowhere"` // records that lie in no domain at all, with at least something that counts
	Partly    int               `json:"partly"`  // records of which a part lies in no domain
	Uncounted map[Uncounted]int `json:"uncounted"`
	// Rules has every rule, exclude and uncounted path of the configuration in its
	// order: the dead ones too.
	Rules     []RuleUse   `json:"rules"`
	Overlaps  []Overlap   `json:"overlaps"`  // most matches first
	Unclaimed []Unclaimed `json:"unclaimed"` // most lines first
}

// What is an entry of the configuration besides the kinds of [Rule].
const (
	ExcludeEntry   Rule = "exclude"
	UncountedEntry Rule = "uncounted"
)

// RuleName names an entry of the configuration.
type RuleName struct {
	Domain  string `json:"domain"` // slug; "" for an uncounted path
	Rule    Rule   `json:"rule"`
	Pattern string `json:"pattern"`
}

// RuleUse is how often an entry did something: in files for paths, excludes and
// uncounted paths, in threads for the others.
type RuleUse struct {
	RuleName
	Matched int    `json:"matched"`
	Decided int    `json:"decided"`
	Example string `json:"example,omitempty"` // the first match; "" for a rule that matches nothing
}

// IsDead reports whether the rule never matched: it may be misspelt.
func (u RuleUse) IsDead() bool { return u.Matched == 0 }

// IsShadowed reports whether the rule matched and another always went before it.
func (u RuleUse) IsShadowed() bool { return u.Matched > 0 && u.Decided == 0 }

// Overlap is a pair of rules of two domains that match the same thing.
type Overlap struct {
	Winner  RuleName `json:"winner"`
	Loser   RuleName `json:"loser"`
	Matches int      `json:"matches"`
	Example string   `json:"example,omitempty"`
}

// Unclaimed is a directory of changed files that are in no domain.
type Unclaimed struct {
	Repository string `json:"repository"` // owner/name
	Directory  string `json:"directory"`  // two levels at most; "." for the top
	Files      int    `json:"files"`      // changes of files, not distinct ones
	Lines      int    `json:"lines"`
}

// NewAudit returns an audit that has seen nothing.
func NewAudit(c *Catalogue) *Audit {
	a := &Audit{catalogue: c, uses: map[RuleName]*RuleUse{}, overlaps: map[Overlap]*Overlap{}, unclaimed: map[Unclaimed]*Unclaimed{}}
	a.report.Uncounted = map[Uncounted]int{}
	return a
}

// Add looks at one more record.
func (a *Audit) Add(r tracker.Record) {
	explanation := a.catalogue.Explain(r)
	a.report.Records++
	switch none := explanation.Attribution.None.Weight; {
	case none == 1:
		a.report.Nowhere++
	case none > 0:
		a.report.Partly++
	}
	beside := map[RuleName]Claim{} // what is counted once a thread
	a.addClaims(explanation.Talk, "", beside)
	for _, f := range explanation.Files {
		a.addFile(r.Thread.Repository.FullName(), f, beside)
	}
	for name, k := range beside {
		a.use(name, k.Match, k.Decides)
	}
}

func (a *Audit) addFile(repository string, f PathExplanation, beside map[RuleName]Claim) {
	if f.Uncounted != nil {
		a.report.Uncounted[f.Uncounted.Why]++
		if f.Uncounted.Why == ByTheConfig {
			a.use(RuleName{Rule: UncountedEntry, Pattern: f.Uncounted.Pattern}, f.Path, true)
		}
		return
	}
	a.addClaims(f.Claims, f.Path, beside)
	if len(f.Domains()) > 0 {
		return
	}
	at := Unclaimed{Repository: repository, Directory: directoryOf(f.Path)}
	u := a.unclaimed[at]
	if u == nil {
		u = &Unclaimed{Repository: at.Repository, Directory: at.Directory}
		a.unclaimed[at] = u
	}
	u.Files++
	u.Lines += f.Lines
}

func (a *Audit) addClaims(claims []Claim, path string, beside map[RuleName]Claim) {
	excludes := map[RuleName]bool{}
	for _, k := range claims {
		if k.ExcludedBy != "" {
			excludes[RuleName{k.Domain, ExcludeEntry, k.ExcludedBy}] = true
		}
		name := RuleName{k.Domain, k.Rule, k.Pattern}
		if k.Rule == PathRule {
			a.use(name, k.Match, k.Decides)
			continue
		}
		if seen, ok := beside[name]; ok {
			seen.Decides = seen.Decides || k.Decides
			k = seen
		}
		beside[name] = k
	}
	for name := range excludes {
		a.use(name, path, true)
	}
	a.addOverlaps(claims)
}

// addOverlaps counts the pairs of a deciding claim and one of another domain that
// matched the same path, label, repository or topic.
func (a *Audit) addOverlaps(claims []Claim) {
	for _, winner := range claims {
		for _, loser := range claims {
			if !winner.Decides || loser.Decides || loser.ExcludedBy != "" || winner.Domain == loser.Domain || winner.Rule != loser.Rule || winner.Match != loser.Match {
				continue
			}
			pair := Overlap{Winner: RuleName{winner.Domain, winner.Rule, winner.Pattern}, Loser: RuleName{loser.Domain, loser.Rule, loser.Pattern}}
			if a.overlaps[pair] == nil {
				a.overlaps[pair] = &Overlap{Winner: pair.Winner, Loser: pair.Loser, Example: winner.Match}
			}
			a.overlaps[pair].Matches++
		}
	}
}

func (a *Audit) use(name RuleName, match string, decides bool) {
	u := a.uses[name]
	if u == nil {
		u = &RuleUse{RuleName: name, Example: match}
		a.uses[name] = u
	}
	u.Matched++
	if decides {
		u.Decided++
	}
}

// Report returns what was seen so far.
func (a *Audit) Report() Report {
	report := a.report
	report.Uncounted = maps.Clone(a.report.Uncounted)
	for _, name := range a.catalogue.entries() {
		use := RuleUse{RuleName: name}
		if seen := a.uses[name]; seen != nil {
			use = *seen
		}
		report.Rules = append(report.Rules, use)
	}
	for _, overlap := range a.overlaps {
		report.Overlaps = append(report.Overlaps, *overlap)
	}
	slices.SortFunc(report.Overlaps, func(x, y Overlap) int {
		return cmp.Or(cmp.Compare(y.Matches, x.Matches), compareNames(x.Winner, y.Winner), compareNames(x.Loser, y.Loser))
	})
	for _, u := range a.unclaimed {
		report.Unclaimed = append(report.Unclaimed, *u)
	}
	slices.SortFunc(report.Unclaimed, func(x, y Unclaimed) int {
		return cmp.Or(cmp.Compare(y.Lines, x.Lines), strings.Compare(x.Repository, y.Repository), strings.Compare(x.Directory, y.Directory))
	})
	return report
}

func compareNames(x, y RuleName) int {
	return cmp.Or(strings.Compare(x.Domain, y.Domain), strings.Compare(string(x.Rule), string(y.Rule)), strings.Compare(x.Pattern, y.Pattern))
}

// entries lists what the configuration holds, in its order.
func (c *Catalogue) entries() []RuleName {
	var names []RuleName
	for _, d := range c.domains {
		for _, list := range []struct {
			rule     Rule
			patterns []string
		}{
			{RepositoryRule, d.Repositories}, {PathRule, d.Paths}, {LabelRule, d.Labels},
			{TopicRule, d.Topics}, {WordRule, d.Words}, {ExcludeEntry, d.Excludes},
		} {
			for _, pattern := range list.patterns {
				names = append(names, RuleName{d.Slug, list.rule, pattern})
			}
		}
	}
	for _, rule := range c.uncounted {
		if rule.why == ByTheConfig {
			names = append(names, RuleName{Rule: UncountedEntry, Pattern: rule.written})
		}
	}
	return names
}

// directoryOf returns the first two directories of a path, "." for a file at the top.
func directoryOf(path string) string {
	parts := strings.Split(path, "/")
	if len(parts) == 1 {
		return "."
	}
	return strings.Join(parts[:min(2, len(parts)-1)], "/")
}

package domain

import (
	"cmp"
	"slices"
	"strings"

	"rungless/tracker"
)

// When a domain is touched in passing only. One edit repeated through the house
// is not work in each of its rooms, however many people approve it.
const (
	passingShare  = 0.1 // of the thread's lines: less than that is in passing
	sweepDomains  = 3   // a sweep goes through at least so many domains,
	sweepPerFile  = 2   // with at most so many changed lines a file on average: one line replaced
	linesUnstated = 1   // what a file weighs whose lines the source did not count, or that was only moved
)

// Attribute returns where a record lies. It depends on the record's paths, lines,
// labels, repository, topics and title, and on nothing else; the order of lists
// does not matter, nor how often a path is listed while its lines add up.
//
// A file weighs its added and deleted lines, and one line at least: a binary file,
// a move, and all files of a source that gives names only. Files that nobody wrote
// by hand weigh nothing, so that a thread of those only lies nowhere.
func (c *Catalogue) Attribute(r tracker.Record) Attribution {
	s := c.subjectOf(r)
	t := tally{places: make([]place, len(c.domains))}
	files := r.Files()
	if files == nil {
		t.addTalk(s)
	}
	for _, f := range changesByPath(files) {
		if uncounted, ok := c.uncountedIn(s.repository, f.path); ok {
			t.uncounted = append(t.uncounted, uncounted)
			continue
		}
		t.addFile(f, c.claimsOnPath(s, f.path))
	}
	return t.attribution(c.domains)
}

// change is what a record changed in one path.
type change struct {
	path   string
	lines  int
	stated bool // the source counted the lines
}

// changesByPath adds up what is said of each path and sorts by it, so that sums
// come out the same to the last bit.
func changesByPath(files []tracker.FileChange) []change {
	changes := make([]change, 0, len(files))
	for _, f := range files {
		stated := f.Additions >= 0 && f.Deletions >= 0
		changes = append(changes, change{f.Path, max(f.Additions, 0) + max(f.Deletions, 0), stated})
	}
	slices.SortFunc(changes, func(a, b change) int { return strings.Compare(a.path, b.path) })
	merged := changes[:0]
	for _, f := range changes {
		if last := len(merged) - 1; last >= 0 && merged[last].path == f.path {
			merged[last].lines += f.lines
			merged[last].stated = merged[last].stated && f.stated
			continue
		}
		merged = append(merged, f)
	}
	for i := range merged {
		merged[i].lines = max(merged[i].lines, linesUnstated)
	}
	return merged
}

// tally is an attribution in the making.
type tally struct {
	places    []place // by domain
	total     float64 // counted lines, whether in a domain or not
	files     int     // counted
	unstated  bool    // the lines of some file are not known
	none      None
	uncounted []UncountedFile
}

// place is what of a record lies in one domain.
type place struct {
	lines    float64
	paths    []string
	isShared bool // some file lies in another domain as well
	reasons  []Reason
}

// addTalk weighs a thread without files: all of it goes to who claims it first.
func (t *tally) addTalk(s subject) {
	t.total = 1
	if len(s.steps) == 0 {
		t.none.Weight = 1
		return
	}
	t.share(s.steps[0], 1)
	for _, k := range s.steps[0] {
		t.places[k.domain].remember(k, 0, 0)
	}
}

func (t *tally) addFile(f change, claims []claim) {
	t.total += float64(f.lines)
	t.files++
	t.unstated = t.unstated || !f.stated
	if len(claims) == 0 {
		t.none.Weight += float64(f.lines)
		t.none.Paths = append(t.none.Paths, f.path)
		return
	}
	domains := t.share(claims, float64(f.lines))
	for _, d := range domains {
		t.places[d].paths = append(t.places[d].paths, f.path)
		t.places[d].isShared = t.places[d].isShared || len(domains) > 1
	}
	for _, k := range claims {
		t.places[k.domain].remember(k, 1, f.lines)
	}
}

// share gives lines to the domains that claim them, evenly, and returns those.
func (t *tally) share(claims []claim, lines float64) []int {
	domains := make([]int, 0, 4)
	for _, k := range claims {
		if !slices.Contains(domains, k.domain) {
			domains = append(domains, k.domain)
		}
	}
	for _, d := range domains {
		t.places[d].lines += lines / float64(len(domains))
	}
	return domains
}

// remember keeps why: one reason for each rule, and for each label, topic or
// phrase that it matched.
func (p *place) remember(k claim, files, lines int) {
	i := slices.IndexFunc(p.reasons, func(r Reason) bool {
		return r.Rule == k.rule && r.Pattern == k.pattern && (k.rule == PathRule || r.Match == k.match)
	})
	if i < 0 {
		i = len(p.reasons)
		p.reasons = append(p.reasons, Reason{Rule: k.rule, Pattern: k.pattern, Match: k.match})
	}
	p.reasons[i].Files += files
	p.reasons[i].Lines += lines
}

// attribution turns lines into weights and tells work from passing by.
func (t *tally) attribution(domains []Domain) Attribution {
	a := Attribution{None: t.none, Uncounted: t.uncounted}
	if t.total == 0 {
		return a
	}
	a.None.Weight /= t.total
	sweep := t.isSweep()
	for i, p := range t.places {
		if p.lines == 0 {
			continue
		}
		share := Share{Domain: domains[i].Slug, Weight: p.lines / t.total, Because: p.reasons}
		if !p.isShared {
			share.Paths = p.paths
		}
		slices.SortStableFunc(share.Because, func(a, b Reason) int { return cmp.Compare(b.Lines, a.Lines) })
		if sweep || share.Weight < passingShare {
			a.Passing = append(a.Passing, share)
		} else {
			a.Shares = append(a.Shares, share)
		}
	}
	return a
}

// isSweep reports whether the thread is tiny edits to files of many domains. Where
// the lines of a file are not known it is not held to be one, nor where one file
// was given to several domains by its labels.
func (t *tally) isSweep() bool {
	touched := 0
	for _, p := range t.places {
		if p.lines > 0 {
			touched++
		}
	}
	return !t.unstated && touched >= sweepDomains && t.files >= touched && t.total <= float64(sweepPerFile*t.files)
}

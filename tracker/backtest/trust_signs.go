package backtest

import (
	"path"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/domain"
)

// signs is what of one person's past a trust scorer may look at, for one directory
// at one cut. Its JSON is part of --explain.
type signs struct {
	Commits    float64   `json:"commits"`     // in the repository
	Recent     float64   `json:"recent"`      // in the directory, in the last 365 days
	Decayed90  float64   `json:"decayed_90"`  // in the directory, each halved every 90 days
	Decayed180 float64   `json:"decayed_180"` // the same, every 180 days
	First      float64   `json:"first"`       // 1: wrote the first version of a file there (FA)
	Changes    float64   `json:"changes"`     // in the directory, ever (DL)
	Others     float64   `json:"others"`      // commits of others there, ever (AC)
	Days       []nearDay `json:"days"`        // days with a counted change, newest first
	Named      bool      `json:"named"`       // for any directory
	NamedKin   bool      `json:"named_kin"`   // for one that shares a word with this one
	NamedAbove bool      `json:"named_above"` // for one that holds this one
}

// nearDay is one UTC day on which a person changed counted files.
type nearDay struct {
	Age float64 `json:"age"` // days before the cut, of the day's last commit
	Up  int     `json:"up"`  // steps up from the directory to the first one that holds a changed file; 0: it does
}

// signsBefore reads the past of everybody, by number.
func (r *repository) signsBefore(cut time.Time, directory string) []signs {
	all := make([]signs, len(r.people.labels))
	day := make([]int64, len(all)) // the one that Days ends with
	var changes float64
	past := r.before(cut)
	for i := len(past) - 1; i >= 0; i-- {
		c := &past[i]
		inside, first := c.touches(directory)
		up, counted := r.counts.up(c.files, directory)
		if inside && len(c.authors) > 0 {
			changes++
		}
		for _, person := range c.authors {
			s := &all[person]
			age := cut.Sub(c.at).Hours() / 24
			s.Commits++
			if inside {
				s.change(age, first)
			}
			if today := c.at.Unix() / 86400; counted && (len(s.Days) == 0 || day[person] != today) {
				s.Days, day[person] = append(s.Days, nearDay{age, up}), today
			} else if counted {
				newest := &s.Days[len(s.Days)-1]
				newest.Up = min(newest.Up, up)
			}
		}
	}
	for i := range all {
		all[i].Others = changes - all[i].Changes
	}
	return all
}

// change adds one commit in the directory.
func (s *signs) change(age float64, first bool) {
	s.Changes++
	if first {
		s.First = 1
	}
	if age <= 365 {
		s.Recent++
	}
	s.Decayed90 += halved(age, 90)
	s.Decayed180 += halved(age, 180)
}

// nameFor notes for which other directories lists name the person.
func (s *signs) nameFor(directory string, named map[string]bool) {
	for other := range named {
		s.Named = true
		s.NamedKin = s.NamedKin || akin(other, directory)
		s.NamedAbove = s.NamedAbove || within(directory, other)
	}
}

// touches reports whether a commit changed a file in a directory, and whether one
// there was its first version.
func (c *commit) touches(directory string) (inside, first bool) {
	for _, f := range c.files {
		if within(f.path, directory) {
			inside = true
			first = first || f.added
		}
	}
	return inside, first
}

// counting knows which files count: no generated, vendored or lock files, and no
// lists of owners, which people change because they were named.
type counting struct {
	catalogue *domain.Catalogue
	known     map[string]bool
}

func newCounting() *counting {
	catalogue, err := domain.New(nil, nil)
	if err != nil {
		panic(err) // no rules cannot be wrong
	}
	return &counting{catalogue, map[string]bool{}}
}

func (c *counting) counts(file string) bool {
	counts, known := c.known[file]
	if !known {
		name := path.Base(file)
		_, uncounted := c.catalogue.Uncounted(tracker.RepositoryRef{}, file)
		counts = !uncounted && name != "OWNERS" && name != "OWNERS_ALIASES" && name != "CODEOWNERS"
		c.known[file] = counts
	}
	return counts
}

// up returns how many steps lead from a directory up to the first one that holds a
// counted file of some, and whether one of them counts.
func (c *counting) up(files []file, directory string) (steps int, counted bool) {
	for _, f := range files {
		if !c.counts(f.path) {
			continue
		}
		if n := stepsUp(f.path, directory); !counted || n < steps {
			steps = n
		}
		counted = true
	}
	return steps, counted
}

func stepsUp(file, directory string) int {
	steps := 0
	for !within(file, directory) {
		steps++
		directory = directory[:max(strings.LastIndexByte(directory, '/'), 0)]
	}
	return steps
}

// dull words are in the paths of everything.
var dull = map[string]bool{"pkg": true, "cmd": true, "config": true, "test": true, "tests": true, "docs": true, "internal": true, "src": true,
	"lib": true, "apis": true, "api": true, "core": true, "main": true, "util": true, "utils": true}

// akin reports whether the names of two directories, without what leads to them,
// share a word, or the first five letters of one: "pkg/autoscaler" and
// "docs/autoscaling".
func akin(a, b string) bool {
	for _, x := range wordsOf(a) {
		for _, y := range wordsOf(b) {
			if x == y || commonLength(x, y) >= 5 {
				return true
			}
		}
	}
	return false
}

func wordsOf(directory string) []string {
	var words []string
	for word := range strings.FieldsFuncSeq(strings.ToLower(path.Base(directory)), func(r rune) bool { return r < 'a' || r > 'z' }) {
		if len(word) >= 3 && !dull[word] {
			words = append(words, word)
		}
	}
	return words
}

package moves

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Traits are what a thread draws on, as far as its paths, labels, topics and title say.
// Each list is sorted and holds nothing twice.
type Traits struct {
	Languages []string `json:"languages,omitempty"` // by the endings of its files
	Areas     []string `json:"areas,omitempty"`     // the directories of its files, two deep at most
	Labels    []string `json:"labels,omitempty"`
	Topics    []string `json:"topics,omitempty"` // of its repository
	Words     []string `json:"words,omitempty"`  // of its title that say what it is about
}

// Work is one validated thread and what it draws on.
type Work struct {
	URL, Title, Repository string
	At                     time.Time
	Traits                 Traits
}

// languages are those that endings of files tell, as GitHub's linguist names them.
func languageOf(file string) string {
	switch strings.ToLower(path.Ext(file)) {
	case ".py", ".pyi":
		return "Python"
	case ".go":
		return "Go"
	case ".rs":
		return "Rust"
	case ".ts", ".tsx":
		return "TypeScript"
	case ".js", ".jsx", ".mjs":
		return "JavaScript"
	case ".cu", ".cuh":
		return "Cuda"
	case ".c", ".h":
		return "C"
	case ".cc", ".cpp", ".cxx", ".hpp":
		return "C++"
	case ".java":
		return "Java"
	case ".md", ".mdx", ".rst":
		return "Markdown"
	case ".ipynb":
		return "Jupyter Notebook"
	case ".sh":
		return "Shell"
	case ".swift":
		return "Swift"
	case ".yaml", ".yml":
		return "YAML"
	}
	return ""
}

// IsProse reports whether a file is a text for people to read.
func IsProse(file string) bool { return languageOf(file) == "Markdown" || path.Ext(file) == ".txt" }

// TraitsOf says what a thread of these files, labels, topics and title draws on. Labels that
// any thread may have are left out.
func TraitsOf(files, labels, topics []string, title string) Traits {
	labels = slices.DeleteFunc(slices.Clone(labels), func(l string) bool { return slices.Contains(plainLabels(), plainLabel(l)) })
	t := Traits{Labels: sorted(labels), Topics: sorted(topics), Words: Words(title)}
	for _, file := range files {
		if language := languageOf(file); language != "" {
			t.Languages = append(t.Languages, language)
		}
		if area := areaOf(file); area != "" {
			t.Areas = append(t.Areas, area)
		}
	}
	t.Languages, t.Areas = sorted(t.Languages), sorted(t.Areas)
	return t
}

// areaOf is the directory of a file, two deep at most; "" at the top.
func areaOf(file string) string {
	parts := strings.Split(path.Dir(file), "/")
	if parts[0] == "." {
		return ""
	}
	return strings.Join(parts[:min(2, len(parts))], "/")
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

const (
	shortestWord = 4
	plainWords   = " about after again also because before does doesn each else even every from have here into just like make makes more most much need only other over " +
		"same should some such than that their them then there these they this under until very since still want well were what when where which while will with without would your " +
		"add adds added fix fixes fixed update updates updated remove removes support supports allow using uses used issue bug feature request question help docs test tests "
)

// Words are the words of a title that say what it is about: of four letters and more,
// lower case, and none of those that any title may have.
func Words(title string) []string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' })
	words = slices.DeleteFunc(words, func(w string) bool {
		return len([]rune(w)) < shortestWord || strings.Contains(plainWords, " "+w+" ") || digits.FindString(w) == w
	})
	return sorted(words)
}

// Door is a thread that waits for somebody: an open issue or discussion.
type Door struct {
	Kind       string    `json:"kind"`
	URL        string    `json:"url"`
	Title      string    `json:"title"`
	Repository string    `json:"repository"`
	OpenedAt   time.Time `json:"opened_at"`
	FreshAt    time.Time `json:"fresh_at"` // when anything happened in it last
	Labels     []string  `json:"labels,omitempty"`
	IsPrivate  bool      `json:"is_private,omitempty"`
	Waits      bool      `json:"waits"`             // a label says that help is wanted, or that it is good to begin with
	Because    []string  `json:"because,omitempty"` // what of the person's own work it touches, in words
}

// wantedLabels ask for help, without signs and spaces.
func wantedLabels() []string {
	return []string{"helpwanted", "goodfirstissue", "goodfirstcontribution", "contributionswelcome", "firsttimersonly", "goodsecondissue", "uptospeed", "beginner", "easy"}
}

// OpenDoors puts open threads in order for somebody: those that touch their own work
// first, then those that ask for help, each freshest first. What touches nothing and asks
// for nobody is left out.
func OpenDoors(doors []Door, own []Work) []Door {
	words, labels := map[string]int{}, map[string]int{}
	for _, w := range own {
		for _, word := range w.Traits.Words {
			words[word]++
		}
		for _, area := range w.Traits.Areas {
			for _, word := range Words(strings.NewReplacer("/", " ", "_", " ", "-", " ").Replace(area)) {
				words[word]++
			}
		}
		for _, label := range w.Traits.Labels {
			labels[label]++
		}
	}
	forget(words, doors)
	var open []Door
	for _, d := range doors {
		d.Because = matches(d, words, labels)
		d.Waits = slices.ContainsFunc(d.Labels, func(l string) bool { return slices.Contains(wantedLabels(), plainLabel(l)) })
		if d.Waits || len(d.Because) > 0 {
			open = append(open, d)
		}
	}
	slices.SortFunc(open, func(a, b Door) int {
		return cmp.Or(min(1, len(b.Because))-min(1, len(a.Because)), b.FreshAt.Compare(a.FreshAt), strings.Compare(a.URL, b.URL))
	})
	return open
}

// forget drops the words that a tenth of the titles there hold: they tell no thread from
// another.
func forget(words map[string]int, doors []Door) {
	in := map[string]int{}
	for _, d := range doors {
		for _, word := range Words(d.Title) {
			in[word]++
		}
	}
	for word, n := range in {
		if n > 2 && 10*n > len(doors) {
			delete(words, word)
		}
	}
}

// plainLabels are put on threads of any subject.
func plainLabels() []string {
	return []string{"bug", "enhancement", "feature", "featurerequest", "question", "documentation", "docs", "discussion", "needsreproduction", "needstriage", "needsinfo",
		"triage", "stale", "duplicate", "invalid", "wontfix", "tests", "refactoring", "dependencies", "priority", "wip"}
}

// matches says in words what of somebody's work a thread touches. One shared word or label
// that they met once says nothing.
func matches(d Door, words, labels map[string]int) []string {
	var because []string
	for _, word := range Words(d.Title) {
		if words[word] > 1 {
			because = append(because, "“"+word+"” stands in your own work")
		}
	}
	for _, label := range d.Labels {
		if labels[label] > 1 && !slices.Contains(wantedLabels(), plainLabel(label)) {
			because = append(because, "labelled "+label+", as work of yours is")
		}
	}
	return because[:min(3, len(because))]
}

func plainLabel(label string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, label)
}

// Gap is one thing that a place's merged work draws on, beside what of it the person has
// evidence for.
type Gap struct {
	What    string `json:"what"` // "language", "area", "label", "topic"
	Name    string `json:"name"`
	There   int    `json:"there"`  // merged threads there that draw on it
	Of      int    `json:"of"`     // of so many
	Theirs  []Link `json:"theirs"` // the newest of them
	Own     []Link `json:"own"`    // of the person's, newest first; empty: no evidence yet
	OwnSays string `json:"own_says"`
}

// Link is a thread and where it can be read.
type Link struct {
	URL   string    `json:"url"`
	Title string    `json:"title"`
	At    time.Time `json:"at"`
}

const (
	gapEach  = 6 // of each sort, the most drawn on
	gapLinks = 3
	gapLeast = 2 // threads that draw on it; one is chance
)

// GapMap lays what a place's merged work draws on beside the person's own validated work:
// the most drawn on first, of each sort.
func GapMap(there, own []Work) []Gap {
	var gaps []Gap
	for _, sort := range []struct {
		what string
		of   func(Traits) []string
	}{
		{"language", func(t Traits) []string { return t.Languages }},
		{"area", func(t Traits) []string { return t.Areas }},
		{"label", func(t Traits) []string { return t.Labels }},
		{"topic", func(t Traits) []string { return t.Topics }},
	} {
		theirs, mine := byTrait(there, sort.of), byTrait(own, sort.of)
		names := make([]string, 0, len(theirs))
		for name, works := range theirs {
			if len(works) >= gapLeast {
				names = append(names, name)
			}
		}
		slices.SortFunc(names, func(a, b string) int { return cmp.Or(len(theirs[b])-len(theirs[a]), strings.Compare(a, b)) })
		for _, name := range names[:min(gapEach, len(names))] {
			g := Gap{What: sort.what, Name: name, There: len(theirs[name]), Of: len(there), Theirs: links(theirs[name]), Own: links(mine[name])}
			g.OwnSays = "no validated work of yours draws on it yet"
			if n := len(mine[name]); n > 0 {
				g.OwnSays = count(n, "validated thread") + " of yours"
			}
			gaps = append(gaps, g)
		}
	}
	return gaps
}

func byTrait(works []Work, of func(Traits) []string) map[string][]Work {
	by := map[string][]Work{}
	for _, w := range works {
		for _, name := range of(w.Traits) {
			by[name] = append(by[name], w)
		}
	}
	return by
}

// links are the newest of some works.
func links(works []Work) []Link {
	works = slices.Clone(works)
	slices.SortFunc(works, func(a, b Work) int { return cmp.Or(b.At.Compare(a.At), strings.Compare(a.URL, b.URL)) })
	list := []Link{}
	for _, w := range works[:min(gapLinks, len(works))] {
		list = append(list, Link{w.URL, w.Title, w.At})
	}
	return list
}

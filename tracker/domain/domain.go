package domain

// Domain is a named technical area, as the configuration's domains list them in
// order from surface to deep. A thread, or a part of it, is in the domain that one
// of its rules claims it for; the package comment says which goes first.
type Domain struct {
	Slug string `yaml:"slug" env:"SLUG"` // in addresses, on the command line, in the store: lower case, a-z 0-9 and hyphens
	Name string `yaml:"name" env:"NAME"` // on pages; the slug when empty

	// Repositories are globs over owner/name; case does not matter.
	Repositories []string `yaml:"repositories" env:"REPOSITORIES"`
	// Paths are globs over the paths of changed files: * stops at a slash, ** does
	// not. "OWNER/NAME:GLOB" binds one to repositories. Case matters,
	// as it does to git.
	Paths []string `yaml:"paths" env:"PATHS"`
	// Labels and Topics are globs over a thread's labels and its repository's
	// topics; case does not matter.
	Labels []string `yaml:"labels" env:"LABELS"`
	Topics []string `yaml:"topics" env:"TOPICS"`
	// Words are words or phrases of a thread's title. They match whole words in
	// any case; a final * matches any ending.
	Words []string `yaml:"words" env:"WORDS"`
	// Excludes are paths, written as Paths are, that no rule of this domain claims.
	Excludes []string `yaml:"excludes" env:"EXCLUDES"`
}

// Rule is the kind of rule that decided.
type Rule string

// The kinds of rule, in the order in which they are asked.
const (
	PathRule       Rule = "path"
	LabelRule      Rule = "label"
	RepositoryRule Rule = "repository"
	TopicRule      Rule = "topic"
	WordRule       Rule = "word"
)

// Reason is one rule that spoke for a domain and what it matched.
type Reason struct {
	Rule    Rule   `json:"rule"`
	Pattern string `json:"pattern"` // as the configuration has it
	Match   string `json:"match"`   // the path, label, repository, topic or words; the first path in order where there are several
	Files   int    `json:"files"`   // counted files that went to the domain by this rule; 0 where the thread has none
	// Lines are the changed lines of those files. Where a file is shared by several
	// domains each of them has all of its lines here, and its part in the weight.
	Lines int `json:"lines"`
}

// Share is the part of a thread that lies in one domain.
type Share struct {
	Domain string  `json:"domain"` // slug
	Weight float64 `json:"weight"` // above 0, at most 1
	// Paths are the counted files that lie in it, sorted. They are nil where they
	// cannot say it: for a thread without files, and where a file is shared by
	// several domains, so that all that is known is the weight.
	Paths   []string `json:"paths,omitempty"`
	Because []Reason `json:"because"` // most lines first
}

// Attribution says where a thread lies. The weights of Shares, Passing and None
// together are 1, or 0 where the thread changed nothing but uncounted files.
type Attribution struct {
	Shares []Share `json:"shares,omitempty"` // from surface to deep
	// Passing are domains that the thread touched in passing: less than a tenth of
	// its lines, or one of three and more domains that a sweep of tiny edits went
	// through. They are shown and count nowhere.
	Passing   []Share         `json:"passing,omitempty"`
	None      None            `json:"none"`
	Uncounted []UncountedFile `json:"uncounted,omitempty"` // by path
}

// None is the part of a thread that no rule claims.
type None struct {
	Weight float64  `json:"weight"`
	Paths  []string `json:"paths,omitempty"` // sorted; empty for a thread without files
}

// UncountedFile is a changed file that weighs nothing.
type UncountedFile struct {
	Path    string    `json:"path"`
	Why     Uncounted `json:"why"`
	Pattern string    `json:"pattern"` // the glob that says so
}

// Share returns the thread's share in a domain: 0 where it has none.
func (a Attribution) Share(slug string) float64 {
	for _, share := range a.Shares {
		if share.Domain == slug {
			return share.Weight
		}
	}
	return 0
}

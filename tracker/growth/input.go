package growth

import (
	"time"

	"rungless/tracker"
)

// Input is all that a profile is made from. What is nil is not known, and the
// measures that need it say so.
type Input struct {
	Person  []tracker.Account // every account of the person
	Records []tracker.Record  // in any order, at least every thread that an account of the person has a part in
	Window  Window            // what the curves and lists cover
	Now     time.Time         // the day of the measure; nothing later counts
	Rules   Rules

	// Shares says how a record lies in the domains; nil: there are no domains.
	Shares func(tracker.Record) []Share
	// Uncounted tells generated, vendored and lock files; nil: every file counts.
	Uncounted func(repository tracker.RepositoryRef, path string) bool
	// Domains is the catalogue, from surface to deep.
	Domains []Domain

	Files       FileHistory
	Invitations []Invitation
	Citations   []Citation
	Releases    []tracker.Release
	Entered     []tracker.EnteredFigure
	Edits       []tracker.InitiativeEdit
}

// Window is [From, To).
type Window struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

func (w Window) contains(t time.Time) bool { return !t.Before(w.From) && t.Before(w.To) }

// Share is the part of a record that lies in one domain.
type Share struct {
	Domain string
	Weight float64 // above 0, at most 1
	// Paths are the record's files that lie in the domain. Where they are nil every
	// counted file lies in it by Weight.
	Paths []string
	// InPassing marks a domain that the record hardly touches. Only lines written in its
	// own Paths count, since by themselves, in a change of their own, they would.
	InPassing bool
}

// Domain is one entry of the catalogue, with what is in it today.
type Domain struct {
	Slug   string
	Live   []File   // its counted files on the default branches, each once; nil: not known
	Topics []string // its topics and labels
}

// File is a path of a repository.
type File struct {
	Repository tracker.RepositoryRef
	Path       string
}

// FileHistory is what was known of a file at a time. It holds data: an
// implementation reads nothing.
type FileHistory interface {
	// Before returns the file as it stood just before t, and false where the history
	// says nothing of it.
	Before(repository tracker.RepositoryRef, path string, t time.Time) (FileState, bool)
}

// FileState is a file at a time.
type FileState struct {
	Since   time.Time         // when the first version came
	Owners  []tracker.Account // who wrote most of it
	KnownBy []tracker.Account // others who changed it, or whom a list of owners names for it
}

// Citation says that a merged change names a comment, or a review, as its reason.
type Citation struct {
	Thread tracker.ThreadRef // of the comment
	Kind   tracker.Kind      // of the comment
	ID     int64             // the comment's database id
	By     tracker.ThreadRef // the change that cites it
	Author tracker.Account   // wrote the text that cites it; zero: the change's author
	At     time.Time         // when that was written; zero: with the change
}

// CitationsOf lists the comments that the texts of a merged change name: its
// description, what was said in it, and the messages of its commits.
func CitationsOf(r tracker.Record) []Citation {
	var list []Citation
	add := func(refs []tracker.CommentRef, author tracker.Account, at time.Time) {
		for _, ref := range refs {
			list = append(list, Citation{Thread: ref.Thread, Kind: ref.Kind, ID: ref.DatabaseID, By: r.Thread.ThreadRef, Author: author, At: at})
		}
	}
	if r.Thread.PullRequest == nil || r.Thread.PullRequest.MergedAt.IsZero() {
		return nil
	}
	add(r.Thread.Cites, r.Thread.Author, time.Time{})
	for i := range r.Reviews {
		add(r.Reviews[i].Cites, r.Reviews[i].Author, r.Reviews[i].SubmittedAt)
	}
	for i := range r.Comments {
		add(r.Comments[i].Cites, r.Comments[i].Author, r.Comments[i].CreatedAt)
	}
	for i := range r.Commits {
		if authors := r.Commits[i].Authors; len(authors) > 0 {
			add(r.Commits[i].Cites, authors[0].Account, time.Time{})
		}
	}
	return list
}

// Rules are the words and globs that an instance sets in its configuration.
type Rules struct {
	Words []WordRule `yaml:"words" envPrefix:"WORDS"`
	// Documents are globs of paths that hold documents and model cards; Decisions of
	// those that hold decisions. DecisionLabels mark an issue or discussion as one.
	Documents      []string `yaml:"documents" env:"DOCUMENTS"`
	Decisions      []string `yaml:"decisions" env:"DECISIONS"`
	DecisionLabels []string `yaml:"decision_labels" env:"DECISION_LABELS"`
	// InitiativeLabels are globs of labels that name an effort: "initiative/*".
	InitiativeLabels []string `yaml:"initiative_labels" env:"INITIATIVE_LABELS"`
}

// DefaultRules are the rules of an instance that has written none.
func DefaultRules() Rules {
	return Rules{
		Words: []WordRule{
			{Word: "relied on", MonthsActive: 6, Validators: 3, HeededReviews: 3},
			{Word: "returning", MonthsActive: 3, Validators: 2},
		},
		Documents:        []string{"**/*.{md,mdx,rst,txt}", "docs/**"},
		Decisions:        []string{"**/{adr,adrs,decisions,rfc,rfcs,proposals,keps}/**"},
		DecisionLabels:   []string{"decision", "proposal", "rfc", "kind/proposal", "kind/decision"},
		InitiativeLabels: []string{"initiative/*", "epic/*", "initiative:*", "epic:*"},
	}
}

package statement

import (
	"time"

	"rungless/tracker"
)

// Source is one piece of evidence that a statement names, as it was captured. Logins are
// as GitHub spells them. What is not known is left zero, and no sentence is made of it.
type Source struct {
	URL        string // where it can be read
	Kind       tracker.Kind
	Role       tracker.Role  // the person's part: author, or co-author of somebody else's change
	State      tracker.State // of the thread; of a review, its own verdict
	Repository string        // "owner/name"
	Number     int           // of the thread; 0 for a commit outside a pull request
	Title      string        // of the thread; a commit's headline; a work's title
	By         string        // the person's login
	Author     string        // who opened the thread: for a review, whose change it is
	AddedBy    string        // of a research credit: who added the person
	At         time.Time     // when the person did it; only its day, in UTC, is ever written
	IsPrivate  bool          // the repository is

	MergedBy    string // of the thread; "" unless it was merged
	IsMerged    bool   // the thread was merged; of a review's thread too
	IsReverted  bool   // a later change took it back
	Validations []Validation

	// Change is somebody's merged change that came of it: which closed the issue, or
	// names the comment. nil where there is none.
	Change *Change
	// FilesAfterReview is how many files the author changed after the person's review; 0
	// where that is not known.
	FilesAfterReview int
	// Figures are the figures that stand behind it, each as written: an outcome's
	// figure, lines changed, what a benchmark in the thread says.
	Figures []string
	// Text is what the source itself says, where it may be read: a figure or a
	// comparison that stands in it needs no other source. May be "".
	Text string
}

// Change is a merged change that came of what the person wrote.
type Change struct {
	Repository string
	Number     int
	Author     string
}

// Validation is what another human did with the person's work. The person's own accounts,
// bots and agents are never in the list.
type Validation struct {
	By  string
	How How
	At  time.Time // only its day, in UTC, is ever written
}

// ByOthers returns who validated the source in one way, each once, in order.
func (s Source) ByOthers(how How) []string {
	var logins []string
	seen := map[string]bool{}
	for _, v := range s.Validations {
		if v.How == how && v.By != "" && v.By != s.By && !seen[v.By] {
			seen[v.By] = true
			logins = append(logins, v.By)
		}
	}
	return logins
}

// How says by which act somebody validated another's work, in the words of growth.
type How string

// The ways of validation.
const (
	ByMerging   How = "merged it"
	ByApproving How = "approved it"
	ByChanging  How = "changed code after the review"
	ByClosing   How = "closed the issue by a merged change"
	ByAccepting How = "accepted the answer"
	ByCiting    How = "cited it in a merged change"
)

package tracker

// Record is a thread with all that was said and done in it, as the store gives
// it back and as domain, growth and moves read it. Only what is live is in it:
// nothing that was deleted, moved or is no longer visible.
//
// A commit on the default branch that belongs to no pull request is a record of
// its own. Its Thread has the repository, Kind [CommitKind], Number 0 and the
// commit's headline, author account and time; Commits holds the one commit. A
// clone without GitHub's threads gives such records only.
type Record struct {
	Thread   Thread
	Reviews  []Review  // by SubmittedAt, then DatabaseID
	Comments []Comment // by CreatedAt, then DatabaseID; of every kind
	Commits  []Commit  // of the branch and, squashed or not, of the merge; by CommittedAt, then SHA

	Topics    []string // of the repository, sorted; nil: not said
	IsPrivate bool     // the repository is
}

// Files returns the paths that the record changed: the pull request's own list
// where GitHub said it, else what its commits say, where a path stands once for
// each commit that touched it. It is nil where no source said any paths.
func (r Record) Files() []FileChange {
	if r.Thread.PullRequest != nil && r.Thread.PullRequest.Files != nil {
		return r.Thread.PullRequest.Files
	}
	var files []FileChange
	for _, commit := range r.Commits {
		files = append(files, commit.Files...)
	}
	return files
}

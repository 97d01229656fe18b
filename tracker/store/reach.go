package store

import "strings"

// reach is whom a transaction reaches: the accounts whose records, or what these are
// measured with, it changed. Their revisions move, so that what was measured of them
// before is out of date; nobody else's do.
//
// A thread reaches who took part in it, who did before, and who took part in a thread
// that it is linked with; a revert also those of the change that it takes back. Those
// are the records that [Store.Records] gives of an account. Beside them a measure asks
// for the past of files, which is reached by a merge that becomes known late, and for
// releases, which reach the changes that they were the first to carry.
type reach struct {
	everybody    bool
	accounts     map[int64]bool
	retold       map[int64]bool // accounts that are named otherwise
	threads      map[int64]bool
	relisted     map[int64]bool           // threads with another list of files
	repositories map[int64]bool           // all that is in them
	late         map[int64]int64          // by repository: the earliest time at which files were changed unknown to us
	releases     []releaseRow             // as they were and are
	reverted     map[repositoryTitle]bool // what a revert took back by a title that it had
	cited        []citationRow            // links that came or went
}

// repositoryTitle is a title in a repository.
type repositoryTitle struct {
	repository int64
	title      string
}

func newReach() reach {
	return reach{accounts: map[int64]bool{}, threads: map[int64]bool{}, relisted: map[int64]bool{}, repositories: map[int64]bool{},
		late: map[int64]int64{}, reverted: map[repositoryTitle]bool{}}
}

// act notes a contribution that came, went or changed.
func (r *reach) act(row contributionRow) {
	r.accounts[row.AccountID] = true
	r.threads[row.ThreadID] = true
}

func (r *reach) people(rows []participantRow) {
	for _, row := range rows {
		r.accounts[row.AccountID] = true
	}
}

// past notes that files were changed at a time, in a way that was not known.
func (r *reach) past(repository, at int64) {
	if at == 0 {
		return
	}
	if known, ok := r.late[repository]; !ok || at < known {
		r.late[repository] = at
	}
}

// reachBy notes what a view of a thread changed for whom else than those in it.
func (a *applier) reachBy(before threadRow, after *threadRow) {
	if (before.WholeVersion == 0) != (after.WholeVersion == 0) {
		a.reach.threads[after.ID] = true
	}
	if before.MergedAt != after.MergedAt || before.AuthorID != after.AuthorID {
		a.reach.past(after.RepositoryID, before.MergedAt)
		a.reach.past(after.RepositoryID, after.MergedAt)
	}
}

// reach notes what was learned of an account that others may be shown.
func (b *accountBook) reach(e *entry[accountRow], before accountRow) {
	after := e.row
	switch {
	case e.fresh || after == before:
	case after.Login != before.Login, after.account().IsHuman() != before.account().IsHuman():
		b.renamed = true
	default:
		b.retold[after.ID] = true
	}
}

// reachRepository notes what was learned of a repository. Its name and its topics decide where
// its threads lie.
func (a *applier) reachRepository(before, after *repositoryRow) {
	if before.Owner != after.Owner || before.Name != after.Name || before.Topics != after.Topics {
		a.renamed[after.ID] = true
	}
	if a.renamed[after.ID] || before.NodeID != after.NodeID || before.DatabaseID != after.DatabaseID || before.IsPrivate != after.IsPrivate {
		a.reach.repositories[after.ID] = true
	}
}

// title notes the title that a thread has, or had: a revert reaches what it reverts.
func (r *reach) title(repository int64, title string) {
	if reverted, ok := revertedBy(title); ok {
		r.reverted[repositoryTitle{repository, reverted}] = true
	}
}

// revertPrefix is how the title of a revert begins, as GitHub and git write it.
const revertPrefix = `Revert "`

// revertedBy returns the title of what a revert takes back.
func revertedBy(title string) (string, bool) {
	quoted, ok := strings.CutPrefix(title, revertPrefix)
	end := strings.LastIndexByte(quoted, '"')
	if !ok || end < 0 {
		return "", false
	}
	return quoted[:end], true
}

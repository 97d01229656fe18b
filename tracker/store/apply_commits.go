package store

import (
	"slices"
	"strings"
	"time"

	"rungless/tracker"
)

// commitKey is the natural key of a commit.
type commitKey struct {
	repository int64
	sha        string
}

func (r commitRow) key() commitKey { return commitKey{r.RepositoryID, r.SHA} }

// mergeCommits merges the batch's commits. A commit does not change; where two
// sources differ on a list, the one that ranks higher is believed.
func (a *applier) mergeCommits() (err error) {
	set := map[commitKey]bool{}
	for _, c := range a.batch.Commits {
		if r := a.repository(c.Repository); r != nil && c.SHA != "" {
			set[commitKey{r.row.ID, clean(c.SHA)}] = true
		}
	}
	keys := make([]commitKey, 0, len(set))
	for key := range set {
		keys = append(keys, key)
	}
	a.commits, err = loadEntries(a.tx, "commits", []string{"repository_id", "sha"}, keys,
		func(k commitKey) []any { return []any{k.repository, k.sha} }, commitRow.key)
	if err != nil {
		return err
	}
	for i := range a.batch.Commits {
		c := &a.batch.Commits[i]
		if a.repository(c.Repository) == nil || c.SHA == "" {
			return tracker.Errorf(tracker.Invalid, "store.Apply", "the source %s reports a commit without its repository or hash", a.source)
		}
		e, err := a.commit(commitKey{a.repository(c.Repository).row.ID, clean(c.SHA)})
		if err != nil {
			return err
		}
		a.mergeCommit(e, c)
	}
	return nil
}

func (a *applier) commit(key commitKey) (*entry[commitRow], error) {
	if e := a.commits[key]; e != nil {
		return e, nil
	}
	id, err := a.nextID("commits")
	e := &entry[commitRow]{fresh: true, serial: id, row: commitRow{ID: id, RepositoryID: key.repository, SHA: key.sha,
		Parents: -1, Additions: -1, Deletions: -1, ChangedFiles: -1}}
	a.commits[key] = e
	return e, err
}

func (a *applier) mergeCommit(e *entry[commitRow], c *tracker.Commit) {
	row := &e.row
	before := *row
	m := viewOf(a.source, time.Time{}).onto(&row.Register, 0)
	m.text("node_id", &row.NodeID, c.NodeID)
	m.at("authored_at", &row.AuthoredAt, c.AuthoredAt)
	_, offset := c.AuthoredAt.Zone()
	m.count("authored_offset", &row.AuthoredOffset, offset/60)
	m.at("committed_at", &row.CommittedAt, c.CommittedAt)
	m.text("headline", &row.Headline, c.Headline)
	m.counted("parents", &row.Parents, c.Parents)
	m.counted("additions", &row.Additions, c.Additions)
	m.counted("deletions", &row.Deletions, c.Deletions)
	m.counted("changed_files", &row.ChangedFiles, c.ChangedFiles)
	row.OnDefault = row.OnDefault || c.OnDefault
	a.mergeCommitLists(m, e, c)
	m.done(0)
	if a.source == tracker.GitHubSource && row.Grave.isGone() {
		row.Grave = grave{}
	}
	e.changed = e.changed || m.changed || before.OnDefault != row.OnDefault || before.Grave != row.Grave
	e.touched = e.touched || before != *row
	a.keepPayload(codeOfCommit, row.ID, e.fresh, c.Payload, m.view, &row.Grave, &a.repository(c.Repository).row.Grave)
}

// mergeCommitLists plans the lists that this view replaces, and adds the pull
// requests that it names.
func (a *applier) mergeCommitLists(m *merge, e *entry[commitRow], c *tracker.Commit) {
	id, fresh := e.row.ID, e.fresh
	if v := m.list("authors", c.Authors != nil); v != keepList {
		a.lists.authors.plan(id, fresh, v, numbered(c.Authors, func(i int64, author tracker.CommitAuthor) authorRow {
			return authorRow{id, i, roleCode(author.Role), clean(author.Name), strings.ToLower(clean(author.Email)), a.accounts.id(author.Account)}
		}))
	}
	if v := m.list("trailers", c.Trailers != nil); v != keepList {
		a.lists.trailers.plan(id, fresh, v, numbered(c.Trailers, func(i int64, t tracker.Trailer) trailerRow {
			return trailerRow{id, i, clean(t.Key), clean(t.Value)}
		}))
	}
	if v := m.list("files", c.Files != nil); v != keepList {
		files := slices.SortedFunc(slices.Values(c.Files), func(x, y tracker.FileChange) int { return strings.Compare(x.Path, y.Path) })
		a.lists.commitFiles.plan(id, fresh, v, numbered(files, func(i int64, f tracker.FileChange) commitFileRow {
			return commitFileRow(a.file(id, i, f))
		}))
	}
	if v := m.list("owner_changes", c.OwnerChanges != nil); v != keepList {
		a.lists.ownerChanges.plan(id, fresh, v, numbered(c.OwnerChanges, func(i int64, o tracker.OwnerChange) ownerChangeRow {
			return ownerChangeRow{id, i, clean(o.Path), clean(o.File), clean(o.Pattern), string(o.Role), a.accounts.id(o.Account), o.Added}
		}))
	}
	if len(c.Cites) > 0 { // a message does not change
		a.cite(payloadKey{codeOfCommit, id}, fresh, replaceList, c.Cites, &e.row.Grave, &a.repository(c.Repository).row.Grave)
	}
	for _, number := range c.PullRequests {
		if a.lists.pulls == nil {
			a.lists.pulls = map[commitPullRow]bool{}
		}
		if t := a.threads[threadKey{e.row.RepositoryID, int64(number)}]; t != nil {
			a.lists.pulls[commitPullRow{id, t.row.ID}] = true
		}
	}
}

package store

import (
	"cmp"
	"slices"

	"rungless/tracker"
)

// threadKey is the natural key of a thread.
type threadKey struct{ repository, number int64 }

func (r threadRow) key() threadKey { return threadKey{r.RepositoryID, r.Number} }

// resolveThreads loads every thread that the batch names and makes a bare row
// for those that are not stored: a comment may come before its thread.
func (a *applier) resolveThreads() error {
	refs, err := a.threadRefs()
	if err != nil {
		return err
	}
	keys := make([]threadKey, 0, len(refs))
	for key := range refs {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(x, y threadKey) int {
		return cmp.Or(cmp.Compare(x.repository, y.repository), cmp.Compare(x.number, y.number))
	})
	a.threads, err = loadEntries(a.tx, "threads", []string{"repository_id", "number"}, keys,
		func(k threadKey) []any { return []any{k.repository, k.number} }, threadRow.key)
	if err != nil {
		return err
	}
	for _, key := range keys {
		e := a.threads[key]
		if e == nil {
			id, err := a.nextID("threads")
			if err != nil {
				return err
			}
			e = &entry[threadRow]{fresh: true, serial: id, row: threadRow{ID: id, RepositoryID: key.repository, Number: key.number}}
			a.threads[key] = e
		}
		for kind := range refs[key] {
			become(e, kind)
		}
	}
	return nil
}

// become notes a thread's kind. GitHub's issue answers say "issue" of a pull
// request too, so whoever says "pull request" is right.
func become(e *entry[threadRow], kind int16) {
	if e.row.Kind == 0 || kind < e.row.Kind {
		e.row.Kind, e.touched, e.changed = kind, true, true
	}
}

// threadRefs collects the threads that a batch names, with the kinds it gives
// them.
func (a *applier) threadRefs() (map[threadKey]map[int16]bool, error) {
	refs := map[threadKey]map[int16]bool{}
	var unnamed error
	see := func(ref tracker.ThreadRef) {
		r := a.repository(ref.Repository)
		if r == nil {
			unnamed = tracker.Errorf(tracker.Invalid, "store.Apply", "the source %s reports thread %d without its repository", a.source, ref.Number)
			return
		}
		if ref.Number == 0 {
			return
		}
		key := threadKey{r.row.ID, int64(ref.Number)}
		if refs[key] == nil {
			refs[key] = map[int16]bool{}
		}
		if code := kindCode(ref.Kind); isThreadKind(code) {
			refs[key][code] = true
		}
	}
	for i := range a.batch.Threads {
		t := &a.batch.Threads[i]
		see(t.ThreadRef)
		for _, c := range t.Closes {
			see(c)
		}
	}
	for i := range a.batch.Reviews {
		see(a.batch.Reviews[i].Thread)
	}
	for i := range a.batch.Comments {
		see(a.batch.Comments[i].Thread)
	}
	for _, c := range a.batch.Commits {
		for _, number := range c.PullRequests {
			see(tracker.ThreadRef{Repository: c.Repository, Kind: tracker.PullRequestKind, Number: number})
		}
	}
	for _, t := range a.batch.Tombstones {
		see(t.Thread)
	}
	for _, v := range a.batch.Verified {
		see(v.Thread)
	}
	return refs, unnamed
}

// thread returns the row of a reference of this batch, nil for number 0.
func (a *applier) thread(ref tracker.ThreadRef) *entry[threadRow] {
	return a.threads[threadKey{a.repository(ref.Repository).row.ID, int64(ref.Number)}]
}

func (a *applier) mergeThreads() error {
	for i := range a.batch.Threads {
		t := &a.batch.Threads[i]
		e := a.thread(t.ThreadRef)
		if e == nil {
			continue
		}
		if t.Transferred != nil {
			a.buryThread(e, tracker.Transferred, a.now)
		} else if a.source == tracker.GitHubSource {
			a.reviveThread(e)
			a.reviveRepository(a.repository(t.Repository))
		}
		a.mergeThread(e, t)
	}
	return nil
}

// mergeThread merges one view of a thread.
func (a *applier) mergeThread(e *entry[threadRow], t *tracker.Thread) {
	at := t.UpdatedAt
	if at.IsZero() {
		at = t.AsOf
	}
	v := viewOf(a.source, at)
	v.whole = t.Detail == tracker.Whole
	row := &e.row
	before := *row
	m := v.onto(&row.Register, row.WholeVersion)
	m.whole = false // no thread is without the next ones
	m.mergeState(row, t)
	m.text("node_id", &row.NodeID, t.NodeID)
	m.number("database_id", &row.DatabaseID, t.DatabaseID)
	m.text("title", &row.Title, t.Title)
	m.number("author", &row.AuthorID, a.accounts.id(t.Author))
	m.at("created_at", &row.Created, t.CreatedAt)
	m.whole = v.whole
	m.text("association", &row.Association, t.AuthorAssociation)
	m.text("state_reason", &row.StateReason, t.StateReason)
	m.at("closed_at", &row.ClosedAt, t.ClosedAt)
	m.text("milestone", &row.Milestone, t.Milestone)
	m.count("comments", &row.Comments, t.Comments)
	m.count("reactions", &row.Reactions, t.Reactions)
	said := !t.UpdatedAt.IsZero()
	if p := t.PullRequest; p != nil {
		a.mergePullRequest(m, row, p, said)
	}
	if d := t.Discussion; d != nil {
		a.mergeDiscussion(m, row, d, said)
	}
	a.mergeThreadLists(m, e, t)
	row.Updated = max(row.Updated, unix(t.UpdatedAt))
	if v.whole {
		row.WholeVersion = max(row.WholeVersion, v.version)
	}
	row.IsWanted = row.IsWanted || t.Detail != tracker.InPassing
	row.IsStale = row.IsWanted && row.WholeVersion/4 < row.Updated || row.IsWanted && row.WholeVersion == 0
	m.done(row.WholeVersion)
	if a.source == tracker.GitHubSource && a.now-row.VerifiedAt > verifyEvery {
		row.VerifiedAt = a.now
	}
	if before.Title != row.Title {
		a.retitle(row.ID, before.Title)
		a.reach.title(row.RepositoryID, before.Title)
	}
	a.reachBy(before, row)
	e.changed = e.changed || m.changed
	e.touched = e.touched || before != *row
	payload := m.view
	payload.version = 2*v.version + int64(order(v.whole))
	a.keepPayload(threadPayload, row.ID, e.fresh, t.Payload, payload, &row.Grave, &a.repository(t.Repository).row.Grave)
}

// verifyEvery spares an unchanged row a write at every sight of it.
const verifyEvery = 24 * 60 * 60

// mergeState lets "merged" win for ever: GitHub's issue answers call a merged
// pull request closed, and nothing is unmerged.
func (m *merge) mergeState(row *threadRow, t *tracker.Thread) {
	state := stateCode(t.State)
	if t.PullRequest != nil && !t.PullRequest.MergedAt.IsZero() {
		state = stateMerged
	}
	if row.State == stateMerged || state == stateMerged {
		m.changed = m.changed || row.State != stateMerged
		row.State = stateMerged
		m.note("state", max(m.was, m.version), false)
		return
	}
	m.code("state", &row.State, state)
}

func (a *applier) mergePullRequest(m *merge, row *threadRow, p *tracker.PullRequest, said bool) {
	m.flag("is_draft", &row.IsDraft, p.IsDraft, said)
	m.flag("is_cross_repository", &row.IsCrossRepository, p.IsCrossRepository, said)
	m.text("base_ref", &row.BaseRef, p.BaseRef)
	m.text("head_sha", &row.HeadSHA, p.HeadSHA)
	m.text("merge_commit_sha", &row.MergeCommitSHA, p.MergeCommitSHA)
	m.at("merged_at", &row.MergedAt, p.MergedAt)
	m.number("merged_by", &row.MergedByID, a.accounts.id(p.MergedBy))
	m.count("additions", &row.Additions, p.Additions)
	m.count("deletions", &row.Deletions, p.Deletions)
	m.count("changed_files", &row.ChangedFiles, p.ChangedFiles)
}

func (a *applier) mergeDiscussion(m *merge, row *threadRow, d *tracker.Discussion, said bool) {
	m.text("category", &row.Category, d.Category)
	m.flag("is_answerable", &row.IsAnswerable, d.IsAnswerable, said)
	m.flag("is_answered", &row.IsAnswered, d.IsAnswered, said)
	m.number("answer_id", &row.AnswerID, d.AnswerID)
	m.number("answer_by", &row.AnswerByID, a.accounts.id(d.AnswerBy))
	m.count("upvotes", &row.Upvotes, d.Upvotes)
}

// mergeThreadLists plans the lists that this view replaces.
func (a *applier) mergeThreadLists(m *merge, e *entry[threadRow], t *tracker.Thread) {
	id, fresh := e.row.ID, e.fresh
	if v := m.list("labels", t.Labels != nil); v != keepList {
		labels := slices.Compact(slices.Sorted(slices.Values(t.Labels)))
		a.lists.labels.plan(id, fresh, v, numbered(labels, func(i int64, name string) labelRow {
			return labelRow{id, i, clean(name)}
		}))
	}
	if v := m.list("assignees", t.Assignees != nil); v != keepList {
		a.lists.assignees.plan(id, fresh, v, numbered(t.Assignees, func(i int64, account tracker.Account) assigneeRow {
			return assigneeRow{id, i, a.accounts.id(account)}
		}))
	}
	if v := m.list("closes", t.Closes != nil); v != keepList {
		a.lists.links.plan(id, fresh, v, numbered(t.Closes, func(i int64, ref tracker.ThreadRef) linkRow {
			return linkRow{id, i, a.thread(ref).row.ID}
		}))
	}
	if v := m.list("cites", t.Cites != nil); v != keepList {
		a.cite(payloadKey{threadPayload, id}, fresh, v, t.Cites, &e.row.Grave, &a.repository(t.Repository).row.Grave)
	}
	if t.PullRequest != nil {
		a.mergePullRequestLists(m, e, t)
	}
}

func (a *applier) mergePullRequestLists(m *merge, e *entry[threadRow], t *tracker.Thread) {
	id, fresh, p := e.row.ID, e.fresh, t.PullRequest
	if v := m.list("files", p.Files != nil); v != keepList {
		a.lists.threadFiles.plan(id, fresh, v, numbered(p.Files, func(i int64, f tracker.FileChange) threadFileRow {
			return threadFileRow(a.file(id, i, f))
		}))
	}
	if v := m.list("requested_reviewers", p.RequestedReviewers != nil); v != keepList {
		a.lists.requests.plan(id, fresh, v, numbered(p.RequestedReviewers, func(i int64, r tracker.ReviewRequest) reviewRequestRow {
			return reviewRequestRow{id, i, a.accounts.id(r.Reviewer), clean(r.Team), a.accounts.id(r.By), unix(r.At)}
		}))
	}
	if v := m.list("commits", p.CommitSHAs != nil); v != keepList {
		a.lists.threadCommits.plan(id, fresh, v, numbered(p.CommitSHAs, func(i int64, sha string) threadCommitRow {
			return threadCommitRow{id, i, e.row.RepositoryID, clean(sha)}
		}))
	}
}

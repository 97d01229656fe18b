package store

import (
	"database/sql"

	"rungless/tracker"
)

// placeableThreads reads what decides where threads lie: kind, title, labels, files,
// repository and topics. Those that are gone, or only known to be there, are left out.
func (l *recordLoader) placeableThreads(ids []int64) (map[int64]tracker.Record, error) {
	keys, repositories := keysOf(ids), map[int64]bool{}
	var threads []threadRow
	err := l.tx.eachKeyed(`SELECT t.id, t.repository_id, t.kind, t.title, t.whole_version, t.changed_files, t.additions, t.deletions
		FROM {keys} CROSS JOIN threads t CROSS JOIN repositories r
		WHERE t.id = k.a AND t.kind <> 0 AND t.gone_at = 0 AND r.id = t.repository_id AND r.gone_at = 0`, keys, func(rows *sql.Rows) error {
		var r threadRow
		err := rows.Scan(&r.ID, &r.RepositoryID, &r.Kind, &r.Title, &r.WholeVersion, &r.ChangedFiles, &r.Additions, &r.Deletions)
		threads = append(threads, r)
		repositories[r.RepositoryID] = true
		return err
	})
	if err != nil {
		return nil, err
	}
	labels, files := map[int64][]string{}, map[int64][]tracker.FileChange{}
	for _, load := range []func() error{
		func() error { return loadList(l.tx, keys, "x.name", "thread_labels x", labels) },
		func() error { return l.loadFiles(keys, "thread_files", files) },
		func() error { return l.loadCommittedFiles(threads, files) },
		func() error { return l.loadRepositories(repositories) },
	} {
		if err := load(); err != nil {
			return nil, err
		}
	}
	records := make(map[int64]tracker.Record, len(threads))
	for _, row := range threads {
		r := l.placeable(row.RepositoryID, word(kindCodes, row.Kind), row.Title)
		r.Thread.Labels = labels[row.ID]
		if r.Thread.Kind == tracker.PullRequestKind {
			r.Thread.PullRequest = &tracker.PullRequest{Files: files[row.ID], Additions: int(row.Additions), Deletions: int(row.Deletions)}
			if saysNoFiles(&row) {
				r.Thread.PullRequest.Files = said(files[row.ID])
			}
		}
		records[row.ID] = r
	}
	return records, nil
}

// saysNoFiles reports whether a whole view of a pull request said that it changes
// nothing.
func saysNoFiles(row *threadRow) bool { return row.WholeVersion != 0 && row.ChangedFiles == 0 }

// placeable is a record of which only its place is known.
func (l *recordLoader) placeable(repository int64, kind tracker.Kind, title string) tracker.Record {
	known := l.repositories[repository]
	return tracker.Record{Thread: tracker.Thread{ThreadRef: tracker.ThreadRef{Repository: known.RepositoryRef, Kind: kind}, Title: title},
		Topics: known.topics, IsPrivate: known.isPrivate}
}

// loadCommittedFiles gives pull requests of which no source listed the files those of
// their commits.
func (l *recordLoader) loadCommittedFiles(threads []threadRow, files map[int64][]tracker.FileChange) error {
	var unlisted []int64
	for i := range threads {
		row := &threads[i]
		if word(kindCodes, row.Kind) == tracker.PullRequestKind && files[row.ID] == nil && !saysNoFiles(row) {
			unlisted = append(unlisted, row.ID)
		}
	}
	return l.tx.eachKeyed("SELECT o.thread_id, p.path, f.additions, f.deletions FROM ("+commitsOfRecords+`) o
			CROSS JOIN commits c CROSS JOIN commit_files f CROSS JOIN paths p
		WHERE c.id = o.commit_id AND c.gone_at = 0 AND f.owner_id = c.id AND p.id = f.path_id`, keysOf(unlisted), func(rows *sql.Rows) error {
		var owner int64
		var f tracker.FileChange
		err := rows.Scan(&owner, &f.Path, &f.Additions, &f.Deletions)
		files[owner] = append(files[owner], f)
		return err
	})
}

// placeableCommits reads the same of commits that are shown outside any thread.
func (l *recordLoader) placeableCommits(ids []int64) (map[int64]tracker.Record, error) {
	repositories, files := map[int64]bool{}, map[int64][]tracker.FileChange{}
	var commits []commitRow
	err := l.tx.eachKeyed(`SELECT c.id, c.repository_id, c.headline FROM {keys} CROSS JOIN commits c
		WHERE c.id = k.a AND EXISTS (SELECT 1 FROM contributions x WHERE x.kind = 9 AND x.subject_id = c.id AND x.thread_id = 0)`,
		keysOf(ids), func(rows *sql.Rows) error {
			var r commitRow
			err := rows.Scan(&r.ID, &r.RepositoryID, &r.Headline)
			commits = append(commits, r)
			repositories[r.RepositoryID] = true
			return err
		})
	if err == nil {
		err = l.loadFiles(keysOf(ids), "commit_files", files)
	}
	if err == nil {
		err = l.loadRepositories(repositories)
	}
	records := make(map[int64]tracker.Record, len(commits))
	for _, row := range commits {
		r := l.placeable(row.RepositoryID, tracker.CommitKind, row.Headline)
		r.Commits = []tracker.Commit{{Headline: row.Headline, Files: files[row.ID]}}
		records[row.ID] = r
	}
	return records, err
}

package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
)

// FileRef names a path of a repository.
type FileRef struct {
	Repository tracker.RepositoryRef
	Path       string
}

// FileTouch is one change of one file.
type FileTouch struct {
	Repository tracker.RepositoryRef
	tracker.FileChange
	At time.Time         // merged or committed, UTC
	By []tracker.Account // who wrote it: the pull request's author, or the commit's authors
}

// FileTouches returns every change of the given files that reached a default
// branch, oldest first: merged pull requests, and commits in no pull request whose
// files are stored. What no source told is not in it, so a file may be older, and
// known to more people, than this says. The repositories are found by name.
func (s *Store) FileTouches(ctx context.Context, files []FileRef) ([]FileTouch, error) {
	const op = "store.FileTouches"
	if len(files) == 0 {
		return nil, nil
	}
	var touches []FileTouch
	err := s.snapshot(ctx, func(t *tx) error {
		keys, named, err := t.fileKeys(files)
		if err != nil || len(keys) == 0 {
			return err
		}
		loader := newRecordLoader(t)
		changes, err := loader.fileChanges(keys)
		if err != nil {
			return err
		}
		if err := loader.loadAccounts(); err != nil {
			return err
		}
		for _, c := range changes {
			touch := FileTouch{Repository: named[c.file].Repository, FileChange: c.FileChange, At: fromUnix(c.at)}
			touch.Path = named[c.file].Path
			for _, id := range c.by {
				touch.By = append(touch.By, loader.accounts[id])
			}
			touches = append(touches, touch)
		}
		return nil
	})
	return touches, machineError(op, err)
}

// fileKey is a path of a repository in the database's words.
type fileKey struct{ repository, path int64 }

// fileKeys finds the keys of files, as keys of two columns.
func (t *tx) fileKeys(files []FileRef) ([][]any, map[fileKey]FileRef, error) {
	byName := map[[3]string][]FileRef{}
	for _, f := range files {
		key := [3]string{f.Repository.Host, strings.ToLower(f.Repository.FullName()), f.Path}
		byName[key] = append(byName[key], f)
	}
	var keys [][]any
	for key := range byName {
		keys = append(keys, []any{key[0], key[1], key[2]})
	}
	named := map[fileKey]FileRef{}
	var pairs [][]any
	err := t.eachKeyed(`SELECT n.repository_id, p.id, k.a, k.b, k.c FROM {keys} CROSS JOIN repository_names n CROSS JOIN repositories r CROSS JOIN paths p
		WHERE n.host = k.a AND n.full_name = k.b AND r.id = n.repository_id AND lower(r.owner || '/' || r.name) = k.b AND p.path = k.c`, keys, func(rows *sql.Rows) error {
		var key fileKey
		var name [3]string
		err := rows.Scan(&key.repository, &key.path, &name[0], &name[1], &name[2])
		if found := byName[name]; len(found) > 0 {
			named[key] = found[0]
			pairs = append(pairs, []any{key.repository, key.path})
		}
		return err
	})
	return pairs, named, err
}

// fileChange is one change of one file, before accounts have names.
type fileChange struct {
	tracker.FileChange
	file  fileKey
	owner int64 // the thread's key; the commit's, below zero
	at    int64
	by    []int64
}

// fileChanges reads the changes of files, oldest first.
func (l *recordLoader) fileChanges(files [][]any) ([]fileChange, error) {
	var changes []fileChange
	err := l.tx.eachKeyed(`SELECT t.repository_id, f.path_id, t.id, t.merged_at, f.additions, f.deletions, f.change, t.author_id
		FROM {keys} CROSS JOIN thread_files f CROSS JOIN threads t CROSS JOIN repositories r
		WHERE f.path_id = k.b AND t.id = f.owner_id AND t.repository_id = k.a AND t.merged_at <> 0 AND t.gone_at = 0
			AND r.id = t.repository_id AND r.gone_at = 0`, files, func(rows *sql.Rows) error {
		var c fileChange
		var author int64
		err := rows.Scan(&c.file.repository, &c.file.path, &c.owner, &c.at, &c.Additions, &c.Deletions, &c.Change, &author)
		c.by = []int64{author}
		l.want(author)
		changes = append(changes, c)
		return err
	})
	if err != nil {
		return nil, err
	}
	commits, err := l.committedChanges(files)
	changes = append(changes, commits...)
	slices.SortFunc(changes, func(a, b fileChange) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.owner, b.owner), cmp.Compare(a.file.path, b.file.path))
	})
	return changes, err
}

// committedChanges reads those of commits whose pull requests say no files.
func (l *recordLoader) committedChanges(files [][]any) ([]fileChange, error) {
	var changes []fileChange
	err := l.tx.eachKeyed(`SELECT c.repository_id, f.path_id, -c.id, c.committed_at, f.additions, f.deletions, f.change, x.account_id
		FROM {keys} CROSS JOIN commit_files f CROSS JOIN commits c CROSS JOIN repositories r CROSS JOIN contributions x
		WHERE f.path_id = k.b AND c.id = f.owner_id AND c.repository_id = k.a AND c.on_default AND c.gone_at = 0
			AND r.id = c.repository_id AND r.gone_at = 0 AND x.kind = 9 AND x.subject_id = c.id
			AND (x.thread_id = 0 OR NOT EXISTS (SELECT 1 FROM thread_files y WHERE y.owner_id = x.thread_id))
		ORDER BY c.id, f.path_id, x.role, x.account_id`, files, func(rows *sql.Rows) error {
		var c fileChange
		var author int64
		err := rows.Scan(&c.file.repository, &c.file.path, &c.owner, &c.at, &c.Additions, &c.Deletions, &c.Change, &author)
		l.want(author)
		if last := len(changes) - 1; last >= 0 && changes[last].owner == c.owner && changes[last].file == c.file {
			changes[last].by = append(changes[last].by, author)
			return err
		}
		c.by = []int64{author}
		changes = append(changes, c)
		return err
	})
	return changes, err
}

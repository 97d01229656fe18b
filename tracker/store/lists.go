package store

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rungless/tracker"
)

// lists are the planned lists of the batch's threads and commits.
type lists struct {
	labels        listPlan[labelRow]
	assignees     listPlan[assigneeRow]
	threadFiles   listPlan[threadFileRow]
	requests      listPlan[reviewRequestRow]
	links         listPlan[linkRow]
	threadCommits listPlan[threadCommitRow]
	authors       listPlan[authorRow]
	trailers      listPlan[trailerRow]
	commitFiles   listPlan[commitFileRow]
	ownerChanges  listPlan[ownerChangeRow]
	pulls         map[commitPullRow]bool
}

// listPlan holds, by owner, the list that is to be stored of it.
type listPlan[T comparable] map[int64]*plannedList[T]

type plannedList[T comparable] struct {
	fresh   bool // the owner is new, so nothing is stored of it
	verdict verdict
	rows    []T
}

// plan sets the list of an owner. A later view of the same batch has the last
// word on its own list, as it would have in a batch of its own.
func (p *listPlan[T]) plan(owner int64, fresh bool, v verdict, rows []T) {
	if *p == nil {
		*p = listPlan[T]{}
	}
	planned := (*p)[owner]
	switch {
	case planned == nil:
		(*p)[owner] = &plannedList[T]{fresh, v, rows}
	case v == replaceList || greater(rows, planned.rows):
		planned.rows = rows
		planned.verdict = max(planned.verdict, v)
		if v == replaceList {
			planned.verdict = replaceList
		}
	}
}

// greater decides between two lists of one version and a source without order:
// the longer one, then the later text.
func greater[T comparable](a, b []T) bool {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(fmt.Sprint(a), fmt.Sprint(b))) > 0
}

// numbered makes the rows of a list.
func numbered[V, T any](values []V, row func(int64, V) T) []T {
	rows := make([]T, len(values))
	for i, v := range values {
		rows[i] = row(int64(i), v)
	}
	return rows
}

// save writes every planned list that differs from the stored one, and marks
// its owner, and the commits that came or went, as changed.
func (l *lists) save(a *applier) error {
	threads := make(map[int64]*entry[threadRow], len(a.threads))
	for _, e := range a.threads {
		threads[e.row.ID] = e
	}
	commits := make(map[int64]*entry[commitRow], len(a.commits))
	for _, e := range a.commits {
		commits[e.row.ID] = e
	}
	ofThread := func(id int64) { threads[id].changed = true }
	ofCommit := func(id int64) { commits[id].changed = true }
	for _, save := range []func() error{
		func() error {
			return saveLists(a.tx, l.labels, 3, ofThread, nil)
		},
		func() error {
			return saveLists(a.tx, l.assignees, 3, ofThread, nil)
		},
		func() error {
			return saveLists(a.tx, l.threadFiles, 6, func(id int64) {
				ofThread(id)
				a.reach.relisted[id] = true
			}, nil)
		},
		func() error {
			return saveLists(a.tx, l.requests, 6, ofThread, nil)
		},
		func() error {
			return saveLists(a.tx, l.links, 3, ofThread, func(rows []linkRow) {
				for _, row := range rows {
					a.reach.threads[row.ClosesID] = true
				}
			})
		},
		func() error {
			return saveLists(a.tx, l.threadCommits, 4, ofThread, a.dirtyHashes)
		},
		func() error {
			return saveLists(a.tx, l.authors, 6, ofCommit, nil)
		},
		func() error {
			return saveLists(a.tx, l.trailers, 4, ofCommit, nil)
		},
		func() error {
			return saveLists(a.tx, l.commitFiles, 6, ofCommit, nil)
		},
		func() error {
			return saveLists(a.tx, l.ownerChanges, 8, ofCommit, nil)
		},
		func() error { return l.savePulls(a, commits) },
	} {
		if err := save(); err != nil {
			return err
		}
	}
	return nil
}

// saveLists writes the planned lists of one table. moved, where given, hears of
// the rows that went and that came.
func saveLists[T interface {
	comparable
	TableName() string
	owner() int64
}](t *tx, plan listPlan[T], columns int, changed func(int64), moved func([]T)) error {
	var table T
	stored, err := storedLists(t, table.TableName(), plan, T.owner)
	if err != nil {
		return err
	}
	var gone []int64
	var rows []T
	for id, p := range plan {
		old := stored[id]
		if slices.Equal(old, p.rows) || p.verdict == compareLists && !greater(p.rows, old) {
			continue
		}
		if len(old) > 0 {
			gone = append(gone, id)
		}
		rows = append(rows, p.rows...)
		changed(id)
		if moved != nil {
			moved(append(old, p.rows...))
		}
	}
	if err := t.execKeyed("DELETE FROM "+table.TableName()+" WHERE owner_id IN (SELECT a FROM {keys})", keysOf(gone)); err != nil {
		return err
	}
	slices.SortFunc(rows, func(x, y T) int { return cmp.Compare(x.owner(), y.owner()) })
	return insert(t, rows, columns)
}

// storedLists reads the lists of the planned owners that may have one.
func storedLists[T comparable](t *tx, table string, plan listPlan[T], owner func(T) int64) (map[int64][]T, error) {
	var owners []int64
	for id, p := range plan {
		if !p.fresh {
			owners = append(owners, id)
		}
	}
	if len(owners) == 0 {
		return nil, nil
	}
	var rows []T
	err := t.queryKeyed(&rows, "SELECT t.* FROM {keys} CROSS JOIN "+table+" t WHERE t.owner_id = k.a ORDER BY t.owner_id, t.position", keysOf(owners))
	stored := map[int64][]T{}
	for _, row := range rows {
		stored[owner(row)] = append(stored[owner(row)], row)
	}
	return stored, err
}

// savePulls adds what commits say of the pull requests that they belong to.
func (l *lists) savePulls(a *applier, commits map[int64]*entry[commitRow]) error {
	var known []int64
	for id, e := range commits {
		if !e.fresh {
			known = append(known, id)
		}
	}
	if len(l.pulls) == 0 {
		return nil
	}
	stored, err := loadBy[commitPullRow](a.tx, "commit_pulls", []string{"commit_id"}, keysOf(known))
	if err != nil {
		return err
	}
	for _, row := range stored {
		delete(l.pulls, row)
	}
	rows := make([]commitPullRow, 0, len(l.pulls))
	for row := range l.pulls {
		rows = append(rows, row)
		commits[row.CommitID].changed = true
	}
	return insert(a.tx, rows, 2)
}

// resolvePaths gives every path of the batch its number.
func (a *applier) resolvePaths() error {
	a.paths = map[string]int64{}
	see := func(path string) {
		if path != "" {
			a.paths[clean(path)] = 0
		}
	}
	for _, t := range a.batch.Threads {
		if t.PullRequest != nil {
			for _, f := range t.PullRequest.Files {
				see(f.Path)
			}
		}
	}
	for _, c := range a.batch.Comments {
		see(c.Path)
	}
	for _, c := range a.batch.Commits {
		for _, f := range c.Files {
			see(f.Path)
		}
	}
	return a.savePaths()
}

func (a *applier) savePaths() error {
	wanted := make([]string, 0, len(a.paths))
	for path := range a.paths {
		wanted = append(wanted, path)
	}
	slices.Sort(wanted)
	stored, err := loadBy[pathRow](a.tx, "paths", []string{"path"}, keysOf(wanted))
	if err != nil {
		return err
	}
	for _, row := range stored {
		a.paths[row.Path] = row.ID
	}
	var rows []pathRow
	for _, path := range wanted {
		if a.paths[path] != 0 {
			continue
		}
		id, err := a.nextID("paths")
		if err != nil {
			return err
		}
		a.paths[path] = id
		rows = append(rows, pathRow{id, path})
	}
	return insert(a.tx, rows, 2)
}

func (a *applier) file(owner, position int64, f tracker.FileChange) fileRow {
	return fileRow{owner, position, a.paths[clean(f.Path)], int64(f.Additions), int64(f.Deletions), clean(f.Change)}
}

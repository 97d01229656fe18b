package store

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"

	"rungless/tracker"
)

// treeRow is the files of a default branch, newest only. Paths are one a line,
// sorted, zstd: a large repository has tens of thousands, which only change
// together and are only read together.
type treeRow struct {
	RepositoryID int64  `gorm:"primaryKey;autoIncrement:false"`
	CommitSHA    string `gorm:"column:commit_sha"`
	AsOf         int64
	Files        int64
	Paths        []byte
}

// mergeTrees stores the batch's trees that are newer than the stored ones.
func (a *applier) mergeTrees() error {
	if len(a.batch.Trees) == 0 {
		return nil
	}
	var ids []int64
	for _, t := range a.batch.Trees {
		if r := a.repository(t.Repository); r != nil {
			ids = append(ids, r.row.ID)
		}
	}
	rows, err := loadBy[treeRow](a.tx, "trees", []string{"repository_id"}, keysOf(ids))
	if err != nil {
		return err
	}
	stored, changed := map[int64]treeRow{}, map[int64]treeRow{}
	for _, row := range rows {
		stored[row.RepositoryID] = row
	}
	for _, t := range a.batch.Trees {
		repository := a.repository(t.Repository)
		if repository == nil {
			return tracker.Errorf(tracker.Invalid, "store.Apply", "the source %s reports files without their repository", a.source)
		}
		row := treeRow{RepositoryID: repository.row.ID, CommitSHA: clean(t.CommitSHA), AsOf: unix(t.AsOf), Files: int64(len(t.Paths))}
		if old, ok := stored[row.RepositoryID]; ok && !row.replaces(old) {
			continue
		}
		row.Paths = compress([]byte(strings.Join(t.Paths, "\n")))
		a.reach.everybody = a.reach.everybody || !bytes.Equal(row.Paths, stored[row.RepositoryID].Paths)
		stored[row.RepositoryID], changed[row.RepositoryID] = row, row
	}
	rows = rows[:0]
	for _, row := range changed {
		rows = append(rows, row)
	}
	return upsert(a.tx, rows, 5)
}

// replaces reports whether a tree takes the place of the stored one. Of two seen
// at the same second the greater hash wins, so that one of them always does.
func (r treeRow) replaces(old treeRow) bool {
	return r.CommitSHA != old.CommitSHA && cmp.Or(cmp.Compare(r.AsOf, old.AsOf), strings.Compare(r.CommitSHA, old.CommitSHA)) > 0
}

// RepositoryTree is the files of a repository's default branch, with what else says
// where they lie.
type RepositoryTree struct {
	tracker.Tree
	Topics []string // nil: not said
}

// Trees calls yield with the files of each repository that is shown and whose
// default branch was read, in no order. Where the caller says that it knows a tree,
// which it is asked without the paths, yield gets it without them.
func (s *Store) Trees(ctx context.Context, known func(RepositoryTree) bool, yield func(RepositoryTree)) error {
	const op = "store.Trees"
	var rows []struct {
		RepositoryID int64
		CommitSHA    string `gorm:"column:commit_sha"`
		AsOf         int64
		Of           repositoryRow `gorm:"embedded;embeddedPrefix:r_"`
	}
	err := s.reader(ctx).db.Raw(`SELECT x.repository_id, x.commit_sha, x.as_of, r.host AS r_host, r.database_id AS r_database_id, r.node_id AS r_node_id,
		r.owner AS r_owner, r.name AS r_name, r.topics AS r_topics FROM trees x JOIN repositories r ON r.id = x.repository_id WHERE r.gone_at = 0`).Scan(&rows).Error
	if err != nil {
		return machineError(op, err)
	}
	for _, row := range rows {
		tree := RepositoryTree{Tree: tracker.Tree{Repository: row.Of.ref(), CommitSHA: row.CommitSHA, AsOf: fromUnix(row.AsOf)}}
		if row.Of.Topics != "" {
			tree.Topics = strings.Split(row.Of.Topics, "\n")
		}
		if !known(tree) {
			if tree.Paths, err = s.treePaths(ctx, row.RepositoryID); err != nil {
				return machineError(op, err)
			}
		}
		yield(tree)
	}
	return nil
}

func (s *Store) treePaths(ctx context.Context, repository int64) ([]string, error) {
	var packed []byte
	if err := s.reader(ctx).db.Raw("SELECT paths FROM trees WHERE repository_id = ?", repository).Row().Scan(&packed); err != nil {
		return nil, err
	}
	text, err := decompress(packed)
	if err != nil {
		return nil, fmt.Errorf("the files of repository %d: %w", repository, err)
	}
	if len(text) == 0 {
		return []string{}, nil
	}
	return strings.Split(string(text), "\n"), nil
}

// decompress undoes compress.
func decompress(packed []byte) ([]byte, error) { return decoder().DecodeAll(packed, nil) }

// decoder is safe for concurrent use, and dear to make.
var decoder = sync.OnceValue(func() *zstd.Decoder {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0))
	if err != nil {
		panic(err) // only for options that do not exist
	}
	return d
})

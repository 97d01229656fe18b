package store

import (
	"reflect"
	"strings"
)

// A repository may be stored twice: a clone is imported under a name, and the
// API knows the repository by number under another. Once something says that
// the number was called by that name, the line without a number is dissolved:
// what it holds moves to the other. Where both hold the same thing, that of the
// line with the number stays, and the other fills what it leaves empty, as a
// view without a time would.

// pair is a row that is dissolved, and the row which it turned out to be.
type pair struct{ Old, Into int64 }

// fill copies into the empty fields of a row what another one holds; -1 is "not
// said" of a count. The versions of the row stay: what is filled counts as old
// as the rest of it.
func fill[T any](row *T, other T) { fillFields(reflect.ValueOf(row).Elem(), reflect.ValueOf(other)) }

func fillFields(row, other reflect.Value) {
	for i := range row.NumField() {
		field := row.Field(i)
		versions, ok := field.Addr().Interface().(*register)
		switch {
		case ok && versions.Version != 0:
		case field.Kind() == reflect.Struct:
			fillFields(field, other.Field(i))
		case field.IsZero() || field.CanInt() && field.Int() == -1:
			field.Set(other.Field(i))
		}
	}
}

// joinRepositories dissolves the repositories that turned out to be others.
func (a *applier) joinRepositories() error {
	for _, p := range a.repositories.same {
		if err := a.inRepositories(keysOf([]int64{p.Old})); err != nil {
			return err
		}
		a.renamed[p.Into], a.reach.repositories[p.Into] = true, true
		for _, move := range []func(pair) error{a.moveThreads, a.moveItems, a.moveCommits, a.moveReleases, a.moveResearch, a.moveRepository} {
			if err := move(p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *applier) moveRepository(p pair) error {
	if err := a.handOver("payloads", "subject_id", p, "kind = 20"); err != nil {
		return err
	}
	if err := a.handOver("trees", "repository_id", p, "true"); err != nil {
		return err
	}
	return a.each(p,
		"UPDATE thread_commits SET repository_id = @Into WHERE repository_id = @Old",
		"DELETE FROM repository_names WHERE repository_id = @Old",
		"DELETE FROM repositories WHERE id = @Old")
}

func (a *applier) moveThreads(p pair) error {
	return moveRows[threadRow](a.tx, "threads", []string{"number"}, 41, p, func(twin pair) error {
		for _, id := range []int64{twin.Old, twin.Into} {
			a.threadIDs[id], a.merged[id] = false, false
		}
		for _, list := range []string{"thread_labels", "thread_assignees", "thread_files", "review_requests", "thread_links", "thread_commits"} {
			if err := a.handOver(list, "owner_id", twin, "true"); err != nil {
				return err
			}
		}
		if err := a.handOver("thread_words", "thread_id", twin, "true"); err != nil {
			return err
		}
		if err := a.handOverTexts(twin, "kind = 22"); err != nil {
			return err
		}
		return a.each(twin,
			"UPDATE thread_items SET thread_id = @Into WHERE thread_id = @Old",
			"UPDATE thread_links SET closes_id = @Into WHERE closes_id = @Old",
			"UPDATE initiative_edit_threads SET thread_id = @Into WHERE thread_id = @Old",
			"UPDATE entered_figures SET thread_id = @Into WHERE thread_id = @Old",
			moveNotes("1, 4, 6"), dropNotes("1, 4, 6"),
			"INSERT INTO commit_pulls SELECT commit_id, @Into FROM commit_pulls WHERE thread_id = @Old ON CONFLICT DO NOTHING",
			"DELETE FROM commit_pulls WHERE thread_id = @Old")
	})
}

func (a *applier) moveItems(p pair) error {
	return moveRows[itemRow](a.tx, "thread_items", []string{"kind", "database_id"}, 25, p, func(twin pair) error {
		a.itemIDs[twin.Old], a.itemIDs[twin.Into] = false, false
		if err := a.each(twin, moveNotes("2, 3, 5, 7, 8"), dropNotes("2, 3, 5, 7, 8")); err != nil {
			return err
		}
		return a.handOverTexts(twin, "kind NOT IN (9, 20, 22)")
	})
}

func (a *applier) moveCommits(p pair) error {
	return moveRows[commitRow](a.tx, "commits", []string{"sha"}, 17, p, func(twin pair) error {
		a.commitIDs[twin.Old], a.commitIDs[twin.Into] = false, false
		for _, list := range []string{"commit_authors", "commit_trailers", "commit_files", "owner_changes"} {
			if err := a.handOver(list, "owner_id", twin, "true"); err != nil {
				return err
			}
		}
		if err := a.handOverTexts(twin, "kind = 9"); err != nil {
			return err
		}
		return a.each(twin,
			"INSERT INTO commit_pulls SELECT @Into, thread_id FROM commit_pulls WHERE commit_id = @Old ON CONFLICT DO NOTHING",
			"DELETE FROM commit_pulls WHERE commit_id = @Old",
			moveNotes("9"), dropNotes("9"))
	})
}

func (a *applier) moveReleases(p pair) error {
	return moveRows[releaseRow](a.tx, "releases", []string{"database_id"}, 10, p, func(pair) error { return nil })
}

// moveRows moves the rows of one table from a repository to another. join is
// told of the rows that the other repository has too, which become one.
func moveRows[T any](t *tx, table string, key []string, columns int, p pair, join func(twin pair) error) error {
	same := make([]string, len(key))
	for i, column := range key {
		same[i] = "n." + column + " = o." + column
	}
	var twins []pair
	err := t.db.Raw("SELECT o.id AS old, n.id AS \"into\" FROM "+table+" o JOIN "+table+" n ON n.repository_id = @Into AND "+
		strings.Join(same, " AND ")+" WHERE o.repository_id = @Old ORDER BY o.id", p).Scan(&twins).Error
	if err != nil {
		return err
	}
	for _, twin := range twins {
		if err := joinRows[T](t, table, columns, twin); err != nil {
			return err
		}
		if err := join(twin); err != nil {
			return err
		}
	}
	return t.db.Exec("UPDATE "+table+" SET repository_id = @Into WHERE repository_id = @Old", p).Error
}

// joinRows makes one row of two.
func joinRows[T any](t *tx, table string, columns int, twin pair) error {
	var old, into T
	for id, row := range map[int64]*T{twin.Old: &old, twin.Into: &into} {
		if err := t.db.Where("id = ?", id).Take(row).Error; err != nil {
			return err
		}
	}
	fill(&into, old)
	if err := t.db.Exec("DELETE FROM "+table+" WHERE id = ?", twin.Old).Error; err != nil {
		return err
	}
	return upsert(t, []T{into}, columns)
}

// handOver gives one row what belonged to another, and drops it where the row
// has its own.
func (t *tx) handOver(table, column string, p pair, also string) error {
	words := strings.NewReplacer("{table}", table, "{column}", column, "{also}", also)
	return t.each(p,
		words.Replace("DELETE FROM {table} WHERE {column} = @Old AND {also} AND EXISTS (SELECT 1 FROM {table} WHERE {column} = @Into AND {also})"),
		words.Replace("UPDATE {table} SET {column} = @Into WHERE {column} = @Old AND {also}"))
}

// handOverTexts hands over a payload and what was read from it.
func (t *tx) handOverTexts(p pair, kind string) error {
	if err := t.handOver("payloads", "subject_id", p, kind); err != nil {
		return err
	}
	return t.handOver("citations", "subject_id", p, kind)
}

// each runs statements in which @Old and @Into stand for a pair.
func (t *tx) each(p pair, statements ...string) error {
	for _, statement := range statements {
		if err := t.db.Exec(statement, p).Error; err != nil {
			return err
		}
	}
	return nil
}

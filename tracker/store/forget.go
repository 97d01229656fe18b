package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"rungless/tracker"
)

// Forgotten is what an erasure came to.
type Forgotten struct {
	At        time.Time
	Accounts  int   // that have no name any more
	Nameless  int64 // contributions that stay, without a name
	Lines     map[string]int64
	Rewritten bool // the file holds no trace of what was deleted in it; false where another program reads it
}

// Deleted is how many lines went, of all tables together.
func (f Forgotten) Deleted() (lines int64) {
	for _, n := range f.Lines {
		lines += n
	}
	return lines
}

// Forget erases somebody: a person with all their accounts and
// addresses, or an account that was only seen in what others did. What hangs on them goes
// as holdings.go says, in one transaction; what others did beside them is told as before,
// of somebody without a name. No sync or import brings them back; see [Store.Admit].
//
// Copies of the database that were made before still hold them, and so does GitHub.
func (s *Store) Forget(ctx context.Context, whom Who) (Forgotten, error) {
	const op = "store.Forget"
	forgotten := Forgotten{At: s.now().UTC(), Lines: map[string]int64{}}
	if err := s.secureDelete(ctx); err != nil {
		return forgotten, machineError(op, err)
	}
	err := s.transaction(ctx, op, func(t *tx) error {
		who, err := t.hangingOn(whom)
		if err != nil {
			return err
		}
		e := &eraser{tx: t, who: who, into: &forgotten,
			derivation: newDerivation(t, Changes{Added: map[tracker.Kind]int{}, Changed: map[tracker.Kind]int{}, Removed: map[tracker.Kind]int{}})}
		return e.run()
	})
	if err != nil {
		return forgotten, err
	}
	forgotten.Rewritten, err = s.rewrite(ctx)
	return forgotten, machineError(op, err)
}

// eraser is one erasure on its way.
type eraser struct {
	*tx
	*derivation
	who  hanging
	into *Forgotten
}

func (e *eraser) run() error {
	for _, step := range []func() error{
		e.refuse, e.mark, e.payloads, e.commits, e.credits, e.titles, e.texts, e.files, e.deleteLines, e.repositories, e.accounts, e.derive, e.everybody,
		e.unusedWords,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	e.into.Accounts = len(e.who.accounts)
	return e.tx.db.Raw("SELECT count(*) FROM contributions WHERE account_id IN ?", e.who.accounts).Scan(&e.into.Nameless).Error
}

// refuse keeps the hashes by which the person is known when a source names them again.
func (e *eraser) refuse() error {
	r, err := e.loadRefusals()
	if err != nil {
		return err
	}
	id, err := e.nextID("erasures")
	if err != nil {
		return err
	}
	if err := insert(e.tx, []erasureRow{{ID: id, Salt: r.newSalt(), ErasedAt: e.into.At.Unix()}}, 3); err != nil {
		return err
	}
	e.who.refuse(r, id)
	return r.save(e.tx)
}

// mark marks what must be derived again: credits, and all in the person's repositories.
func (e *eraser) mark() error {
	if err := e.markCredits(creditsOfAccount, keysOf(e.who.accounts)...); err != nil {
		return err
	}
	for _, id := range e.who.repositories {
		e.buriedRepositories[id] = true
	}
	return nil
}

// commits takes name and address out of the commits of the person and keeps whose they
// are by the account without a name. A message goes where the person is the author.
func (e *eraser) commits() error {
	if err := e.derivation.mark(keysOf(e.who.accounts), "SELECT c.subject_id FROM {keys} CROSS JOIN contributions c WHERE c.account_id = k.a AND c.kind = 9", e.commitIDs); err != nil {
		return err
	}
	err := e.tx.db.Exec("UPDATE commits SET headline = ? WHERE id IN (SELECT subject_id FROM contributions WHERE kind = 9 AND role = 1 AND account_id IN ?) OR repository_id IN ?",
		erasedName, e.who.accounts, e.who.repositories).Error
	if err != nil {
		return err
	}
	if err := e.tx.db.Exec(`UPDATE commit_authors SET name = '', email = '' WHERE account_id IN ?
		AND email NOT IN (SELECT email FROM accounts WHERE kind IN ('agent', 'bot') AND email <> '')`, e.who.accounts).Error; err != nil {
		return err
	}
	addresses := make([][]any, 0, len(e.who.emails))
	for email, account := range e.who.emails {
		addresses = append(addresses, []any{email, account})
	}
	return e.execKeyed(`UPDATE commit_authors SET name = '', email = '', account_id = CASE account_id WHEN 0 THEN k.b ELSE account_id END
		FROM {keys} WHERE commit_authors.email = k.a AND commit_authors.email <> ''`, addresses)
}

// credits takes the person off the lists of authors, but for the line itself.
func (e *eraser) credits() error {
	credits := keysOf(slices.Sorted(maps.Keys(e.research.credits)))
	for _, statement := range []string{
		`UPDATE research_files SET text = '' WHERE id IN (SELECT m.file_id FROM {keys} CROSS JOIN credits c CROSS JOIN work_mentions m WHERE c.id = k.a AND m.id = c.mention_id)`,
		`UPDATE credits SET entry_key = 'erased ' || id, name = '` + erasedName + `', name_key = '` + erasedName + `', affiliation = '', orcid = '', account_id = 0
			WHERE id IN (SELECT a FROM {keys})`,
	} {
		if err := e.execKeyed(statement, credits); err != nil {
			return err
		}
	}
	return nil
}

// deleteLines deletes what hangs on the person alone, what hangs on other lines first.
func (e *eraser) deleteLines() error {
	for _, h := range slices.Backward(holdings) {
		if h.goes == "" || h.derived {
			continue
		}
		gone := e.tx.db.Exec("DELETE FROM "+h.table+" WHERE "+h.goes, e.who.parameters(h.goes)...)
		if gone.Error != nil {
			return fmt.Errorf("%s: %w", h.table, gone.Error)
		}
		if gone.RowsAffected > 0 {
			e.into.Lines[h.table] = gone.RowsAffected
		}
	}
	return nil
}

// repositories buries those under the person's logins: their address is the login.
func (e *eraser) repositories() error {
	return e.tx.db.Exec(`UPDATE repositories SET owner = ?, name = 'repository ' || id, database_id = -id, node_id = '', description = '', topics = '',
		gone_at = ?, gone_reason = ? WHERE id IN ?`, erasedName, e.into.At.Unix(), string(tracker.Deleted), e.who.repositories).Error
}

// accounts takes everything from the accounts but that they are somebody's.
func (e *eraser) accounts() error {
	return e.tx.db.Exec(`UPDATE accounts SET database_id = -id, node_id = '', login = ?, name = '', email = '', named_at = 0,
		kind = CASE WHEN kind IN ('', 'email') THEN 'user' ELSE kind END WHERE id IN ?`, erasedName, e.who.accounts).Error
}

// everybody makes every kept answer stale: any of them may name the person.
func (e *eraser) everybody() error { return e.tx.revise(map[int64]bool{everyAccount: true}) }

// unusedWords drops words that no title holds any more.
func (e *eraser) unusedWords() error {
	return e.tx.db.Exec("DELETE FROM words WHERE id NOT IN (SELECT word_id FROM thread_words)").Error
}

// Admit lets somebody be taken in again who was erased, under any login or address by
// which they were known. The next full sync brings back what it finds.
func (s *Store) Admit(ctx context.Context, name string) error {
	const op = "store.Admit"
	return s.transaction(ctx, op, func(t *tx) error {
		r, err := t.loadRefusals()
		if err != nil {
			return err
		}
		row, refused := r.find(refusedLogin, "", name)
		if !refused {
			row, refused = r.find(refusedEmail, "", name)
		}
		if !refused {
			return tracker.Errorf(tracker.NotFound, op, "nobody called %s was erased here", name).WithHint("give the login or an address that they had then")
		}
		if err := t.db.Exec("DELETE FROM refusals WHERE erasure_id = ?", row.ErasureID).Error; err != nil {
			return err
		}
		return t.db.Exec("DELETE FROM erasures WHERE id = ?", row.ErasureID).Error
	})
}

// IsRefused reports whether a login is of somebody who was erased.
func (s *Store) IsRefused(ctx context.Context, login string) (bool, error) {
	r, err := s.reader(ctx).loadRefusals()
	_, refused := r.find(refusedLogin, "", login)
	return refused, machineError("store.IsRefused", err)
}

package store

// An account may be stored twice, as a repository may: a git address told a
// login before anything told whose number that login was. Once something says
// it, the line without a number is dissolved and all that names it names the
// other.

// namedAccounts lists every column that names an account, but for people,
// proposals and what is derived.
var namedAccounts = []struct{ table, column string }{
	{"threads", "author_id"}, {"threads", "merged_by_id"}, {"threads", "answer_by_id"}, {"thread_items", "author_id"},
	{"thread_assignees", "account_id"}, {"review_requests", "reviewer_id"}, {"review_requests", "by_id"},
	{"commit_authors", "account_id"}, {"releases", "author_id"}, {"emails", "account_id"}, {"identity_joins", "account_id"},
	{"credits", "account_id"}, {"credit_events", "by_id"}, {"credit_events", "committer_id"},
	{"owner_changes", "account_id"},
}

// joinAccounts dissolves the accounts that turned out to be others.
func (a *applier) joinAccounts() error {
	pairs := a.accounts.same
	if len(pairs) == 0 {
		return nil
	}
	a.reach.everybody = true
	keys := make([][]any, len(pairs))
	for i, p := range pairs {
		keys[i] = []any{p.Old, p.Into}
		a.replaced[p.Old] = p.Into
		a.demoted[p.Old] = true
	}
	if err := a.actsOf(keys); err != nil {
		return err
	}
	if err := a.markCredits(creditsOfAccount, keys...); err != nil {
		return err
	}
	for _, n := range namedAccounts {
		err := a.execKeyed("UPDATE "+n.table+" SET "+n.column+" = k.b FROM {keys} WHERE "+n.table+"."+n.column+" = k.a", keys)
		if err != nil {
			return err
		}
	}
	for _, p := range pairs {
		if err := a.joinPeople(p); err != nil {
			return err
		}
		if err := a.joinProposals(p); err != nil {
			return err
		}
		if err := a.joinNames(p); err != nil {
			return err
		}
	}
	if err := a.execKeyed("DELETE FROM account_logins WHERE account_id IN (SELECT a FROM {keys})", keys); err != nil {
		return err
	}
	for _, table := range []string{"account_revisions", "measured"} {
		if err := a.execKeyed("DELETE FROM "+table+" WHERE account_id IN (SELECT a FROM {keys})", keys); err != nil {
			return err
		}
	}
	return a.execKeyed("DELETE FROM accounts WHERE id IN (SELECT a FROM {keys})", keys)
}

// actsOf marks everything that accounts did.
func (a *applier) actsOf(keys [][]any) error {
	for _, part := range []struct {
		kinds string
		mark  map[int64]bool
	}{{"1, 4, 6", a.threadIDs}, {"1", a.merged}, {"2, 3, 5, 7, 8", a.itemIDs}, {"9", a.commitIDs}} {
		query := "SELECT c.subject_id FROM {keys} CROSS JOIN contributions c WHERE c.account_id = k.a AND c.kind IN (" + part.kinds + ")"
		if err := a.mark(keys, query, part.mark); err != nil {
			return err
		}
	}
	return nil
}

// joinPeople lets the person of the dissolved account keep the other one. Where
// that is another person's, the two are one: accounts, audit trail and own words go to
// the person of the account that stays.
func (a *applier) joinPeople(p pair) error {
	old, err := a.personOf(p.Old)
	if err != nil || old == 0 {
		return err
	}
	into, err := a.personOf(p.Into)
	if err != nil {
		return err
	}
	if into == 0 {
		return a.tx.db.Exec("UPDATE person_accounts SET account_id = @Into WHERE account_id = @Old", p).Error
	}
	if err := a.tx.db.Exec("DELETE FROM person_accounts WHERE account_id = @Old", p).Error; err != nil || old == into {
		return err
	}
	people := pair{old, into}
	err = a.each(people,
		`UPDATE person_accounts SET person_id = @Into, position = position + 1 +
			(SELECT max(position) FROM person_accounts WHERE person_id = @Into) WHERE person_id = @Old`,
		"UPDATE identity_joins SET person_id = @Into WHERE person_id = @Old",
		"UPDATE initiative_edits SET person_id = @Into WHERE person_id = @Old",
		"INSERT INTO notes SELECT @Into, kind, subject_id, is_pinned, is_hidden, words, contested, said_at FROM notes WHERE person_id = @Old ON CONFLICT DO NOTHING",
		"DELETE FROM notes WHERE person_id = @Old",
		"UPDATE entered_figures SET person_id = @Into WHERE person_id = @Old",
		"UPDATE packs SET person_id = @Into WHERE person_id = @Old",
		// Where the two say different things of one move, nothing was said.
		`INSERT INTO move_disclosures SELECT @Into, domain, choice, chosen_at, seen_at FROM move_disclosures WHERE person_id = @Old
			ON CONFLICT (person_id, domain) DO UPDATE SET choice = CASE WHEN move_disclosures.choice = excluded.choice THEN excluded.choice ELSE '' END`,
		"DELETE FROM move_disclosures WHERE person_id = @Old")
	if err != nil {
		return err
	}
	return joinRows[personRow](a.tx, "people", 6, people)
}

// joinProposals keeps, of two proposals that are the same now, the one of the
// account that stays, and drops one of an account to itself.
func (a *applier) joinProposals(p pair) error {
	return a.each(p,
		"DELETE FROM join_proposals WHERE from_id IN (@Old, @Into) AND to_id IN (@Old, @Into)",
		"DELETE FROM join_proposals WHERE from_id = @Old AND to_id IN (SELECT to_id FROM join_proposals WHERE from_id = @Into)",
		"DELETE FROM join_proposals WHERE to_id = @Old AND from_id IN (SELECT from_id FROM join_proposals WHERE to_id = @Into)",
		"UPDATE join_proposals SET from_id = @Into WHERE from_id = @Old",
		"UPDATE join_proposals SET to_id = @Into WHERE to_id = @Old")
}

package store

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rungless/tracker"
)

// hanging is what hangs on somebody who is to be erased or exported: keys, and the words
// by which texts name them.
type hanging struct {
	accounts, people, repositories []int64
	members, numbers               []int64 // as who signs in; GitHub's
	scopes                         []string

	rows     []accountRow
	logins   map[string]bool  // lower case
	nodes    map[string]bool  // of accounts
	emails   map[string]int64 // lower case; the account that stands for it
	fullName map[string]bool  // as written
	orcids   map[string]bool
	credited []string // names on works, as refusals hash them
}

// Who is a person, or an account that is nobody's who is tracked.
type Who struct{ PersonID, AccountID int64 }

// WhoIs finds who has a login, or had it: of several, who was seen under it last.
func (s *Store) WhoIs(ctx context.Context, login string) (Who, error) {
	const op = "store.WhoIs"
	t := s.reader(ctx)
	keys, err := t.accountsCalled(login)
	if err == nil && len(keys) == 0 {
		err = tracker.Errorf(tracker.NotFound, op, "nobody called %s is stored", login).WithHint("check the spelling; rungless people list shows who is tracked")
	}
	if err != nil {
		return Who{}, machineError(op, err)
	}
	person, err := t.personOf(keys[0])
	return Who{PersonID: person, AccountID: keys[0]}, machineError(op, err)
}

// hangingOn finds what hangs on somebody.
func (t *tx) hangingOn(who Who) (hanging, error) {
	h := hanging{logins: map[string]bool{}, nodes: map[string]bool{}, emails: map[string]int64{}, fullName: map[string]bool{}, orcids: map[string]bool{}}
	if err := h.findAccounts(t, who); err != nil {
		return h, err
	}
	for _, find := range []func(*tx) error{h.findPeople, h.findMembers, h.findWords, h.findRepositories, h.findCredits} {
		if err := find(t); err != nil {
			return h, err
		}
	}
	return h, nil
}

// findAccounts finds the accounts of a person, or the one that is nobody's, and the
// addresses that are theirs.
func (h *hanging) findAccounts(t *tx, who Who) error {
	h.accounts = []int64{who.AccountID}
	if who.PersonID != 0 {
		if err := t.db.Raw("SELECT account_id FROM person_accounts WHERE person_id = ?", who.PersonID).Scan(&h.accounts).Error; err != nil {
			return err
		}
	}
	if err := t.db.Raw(`SELECT a.* FROM accounts a WHERE a.id IN @accounts
			OR a.email <> '' AND EXISTS (SELECT 1 FROM emails e WHERE e.host = a.host AND e.email = a.email AND e.account_id IN @accounts) ORDER BY a.database_id = 0, a.id`,
		map[string]any{"accounts": h.accounts}).Scan(&h.rows).Error; err != nil {
		return err
	}
	if len(h.rows) == 0 {
		return tracker.Errorf(tracker.NotFound, "store.hangingOn", "nobody is stored under this key")
	}
	h.accounts = nil
	for _, row := range h.rows {
		if !row.account().IsHuman() {
			return tracker.Errorf(tracker.Invalid, "store.hangingOn", "%s is a %s account, and no person's", row.Login, row.Kind)
		}
		h.accounts = append(h.accounts, row.ID)
		h.nodes[strings.TrimRight(row.NodeID, "=")], h.fullName[row.Name] = true, true
		h.scopes = append(h.scopes, "person:"+row.NodeID)
		h.logins[loginKey(row.Login)] = true
		if row.DatabaseID > 0 {
			h.numbers = append(h.numbers, row.DatabaseID)
		}
		if row.Email != "" {
			h.emails[row.Email] = row.ID
		}
	}
	return nil
}

func (h *hanging) findPeople(t *tx) error {
	var people []personRow
	err := t.db.Raw("SELECT * FROM people WHERE id IN (SELECT person_id FROM person_accounts WHERE account_id IN ?) ORDER BY id", h.accounts).Scan(&people).Error
	for _, p := range people {
		h.people = append(h.people, p.ID)
		h.fullName[p.Name], h.orcids[p.ORCID], h.logins[loginKey(p.Login)] = true, true, true
	}
	return err
}

// findMembers finds as whom the person signs in.
func (h *hanging) findMembers(t *tx) error {
	return t.db.Raw("SELECT DISTINCT m.id FROM members m JOIN accounts a ON a.host = m.host AND a.database_id = m.number WHERE a.id IN ? ORDER BY m.id", h.accounts).Scan(&h.members).Error
}

// findWords finds every login, address and name that the person ever had here.
func (h *hanging) findWords(t *tx) error {
	var logins, names []string
	if err := t.db.Raw("SELECT login_key FROM account_logins WHERE account_id IN ?", h.accounts).Scan(&logins).Error; err != nil {
		return err
	}
	var emails []emailRow
	if err := t.db.Where("account_id IN ?", h.accounts).Find(&emails).Error; err != nil {
		return err
	}
	for _, e := range emails {
		h.emails[e.Email] = e.AccountID
	}
	err := t.db.Raw("SELECT DISTINCT name FROM commit_authors WHERE account_id IN @accounts OR email IN @emails",
		map[string]any{"accounts": h.accounts, "emails": slices.Sorted(maps.Keys(h.emails))}).Scan(&names).Error
	for _, login := range logins {
		h.logins[login] = true
	}
	for _, name := range names {
		h.fullName[name] = true
	}
	for _, words := range []map[string]bool{h.logins, h.nodes, h.orcids} {
		delete(words, "")
	}
	for login := range h.logins {
		h.scopes = append(h.scopes, "login:"+login)
	}
	return err
}

func (h *hanging) findRepositories(t *tx) error {
	var found []struct{ ID int64 }
	err := t.db.Raw(`SELECT DISTINCT r.id FROM repositories r LEFT JOIN repository_names n ON n.repository_id = r.id
		WHERE lower(r.owner) IN @logins OR lower(n.owner) IN @logins ORDER BY r.id`, map[string]any{"logins": slices.Sorted(maps.Keys(h.logins))}).Scan(&found).Error
	for _, r := range found {
		h.repositories = append(h.repositories, r.ID)
	}
	return err
}

// findCredits finds the names under which works credit the person.
func (h *hanging) findCredits(t *tx) error {
	var found []struct{ Repository, NameKey string }
	err := t.db.Raw(`SELECT DISTINCT `+namedRepository+`, c.name_key FROM credit_matches x JOIN credits c ON c.id = x.credit_id JOIN work_mentions m ON m.id = c.mention_id
		JOIN research_files f ON f.id = m.file_id JOIN repositories r ON r.id = f.repository_id WHERE x.account_id IN ?`, h.accounts).Scan(&found).Error
	for _, f := range found {
		h.credited = append(h.credited, creditName(f.Repository, f.NameKey))
	}
	return err
}

// parameters are the named parameters of a condition or a query of holdings, where it has
// any. A list without anything holds what nothing equals.
func (h *hanging) parameters(query string) []any {
	if !strings.Contains(query, "@") {
		return nil
	}
	orNone := func(keys []int64) []int64 {
		if len(keys) == 0 {
			return []int64{-1}
		}
		return keys
	}
	return []any{map[string]any{"accounts": orNone(h.accounts), "people": orNone(h.people), "repositories": orNone(h.repositories),
		"members": orNone(h.members), "numbers": orNone(h.numbers), "scopes": append([]string{"-"}, h.scopes...)}}
}

// refuse keeps the hash of everything by which a source may name the person.
func (h *hanging) refuse(r *refusals, erasure int64) {
	like := refusalRow{ErasureID: erasure, AccountID: h.accounts[0]}
	for _, row := range h.rows {
		like.AccountID = row.ID
		if row.DatabaseID > 0 {
			r.add(like, refusedNumber, row.Host, strconv.FormatInt(row.DatabaseID, 10))
		}
		r.add(like, refusedNode, "", row.NodeID)
		r.add(like, refusedLogin, "", row.Login)
	}
	for email, account := range h.emails {
		r.add(refusalRow{ErasureID: erasure, AccountID: account}, refusedEmail, "", email)
	}
	like.AccountID = h.accounts[0]
	for login := range h.logins {
		r.add(like, refusedLogin, "", login)
	}
	for orcid := range h.orcids {
		r.add(like, refusedORCID, "", orcid)
	}
	for _, name := range h.credited {
		r.add(like, refusedCredit, "", name)
	}
}

// isNamed reports whether a word of a text names the person.
func (h *hanging) isNamed(word string) bool {
	_, isEmail := h.emails[strings.ToLower(word)]
	return isEmail || h.logins[strings.ToLower(word)] || h.nodes[word] || h.orcids[word]
}

// marks are all words by which a text may name the person, lower case.
func (h *hanging) marks() []string {
	var all []string
	for _, words := range []map[string]bool{h.logins, h.nodes, h.orcids, h.fullName} {
		for word := range words {
			if word = strings.ToLower(strings.TrimSpace(word)); word != "" {
				all = append(all, word)
			}
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(append(all, slices.Collect(maps.Keys(h.emails))...))))
}

// phrases matches the person's full names: those of one word are left, as they may be
// anybody's.
func (h *hanging) phrases() *regexp.Regexp {
	var all []string
	for name := range h.fullName {
		if strings.ContainsRune(strings.TrimSpace(name), ' ') {
			all = append(all, regexp.QuoteMeta(strings.TrimSpace(name)))
		}
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortFunc(all, func(x, y string) int { return len(y) - len(x) })
	return regexp.MustCompile("(?i)" + strings.Join(all, "|"))
}

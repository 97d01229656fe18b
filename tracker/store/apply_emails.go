package store

import (
	"cmp"
	"slices"
	"strings"

	"rungless/tracker"
)

// linkReasons order the reasons of e-mail links: the later one is believed.
var linkReasons = []string{"", "merge head", "noreply", "github"}

// linkEmails stores which address is whose, and marks the commits of addresses
// whose owner changed, so that their contributions move with it.
func (a *applier) linkEmails() error {
	links := slices.Clone(a.batch.EmailLinks)
	for _, c := range a.batch.Commits {
		for _, author := range c.Authors {
			if author.Email == "" || author.Account.IsZero() || author.Account.Email != "" {
				continue
			}
			reason := "noreply"
			if a.source == tracker.GitHubSource {
				reason = "github"
			}
			links = append(links, tracker.EmailLink{Email: author.Email, Account: author.Account, Reason: reason})
		}
	}
	for _, l := range links {
		a.linkEmail(l)
	}
	if err := saveEntries(a.tx, a.accounts.links, 4); err != nil {
		return err
	}
	return a.dirtyEmails()
}

// linkEmail believes the better reason, then the lower account number, so that
// the order of arrival does not matter. An agent's or a bot's address stays its
// own account, whoever has registered it.
func (a *applier) linkEmail(l tracker.EmailLink) {
	email := strings.ToLower(clean(l.Email))
	id := a.accounts.id(l.Account)
	if email == "" || id == 0 || tracker.EmailKind(email) != tracker.EmailAccount {
		return
	}
	key := hubName{l.Account.Host, email}
	e := a.accounts.links[key]
	if e == nil {
		a.accounts.links[key] = &entry[emailRow]{fresh: true, changed: true, row: emailRow{key.host, email, id, l.Reason}}
		return
	}
	better := cmp.Or(
		cmp.Compare(slices.Index(linkReasons, l.Reason), slices.Index(linkReasons, e.row.Reason)),
		cmp.Compare(a.accounts.byID[e.row.AccountID].row.DatabaseID, a.accounts.byID[id].row.DatabaseID),
	)
	if better > 0 {
		e.changed = e.changed || e.row.AccountID != id
		e.row.AccountID, e.row.Reason, e.touched = id, l.Reason, true
	}
}

// dirtyEmails marks the stored commits whose addresses have a new owner.
func (a *applier) dirtyEmails() error {
	var keys [][]any
	for key, e := range a.accounts.links {
		if e.changed {
			keys = append(keys, []any{key.name, key.host})
		}
	}
	if len(keys) == 0 {
		return nil
	}
	var stored []int64
	err := a.queryKeyed(&stored, `SELECT DISTINCT ca.owner_id FROM {keys} CROSS JOIN commit_authors ca
		CROSS JOIN commits c CROSS JOIN repositories r
		WHERE ca.email = k.a AND ca.email <> '' AND c.id = ca.owner_id AND r.id = c.repository_id AND r.host = k.b`, keys)
	for _, id := range stored {
		a.commitIDs[id] = true
	}
	return cmp.Or(err, a.reach.reachInvited(a.tx, keys, stored))
}

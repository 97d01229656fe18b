package profile

import (
	"cmp"
	"context"
	"slices"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/store"
)

// invitations are the research credits of a person, each with who brought them
// into the work. One inviter of one work counts once, by the closest tier. It is
// nil where no citation file was ever read.
func (m *Maker) invitations(ctx context.Context, who Subject, r Request) ([]growth.Invitation, error) {
	list := []growth.Invitation{}
	isRead, err := m.Store.ResearchIsRead(ctx)
	if err != nil || !isRead {
		return nil, err
	}
	f := store.LedgerFilter{AccountIDs: who.AccountIDs, WithHidden: r.WithHidden, WithoutContested: true,
		PublicOnly: r.PublicOnly, Readable: r.Readable}
	err = m.Store.Ledger(ctx, f, func(w store.LedgerWork) error {
		for _, mention := range w.Mentions {
			for _, credit := range mention.Credits {
				if i, ok := invitationOf(who, w, mention, credit); ok {
					list = append(list, i)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	asked, err := m.Store.ResearchThreads(ctx, f)
	for _, a := range asked {
		tier := growth.AskedToReview
		if a.IsCoAuthor {
			tier = growth.CoAuthorOfWork
		}
		list = append(list, growth.Invitation{Tier: tier, Work: a.Work, URL: a.URL, By: growth.Actor{Account: a.By}, At: a.At})
	}
	return closest(list), err
}

// invitationOf is what put a line of a list of people there. A line that is gone
// invites to nothing any more.
func invitationOf(who Subject, w store.LedgerWork, mention store.LedgerMention, credit store.LedgerCredit) (growth.Invitation, bool) {
	added, ok := credit.Added()
	if !ok || credit.IsPast || mention.IsPast {
		return growth.Invitation{}, false
	}
	i := growth.Invitation{Tier: growth.AuthorEntry, Work: w.Title, By: growth.Actor{Account: added.By}, At: added.At,
		URL: tracker.CommitURL(mention.Repository, added.CommitSHA)}
	switch {
	case isOneOf(who.Accounts, added.By):
		i.Tier = growth.SelfAdded
	case credit.Role != tracker.AuthorRole:
		i.Tier = growth.Acknowledged
	}
	return i, true
}

// tiers order invitations, the closest first.
var tiers = []growth.Tier{growth.AuthorEntry, growth.CoAuthorOfWork, growth.AskedToReview, growth.Acknowledged, growth.SelfAdded}

// closest keeps, of the invitations of one person to one work, the closest and of
// those the first. What a person did themselves is kept where nobody invited them.
func closest(list []growth.Invitation) []growth.Invitation {
	slices.SortStableFunc(list, func(a, b growth.Invitation) int {
		return cmp.Or(cmp.Compare(slices.Index(tiers, a.Tier), slices.Index(tiers, b.Tier)), a.At.Compare(b.At), cmp.Compare(a.URL, b.URL))
	})
	type pair struct {
		work string
		by   tracker.Account
	}
	seen, invited := map[pair]bool{}, map[string]bool{}
	return slices.DeleteFunc(list, func(i growth.Invitation) bool {
		key := pair{i.Work, identity(i.By.Account)}
		again := seen[key] || i.Tier == growth.SelfAdded && invited[i.Work]
		seen[key] = true
		invited[i.Work] = invited[i.Work] || i.Tier != growth.SelfAdded
		return again
	})
}

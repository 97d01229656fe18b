package backtest

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"rungless/tracker"
	"rungless/tracker/moves"
	"rungless/tracker/store"
)

// LoadPast reads what everybody did in every repository of the store, for [Staying]
// and [Destination]. An act is
//
//   - a commit of a default branch, once for each author and co-author, at its commit
//     date: that is when it could be seen there, or soon before, while the author's
//     date may be months older. Commits that are only in a pull request are none;
//   - any other contribution: an opened thread, a review, a comment.
//
// Addresses of one person are one account, over all repositories ([people]). Bots and
// agents are left out.
func LoadPast(ctx context.Context, s *store.Store) (*moves.Past, error) {
	proposals, err := s.Proposals(ctx)
	if err != nil {
		return nil, err
	}
	finder := newFinder(proposals)
	var commits []tracker.Commit
	err = s.Commits(ctx, func(c tracker.Commit) error {
		for _, author := range c.Authors {
			finder.see(author)
		}
		commits = append(commits, slimmed(c))
		commits[len(commits)-1].Repository = c.Repository
		return nil
	})
	if err != nil {
		return nil, err
	}
	people := finder.people()
	var acts []moves.Act
	for _, c := range commits {
		acts = append(acts, commitActs(people, c)...)
	}
	kinds := slices.DeleteFunc(tracker.Kinds(), func(k tracker.Kind) bool { return k == tracker.CommitKind })
	err = s.Facts(ctx, store.EvidenceFilter{Kinds: kinds}, func(c tracker.Contribution) error {
		if c.Account.IsHuman() {
			acts = append(acts, otherAct(people, c))
		}
		return nil
	})
	return moves.NewPast(acts), err
}

// commitActs is a commit as the act of each person who wrote it.
func commitActs(people *people, c tracker.Commit) []moves.Act {
	act := moves.Act{ID: c.SHA, Repository: c.Repository.FullName(), At: c.CommittedAt}
	if len(c.PullRequests) > 0 {
		act.Thread = c.PullRequests[0]
	}
	for _, f := range c.Files {
		act.Paths = append(act.Paths, f.Path)
	}
	var acts []moves.Act
	for _, author := range c.Authors {
		if person := people.author(author); person >= 0 {
			act.Account = people.labels[person]
			acts = append(acts, act)
		}
	}
	return acts
}

func otherAct(people *people, c tracker.Contribution) moves.Act {
	account := strings.ToLower(cmp.Or(c.Account.Login, c.Account.Email))
	if person := people.named(account); person >= 0 {
		account = people.labels[person]
	}
	return moves.Act{ID: string(c.Kind) + ":" + c.ID, Account: account, Repository: c.Repository.FullName(), At: c.OccurredAt, Thread: c.Number}
}

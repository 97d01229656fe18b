// Package story holds made-up histories: the states in which the pages of package web
// are drawn for who builds them, and looked at by its tests. Start at [All]; everybody in
// a story is fictional.
package story

import (
	"context"
	"slices"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

// Now is the time at which every story is told.
var Now = time.Date(2026, 11, 23, 4, 2, 0, 0, time.UTC)

// Story is one state of a store.
type Story struct {
	Slug  string // names it in addresses
	Name  string
	About string // what to look for, a sentence
	// Unavailable says that the store cannot be read any more once it is filled.
	Unavailable bool

	tracked []tracker.Account
	batches func() []tracker.Batch // made when they are asked for: some are large
	runs    bool                   // a sync failed, and another goes on
	packs   bool                   // Mei has a draft of a pack, and a sealed one
}

// All returns the stories, from nothing to very much, then what goes wrong.
func All() []Story {
	crowd := []tracker.Account{Mei, Omar}
	return []Story{
		{Slug: "empty", Name: "Nothing yet", About: "Mei is tracked, and nothing of hers has come.", tracked: crowd[:1],
			batches: func() []tracker.Batch { return []tracker.Batch{{Source: tracker.GitHubSource, Accounts: crowd[:1]}} }},
		{Slug: "one", Name: "One piece", About: "One merged change, so that every chart has one mark or says why it has none.", tracked: crowd,
			batches: func() []tracker.Batch { return []tracker.Batch{Small(), one()} }},
		{Slug: "fifty", Name: "Fifty pieces", About: "Half a year of a new colleague with seven others; two works, a name that waits for a word, and first steps elsewhere.", tracked: crowd, runs: true, packs: true,
			batches: func() []tracker.Batch {
				return []tracker.Batch{Small(), Year(), History(50, Crew(7)), Elsewhere(Crew(7)), Research(3)}
			}},
		{Slug: "many", Name: "Three thousand pieces", About: "Years of a busy maintainer with sixty others; charts draw weeks, lists have pages.", tracked: append(crowd, Crew(60)...), runs: true, packs: true,
			batches: func() []tracker.Batch {
				return []tracker.Batch{Small(), Year(), History(3000, Crew(60)), Research(120)}
			}},
		{Slug: "hostile", Name: "Hostile words", About: "Every text from outside tries to be markup, script, a formula or an address.", tracked: []tracker.Account{Mei, hostilePerson(HostileTexts())},
			batches: func() []tracker.Batch { return append([]tracker.Batch{Small()}, Hostile(HostileTexts())...) }},
		{Slug: "private", Name: "Private repositories", About: "What only its readers may see is marked so.", tracked: crowd, packs: true,
			batches: func() []tracker.Batch { return []tracker.Batch{Small(), hidden(), Research(3)} }},
		{Slug: "unavailable", Name: "The store cannot be read", About: "Every page says what went wrong and what to do; none looks empty.", Unavailable: true, tracked: crowd[:1],
			batches: func() []tracker.Batch { return []tracker.Batch{Small()} }},
	}
}

// Find returns the story of a slug.
func Find(slug string) (Story, bool) {
	all := All()
	i := slices.IndexFunc(all, func(s Story) bool { return s.Slug == slug })
	if i < 0 {
		return Story{}, false
	}
	return all[i], true
}

// Fill puts the story into an empty store. seal seals the pack of a story that has one.
func (s Story) Fill(ctx context.Context, st *store.Store, seal Sealer) error {
	known := tracker.Batch{Source: tracker.GitHubSource, Accounts: s.tracked}
	for _, b := range append([]tracker.Batch{known}, s.batches()...) {
		if _, err := st.Apply(ctx, b); err != nil {
			return err
		}
	}
	for _, account := range s.tracked {
		if _, err := st.Track(ctx, account, "story"); err != nil {
			return err
		}
	}
	if s.packs {
		if err := addPacks(ctx, st, seal); err != nil {
			return err
		}
	}
	if !s.runs {
		return nil
	}
	_, _, err := AddRuns(ctx, st)
	return err
}

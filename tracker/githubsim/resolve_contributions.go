package githubsim

import (
	"cmp"
	"slices"
	"time"
)

// collection is a contributionsCollection: what a user did from one time to
// another, with the gaps that GitHub's has (see doc.go).
type collection struct {
	user         *User
	from, to     time.Time
	pullRequests []*Thread
	issues       []*Thread
	reviews      []*Review // the last of each pull request
	commits      map[*Repository][]*Commit
}

// maxRepositories is how many repositories commitContributionsByRepository lists
// at most.
const maxRepositories = 100

func (c *call) contributionsCollection(u *User) any {
	from, to := c.instant(c.field.args["from"]), c.instant(c.field.args["to"])
	switch {
	case from.IsZero() && to.IsZero():
		to = c.clock()
		from = to.AddDate(-1, 0, 0)
	case from.IsZero():
		from = to.AddDate(-1, 0, 0)
	case to.IsZero():
		to = from.AddDate(1, 0, 0)
	}
	if to.After(from.AddDate(1, 0, 0)) {
		c.fail("", "The total time spanned by 'from' and 'to' must not exceed 1 year")
		return nil
	}
	if to.Before(from) {
		c.fail("", "'from' must be before 'to'")
		return nil
	}
	return c.contributions(u, from, to)
}

// contributions gathers the contributions of a span, both ends included.
func (c *call) contributions(u *User, from, to time.Time) *collection {
	within := func(t time.Time) bool { return !t.Before(from) && !t.After(to) }
	opened := func(t *Thread) bool { return within(t.CreatedAt) }
	did := c.activity[u]
	made := &collection{user: u, from: from, to: to, commits: map[*Repository][]*Commit{}}
	made.pullRequests = filter(did.pullRequests, opened)
	made.issues = filter(did.issues, opened)
	made.reviews = lastReviews(did.reviews, within)
	for _, commit := range did.commits {
		if !commit.Repository.Fork && within(authored(commit)) {
			made.commits[commit.Repository] = append(made.commits[commit.Repository], commit)
		}
	}
	return made
}

func filter[T any](items []T, keep func(T) bool) []T {
	var kept []T
	for _, item := range items {
		if keep(item) {
			kept = append(kept, item)
		}
	}
	return kept
}

// lastReviews keeps the most recently submitted review of each pull request;
// reviews of one's own pull requests are no contributions.
func lastReviews(reviews []*Review, within func(time.Time) bool) []*Review {
	last := map[*Thread]*Review{}
	for _, r := range reviews {
		if r.Thread.Author == r.Author || r.State == "PENDING" || !within(r.SubmittedAt) {
			continue
		}
		if known := last[r.Thread]; known == nil || known.SubmittedAt.Before(r.SubmittedAt) {
			last[r.Thread] = r
		}
	}
	var kept []*Review
	for _, r := range last {
		kept = append(kept, r)
	}
	return kept
}

func contributionFields() map[string]resolver {
	return on(map[string]func(*call, *collection) any{
		"startedAt":         func(_ *call, k *collection) any { return k.from },
		"endedAt":           func(_ *call, k *collection) any { return k.to },
		"contributionYears": func(c *call, k *collection) any { return c.contributionYears(k.user) },
		"hasAnyContributions": func(_ *call, k *collection) any {
			return len(k.pullRequests)+len(k.issues)+len(k.reviews)+len(k.commits) > 0
		},
		"hasAnyRestrictedContributions": func(*call, *collection) any { return false },
		"restrictedContributionsCount":  func(*call, *collection) any { return 0 },

		"totalCommitContributions":            func(_ *call, k *collection) any { return k.commitCount() },
		"totalIssueContributions":             func(_ *call, k *collection) any { return len(k.issues) },
		"totalPullRequestContributions":       func(_ *call, k *collection) any { return len(k.pullRequests) },
		"totalPullRequestReviewContributions": func(_ *call, k *collection) any { return len(k.reviews) },

		"totalRepositoriesWithContributedCommits":            func(_ *call, k *collection) any { return len(k.commits) },
		"totalRepositoriesWithContributedIssues":             func(_ *call, k *collection) any { return repositoriesAmong(k.issues) },
		"totalRepositoriesWithContributedPullRequests":       func(_ *call, k *collection) any { return repositoriesAmong(k.pullRequests) },
		"totalRepositoriesWithContributedPullRequestReviews": func(_ *call, k *collection) any { return repositoriesAmong(k.reviewed()) },

		"commitContributionsByRepository": (*call).commitContributions,
		"pullRequestContributions":        func(c *call, k *collection) any { return c.opened(k, "pullRequest", k.pullRequests) },
		"issueContributions":              func(c *call, k *collection) any { return c.opened(k, "issue", k.issues) },
		"pullRequestReviewContributions":  (*call).reviewContributions,
	})
}

func (k *collection) commitCount() int {
	count := 0
	for _, commits := range k.commits {
		count += len(commits)
	}
	return count
}

func (k *collection) reviewed() []*Thread {
	threads := make([]*Thread, len(k.reviews))
	for i, r := range k.reviews {
		threads[i] = r.Thread
	}
	return threads
}

func repositoriesAmong(threads []*Thread) int {
	seen := map[*Repository]bool{}
	for _, t := range threads {
		seen[t.Repository] = true
	}
	return len(seen)
}

func (c *call) contributionYears(u *User) []int {
	seen := map[int]bool{}
	did := c.activity[u]
	for _, t := range slices.Concat(did.pullRequests, did.issues) {
		seen[t.CreatedAt.Year()] = true
	}
	for _, r := range did.reviews {
		seen[r.CreatedAt.Year()] = true
	}
	for _, m := range did.commits {
		seen[authored(m).Year()] = true
	}
	years := []int{}
	for year := range seen {
		years = append(years, year)
	}
	slices.SortFunc(years, func(a, b int) int { return cmp.Compare(b, a) })
	return years
}

// opened lists threads as contributions, newest first.
func (c *call) opened(k *collection, field string, threads []*Thread) any {
	descending := c.order(ordering{descending: true}).descending
	list := entriesOf(threads, placeThread("CREATED_AT"))
	for i := range list {
		t := list[i].item.(*Thread)
		list[i].item = object{field: t, "occurredAt": t.CreatedAt, "isRestricted": false, "user": k.user}
	}
	sortEntries(list, descending)
	return c.connection(list, descending)
}

func (c *call) reviewContributions(k *collection) any {
	descending := c.order(ordering{descending: true}).descending
	list := entriesOf(k.reviews, func(r *Review) (int64, int64) { return r.SubmittedAt.Unix(), r.ID })
	for i := range list {
		r := list[i].item.(*Review)
		list[i].item = object{
			"occurredAt": r.SubmittedAt, "isRestricted": false, "user": k.user,
			"pullRequest": r.Thread, "pullRequestReview": r, "repository": r.Thread.Repository,
		}
	}
	sortEntries(list, descending)
	return c.connection(list, descending)
}

// commitContributions lists at most 100 repositories, those with most commits
// first; the rest are left out without a word, as on GitHub.
func (c *call) commitContributions(k *collection) any {
	most := integer(c.field.args["maxRepositories"], 25)
	if most > maxRepositories {
		c.fail("", "maxRepositories must be at most %d", maxRepositories)
		return nil
	}
	var repositories []*Repository
	for r := range k.commits {
		repositories = append(repositories, r)
	}
	slices.SortFunc(repositories, func(a, b *Repository) int {
		return cmp.Or(cmp.Compare(len(k.commits[b]), len(k.commits[a])), cmp.Compare(a.ID, b.ID))
	})
	objects := make([]object, min(len(repositories), most))
	for i := range objects {
		r := repositories[i]
		objects[i] = object{
			"repository": r, "url": c.url(r) + "/commits?author=" + k.user.Login,
			"contributions": &dayCommits{k.user, r, k.commits[r]},
		}
	}
	c.served += len(objects)
	return objects
}

// dayCommits are a user's commits in a repository, to be grouped by day.
type dayCommits struct {
	user       *User
	repository *Repository
	commits    []*Commit
}

// commitDays resolves CommitContributionsByRepository.contributions: one node per
// day, while totalCount counts commits.
func commitDays(c *call, value any) any {
	d := value.(object)["contributions"].(*dayCommits)
	counts := map[time.Time]int{}
	for _, m := range d.commits {
		counts[authored(m).UTC().Truncate(24*time.Hour)]++
	}
	var list []entry
	for day, count := range counts {
		list = append(list, entry{key: day.Unix(), item: object{
			"commitCount": count, "occurredAt": day, "repository": d.repository, "isRestricted": false, "user": d.user,
		}})
	}
	sortEntries(list, true)
	answer := c.connection(list, true)
	if p, ok := answer.(*page); ok {
		p.total = len(d.commits)
	}
	return answer
}

package githubsim

import "slices"

// accountFields are what every kind of account has.
func accountFields() map[string]resolver {
	return on(map[string]func(*call, *User) any{
		"id":           func(_ *call, u *User) any { return u.NodeID },
		"databaseId":   func(_ *call, u *User) any { return u.ID },
		"login":        func(_ *call, u *User) any { return u.Login },
		"name":         func(_ *call, u *User) any { return optional(u.Name) },
		"url":          func(c *call, u *User) any { return c.url(u) },
		"resourcePath": func(_ *call, u *User) any { return path(u) },
		"avatarUrl":    func(c *call, u *User) any { return c.avatar(u) },
		"createdAt":    func(_ *call, u *User) any { return u.CreatedAt },
		"updatedAt":    func(_ *call, u *User) any { return firstSet(u.UpdatedAt, u.CreatedAt) },
		"email":        func(*call, *User) any { return "" }, // public addresses are rare
		"claimant":     func(*call, *User) any { return nil },
		"repositories": (*call).repositoriesOf,
	})
}

// userFields are what people have, and partly organisations.
func userFields() map[string]resolver {
	return on(map[string]func(*call, *User) any{
		"company":                      func(_ *call, u *User) any { return optional(u.Company) },
		"location":                     func(_ *call, u *User) any { return optional(u.Location) },
		"bio":                          func(*call, *User) any { return nil },
		"isViewer":                     func(c *call, u *User) any { return u == c.world.Viewer },
		"socialAccounts":               (*call).socialAccounts,
		"pullRequests":                 (*call).pullRequestsOfUser,
		"issues":                       (*call).issuesOfUser,
		"issueComments":                (*call).issueCommentsOfUser,
		"repositoryDiscussions":        (*call).discussionsOfUser,
		"repositoryDiscussionComments": (*call).discussionCommentsOfUser,
		"commitComments":               (*call).commitCommentsOfUser,
		"contributionsCollection":      (*call).contributionsCollection,
	})
}

func (c *call) repositoriesOf(u *User) any {
	o := c.order(ordering{field: "CREATED_AT"})
	var owned []*Repository
	for _, r := range c.world.Repositories {
		if r.Owner == u && c.readable(r) && !c.guarded(r) {
			owned = append(owned, r)
		}
	}
	list := entriesOf(owned, func(r *Repository) (int64, int64) {
		return placeBy(o.field, r.CreatedAt, r.UpdatedAt, r.Stars), r.ID
	})
	sortEntries(list, o.descending)
	return c.connection(list, o.descending)
}

// socialAccounts has the ORCID record, where there is one: that is how people
// show theirs on GitHub.
func (c *call) socialAccounts(u *User) any {
	var accounts []object
	if u.ORCID != "" {
		address := "https://orcid.org/" + u.ORCID
		accounts = append(accounts, object{"displayName": address, "provider": "GENERIC", "url": address})
	}
	return c.connection(inOrder(accounts), false)
}

func (c *call) pullRequestsOfUser(u *User) any {
	return c.threads("pullRequests", u, c.activity[u].pullRequests, c.pullRequestFilter())
}

func (c *call) issuesOfUser(u *User) any {
	return c.threads("issues", u, c.activity[u].issues, c.issueFilter())
}

func (c *call) discussionsOfUser(u *User) any {
	return c.threads("discussions", u, c.activity[u].discussions, c.discussionFilter())
}

// threads answers a connection of threads in the order that is asked for; keep
// nil keeps all.
func (c *call) threads(name string, owner any, threads []*Thread, keep func(*Thread) bool) any {
	o := c.order(ordering{field: "CREATED_AT"})
	list := c.sort(name, owner, o, func() []entry { return entriesOf(threads, placeThread(o.field)) })
	if keep != nil {
		list = slices.DeleteFunc(slices.Clone(list), func(e entry) bool { return !keep(e.item.(*Thread)) })
	}
	return c.connection(list, o.descending)
}

// pullRequestFilter reads the arguments states, labels, baseRefName and headRefName
// of pull requests; nil where none is given.
func (c *call) pullRequestFilter() func(*Thread) bool {
	states, labels := texts(c.field.args["states"]), texts(c.field.args["labels"])
	base, head := argument[string](c, "baseRefName"), argument[string](c, "headRefName")
	if len(states)+len(labels)+len(base)+len(head) == 0 {
		return nil
	}
	return func(t *Thread) bool {
		return (len(states) == 0 || slices.Contains(states, t.State)) && hasAnyLabel(t, labels) &&
			(base == "" || t.BaseRef == base) && (head == "" || t.HeadRef == head)
	}
}

// hasAnyLabel reports whether a thread has one of the labels; true for none.
func hasAnyLabel(t *Thread, labels []string) bool {
	return len(labels) == 0 || slices.ContainsFunc(labels, func(l string) bool { return slices.Contains(t.Labels, l) })
}

// issueFilter reads the arguments states, labels and filterBy of issues; nil where
// none is given.
func (c *call) issueFilter() func(*Thread) bool {
	filter, _ := c.field.args["filterBy"].(map[string]any)
	states := append(texts(c.field.args["states"]), texts(filter["states"])...)
	labels := append(texts(c.field.args["labels"]), texts(filter["labels"])...)
	since := c.instant(filter["since"])
	author, _ := filter["createdBy"].(string)
	c.refuseUnserved(filter)
	if len(states) == 0 && len(labels) == 0 && since.IsZero() && author == "" {
		return nil
	}
	return func(t *Thread) bool {
		return (len(states) == 0 || slices.Contains(states, t.State)) &&
			hasAnyLabel(t, labels) && !t.UpdatedAt.Before(since) && (author == "" || t.Author != nil && t.Author.Login == author)
	}
}

// discussionFilter reads the arguments states and answered of discussions; nil where
// none is given.
func (c *call) discussionFilter() func(*Thread) bool {
	states := texts(c.field.args["states"])
	answered, ok := c.field.args["answered"].(bool)
	if !ok && len(states) == 0 {
		return nil
	}
	return func(t *Thread) bool {
		return (len(states) == 0 || slices.Contains(states, t.State)) && (!ok || (t.Answer != nil) == answered)
	}
}

func (c *call) issueCommentsOfUser(u *User) any {
	o := c.order(ordering{field: "CREATED_AT"})
	return c.comments("issueComments", u, c.activity[u].issueComments, o)
}

// discussionCommentsOfUser has no orderBy: oldest first, so that a client that
// wants the newest walks backwards.
func (c *call) discussionCommentsOfUser(u *User) any {
	return c.comments("discussionComments", u, c.activity[u].discussionComments, ordering{field: "CREATED_AT"})
}

func (c *call) commitCommentsOfUser(u *User) any {
	return c.comments("commitComments", u, c.activity[u].commitNotes, ordering{field: "CREATED_AT"})
}

func (c *call) comments(name string, owner any, comments []*Comment, o ordering) any {
	list := c.sort(name, owner, o, func() []entry { return entriesOf(comments, placeComment(o.field)) })
	return c.connection(list, o.descending)
}

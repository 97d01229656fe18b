package githubsim

import "slices"

// threadFields are what pull requests, issues and discussions have alike.
func threadFields() map[string]resolver {
	return on(map[string]func(*call, *Thread) any{
		"id":                func(_ *call, t *Thread) any { return t.NodeID },
		"databaseId":        func(_ *call, t *Thread) any { return t.ID },
		"fullDatabaseId":    func(_ *call, t *Thread) any { return t.ID },
		"number":            func(_ *call, t *Thread) any { return t.Number },
		"title":             func(_ *call, t *Thread) any { return t.Title },
		"body":              func(c *call, t *Thread) any { return c.text(t.Body) },
		"bodyText":          func(c *call, t *Thread) any { return c.text(t.Body) },
		"url":               func(c *call, t *Thread) any { return c.url(t) },
		"resourcePath":      func(_ *call, t *Thread) any { return path(t) },
		"state":             func(_ *call, t *Thread) any { return t.State },
		"closed":            func(_ *call, t *Thread) any { return t.State != "OPEN" },
		"locked":            func(_ *call, t *Thread) any { return t.Locked },
		"createdAt":         func(_ *call, t *Thread) any { return t.CreatedAt },
		"publishedAt":       func(_ *call, t *Thread) any { return t.CreatedAt },
		"updatedAt":         func(_ *call, t *Thread) any { return t.UpdatedAt },
		"closedAt":          func(_ *call, t *Thread) any { return t.ClosedAt },
		"lastEditedAt":      func(*call, *Thread) any { return nil },
		"author":            func(_ *call, t *Thread) any { return t.Author },
		"authorAssociation": func(_ *call, t *Thread) any { return t.Association },
		"repository":        func(_ *call, t *Thread) any { return t.Repository },
		"milestone":         (*call).milestone,
		"labels":            (*call).labels,
		"assignees":         func(c *call, t *Thread) any { return c.connection(inOrder(t.Assignees), false) },
		"participants":      func(c *call, t *Thread) any { return c.connection(inOrder(participants(t)), false) },
		"comments":          (*call).conversation,
		"timelineItems":     (*call).timelineItems,
		"reactions":         func(_ *call, t *Thread) any { return &page{total: t.Reactions} },
		"reactionGroups":    func(_ *call, t *Thread) any { return reactionGroups(t.Reactions) },
	})
}

func (c *call) milestone(t *Thread) any {
	if t.Milestone == "" {
		return nil
	}
	number := 1 + slices.Index(c.contents[t.Repository].milestones, t.Milestone)
	return object{
		"id": opaqueID("MI", t.Repository.FullName()+" "+t.Milestone), "title": t.Milestone, "number": number,
		"dueOn": nil, "state": "OPEN", "url": c.milestoneURL(t.Repository, number),
	}
}

func (c *call) labels(t *Thread) any {
	labels := make([]object, len(t.Labels))
	for i, name := range t.Labels {
		labels[i] = label(t.Repository, name)
	}
	return c.connection(inOrder(labels), false)
}

func label(r *Repository, name string) object {
	return object{"id": opaqueID("LA", r.FullName()+" "+name), "name": name, "color": "ededed"}
}

// conversation is a thread's comments, oldest first; of a discussion, those that
// are no replies.
func (c *call) conversation(t *Thread) any {
	o := c.order(ordering{field: "CREATED_AT"})
	list := entriesOf(t.Comments, placeComment(o.field))
	sortEntries(list, o.descending)
	return c.connection(list, o.descending)
}

// participants are the people of a thread, its author first.
func participants(t *Thread) []*User {
	var users []*User
	add := func(u *User) {
		if u != nil && u.Type == "User" && !slices.Contains(users, u) {
			users = append(users, u)
		}
	}
	add(t.Author)
	for _, m := range t.Comments {
		add(m.Author)
	}
	for _, r := range t.Reviews {
		add(r.Author)
	}
	return users
}

// reactionGroups has every kind of reaction, as GitHub's always has; the world
// counts reactions without their kind, so all are thumbs up.
func reactionGroups(count int) []object {
	kinds := []string{"THUMBS_UP", "THUMBS_DOWN", "LAUGH", "HOORAY", "CONFUSED", "HEART", "ROCKET", "EYES"}
	groups := make([]object, len(kinds))
	for i, kind := range kinds {
		groups[i] = object{"content": kind, "reactors": &page{}}
	}
	groups[0]["reactors"] = &page{total: count}
	return groups
}

func issueFields() map[string]resolver {
	return on(map[string]func(*call, *Thread) any{
		"stateReason":                    func(_ *call, t *Thread) any { return optional(t.StateReason) },
		"parent":                         func(*call, *Thread) any { return nil },
		"subIssuesSummary":               func(*call, *Thread) any { return object{"total": 0, "completed": 0, "percentCompleted": 0} },
		"closedByPullRequestsReferences": (*call).closingPullRequests,
	})
}

// closingPullRequests are the pull requests that close an issue by reference;
// those that were closed without a merge only when asked for.
func (c *call) closingPullRequests(t *Thread) any {
	all := argument[bool](c, "includeClosedPrs")
	var threads []*Thread
	for _, p := range c.closers[t] {
		if all || p.State != "CLOSED" {
			threads = append(threads, p)
		}
	}
	return c.connection(inOrder(threads), false)
}

func discussionFields() map[string]resolver {
	return on(map[string]func(*call, *Thread) any{
		"category":       func(_ *call, t *Thread) any { return category(t) },
		"isAnswered":     isAnswered,
		"answer":         func(_ *call, t *Thread) any { return t.Answer },
		"answerChosenAt": func(_ *call, t *Thread) any { return t.AnsweredAt },
		"answerChosenBy": func(_ *call, t *Thread) any { return t.AnswerBy },
		"upvoteCount":    func(_ *call, t *Thread) any { return t.Upvotes },
	})
}

func category(t *Thread) object {
	id := opaqueID("DIC", t.Repository.FullName()+" "+t.Category)
	return object{"id": id, "name": t.Category, "slug": t.Category, "isAnswerable": t.Answerable}
}

// isAnswered is null where the category takes no answers.
func isAnswered(_ *call, t *Thread) any {
	if !t.Answerable {
		return nil
	}
	return t.Answer != nil
}

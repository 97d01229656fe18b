package githubsim

func reviewFields() map[string]resolver {
	return on(map[string]func(*call, *Review) any{
		"id":                func(_ *call, r *Review) any { return r.NodeID },
		"databaseId":        func(_ *call, r *Review) any { return r.ID },
		"fullDatabaseId":    func(_ *call, r *Review) any { return r.ID },
		"state":             func(_ *call, r *Review) any { return r.State },
		"body":              func(c *call, r *Review) any { return c.text(r.Body) },
		"bodyText":          func(c *call, r *Review) any { return c.text(r.Body) },
		"url":               func(c *call, r *Review) any { return c.url(r) },
		"createdAt":         func(_ *call, r *Review) any { return r.CreatedAt },
		"updatedAt":         func(_ *call, r *Review) any { return r.UpdatedAt },
		"submittedAt":       func(_ *call, r *Review) any { return r.SubmittedAt },
		"publishedAt":       func(_ *call, r *Review) any { return r.SubmittedAt },
		"lastEditedAt":      func(*call, *Review) any { return nil },
		"author":            func(_ *call, r *Review) any { return r.Author },
		"authorAssociation": func(_ *call, r *Review) any { return r.Association },
		"commit":            func(c *call, r *Review) any { return c.commit(r.Thread.Repository, r.CommitSHA) },
		"pullRequest":       func(_ *call, r *Review) any { return r.Thread },
		"repository":        func(_ *call, r *Review) any { return r.Thread.Repository },
		"comments":          (*call).commentsOfReview,
		"reactions":         func(*call, *Review) any { return &page{} },
		"reactionGroups":    func(*call, *Review) any { return reactionGroups(0) },
		"isMinimized":       func(*call, *Review) any { return false },
		"minimizedReason":   func(*call, *Review) any { return nil },
	})
}

func (c *call) commentsOfReview(r *Review) any {
	list := entriesOf(r.Comments, placeComment(""))
	sortEntries(list, false)
	return c.connection(list, false)
}

// commentFields are what all four types of comment have.
func commentFields() map[string]resolver {
	return on(map[string]func(*call, *Comment) any{
		"id":                func(_ *call, m *Comment) any { return m.NodeID },
		"databaseId":        func(_ *call, m *Comment) any { return m.ID },
		"fullDatabaseId":    func(_ *call, m *Comment) any { return m.ID },
		"body":              func(c *call, m *Comment) any { return c.text(m.Body) },
		"bodyText":          func(c *call, m *Comment) any { return c.text(m.Body) },
		"url":               func(c *call, m *Comment) any { return c.url(m) },
		"createdAt":         func(_ *call, m *Comment) any { return m.CreatedAt },
		"publishedAt":       func(_ *call, m *Comment) any { return m.CreatedAt },
		"updatedAt":         func(_ *call, m *Comment) any { return m.UpdatedAt },
		"lastEditedAt":      func(*call, *Comment) any { return nil },
		"author":            func(_ *call, m *Comment) any { return m.Author },
		"authorAssociation": func(_ *call, m *Comment) any { return m.Association },
		"repository":        func(_ *call, m *Comment) any { return m.Repository },
		"issue":             func(_ *call, m *Comment) any { return issueOf(m) },
		"pullRequest":       pullRequestOf,
		"discussion":        func(_ *call, m *Comment) any { return m.Thread },
		"commit":            func(c *call, m *Comment) any { return c.commit(m.Repository, m.CommitSHA) },
		"path":              func(_ *call, m *Comment) any { return optional(m.Path) },
		"position":          func(_ *call, m *Comment) any { return positive(m.Line) },
		"isMinimized":       func(_ *call, m *Comment) any { return m.Minimized != "" },
		"minimizedReason":   func(_ *call, m *Comment) any { return optional(m.Minimized) },
		"reactions":         func(_ *call, m *Comment) any { return &page{total: m.Reactions} },
		"reactionGroups":    func(_ *call, m *Comment) any { return reactionGroups(m.Reactions) },
	})
}

// issueOf is the thread of an issue comment as an issue. GitHub gives the issue
// behind a pull request, too: with that issue's own ids.
func issueOf(m *Comment) *Thread {
	if m.Thread.Type == "Issue" {
		return m.Thread
	}
	issue := *m.Thread
	issue.Type, issue.ID, issue.NodeID = "Issue", m.Thread.IssueID, opaqueID("I", m.Thread.IssueID)
	if issue.State == "MERGED" {
		issue.State = "CLOSED"
	}
	return &issue
}

func pullRequestOf(_ *call, m *Comment) any {
	if m.Thread.Type != "PullRequest" {
		return nil
	}
	return m.Thread
}

func reviewCommentFields() map[string]resolver {
	return on(map[string]func(*call, *Comment) any{
		"path":              func(_ *call, m *Comment) any { return m.Path },
		"line":              func(_ *call, m *Comment) any { return positive(m.Line) },
		"originalLine":      func(_ *call, m *Comment) any { return positive(m.Line) },
		"diffHunk":          func(_ *call, m *Comment) any { return m.DiffHunk },
		"outdated":          func(_ *call, m *Comment) any { return m.Line == 0 },
		"originalCommit":    func(c *call, m *Comment) any { return c.commit(m.Repository, m.CommitSHA) },
		"pullRequestReview": func(c *call, m *Comment) any { return c.view.nodes[m.Review.NodeID] }, // null for an unlisted one
		"replyTo":           func(_ *call, m *Comment) any { return m.ReplyTo },
		"state":             reviewCommentState,
	})
}

func reviewCommentState(_ *call, m *Comment) any {
	if m.Review.State == "PENDING" {
		return "PENDING"
	}
	return "SUBMITTED"
}

func discussionCommentFields() map[string]resolver {
	return on(map[string]func(*call, *Comment) any{
		"deletedAt":   func(_ *call, m *Comment) any { return m.DeletedAt },
		"isAnswer":    func(_ *call, m *Comment) any { return m.Thread.Answer == m },
		"upvoteCount": func(_ *call, m *Comment) any { return m.Upvotes },
		"replyTo":     func(_ *call, m *Comment) any { return m.ReplyTo },
		"replies":     func(c *call, m *Comment) any { return c.connection(entriesOf(m.Replies, placeComment("")), false) },
	})
}

package githubsim

import (
	"slices"
	"strings"
)

// eventTypes are the timeline events that are served, with the REST name of each.
// Events of other types in a World are left out of timelines.
var eventTypes = map[string]string{
	"MergedEvent": "merged", "ClosedEvent": "closed", "ReopenedEvent": "reopened",
	"ReadyForReviewEvent": "ready_for_review", "ConvertToDraftEvent": "convert_to_draft",
	"ReviewRequestedEvent": "review_requested", "ReviewRequestRemovedEvent": "review_request_removed",
	"ReviewDismissedEvent": "review_dismissed", "CrossReferencedEvent": "cross-referenced",
	"ConnectedEvent": "connected", "AssignedEvent": "assigned", "UnassignedEvent": "unassigned",
	"LabeledEvent": "labeled", "UnlabeledEvent": "unlabeled", "MilestonedEvent": "milestoned",
	"DemilestonedEvent": "demilestoned", "RenamedTitleEvent": "renamed", "LockedEvent": "locked",
	"UnlockedEvent": "unlocked", "MentionedEvent": "mentioned", "SubscribedEvent": "subscribed",
	"UnsubscribedEvent": "unsubscribed", "ReferencedEvent": "referenced",
	"HeadRefForcePushedEvent": "head_ref_force_pushed", "HeadRefDeletedEvent": "head_ref_deleted",
	"HeadRefRestoredEvent": "head_ref_restored", "CommentDeletedEvent": "comment_deleted",
	"TransferredEvent": "transferred", "UserBlockedEvent": "user_blocked",
}

// eventFields serves every event: each type's schema picks what it has.
func eventFields() map[string]resolver {
	return on(map[string]func(*call, *Event) any{
		"id":                func(_ *call, e *Event) any { return e.NodeID },
		"databaseId":        func(_ *call, e *Event) any { return e.ID },
		"createdAt":         func(_ *call, e *Event) any { return e.CreatedAt },
		"referencedAt":      func(_ *call, e *Event) any { return e.CreatedAt },
		"actor":             func(_ *call, e *Event) any { return e.Actor },
		"pullRequest":       func(_ *call, e *Event) any { return e.thread },
		"subject":           func(_ *call, e *Event) any { return e.thread },
		"target":            func(_ *call, e *Event) any { return e.thread },
		"source":            func(c *call, e *Event) any { return c.source(e) },
		"closer":            (*call).closer,
		"requestedReviewer": func(_ *call, e *Event) any { return e.Reviewer },
		"assignee":          func(_ *call, e *Event) any { return e.Reviewer },
		"commit":            func(c *call, e *Event) any { return c.mergeCommit(e.thread) },
		"mergeRefName":      func(_ *call, e *Event) any { return e.thread.BaseRef },
		"stateReason":       func(_ *call, e *Event) any { return optional(e.thread.StateReason) },
		"isCrossRepository": func(_ *call, e *Event) any { return e.Source != nil && e.Source.Repository != e.thread.Repository },
		"willCloseTarget":   func(_ *call, e *Event) any { return e.Source != nil && slices.Contains(e.Source.Closes, e.thread) },
		"label":             func(_ *call, e *Event) any { return label(e.thread.Repository, e.Subject) },
		"milestoneTitle":    func(_ *call, e *Event) any { return e.Subject },
		"currentTitle":      func(_ *call, e *Event) any { return e.Subject },
		"previousTitle":     func(_ *call, e *Event) any { return e.Former },
		"url":               func(c *call, e *Event) any { return c.url(e.thread) },
	})
}

// closer is the pull request or the commit that closed a thread; null when a
// person did.
func (c *call) closer(e *Event) any {
	if e.Source != nil && e.Source.Type == "PullRequest" {
		return c.source(e)
	}
	return e.Commit
}

// source is what an event refers to, if the viewer may see it.
func (c *call) source(e *Event) any {
	if e.Source == nil || c.view.nodes[e.Source.NodeID] == nil {
		return nil
	}
	return e.Source
}

// timelineItems is all that happened in an issue or pull request, oldest first:
// its events, comments and, for a pull request, commits and reviews.
func (c *call) timelineItems(t *Thread) any {
	wanted := map[string]bool{}
	for _, kind := range texts(c.field.args["itemTypes"]) {
		wanted[itemType(kind)] = true
	}
	since := c.instant(c.field.args["since"])
	var list []entry
	for _, e := range c.timeline(t) {
		if (len(wanted) == 0 || wanted[typeName(e.item)]) && e.key >= since.Unix() {
			list = append(list, e)
		}
	}
	sortEntries(list, false)
	return c.connection(list[min(len(list), integer(c.field.args["skip"], 0)):], false)
}

// itemType turns MERGED_EVENT into MergedEvent.
func itemType(enum string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(enum, "_") {
		b.WriteString(word[:1] + strings.ToLower(word[1:]))
	}
	return b.String()
}

func (c *call) timeline(t *Thread) []entry {
	var list []entry
	for _, e := range t.Events {
		if c.shownEvent(t, e) {
			list = append(list, entry{e.CreatedAt.Unix(), e.ID, e})
		}
	}
	for _, m := range t.Comments {
		list = append(list, entry{m.CreatedAt.Unix(), m.ID, m})
	}
	if t.Type != "PullRequest" {
		return list
	}
	for _, r := range c.reviewsOf(t) {
		list = append(list, entry{r.CreatedAt.Unix(), r.ID, r})
	}
	for i, commit := range t.CommitSHAs {
		list = append(list, entry{commit.Committer.When.Unix(), int64(i), c.pullRequestCommit(t, commit)})
	}
	return list
}

// shownEvent leaves out events of types that a thread of this type does not have,
// and references from discussions, which GitHub does not report.
func (c *call) shownEvent(t *Thread, e *Event) bool {
	definition := c.schema.Types[e.Type]
	return definition != nil && c.is(definition, t.Type+"TimelineItems") && (e.Source == nil || e.Source.Type != "Discussion" && (e.Type != "CrossReferencedEvent" || c.source(e) != nil))
}

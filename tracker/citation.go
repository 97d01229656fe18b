package tracker

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// CommentRef names a review or a comment as a link to it does. The repository has
// the name that the link gives, of today or of before.
type CommentRef struct {
	Thread     ThreadRef
	Kind       Kind // ReviewKind, ReviewComment, IssueComment or DiscussionComment
	DatabaseID int64
}

// commentLink matches the address of a review or a comment, as GitHub's pages
// copy it: the owner, the name, what kind of thread, its number, the anchor's
// word and the item's number. "/files#r1" is the older form of
// "#discussion_r1". The numbers fit their types.
var commentLink = regexp.MustCompile(`(?i)(https?)://([a-z0-9.-]+(?::[0-9]+)?)/([a-z0-9_-]{1,100})/([a-z0-9._-]{1,100})/` +
	`(pull|issues|discussions)/([0-9]{1,9})(?:/(?:files|changes|commits)[a-z0-9/]*)?(?:\?[^\s#<>()]{0,200})?` +
	`#(issuecomment-|discussion_r|r|pullrequestreview-|discussioncomment-)([0-9]{1,18})\b`)

var linkedThreads = map[string]ThreadKind{"pull": PullRequestKind, "issues": IssueKind, "discussions": DiscussionKind}

var linkedKinds = map[string]Kind{"issuecomment-": IssueComment, "discussion_r": ReviewComment, "r": ReviewComment,
	"pullrequestreview-": ReviewKind, "discussioncomment-": DiscussionComment}

// mostLinks is how many links of one text are read: a text with more is a list
// that a program made.
const mostLinks = 50

// CommentLinks finds the reviews and comments of a host that a text links to, in
// order, each once; empty and not nil where there is none. Lines that quote
// somebody are left out: their links are somebody else's.
func CommentLinks(host, text string) []CommentRef {
	refs := []CommentRef{}
	if !strings.Contains(text, "#") {
		return refs
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), ">") {
			continue
		}
		for _, m := range commentLink.FindAllStringSubmatch(line, mostLinks) {
			if ref, ok := commentRef(host, m); ok && len(refs) < mostLinks && !slices.Contains(refs, ref) {
				refs = append(refs, ref)
			}
		}
	}
	return refs
}

// commentRef reads the parts of one link; false for one to another host, or whose
// anchor no thread of its kind has.
func commentRef(host string, m []string) (CommentRef, bool) {
	number, _ := strconv.Atoi(m[6])         // nine digits fit
	id, _ := strconv.ParseInt(m[8], 10, 64) // eighteen do
	thread, kind := linkedThreads[strings.ToLower(m[5])], linkedKinds[strings.ToLower(m[7])]
	ref := CommentRef{Kind: kind, DatabaseID: id,
		Thread: ThreadRef{Repository: RepositoryRef{Host: host, Owner: m[3], Name: m[4]}, Kind: thread, Number: number}}
	fits := thread == PullRequestKind && kind != DiscussionComment || thread == IssueKind && kind == IssueComment ||
		thread == DiscussionKind && kind == DiscussionComment
	return ref, fits && strings.EqualFold(m[2], host) && number > 0 && id > 0
}

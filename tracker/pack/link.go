package pack

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"rungless/tracker"
)

// Link is what a permalink names, as far as its address tells.
type Link struct {
	Kind       tracker.Kind // of what is named; "" for a page that is no contribution, such as a figure's source
	Repository tracker.RepositoryRef
	Number     int    // of the thread; 0 where there is none
	DatabaseID int64  // of a review or comment
	SHA        string // of a commit
	Tag        string // of a release
	// URL is the address in its one form: without the parts that GitHub ignores. Two
	// links to one thing have equal ones, but for renames.
	URL string
}

// longestLink is how many bytes an address may have, as everywhere in rungless.
const longestLink = 2000

var (
	pathOfThread  = regexp.MustCompile(`^(pull|issues|discussions)/([0-9]{1,9})(?:/(?:files|commits|changes)[a-z0-9/]*)?$`)
	pathOfCommit  = regexp.MustCompile(`^commit/([0-9a-f]{40}|[0-9a-f]{64})$`)
	pathOfRelease = regexp.MustCompile(`^releases/tag/(.{1,255})$`)
	anchorOfItem  = regexp.MustCompile(`^(issuecomment-|discussion_r|r|pullrequestreview-|discussioncomment-)([0-9]{1,18})$`)
	nameOfOwner   = regexp.MustCompile(`^[A-Za-z0-9_-]{1,100}$`)
	nameOfProject = regexp.MustCompile(`^[A-Za-z0-9._-]{1,100}$`)
)

var threadKinds = map[string]tracker.Kind{"pull": tracker.PullRequestKind, "issues": tracker.IssueKind, "discussions": tracker.DiscussionKind}

var itemKinds = map[string]tracker.Kind{"issuecomment-": tracker.IssueComment, "discussion_r": tracker.ReviewComment, "r": tracker.ReviewComment,
	"pullrequestreview-": tracker.ReviewKind, "discussioncomment-": tracker.DiscussionComment}

// ParseLink reads an address of a page that anybody could open. What it names is told
// for addresses of the given GitHub host; every other one is a page without a kind. The
// error is a [tracker.Invalid] one and does not repeat the address, which may hold a
// password.
func ParseLink(host, text string) (Link, error) {
	const op = "pack.ParseLink"
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || len(text) > longestLink:
		return Link{}, tracker.Errorf(tracker.Invalid, op, "it is not the address of a page").WithHint("copy it from the browser, from https:// on")
	case u.User != nil:
		return Link{}, tracker.Errorf(tracker.Invalid, op, "it holds a user's name or password").WithHint("leave out what stands before the @ of its host")
	case strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("<>\"\\^`{|}", r) }):
		return Link{}, tracker.Errorf(tracker.Invalid, op, "it holds characters that an address may not hold").WithHint("copy it from the browser, which writes them as %%20 and the like")
	}
	link := Link{URL: u.String()}
	parts := strings.SplitN(strings.TrimPrefix(u.Path, "/"), "/", 3)
	if !strings.EqualFold(u.Host, host) || len(parts) < 3 || !nameOfOwner.MatchString(parts[0]) || !nameOfProject.MatchString(parts[1]) {
		return link, nil
	}
	link.Repository = tracker.RepositoryRef{Host: host, Owner: parts[0], Name: parts[1]}
	link.read(parts[2], u)
	return link, nil
}

// read finds out what the rest of a repository's address names.
func (l *Link) read(rest string, u *url.URL) {
	if m := pathOfThread.FindStringSubmatch(rest); m != nil {
		thread := tracker.ThreadRef{Repository: l.Repository, Kind: threadKinds[m[1]]}
		thread.Number, _ = strconv.Atoi(m[2]) // at most nine digits
		l.Kind, l.Number, l.URL = thread.Kind, thread.Number, tracker.ThreadURL(thread)
		if item := anchorOfItem.FindStringSubmatch(u.Fragment); item != nil {
			l.Kind = itemKinds[item[1]]
			l.DatabaseID, _ = strconv.ParseInt(item[2], 10, 64) // at most 18 digits
			l.URL = tracker.ItemURL(thread, l.Kind, l.DatabaseID)
		}
	}
	if m := pathOfCommit.FindStringSubmatch(rest); m != nil && u.Fragment == "" {
		l.Kind, l.SHA, l.URL = tracker.CommitKind, m[1], tracker.CommitURL(l.Repository, m[1])
	}
	if m := pathOfRelease.FindStringSubmatch(rest); m != nil {
		l.Kind, l.Tag, l.URL = ReleaseKind, m[1], tracker.ReleaseURL(l.Repository, m[1])
	}
}

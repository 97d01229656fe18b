package tracker

import (
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
)

// ThreadURL is where GitHub shows a thread. It follows renames, because it is
// made from the repository's current name and not stored.
func ThreadURL(ref ThreadRef) string {
	segment := map[Kind]string{PullRequestKind: "pull", IssueKind: "issues", DiscussionKind: "discussions"}[ref.Kind]
	if segment == "" {
		segment = "issues" // GitHub redirects to the pull request when it is one
	}
	return repositoryURL(ref.Repository) + "/" + segment + "/" + strconv.Itoa(ref.Number)
}

// CommitURL is where GitHub shows a commit.
func CommitURL(repository RepositoryRef, sha string) string {
	return repositoryURL(repository) + "/commit/" + sha
}

// anchors are the fragments under which GitHub shows an item within its thread;
// they are what html_url holds in the REST description.
var anchors = map[Kind]string{
	ReviewKind:        "#pullrequestreview-%d",
	ReviewComment:     "#discussion_r%d",
	IssueComment:      "#issuecomment-%d",
	DiscussionComment: "#discussioncomment-%d",
	CommitComment:     "#commitcomment-%d",
}

// ItemURL is where GitHub shows an item of a thread.
func ItemURL(thread ThreadRef, kind Kind, databaseID int64) string {
	return ThreadURL(thread) + fmt.Sprintf(anchors[kind], databaseID)
}

// CommitCommentURL is where GitHub shows a comment on a commit.
func CommitCommentURL(repository RepositoryRef, sha string, databaseID int64) string {
	return CommitURL(repository, sha) + fmt.Sprintf(anchors[CommitComment], databaseID)
}

// ReleaseURL is where GitHub shows a release.
func ReleaseURL(repository RepositoryRef, tag string) string {
	return repositoryURL(repository) + "/releases/tag/" + url.PathEscape(tag)
}

// FileURL is where GitHub shows a file, or a line of it, as a commit left it. An
// address of Markdown needs plain=1 for its lines; GitHub ignores it elsewhere.
func FileURL(repository RepositoryRef, sha, path string, line int) string {
	address := repositoryURL(repository) + "/blob/" + sha + "/" + (&url.URL{Path: path}).EscapedPath()
	if line > 0 {
		address += "?plain=1#L" + strconv.Itoa(line)
	}
	return address
}

func repositoryURL(r RepositoryRef) string {
	u := url.URL{Scheme: "https", Host: r.Host, Path: "/" + r.Owner + "/" + r.Name}
	if IsLoopback(u.Hostname()) {
		u.Scheme = "http"
	}
	return u.String()
}

// IsLoopback reports whether a host name without its port is this machine:
// the only place that rungless speaks to, or links to, by plain http.
func IsLoopback(hostname string) bool {
	ip, err := netip.ParseAddr(hostname)
	return hostname == "localhost" || err == nil && ip.IsLoopback()
}

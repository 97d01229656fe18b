package tracker

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
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

// Permalink is what the address of a contribution names: a thread, an item of one, a
// commit, a comment on one, or the line of a file that credits somebody.
type Permalink struct {
	Repository RepositoryRef // host, owner and name
	Kind       Kind          // "" for a thread whose kind the address does not decide
	Number     int           // of the thread
	DatabaseID int64         // of the item
	SHA        string        // of the commit
}

// permalinkPath is the path of such an address: owner, name, then what is named.
var permalinkPath = regexp.MustCompile(`^/([^/]+)/([^/]+)/(?:(?:pull|issues|discussions)/([0-9]{1,9})|(?:commit|blob)/([0-9a-f]{1,64})(/.+)?)$`)

// ParsePermalink reads an address as [Contribution] has it, or as a browser shows it.
func ParsePermalink(text string) (Permalink, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return Permalink{}, noPermalink(text)
	}
	parts := permalinkPath.FindStringSubmatch(u.Path)
	if parts == nil {
		return Permalink{}, noPermalink(text)
	}
	p := Permalink{Repository: RepositoryRef{Host: strings.ToLower(u.Host), Owner: parts[1], Name: parts[2]}, SHA: parts[4]}
	p.Number, _ = strconv.Atoi(parts[3]) // digits, or nothing
	switch {
	case parts[5] != "":
		p.Kind = ResearchCredit
	case p.SHA != "":
		p.Kind = CommitKind
	}
	for kind, anchor := range anchors {
		digits, found := strings.CutPrefix("#"+u.Fragment, strings.TrimSuffix(anchor, "%d"))
		if id, err := strconv.ParseInt(digits, 10, 64); found && err == nil {
			p.Kind, p.DatabaseID = kind, id
		}
	}
	return p, nil
}

func noPermalink(text string) error {
	return Errorf(Invalid, "tracker.ParsePermalink", "%q is not the address of a contribution", text).
		WithHint("copy it from the browser: a pull request, review, comment, issue, discussion or commit")
}

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
// commit, a comment on one, a release, or the line of a file that credits somebody.
type Permalink struct {
	Repository RepositoryRef // host, owner and name
	Kind       Kind          // of what is named
	Thread     Kind          // as the address says: GitHub redirects from issues to pull requests
	Number     int           // of the thread; 0 where there is none
	DatabaseID int64         // of the item
	SHA        string        // of the commit
	Tag        string        // of the release
}

// ReleasePage is the kind of a permalink that names a release, which is no contribution.
const ReleasePage Kind = "release"

var (
	permalinkPath = regexp.MustCompile(`^/([A-Za-z0-9_-]{1,100})/([A-Za-z0-9._-]{1,100})/(pull|issues|discussions|commit|blob|releases/tag)/(.+)$`)
	// threadRest is what follows "pull/": its number, and a page of it that GitHub links to.
	threadRest = regexp.MustCompile(`^([0-9]{1,9})(?:/(?:files|commits|changes)[a-z0-9/]*)?$`)
	commitRest = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})(/.+)?$`)
	// linesAnchor is the fragment of a comment on the page of changed files.
	linesAnchor = regexp.MustCompile(`^r([0-9]{1,18})$`)
)

var threadSegments = map[string]Kind{"pull": PullRequestKind, "issues": IssueKind, "discussions": DiscussionKind}

// ParsePermalink reads an address as [Contribution] has it, or as a browser shows it. Any
// host may be GitHub's: the caller knows which is. The error is an [Invalid] one.
func ParsePermalink(text string) (Permalink, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.Host == "" || len(text) > longestAddress {
		return Permalink{}, noPermalink()
	}
	parts := permalinkPath.FindStringSubmatch(u.Path)
	if parts == nil {
		return Permalink{}, noPermalink()
	}
	p := Permalink{Repository: RepositoryRef{Host: strings.ToLower(u.Host), Owner: parts[1], Name: parts[2]}}
	if !p.read(parts[3], parts[4], u.Fragment) {
		return Permalink{}, noPermalink()
	}
	return p, nil
}

// read takes what stands after the repository; false where it names nothing.
func (p *Permalink) read(segment, rest, fragment string) bool {
	switch segment {
	case "commit", "blob":
		m := commitRest.FindStringSubmatch(rest)
		if m == nil || (segment == "blob") != (m[2] != "") {
			return false
		}
		if p.Kind, p.SHA = CommitKind, m[1]; m[2] != "" {
			p.Kind = ResearchCredit
			return true
		}
		p.readItem(fragment, CommitComment)
	case "releases/tag":
		p.Kind, p.Tag = ReleasePage, rest
		return len(rest) <= 255
	default:
		m := threadRest.FindStringSubmatch(rest)
		if m == nil {
			return false
		}
		p.Thread = threadSegments[segment]
		p.Kind = p.Thread
		p.Number, _ = strconv.Atoi(m[1]) // at most nine digits
		p.readItem(fragment, ReviewKind, ReviewComment, IssueComment, DiscussionComment)
	}
	return true
}

// readItem finds the item that a fragment names; a fragment that names none is only a
// place on the page.
func (p *Permalink) readItem(fragment string, kinds ...Kind) {
	if m := linesAnchor.FindStringSubmatch(fragment); m != nil {
		fragment = "discussion_r" + m[1]
	}
	for _, kind := range kinds {
		digits, found := strings.CutPrefix("#"+fragment, strings.TrimSuffix(anchors[kind], "%d"))
		id, err := strconv.ParseUint(digits, 10, 63)
		if found && err == nil && id != 0 && digits[0] != '+' {
			p.Kind, p.DatabaseID = kind, int64(id) //nolint:gosec // parsed as 63 bits
		}
	}
}

// URL is the address in its one form, without what GitHub ignores; "" for the line of a
// file, which its other parts do not tell. Reading it gives the permalink back.
func (p Permalink) URL() string {
	thread := ThreadRef{Repository: p.Repository, Kind: p.Thread, Number: p.Number}
	switch {
	case p.Number != 0 && p.DatabaseID != 0:
		return ItemURL(thread, p.Kind, p.DatabaseID)
	case p.Number != 0:
		return ThreadURL(thread)
	case p.Kind == CommitComment:
		return CommitCommentURL(p.Repository, p.SHA, p.DatabaseID)
	case p.Kind == CommitKind:
		return CommitURL(p.Repository, p.SHA)
	case p.Kind == ReleasePage:
		return ReleaseURL(p.Repository, p.Tag)
	}
	return ""
}

// noPermalink does not repeat the address, which may hold a password.
func noPermalink() error {
	return Errorf(Invalid, "tracker.ParsePermalink", "this is not the address of a contribution").
		WithHint("copy it from the browser: a pull request, review, comment, issue, discussion or commit")
}

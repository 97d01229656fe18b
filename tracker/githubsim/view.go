package githubsim

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// view is the world as one request sees it: what its token may read, and the
// addresses by which the request's host is reached.
type view struct {
	*index
	api   string // https://api.github.com, or http://host/api/v3
	html  string // https://github.com, or http://host
	now   time.Time
	quota quota // after this request
}

// apiHost reports whether a host serves REST at its root, as api.github.com does.
func apiHost(host string) bool { return strings.HasPrefix(host, "api.") }

func newView(ix *index, r *http.Request, now time.Time) *view {
	v := &view{index: ix, api: "http://" + r.Host + "/api/v3", html: "http://" + r.Host, now: now}
	if apiHost(r.Host) {
		v.api, v.html = "https://"+r.Host, "https://"+strings.TrimPrefix(r.Host, "api.")
	}
	return v
}

// text writes a text of the world with its links.
func (v *view) text(t string) string { return strings.ReplaceAll(t, Self, v.html) }

// clock is the world's time, which its history ends at, or the server's.
func (v *view) clock() time.Time {
	if v.world.Now.IsZero() {
		return v.now
	}
	return v.world.Now
}

// path of the page on which GitHub shows a thing; "" for what has none.
func path(value any) string {
	switch v := value.(type) {
	case *User:
		return "/" + v.Login
	case *Repository:
		return "/" + v.FullName()
	case *Thread:
		segment := map[string]string{"PullRequest": "pull", "Issue": "issues", "Discussion": "discussions"}[v.Type]
		return fmt.Sprintf("%s/%s/%d", path(v.Repository), segment, v.Number)
	case *Review:
		return fmt.Sprintf("%s#pullrequestreview-%d", path(v.Thread), v.ID)
	case *Comment:
		return commentPath(v)
	case *Commit:
		return path(v.Repository) + "/commit/" + v.SHA
	case *Release:
		return path(v.Repository) + "/releases/tag/" + v.Tag
	}
	return ""
}

func commentPath(m *Comment) string {
	switch m.Type {
	case "PullRequestReviewComment":
		return fmt.Sprintf("%s#discussion_r%d", path(m.Thread), m.ID)
	case "DiscussionComment":
		return fmt.Sprintf("%s#discussioncomment-%d", path(m.Thread), m.ID)
	case "CommitComment":
		return fmt.Sprintf("%s/commit/%s#commitcomment-%d", path(m.Repository), m.CommitSHA, m.ID)
	}
	return fmt.Sprintf("%s#issuecomment-%d", path(m.Thread), m.ID)
}

// url is the address of the page on which a thing is shown.
func (v *view) url(value any) string { return v.html + path(value) }

// avatar is an account's picture; nothing is served there.
func (v *view) avatar(u *User) string { return fmt.Sprintf("%s/avatars/u/%d?v=4", v.html, u.ID) }

func (v *view) milestoneURL(r *Repository, number int) string {
	return fmt.Sprintf("%s%s/milestone/%d", v.html, path(r), number)
}

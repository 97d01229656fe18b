package githubsim

import (
	"fmt"
	"net/http"
	"strconv"
)

// ghostID is the account that GitHub's REST shows in place of a deleted one as the
// author of issues, pull requests and their comments. The author of a review, a review
// comment or a commit comment is null instead, as every author is in GraphQL.
const ghostID = 10137

// simpleAuthor is an author, or the account named ghost.
func (v *view) simpleAuthor(u *User) any {
	if u == nil {
		return v.userObject(&User{ID: ghostID, NodeID: "MDQ6VXNlcjEwMTM3", Login: "ghost", Type: "User"})
	}
	return v.simpleUser(u)
}

// simpleUser is an account as it appears within other objects; null for a ghost.
func (v *view) simpleUser(u *User) any {
	if u == nil {
		return nil
	}
	return v.keep("user", u, func() object { return v.userObject(u) })
}

func (v *view) simpleUsers(users []*User) []any {
	shown := make([]any, len(users))
	for i, u := range users {
		shown[i] = v.simpleUser(u)
	}
	return shown
}

func (v *view) userObject(u *User) object {
	self := v.api + "/users/" + u.Login
	shown := object{
		"login": u.Login, "id": u.ID, "node_id": u.NodeID, "avatar_url": v.avatar(u), "gravatar_id": "",
		"url": self, "html_url": v.url(u), "type": u.Type, "site_admin": false, "user_view_type": "public",
		"following_url": self + "/following{/other_user}", "gists_url": self + "/gists{/gist_id}",
		"starred_url": self + "/starred{/owner}{/repo}", "events_url": self + "/events{/privacy}",
		"subscriptions_url": self + "/subscriptions", "organizations_url": self + "/orgs",
		"repos_url": self + "/repos", "followers_url": self + "/followers",
		"received_events_url": self + "/received_events",
	}
	return shown
}

func (c *restCall) viewer() { c.account(c.world.Viewer) }

func (c *restCall) userByLogin() { c.account(c.view.user(c.parameter("login"))) }

func (c *restCall) userByID() {
	id, _ := strconv.ParseInt(c.parameter("id"), 10, 64)
	c.account(c.usersByID[id])
}

// account answers with all that is public about an account.
func (c *restCall) account(u *User) {
	if u == nil {
		c.notFound()
		return
	}
	shown := c.userObject(u)
	for name, value := range map[string]any{
		"name": optional(u.Name), "company": optional(u.Company), "location": optional(u.Location), "blog": "",
		"email": nil, "hireable": nil, "bio": nil, "twitter_username": nil, "public_gists": 0,
		"followers": 0, "following": 0, "public_repos": c.publicRepositories(u),
		"created_at": moment(u.CreatedAt), "updated_at": moment(firstSet(u.UpdatedAt, u.CreatedAt)),
	} {
		shown[name] = value
	}
	c.one(shown, firstSet(u.UpdatedAt, u.CreatedAt))
}

func (c *restCall) publicRepositories(u *User) int {
	count := 0
	for _, r := range c.world.Repositories {
		if r.Owner == u && !r.Private {
			count++
		}
	}
	return count
}

// searchIssues answers GET /search/issues.
func (c *restCall) searchIssues() {
	found, err := c.searchThreads(c.query("q"), false)
	w := c.window()
	if err == nil && w.page*w.perPage > searchLimit {
		c.fail(http.StatusUnprocessableEntity, "Only the first 1000 search results are available", "https://docs.github.com/v3/search/")
		return
	}
	if err != nil {
		c.json(http.StatusUnprocessableEntity, object{
			"message": "Validation Failed", "documentation_url": "https://docs.github.com/v3/search/", "status": "422",
			"errors": []object{{"message": err.Error(), "resource": "Search", "field": "q", "code": "invalid"}},
		})
		return
	}
	part := found[min(len(found), (w.page-1)*w.perPage):min(len(found), w.page*w.perPage)]
	items := make([]any, len(part))
	for i, t := range part {
		shown := c.issueObject(t)
		shown["score"] = 1.0
		items[i] = shown
	}
	c.json(http.StatusOK, object{"total_count": len(found), "incomplete_results": false, "search_type": "lexical", "items": items})
	c.nodes = len(items)
	c.link(w, (min(len(found), searchLimit)+w.perPage-1)/w.perPage)
}

// nodeURL is the REST address of a thing below a repository.
func (v *view) nodeURL(r *Repository, format string, args ...any) string {
	return v.api + "/repos/" + r.FullName() + fmt.Sprintf(format, args...)
}

package githubsim

import (
	"net/http"
	"strconv"
	"strings"
)

// repositoryHandler answers a route below a repository that the viewer may read.
type repositoryHandler func(c *restCall, r *Repository)

// restRoutes lists the REST API. What is below a repository is served under its
// name and under its id, which renames do not change.
func (s *Server) restRoutes() *http.ServeMux {
	mux := http.NewServeMux()
	for pattern, handler := range map[string]restHandler{
		"/user":          (*restCall).viewer,
		"/user/{id}":     (*restCall).userByID,
		"/users/{login}": (*restCall).userByLogin,
		"/search/issues": (*restCall).searchIssues,

		"/user/memberships/orgs/{org}":                 (*restCall).ownMembership,
		"/orgs/{org}/teams/{team}/memberships/{login}": (*restCall).teamMembership,
	} {
		mux.HandleFunc("GET "+pattern, handler.serve)
	}
	for pattern, handler := range repositoryRoutes() {
		mux.HandleFunc("GET /repos/{owner}/{name}"+pattern, handler.byName)
		mux.HandleFunc("GET /repositories/{repository_id}"+pattern, handler.byID)
	}
	return mux
}

func repositoryRoutes() map[string]repositoryHandler {
	return map[string]repositoryHandler{
		"":                          (*restCall).repositoryItself,
		"/issues":                   (*restCall).issues,
		"/issues/{number}":          (*restCall).issue,
		"/issues/{number}/comments": (*restCall).issueConversation,
		"/issues/{number}/events":   (*restCall).issueEvents,
		"/issues/comments":          (*restCall).issueComments,
		"/issues/events":            (*restCall).repositoryEvents,
		"/pulls":                    (*restCall).pulls,
		"/pulls/{number}":           (*restCall).pull,
		"/pulls/{number}/reviews":   (*restCall).pullReviews,
		"/pulls/{number}/comments":  (*restCall).pullComments,
		"/pulls/{number}/files":     (*restCall).pullFiles,
		"/pulls/{number}/commits":   (*restCall).pullCommits,
		"/pulls/comments":           (*restCall).reviewComments,
		"/comments":                 (*restCall).commitComments,
		"/commits":                  (*restCall).commits,
		"/commits/{sha}":            (*restCall).commitItself,
		"/commits/{sha}/comments":   (*restCall).commentsOfCommit,
		"/releases":                 (*restCall).releases,
		"/contents/{path...}":       (*restCall).fileContents,
		"/git/trees/{sha}":          (*restCall).tree,
		"/git/blobs/{sha}":          (*restCall).blob,
	}
}

func callOf(r *http.Request) *restCall {
	c := r.Context().Value(callKey{}).(*restCall)
	c.request = r // with the route's parameters
	return c
}

func (h restHandler) serve(_ http.ResponseWriter, r *http.Request) { h(callOf(r)) }

// byName finds the repository by its name; one that was renamed is elsewhere.
func (h repositoryHandler) byName(_ http.ResponseWriter, r *http.Request) {
	c := callOf(r)
	owner, name := c.parameter("owner"), c.parameter("name")
	found := c.view.repository(owner, name)
	if found != nil && !strings.EqualFold(found.FullName(), owner+"/"+name) {
		c.moved(found, strings.TrimPrefix(c.path, "/repos/"+owner+"/"+name))
		return
	}
	h.answer(c, found)
}

func (h repositoryHandler) byID(_ http.ResponseWriter, r *http.Request) {
	c := callOf(r)
	id, _ := strconv.ParseInt(c.parameter("repository_id"), 10, 64)
	h.answer(c, c.view.byID[id])
}

func (h repositoryHandler) answer(c *restCall, r *Repository) {
	if r == nil {
		c.notFound()
		return
	}
	if c.guarded(r) {
		c.fail(http.StatusForbidden, "Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.", "https://docs.github.com/articles/authenticating-to-a-github-organization-with-saml-single-sign-on/")
		c.header.Set("X-GitHub-SSO", "required; url="+c.html+"/orgs/"+r.Owner.Login+"/sso")
		return
	}
	_, below, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(c.path, "/repositories/"), "/repos/"+r.Owner.Login+"/"), "/")
	c.path = "/repositories/" + strconv.FormatInt(r.ID, 10)
	if below != "" {
		c.path += "/" + below
	}
	h(c, r)
}

// moved redirects to the repository's address by id, as GitHub does after a rename
// or transfer.
func (c *restCall) moved(r *Repository, below string) {
	to := c.api + "/repositories/" + strconv.FormatInt(r.ID, 10) + below
	if query := c.request.URL.RawQuery; query != "" {
		to += "?" + query
	}
	c.json(http.StatusMovedPermanently, object{
		"message": "Moved Permanently", "url": to, "documentation_url": "https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects",
	})
	c.header.Set("Location", to)
}

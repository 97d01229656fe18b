package web

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"

	"github.com/gin-gonic/gin"
)

// apiRoot is where the JSON API lives. It only reads, and it answers with what the .json
// twins of the pages hold: one load function, one struct, one rule of who sees what.
const (
	apiRoot     = "/api/v1"
	openAPIPath = "/-/openapi.json"
)

// operation is one address of the API.
type operation struct {
	id, path, summary string
	reading           string // the path of the page whose twin it answers with
	query             []queryParameter
	page              page // an empty one, for the shape of its JSON
}

type queryParameter struct{ name, means string }

// operations lists every address of the API, as its description has them.
func operations() []operation {
	from := []queryParameter{{"from", "first day of the window: 2026-05-01"}}
	places := []queryParameter{{"file", "number of the file whose list is shown"}, {"page", "of the list"}, {"changes", "page of the changes"}}
	nothing := &measured{}
	return []operation{
		{"listPeople", "/people", "People who are tracked, by name", "/people", []queryParameter{{"q", "words in a name or login"}, {"after", "cursor, from the address in next"}}, &peoplePage{}},
		{"getPerson", "/people/:login", "One person: the facts in a sentence, the whole profile, what the sync could see", "/p/:login", nil, &overviewPage{measured: nothing}},
		{"getScope", "/people/:login/scope", "With whom they ship, what debt they are trusted with, who invited them", "/p/:login/scope", from, &scopePage{measured: nothing}},
		{"getDepth", "/people/:login/depth", "Sustained, validated work in each domain", "/p/:login/depth", from, &depthPage{measured: nothing}},
		{"getResearch", "/people/:login/research", "Works that name them, and who added them", "/p/:login/research", nil, &researchPage{}},
		{"listEvidence", "/people/:login/evidence", "What they did, newest first", "/p/:login/evidence", evidenceParameters, &evidencePage{}},
		{"listDomains", "/domains", "Domains, from surface to deep", "/domains", nil, &domainsPage{}},
		{"getDomain", "/domains/:slug", "One domain: its rules, and what was merged there", "/domains/:slug", nil, &domainPage{}},
		{"getWork", "/works/:id", "One research work: its files, people and changes", "/works/:id", places, &workPage{}},
		{"listSyncs", "/sync", "Runs of the sync, newest first", "/sync", nil, &syncPage{}},
		{"getSync", "/sync/:run", "One run, with how far each stream came", "/sync/:run", nil, &runPage{}},
	}
}

var evidenceParameters = []queryParameter{
	{"kind", "pull_request, review, review_comment, issue, issue_comment, discussion, discussion_comment, commit_comment, commit or research_credit"},
	{"state", "open, merged or closed; of a review approved, changes_requested, commented or dismissed"},
	{"repository", "owner/name"}, {"domain", "slug of a domain"}, {"with", "login of somebody who took part too"},
	{"from", "first day, UTC: 2026-05-01"}, {"to", "last day, UTC"}, {"q", "words in the title"}, {"after", "cursor, from the address in next"},
}

// addAPI adds the API's addresses, each with the load function of its page.
func (s *Server) addAPI(router *gin.Engine) {
	loads := map[string]func(*gin.Context) (page, error){}
	for _, r := range s.readings() {
		loads[r.path] = r.load
	}
	for _, o := range operations() {
		load := loads[o.reading]
		router.GET(apiRoot+o.path, s.handle(func(c *gin.Context) error {
			p, err := load(c)
			if err != nil {
				return err
			}
			return s.writeJSON(c, http.StatusOK, p)
		}))
	}
	router.GET(openAPIPath, s.handle(s.showOpenAPI))
}

// isAPI reports whether a program asks: for the API, or to sign in.
func isAPI(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, apiRoot+"/") || strings.HasPrefix(r.URL.Path, "/-/device/") || r.URL.Path == "/-/whoami"
}

// apiPath is the address of the API that answers as a page about a person does.
func apiPath(path string) string {
	if rest, ok := strings.CutPrefix(path, "/p/"); ok {
		return apiRoot + "/people/" + rest
	}
	return path
}

// problem is an error as RFC 9457 has it.
type problem struct {
	Type   string `json:"type"`   // always "about:blank": the status says what sort it is
	Title  string `json:"title"`  // the status in words
	Status int    `json:"status"` // of the answer
	Detail string `json:"detail"` // what is wrong, one sentence
	Kind   string `json:"kind"`   // "not found", "invalid", ...
	Hint   string `json:"hint,omitempty"`

	RequestID string `json:"request_id,omitempty"` // finds the request in the log, where the server failed
}

// writeProblem answers an error of the API.
func (s *Server) writeProblem(c *gin.Context, p *errorPage) error {
	body, err := json.Marshal(problem{Type: "about:blank", Title: http.StatusText(p.Status), Status: p.Status, Detail: p.Message, Kind: p.Kind, Hint: p.Hint, RequestID: p.RequestID})
	if err != nil {
		return err
	}
	send(c, p.Status, "application/problem+json", append(body, '\n'))
	return nil
}

// jsonTypeOf is the type of a page's JSON.
func jsonTypeOf(p page) reflect.Type {
	if t, ok := p.(twin); ok {
		return reflect.TypeOf(t.json())
	}
	return reflect.TypeOf(p).Elem()
}

package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
)

// examples are the addresses at which the storybook shows pages, and the tests of reach
// look at them, by route. A GET route whose only parameter is :login, or which has none, is
// looked at without a line here.
//
// ADD A LINE when you add a route with another parameter, or a page that looks otherwise
// with another query; without one for the first, TestEveryRouteIsLookedAt fails. Every
// address is asked of every story of package story, as Mei at her machine; one that a story
// has nothing for may answer 404, but not in the story "fifty". {work} is a work of that
// story. What answers with anything but a page is left alone.
var examples = map[string][]string{
	"/people":                    {"/people", "/people?q=e", "/people?q=nobody-at-all"},
	"/p/:login":                  {"/p/mei-zhao", "/p/tidy%5Bbot%5D"},
	"/p/:login/figures/:measure": {"/p/mei-zhao/figures/depth?domain=kernels", "/p/mei-zhao/figures/collaborators"},
	"/p/:login/evidence":         {"/p/mei-zhao/evidence", "/p/mei-zhao/evidence?kind=review&q=nothing-fits"},
	"/works/:id":                 {"{work}"},
	"/domains/:slug":             {"/domains/kernels"},
	"/moves/:place":              {"/moves/training", "/moves/kernels"},
	"/moves/:place/:name":        {"/moves/atlas/compass"},
	"/sync/:run":                 {"/sync/1"},
	"/me/hours":                  {"/me/hours?zone=Asia/Tokyo"},
	"/packs/:id":                 {"/packs/1", "/packs/2"},
	"/packs/:id/edit":            {"/packs/1/edit", "/packs/1/edit?claim=batch", "/packs/1/edit?claim=bare&q=nothing-fits", "/packs/1/edit?chapter=batching"},
	"/packs/:id/print":           {"/packs/1/print", "/packs/2/print"},
	"/packs/:id/files/:name":     {"/packs/1/files/pack.md"},
	"/packs/:id/compare":         {"/packs/1/compare"},
	"/packs/:id/verify":          {"/packs/2/verify"},
	"/static/:hash/:name":        {"/static/0/style.css"},
	"/-/storybook/:story":        {"/-/storybook/one?at=/people"},
}

// mistakes are addresses that ask for what cannot be: each answers with a page that says so.
var mistakes = []string{
	"/nowhere", "/p/nobody", "/p/ghost", "/p/mei-zhao?from=x", "/p/mei-zhao/scope?sort=x", "/p/mei-zhao/figures/nothing", "/p/mei-zhao/evidence?kind=x",
	"/p/tidy%5Bbot%5D/depth", "/works/x", "/domains/nothing", "/sync/x", "/packs/99", "/packs/x/edit", "/packs/1/edit?kind=x",
}

// addressesOf are where a route is looked at.
func addressesOf(route string) []string {
	if given, ok := examples[route]; ok {
		return slices.Clone(given)
	}
	return []string{strings.ReplaceAll(route, ":login", "mei-zhao")}
}

// pageRoutes are the routes of a router that answer GET, but for the twins of pages and the API.
func pageRoutes(router *gin.Engine) []string {
	var routes []string
	for _, r := range router.Routes() {
		if r.Method == http.MethodGet && !strings.HasPrefix(r.Path, "/api/") && !strings.HasSuffix(r.Path, ".json") && !strings.HasSuffix(r.Path, ".csv") {
			routes = append(routes, r.Path)
		}
	}
	slices.Sort(routes)
	return routes
}

//go:build unix

package main

import (
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"rungless/tracker/store/storebench"
)

// pagesOfActs are pages about one account, whoever it is.
var pagesOfActs = []string{"/p/LOGIN", "/p/LOGIN/mix", "/p/LOGIN/evidence", "/p/LOGIN/evidence.json", "/p/LOGIN/evidence?kind=review&state=approved", "/p/LOGIN/evidence?q=part+42",
	"/p/LOGIN/evidence?domain=kernels", "/p/LOGIN/evidence?q=part+42&domain=nlp", "/p/LOGIN/evidence?with=person-8"}

// pagesOfOne are pages about a person.
var pagesOfOne = append([]string{"/p/LOGIN/scope", "/p/LOGIN/depth", "/p/LOGIN/research", "/p/LOGIN/figures/collaborators", "/p/LOGIN/feed.atom"}, pagesOfActs...)

// of are pages about somebody.
func of(login string, pages []string) []string {
	all := make([]string, len(pages))
	for i, page := range pages {
		all[i] = strings.ReplaceAll(page, "LOGIN", login)
	}
	return all
}

// pagesOfAll are the others.
var pagesOfAll = []string{"/", "/people", "/people?q=person-77", "/domains", "/domains/kernels", "/evidence", "/evidence?kind=review", "/evidence?q=part+42", "/evidence?q=step+123456",
	"/evidence?repository=acme/repository-7&state=merged", "/evidence?with=person-8", "/evidence?domain=kernels", "/evidence?q=part+42&domain=nlp",
	"/moves", "/moves/kernels", "/me/hours", "/me/initiatives", "/me/statement", "/me/uncredited", "/packs", "/sync", "/settings", "/settings/data", "/-/jump?q=person-77", "/-/readyz"}

// BenchmarkServe starts `rungless serve` over the store that RUNGLESS_SCALE_STORE names, a
// file or an address of PostgreSQL that package storebench filled, as an ordinary person's own instance.
// Eight clients ask for each page forty times. It prints the times of each page's answers, that of the
// first, which measures what nobody measured before, and the most memory that the process held.
func BenchmarkServe(b *testing.B) {
	dsn := os.Getenv("RUNGLESS_SCALE_STORE")
	if dsn == "" {
		b.Skip("RUNGLESS_SCALE_STORE names no large store: docs/scale.md")
	}
	server := launch(b, "serve", built(b), []string{"HOME=" + b.TempDir(), "PATH=", "RUNGLESS_STORE_DSN=" + dsn, "RUNGLESS_GITHUB_PEOPLE=" + storebench.Login,
		"GOMEMLIMIT=" + os.Getenv("GOMEMLIMIT")}, "serve", "--addr", "127.0.0.1:0", "--sync-every", "0")
	address := server.address(b)
	pages := slices.Clone(pagesOfAll)
	for _, login := range []string{storebench.Login, storebench.Busy} {
		pages = append(pages, of(login, pagesOfOne)...)
	}
	pages = append(pages, of(storebench.Bot, pagesOfActs)...)
	var first, again visits
	for b.Loop() {
		for _, page := range pages {
			first.read(http.DefaultClient, page, address+page)
			crowd(&again, page, address+page)
			b.Logf("%6.0f MB after %s, first answer after %.0f ms", server.peak(), page, hundredth(first.took[page], 50))
		}
	}
	again.report(b)
	b.ReportMetric(server.peak(), "MB-peak")
	server.stop(b)
}

// crowd has eight clients ask for one address, forty times each.
func crowd(v *visits, page, address string) {
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			defer client.CloseIdleConnections()
			for range 40 {
				v.read(client, page, address)
			}
		})
	}
	group.Wait()
}

package web

import (
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/testneed"
)

var update = flag.Bool("update", false, "rewrite the golden pages")

func getPage(t testing.TB, h http.Handler, path string) document {
	t.Helper()
	w := ask(h, "GET", path, nil)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: got %d:\n%s", path, w.Code, parse(t, w.Body.String()).text())
	}
	return parse(t, w.Body.String())
}

func getJSON(t testing.TB, h http.Handler, path string, into any) {
	t.Helper()
	w := ask(h, "GET", path, nil)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: got %d:\n%s", path, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

func TestPagesLookAsTheyDid(t *testing.T) {
	start := time.Now()
	st := fixture(t)
	h := site(t, st, func(o *Options) { o.Sample = true })
	for name, path := range map[string]string{
		"person.html": "/p/mei-zhao", "person.json": "/p/mei-zhao.json", "people.html": "/people",
		"scope.html": "/p/mei-zhao/scope", "depth.html": "/p/mei-zhao/depth", "depth.json": "/p/mei-zhao/depth.json", "mix.html": "/p/mei-zhao/mix",
		"figure.html": "/p/mei-zhao/figures/depth?domain=serving", "figure.json": "/p/mei-zhao/figures/depth.json?domain=serving",
		"domains.html": "/domains", "domain.html": "/domains/serving", "domain.json": "/domains/serving.json",
		"evidence.html": "/p/mei-zhao/evidence?kind=review", "evidence.json": "/p/mei-zhao/evidence.json?kind=review",
		"evidence.csv": "/p/mei-zhao/evidence.csv?kind=review", "setup.html": "/setup", "bot.html": "/p/tidy%5Bbot%5D",
		"missing.html": "/p/nobody-at-all",
	} {
		looksAsItDid(t, name, path, golden(ask(h, "GET", path, nil).Body.String(), start))
	}
}

// looksAsItDid compares a page with its golden file.
func looksAsItDid(t *testing.T, name, path, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (make it with -update)", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

var (
	assetHash   = regexp.MustCompile(`/static/[0-9a-f]{12}/`)
	timeElement = regexp.MustCompile(`<time datetime="([^"]*)">.*?</time>`)
	jsonTime    = regexp.MustCompile(`"(\d{4}-\d\d-\d\dT[^"]*Z)"`)
	definitions = regexp.MustCompile(`(?s)(What it cannot say.*?<p>|<details class="limits">.*?<ul>|"cannot_say": ").*?(</p>|</ul>|",\n)`)
)

// golden takes out of a page what differs from run to run: the hashes of assets,
// which change with each word of the style sheet, times that the store took from the
// machine's clock since start, and what growth's definitions say in their words.
func golden(page string, start time.Time) string {
	page = definitions.ReplaceAllString(page, "${1}DEFINED${2}")
	page = assetHash.ReplaceAllString(page, "/static/HASH/")
	for _, form := range []*regexp.Regexp{timeElement, jsonTime} {
		page = form.ReplaceAllStringFunc(page, func(found string) string {
			at, err := time.Parse(time.RFC3339, form.FindStringSubmatch(found)[1])
			if err == nil && !at.Before(start.Truncate(time.Second)) && at.Before(start.Add(time.Hour)) {
				return "CLOCK"
			}
			return found
		})
	}
	return page
}

func TestThePeopleListIsByNameAndCountsNobody(t *testing.T) {
	page := getPage(t, site(t, fixture(t), nil), "/people")
	if got, want := texts(page.all(".people tbody th")), []string{"Mei Zhao", "Omar Haddad"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := texts(page.all(".people thead th")), []string{"Name", "Login", "Last synced"}; !slices.Equal(got, want) {
		t.Errorf("the columns are %q, want %q", got, want)
	}
}

func TestTheSearchOfPeopleFindsNamesAndLogins(t *testing.T) {
	h := site(t, fixture(t), nil)
	for query, want := range map[string][]string{"ZHAO": {"Mei Zhao"}, "omar": {"Omar Haddad"}, "nobody": nil} {
		if got := texts(getPage(t, h, "/people?q="+query).all(".people tbody th")); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", query, got, want)
		}
	}
}

func TestEachBarLeadsToAsManyContributionsAsItShows(t *testing.T) {
	h := site(t, fixture(t), nil)
	var p struct {
		Activity struct {
			Months []struct {
				Counts []struct {
					Count    int
					Evidence string
				}
			}
		}
	}
	getJSON(t, h, "/p/mei-zhao/mix.json", &p)
	checked := 0
	for _, month := range p.Activity.Months {
		for _, cell := range month.Counts {
			if cell.Evidence == "" {
				continue
			}
			if got := len(getPage(t, h, cell.Evidence).all(".contributions li")); got != cell.Count {
				t.Errorf("%s shows %d, want %d", cell.Evidence, got, cell.Count)
			}
			checked++
		}
	}
	if checked != 12 {
		t.Errorf("%d bars were looked at, want 12", checked)
	}
}

func TestAPageSaysHowFreshItIsAndWhatItCannotSee(t *testing.T) {
	text := getPage(t, site(t, fixture(t), nil), "/p/mei-zhao").text()
	for _, want := range []string{"Validated work since July 2025 in GPU kernels and Serving; at home in Serving and GPU kernels.",
		"Issue comments of mei-zhao (GitHub): the organisation lumen asks for single sign-on", "Each stream that was read"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
}

func TestABotsPageSaysThatItIsABot(t *testing.T) {
	text := getPage(t, site(t, fixture(t), nil), "/p/tidy%5Bbot%5D").text()
	if !strings.Contains(text, "This account is a bot") {
		t.Errorf("the page says:\n%s", text)
	}
}

func TestFormerAndMisspeltLoginsLeadToTheCurrentOne(t *testing.T) {
	h := site(t, fixture(t), nil)
	for path, want := range map[string]string{
		"/p/meizhao":                           "/p/mei-zhao",
		"/p/Mei-Zhao":                          "/p/mei-zhao",
		"/p/meizhao.json":                      "/p/mei-zhao.json",
		"/p/meizhao/evidence?kind=review":      "/p/mei-zhao/evidence?kind=review",
		"/p/meizhao/evidence.csv?kind=review":  "/p/mei-zhao/evidence.csv?kind=review",
		"/p/TIDY%5Bbot%5D/evidence.json?q=a+b": "/p/tidy%5Bbot%5D/evidence.json?q=a+b",
	} {
		w := ask(h, "GET", path, nil)
		if got := w.Header().Get("Location"); w.Code != http.StatusFound || got != want {
			t.Errorf("%s: got %d to %q, want 302 to %q", path, w.Code, got, want)
		}
	}
}

func TestTheStartIsMyPageOnceItIsKnownWhoIAm(t *testing.T) {
	h := site(t, fixture(t), func(o *Options) { o.Me = func() string { return "mei-zhao" } })
	if got := texts(getPage(t, h, "/").all("h1")); !slices.Equal(got, []string{"Mei Zhao"}) {
		t.Errorf("the heading is %q", got)
	}
	h = site(t, fixture(t), func(o *Options) { o.Me = func() string { return "not-synced-yet" } })
	if got := getPage(t, h, "/").all(".tasks li"); len(got) != 3 {
		t.Errorf("a first run has %d tasks, want 3", len(got))
	}
}

func TestTheFirstRunSaysWhatIsDoneAndWorksOnAnEmptyStore(t *testing.T) {
	h := site(t, openStore(t), func(o *Options) { o.Setup.TokenFrom = func() string { return "GH_TOKEN" } })
	page := getPage(t, h, "/")
	want := []string{"Connect GitHub Completed", "Choose people and repositories To do", "Say who you are To do"}
	if got := texts(page.all(".tasks li")); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, link := range attributes(page.all(".tasks a"), "href") {
		if len(page.all(link)) != 1 {
			t.Errorf("%s leads nowhere", link)
		}
	}
	for _, path := range []string{"/people", "/sync", "/evidence", "/setup.json", "/index.json", "/people.json", "/sync.json", "/evidence.csv"} {
		if got := ask(h, "GET", path, nil).Code; got != http.StatusOK {
			t.Errorf("%s on an empty store: got %d", path, got)
		}
	}
}

func TestTheEvidenceListPagesThroughEverythingOnce(t *testing.T) {
	st := fixture(t)
	var b tracker.Batch
	b.Source = tracker.GitHubSource
	for i := range 170 { // several on one second: the order must still be total
		b.Threads = append(b.Threads, pullRequest(kernels, 1000+i, omar, fixtureNow.AddDate(0, 0, -i/7), fmt.Sprintf("Change %d", i)))
	}
	apply(t, st, b)
	h := site(t, st, nil)
	seen := map[string]int{}
	pages := 0
	for path := "/p/omar/evidence?kind=pull_request&q=Change"; path != ""; pages++ {
		page := getPage(t, h, path)
		for _, link := range attributes(page.all(".contributions .title"), "href") {
			seen[link]++
		}
		path = ""
		for _, link := range page.all(".pages a") {
			if link.attribute("rel") == "next" {
				path = link.attribute("href")
			}
		}
	}
	if len(seen) != 170 || pages != 4 {
		t.Errorf("saw %d contributions on %d pages, want 170 on 4", len(seen), pages)
	}
	for link, times := range seen {
		if times != 1 {
			t.Errorf("%s is listed %d times", link, times)
		}
	}
}

func TestFiltersSelectTheSameAsPageJSONAndCSV(t *testing.T) {
	h := site(t, fixture(t), nil)
	for query, want := range map[string]int{
		"": 12, "?kind=review": 3, "?kind=pull_request": 9, "?repository=lumen/serve": 5, "?state=approved": 3,
		"?from=2026-11-01": 2, "?from=2026-09-20&to=2026-09-20": 2, "?q=part+3": 1, "?with=omar": 3, "?kind=issue": 0, "?domain=serving": 5, "?domain=kernels": 7, "?domain=docs": 0,
	} {
		rows := len(getPage(t, h, "/p/mei-zhao/evidence"+query).all(".contributions li"))
		var p struct{ Contributions []any }
		getJSON(t, h, "/p/mei-zhao/evidence.json"+query, &p)
		records, err := csv.NewReader(ask(h, "GET", "/p/mei-zhao/evidence.csv"+query, nil).Body).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if rows != want || len(p.Contributions) != want || len(records) != want+1 {
			t.Errorf("%q: page %d, JSON %d, CSV %d, want %d", query, rows, len(p.Contributions), len(records)-1, want)
		}
	}
}

func TestAWrongFilterOrPlaceIsASentenceNotADefect(t *testing.T) {
	h := site(t, fixture(t), nil)
	for path, want := range map[string]int{
		"/p/mei-zhao/evidence?kind=merge_request": 400, "/p/mei-zhao/evidence?after=%00nonsense": 400,
		"/p/mei-zhao/evidence.csv?from=x": 400, "/p/nobody": 404, "/p/nobody/evidence.json": 404,
		"/sync/999": 404, "/sync/x": 404, "/p/..%2f..": 404,
	} {
		if got := ask(h, "GET", path, nil).Code; got != want {
			t.Errorf("%s: got %d, want %d", path, got, want)
		}
	}
}

func TestTheSyncPageShowsHowFarItIs(t *testing.T) {
	st := fixture(t)
	failed, running := addRuns(t, st)
	h := site(t, st, nil)
	page := getPage(t, h, "/sync")
	bars := page.all("progress")
	if len(bars) != 1 || bars[0].attribute("value") != "120" || bars[0].attribute("max") != "400" {
		t.Errorf("the bars are %v", attributes(bars, "value"))
	}
	if len(page.all("noscript")) != 1 {
		t.Error("a browser without script does not ask again")
	}
	for _, want := range []string{"waiting for GitHub until 14:05", "with 40 requests", "4,920 more points", "in 40 minutes"} {
		if !strings.Contains(page.text(), want) {
			t.Errorf("the page does not say %q:\n%s", want, page.text())
		}
	}
	text := getPage(t, h, fmt.Sprintf("/sync/%d", failed.ID)).text()
	for _, want := range []string{"GitHub did not accept the token", "gh auth login", "in 1 hour"} {
		if !strings.Contains(text, want) {
			t.Errorf("the failed run does not say %q:\n%s", want, text)
		}
	}
	var p struct{ Run run }
	getJSON(t, h, fmt.Sprintf("/sync/%d.json", running.ID), &p)
	if p.Run.State != "running" || len(p.Run.Streams) != 2 || p.Run.Streams[0].Words != "120 of 400" {
		t.Errorf("the JSON is %+v", p.Run)
	}
}

func (m *moment) UnmarshalJSON(text []byte) error { return json.Unmarshal(text, &m.at) }

func TestThePageIsNotSentTwiceToWhoHasIt(t *testing.T) {
	h := site(t, fixture(t), nil)
	first := ask(h, "GET", "/p/mei-zhao", nil)
	again := ask(h, "GET", "/p/mei-zhao", func(r *http.Request) { r.Header.Set("If-None-Match", first.Header().Get("ETag")) })
	if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("got %d with %d bytes, want 304 with none", again.Code, again.Body.Len())
	}
}

func TestTheJumpBoxFindsPeopleAndRepositories(t *testing.T) {
	h := site(t, fixture(t), nil)
	for query, want := range map[string]place{
		"zhao":  {Kind: "person", Label: "Mei Zhao", Path: "/p/mei-zhao"},
		"kerne": {Kind: "repository", Label: "lumen/kernels", Path: "/evidence?repository=lumen%2Fkernels"},
	} {
		var answer struct{ Places []place }
		getJSON(t, h, "/-/jump?q="+query, &answer)
		if len(answer.Places) != 1 || answer.Places[0].Path != want.Path || answer.Places[0].Kind != want.Kind {
			t.Errorf("%s: got %+v, want %+v", query, answer.Places, want)
			continue
		}
		getPage(t, h, answer.Places[0].Path)
	}
}

func TestNoPageSpeaksOfWhatTheProgramRefuses(t *testing.T) {
	st := fixture(t)
	addRuns(t, st)
	h := site(t, st, nil)
	for _, path := range []string{"/", "/people", "/p/mei-zhao", "/p/mei-zhao/scope", "/p/mei-zhao/depth", "/p/mei-zhao/mix",
		"/p/mei-zhao/evidence", "/domains/serving", "/sync", "/setup", "/nowhere"} {
		text := strings.ToLower(parse(t, ask(h, "GET", path, nil).Body.String()).all("main")[0].text())
		for _, word := range []string{"score", "rank", "level", "streak", "badge", "percentile", "leaderboard", "total"} {
			if strings.Contains(text, word) {
				t.Errorf("%s says %q:\n%s", path, word, text)
			}
		}
	}
}

func TestTextFromOutsideComesOutEqualAndInert(t *testing.T) {
	var hostile []string
	data, err := os.ReadFile(testneed.Shared(t, "data", "hostile.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &hostile); err != nil {
		t.Fatal(err)
	}
	st := fixture(t)
	b := tracker.Batch{Source: tracker.GitHubSource}
	for i, text := range hostile {
		b.Threads = append(b.Threads, pullRequest(kernels, 5000+i, bot, fixtureNow.Add(-time.Duration(i)*time.Minute), text))
	}
	apply(t, st, b)
	h := site(t, st, nil)
	const list = "/p/tidy%5Bbot%5D/evidence"

	page := getPage(t, h, list+"?q=&from=2026-11-01")
	var shown []string
	for _, title := range page.all(".contributions .title bdi") {
		shown = append(shown, title.raw())
	}
	var p struct{ Contributions []struct{ Title string } }
	getJSON(t, h, list+".json?from=2026-11-01", &p)
	records, err := csv.NewReader(ask(h, "GET", list+".csv?from=2026-11-01", nil).Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range hostile {
		if got := p.Contributions[i].Title; got != want {
			t.Errorf("JSON: got %q, want %q", got, want)
		}
		if got := shown[i]; got != asParsed(want) {
			t.Errorf("page: got %q, want %q", got, want)
		}
		cell := records[i+1][len(csvHeader)-1]
		if got := strings.TrimPrefix(cell, "'"); got != strings.ReplaceAll(want, "\r\n", "\n") || strings.HasPrefix(cell, "=") {
			t.Errorf("CSV: got %q, want %q", cell, want)
		}
	}
	if scripts := page.all("script"); len(scripts) != 1 {
		t.Errorf("the page has %d scripts, want its own", len(scripts))
	}
}

// asParsed is a text after the normalisation of line ends that every HTML parser
// does.
func asParsed(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

package web

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker/growth"
	"rungless/tracker/testneed"
)

// growthPaths are the pages of growth of a person.
func growthPaths(person string) []string {
	return []string{person, person + "/scope", person + "/depth", person + "/mix"}
}

func TestEveryChartHasATableWithTheSameLinks(t *testing.T) {
	for name, n := range map[string]int{"fifty": 50, "aggregated": 2000} {
		h := site(t, grown(t, n, 9), nil)
		charts := 0
		for _, path := range growthPaths("/p/mei-zhao") {
			page := getPage(t, h, path)
			for _, figure := range page.all("figure") {
				id := figure.attribute("id")
				marks := hrefs(figure.all("svg a"))
				cells := hrefs(page.all("#" + id + "-table td a"))
				if diff := cmp.Diff(marks, cells); diff != "" || len(marks) == 0 {
					t.Errorf("%s %s, chart %q has %d links (-marks +table):\n%s", name, path, id, len(marks), diff)
				}
				if len(figure.all("figcaption strong")) != 1 {
					t.Errorf("%s %s, chart %q has no finding", name, path, id)
				}
				charts++
			}
		}
		if charts != 6 {
			t.Errorf("%s: %d charts were looked at, want 6", name, charts)
		}
	}
}

// hrefs is the set of addresses of links.
func hrefs(found []document) []string {
	all := attributes(found, "href")
	slices.Sort(all)
	return slices.Compact(all)
}

func TestEveryFigureOpensToItsEvidence(t *testing.T) {
	h := site(t, grown(t, 120, 9), nil)
	opened := 0
	for _, path := range []string{"/p/mei-zhao/scope", "/p/mei-zhao/depth"} {
		for _, link := range hrefs(getPage(t, h, path).all(".figure .value")) {
			page := getPage(t, h, link)
			if strings.Contains(page.text(), "none since") {
				continue
			}
			if len(page.all(".contributions li")) == 0 {
				t.Errorf("%s leads to no evidence:\n%s", link, page.all("main")[0].text())
			}
			opened++
		}
	}
	if opened < 20 {
		t.Errorf("only %d figures were opened", opened)
	}
}

func TestEveryMarkLeadsToAsMuchEvidenceAsItSays(t *testing.T) {
	testneed.Thorough(t)
	h := site(t, grown(t, 2000, 9), nil)
	said := regexp.MustCompile(`^([\d,]+) |: ([\d,]+) merged`)
	checked := 0
	for _, path := range []string{"/p/mei-zhao", "/p/mei-zhao/scope"} {
		for _, selector := range []string{"#sounding svg a", "#matrix svg a", "#trust svg a"} {
			for i, mark := range getPage(t, h, path).all(selector) {
				if i%40 != 0 {
					continue
				}
				number := said.FindStringSubmatch(mark.text())
				var p struct{ Found int }
				address, query, _ := strings.Cut(mark.attribute("href"), "?")
				getJSON(t, h, address+".json?"+query, &p)
				if want := strings.ReplaceAll(number[1]+number[2], ",", ""); want != number2text(p.Found) {
					t.Errorf("%q leads to %d pieces, by %s", mark.text(), p.Found, mark.attribute("href"))
				}
				checked++
			}
		}
	}
	if checked < 10 {
		t.Errorf("only %d marks were followed", checked)
	}
}

func number2text(n int) string { return strings.ReplaceAll(number(n), ",", "") }

func TestTheTwinsHoldTheProfileAsItIsWithDatesOnly(t *testing.T) {
	h := site(t, grown(t, 60, 5), nil)
	var whole growth.Profile
	getJSON(t, h, "/p/mei-zhao.json", &whole)
	var depth, scope growth.Profile
	getJSON(t, h, "/p/mei-zhao/depth.json", &depth)
	getJSON(t, h, "/p/mei-zhao/scope.json", &scope)
	if whole.Version == "" || len(whole.Depths) < 5 || len(whole.Scope.Collaborators.Value.People) == 0 {
		t.Errorf("the twin holds %s with %d depths", whole.Version, len(whole.Depths))
	}
	if diff := cmp.Diff(asJSON(t, whole.Depths), asJSON(t, depth.Depths)); diff != "" {
		t.Errorf("depth.json differs (-overview +depth):\n%s", diff)
	}
	if diff := cmp.Diff(asJSON(t, whole.Scope), asJSON(t, scope.Scope)); diff != "" {
		t.Errorf("scope.json differs (-overview +scope):\n%s", diff)
	}
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.MarshalIndent(value, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestCuttingHoursLeavesTheGivenProfileAlone(t *testing.T) {
	at := fixtureNow
	given := growth.Profile{At: at, Depths: []growth.Depth{{Shown: []growth.Evidence{{At: at}}}}}
	cut := datesOnly(given)
	if !given.At.Equal(at) || !given.Depths[0].Shown[0].At.Equal(at) {
		t.Error("the given profile was changed")
	}
	if want := midnight(at); !cut.At.Equal(want) || !cut.Depths[0].Shown[0].At.Equal(want) {
		t.Errorf("got %v and %v, want %v", cut.At, cut.Depths[0].Shown[0].At, want)
	}
}

func TestAProfileOpensWithFactsAndPraisesNothing(t *testing.T) {
	h := site(t, grown(t, 120, 9), nil)
	got := getPage(t, h, "/p/mei-zhao").all(".lede")[0].text()
	for _, want := range []string{"Validated work since", "GPU kernels", "at home in", "Ships with 1", "new since"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page opens with %q, without %q", got, want)
		}
	}
	for _, path := range growthPaths("/p/mei-zhao") {
		text := strings.ToLower(getPage(t, h, path).all("main")[0].text())
		for _, word := range []string{"impressive", "excellent", "congratulations", "well done", "top ", "best", "score", "level", "streak "} {
			if strings.Contains(text, word) && !strings.Contains(text, "no streak") {
				t.Errorf("%s says %q", path, word)
			}
		}
	}
}

func TestWhatIsNotAvailableIsSaidInWords(t *testing.T) {
	page := getPage(t, site(t, grown(t, 50, 5), nil), "/p/mei-zhao/scope")
	want := "Not available: research works have not been read."
	if !slices.Contains(texts(page.all(".absent")), want) {
		t.Errorf("the page does not say %q, but %q", want, texts(page.all(".absent")))
	}
}

func TestEveryMeasureIsDefinedWhereItsFiguresPoint(t *testing.T) {
	h := site(t, grown(t, 120, 9), nil)
	definitions := getPage(t, h, "/about/metrics")
	for _, path := range []string{"/p/mei-zhao/scope", "/p/mei-zhao/depth"} {
		for _, link := range hrefs(append(getPage(t, h, path).all(".made"), getPage(t, h, path).all(".limits a")...)) {
			_, id, _ := strings.Cut(link, "#")
			if len(definitions.all("#"+id)) != 1 {
				t.Errorf("%s points to %s, which is not there", path, link)
			}
		}
	}
}

func TestTheDomainsStandInTheCataloguesOrderAndSayWhatLiesThere(t *testing.T) {
	h := site(t, grown(t, 120, 9), func(o *Options) { o.Me = func() string { return "mei-zhao" } })
	page := getPage(t, h, "/domains")
	names := texts(page.all(".domains h2"))
	if len(names) != 8 || names[0] != "Docs and website" || names[7] != "GPU kernels" {
		t.Errorf("the domains are %q", names)
	}
	text := getPage(t, h, "/domains/kernels").all("main")[0].text()
	for _, want := range []string{"The deepest technical area", "Make part", "by mei-zhao", "**/*.cu", "Your evidence in this domain"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
	for _, path := range []string{"/domains/nothing", "/p/mei-zhao/figures/nothing", "/p/mei-zhao/figures/working_hours",
		"/p/mei-zhao/figures/depth?domain=nothing", "/p/tidy%5Bbot%5D/depth"} {
		if got := ask(h, "GET", path, nil).Code; got != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", path, got)
		}
	}
	for _, path := range []string{"/p/mei-zhao?to=x", "/p/mei-zhao?from=2999-01-01", "/p/mei-zhao/figures/depth?domain=kernels&page=0",
		"/p/mei-zhao/figures/depth?act=x", "/p/mei-zhao/scope?sort=effective"} {
		if got := ask(h, "GET", path, nil).Code; got != http.StatusBadRequest {
			t.Errorf("%s: got %d, want 400", path, got)
		}
	}
}

func TestWhatHappensOftenDoesNotHideWhatElseIsNew(t *testing.T) {
	list := []news{{What: "a", URL: "1"}, {What: "a", URL: "2"}, {What: "a", URL: "3"}, {What: "a", URL: "4"}, {What: "b", URL: "5"}}
	if got := fewAlike(list); len(got) != 4 || got[3].What != "b" {
		t.Errorf("got %+v, want three of one kind and the other", got)
	}
}

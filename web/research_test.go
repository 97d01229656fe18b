package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/profile"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
)

const meisResearch = "/p/mei-zhao/research"

func TestPagesOfResearchLookAsTheyDid(t *testing.T) {
	start := time.Now()
	st := researched(t)
	h, work := site(t, st, nil), workOf(t, st, "Fused kernels for small models")
	for name, path := range map[string]string{"research.html": meisResearch, "research.json": meisResearch + ".json", "work.html": work, "work.json": work + ".json"} {
		looksAsItDid(t, name, path, golden(ask(h, "GET", path, nil).Body.String(), start))
	}
}

func TestThePageOfResearchSaysWhoAddedWhomWhereAndWhen(t *testing.T) {
	page := getPage(t, site(t, researched(t), nil), meisResearch)
	text := page.all("main")[0].text()
	for _, want := range []string{"Fused kernels for small models", "lumen/kernels CITATION.cff, line 2", "author 2: Mei Zhao", "added at 2 by omar", "4 February 2025",
		"Author entry", "added by their own commit, which is no invitation", "arXiv:2501.00001", "“M. Zhao” in lumen/kernels may be mei-zhao", "rungless research proposals accept"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
	links := attributes(page.all("main a"), "href")
	for _, want := range []string{"https://github.com/lumen/kernels/commit/" + sha(int(invited()[0].Events[1].At.Unix()%1e9)),
		"https://github.com/lumen/kernels/blob/" + sha(1) + "/CITATION.cff?plain=1#L8", "https://doi.org/10.5281/zenodo.30"} {
		if !slices.Contains(links, want) {
			t.Errorf("nothing leads to %s, but to %q", want, links)
		}
	}
	if got := texts(page.all(".self bdi")); !slices.Contains(got, "Batching prompts of equal length") || slices.Contains(got, "Fused kernels for small models") {
		t.Errorf("grey is %q, want what she added herself", got)
	}
	if forms := page.all("main form"); len(forms) != 0 {
		t.Error("somebody else may decide whose a name is")
	}
}

func TestResearchIsTheSameToProgramsAsTheVerbPrints(t *testing.T) {
	st := researched(t)
	var twin struct{ Works []profile.Work }
	getJSON(t, site(t, st, nil), meisResearch+".json", &twin)
	who, err := profile.Find(t.Context(), st, "mei-zhao")
	if err != nil {
		t.Fatal(err)
	}
	want := []profile.Work{}
	err = st.Ledger(t.Context(), store.LedgerFilter{AccountIDs: who.AccountIDs}, func(w store.LedgerWork) error {
		want = append(want, datesOnly(profile.WorkOf(w)))
		return nil
	})
	if diff := cmp.Diff(want, twin.Works); diff != "" || err != nil || len(want) != 2 {
		t.Errorf("%v (-verb +twin):\n%s", err, diff)
	}
}

func TestWorksAreTakenAlongWithAllTheirAuthors(t *testing.T) {
	h := site(t, researched(t), nil)
	for _, e := range exports {
		w := ask(h, "GET", meisResearch+e.ending, nil)
		for _, want := range []string{"Fused kernels for small models", "Haddad", "Quill", "2501.00001"} {
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s: got %d without %q:\n%s", e.name, w.Code, want, w.Body)
			}
		}
	}
}

// decide presses a button of a proposal's form.
func decide(h http.Handler, path, decision string, change func(*http.Request)) *httptest.ResponseRecorder {
	return ask(h, "POST", path, func(r *http.Request) {
		*r = *httptest.NewRequest("POST", path, strings.NewReader(url.Values{"decision": {decision}}.Encode()))
		r.Host = "localhost"
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		fromHere(r)
		if change != nil {
			change(r)
		}
	})
}

func TestANameIsAcceptedRefusedAndUndoneByFormsOfTheirOwn(t *testing.T) {
	st := researched(t)
	h := site(t, st, atHome)
	page := parse(t, ask(h, "GET", meisResearch, fromHere).Body.String())
	action := page.all(".decide")[0].attribute("action")
	before := ask(h, "GET", meisResearch+".json", nil).Body.String()
	for _, step := range []struct{ decision, stored, said string }{
		{"accept", "accepted", "“M. Zhao” in lumen/kernels is mei-zhao, on every work there."},
		{"undo", "", "“M. Zhao” in lumen/kernels waits for your word again; everything is as it was before."},
		{"refuse", "refused", "“M. Zhao” in lumen/kernels is somebody else; it is not proposed again."},
		{"undo", "", "waits for your word again"},
	} {
		w := decide(h, action, step.decision, nil)
		where := w.Header().Get("Location")
		if w.Code != http.StatusSeeOther || !strings.HasPrefix(where, meisResearch+"?said=") {
			t.Fatalf("%s: got %d to %q:\n%s", step.decision, w.Code, where, w.Body)
		}
		after := parse(t, ask(h, "GET", strings.TrimSuffix(where, "#proposals"), fromHere).Body.String())
		if said := texts(after.all(".note")); len(said) != 1 || !strings.Contains(said[0], step.said) {
			t.Errorf("%s: the page says %q", step.decision, said)
		}
		kept, err := st.NameProposals(t.Context())
		if err != nil || kept[0].Decision != step.stored || step.stored != "" && kept[0].DecidedBy != byPage {
			t.Errorf("%s: stored is %+v, %v", step.decision, kept, err)
		}
		if step.decision == "accept" && !strings.Contains(after.text(), "author 3: Ada Quill") {
			t.Errorf("the accepted line is not shown:\n%s", after.text())
		}
	}
	if after := ask(h, "GET", meisResearch+".json", nil).Body.String(); after != before {
		t.Errorf("undoing left something behind:\n%s", cmp.Diff(before, after))
	}
}

func TestNobodyElseDecidesWhoseANameIs(t *testing.T) {
	st := researched(t)
	mine := site(t, st, atHome)
	action := parse(t, ask(mine, "GET", meisResearch, fromHere).Body.String()).all(".decide")[0].attribute("action")
	away := func(r *http.Request) { r.RemoteAddr = "10.0.0.9:4711" }
	for name, got := range map[string]int{
		"from another site":    decide(mine, action, "accept", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }).Code,
		"from another machine": decide(mine, action, "accept", away).Code,
		"by somebody else":     decide(site(t, st, func(o *Options) { o.Me = func() string { return "omar" } }), action, "accept", nil).Code,
		"by nobody known":      decide(site(t, st, nil), action, "accept", nil).Code,
	} {
		if got != http.StatusForbidden {
			t.Errorf("%s: got %d, want 403", name, got)
		}
	}
	omars := site(t, st, func(o *Options) { o.Me = func() string { return "omar" } })
	if got := decide(omars, strings.Replace(action, "mei-zhao", "omar", 1), "accept", nil).Code; got != http.StatusNotFound {
		t.Errorf("Mei's proposal on Omar's page: got %d, want 404", got)
	}
	for decision, want := range map[string]int{"": 400, "erase": 400, "undo": 409} {
		if got := decide(mine, action, decision, nil).Code; got != want {
			t.Errorf("%q: got %d, want %d", decision, got, want)
		}
	}
	if kept, err := st.NameProposals(t.Context()); err != nil || kept[0].Decision != "" {
		t.Errorf("stored is %+v, %v", kept, err)
	}
}

func TestAWorkWithNobodyOneFiftyAndTenThousandAuthors(t *testing.T) {
	for _, n := range []int{0, 1, 50, 10_000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			if n > 50 {
				testneed.Thorough(t)
			}
			st := fixture(t)
			names := make([]string, n)
			for i := range names {
				names[i] = fmt.Sprintf("Somebody with the long name number %d", i)
			}
			apply(t, st, tracker.Batch{Source: tracker.ResearchSource, Research: []tracker.ResearchFile{credited(kernels, "CITATION.cff", "A work of many", names)}})
			h, path := site(t, st, nil), workOf(t, st, "A work of many")
			weigh(t, h, path, weight{sent: 30_000, unpacked: 150_000})
			page := getPage(t, h, path)
			if marks, cells := hrefs(page.all("svg a")), hrefs(page.all("#authors-table td a")); !slices.Equal(marks, cells) || (n > 0) != (len(marks) > 0) {
				t.Errorf("the drawing has %d links, its table %d", len(marks), len(cells))
			}
			seen := 0
			for next := path; next != "" && seen < 200; {
				page := getPage(t, h, next)
				seen += len(page.all("ol li"))
				next = ""
				for _, link := range page.all("nav a") {
					if href := link.attribute("href"); link.attribute("rel") == "next" && strings.HasSuffix(href, "#list") {
						next = strings.TrimSuffix(href, "#list")
					}
				}
			}
			if seen != n && seen < 200 {
				t.Errorf("%d lines were listed, want %d", seen, n)
			}
			var twin profile.Work
			getJSON(t, h, path+".json", &twin)
			if len(twin.Mentions[0].Credits) != n {
				t.Errorf("the twin has %d credits", len(twin.Mentions[0].Credits))
			}
		})
	}
}

func TestAWorkTellsHowItsListCameToBe(t *testing.T) {
	st := fixture(t)
	names := strings.Fields("Ada Bo Cy Di Ed Flo Gus")
	second := credited(serve, "README.md", "A work of seven", names[:1])
	second.Mentions[0].Relation = tracker.WorkReference
	apply(t, st, tracker.Batch{Source: tracker.ResearchSource, Research: []tracker.ResearchFile{credited(kernels, "CITATION.cff", "A work of seven", names), second}})
	h, path := site(t, st, nil), workOf(t, st, "A work of seven")
	page := getPage(t, h, path)
	if got, want := page.all("#authors-title")[0].text(), "6 authors today; the list began with 1 in February 2025; since then 6 added, 1 removed, 1 moved."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if text := page.all("ol")[0].text(); !strings.Contains(text, "once author 7: Gus") || !strings.Contains(text, "removed by omar") {
		t.Errorf("the list does not say who went:\n%s", text)
	}
	if got := len(page.all("svg a")); got != 9 {
		t.Errorf("%d changes are drawn, want 9", got)
	}
	if got := len(getPage(t, h, path+"?file=2").all("ol li")); got != 1 {
		t.Errorf("the other file's list has %d lines, want 1", got)
	}
	for address, want := range map[string]int{"/works/999": 404, "/works/x": 404, path + "?file=9": 404, path + "?page=0": 400, path + "?page=x": 400,
		path + "?sort=name": 400, path + "?page=99999999": 200, meisResearch + "?page=99999": 200, "/p/tidy%5Bbot%5D/research": 404} {
		if got := ask(h, "GET", address, nil).Code; got != want {
			t.Errorf("%s: got %d, want %d", address, got, want)
		}
	}
}

func TestWhatMayHaveForgottenSomebodyIsShownToThemAlone(t *testing.T) {
	st := forgetful(t)
	h := site(t, st, atHome)
	w := ask(h, "GET", uncreditedPath, fromHere)
	page := parse(t, w.Body.String())
	if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("ETag") != "" {
		t.Errorf("got %d with %v", w.Code, w.Header())
	}
	files := page.all(".code")
	if len(files) != 1 || !strings.Contains(files[0].raw(), "family-names: Zhao") || !strings.Contains(files[0].raw(), "family-names: Haddad") {
		t.Fatalf("the page holds no file to copy:\n%s", page.all("main")[0].text())
	}
	if got := ask(h, "GET", uncreditedPath, func(r *http.Request) { r.RemoteAddr = "10.0.0.9:4711" }).Code; got != http.StatusForbidden {
		t.Errorf("from another machine: got %d, want 403", got)
	}
	if got := ask(site(t, st, nil), "GET", uncreditedPath, fromHere).Code; got != http.StatusNotFound {
		t.Errorf("nobody is known to look: got %d, want 404", got)
	}
	private := []string{"Add Mei Zhao to the authors", "family-names: Zhao", "I would like to be added", "and not you"}
	for _, words := range private {
		if !strings.Contains(w.Body.String(), words) {
			t.Fatalf("the page does not say %q, so that nothing would be found", words)
		}
	}
	paths := append(everyAddress(), uncreditedPath+".json", workOf(t, st, "Fused kernels for small models"), "/me/hours?zone=UTC")
	for _, e := range exports {
		paths = append(paths, meisResearch+e.ending)
	}
	for _, path := range paths {
		body := ask(h, "GET", path, fromHere).Body.String()
		for _, words := range private {
			if strings.Contains(body, words) {
				t.Errorf("%s says %q", path, words)
			}
		}
	}
}

func TestResearchFromOutsideComesOutEqualAndInert(t *testing.T) {
	testneed.Thorough(t)
	var hostile []string
	data, err := os.ReadFile(testneed.Shared(t, "data", "hostile.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &hostile); err != nil {
		t.Fatal(err)
	}
	for i, text := range hostile {
		st := fixture(t)
		f := credited(kernels, "CITATION.cff", text, []string{text})
		m := &f.Mentions[0]
		m.Work.Type, m.Work.URL, m.Work.DOI, m.Work.ArXiv = text, text, text, text
		m.Credits[0].Affiliation, m.Credits[0].Account = text, mei
		apply(t, st, tracker.Batch{Source: tracker.ResearchSource, Research: []tracker.ResearchFile{f},
			Names: []tracker.NameProposal{{Repository: kernels, Name: text, NameKey: "name 0", Account: mei, Reason: text}}})
		h, path := site(t, st, atHome), ""
		var stored store.LedgerWork
		err := st.Ledger(t.Context(), store.LedgerFilter{}, func(w store.LedgerWork) error { stored, path = w, workPath(w); return nil })
		if err != nil {
			t.Fatal(err)
		}
		for _, address := range []string{meisResearch, path} {
			page := parse(t, ask(h, "GET", address, fromHere).Body.String())
			if scripts := page.all("script"); len(scripts) != 1 {
				t.Errorf("%d %s: the page has %d scripts, want its own", i, address, len(scripts))
			}
			shown := []string{}
			for _, d := range page.all("bdi") {
				shown = append(shown, d.raw())
			}
			for _, want := range []string{displayName(stored.Title, "A work without a title"), stored.Mentions[0].Credits[0].Name} {
				if want = asParsed(want); strings.TrimSpace(want) != "" && !slices.ContainsFunc(shown, func(got string) bool { return got == want || got == strings.TrimSpace(want) }) {
					t.Errorf("%d %s: the page does not show %q, but %q", i, address, want, shown)
				}
			}
			for _, link := range attributes(page.all("main a"), "href") {
				if u, err := url.Parse(link); err != nil || u.Scheme != "" && u.Scheme != "https" && u.Scheme != "http" {
					t.Errorf("%d %s: leads to %q, %v", i, address, link, err)
				}
			}
		}
		var twin profile.Work
		getJSON(t, h, path+".json", &twin)
		if twin.Title != stored.Title || twin.Mentions[0].Credits[0].Name != stored.Mentions[0].Credits[0].Name {
			t.Errorf("%d: the twin says %q and %q", i, twin.Title, twin.Mentions[0].Credits[0].Name)
		}
	}
}

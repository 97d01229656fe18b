package web

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rungless/tracker/research/cite"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
	"rungless/web/story"
)

// Texts from outside come out equal and do nothing, in every field and in every form of
// every page. Equal means, once the form is decoded, the same letters; but
//   - in a page and in Atom, line ends are as their parsers make them, and white space at
//     the ends may be gone;
//   - in CSV, a cell that a spreadsheet would calculate has an apostrophe before it, which
//     its reader takes off;
//   - in BibTeX, CITATION.cff and CSL-JSON, names are whole again, and white space within is one space.
func TestHostileTextsComeOutEqualAndInert(t *testing.T) {
	seen := crawlHostile(t, hostileSite(t, story.HostileTexts()), story.HostileTexts())
	for _, field := range story.HostileFields() {
		if len(seen[field]) == 0 {
			t.Errorf("no page shows the field %q", field)
		}
	}
	for _, form := range []string{"text/html", "application/json", "text/csv", "application/yaml", "application/x-bibtex"} {
		if len(seen[form]) == 0 {
			t.Errorf("no answer of form %q was read", form)
		}
	}
}

func TestTheHostileTextsOfOthersComeOutEqualAndInert(t *testing.T) {
	testneed.Thorough(t)
	crawlHostile(t, hostileSite(t, sharedHostile(t)), sharedHostile(t))
}

func sharedHostile(t *testing.T) (texts []string) {
	t.Helper()
	data, err := os.ReadFile(testneed.Shared(t, "data", "hostile.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &texts); err != nil {
		t.Fatal(err)
	}
	return texts
}

func hostileSite(t *testing.T, texts []string) http.Handler {
	t.Helper()
	st := openStore(t)
	apply(t, st, story.Small())
	for _, b := range story.Hostile(texts) {
		apply(t, st, b)
	}
	track(t, st, mei)
	addHostileRun(t, st, texts)
	return site(t, st, atHome)
}

// addHostileRun stores a run that failed with every text.
func addHostileRun(t *testing.T, st *store.Store, texts []string) {
	t.Helper()
	for i, text := range texts {
		_, running := addRuns(t, st)
		running.State, running.FinishedAt = store.Failed, fixtureNow
		running.Error, running.Hint = story.Marked(text, "error", i), story.Marked(text, "hint", i)
		running.Streams[0].Label, running.Streams[0].Note = story.Marked(text, "label", i), story.Marked(text, "note", i)
		if err := st.SaveRun(t.Context(), running); err != nil {
			t.Fatal(err)
		}
	}
}

// crawlHostile reads every answer that the pages lead to, and returns the answers by the
// fields and forms that were seen.
func crawlHostile(t *testing.T, h http.Handler, texts []string) map[string][]string {
	t.Helper()
	seen := map[string][]string{}
	queue, known := []string{"/", "/people", "/evidence", "/sync", "/p/mei-zhao/research", "/p/hostile-0"}, map[string]bool{}
	for len(queue) > 0 && len(known) < 600 {
		address := queue[0]
		queue = queue[1:]
		if known[address] {
			continue
		}
		known[address] = true
		w := askAtMachine(h, address)
		form, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
		if w.Code >= http.StatusInternalServerError {
			t.Errorf("%s: got %d", address, w.Code)
		}
		said, links := decoded(t, address, form, w)
		queue = append(queue, links...)
		for field, where := range unequal(t, address, form, said, texts) {
			seen[field] = append(seen[field], where)
		}
		seen[form] = append(seen[form], address)
	}
	return seen
}

var hostileMark = regexp.MustCompile(`\[([a-z]+)-(\d+)\]`)

// unequal looks for the marks in what was said, and for the text before each.
func unequal(t *testing.T, address, form string, said, texts []string) map[string]string {
	t.Helper()
	fields := map[string]string{}
	for _, text := range said {
		for _, at := range hostileMark.FindAllStringSubmatchIndex(text, -1) {
			field := text[at[2]:at[3]]
			i, err := strconv.Atoi(text[at[4]:at[5]])
			if err != nil || i >= len(texts) {
				continue
			}
			fields[field] = address
			if want := asForm(form, texts[i]); !strings.HasSuffix(asForm(form, text[:at[0]]), want) {
				t.Errorf("%s: %s says %q, want %q before the mark", address, field, text, want)
			}
		}
	}
	return fields
}

// asForm is what a form may make of a text.
func asForm(form, text string) string {
	switch form {
	case "application/atom+xml": // XML has no place for what controls a terminal
		text = strings.Map(func(r rune) rune {
			if r < ' ' && !strings.ContainsRune("\t\n\r", r) {
				return '\ufffd'
			}
			return r
		}, text)
		fallthrough
	case "text/html":
		return strings.TrimLeft(asParsed(text), " \t\n\ufeff")
	case "text/csv":
		return strings.ReplaceAll(text, "\r\n", "\n") // as its reader does within quotes
	case "application/x-bibtex", "application/yaml", "application/vnd.citationstyles.csl+json":
		return strings.Join(strings.Fields(text), " ")
	}
	return text
}

// decoded are all texts of an answer, as its reader decodes them, and where it leads on
// this server.
func decoded(t *testing.T, address, form string, w *httptest.ResponseRecorder) (said, links []string) {
	t.Helper()
	body := w.Body
	switch {
	case form == "text/html":
		return inertTexts(t, address, parse(t, body.String()))
	case form == "application/json", strings.HasSuffix(form, "+json"):
		var value any
		if err := json.Unmarshal(body.Bytes(), &value); err != nil {
			t.Errorf("%s: %v", address, err)
		}
		return stringsIn(value), nil
	case form == "application/x-bibtex", form == "application/yaml":
		file := cite.Parse(map[string]string{"application/x-bibtex": "x.bib", "application/yaml": "CITATION.cff"}[form], body.Bytes())
		for _, work := range file.Works {
			said = append(said, work.Title)
			for _, credit := range work.Authors {
				said = append(said, credit.Name)
			}
		}
		return said, nil
	case form == "text/csv":
		records, err := csv.NewReader(body).ReadAll()
		if err != nil {
			t.Errorf("%s: %v", address, err)
		}
		for _, cell := range slices.Concat(records...) {
			if cell != "" && strings.ContainsRune("=+@\t\r", rune(cell[0])) {
				t.Errorf("%s: a spreadsheet would calculate %q", address, cell)
			}
			said = append(said, strings.TrimPrefix(cell, "'"))
		}
		return said, nil
	case strings.HasSuffix(form, "xml") && !strings.HasPrefix(form, "image/"):
		return xmlTexts(t, address, body.String()), nil
	}
	return nil, nil
}

func stringsIn(value any) (all []string) {
	switch value := value.(type) {
	case string:
		return []string{value}
	case []any:
		for _, v := range value {
			all = append(all, stringsIn(v)...)
		}
	case map[string]any:
		if family, ok := value["family"].(string); ok { // CSL-JSON parts names
			given, _ := value["given"].(string)
			return []string{given + " " + family}
		}
		for key, v := range value {
			all = append(append(all, key), stringsIn(v)...)
		}
	}
	return all
}

func xmlTexts(t *testing.T, address, body string) (said []string) {
	t.Helper()
	in := xml.NewDecoder(strings.NewReader(body))
	for {
		token, err := in.Token()
		if token == nil {
			if err != nil && err.Error() != "EOF" {
				t.Errorf("%s: %v", address, err)
			}
			return said
		}
		if text, ok := token.(xml.CharData); ok {
			said = append(said, string(text))
		}
	}
}

// inertTexts are the texts and attributes of a page, of which none may do anything.
func inertTexts(t *testing.T, address string, page document) (said, links []string) {
	t.Helper()
	scripts := 0
	for node := range page.root.Descendants() {
		switch {
		case node.Type == html.TextNode && node.Parent.Data != "tspan" && node.Parent.Data != "code": // which may hold a file made of names
			said = append(said, node.Data)
		case node.Data == "text": // of a chart, where a name may take two lines
			said = append(said, document{root: node}.raw())
		}
		if node.Data == "script" || node.Data == "style" || node.Data == "iframe" || node.Data == "img" {
			scripts++
		}
		for _, a := range node.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc":
				t.Errorf("%s: an element has %s=%q", address, a.Key, a.Val)
			case a.Key == "href" || a.Key == "src" || a.Key == "action" || a.Key == "formaction":
				u, err := url.Parse(a.Val)
				if err != nil || !slices.Contains([]string{"", "http", "https", "mailto"}, u.Scheme) {
					t.Errorf("%s leads to %q, %v", address, a.Val, err)
					continue
				}
				said = append(said, u.Path)
				if u.Host != "" {
					said[len(said)-1] = u.Scheme + "://" + u.Host + u.Path
				}
				for _, values := range u.Query() {
					said = append(said, values...)
				}
				if u.Host == "" && u.Path != "" && a.Key == "href" {
					links = append(links, (&url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: u.RawQuery}).String())
				}
			default:
				said = append(said, a.Val)
			}
		}
	}
	if scripts != 1 {
		t.Errorf("%s has %d elements that load or run something, want its own script", address, scripts)
	}
	return said, links
}

// A browser runs none of it.
func TestNoHostileTextRunsInABrowser(t *testing.T) {
	testneed.Thorough(t)
	script := axe(t)
	h, st := tell(t, "hostile")
	lookAt(t, script, h, newPages(h, addresses(t, st), map[string]bool{}))
}

func TestTheCheckSeesAnUnequalText(t *testing.T) {
	for _, said := range []string{"&lt;b&gt;[title-0]", "[title-0]", "<b>x[title-0]"} {
		probe := &testing.T{}
		unequal(probe, "/", "text/html", []string{said}, []string{"<b>"})
		if !probe.Failed() {
			t.Errorf("%q passed for <b>", said)
		}
	}
}

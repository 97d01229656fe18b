package architecture

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/token"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"rungless/tracker/testneed"

	"golang.org/x/net/html"
)

// TestNothingShownIsALadder runs the program over the sample organisation, with all its
// people and domains, and reads every page, its JSON and CSV, and what every verb prints.
func TestNothingShownIsALadder(t *testing.T) {
	testneed.Thorough(t)
	p := startDemo(t)
	visited := p.crawl(t)
	t.Run("every route is visited", func(t *testing.T) { everyRouteIsVisited(t, visited) })
	t.Run("pages", func(t *testing.T) { p.lookAtPages(t, visited) })
	t.Run("verbs", func(t *testing.T) { p.lookAtVerbs(t) })
}

// demo is the program, built and running over the sample.
type demo struct {
	program, url string
	environ      []string
	titles       map[string]bool // of the sample's threads, which may say anything
}

func startDemo(t *testing.T) *demo {
	t.Helper()
	home := t.TempDir()
	p := &demo{program: filepath.Join(t.TempDir(), "rungless"), titles: map[string]bool{},
		environ: []string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "XDG_CACHE_HOME=" + home, "RUNGLESS_STORE_DSN=" + filepath.Join(home, "rungless", "sample.db")}}
	build := exec.Command("go", "build", "-o", p.program, "./cmd/rungless")
	build.Dir = testneed.Root(t)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.Command(p.program, "demo", "--addr", "127.0.0.1:0")
	cmd.Env = p.environ
	words, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Signal(syscall.SIGTERM); _ = cmd.Wait() })
	p.url = addressIn(t, words)
	p.waitForSync(t)
	for line := range strings.Lines(p.run(t, "facts")) {
		var fact struct{ Title, Repository string }
		if err := json.Unmarshal([]byte(line), &fact); err != nil {
			t.Fatal(err)
		}
		p.titles[words1(fact.Title)], p.titles[words1(fact.Repository)] = true, true
	}
	return p
}

// words1 is a title as it is looked up: pages may cut its spaces.
func words1(title string) string { return strings.Join(strings.Fields(title), " ") }

// addressIn reads where the program says that it listens, and leaves the rest to be
// thrown away.
func addressIn(t *testing.T, words io.Reader) string {
	t.Helper()
	lines := bufio.NewScanner(words)
	for lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), "rungless is at "); ok {
			go io.Copy(io.Discard, words) //nolint:errcheck // it ends with the program
			return address
		}
	}
	t.Fatal("the program never said where it is")
	return ""
}

func (p *demo) waitForSync(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	for ctx.Err() == nil {
		var page struct{ Runs []struct{ State string } }
		if err := json.Unmarshal(p.get(t, "/sync.json"), &page); err != nil {
			t.Fatal(err)
		}
		if len(page.Runs) > 0 && page.Runs[len(page.Runs)-1].State == "done" {
			return
		}
		time.Sleep(time.Second)
	}
	t.Fatal("the sample was not synced")
}

// get reads a page, nil where there is none.
func (p *demo) get(t *testing.T, path string) []byte {
	t.Helper()
	resp, err := http.Get(p.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode >= 500 {
		t.Errorf("GET %s: %s", path, resp.Status)
	}
	if resp.StatusCode != http.StatusOK {
		return nil
	}
	return body
}

// run returns what a verb prints, on either stream.
func (p *demo) run(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command(p.program, args...)
	cmd.Env = p.environ
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("rungless %s: %v", strings.Join(args, " "), err)
	}
	return string(out)
}

// parameter is a part of a path that names something: pages that differ in those only
// come of one route.
var parameter = regexp.MustCompile(`/(p|domains|sync|packs|works|moves|figures)/[^/.]+`)

func routeOf(path string) string { return parameter.ReplaceAllString(path, "/$1/:x") }

// crawl follows links from the home page and reads a dozen pages of each route, and
// the first page of every person.
func (p *demo) crawl(t *testing.T) map[string]*html.Node {
	t.Helper()
	queue, visited, ofRoute := []string{"/", "/setup", "/people", "/sync", "/evidence"}, map[string]*html.Node{}, map[string]int{}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		bare, _, _ := strings.Cut(path, "?")
		if visited[path] != nil || ofRoute[routeOf(bare)] >= 12 && (routeOf(bare) != "/p/:x" || path != bare) {
			continue
		}
		body := p.get(t, path)
		if body == nil || !bytes.Contains(body[:min(200, len(body))], []byte("<html")) {
			continue
		}
		root, err := html.Parse(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		visited[path] = root
		ofRoute[routeOf(bare)]++
		queue = append(queue, linksOf(root)...)
	}
	return visited
}

func linksOf(root *html.Node) (paths []string) {
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.Data != "a" {
			continue
		}
		u, err := url.Parse(attribute(n, "href"))
		if err == nil && u.Host == "" && strings.HasPrefix(u.Path, "/") && !strings.HasPrefix(u.Path, "/static/") && filepath.Ext(u.Path) == "" {
			u.Fragment = ""
			paths = append(paths, u.String())
		}
	}
	return paths
}

// everyRouteIsVisited reads the routes out of web's source.
func everyRouteIsVisited(t *testing.T, visited map[string]*html.Node) {
	seen := map[string]bool{}
	for path := range visited {
		bare, _, _ := strings.Cut(path, "?")
		seen[routeOf(bare)] = true
	}
	routes := routesOf(load(t, testneed.Root(t)))
	if len(routes) < 8 {
		t.Fatalf("only %d routes were found: %v", len(routes), routes)
	}
	for _, route := range routes {
		if !seen[routeOf(route)] && unvisited[route] == "" {
			t.Errorf("no page of %s was looked at: no link leads there", route)
		}
	}
}

// routesOf are the paths of the pages that only read.
func routesOf(pkgs []pkg) (routes []string) {
	i := slices.IndexFunc(pkgs, func(p pkg) bool { return p.dir == "web" })
	pkgs[i].walk(func(n ast.Node) {
		if pair, ok := n.(*ast.KeyValueExpr); ok && isIdent(pair.Key, "path") {
			if lit, ok := pair.Value.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				routes = append(routes, strings.Trim(lit.Value, `"`))
			}
		}
	})
	return routes
}

// lookAtPages reads each page, its JSON and its CSV.
func (p *demo) lookAtPages(t *testing.T, visited map[string]*html.Node) {
	documents := map[string][]any{}
	for path, root := range visited {
		bare, query, _ := strings.Cut(path, "?")
		p.lookAtWords(t, path, textsOf(root))
		for _, found := range unorderedRows(root) {
			t.Errorf("%s lists people in another order than by login or name: %s", path, found)
		}
		if bare == "/" {
			bare = "/index"
		}
		if document := p.document(t, bare+".json?"+query); document != nil {
			documents[routeOf(bare)] = append(documents[routeOf(bare)], document)
			p.lookAtDocument(t, routeOf(bare)+".json", document)
			for _, sum := range sumsInText(strings.Join(textsOf(root), " "), document) {
				t.Errorf("%s shows what domains add up to: %s", path, sum)
			}
		}
		if text := p.get(t, bare+".csv?"+query); text != nil {
			header, err := csv.NewReader(bytes.NewReader(text)).Read()
			if err != nil {
				t.Errorf("%s.csv: %v", bare, err)
			}
			p.lookAtWords(t, routeOf(bare)+".csv", header)
		}
	}
	if len(documents["/p/:x"]) < 20 {
		t.Errorf("only %d people were looked at", len(documents["/p/:x"]))
	}
	sums := 0
	for route, list := range documents {
		for _, document := range list {
			sums += len(domainSums(document))
		}
		for _, found := range addedOverDomains(list) {
			t.Errorf("%s.json adds up over domains at %s", route, found)
		}
	}
	if sums < 20 {
		t.Errorf("only %d sums over domains were looked for", sums)
	}
}

func (p *demo) document(t *testing.T, path string) any {
	t.Helper()
	text := p.get(t, path)
	if text == nil {
		return nil
	}
	var document any
	if err := json.Unmarshal(text, &document); err != nil {
		t.Errorf("%s: %v", path, err)
	}
	return document
}

func (p *demo) lookAtDocument(t *testing.T, where string, document any) {
	t.Helper()
	p.lookAtWords(t, where, keysOf(document))
	for _, path := range bareFigures(document, "", false) {
		if evidenceElsewhere[path] == "" {
			t.Errorf("%s has a figure of a person without its evidence at %s", where, path)
		}
	}
	for _, found := range unorderedPeople(document, "") {
		t.Errorf("%s lists people in another order than by login or name: %s", where, found)
	}
}

// lookAtWords leaves out what the sample's people wrote.
func (p *demo) lookAtWords(t *testing.T, where string, texts []string) {
	t.Helper()
	for _, text := range texts {
		if ladderIn([]said{{where, text}}, func(allowance) {}) == nil {
			continue
		}
		for _, found := range ladderIn([]said{{where, p.withoutTitles(text)}}, func(allowance) {}) {
			t.Error(found)
		}
	}
}

// withoutTitles cuts the longest titles first: one may be part of another.
func (p *demo) withoutTitles(text string) string {
	text = words1(text)
	titles := slices.SortedFunc(maps.Keys(p.titles), func(a, b string) int { return len(b) - len(a) })
	for _, title := range titles {
		if title != "" {
			text = strings.ReplaceAll(text, title, "")
		}
	}
	return text
}

func keysOf(v any) (keys []string) {
	switch v := v.(type) {
	case object:
		for k, item := range v {
			keys = append(append(keys, k), keysOf(item)...)
		}
	case []any:
		for _, item := range v {
			keys = append(keys, keysOf(item)...)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// textsOf are the words of a page: its text, and what is read out or shown on hovering.
func textsOf(root *html.Node) (texts []string) {
	for n := range root.Descendants() {
		switch {
		case n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style":
			texts = append(texts, strings.TrimSpace(n.Data))
		case n.Type == html.ElementNode:
			for _, name := range []string{"title", "aria-label", "alt", "placeholder", "class", "id"} {
				texts = append(texts, attribute(n, name))
			}
		}
	}
	return texts
}

// link is one of Markdown, with a title that its author wrote.
var link = regexp.MustCompile(`\[(\\.|[^\]\\])*\]\(<[^>]*>\)`)

// lookAtVerbs reads every verb's help, and what verbs print as JSON.
func (p *demo) lookAtVerbs(t *testing.T) {
	verbs := p.verbs(t)
	if len(verbs) < 15 {
		t.Errorf("only %d verbs were found", len(verbs))
	}
	var people struct{ People []struct{ Login string } }
	if err := json.Unmarshal(p.get(t, "/people.json"), &people); err != nil {
		t.Fatal(err)
	}
	var profiles []any
	for _, person := range people.People[:min(20, len(people.People))] {
		document := p.profile(t, person.Login)
		p.lookAtDocument(t, "rungless profile", object{"login": person.Login, "profile": document})
		profiles = append(profiles, document)
		p.lookAtWords(t, "rungless profile", strings.Split(link.ReplaceAllString(p.run(t, "profile", person.Login), ""), "\n"))
	}
	for _, found := range addedOverDomains(profiles) {
		t.Errorf("rungless profile adds up over domains at %s", found)
	}
	for _, args := range [][]string{{"people", "list"}, {"people", "proposals"}, {"domains", "suggest"}, {"version"}, {"facts", "--person", people.People[0].Login}} {
		for _, document := range decoded(t, p.run(t, append(args, "--json")...)) {
			p.lookAtDocument(t, "rungless "+strings.Join(args, " "), document)
		}
	}
}

func (p *demo) profile(t *testing.T, login string) any {
	t.Helper()
	documents := decoded(t, p.run(t, "profile", login, "--json"))
	if len(documents) != 1 {
		t.Fatalf("rungless profile %s prints %d documents", login, len(documents))
	}
	return documents[0]
}

// verbs reads the help of every verb and finds those below it.
func (p *demo) verbs(t *testing.T, path ...string) [][]string {
	t.Helper()
	help := p.run(t, append(slices.Clone(path), "--help")...)
	p.lookAtWords(t, "rungless "+strings.Join(path, " "), strings.Split(help, "\n"))
	verbs := [][]string{path}
	_, list, ok := strings.Cut(help, "\nVerbs:\n")
	if !ok {
		return verbs
	}
	for line := range strings.Lines(list) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name == "" {
			break
		}
		verbs = append(verbs, p.verbs(t, append(slices.Clone(path), name)...)...)
	}
	return verbs
}

// decoded reads one JSON document, or one a line.
func decoded(t *testing.T, text string) (documents []any) {
	t.Helper()
	for d := json.NewDecoder(strings.NewReader(text)); ; {
		var document any
		if err := d.Decode(&document); err == io.EOF {
			return documents
		} else if err != nil {
			t.Fatal(fmt.Errorf("%w: %.200s", err, text))
		}
		documents = append(documents, document)
	}
}

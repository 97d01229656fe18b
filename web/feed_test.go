package web

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rungless/tracker"
	"rungless/tracker/testneed"
)

const feedOfMei = "/p/mei-zhao/feed.atom"

func readFeed(t *testing.T, h http.Handler, path string) atomFeed {
	t.Helper()
	w := ask(h, "GET", path, nil)
	var feed atomFeed
	if err := xml.Unmarshal(w.Body.Bytes(), &feed); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%d %v\n%.300s", w.Code, err, w.Body)
	}
	return feed
}

func TestAFeedHasWhatRFC4287AsksForAndNoTimeOfDay(t *testing.T) {
	st := fixture(t)
	h := site(t, st, nil)
	feed := readFeed(t, h, feedOfMei)
	if feed.ID == "" || feed.Title != "Evidence of Mei Zhao" || feed.Author.Name != "Mei Zhao" || feed.Updated != "2026-11-20T00:00:00Z" || len(feed.Entries) != 12 {
		t.Errorf("got %d entries of %+v", len(feed.Entries), feed)
	}
	seen := map[string]bool{}
	for _, e := range feed.Entries {
		if !strings.HasPrefix(e.ID, "tag:github.com,2026:rungless/1/") || seen[e.ID] || e.Title == "" || !strings.HasPrefix(e.Link.Href, "https://github.com/lumen/") || !strings.HasSuffix(e.Updated, "T00:00:00Z") {
			t.Errorf("entry %+v", e)
		}
		seen[e.ID] = true
	}
	tag := ask(h, "GET", feedOfMei, nil).Header().Get("ETag")
	again := ask(h, "GET", feedOfMei, func(r *http.Request) { r.Header.Set("If-None-Match", tag) })
	if again.Code != http.StatusNotModified {
		t.Errorf("asked again with its tag: got %d", again.Code)
	}
}

func TestAFeedHoldsNothingPrivate(t *testing.T) {
	st := fixture(t)
	hidden := serve
	hidden.DatabaseID, hidden.NodeID, hidden.Name = 12, "R_hidden", "hidden"
	apply(t, st, tracker.Batch{Source: tracker.GitHubSource, Repositories: []tracker.Repository{{RepositoryRef: hidden, IsPrivate: true, UpdatedAt: fixtureNow}},
		Threads: []tracker.Thread{pullRequest(hidden, 1, mei, fixtureNow.AddDate(0, 0, -1), "Nobody else's business")}})
	h := site(t, st, func(o *Options) { o.Me = func() string { return "mei-zhao" } })
	if body := ask(h, "GET", feedOfMei, nil).Body.String(); strings.Contains(body, "business") || strings.Contains(body, "lumen/hidden") {
		t.Error("a private thread is in the feed")
	}
}

// hostileWords are some that always run, with those of the recorded data where it is.
func hostileWords(t *testing.T) []string {
	words := []string{"<script>alert(1)</script>", "]]>&amp;&#x3c;", "\x1b[2J\x00\ufffe", "\u202egnp.exe", "line\u2028end\r\n", "</title><entry>", "مرحبا 你好 🚀"}
	t.Run("recorded", func(t *testing.T) {
		body, err := os.ReadFile(testneed.Shared(t, "data", "hostile.json"))
		if err != nil {
			t.Fatal(err)
		}
		var more []string
		if err := json.Unmarshal(body, &more); err != nil {
			t.Fatal(err)
		}
		words = append(words, more...)
	})
	return words
}

// inXML is a text after XML: what XML 1.0 cannot hold is U+FFFD, and a carriage return
// comes back because it was written as a reference.
func inXML(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return 0xFFFD
		}
		return r
	}, text)
}

func TestHostileTitlesAreInertAndEqualInAFeed(t *testing.T) {
	st, words := fixture(t), hostileWords(t)
	b := tracker.Batch{Source: tracker.GitHubSource}
	for i, word := range words {
		b.Threads = append(b.Threads, pullRequest(serve, 1000+i, mei, fixtureNow.AddDate(0, 0, -1), word))
	}
	apply(t, st, b)
	h := site(t, st, nil)
	got := map[string]bool{}
	for _, e := range readFeed(t, h, feedOfMei).Entries {
		got[e.Title] = true
	}
	for _, word := range words {
		if !got[inXML(word)] {
			t.Errorf("%q is not in the feed as %q", word, inXML(word))
		}
	}
	checkWithAnotherReader(t, ask(h, "GET", feedOfMei, nil).Body, len(words)+12)
}

// checkWithAnotherReader reads the feed with a reader that is not the one it was written
// for: a tokenizer of HTML, to which no title may look like an element.
func checkWithAnotherReader(t *testing.T, body io.Reader, entries int) {
	t.Helper()
	known := map[string]bool{"feed": true, "id": true, "title": true, "updated": true, "author": true, "name": true, "link": true, "entry": true, "category": true, "summary": true}
	reader, found := html.NewTokenizer(body), 0
	for reader.Next() != html.ErrorToken {
		token := reader.Token()
		if token.Type == html.StartTagToken && !known[token.Data] {
			t.Errorf("the feed has an element %q", token.Data)
		}
		if token.Type == html.StartTagToken && token.Data == "entry" {
			found++
		}
	}
	if found != entries {
		t.Errorf("another reader sees %d entries, want %d", found, entries)
	}
}

func TestThePagesOfAPersonLeadToTheFeed(t *testing.T) {
	h := site(t, fixture(t), nil)
	for _, path := range []string{"/p/mei-zhao", "/p/mei-zhao/evidence"} {
		body := ask(h, "GET", path, nil).Body.String()
		if !strings.Contains(body, `<link rel="alternate" type="application/atom+xml" href="`+feedOfMei+`">`) || !strings.Contains(body, `<a href="`+feedOfMei+`">`) {
			t.Errorf("%s does not lead to it", path)
		}
	}
	if ask(h, "GET", "/p/nobody/feed.atom", nil).Code != http.StatusNotFound {
		t.Error("there is a feed of nobody")
	}
}

func TestAFeedHoldsNothingThatThePersonHides(t *testing.T) {
	st := fixture(t)
	h := site(t, st, func(o *Options) { o.Me = func() string { return "mei-zhao" } })
	before := readFeed(t, h, feedOfMei).Entries
	person, err := st.FindPerson(t.Context(), "mei-zhao")
	if err != nil {
		t.Fatal(err)
	}
	hidden := before[0].Link.Href
	if _, err := st.Annotate(t.Context(), person.ID, hidden, func(n *tracker.Note) { n.Hidden = true }); err != nil {
		t.Fatal(err)
	}
	body := askAtMachine(h, feedOfMei).Body.String()
	if after := readFeed(t, h, feedOfMei).Entries; len(after) != len(before)-1 || strings.Contains(body, hidden) {
		t.Errorf("%d entries of %d are left, and the person's own reader is given %q: %t", len(after), len(before), hidden, strings.Contains(body, hidden))
	}
}

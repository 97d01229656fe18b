package githubsim

import (
	_ "embed"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"time"
)

//go:embed page.gohtml
var pageText string

// pageTemplate is parsed once; executing it changes nothing in it.
var pageTemplate = template.Must(template.New("page").Parse(pageText))

// htmlPage is what a page shows: a title, and items with the anchors under which
// GitHub shows them, so that every link to a piece of evidence leads to its text.
type htmlPage struct {
	Title string
	Where string // owner/name, or a login
	Items []htmlItem
}

type htmlItem struct {
	Anchor string // "issuecomment-1"; "" for the thread itself
	Who    string
	What   string
	When   time.Time
	Text   string
}

// page answers every path outside the API.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	s.world.RLock()
	page, found := newView(s.index, r, s.options.Now()).pageOf(strings.Split(strings.Trim(r.URL.Path, "/"), "/"))
	s.world.RUnlock()
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	header.Set("X-Content-Type-Options", "nosniff")
	if !found {
		w.WriteHeader(http.StatusNotFound)
	}
	if err := pageTemplate.Execute(w, page); err != nil {
		s.logger.Debug("simulated page not sent", "path", r.URL.Path, "error", err)
	}
}

// pageOf finds what a path shows: an account, a repository, a thread or a commit.
func (v *view) pageOf(path []string) (htmlPage, bool) {
	missing := htmlPage{Title: "Nothing here"}
	if u := v.user(path[0]); u != nil && len(path) == 1 {
		return htmlPage{Title: firstText(u.Name, u.Login), Where: u.Login}, true
	}
	if len(path) < 2 {
		return missing, false
	}
	r := v.index.repository(path[0], path[1])
	switch {
	case r == nil || v.guarded(r):
		return missing, false
	case len(path) == 2:
		return htmlPage{Title: r.FullName(), Where: r.FullName(), Items: []htmlItem{{Text: r.Description, When: r.CreatedAt}}}, true
	case len(path) < 4:
		return missing, false
	case path[2] == "commit":
		return v.commitPage(r, path[3])
	}
	number, _ := strconv.Atoi(path[3])
	t := v.contents[r].threads[number]
	if t == nil || path[2] != "pull" && path[2] != "issues" && path[2] != "discussions" {
		return missing, false
	}
	return v.threadPage(t), true
}

func firstText(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

func (v *view) commitPage(r *Repository, sha string) (htmlPage, bool) {
	commit := v.contents[r].commits[sha]
	if commit == nil {
		return htmlPage{Title: "Nothing here"}, false
	}
	p := htmlPage{Title: headline(commit.Message), Where: r.FullName()}
	who := ""
	if author := firstAuthor(commit); author != nil {
		who = author.Name
	}
	p.Items = append(p.Items, htmlItem{Who: who, What: "committed " + sha, When: commit.Committer.When, Text: commit.Message})
	for _, m := range r.Comments {
		if m.CommitSHA == sha {
			p.Items = append(p.Items, commentItem(m))
		}
	}
	return p, true
}

func (v *view) threadPage(t *Thread) htmlPage {
	p := htmlPage{Title: t.Title + " #" + strconv.Itoa(t.Number), Where: t.Repository.FullName()}
	p.Items = append(p.Items, htmlItem{Who: loginOf(t.Author), What: "opened this", When: t.CreatedAt, Text: t.Body})
	for _, m := range t.Comments {
		p.Items = append(p.Items, commentItem(m))
		for _, reply := range m.Replies {
			p.Items = append(p.Items, commentItem(reply))
		}
	}
	for _, r := range v.reviewsOf(t) {
		what := "reviewed: " + strings.ToLower(strings.ReplaceAll(r.State, "_", " "))
		p.Items = append(p.Items, htmlItem{anchorOf(r), loginOf(r.Author), what, firstSet(r.SubmittedAt, r.CreatedAt), r.Body})
	}
	for _, m := range v.reviewCommentsOf(t) {
		p.Items = append(p.Items, commentItem(m))
	}
	return p
}

func commentItem(m *Comment) htmlItem {
	return htmlItem{anchorOf(m), loginOf(m.Author), "commented " + m.Path, m.CreatedAt, m.Body}
}

// anchorOf is the fragment of a thing's address.
func anchorOf(value any) string {
	_, anchor, _ := strings.Cut(path(value), "#")
	return anchor
}

func loginOf(u *User) string {
	if u == nil {
		return "ghost"
	}
	return u.Login
}

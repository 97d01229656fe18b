package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// pageTemplates lists every page with the partials it uses, besides the layout.
var pageTemplates = map[string][]string{
	"storybook":   {},
	"setup":       {},
	"people":      {"time"},
	"overview":    {"time", "tabs", "drawing", "contributions", "coverage"},
	"depth":       {"time", "tabs", "drawing", "figure", "pieces"},
	"scope":       {"time", "tabs", "drawing", "figure"},
	"figure":      {"time", "tabs", "figure", "pieces"},
	"mix":         {"time", "tabs", "activity"},
	"evidence":    {"time", "tabs", "contributions", "filters"},
	"domains":     {"rules"},
	"domain":      {"time", "contributions", "rules", "doors", "step"},
	"research":    {"time", "tabs", "figure", "credit"},
	"work":        {"time", "drawing", "credit"},
	"metrics":     {},
	"moves":       {"time", "drawing", "doors", "step", "ahead", "movechoice"},
	"hours":       {"drawing"},
	"initiatives": {"time"},
	"self":        {},
	"zone":        {},
	"catalogue":   {},
	"settings":    {},
	"keyboard":    {},
	"uncredited":  {"time"},
	"sync":        {"time", "run", "coverage"},
	"run":         {"time", "run"},
	"signin":      {},
	"stranger":    {},
	"sharing":     {"movechoice"},
	"sessions":    {},
	"tokens":      {},
	"statement":   {},
	"error":       {},
	"nowhere":     {},
	"privacy":     {},
	"data":        {},
	"packs":       {"time"},
	"pack":        {"time"},
	"packedit":    {"filters"},
	"packverify":  {},
	"packcompare": {},
}

// templates holds one parsed set per page: in a shared set, the blocks of one
// page would replace those of another.
type templates struct {
	files fs.FS
	fresh bool // parse again at each use
	funcs template.FuncMap
	sets  map[string]*template.Template
	drawn func(name string) // hears of each template that is executed; nil: nobody listens
}

func newTemplates(files fs.FS, fresh bool, asset func(string) (string, error)) (*templates, error) {
	t := &templates{files: files, fresh: fresh, sets: map[string]*template.Template{},
		funcs: template.FuncMap{"asset": asset, "number": number}}
	for name := range pageTemplates {
		set, err := t.parse(name)
		if err != nil {
			return nil, err
		}
		t.sets[name] = set
	}
	return t, nil
}

func (t *templates) parse(name string) (*template.Template, error) {
	files := []string{"templates/layout.html", "templates/" + name + ".html"}
	for _, partial := range pageTemplates[name] {
		files = append(files, "templates/partials/"+partial+".html")
	}
	set, err := template.New("layout.html").Funcs(t.funcs).Option("missingkey=error").ParseFS(t.files, files...)
	if err != nil {
		return nil, fmt.Errorf("web: page %s: %w", name, err)
	}
	return set, nil
}

func (t *templates) execute(out *bytes.Buffer, p page) error {
	if t.drawn != nil {
		t.drawn(p.template())
	}
	set := t.sets[p.template()]
	if t.fresh {
		var err error
		if set, err = t.parse(p.template()); err != nil {
			return err
		}
	}
	if err := set.Execute(out, p); err != nil {
		return fmt.Errorf("web: page %s: %w", p.template(), err)
	}
	return nil
}

// writePage draws the whole page before it sends the first header: a template
// that fails half way gives an error page, never half a page with status 200.
func (s *Server) writePage(c *gin.Context, status int, p page) error {
	body, err := s.draw(p)
	if err != nil {
		return err
	}
	send(c, status, "text/html; charset=utf-8", body)
	return nil
}

func (s *Server) draw(p page) ([]byte, error) {
	var out bytes.Buffer
	err := s.templates.execute(&out, p)
	return out.Bytes(), err
}

func (s *Server) writeJSON(c *gin.Context, status int, p page) error {
	var value any = p
	if t, ok := p.(twin); ok {
		value = t.json()
	}
	body, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return fmt.Errorf("web: page %s as JSON: %w", p.template(), err)
	}
	send(c, status, "application/json", append(body, '\n'))
	return nil
}

// send writes a page with an entity tag: a browser that goes back gets 304, and
// nobody but the person's own browser keeps the page.
func send(c *gin.Context, status int, contentType string, body []byte) {
	c.Header("Cache-Control", "private, no-cache")
	c.Header("Vary", "Cookie")
	if status == http.StatusOK {
		sum := sha256.Sum256(body)
		tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
		c.Header("ETag", tag)
		if strings.Contains(c.GetHeader("If-None-Match"), tag) {
			c.Status(http.StatusNotModified)
			return
		}
	}
	c.Data(status, contentType, body)
}

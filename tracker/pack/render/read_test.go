package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	markdownhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"

	"rungless/tracker/pack"
	"rungless/tracker/testneed"
)

// What the formats say is read back with parsers that are not ours.

func rendered(t testing.TB, p pack.Pack, f Format, options Options) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := To(t.Context(), &out, p, f, options); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func parsed(t *testing.T, markup []byte) *html.Node {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(markup))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func linksOfHTML(t *testing.T, markup []byte) []string {
	var links []string
	for node := range parsed(t, markup).Descendants() {
		for _, a := range node.Attr {
			if node.Data == "a" && a.Key == "href" {
				links = append(links, a.Val)
			}
		}
	}
	return links
}

// github reads Markdown as GitHub does, and lets HTML in it act.
func github() goldmark.Markdown {
	return goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(markdownhtml.WithUnsafe()))
}

func linksOfMarkdown(t *testing.T, source []byte) []string {
	var links []string
	err := ast.Walk(github().Parser().Parse(text.NewReader(source)), func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		switch node := node.(type) {
		case *ast.AutoLink:
			if entering {
				links = append(links, string(node.URL(source)))
			}
		case *ast.Link, *ast.Image:
			t.Errorf("the Markdown holds a link or an image of another form")
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return links
}

// linksOfJSON reads the values of the keys that hold addresses, in their order.
func linksOfJSON(t *testing.T, data []byte) []string {
	var links []string
	key := ""
	for decoder := json.NewDecoder(bytes.NewReader(data)); ; {
		token, err := decoder.Token()
		if err != nil {
			return links
		}
		word, _ := token.(string)
		if slices.Contains([]string{"url", "permalink", "reverted_by"}, key) {
			links = append(links, word)
			word = ""
		}
		key = word
	}
}

func linksOfCSV(t *testing.T, data []byte) []string {
	records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var links []string
	for _, record := range records[1:] {
		for i, name := range records[0] {
			if slices.Contains([]string{"permalink", "reverted_by", "quote_permalink"}, name) && record[i] != "" {
				links = append(links, record[i])
			}
		}
	}
	return links
}

func linksOfResume(t *testing.T, data []byte) []string {
	var r resume
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	links := []string{r.Basics.Profiles[0].URL}
	for _, project := range r.Projects {
		for _, highlight := range project.Highlights {
			links = append(links, regexp.MustCompile(`https://\S+`).FindAllString(highlight, -1)...)
		}
	}
	return links
}

// linksOfPDF reads the annotations page by page. An address that runs over two lines is
// one link.
func linksOfPDF(t *testing.T, data []byte) []string {
	var file struct {
		Pages []struct{ Object string }
		Qpdf  []map[string]json.RawMessage
	}
	if err := json.Unmarshal(tool(t, "qpdf", "--json", savedPDF(t, data)), &file); err != nil {
		t.Fatal(err)
	}
	object := func(name string, into any) {
		var held struct{ Value json.RawMessage }
		if err := json.Unmarshal(file.Qpdf[1]["obj:"+name], &held); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(held.Value, into); err != nil {
			t.Fatal(err)
		}
	}
	var links []string
	for _, page := range file.Pages {
		var value struct {
			Annots json.RawMessage `json:"/Annots"`
		}
		object(page.Object, &value)
		var annotations []json.RawMessage
		if json.Unmarshal(value.Annots, &annotations) != nil {
			continue
		}
		for _, raw := range annotations {
			var annotation struct {
				A struct {
					URI string `json:"/URI"`
				} `json:"/A"`
			}
			var reference string
			if json.Unmarshal(raw, &reference) == nil {
				object(reference, &annotation)
			} else if err := json.Unmarshal(raw, &annotation); err != nil {
				t.Fatal(err)
			}
			links = append(links, strings.TrimPrefix(annotation.A.URI, "u:"))
		}
	}
	return links
}

func savedPDF(t *testing.T, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pack.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// tool runs a program and returns what it says; it fails where the program complains.
func tool(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	var out, complaints bytes.Buffer
	cmd := exec.Command(testneed.Program(t, name), args...)
	cmd.Stdout, cmd.Stderr = &out, &complaints
	cmd.Env = append(cmd.Environ(), "TZ=UTC")
	if err := cmd.Run(); err != nil || complaints.Len() > 0 {
		t.Fatalf("%s: %v: %s%s", name, err, &complaints, &out)
	}
	return out.Bytes()
}

func textOf(t *testing.T, markup []byte) string {
	var out strings.Builder
	for node := range parsed(t, markup).Descendants() {
		if node.Type == html.TextNode && node.Parent.Data != "style" {
			out.WriteString(node.Data)
		} else if node.Data == "br" {
			out.WriteString("\n")
		}
	}
	return out.String()
}

func asGitHubShows(t *testing.T, source []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := github().Convert(source, &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"rungless/tracker/pack"
	"rungless/tracker/testneed"
)

// always are hostile texts that every machine tries.
var always = []string{
	"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "</style><svg/onload=alert(1)>", "[x](javascript:alert(1))", "![x](https://evil.example/p.png)",
	"=1+1", "+1", "-1", "@SUM(1+1)", "\t=1", "\u202egnp.exe", "| a | b |\n| --- | --- |", "a\n---", "1. one\n2. two", "* a", "~~gone~~", "`code`", "$x^2$", "&lt;b&gt;",
	"www.evil.example", "https://evil.example/x", "me@evil.example", "<https://evil.example>", "[^1]: note", "\\", "# title #", "- [ ] task", "{{ .Env }}", `\";} body { display: none }`, "line one\\\nline two",
}

func hostileTexts(t *testing.T) []string {
	var recorded []string
	data, err := os.ReadFile(testneed.Shared(t, "data", "hostile.json"))
	if err == nil {
		err = json.Unmarshal(data, &recorded)
	}
	if err != nil {
		t.Fatal(err)
	}
	return append(recorded, always...)
}

// hostile is a pack with a text in every place that others or the person fill.
func hostile(text string) pack.Pack {
	p := made()
	s := merged()
	s.Title, s.Author, s.MergedBy, s.Role, s.Note, s.Figure, s.Repository, s.CommitSHA = text, text, text, text, text, text, text, text
	s.ValidatedBy = []pack.Validation{{Login: text, How: text, Day: "2026-02-01"}}
	s.Quote = &pack.Quote{Text: text, Author: text, Permalink: text, Day: "2026-02-01"}
	p.Title, p.Opening, p.Subject.Name, p.Subject.Login, p.Subject.ORCID, p.Program, p.Formula = text, text, text, text, text, text, text
	p.Chapters = []pack.Chapter{{Key: text, Title: text, Intro: text, Claims: []pack.Claim{{ID: text, Text: text, Ready: true, Sources: []pack.Source{s}}}}}
	p.Collaborators = []pack.Collaborator{{Login: text, Name: text, URL: text}}
	p.Charts[0].Key, p.Charts[0].Title, p.Charts[0].Caption, p.Charts[0].Unit, p.Charts[0].Series[0].Name = text, text, text, text, text
	p.Comparison.Sections = []pack.Section{{Title: text, New: []pack.Item{{Text: text}}, Reason: ""}, {Title: text, Reason: text}}
	p.Coverage = []pack.Coverage{{Source: text, Label: text, Stream: text, Gap: text}}
	p.Unseen = []string{text}
	return p
}

func TestHostileTextsAreInertAndEqualInEveryFormat(t *testing.T) {
	for _, text := range hostileTexts(t) {
		p := hostile(text)
		page := rendered(t, p, HTML, Options{})
		onlyElements(t, text, page)
		markdown := asGitHubShows(t, rendered(t, p, Markdown, Options{}))
		onlyElements(t, text, markdown)
		for name, shown := range map[string]string{"HTML": textOf(t, page), "Markdown": textOf(t, markdown)} {
			if n, want := strings.Count(squeezed(shown), squeezed(visible(text))), 20; n < want {
				t.Errorf("%s shows %q %d times, want %d at least", name, text, n, want)
			}
		}
		sameInData(t, p)
	}
}

func sameInData(t *testing.T, p pack.Pack) {
	var back pack.Pack
	if err := json.Unmarshal(rendered(t, p, JSON, Options{}), &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, back); diff != "" {
		t.Errorf("JSON says something else:\n%s", diff)
	}
	records, err := csv.NewReader(bytes.NewReader(rendered(t, p, CSV, Options{}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	source, title := records[2], slices.Index(records[0], "title")
	if got, want := strings.TrimPrefix(source[title], "'"), strings.ReplaceAll(p.Title, "\r\n", "\n"); got != want && source[title] != want {
		t.Errorf("CSV says %q, want %q", source[title], want)
	}
	for _, record := range records {
		for _, cell := range record {
			if cell != "" && strings.ContainsRune("=+-@\t\r\uff1d", []rune(cell)[0]) {
				t.Errorf("the cell %q begins a formula", cell)
			}
		}
	}
	sameInResume(t, p)
}

// sameInResume reads a resume back: each text stands in the fields where the pack has it,
// and between them.
func sameInResume(t *testing.T, p pack.Pack) {
	t.Helper()
	var r resume
	data := rendered(t, p, Resume, Options{})
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	keepsResumeSchema(t, data)
	text := squeezed(visible(p.Title))
	for field, got := range map[string]string{"basics.name": r.Basics.Name, "basics.summary": r.Basics.Summary, "basics.profiles[0].username": r.Basics.Profiles[0].Username} {
		if squeezed(got) != text {
			t.Errorf("%s of the resume is %q, want %q", field, got, p.Title)
		}
	}
	var said strings.Builder
	for _, project := range r.Projects {
		said.WriteString(project.Name + "\n" + strings.Join(project.Highlights, "\n") + "\n")
	}
	if n, want := strings.Count(squeezed(said.String()), text), 15; n < want {
		t.Errorf("the resume shows %q %d times, want %d at least", p.Title, n, want)
	}
}

// onlyElements fails on an element or attribute that no pack needs.
func onlyElements(t *testing.T, given string, markup []byte) {
	t.Helper()
	elements := strings.Fields("html head meta title style body main h1 h2 h3 p a ul li br bdi span blockquote div table caption thead tbody tr th td figure figcaption svg g line text tspan path circle rect")
	attributes := strings.Fields("id class lang dir href rel charset http-equiv content name scope tabindex role aria-label aria-labelledby aria-describedby aria-hidden viewBox x y x1 x2 y1 y2 cx cy r d width height")
	for node := range parsed(t, markup).Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		inDrawing := node.Data == "title" && node.Parent.Data == "g"
		if !slices.Contains(elements, node.Data) && !inDrawing {
			t.Errorf("%q becomes the element %s", given, node.Data)
		}
		for _, a := range node.Attr {
			if !slices.Contains(attributes, a.Key) {
				t.Errorf("%q becomes the attribute %s of %s", given, a.Key, node.Data)
			}
			if a.Key == "href" && a.Val != "https://github.com/ana-example" && !strings.HasPrefix(a.Val, "https://github.com/example/") && a.Val != given {
				t.Errorf("%q becomes a link to %s", given, a.Val)
			}
			if a.Key == "href" && !isAddress(a.Val) {
				t.Errorf("%q becomes a link to %s, which is no address", given, a.Val)
			}
		}
	}
}

func TestHostileTextsAreInertAndEqualInAPDF(t *testing.T) {
	testneed.Thorough(t)
	written := asDrawn(t)
	for _, text := range hostileTexts(t) {
		data := rendered(t, hostile(text), PDF, Options{})
		for _, action := range []string{"/JavaScript", "/Launch", "/SubmitForm", "/Filespec"} {
			if bytes.Contains(data, []byte(action)) {
				t.Errorf("%q puts %s into the PDF", text, action)
			}
		}
		shown := squeezed(string(tool(t, "pdftotext", "-raw", savedPDF(t, data), "-")))
		if n, want := strings.Count(shown, written(text)), 18; n < want {
			t.Errorf("the PDF shows %q %d times, want %d at least", text, n, want)
		}
	}
}

// asDrawn returns what writes a text as a PDF shows it that is made without a browser: what
// its fonts lack is named. Arabic and Hebrew are left out, since pdftotext turns them round.
func asDrawn(t *testing.T) func(text string) string {
	t.Helper()
	fonts, err := newFonts(fpdf.New("P", "mm", "A4", ""))
	if err != nil {
		t.Fatal(err)
	}
	return func(text string) string {
		if text = visible(text); strings.ContainsFunc(text, isFromRight) {
			return ""
		}
		return squeezed(string(fonts.prepared(text)))
	}
}

func TestHostileTextsAreShownInBothPDFs(t *testing.T) {
	texts := hostileTexts(t)
	p := made()
	p.Unseen = texts
	shownIn := func(o Options) string {
		return squeezed(string(tool(t, "pdftotext", "-raw", savedPDF(t, rendered(t, p, PDF, o)), "-")))
	}
	t.Run("drawn", func(t *testing.T) {
		shown, written := shownIn(Options{}), asDrawn(t)
		for _, text := range texts {
			if !strings.Contains(shown, written(text)) {
				t.Errorf("the PDF does not show %q", text)
			}
		}
	})
	t.Run("printed", func(t *testing.T) {
		testneed.Thorough(t)
		shown := shownIn(Options{Chromium: testneed.Chromium(t)})
		for _, text := range texts {
			if want := squeezed(visible(text)); isASCII(want) && !strings.Contains(shown, want) {
				t.Errorf("the PDF does not show %q", text)
			}
		}
	})
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > 126 })
}

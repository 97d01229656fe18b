package cite

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const sampleCFF = `# how to cite
cff-version: 1.2.0
message: "Please cite: this"
type: software
title: Example
version: 1.10
date-released: "2020-05-17"
doi: 10.5281/zenodo.123
license: [MIT, Apache-2.0]
repository-code: https://github.com/example/example
authors:
  - family-names: Berg
    name-particle: van den
    given-names: Jane
    name-suffix: Jr.
    alias: janeb
    affiliation: University of Examples
    orcid: https://orcid.org/0000-0002-1825-0097
    email: jane@example.org
    website: https://github.com/jane-berg
    country: NL
  - name: Example Team
    date-start: "2019-01-01"
contact:
  - alias: help
identifiers:
  - {type: swh, value: "swh:1:rel:99f6850374dc6597af01bd0ee1d3fc0699301b9f", description: a release}
preferred-citation:
  type: conference-paper
  title: A paper
  authors: [{family-names: Doe, given-names: Jo}]
  conference: {name: ExampleConf, city: Utrecht}
  year: 2019
  month: 6
  start: 12
  url: https://arxiv.org/abs/1906.01234v2
references:
  - type: article
    title: Another
    authors: [{family-names: Roe}]
    journal: Journal of Examples
    volume: 7
    date-published: "2018-02-03"
    notes: "yes"
`

func TestCFFIsReadWhole(t *testing.T) {
	doc := Parse("CITATION.cff", []byte(sampleCFF))
	if len(doc.Warnings) > 0 {
		t.Errorf("a valid file has warnings: %v", doc.Warnings)
	}
	want := []Work{
		{
			Relation: Itself, Type: "software", Title: "Example", DOI: "10.5281/zenodo.123", Version: "1.10", Line: 2,
			Identifiers: []Identifier{{"swh", "swh:1:rel:99f6850374dc6597af01bd0ee1d3fc0699301b9f", "a release"}},
			Links:       []Link{{"repository-code", "https://github.com/example/example"}},
			Date:        Date{2020, 5, 17}, Licences: []string{"MIT", "Apache-2.0"},
			Authors: []Credit{
				{
					Position: 1, Name: "Jane van den Berg Jr.", Given: "Jane", Particle: "van den", Family: "Berg", Suffix: "Jr.",
					Alias: "janeb", Affiliations: []string{"University of Examples"}, ORCID: "0000-0002-1825-0097",
					Email: "jane@example.org", Website: "https://github.com/jane-berg", Role: "author", Line: 12,
					Accounts: []Account{{"github.com", "jane-berg"}, {"", "janeb"}},
					Extra:    []Field{{"country", textValue("NL")}},
				},
				{Position: 2, Name: "Example Team", Entity: true, Role: "author", Line: 22, Extra: []Field{{"date-start", textValue("2019-01-01")}}},
			},
			Contributors: []Credit{{Position: 1, Name: "help", Alias: "help", Role: "contact", Line: 25, Accounts: []Account{{"", "help"}}}},
			Extra:        []Field{{"cff-version", textValue("1.2.0")}, {"message", textValue("Please cite: this")}},
		},
		{
			Relation: Preferred, Type: "conference-paper", Title: "A paper", ArXiv: "1906.01234", Conference: "ExampleConf", Line: 29,
			Date: Date{2019, 6, 0}, Links: []Link{{"url", "https://arxiv.org/abs/1906.01234v2"}},
			Authors: []Credit{{Position: 1, Name: "Jo Doe", Given: "Jo", Family: "Doe", Role: "author", Line: 31}},
			Extra: []Field{
				{"conference", Value{Kind: Mapping, Fields: []Field{{"name", textValue("ExampleConf")}, {"city", textValue("Utrecht")}}}},
				{"start", numberValue(12)},
			},
		},
		{
			Relation: Reference, Type: "article", Title: "Another", Journal: "Journal of Examples", Date: Date{2018, 2, 3}, Line: 38,
			Authors: []Credit{{Position: 1, Name: "Roe", Family: "Roe", Role: "author", Line: 40}},
			Extra:   []Field{{"volume", numberValue(7)}, {"date-published", textValue("2018-02-03")}, {"notes", textValue("yes")}},
		},
	}
	if diff := cmp.Diff(want, doc.Works); diff != "" {
		t.Error(diff)
	}
}

func TestCFFRoundTripLosesNothing(t *testing.T) {
	written := WriteCFF(Parse("CITATION.cff", []byte(sampleCFF)).Works)
	before, _ := readYAML(sampleCFF, 1)
	after, _ := readYAML(string(written), 1)
	if diff := cmp.Diff(leaves(before), leaves(after)); diff != "" {
		t.Errorf("%s\nwritten:\n%s", diff, written)
	}
}

// leaves maps the path of each scalar to its text.
func leaves(n node) map[string]string {
	out := map[string]string{}
	var walk func(n node, path string)
	walk = func(n node, path string) {
		if n.scalar() {
			out[path] = n.text
		}
		for i, item := range n.list {
			walk(item, fmt.Sprintf("%s[%d]", path, i))
		}
		for _, f := range n.fields {
			walk(f.value, path+"."+f.name)
		}
	}
	walk(n, "")
	return out
}

func TestBrokenCFFGivesWhatCanBeRead(t *testing.T) {
	const head = "cff-version: 1.2.0\nmessage: m\ntitle: T\n"
	for _, c := range []struct {
		name, in, authors, warning string
		line                       int
	}{
		{"a colon in a title", "cff-version: 1.2.0\nmessage: m\ntitle: T: sub\nauthors:\n- name: A\n", "A", "not valid YAML", 3},
		{"one author's lines out of line", head + "authors:\n  - family-names: A\n    given-names: X\n  - family-names: B\n   given-names: Y\n  - family-names: C\n", "X A|Y B|C", "not valid YAML", 8},
		{"a tab", head + "authors:\n\t- name: A\n  - name: B\n", "B", "not valid YAML", 5},
		{"an unknown field", head + "author: x\nauthors:\n  - name: A\n", "A", `"author" is not a field that CFF knows`, 4},
		{"bare names", head + "authors:\n  - Jane Doe\n", "Jane Doe", `"authors" is not a list of fields`, 4},
		{"a wrong check digit", head + "authors:\n  - family-names: A\n    orcid: https://orcid.org/0000-0002-1825-0098\n", "A", "wrong check digit", 6},
		{"a missing title", "cff-version: 1.2.0\nmessage: m\nauthors: [{name: A}]\n", "A", `required field "title" is missing`, 1},
		{"a date that is none", head + "date-released: 2020-02-31\nauthors: [{name: A}]\n", "A", `"date-released" is not a day`, 4},
		{"a field given twice", head + "title: U\nauthors: [{name: A}]\n", "A", `"title" is given twice`, 4},
		{"the same author twice", head + "authors: [{name: A}, {name: A}]\n", "A|A", `names the same thing twice`, 4},
		{"a list at the top", "- a\n", "", "not a list of fields", 1},
		{"an empty file", "", "", "the file is empty", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := Parse("CITATION.cff", []byte(c.in))
			var names []string
			for _, w := range doc.Works {
				for _, credit := range w.Authors {
					names = append(names, credit.Name)
				}
			}
			if got := strings.Join(names, "|"); got != c.authors {
				t.Errorf("read the authors %q, want %q", got, c.authors)
			}
			for _, w := range doc.Warnings {
				if strings.Contains(w.Sentence, c.warning) && w.Line == c.line {
					return
				}
			}
			t.Errorf("warnings %v, want %q on line %d", doc.Warnings, c.warning, c.line)
		})
	}
}

func TestHostileFilesAreBounded(t *testing.T) {
	bomb := "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
	for i := range 12 {
		bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i), 9), ","))
	}
	macros := "@string{a = {" + strings.Repeat("x", 1000) + "}}\n"
	for range 40 {
		macros += "@string{a = a # a}\n"
	}
	for _, c := range []struct{ name, path, in, warning string }{
		{"aliases of aliases", "CITATION.cff", bomb + "authors: *a12\n", "too many values"},
		{"a value inside itself", "CITATION.cff", "authors: &a [*a]\n", ""},
		{"deep nesting", "CITATION.cff", "a: " + strings.Repeat("[", 1000) + strings.Repeat("]", 1000), "nest deeper"},
		{"deep JSON", "codemeta.json", strings.Repeat("[", 1000) + strings.Repeat("]", 1000), "nest deeper"},
		{"macros of macros", "a.bib", macros + "@misc{k, title = a}", "stand for too much text"},
		{"a value of very many parts", "a.bib", "@misc{k, title = {" + strings.Repeat("x", 1<<19) + "}" + strings.Repeat("#1", 1<<19) + "}", ""},
		{"very many heirs", "a.bib", "@xdata{x," + fields(500) + "}" + strings.Repeat("@a{,xdata=x}", 50_000), ""},
		{"a line of 1 MB", "CITATION.cff", "title: " + strings.Repeat("long ", 200_000), "is missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := Parse(c.path, []byte(c.in))
			for _, w := range doc.Warnings {
				if strings.Contains(w.Sentence, c.warning) {
					return
				}
			}
			if c.warning != "" {
				t.Errorf("warnings %v, want %q", doc.Warnings, c.warning)
			}
		})
	}
}

func fields(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "f%d={},", i)
	}
	return out.String()
}

func TestTenThousandAuthors(t *testing.T) {
	if got := len(Parse("CITATION.cff", []byte(longCFF(10_000))).Works[0].Authors); got != 10_000 {
		t.Errorf("read %d authors of a CITATION.cff", got)
	}
	names := strings.Repeat("Doe, Jane and ", 9_999) + "Roe, Rob"
	if got := len(Parse("a.bib", []byte("@misc{a, author = {"+names+"}}")).Works[0].Authors); got != 10_000 {
		t.Errorf("read %d authors of an entry", got)
	}
}

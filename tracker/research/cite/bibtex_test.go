package cite

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBibTeXNames(t *testing.T) {
	type parts struct{ Given, Particle, Family, Suffix string }
	for _, c := range []struct {
		name, in string
		want     parts
	}{
		{"first von last", "Ludwig van der Beethoven", parts{"Ludwig", "van der", "Beethoven", ""}},
		{"von last, first", "van der Beethoven, Ludwig", parts{"Ludwig", "van der", "Beethoven", ""}},
		{"von last, junior, first", "de la Vall{\\'e}e, Jr., Charles Louis", parts{"Charles Louis", "de la", "Vallée", "Jr."}},
		{"a last name of two words", "Vallée Poussin, Charles", parts{"Charles", "", "Vallée Poussin", ""}},
		{"braces hide a small letter", "Jane {de Souza}", parts{"Jane", "", "de Souza", ""}},
		{"a hyphen does not part", "Karl-Heinz M{\\\"u}ller-L{\\\"u}denscheidt", parts{"Karl-Heinz", "", "Müller-Lüdenscheidt", ""}},
		{"a tie parts like a space", "J.~R.~R. Tolkien", parts{"J. R. R.", "", "Tolkien", ""}},
		{"letters of TeX become letters", "{\\L}ukasz {\\O}stergaard", parts{"Łukasz", "", "Østergaard", ""}},
		{"an accent over a dotless i", "Mart{\\'\\i}n Garc{\\'{\\i}}a", parts{"Martín", "", "García", ""}},
		{"a right-to-left name stays", "כהן, דוד", parts{"דוד", "", "כהן", ""}},
		{"biblatex's named parts", "family=Doe, given=Jane, prefix=van", parts{"Jane", "van", "Doe", ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := Parse("a.bib", []byte("@misc{k, author = {"+c.in+"}}"))
			a := doc.Works[0].Authors
			if len(a) != 1 {
				t.Fatalf("read %d authors: %+v", len(a), a)
			}
			if diff := cmp.Diff(c.want, parts{a[0].Given, a[0].Particle, a[0].Family, a[0].Suffix}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBibTeXGroupsAndOthers(t *testing.T) {
	doc := Parse("a.bib", []byte("@misc{k,\n author = {{The Example Team} and Doe, Jane\n and {Barnes and Noble} and others}}"))
	var got []string
	for _, c := range doc.Works[0].Authors {
		kind := "person"
		if c.Entity {
			kind = "entity"
		} else if c.Others {
			kind = "others"
		}
		got = append(got, kind+" "+c.Name)
	}
	want := []string{"entity The Example Team", "person Jane Doe", "entity Barnes and Noble", "others others"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBibTeXEntry(t *testing.T) {
	doc := Parse("CITATION.bib", []byte(`% a comment
@comment{ignored, @misc{no}}
@preamble{"\newcommand{\x}{y}"}
@string{joe = "Journal of " # {Examples}}
@String(pub = {Example Press})

@Article(key:1,
  Title     = "{A} " # {title} # " of \textit{parts} \& $\alpha$-signs --- 100\%",
  author    = {Doe, Jane},
  journal   = joe # { (JoE)},
  publisher = pub,
  year = 2020, month = mar, day = 7,
  doi = {10.1234/a\_b}, url = "https://example.org/~a_b",
  eprint = {2003.01234}, archivePrefix = {arXiv}, primaryClass={cs.LG},
  keywords = {one, two; three},
  note = {Version 2},
)
`))
	want := []Work{{
		Relation: Preferred, Type: "article", BibKey: "key:1", Line: 7,
		Title: "A title of parts & α-signs — 100%", Journal: "Journal of Examples (JoE)", Publisher: "Example Press",
		DOI: "10.1234/a_b", ArXiv: "2003.01234", Links: []Link{{"url", "https://example.org/~a_b"}},
		Date: Date{2020, 3, 7}, Keywords: []string{"one", "two", "three"},
		Authors: []Credit{{Position: 1, Name: "Jane Doe", Given: "Jane", Family: "Doe", Role: "author", Line: 9}},
		Extra:   []Field{{"primaryclass", textValue("cs.LG")}, {"note", textValue("Version 2")}},
	}}
	if diff := cmp.Diff(want, doc.Works); diff != "" || len(doc.Warnings) > 0 {
		t.Errorf("%s\nwarnings: %v", diff, doc.Warnings)
	}
}

func TestBibTeXInheritsByCrossrefAndXData(t *testing.T) {
	doc := Parse("a.bib", []byte(`@inproceedings{child, author={Doe, Jane}, title={Talk}, crossref={Parent}, xdata={common}}
@proceedings{parent, title={Proceedings of Examples}, editor={Roe, Rob}, year=1999}
@xdata{common, publisher={Press}}`))
	if len(doc.Works) != 2 {
		t.Fatalf("%d works, want the entry and its parent", len(doc.Works))
	}
	w := doc.Works[0]
	if w.Title != "Talk" || w.Conference != "Proceedings of Examples" || w.Date.Year != 1999 || w.Publisher != "Press" || len(w.Contributors) != 1 {
		t.Errorf("inherited %+v", w)
	}
}

func TestBrokenBibTeXGivesWhatCanBeRead(t *testing.T) {
	for _, c := range []struct {
		name, in, titles, warning string
		line                      int
	}{
		{"a missing comma", "@misc{a,\n title={A}\n year=2020}", "A", `a comma is missing before "year"`, 3},
		{"an entry without an end", "@misc{a, title={A\n@misc{b, title={B}}\n", "A|B", `the entry "a" does not end`, 1},
		{"an undefined macro", "@misc{a, title = foo}", "foo", `the macro "foo" is not defined`, 1},
		{"a field without a value", "@misc{a, nothing, title={A}}", "A", `"nothing" is not followed by a value`, 1},
		{"a field given twice", "@misc{a, title={A}, title={B}}", "A", `"title" is given twice`, 1},
		{"a circle", "@misc{a, title={A}, crossref={b}}\n@misc{b, title={B}, crossref={a}}", "A|B", `go in a circle`, 1},
		{"a parent that is not there", "@misc{a, title={A}, crossref={b}}", "A", `which is not in the file`, 1},
		{"no key", "@misc{title={A}}", "A", `the entry has no key`, 1},
		{"commas for and", "@misc{a, title={A},\n author={Jane Doe, Rob Roe, Pat Poe, Max Moe}}", "A", `commas stand between the names`, 2},
		{"an empty name", "@misc{a, title={A}, author={Doe, Jane and ,}}", "A", `a name is empty`, 1},
		{"other letters", "@misc{a, title={A\xff}}", "A\ufffd", `the file is not UTF-8`, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := Parse("a.bib", []byte(c.in))
			var titles []string
			for _, w := range doc.Works {
				titles = append(titles, w.Title)
			}
			if got := strings.Join(titles, "|"); got != c.titles {
				t.Errorf("read %q, want %q", got, c.titles)
			}
			if len(doc.Warnings) == 0 || !strings.Contains(doc.Warnings[0].Sentence, c.warning) || doc.Warnings[0].Line != c.line {
				t.Errorf("warnings %v, want %q on line %d first", doc.Warnings, c.warning, c.line)
			}
		})
	}
}

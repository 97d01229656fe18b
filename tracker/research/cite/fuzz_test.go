package cite

import (
	"flag"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func FuzzCFF(f *testing.F) {
	for _, seed := range []string{
		"cff-version: 1.2.0\nmessage: cite\ntitle: A\nauthors:\n  - family-names: Doe\n    given-names: Jane\n",
		"title: a: b\nauthors:\n  - family-names: Doe\n   given-names: Jane\n  - name: Team\n",
		"a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\nauthors: *c\n",
		"authors:\n - \xff\n - {name: ע, orcid: https://orcid.org/0000-0002-1825-0097}\n",
		"references:\n  - type: article\n    title: T\n    authors: []\n    year: 2020\n    month: 03\n",
		strings.Repeat("[", 200), strings.Repeat("- ", 200),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { tryParse(t, "CITATION.cff", data) })
}

func FuzzBibTeX(f *testing.F) {
	for _, seed := range []string{
		"@article{a, author = {Doe, Jane and von Neumann, Jr, John and others}, title = \"{\\\"U}ber \\'{e}\", year = 2020}",
		"@string{x = \"a\"} @string{y = x # x # x}\n@misc(b, title = y # { b}, month = jan)",
		"@book{c, crossref = {d}\n@proceedings{d, title={P} year=1999, crossref={c}}",
		"@comment{x} @preamble{\"y\"} @misc{e,=,,title=} @misc{,author={{Team} and {\\'E}t{\\'e}, A}}",
		"@a{b, c = {\\" + "\n@a{b,", "@misc{k, author = \"\xff and {\"",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { tryParse(t, "references.bib", data) })
}

func FuzzFrontMatter(f *testing.F) {
	for _, seed := range []string{
		"---\ntitle: 'P: q'\nauthors:\n  - name: Jane Doe\n    orcid: 0000-0002-1825-0097\n    affiliation: \"1, 2\"\naffiliations:\n - {name: A, index: 1}\n - {name: B, index: 2}\ndate: 3 May 2020\nbibliography: p.bib\n---\n# T\n",
		"# M\n\nThis model was contributed by [Jane](https://huggingface.co/jane) and\n[@joe](https://github.com/joe).\n\n## Citation\n```bibtex\n@misc{a, title={b}}\n```\n",
		"---\nlicense: mit\ncitation: |\n  @misc{a, author={B C}}\n---\n**Developed by:** A, B & C\n@misc{x,\n author={y}\n",
		"---\n- ---\n", "```\n@misc{", "> @article{a,\n> title={b}}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { tryParse(t, "README.md", data) })
}

func FuzzCodeMeta(f *testing.F) {
	for _, seed := range []string{
		`{"@type":"SoftwareSourceCode","name":"x","author":[{"@type":"Person","givenName":"Jane","familyName":"Doe","@id":"https://orcid.org/0000-0002-1825-0097"},{"@type":"Role"}],"license":"https://spdx.org/licenses/MIT"}`,
		`{"schema:name":{"@value":"x"},"author":{"@list":["A B"]},"referencePublication":["https://doi.org/10.1/x",{"name":"y"}],}`,
		`{"@graph":[{"name":1}]}`, `[`, `{"a":{"a":{"a":`, "{\"name\":\"\\ud800\"}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { tryParse(t, "codemeta.json", data) })
}

func FuzzZenodo(f *testing.F) {
	for _, seed := range []string{
		`{"title":"x","creators":[{"name":"Doe, Jane","orcid":"0000-0002-1825-0097","affiliation":"A"},{"name":"T","orcid":"1"}],"related_identifiers":[{"identifier":"10.1234/x","relation":"cites"}]}`,
		`{"creators":"Doe","license":{"id":"mit"},"description":"<p>a &amp; b</p>","contributors":[{"name":"A, B","type":"Editor"}]}`,
		`{"metadata":{"creators":[null,1,{}]}}`, "{\n# c\n\"a\": 1,}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { tryParse(t, ".zenodo.json", data) })
}

// tryParse reads a file and holds what comes out to what every reader promises, and
// the writers to theirs.
func tryParse(t *testing.T, path string, data []byte) {
	doc := Parse(path, data)
	tooSlow(t, "Parse", len(data), func() { Parse(path, data) })
	for _, w := range doc.Works {
		soundCredits(t, w.Authors)
		if !utf8.ValidString(w.Title) {
			t.Errorf("the title %q is not UTF-8", w.Title)
		}
	}
	written := WriteCFF(doc.Works)
	for _, warning := range Parse("CITATION.cff", written).Warnings {
		if !strings.Contains(warning.Sentence, "check digit") {
			t.Fatalf("the written CFF is not valid: %+v\n%s", warning, written)
		}
	}
	bib := WriteBibTeX(doc.Works)
	again := Parse("a.bib", bib)
	if len(again.Works) != len(doc.Works) || len(again.Warnings) > 0 {
		t.Fatalf("%d works were written as BibTeX, %d were read: %v\n%s", len(doc.Works), len(again.Works), again.Warnings, bib)
	}
	for i := range again.Works {
		if got, want := len(again.Works[i].Authors), len(doc.Works[i].Authors); got != want {
			t.Fatalf("work %d had %d authors and has %d after BibTeX:\n%s", i, want, got, bib)
		}
	}
	tooSlow(t, "WriteCSLJSON", len(data), func() { WriteCSLJSON(doc.Works) })
}

func soundCredits(t *testing.T, credits []Credit) {
	for i, c := range credits {
		if c.Position != i+1 || c.Name == "" || !utf8.ValidString(c.Name) {
			t.Errorf("credit %d is %+v", i+1, c)
		}
		if c.ORCID != "" && NormalORCID(c.ORCID) != c.ORCID {
			t.Errorf("the ORCID %q is not a valid one", c.ORCID)
		}
	}
}

// tooSlow fails when fuzzing finds an input that takes more than 100 ms per MB. A
// machine may be busy with other things, so the best of five tries counts.
func tooSlow(t *testing.T, what string, size int, f func()) {
	if fuzzing := flag.Lookup("test.fuzz"); fuzzing == nil || fuzzing.Value.String() == "" {
		return
	}
	limit := 100 * time.Millisecond * time.Duration(max(1, size>>20))
	best := time.Hour
	for range 5 {
		start := time.Now()
		f()
		if best = min(best, time.Since(start)); best < limit {
			return
		}
	}
	t.Fatalf("%s took %v for %d bytes", what, best, size)
}

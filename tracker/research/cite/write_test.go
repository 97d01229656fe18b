package cite

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
)

func TestWhateverIsWrittenIsReadAgain(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	rounds := 300
	if testing.Short() {
		rounds = 30
	}
	for i := range rounds {
		works := make([]Work, 1+dice.IntN(4))
		for j := range works {
			works[j] = someWork(dice, fmt.Sprint("key", j))
		}
		bib := WriteBibTeX(works)
		if diff := cmp.Diff(works, unplaced(Parse("a.bib", bib))); diff != "" {
			t.Fatalf("round %d, BibTeX: %s\n%s", i, diff, bib)
		}
		cff := WriteCFF(works)
		doc := Parse("CITATION.cff", cff)
		if len(doc.Warnings) > 0 {
			t.Fatalf("round %d: the CFF is not valid: %v\n%s", i, doc.Warnings, cff)
		}
		for j, w := range unplaced(doc) {
			if diff := cmp.Diff(works[j].Authors, w.Authors); diff != "" || w.Title != works[j].Title || w.DOI != works[j].DOI || w.Date != works[j].Date {
				t.Fatalf("round %d, CFF: %s\n%+v\n%s", i, diff, w, cff)
			}
		}
		if again := WriteCFF(doc.Works); string(again) != string(cff) {
			t.Fatalf("round %d: the second CFF differs: %s", i, cmp.Diff(string(cff), string(again)))
		}
	}
}

// unplaced takes off what writing cannot keep: lines and relations.
func unplaced(doc Document) []Work {
	for i := range doc.Works {
		w := &doc.Works[i]
		w.Line, w.Relation = 0, Reference
		for j := range w.Authors {
			w.Authors[j].Line = 0
		}
	}
	return doc.Works
}

func someWork(dice *rand.Rand, key string) Work {
	w := Work{
		Relation: Reference, Type: "article", BibKey: key, Title: someText(dice), Journal: someText(dice),
		DOI: fmt.Sprintf("10.1234/x_%d", dice.IntN(1000)), Links: []Link{{"url", "https://example.org/~a_b?c=d%20e#f"}},
		Date: Date{1990 + dice.IntN(40), 1 + dice.IntN(12), 1 + dice.IntN(28)},
	}
	for i := range 1 + dice.IntN(5) {
		c := Credit{Position: i + 1, Role: "author"}
		if dice.IntN(5) == 0 {
			c.Name, c.Entity = fmt.Sprint(someText(dice), " ", i), true
		} else {
			c.Given, c.Family = someText(dice), fmt.Sprint(someText(dice), i)
			c.Particle = []string{"", "", "van der", "de"}[dice.IntN(4)]
			c.Suffix = []string{"", "", "", "Jr."}[dice.IntN(4)]
			c = c.named()
		}
		w.Authors = append(w.Authors, c)
	}
	return w
}

// someText makes words that writers find hard.
func someText(dice *rand.Rand) string {
	hard := []string{
		"and", "And", "others", "de", "{", "}", "\\", "$x$", "100%", "a_b", "#1", "R&D", "~", "^", "O'Neil", "''", "``", "--", "---",
		"\"q\"", "Ünïcødé", "王小明", "כהן", "yes", "null", "1.10", "-", ": ", "#", "@misc{a", "é", "<b>", "&amp;", "a,b", "ß", "İ",
	}
	words := []string{"Word"}
	for range dice.IntN(4) {
		words = append(words, strings.TrimSpace(hard[dice.IntN(len(hard))]))
	}
	return strings.Join(append(words, "End"), " ")
}

func TestWriteCSLJSON(t *testing.T) {
	got := string(WriteCSLJSON(Parse("CITATION.cff", []byte(sampleCFF)).Works[1:2]))
	want := `[
  {
    "id": "doe2019paper",
    "type": "paper-conference",
    "title": "A paper",
    "author": [
      {
        "family": "Doe",
        "given": "Jo"
      }
    ],
    "issued": {
      "date-parts": [
        [
          2019,
          6
        ]
      ]
    },
    "container-title": "ExampleConf",
    "page": "12",
    "URL": "https://arxiv.org/abs/1906.01234v2",
    "number": "arXiv:1906.01234",
    "archive": "arXiv"
  }
]
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAWorkThatSaysNothingIsAValidCFF(t *testing.T) {
	for _, works := range [][]Work{nil, {{}}, {{Relation: Preferred, Title: "\xff", DOI: "nonsense", Type: "poem", Date: Date{Year: 2020}}}} {
		written := WriteCFF(works)
		if warnings := Parse("CITATION.cff", written).Warnings; len(warnings) > 0 {
			t.Errorf("%v\n%s", warnings, written)
		}
	}
}

func TestKeysAreDistinct(t *testing.T) {
	w := Work{Title: "The example of examples", Date: Date{Year: 2020}, Authors: []Credit{{Name: "Jane Doe", Family: "Doe"}}}
	bib := string(WriteBibTeX([]Work{w, w, w}))
	for _, key := range []string{"{doe2020example,", "{doe2020exampleb,", "{doe2020examplec,"} {
		if !strings.Contains(bib, key) {
			t.Errorf("no %q in\n%s", key, bib)
		}
	}
}

func TestAddAuthorChangesNothingElse(t *testing.T) {
	author := Credit{Given: "Zoë", Particle: "van", Family: "Added", ORCID: "0000-0002-1694-233X", Accounts: []Account{{"github.com", "zoe"}}}
	got, err := AddAuthor([]byte(sampleCFF), author)
	if err != nil {
		t.Fatal(err)
	}
	added := `  - given-names: Zoë
    name-particle: van
    family-names: Added
    orcid: https://orcid.org/0000-0002-1694-233X
    website: https://github.com/zoe
`
	if want := strings.Replace(sampleCFF, "contact:\n", added+"contact:\n", 1); string(got) != want {
		t.Error(cmp.Diff(want, string(got)))
	}
	if _, err := AddAuthor(got, author); kindOf(err) != tracker.Conflict {
		t.Errorf("adding twice gives %v, want a conflict", err)
	}
}

func TestAddAuthorFindsTheEndOfTheList(t *testing.T) {
	const head = "cff-version: 1.2.0\nmessage: m\ntitle: T\n"
	author := Credit{Family: "Added"}
	for _, c := range []struct{ name, in, want string }{
		{"the file's end, without a new line", head + "authors:\n- name: A", head + "authors:\n- name: A\n- family-names: Added\n"},
		{"comments and empty lines after it", head + "authors:\n- name: A\n\n# end\nversion: \"1\"\n", head + "authors:\n- name: A\n- family-names: Added\n\n# end\nversion: \"1\"\n"},
		{"carriage returns", strings.ReplaceAll(head, "\n", "\r\n") + "authors:\r\n  - name: A\r\n", strings.ReplaceAll(head, "\n", "\r\n") + "authors:\r\n  - name: A\r\n  - family-names: Added\n"},
		{"a list in one line cannot be added to", head + "authors: [{name: A}]\n", ""},
		{"a broken file is not made worse", head + "authors:\n - name: A\ndoi: x\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := AddAuthor([]byte(c.in), author)
			if c.want == "" && kindOf(err) != tracker.Invalid {
				t.Errorf("gave %q, %v; want an error", got, err)
			}
			if c.want != "" && (err != nil || string(got) != c.want) {
				t.Errorf("%v: %s", err, cmp.Diff(c.want, string(got)))
			}
		})
	}
}

func kindOf(err error) tracker.ErrorKind {
	var found *tracker.Error
	if errors.As(err, &found) {
		return found.Kind
	}
	return 0
}

func TestNounsAreThoseOfPeople(t *testing.T) {
	got := []string{}
	for _, kind := range []string{"inproceedings", "SoftwareSourceCode", "phdthesis", "dataset", "techreport", "online", "model", "poem"} {
		got = append(got, Work{Type: kind}.Noun())
	}
	want := []string{"paper", "software", "thesis", "dataset", "report", "web page", "model", "work"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

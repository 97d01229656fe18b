package cite

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCodeMeta(t *testing.T) {
	doc := Parse("codemeta.json", []byte(`{
  "@context": "https://w3id.org/codemeta/3.0",
  "@type": "SoftwareSourceCode",
  "@id": "https://doi.org/10.5281/zenodo.1",
  "name": "Example",
  "description": "Does <b>things</b>.",
  "version": "1.2",
  "license": "https://spdx.org/licenses/MIT",
  "codeRepository": "https://github.com/example/example",
  "keywords": ["one", "two, three"],
  "dateModified": "2021-04-05",
  "author": [
    {"@type": "Person", "@id": "https://orcid.org/0000-0002-1825-0097", "givenName": "Jane", "familyName": "Doe",
     "email": "mailto:jane@example.org", "affiliation": {"@type": "Organization", "name": "University"}},
    {"@type": "schema:Role", "schema:author": "https://orcid.org/0000-0002-1825-0097", "roleName": "lead"},
    {"@type": "Organization", "name": "Example Team"},
    "Rob van Roe"
  ],
  "maintainer": {"type": "Person", "name": "Roe, Rob", "url": "https://github.com/rob"},
  "referencePublication": {"@type": "ScholarlyArticle", "name": "A paper", "identifier": "10.1234/x", "datePublished": "2020"},
  "citation": ["https://doi.org/10.1234/y"],
  "programmingLanguage": "Go"
}`))
	want := []Work{
		{
			Relation: Itself, Type: "SoftwareSourceCode", Title: "Example", Abstract: "Does things.", DOI: "10.5281/zenodo.1",
			Links: []Link{{"repository-code", "https://github.com/example/example"}}, Date: Date{2021, 4, 5}, Version: "1.2",
			Licences: []string{"MIT"}, Keywords: []string{"one", "two", "three"}, Line: 1,
			Authors: []Credit{
				{
					Position: 1, Name: "Jane Doe", Given: "Jane", Family: "Doe", Affiliations: []string{"University"},
					ORCID: "0000-0002-1825-0097", Email: "jane@example.org", Role: "author", Line: 13,
				},
				{Position: 2, Name: "Example Team", Entity: true, Role: "author", Line: 16},
				{Position: 3, Name: "Rob van Roe", Given: "Rob", Particle: "van", Family: "Roe", Role: "author", Line: 17},
			},
			Contributors: []Credit{{
				Position: 1, Name: "Rob Roe", Given: "Rob", Family: "Roe", Website: "https://github.com/rob",
				Accounts: []Account{{"github.com", "rob"}}, Role: "maintainer", Line: 19,
			}},
			Extra: []Field{{"dateModified", textValue("2021-04-05")}, {"programmingLanguage", textValue("Go")}},
		},
		{Relation: Preferred, Type: "ScholarlyArticle", Title: "A paper", DOI: "10.1234/x", Date: Date{Year: 2020}, Line: 20},
		{Relation: Reference, DOI: "10.1234/y", Line: 21},
	}
	if diff := cmp.Diff(want, doc.Works); diff != "" || len(doc.Warnings) > 0 {
		t.Errorf("%s\nwarnings %v", diff, doc.Warnings)
	}
}

func TestZenodo(t *testing.T) {
	doc := Parse(".zenodo.json", []byte(`{
  "title": "Example", "upload_type": "dataset", "publication_date": "2022-01-02",
  "license": {"id": "MIT"}, "description": "<p>Some &amp; more</p>",
  "creators": [
    {"name": "Doe, Jane A.", "affiliation": "University", "orcid": "0000-0002-1825-0097"},
    {"name": "Example Consortium"},
    {"name": "Roe, Rob", "orcid": "0000-0002-1825-0098"}
  ],
  "contributors": [{"name": "Poe, Pat", "type": "DataCurator"}],
  "related_identifiers": [
    {"identifier": "https://github.com/example/example", "relation": "isSupplementTo"},
    {"identifier": "10.5281/zenodo.7", "relation": "isVersionOf"},
    {"identifier": "https://arxiv.org/abs/2106.00001", "relation": "cites"}
  ]
}`))
	want := []Work{
		{
			Relation: Itself, Type: "dataset", Title: "Example", Abstract: "Some & more", Date: Date{2022, 1, 2}, Licences: []string{"MIT"}, Line: 1,
			Identifiers: []Identifier{{"doi", "10.5281/zenodo.7", "isVersionOf"}},
			Links:       []Link{{"url", "https://github.com/example/example"}},
			Authors: []Credit{
				{Position: 1, Name: "Jane A. Doe", Given: "Jane A.", Family: "Doe", Affiliations: []string{"University"}, ORCID: "0000-0002-1825-0097", Role: "author", Line: 5},
				{Position: 2, Name: "Example Consortium", Given: "Example", Family: "Consortium", Entity: true, Role: "author", Line: 6},
				{Position: 3, Name: "Rob Roe", Given: "Rob", Family: "Roe", Role: "author", Line: 7},
			},
			Contributors: []Credit{{Position: 1, Name: "Pat Poe", Given: "Pat", Family: "Poe", Role: "datacurator", Line: 9, Extra: []Field{{"type", textValue("DataCurator")}}}},
		},
		{Relation: Reference, ArXiv: "2106.00001", Links: []Link{{"url", "https://arxiv.org/abs/2106.00001"}}, Line: 13},
	}
	if diff := cmp.Diff(want, doc.Works); diff != "" {
		t.Error(diff)
	}
	if len(doc.Warnings) != 1 || doc.Warnings[0].Line != 7 || !strings.Contains(doc.Warnings[0].Sentence, "ORCID") {
		t.Errorf("warnings %v, want one of the ORCID on line 7", doc.Warnings)
	}
}

func TestBrokenJSONGivesWhatCanBeRead(t *testing.T) {
	for _, c := range []struct {
		name, in string
		authors  int
		line     int
	}{
		{"a trailing comma is forgiven", "{\"title\": \"T\",\n\"creators\": [{\"name\": \"A\"},\n],\n\"version\": \"1\"}", 1, 3},
		{"what stands before the break is read", "{\"creators\": [{\"name\": \"A, B\"}, {\"name\": \"C, D\"}],\n\"title\": \"T}", 2, 2},
		{"a file cut short", "{\"creators\": [{\"name\": \"A, B\"},\n", 1, 2},
		{"creators that are no list", "{\"title\": \"T\",\n\"creators\": {\"name\": \"A\"}}", 1, 2},
		{"no object", "\n[]", 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := Parse(".zenodo.json", []byte(c.in))
			if len(doc.Warnings) == 0 || doc.Warnings[0].Line != c.line {
				t.Errorf("warnings %v, want one on line %d", doc.Warnings, c.line)
			}
			authors := 0
			for _, w := range doc.Works {
				authors += len(w.Authors)
			}
			if authors != c.authors {
				t.Errorf("read %d authors, want %d", authors, c.authors)
			}
		})
	}
}

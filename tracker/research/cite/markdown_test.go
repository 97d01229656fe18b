package cite

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPaperFrontMatter(t *testing.T) {
	doc := Parse("paper/paper.md", []byte(`---
title: 'Example: a package'
tags: [Go, examples]
authors:
  - name: Jane van Doe
    orcid: 0000-0002-1825-0097
    equal-contrib: true
    affiliation: "1, 2"
  - given-names: Ludwig
    non-dropping-particle: van
    surname: Example
    affiliation: 2
    corresponding: true
affiliations:
  - name: University, City
    index: 1
  - index: 2
    name: Institute
date: 13 August 2017
bibliography: paper.bib
---
# Summary
`))
	yes := Value{Kind: Boolean, Text: "true"}
	want := []Work{{
		Relation: Itself, Type: "paper", Title: "Example: a package", Keywords: []string{"Go", "examples"}, Date: Date{2017, 8, 13}, Line: 1,
		Authors: []Credit{
			{
				Position: 1, Name: "Jane van Doe", Given: "Jane", Particle: "van", Family: "Doe", ORCID: "0000-0002-1825-0097",
				Affiliations: []string{"University, City", "Institute"}, Role: "author", Line: 5, Extra: []Field{{"equal-contrib", yes}},
			},
			{
				Position: 2, Name: "Ludwig van Example", Given: "Ludwig", Particle: "van", Family: "Example",
				Affiliations: []string{"Institute"}, Role: "author", Line: 9, Extra: []Field{{"corresponding", yes}},
			},
		},
		Extra: []Field{{"bibliography", textValue("paper.bib")}},
	}}
	if diff := cmp.Diff(want, doc.Works); diff != "" || len(doc.Warnings) > 0 {
		t.Errorf("%s\nwarnings %v", diff, doc.Warnings)
	}
}

func TestModelCard(t *testing.T) {
	doc := Parse("README.md", []byte(`---
license: mit
pipeline_tag: text-generation
model_name: Example-7B
authors: Jane Doe and Rob Roe
---
# Card for Example-7B

- **Developed by:** Somebody Else

## Citation

`+"```bibtex\n@misc{doe2020,\n  title = {Example},\n  author = {Doe, Jane}\n}\n```\n"+`
## Other

@misc{other, title={Other},
  author={Poe, Pat}}
`))
	type brief struct {
		Relation Relation
		Type     string
		Title    string
		Line     int
		Authors  []string
	}
	var got []brief
	for _, w := range doc.Works {
		b := brief{w.Relation, w.Type, w.Title, w.Line, nil}
		for _, c := range w.Authors {
			b.Authors = append(b.Authors, c.Name)
		}
		got = append(got, b)
	}
	want := []brief{
		{Itself, "model", "Example-7B", 1, []string{"Jane Doe", "Rob Roe"}},
		{Preferred, "misc", "Example", 14, []string{"Jane Doe"}},
		{Reference, "misc", "Other", 22, []string{"Pat Poe"}},
	}
	if diff := cmp.Diff(want, got); diff != "" || len(doc.Warnings) > 0 {
		t.Errorf("%s\nwarnings %v", diff, doc.Warnings)
	}
}

func TestContributedByLines(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"one link", "This model was contributed by [Jane Doe](https://huggingface.co/jane). The code is by [Rob](https://github.com/rob).", []string{"Jane Doe huggingface.co/jane"}},
		{"two links over two lines, in a quotation", "> [!TIP]\n> This model was contributed by [jane](https://huggingface.co/jane) and\n> [rob](https://github.com/rob).", []string{"jane huggingface.co/jane", "rob github.com/rob"}},
		{"a mention", "The pipeline was contributed by @rob-roe.", []string{"rob-roe github.com/rob-roe"}},
		{"a link to a repository names nobody", "This was contributed by [us](https://github.com/example/example).", nil},
		{"words without an account name nobody", "This model was contributed by the community.", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := Parse("docs/model_doc/example.md", []byte("# Example\n\n"+c.in+"\n"))
			var got []string
			for _, w := range doc.Works {
				for _, credit := range w.Contributors {
					got = append(got, credit.Name+" "+credit.Accounts[0].Host+"/"+credit.Accounts[0].Login)
				}
				if w.Title != "Example" || w.Relation != Itself {
					t.Errorf("the work is %+v", w)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

package cite

import (
	"fmt"
	"strings"
	"testing"
)

// The goal is 5 MB/s for each format.

func BenchmarkParse(b *testing.B) {
	files := map[string]string{
		"CITATION.cff":   longCFF(2000),
		"references.bib": longBibTeX(2000),
		"codemeta.json":  longCodeMeta(2000),
		".zenodo.json":   longZenodo(2000),
		"paper.md":       longPaper(2000),
		"README.md":      strings.Repeat("Some words of a page that cites nothing, by nobody.\n\n", 5000) + "## Citation\n```bibtex\n" + longBibTeX(100) + "```\n",
	}
	for _, path := range []string{"CITATION.cff", "references.bib", "codemeta.json", ".zenodo.json", "paper.md", "README.md"} {
		data := []byte(files[path])
		b.Run(path, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				Parse(path, data)
			}
		})
	}
}

func longCFF(n int) string {
	var out strings.Builder
	out.WriteString("cff-version: 1.2.0\nmessage: Please cite this.\ntitle: A long file\nauthors:\n")
	for i := range n {
		fmt.Fprintf(&out, "  - family-names: Family%d\n    given-names: Given Middle\n    affiliation: \"University of Somewhere, Nowhere\"\n    orcid: https://orcid.org/0000-0002-1825-0097\n    email: someone%d@example.org\n", i, i)
	}
	return out.String()
}

func longBibTeX(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "@article{key%d,\n  author = {Doe, Jane and von Neumann, John and M{\\\"u}ller, Karl-Heinz and others},\n  title = {{A} title of {BibTeX} entries, part %d},\n  journal = {Journal of Examples},\n  volume = 12,\n  pages = {1--10},\n  year = 2020,\n  doi = {10.1234/example.%d}\n}\n\n", i, i, i)
	}
	return out.String()
}

func longCodeMeta(n int) string {
	var people []string
	for i := range n {
		people = append(people, fmt.Sprintf(`    {"@type": "Person", "@id": "https://orcid.org/0000-0002-1825-0097", "givenName": "Given", "familyName": "Family%d", "email": "someone@example.org", "affiliation": {"@type": "Organization", "name": "University of Somewhere"}}`, i))
	}
	return "{\n  \"@context\": \"https://w3id.org/codemeta/3.0\",\n  \"@type\": \"SoftwareSourceCode\",\n  \"name\": \"A long file\",\n  \"author\": [\n" + strings.Join(people, ",\n") + "\n  ]\n}\n"
}

func longZenodo(n int) string {
	var people []string
	for i := range n {
		people = append(people, fmt.Sprintf(`    {"name": "Family%d, Given Middle", "orcid": "0000-0002-1825-0097", "affiliation": "University of Somewhere, Nowhere"}`, i))
	}
	return "{\n  \"title\": \"A long file\",\n  \"creators\": [\n" + strings.Join(people, ",\n") + "\n  ]\n}\n"
}

func longPaper(n int) string {
	var out strings.Builder
	out.WriteString("---\ntitle: A long paper\nauthors:\n")
	for i := range n {
		fmt.Fprintf(&out, "  - name: Given Middle Family%d\n    orcid: 0000-0002-1825-0097\n    affiliation: \"1, 2\"\n    equal-contrib: true\n", i)
	}
	out.WriteString("affiliations:\n  - name: University of Somewhere\n    index: 1\n  - name: Institute of Nowhere\n    index: 2\nbibliography: paper.bib\n---\n# Summary\n")
	return out.String()
}

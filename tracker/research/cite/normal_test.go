package cite

import "testing"

func TestNormalForms(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		normal         func(string) string
	}{
		{"a bare DOI is put in lower case", "10.1234/ABC.def", "10.1234/abc.def", NormalDOI},
		{"a resolver goes", "https://doi.org/10.5281/zenodo.123", "10.5281/zenodo.123", NormalDOI},
		{"an old resolver and an escape go", "http://dx.doi.org/10.1016%2Fj.x.2020.01", "10.1016/j.x.2020.01", NormalDOI},
		{"a prefix and the dot of a sentence go", "doi:10.1234/x.", "10.1234/x", NormalDOI},
		{"what is no DOI is none", "11.1234/x", "", NormalDOI},
		{"a new identifier loses its version", "arXiv:2106.09685v2", "2106.09685", NormalArXiv},
		{"an address of a PDF is read", "https://arxiv.org/pdf/2106.09685.pdf", "2106.09685", NormalArXiv},
		{"arXiv's DOI is read", "10.48550/arXiv.2106.09685", "2106.09685", NormalArXiv},
		{"a journal's words are read", "arXiv preprint arXiv:1706.03762", "1706.03762", NormalArXiv},
		{"an old identifier loses its subject class", "math.GT/0309136v1", "math/0309136", NormalArXiv},
		{"an old identifier with its host is read", "https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001", NormalArXiv},
		{"a number with a dot is no identifier", "version 2106.0968", "", NormalArXiv},
		{"case, braces and accents are folded", "{A}n {\\'E}tude of {BERT}: Über-Models!", "an etude of bert uber models", NormalTitle},
		{"HTML is folded", "<i>In vivo</i> R&amp;D", "in vivo r d", NormalTitle},
		{"other scripts stay", "深度 学习, часть", "深度 学习 часть", NormalTitle},
		{"an apostrophe joins", "Don't", "dont", NormalTitle},
		{"a right check digit is kept", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097", NormalORCID},
		{"the check digit may be X", "0000-0002-1694-233x", "0000-0002-1694-233X", NormalORCID},
		{"a wrong check digit is none", "0000-0002-1825-0098", "", NormalORCID},
		{"digits without groups are read", "0000000218250097", "0000-0002-1825-0097", NormalORCID},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.normal(c.in); got != c.want {
				t.Errorf("%q became %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestKindOf(t *testing.T) {
	for path, want := range map[string]FileKind{
		"CITATION.cff": CFF, "sub/Citation.CFF": CFF, "docs/refs.bib": BibTeX, "codemeta.json": CodeMeta,
		".zenodo.json": Zenodo, "paper/paper.md": Paper, "README.md": Markdown, "docs/source/en/model_doc/bert.mdx": Markdown,
		"CHANGELOG.md": "", "vendor/x/CITATION.cff": "", "a/node_modules/b/README.md": "", "main.go": "", "zenodo.json": "",
	} {
		if got, ok := KindOf(path); got != want || ok != (want != "") {
			t.Errorf("KindOf(%q) = %q, %v; want %q", path, got, ok, want)
		}
	}
}

func TestTheSameWorkHasACommonIdentity(t *testing.T) {
	bib := Parse("a.bib", []byte(`@inproceedings{x, title={{LoRA}: Low-Rank Things}, year=2021, url={https://arxiv.org/abs/2106.00001v3}}
@article{y, title={LoRA -- Low-rank things}, year={2021}, doi={10.48550/arXiv.2106.00001}}
@misc{z, title={LoRA: low-rank things}, date={2021-06-17}}`))
	want := []Identity{{ByArXiv, "2106.00001"}, {ByTitle, "lora low rank things 2021"}}
	for i, w := range bib.Works {
		ids := w.Identities()
		if last := ids[len(ids)-1]; last != want[1] {
			t.Errorf("work %d is %v, want %v", i, last, want[1])
		}
		if i < 2 && ids[len(ids)-2] != want[0] {
			t.Errorf("work %d has the identities %v, want %v among them", i, ids, want[0])
		}
	}
}

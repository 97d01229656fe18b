package domain

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
)

func octoSources() []Source {
	at := func(name string) tracker.RepositoryRef { return tracker.RepositoryRef{Owner: "octo", Name: name} }
	return []Source{
		{Repository: at("attention"), Topics: []string{"cuda", "llm"}, Labels: map[string]int{"bug": 90, "area: scheduler": 7}, Directories: map[string]int{"csrc/kernels": 40, "src/ledger": 3}},
		{Repository: at("engine"), Topics: []string{"llm"}, Labels: map[string]int{"sig/serving": 12, "area: scheduler": 30, "area: rare": 1, "[Type] Bug": 4},
			CodeOwners:  "# who looks after what\n* @octo/everybody\n/core/paging/ @octo/memory-team @someone\ncore/plan.rs @octo/memory-team\n[broken\n*.cu @octo/kernels-maintainers\n",
			Directories: map[string]int{"core/scheduler": 20, "src": 9, "src/ledger": 2}},
		{Repository: at("quick-tokenizers")},
		{Repository: at("handbook"), Topics: []string{"docs"}, Directories: map[string]int{"content": 5}},
		{Repository: at("zoo")},
	}
}

const octoSuggestion = `# Proposed from 5 repositories. Order the domains from surface to deep, rename, merge and delete;
# then see what they do with: rungless domains check
domains:
  # topic "docs": 1 in octo/handbook
  - slug: "docs"
    name: "Docs and website"
    paths: ["README.md", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "mkdocs.yml", "docs/conf.py", "docs/index.md"]
    topics: ["docs"]
    words: ["docs", "documentation", "tutorial*", "quickstart", "glossary", "website", "readme", "typo", "typos"]
  # CODEOWNERS give /core/paging/ to @octo/memory-team: 1 in octo/engine
  # CODEOWNERS give core/plan.rs to @octo/memory-team: 1 in octo/engine
  - slug: "memory"
    name: "Memory"
    paths: ["octo/engine:core/paging/**", "octo/engine:core/plan.rs"]
  # label "area: scheduler": 37 in octo/attention, octo/engine
  # files below directories called "scheduler": 20 in octo/engine
  - slug: "scheduler"
    name: "Scheduler"
    paths: ["octo/engine:core/scheduler/**"]
    labels: ["area: scheduler"]
  # files below directories called "ledger": 5 in octo/attention, octo/engine
  - slug: "ledger"
    name: "Ledger"
    paths: ["octo/attention:src/ledger/**", "octo/engine:src/ledger/**"]
`

func TestASuggestionIsTextThatTheConfigurationTakes(t *testing.T) {
	suggestion := Suggest(octoSources())
	text := suggestion.YAML()
	if got := text[:min(len(text), len(octoSuggestion))]; got != octoSuggestion {
		t.Errorf("the text differs (-want +got):\n%s", cmp.Diff(octoSuggestion, got))
	}
	var section struct {
		Domains []Domain `yaml:"domains"`
	}
	if err := yaml.UnmarshalWithOptions([]byte(text), &section, yaml.Strict()); err != nil {
		t.Fatalf("the text is no YAML: %v\n%s", err, text)
	}
	var want []Domain
	for _, p := range suggestion.Proposals {
		want = append(want, p.Domain)
	}
	if diff := cmp.Diff(want, section.Domains); diff != "" {
		t.Errorf("read back it differs (-written +read):\n%s", diff)
	}
	if problem := Check(section.Domains, nil); problem != nil {
		t.Errorf("the configuration refuses %+v", problem)
	}
	if want := []string{"octo/zoo"}; !slices.Equal(suggestion.Left, want) {
		t.Errorf("left over: %q, want %q", suggestion.Left, want)
	}
}

func TestASuggestionFindsTheKnownDomainsByTheirSigns(t *testing.T) {
	got := map[string][]string{}
	for _, p := range Suggest(octoSources()).Proposals {
		got[p.Domain.Slug] = p.Because
	}
	for slug, want := range map[string][]string{
		"data":    {`name with "tokenizers": 1 in octo/quick-tokenizers`},
		"serving": {`label "sig/serving": 12 in octo/engine`},
		"kernels": {`paths "**/kernels/**": 40 in octo/attention`, `CODEOWNERS give *.cu to @octo/kernels-maintainers: 1 in octo/engine`, `topic "cuda": 1 in octo/attention`},
	} {
		if diff := cmp.Diff(want, got[slug]); diff != "" {
			t.Errorf("%s is proposed for other reasons (-want +got):\n%s", slug, diff)
		}
	}
	if _, found := got["rare"]; found {
		t.Error("one labelled thread makes a domain")
	}
}

func TestOneBigRepositoryIsProposedByItsBigDirectories(t *testing.T) {
	got := map[string][]string{}
	directories := map[string]int{"src/zoo/pipelines/fast": 50, "src/zoo/pipelines": 20, "src/zoo/lenses": 9, "src/zoo": 30, "vendor/a/b": 9000, "tests/pipelines": 10, "src/zoo/tiny": 1}
	for _, p := range Suggest([]Source{{Repository: tracker.RepositoryRef{Owner: "octo", Name: "zoo"}, Directories: directories}}).Proposals {
		got[p.Domain.Slug] = p.Domain.Paths
	}
	want := map[string][]string{"pipelines": {"octo/zoo:src/zoo/pipelines/**", "octo/zoo:tests/pipelines/**"}, "lenses": {"octo/zoo:src/zoo/lenses/**"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("other domains are proposed (-want +got):\n%s", diff)
	}
}

func TestTheOrderOfSourcesDoesNotMatterToASuggestion(t *testing.T) {
	want := Suggest(octoSources()).YAML()
	for seed := range uint64(20) {
		sources := octoSources()
		shuffle(rand.New(rand.NewPCG(seed, 1)), sources)
		if diff := cmp.Diff(want, Suggest(sources).YAML()); diff != "" {
			t.Fatalf("another order suggests something else:\n%s", diff)
		}
	}
}

func TestNothingToGoByIsSaid(t *testing.T) {
	want := "# Proposed from 0 repositories. Order the domains from surface to deep, rename, merge and delete;\n" +
		"# then see what they do with: rungless domains check\n" +
		"# Nothing here names a technical area: no topics, no area labels, no teams in CODEOWNERS.\ndomains: []\n"
	if diff := cmp.Diff(want, Suggest(nil).YAML()); diff != "" {
		t.Errorf("the text differs (-want +got):\n%s", diff)
	}
}

func TestALineOfCodeOwnersBecomesAPath(t *testing.T) {
	for pattern, want := range map[string]string{
		"/core/paging/": "core/paging/**", "core/plan.rs": "core/plan.rs", "docs/": "**/docs/**", "*.cu": "**/*.cu", "/csrc": "csrc/**",
		"src/engine": "src/engine/**", "docs/*": "docs/*", "/a/**": "a/**", "Makefile.am": "**/Makefile.am",
	} {
		if got := pathOfOwners(pattern); got != want {
			t.Errorf("%s becomes %s, want %s", pattern, got, want)
		}
	}
}

func TestADirectoryWithOwnersIsProposed(t *testing.T) {
	suggestion := Suggest([]Source{{Repository: tracker.RepositoryRef{Owner: "octo", Name: "kiln"}, Owned: []string{"pkg/bellows", "", "pkg"}}})
	var paths []string
	for _, p := range suggestion.Proposals {
		paths = append(paths, p.Domain.Paths...)
	}
	if diff := cmp.Diff([]string{"octo/kiln:pkg/bellows/**"}, paths); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}

// FuzzSuggest: whatever repositories call things, the text stays a configuration.
func FuzzSuggest(f *testing.F) {
	f.Add("cuda", "area: scheduler", "/core/ @octo/memory-team\n", "src/engine")
	f.Add("a\nb", "[area] \"x\"\n- y: [", "* @a/b\n\\ @a/c\n", "a*b/{c}")
	f.Add("00", "area: true", "0/ @a/null\n", "0")
	f.Add("", "team \x00", "", "a \xff/b ")
	f.Fuzz(func(t *testing.T, topic, label, owners, directory string) {
		repository := tracker.RepositoryRef{Owner: "octo", Name: "x"}
		s := Suggest([]Source{{Repository: repository, Topics: []string{topic}, Labels: map[string]int{label: 9}, CodeOwners: owners, Owned: []string{directory}, Directories: map[string]int{directory: 9}},
			{Repository: tracker.RepositoryRef{Owner: "octo", Name: "y"}, Topics: []string{topic}}, {}, {}})
		var section struct {
			Domains []Domain `yaml:"domains"`
		}
		if err := yaml.UnmarshalWithOptions([]byte(s.YAML()), &section, yaml.Strict()); err != nil {
			t.Fatalf("the text is no YAML: %v\n%s", err, s.YAML())
		}
		if problem := Check(section.Domains, nil); problem != nil {
			t.Errorf("the configuration refuses %+v in\n%s", problem, s.YAML())
		}
	})
}

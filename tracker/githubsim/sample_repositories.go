package githubsim

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// SampleDomains lists the technical domains of the sample from surface to deep.
// Each repository carries its domain as its first topic.
func SampleDomains() []string {
	return []string{"docs", "data", "nlp", "evaluation", "safety", "training", "serving", "kernels"}
}

// repositoryTable: name, domain, language, how busy, months after the start,
// what sets it apart, description.
const repositoryTable = `
handbook|docs|Markdown|1.5|0|discussions|How we work, in the open
lanternfish.example|docs|TypeScript|0.9|0||The website and its docs builder
cookbook|docs|Jupyter Notebook|1.0|5|discussions|Recipes that run from top to bottom
wordcraft|data|Rust|1.3|0|research|Tokenizers that you can take apart
corpus-loom|data|Python|1.2|0|discussions research|Weave, deduplicate and document training corpora
data-cards|data|Python|0.5|9||Cards for data sets, and a linter for them
threadneedle|nlp|Python|1.6|0|discussions research|Pipelines for text: tag, link, summarise, translate
glossa|nlp|Python|0.8|3|research|Low-resource translation models and their recipes
glossa-legacy|nlp|Python|0.3|0|archived|The first translation toolkit, kept for reproduction
plumbline|evaluation|Python|1.6|0|discussions research|An evaluation harness that shows its working
benchtop|evaluation|Python|0.8|6|research|Task definitions and held-out sets
scoreboard|evaluation|TypeScript|0.5|11||The page that compares runs
tidewall|safety|Python|1.4|0|discussions research|Safety filters for prompts and generations
redline-sets|safety|Python|0.5|7|research|Adversarial prompts with consent and provenance
incident-drills|safety|Python|0.3|14|private|Rehearsals for when a filter fails
kiln|training|Python|1.6|0|renamed discussions research|Training loops, checkpoints and recipes
shardwright|training|Python|1.0|4||Sharded optimiser state over slow networks
optim-garden|training|Python|0.5|13|research|Optimisers, grown from papers
ferry|serving|Rust|1.7|0|discussions|An inference server with continuous batching
ferry-client|serving|TypeScript|0.5|8||Clients for ferry
quantlet|serving|Python|0.7|10|research|Post-training quantisation
ferry-fork|serving|Rust|0.15|20|fork|A fork of ferry to try things in
emberkernels|kernels|Cuda|1.2|0|discussions research|Attention and quantised matmul kernels
tilewright|kernels|Python|0.7|9||A tile language that compiles to GPU kernels
warpbench|kernels|C++|0.4|12||Micro-benchmarks with error bars
`

// place is a repository in the making.
type place struct {
	*Repository
	domain   string
	busy     float64
	traits   string
	opened   time.Time
	closed   time.Time // archived: nothing happens later
	merges   bool      // by merge commits, not by squashing
	paths    []grownPath
	plans    []plan
	issues   []*Thread // open ones that a pull request may close
	landings []landing // waiting to enter the default branch
	versions int
}

// grownPath is a file of the default branch: changes may touch it from since on.
type grownPath struct {
	path  string
	since time.Time
	topic string
}

func (p *place) has(trait string) bool { return slices.Contains(strings.Fields(p.traits), trait) }

// FullName is "owner/name".
func (r *Repository) fullName() string { return r.Owner.Login + "/" + r.Name }

func (s *sampler) found() {
	for line := range strings.Lines(repositoryTable) {
		if fields := strings.Split(strings.TrimSpace(line), "|"); len(fields) == 7 {
			s.build(fields)
		}
	}
}

// build makes one repository from a line of the table.
func (s *sampler) build(fields []string) {
	busy, _ := strconv.ParseFloat(fields[3], 64) // the table is ours
	months, _ := strconv.Atoi(fields[4])         // likewise
	opened := s.moment(s.start.AddDate(0, months, 0), s.start.AddDate(0, months, 3)).UTC()
	p := &place{domain: fields[1], busy: busy, traits: fields[5], opened: opened, closed: s.world.Now, versions: s.between(0, 2)}
	p.Repository = &Repository{Owner: s.organization, Name: fields[0], Description: fields[6], Language: fields[2],
		Topics: s.topics(p.domain), License: "Apache-2.0", DefaultBranch: "main", CreatedAt: opened,
		Stars: int(s.logNormal(400, 1.3) * busy), Discussions: p.has("discussions"), Private: p.has("private"), Fork: p.has("fork")}
	p.merges = p.Name == "emberkernels" || p.Name == "handbook"
	switch {
	case p.has("archived"):
		p.Archived, p.closed = true, s.start.AddDate(1, 7, 0)
		p.DefaultBranch = "master"
	case p.has("renamed"):
		p.Former = []string{organizationLogin + "/bellows"}
	case p.Fork:
		p.Owner, p.Name = s.byLogin["priscilla-achterberg"].user, "ferry"
	}
	p.ID = s.id(repositoryPrefix, opened)
	p.NodeID = rootNodeID(repositoryPrefix, p.ID)
	s.plantTree(p)
	s.world.Repositories = append(s.world.Repositories, p.Repository)
	s.places = append(s.places, p)
}

func (s *sampler) topics(domain string) []string {
	return append([]string{domain}, some(s.random, []string{"open-science", "machine-learning", "llm", "python", "reproducibility"}, s.between(1, 3))...)
}

// plantTree lays out the files that a repository begins with.
func (s *sampler) plantTree(p *place) {
	source, suffix := "src/"+strings.ReplaceAll(p.Name, "-", "_")+"/", ".py"
	switch p.Language {
	case "Rust":
		source, suffix = "crates/core/src/", ".rs"
	case "TypeScript":
		source, suffix = "packages/app/src/", ".ts"
	case "Cuda":
		source, suffix = "csrc/kernels/", ".cu"
	case "C++":
		source, suffix = "bench/", ".cc"
	case "Markdown":
		source, suffix = "content/", ".md"
	case "Jupyter Notebook":
		source, suffix = "recipes/", ".ipynb"
	}
	for _, topic := range vocabularies[p.domain]["component"] {
		slug := slugOf(topic)
		for _, path := range []string{source + slug + suffix, "tests/test_" + slug + suffix, "docs/" + slug + ".md"} {
			p.paths = append(p.paths, grownPath{path: path, since: p.opened, topic: topic})
		}
	}
	for _, path := range []string{"README.md", "CHANGELOG.md", ".gitignore", ".github/workflows/ci.yml",
		"pyproject.toml", "docs/_generated/api.json", lockFile(p.Language)} {
		p.paths = append(p.paths, grownPath{path: path, since: p.opened})
	}
}

// lockFile is the generated file that a change of dependencies touches.
func lockFile(language string) string {
	switch language {
	case "Rust":
		return "Cargo.lock"
	case "TypeScript":
		return "package-lock.json"
	}
	return "uv.lock"
}

// slugOf turns a subject into a file name.
func slugOf(topic string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		}
		return '_'
	}, topic)
}

// placeNamed returns the place called name, which the table or a story names.
func (s *sampler) placeNamed(name string) *place {
	i := slices.IndexFunc(s.places, func(p *place) bool { return p.Name == name })
	return s.places[i]
}

package domain

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"rungless/tracker"
)

// Source is what one repository says of its technical areas.
type Source struct {
	Repository  tracker.RepositoryRef
	Topics      []string
	Labels      map[string]int // label -> how many threads have it
	CodeOwners  string         // the text of CODEOWNERS; "" when there is none
	Owned       []string       // directories that a list of owners names somebody for
	Directories map[string]int // directory, "csrc/kernels" -> changed files directly in it
}

// Suggestion is a catalogue to start from.
type Suggestion struct {
	Proposals []Proposal
	Left      []string // owner/name of repositories that no proposal claims anything in
	Sources   int      // repositories looked at
}

// Proposal is one proposed domain and why.
type Proposal struct {
	Domain  Domain
	Because []string // sentences; each names what was seen
}

// Suggest proposes domains for the repositories given: first those of [Default]
// that they show signs of, with the rules that match something here, then areas
// that the organisation itself has named: by labels such as "area: X", by teams
// in CODEOWNERS, by topics and directories of several repositories, and by the big
// directories of one that nothing else places. The order of sources does not
// matter.
//
// Which domain is deeper than another is for people to say: the known ones come
// in the order of [Default], the others after the first of them.
func Suggest(sources []Source) Suggestion {
	sources = slices.SortedFunc(slices.Values(sources), func(a, b Source) int {
		return strings.Compare(a.Repository.FullName(), b.Repository.FullName())
	})
	defaults, err := New(Default(), nil)
	if err != nil {
		panic(err) // a test holds the default to the rules
	}
	s := &suggester{sources: sources, defaults: defaults, claimed: map[string]bool{}}
	known, named := s.known(), s.named()
	first := min(1, len(known))
	suggestion := Suggestion{Proposals: slices.Concat(known[:first], named, known[first:]), Sources: len(sources)}
	for _, source := range sources {
		if !s.claimed[source.Repository.FullName()] {
			suggestion.Left = append(suggestion.Left, source.Repository.FullName())
		}
	}
	return suggestion
}

// suggester is a suggestion in the making.
type suggester struct {
	sources  []Source
	defaults *Catalogue
	claimed  map[string]bool // owner/name of repositories in which something is claimed
}

// sign is one thing seen in a repository that speaks for an area.
type sign struct {
	rule       Rule
	pattern    string
	repository string
	count      int
	said       string // what was seen: `topic "cuda"`
}

// known proposes the default domains that show.
func (s *suggester) known() []Proposal {
	signs := make([][]sign, len(s.defaults.domains))
	for _, source := range s.sources {
		for domain, found := range s.knownIn(source) {
			signs[domain] = append(signs[domain], found...)
		}
	}
	var proposals []Proposal
	for i, d := range s.defaults.domains {
		if len(signs[i]) == 0 {
			continue
		}
		p := s.proposal(d.Slug, d.Name, signs[i])
		p.Domain.Words = d.Words // titles are not among what a source says
		for _, path := range d.Paths {
			if namesFiles(path) && !slices.Contains(p.Domain.Paths, path) {
				p.Domain.Paths = append(p.Domain.Paths, path)
			}
		}
		proposals = append(proposals, p)
	}
	return proposals
}

// namesFiles reports whether a path rule is about names of files, which counts of
// directories cannot confirm.
func namesFiles(path string) bool { return !strings.HasSuffix(path, "/**") }

// knownIn finds the signs of the default domains in one repository, by domain.
func (s *suggester) knownIn(source Source) map[int][]sign {
	name := source.Repository.FullName()
	found := map[int][]sign{}
	topics := claimsOn(source.Topics, TopicRule, s.defaults.topics)
	for _, k := range topics {
		found[k.domain] = append(found[k.domain], sign{TopicRule, k.match, name, 1, fmt.Sprintf("topic %q", k.match)})
	}
	for _, label := range sortedKeysOf(source.Labels) {
		for _, k := range claimsOn([]string{label}, LabelRule, s.defaults.labels) {
			found[k.domain] = append(found[k.domain], sign{LabelRule, escape(label), name, source.Labels[label], fmt.Sprintf("label %q", label)})
		}
	}
	for _, directory := range sortedKeysOf(source.Directories) {
		for _, k := range s.defaults.claimsOnPath(subject{repository: strings.ToLower(name)}, directory+"/x") {
			found[k.domain] = append(found[k.domain], sign{PathRule, k.pattern, name, source.Directories[directory], fmt.Sprintf("paths %q", k.pattern)})
		}
	}
	for _, a := range s.namedIn(source) {
		if domain, ok := s.knownAs(a.name); ok && (a.kind == labelName || a.kind == teamName) {
			found[domain] = append(found[domain], a.sign)
		}
	}
	if len(topics) == 0 { // a repository without topics may still say it in its name
		for _, k := range s.defaults.claimsOnWords(source.Repository.Name) {
			found[k.domain] = append(found[k.domain], sign{RepositoryRule, name, name, 1, fmt.Sprintf("name with %q", k.match)})
		}
	}
	return found
}

// knownAs returns the default domain that goes by a name.
func (s *suggester) knownAs(name string) (domain int, ok bool) {
	claims := append(claimsOn([]string{name}, LabelRule, s.defaults.labels), claimsOn([]string{name}, TopicRule, s.defaults.topics)...)
	if len(claims) == 0 {
		return 0, false
	}
	return claims[0].domain, true
}

// proposal makes a domain of its signs.
func (s *suggester) proposal(slug, name string, signs []sign) Proposal {
	p := Proposal{Domain: Domain{Slug: slug, Name: name}}
	type seen struct {
		count        int
		repositories []string
	}
	bySaid := map[string]*seen{}
	for _, x := range signs {
		s.claimed[x.repository] = true
		list := p.Domain.list(x.rule)
		if !slices.Contains(*list, x.pattern) {
			*list = append(*list, x.pattern)
		}
		if bySaid[x.said] == nil {
			bySaid[x.said] = &seen{}
		}
		bySaid[x.said].count += x.count
		if !slices.Contains(bySaid[x.said].repositories, x.repository) {
			bySaid[x.said].repositories = append(bySaid[x.said].repositories, x.repository)
		}
	}
	said := slices.SortedFunc(maps.Keys(bySaid), func(a, b string) int {
		return cmp.Or(cmp.Compare(bySaid[b].count, bySaid[a].count), strings.Compare(a, b))
	})
	for _, text := range said {
		p.Because = append(p.Because, fmt.Sprintf("%s: %d in %s", text, bySaid[text].count, fewOf(bySaid[text].repositories)))
	}
	for _, rule := range []Rule{RepositoryRule, PathRule, LabelRule, TopicRule} {
		slices.Sort(*p.Domain.list(rule))
	}
	return p
}

// list returns where the entries of a kind stand in a domain.
func (d *Domain) list(rule Rule) *[]string {
	switch rule {
	case RepositoryRule:
		return &d.Repositories
	case PathRule:
		return &d.Paths
	case LabelRule:
		return &d.Labels
	case TopicRule:
		return &d.Topics
	}
	return &d.Words
}

// fewOf names the first repositories of a list and how many more there are.
func fewOf(repositories []string) string {
	const few = 3
	if len(repositories) <= few {
		return strings.Join(repositories, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(repositories[:few], ", "), len(repositories)-few)
}

func sortedKeysOf[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

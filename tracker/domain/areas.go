package domain

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Signs below these are too faint to propose a domain of.
const (
	leastThreads      = 5  // with an area's label
	leastRepositories = 2  // in which a directory or topic is
	leastOfRepository = 20 // one file in so many: a directory that is a big part of a repository that says nothing else
	mostNamed         = 12 // areas besides the known ones
)

// areaLabel is how projects write that a label names an area: "area/apiserver",
// "area: apiserver", "component:scheduler", "[area] docs".
var areaLabel = regexp.MustCompile(`(?i)^\[?(?:area|component|comp|domain|module|subsystem|sig|topic|scope|package|pkg|team|a)\]?\s*[:/\s-]\s*(\S.*)$`)

// teamEnding is what teams add to the name of what they own.
var teamEnding = regexp.MustCompile(`-(?:team|maintainers|owners|reviewers|approvers|admins|leads|devs|codeowners|core)$`)

// general are names that say nothing of a technical area: what a directory is for
// in every project, what a repository is written in, what most of them do.
var general = []string{
	"src", "lib", "libs", "pkg", "cmd", "internal", "app", "apps", "packages", "crates", "core", "main", "test", "tests", "testing", "spec", "e2e", "unit",
	"fixture", "example", "examples", "script", "scripts", "tool", "tools", "util", "utils", "common", "config", "configs", "build", "ci", "github", "workflow",
	"workflows", "resource", "resources", "asset", "assets", "static", "public", "include", "bin", "data", "api", "v1", "model", "models", "source", "en", "image", "images",
	"python", "rust", "go", "golang", "typescript", "javascript", "java", "cpp", "c", "ruby", "swift", "machine-learning", "deep-learning", "ml", "ai", "llm",
	"open-source", "open-science", "hacktoberfest", "pytorch", "tensorflow", "jax", "transformer", "transformers", "reproducibility", "community", "bug", "feature", "other", "misc",
}

// area is a sign and the name that the organisation gives to what it is of.
type area struct {
	kind areaKind
	name string
	sign
}

// areaKind is where a name was found.
type areaKind int

const (
	topicName areaKind = iota
	labelName
	directoryName
	bigDirectoryName
	teamName
)

// named proposes the areas that the organisation's own labels, teams, topics and
// directories name and the default does not know, those with most signs first.
func (s *suggester) named() []Proposal {
	areas := map[string][]area{}
	for _, source := range s.sources {
		for _, a := range s.namedIn(source) {
			stem := stemOf(a.name)
			_, known := s.knownAs(a.name)
			if stem != "" && !known && !isGeneral(a.name) {
				areas[stem] = append(areas[stem], a)
			}
		}
	}
	var proposals []Proposal
	for _, stem := range sortedKeysOf(areas) {
		if s.isStrong(areas[stem]) {
			slug := slugOf(mostSeen(areas[stem]))
			proposals = append(proposals, s.proposal(slug, titleOf(slug), signsOf(areas[stem])))
		}
	}
	slices.SortStableFunc(proposals, func(a, b Proposal) int { return len(b.Because) - len(a.Because) })
	return proposals[:min(len(proposals), mostNamed)]
}

// mostSeen returns the form of an area's name that most was seen of.
func mostSeen(areas []area) string {
	return slices.MaxFunc(areas, func(a, b area) int { return cmp.Or(cmp.Compare(a.count, b.count), strings.Compare(b.name, a.name)) }).name
}

func signsOf(areas []area) []sign {
	signs := make([]sign, len(areas))
	for i, a := range areas {
		signs[i] = a.sign
	}
	return signs
}

// namedIn lists the areas that one repository names, but for topics and paths
// that the default has rules for.
func (s *suggester) namedIn(source Source) []area {
	repository := source.Repository.FullName()
	var areas []area
	for _, topic := range slices.Compact(sorted(source.Topics)) {
		if _, known := s.knownAs(topic); !known {
			areas = append(areas, area{topicName, topic, sign{TopicRule, topic, repository, 1, fmt.Sprintf("topic %q", topic)}})
		}
	}
	for _, label := range sortedKeysOf(source.Labels) {
		named := areaLabel.FindStringSubmatch(label)
		if _, known := s.knownAs(label); named != nil && !known {
			areas = append(areas, area{labelName, named[1], sign{LabelRule, escape(label), repository, source.Labels[label], fmt.Sprintf("label %q", label)}})
		}
	}
	areas = append(areas, s.directoriesOf(source)...)
	areas = append(areas, s.directoriesWithOwners(source)...)
	return slices.DeleteFunc(append(areas, ownedAreas(source)...), func(a area) bool { return !a.canBeWritten() })
}

// directoriesOf lists the directories that the default has no rule for, with the
// files below them. The big ones of a repository without a known topic are marked,
// the outermost only.
func (s *suggester) directoriesOf(source Source) []area {
	repository, total, below := source.Repository.FullName(), 0, map[string]int{}
	for directory, files := range source.Directories {
		if _, uncounted := s.defaults.Uncounted(source.Repository, directory+"/x"); uncounted {
			continue
		}
		total += files
		for d := directory; d != "." && d != ""; d = parentOf(d) {
			below[d] += files
		}
	}
	var areas []area
	var big []string
	isBelow := func(directory string) bool {
		return slices.ContainsFunc(big, func(outer string) bool { return strings.HasPrefix(directory, outer+"/") })
	}
	for _, directory := range sortedKeysOf(below) {
		name := directory[strings.LastIndexByte(directory, '/')+1:]
		isKnown := len(s.defaults.claimsOnPath(subject{repository: strings.ToLower(repository)}, directory+"/x")) > 0
		if isKnown || isGeneral(name) || stemOf(name) == stemOf(source.Repository.Name) {
			continue
		}
		kind := directoryName
		if !s.isPlaced(source) && below[directory]*leastOfRepository >= total && !isBelow(directory) {
			kind, big = bigDirectoryName, append(big, directory)
		}
		areas = append(areas, area{kind, name,
			sign{PathRule, repository + ":" + escape(directory) + "/**", repository, below[directory], fmt.Sprintf("files below directories called %q", name)}})
	}
	return areas
}

// directoriesWithOwners lists the directories that a list of owners names somebody
// for, but for those that the default has a rule for.
func (s *suggester) directoriesWithOwners(source Source) []area {
	repository := source.Repository.FullName()
	var areas []area
	for _, directory := range slices.Compact(sorted(source.Owned)) {
		name := directory[strings.LastIndexByte(directory, '/')+1:]
		isKnown := len(s.defaults.claimsOnPath(subject{repository: strings.ToLower(repository)}, directory+"/x")) > 0
		if directory == "" || isKnown || isGeneral(name) || stemOf(name) == stemOf(source.Repository.Name) {
			continue
		}
		areas = append(areas, area{teamName, name,
			sign{PathRule, repository + ":" + escape(directory) + "/**", repository, 1, fmt.Sprintf("owners are named for %q", directory)}})
	}
	return areas
}

func parentOf(directory string) string {
	return directory[:max(0, strings.LastIndexByte(directory, '/'))]
}

// isPlaced reports whether a topic or the name of a repository puts all of it in a
// default domain.
func (s *suggester) isPlaced(source Source) bool {
	return len(claimsOn(source.Topics, TopicRule, s.defaults.topics)) > 0 || len(s.defaults.claimsOnWords(source.Repository.Name)) > 0
}

func isGeneral(name string) bool {
	return slices.Contains(general, strings.ToLower(name)) || slices.Contains(general, stemOf(name))
}

// canBeWritten reports whether the configuration would take the rule: a path may
// hold bytes that are no text.
func (x sign) canBeWritten() bool {
	if x.rule == PathRule {
		return isPathGlob(x.pattern)
	}
	return isGlob(x.pattern)
}

// ownedAreas reads the lines of CODEOWNERS whose owner is a team. GitHub skips a
// line that it cannot read, and so does this.
func ownedAreas(source Source) []area {
	repository := source.Repository.FullName()
	var areas []area
	for line := range strings.Lines(source.CodeOwners) {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) < 2 || !isGlob(fields[0]) || strings.Trim(fields[0], "/*") == "" {
			continue
		}
		for _, owner := range fields[1:] {
			_, team, isTeam := strings.Cut(owner, "/")
			pattern := repository + ":" + pathOfOwners(fields[0])
			if isTeam {
				areas = append(areas, area{teamName, teamEnding.ReplaceAllString(team, ""), sign{PathRule, pattern, repository, 1, fmt.Sprintf("CODEOWNERS give %s to %s", fields[0], owner)}})
			}
		}
	}
	return areas
}

// pathOfOwners turns a CODEOWNERS pattern, which follows gitignore's rules, into a
// path rule: a slash at its start or inside binds it to the top, a name without a
// dot or star at its end is taken for a directory.
func pathOfOwners(pattern string) string {
	bound := strings.Contains(strings.TrimSuffix(pattern, "/"), "/")
	last := pattern[strings.LastIndexByte(strings.TrimSuffix(pattern, "/"), '/')+1:]
	path := strings.Trim(pattern, "/")
	if strings.HasSuffix(pattern, "/") || !strings.ContainsAny(last, ".*") {
		path += "/**"
	}
	if !bound {
		path = "**/" + path
	}
	return path
}

// isStrong reports whether signs are enough to propose a domain of: a team owns
// it, it is a big part of a repository, threads are labelled with it, or several
// repositories have it and not most of them, which would make it everybody's.
func (s *suggester) isStrong(areas []area) bool {
	threads, repositories := 0, map[string]bool{}
	for _, a := range areas {
		switch a.kind {
		case teamName, bigDirectoryName:
			return true
		case labelName:
			threads += a.count
		}
		repositories[a.repository] = true
	}
	return threads >= leastThreads || len(repositories) >= leastRepositories && len(repositories)*2 <= len(s.sources)
}

// slugOf writes a name as the slug of a domain; it is empty where no letter of the
// name can stand in one.
func slugOf(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), "-")
}

// stemOf is what names that mean the same share: the slug without a plural's s.
func stemOf(name string) string {
	slug := slugOf(name)
	if len(slug) > 4 && strings.HasSuffix(slug, "s") && !strings.HasSuffix(slug, "ss") {
		return slug[:len(slug)-1]
	}
	return slug
}

func titleOf(slug string) string {
	words := strings.ReplaceAll(slug, "-", " ")
	return strings.ToUpper(words[:1]) + words[1:]
}

// escape writes a directory's own name as a pattern.
func escape(directory string) string {
	var b strings.Builder
	for _, r := range directory {
		if strings.ContainsRune(`*?[]{}\`, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

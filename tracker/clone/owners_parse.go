package clone

import (
	"bytes"
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"rungless/tracker"

	"github.com/goccy/go-yaml"
	"github.com/hmarr/codeowners"
)

// naming is one entry of a list of owners: whom it names for what.
type naming struct {
	path    string // directory; "" is the whole repository
	file    string
	pattern string // the list's own, narrower words
	role    tracker.OwnerRole
	name    string // a login, an address, a team "org/team", or in an OWNERS file an alias
}

// listed is what a list of owners was found to say.
type listed struct {
	namings []naming
	broken  []string // what could not be read, in words
}

// listKind is the form of a list of owners.
type listKind int

const (
	noList listKind = iota
	ownersList
	aliasList
	codeOwnersList
	whoToTagList
)

// notOurs are directories that hold other projects' files, lists of owners too.
var notOurs = []string{"vendor", "third_party", "node_modules", "Godeps", "_vendor", "testdata"}

// listKindOf tells lists of owners by their place. Those of vendored code are not
// the repository's.
func listKindOf(file string) listKind {
	directory, name := path.Split(file)
	directory = strings.TrimSuffix(directory, "/")
	if slices.ContainsFunc(strings.Split(directory, "/"), func(part string) bool { return slices.Contains(notOurs, part) }) {
		return noList
	}
	// https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
	standard := directory == "" || directory == ".github" || directory == "docs"
	switch {
	case name == "OWNERS":
		return ownersList
	case file == "OWNERS_ALIASES":
		return aliasList
	case name == "CODEOWNERS" && standard:
		return codeOwnersList
	case strings.EqualFold(name, "pull_request_template.md") && standard:
		return whoToTagList
	}
	return noList
}

// ownerKeys are the lists of an OWNERS file. "assignees" is what approvers were
// called until 2017.
var ownerKeys = map[string]tracker.OwnerRole{
	"approvers": tracker.OwnerApprover, "assignees": tracker.OwnerApprover,
	"reviewers": tracker.OwnerReviewer, "required_reviewers": tracker.OwnerReviewer,
	"emeritus_approvers": tracker.OwnerEmeritus, "emeritus_reviewers": tracker.OwnerEmeritus,
}

// parseOwners reads an OWNERS file in the form of https://go.k8s.io/owners: lists
// of names, or "filters" that hold such lists by a regular expression over paths.
func parseOwners(file string, text []byte) listed {
	top, broken := parseMapping(text)
	found := listed{broken: broken}
	directory := path.Dir(file)
	if directory == "." {
		directory = ""
	}
	add := func(pattern string, mapping map[string]any) {
		for key, role := range ownerKeys {
			for _, name := range namesOf(mapping[key]) {
				found.namings = append(found.namings, naming{directory, file, pattern, role, name})
			}
		}
	}
	add("", top)
	filters, _ := top["filters"].(map[string]any)
	for pattern, mapping := range filters {
		inner, ok := mapping.(map[string]any)
		if !ok {
			found.broken = append(found.broken, fmt.Sprintf("the filter %.40q holds no lists", pattern))
			continue
		}
		if pattern == ".*" {
			pattern = ""
		}
		add(pattern, inner)
	}
	return found
}

// parseAliases reads an OWNERS_ALIASES file: the members of each alias, whose
// names are in lower case.
func parseAliases(text []byte) (map[string][]string, []string) {
	top, broken := parseMapping(text)
	aliases := map[string][]string{}
	mapping, _ := top["aliases"].(map[string]any)
	for alias, names := range mapping {
		aliases[strings.ToLower(alias)] = namesOf(names)
	}
	return aliases, broken
}

// parseMapping reads a YAML mapping; an empty file is an empty one.
func parseMapping(text []byte) (map[string]any, []string) {
	var top map[string]any
	if err := yaml.Unmarshal(bytes.TrimPrefix(text, []byte("\ufeff")), &top); err != nil {
		reason, _, _ := strings.Cut(err.Error(), "\n")
		return nil, []string{clean(reason)}
	}
	return top, nil
}

// namesOf reads a YAML list of names. Anything else in it names nobody.
func namesOf(value any) []string {
	list, _ := value.([]any)
	var names []string
	for _, v := range list {
		if name := strings.TrimPrefix(clean(fmt.Sprint(v)), "@"); v != nil && nameForm.MatchString(name) {
			names = append(names, name)
		}
	}
	return names
}

// nameForm is what may stand for a person or an alias in a list: a login, an
// address, "org/team".
var nameForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._+-]*([@/][A-Za-z0-9._-]+)?$`)

// parseCodeOwners reads a CODEOWNERS file. GitHub skips a line that it cannot
// read, and so does this.
func parseCodeOwners(file string, text []byte) listed {
	var found listed
	number := 0
	for line := range bytes.Lines(text) {
		number++
		rules, err := codeowners.ParseFile(bytes.NewReader(line))
		if err != nil {
			found.broken = append(found.broken, fmt.Sprintf("line %d: %s", number, clean(err.Error())))
			continue
		}
		for _, rule := range rules {
			pattern := clean(rule.RawPattern())
			for _, owner := range rule.Owners {
				found.namings = append(found.namings, naming{patternDirectory(pattern), file, pattern, tracker.OwnerOfCode, owner.Value})
			}
		}
	}
	return found
}

// patternDirectory is the deepest directory that holds everything which a
// CODEOWNERS pattern can match as far as its text tells: up to the first part
// with a wildcard, without a last part that looks like a file's name. A pattern
// that begins anywhere is taken to begin at the root.
func patternDirectory(pattern string) string {
	parts := strings.Split(strings.Trim(pattern, "/"), "/")
	if wild := slices.IndexFunc(parts, func(part string) bool { return strings.ContainsAny(part, "*?[") }); wild >= 0 {
		parts = parts[:wild]
	} else if last := len(parts) - 1; !strings.HasSuffix(pattern, "/") && strings.Contains(strings.TrimPrefix(parts[last], "."), ".") {
		parts = parts[:last]
	}
	return strings.Join(parts, "/")
}

var (
	tagLine = regexp.MustCompile(`^\s*[-*]\s+([^@\[\]]+?)\s*:?\s*(@.*)$`)
	mention = regexp.MustCompile(`(?:^|[^A-Za-z0-9_.@-])@([A-Za-z0-9][A-Za-z0-9-]{0,38})(/)?`)
)

// parseWhoToTag reads the lines of a pull request template that say whom to ask
// for a review: "- Schedulers: @login and @other". The words before the names are
// the pattern; which directory they mean, only a tree can tell.
func parseWhoToTag(file string, text []byte) listed {
	var found listed
	for line := range strings.Lines(string(text)) {
		match := tagLine.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		if match == nil {
			continue
		}
		topic := clean(strings.TrimRight(match[1], ": "))
		for _, name := range mention.FindAllStringSubmatch(match[2], -1) {
			if name[2] == "" { // else a team
				found.namings = append(found.namings, naming{"", file, topic, tracker.OwnerToBeTagged, name[1]})
			}
		}
	}
	return found
}

// linkTarget is the list that a symbolic link leads to: git keeps a link as a file
// whose one line, without an end, is the path.
func linkTarget(file string, text []byte) (string, bool) {
	if len(text) == 0 || len(text) > 1000 || bytes.ContainsAny(text, "\n: ") {
		return "", false
	}
	target := path.Join(path.Dir(file), string(text))
	return target, target != file && listKindOf(target) == listKindOf(file)
}

// topicDirectory is the directory that a topic's words mean: the one nearest the
// root, the first by name among such, that is called like one of the words. It is
// "" where none is.
func topicDirectory(topic string, directories []string) string {
	words := strings.FieldsFunc(strings.ToLower(topic), func(r rune) bool { return !strings.ContainsRune(lettersAndDigits+"_", r) })
	var best string
	for _, directory := range directories {
		if !slices.ContainsFunc(words, func(word string) bool { return sameWord(word, path.Base(directory)) }) {
			continue
		}
		nearer := cmp.Or(cmp.Compare(strings.Count(directory, "/"), strings.Count(best, "/")), strings.Compare(directory, best))
		if best == "" || nearer < 0 {
			best = directory
		}
	}
	return best
}

// sameWord compares a word with a directory's name, one or many of a thing alike.
func sameWord(word, directory string) bool {
	return strings.TrimSuffix(word, "s") == strings.TrimSuffix(strings.ToLower(directory), "s")
}

package clone

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
)

// listGaps is what lists of owners said that could not be taken down. It is kept
// from run to run, each thing once, so that it does not depend on how often a
// repository was read.
type listGaps struct {
	Broken []string `json:"broken,omitempty"` // "pkg/OWNERS at 1a2b3c4d5e: ..."; sorted
	Teams  []string `json:"teams,omitempty"`  // "org/team"; sorted
}

// mostGaps is how many gaps of a sort are kept by name.
const mostGaps = 100

func note(list []string, gap string) []string {
	i, known := slices.BinarySearch(list, gap)
	if known || len(list) >= mostGaps {
		return list
	}
	return slices.Insert(list, i, gap)
}

// sentence says what is missing; "" when nothing is.
func (g listGaps) sentence() string {
	var parts []string
	if n := len(g.Broken); n > 0 {
		parts = append(parts, fmt.Sprintf("%s could not be read: %s", counted(n, "list of owners", "lists of owners"), fewOf(g.Broken)))
	}
	if n := len(g.Teams); n > 0 {
		parts = append(parts, fmt.Sprintf("a clone does not know who is in %s: %s", counted(n, "team", "teams"), fewOf(g.Teams)))
	}
	return strings.Join(parts, "; ")
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func fewOf(list []string) string {
	const few = 5
	if len(list) <= few {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:few], ", "), len(list)-few)
}

// readOwners adds to commits of the default branch what they changed in lists of
// owners. moved holds, by commit, lists that were renamed, under their old names.
// As everywhere, a merge changes nothing: its branch's commits did.
func (r *run) readOwners(ctx context.Context, commits []tracker.Commit, moved map[string][]string) error {
	for i := range commits {
		c := &commits[i]
		touched := slices.Clone(moved[c.SHA])
		for _, f := range c.Files {
			if listKindOf(f.Path) != noList {
				touched = append(touched, f.Path)
			}
		}
		n := &r.graph.nodes[r.graph.place[c.SHA]]
		unknownBefore := len(n.parents) == 0 && r.state.shallow != ""
		if len(touched) == 0 || !n.onDefault || unknownBefore {
			continue
		}
		parent := ""
		if len(n.parents) > 0 {
			parent = r.graph.nodes[n.parents[0]].sha
		}
		if err := r.readOwnerChanges(ctx, c, parent, touched); err != nil {
			return err
		}
	}
	return nil
}

// readOwnerChanges compares what the touched lists say after a commit with what
// they said before it.
func (r *run) readOwnerChanges(ctx context.Context, c *tracker.Commit, parent string, touched []string) error {
	after, err := r.namings(ctx, c.SHA, touched)
	if err != nil {
		return err
	}
	before := map[naming]bool{}
	if parent != "" {
		if before, err = r.namings(ctx, parent, touched); err != nil {
			return err
		}
	}
	c.OwnerChanges = []tracker.OwnerChange{}
	for _, side := range []struct {
		here, there map[naming]bool
		added       bool
	}{{before, after, false}, {after, before, true}} {
		for _, n := range slices.SortedFunc(maps.Keys(side.here), compareNamings) {
			if !side.there[n] {
				c.OwnerChanges = append(c.OwnerChanges, tracker.OwnerChange{Path: n.path, File: n.file, Pattern: n.pattern, Role: n.role,
					Account: listedAccount(r.ref.Host, n.name, c.CommittedAt), Added: side.added})
			}
		}
	}
	return nil
}

func compareNamings(a, b naming) int {
	return cmp.Or(strings.Compare(a.file, b.file), strings.Compare(a.path, b.path), strings.Compare(a.pattern, b.pattern),
		strings.Compare(string(a.role), string(b.role)), strings.Compare(a.name, b.name))
}

// listedAccount is the account that a list names by login or by address.
func listedAccount(host, name string, seen time.Time) tracker.Account {
	if strings.Contains(name, "@") {
		return emailAccount(host, name)
	}
	return tracker.Account{Host: host, Login: name, Kind: tracker.LoginKind(name), SeenAt: seen}
}

// namings is whom the touched lists named as of a commit, aliases spelt out and
// names in lower case. Where the aliases were touched, every OWNERS file was.
func (r *run) namings(ctx context.Context, sha string, touched []string) (map[naming]bool, error) {
	files := slices.Clone(touched)
	if slices.ContainsFunc(touched, func(f string) bool { return listKindOf(f) == aliasList }) {
		tree, err := r.local.tree(ctx, sha, []string{"-r", "--name-only"})
		if err != nil {
			return nil, err
		}
		files = append(files, slices.DeleteFunc(tree, func(f string) bool { return listKindOf(f) != ownersList })...)
	}
	slices.Sort(files)
	var aliases map[string][]string
	if slices.ContainsFunc(files, func(f string) bool { return listKindOf(f) == ownersList }) {
		text, err := r.listText(ctx, sha, "OWNERS_ALIASES")
		if err != nil {
			return nil, err
		}
		var broken []string
		aliases, broken = parseAliases(text)
		r.noteBroken("OWNERS_ALIASES", sha, broken)
	}
	named := map[naming]bool{}
	for _, file := range slices.Compact(files) {
		found, err := r.readList(ctx, sha, file)
		if err != nil {
			return nil, err
		}
		for _, n := range found.namings {
			r.spellOut(n, aliases, named)
		}
	}
	return named, nil
}

// spellOut adds whom an entry means: the members of an alias, nobody for a team.
func (r *run) spellOut(n naming, aliases map[string][]string, named map[naming]bool) {
	names := []string{n.name}
	if members, ok := aliases[strings.ToLower(n.name)]; ok && listKindOf(n.file) == ownersList {
		names = members
	}
	for _, name := range names {
		if strings.Contains(name, "/") {
			r.progress.Lists.Teams = note(r.progress.Lists.Teams, name)
			continue
		}
		n.name = strings.ToLower(name)
		named[n] = true
	}
}

// readList reads one list as of a commit. Where it was not there, it names nobody.
func (r *run) readList(ctx context.Context, sha, file string) (listed, error) {
	text, err := r.listText(ctx, sha, file)
	if target, isLink := linkTarget(file, text); isLink && err == nil {
		text, err = r.listText(ctx, sha, target)
	}
	if err != nil || text == nil {
		return listed{}, err
	}
	var found listed
	switch listKindOf(file) {
	case ownersList:
		found = parseOwners(file, text)
	case codeOwnersList:
		found = parseCodeOwners(file, text)
	case whoToTagList:
		found = parseWhoToTag(file, text)
		if len(found.namings) > 0 {
			err = r.placeTopics(ctx, sha, found.namings)
		}
	}
	r.noteBroken(file, sha, found.broken)
	return found, err
}

// placeTopics finds the directories that the topics of a who-to-tag list mean.
func (r *run) placeTopics(ctx context.Context, sha string, namings []naming) error {
	directories, err := r.local.tree(ctx, sha, []string{"-r", "-d", "--name-only"})
	for i := range namings {
		namings[i].path = topicDirectory(namings[i].pattern, directories)
	}
	return err
}

func (r *run) noteBroken(file, sha string, reasons []string) {
	for _, reason := range reasons {
		r.progress.Lists.Broken = note(r.progress.Lists.Broken, fmt.Sprintf("%s at %.10s: %.200s", file, sha, reason))
	}
}

// listText reads a file as of a commit; nil where there is none. A list whose
// contents are not in the clone is noted as one that cannot be read.
func (r *run) listText(ctx context.Context, sha, file string) ([]byte, error) {
	text, err := r.contents.read(ctx, r.local, sha+":"+file)
	if err == nil && text == nil && r.state.partial {
		var entry []string
		if entry, err = r.local.tree(ctx, sha, nil, file); len(entry) > 0 {
			r.noteBroken(file, sha, []string{"its contents are not in the clone"})
		}
	}
	return text, err
}

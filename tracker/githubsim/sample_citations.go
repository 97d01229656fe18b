package githubsim

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// revision is one state of a work's list of authors, and the commit that made it.
type revision struct {
	commit  *Commit
	authors []*person
}

// between is how long a list of authors stays as it is, at least.
const between = 60 * 24 * time.Hour

// writeCitations writes a work's citation files into the history of a repository:
// its first authors name themselves and a guest, one of them adds the others and
// thanks the guest in a trailer, one of them takes the guest off; whom the stories
// credit comes by the stories' own commits. Who does much and is not among the
// authors stays off the list.
func (s *sampler) writeCitations(p *place, authors []*person) {
	credited := s.credited[p.Name]
	first := authors[:len(authors)-len(credited)]
	if len(first) < 2 {
		first = authors
	}
	lead := first[:min(2, len(first))]
	begun, guest := slices.Clone(lead), s.guest(p, authors)
	if guest != nil {
		begun = append(begun, guest)
	}
	var revisions []revision
	after := p.opened
	for _, next := range [][]*person{begun, append(slices.Clone(begun), first[len(lead):]...), first} {
		if commit := commitBy(p, after, lead); commit != nil {
			revisions = append(revisions, revision{commit, next})
			after = commit.Committer.When.Add(between)
		}
		if len(revisions) == 2 && guest != nil {
			thank(revisions[1].commit, guest)
		}
	}
	for _, commit := range p.Commits {
		if slices.ContainsFunc(commit.Files, func(f File) bool { return f.Path == "CITATION.cff" }) && len(credited) > 0 {
			first = append(slices.Clone(first), credited[0])
			credited = credited[1:]
			revisions = append(revisions, revision{commit, first})
		}
	}
	readme, helpers := p.Files["README.md"], s.helpers(p, authors)
	for _, r := range revisions {
		cite(p, r, readme, helpers)
	}
}

// thank names a person in a trailer of a commit, once.
func thank(commit *Commit, who *person) {
	if slices.ContainsFunc(commit.Authors, func(a Signature) bool { return a.User == who.user }) {
		return
	}
	gap := "\n\n"
	if len(commit.Authors) > 1 {
		gap = "\n"
	}
	commit.Message += gap + addCoAuthor(commit, Signature{Name: who.name, Email: who.emails[0], User: who.user})
}

// cite writes one state of the authors into a commit and the repository. The
// helpers are whom a model card thanks.
func cite(p *place, r revision, readme string, helpers []*person) {
	texts := map[string]string{"CITATION.cff": citation(p, r.authors), "README.md": readme + "\n## Citing\n\n" + bibTeX(p, r.authors)}
	if len(helpers) > 1 && (p.Name == "glossa" || p.Name == "wordcraft") {
		texts["MODEL_CARD.md"] = "---\nlicense: apache-2.0\nlanguage: [yo, sw, qu]\n---\n# " + p.Name + "\n\nThis model was contributed by " +
			link(helpers[0]) + " and " + link(helpers[1]) + ".\n\n" + bibTeX(p, r.authors)
	}
	r.commit.Contents = texts
	for _, path := range slices.Sorted(maps.Keys(texts)) {
		p.changes(r.commit, path, strings.Count(texts[path], "\n"))
		p.Files[path] = texts[path]
	}
}

func link(who *person) string { return "[" + who.name + "](https://github.com/" + who.user.Login + ")" }

// changes lists a file among those that a commit changed, and its pull request.
func (p *place) changes(commit *Commit, path string, lines int) {
	f := File{Path: path, Additions: lines, Change: "ADDED"}
	if _, isThere := p.Files[path]; isThere {
		f.Additions, f.Deletions, f.Change = 3, 1, "MODIFIED"
	}
	t := commit.PullRequest
	isSame := func(has File) bool { return has.Path == path }
	if slices.ContainsFunc(commit.Files, isSame) || t != nil && slices.ContainsFunc(t.Files, isSame) {
		return
	}
	changed := []*Commit{commit}
	if t != nil {
		t.Files = append(t.Files, f)
		slices.SortFunc(t.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
		t.Additions, t.Deletions, t.ChangedFiles = t.Additions+f.Additions, t.Deletions+f.Deletions, len(t.Files)
		changed = append(changed, p.also(commit)...)
	}
	for _, c := range changed {
		c.Files = append(c.Files, f)
		c.Additions, c.Deletions = c.Additions+f.Additions, c.Deletions+f.Deletions
	}
}

// also are the commits that hold what a commit of a pull request changed: the one
// that merged it, or of a squashed one the last of its branch.
func (p *place) also(commit *Commit) []*Commit {
	t := commit.PullRequest
	if !slices.Contains(t.CommitSHAs, commit) {
		return t.CommitSHAs[len(t.CommitSHAs)-1:]
	}
	i := slices.IndexFunc(p.Commits, func(c *Commit) bool { return c.SHA == t.MergeCommitSHA })
	if i < 0 {
		return nil
	}
	return p.Commits[i : i+1]
}

// helpers are people at home in a repository's domain who are not among its authors.
func (s *sampler) helpers(p *place, authors []*person) []*person {
	var list []*person
	for _, who := range s.people {
		if who.user != nil && !who.outside && who.job == "engineer" && who.home == p.domain && !slices.Contains(authors, who) {
			list = append(list, who)
		}
	}
	return list
}

// guest is a colleague who is on the first list by mistake.
func (s *sampler) guest(p *place, authors []*person) *person {
	for _, who := range s.people {
		if who.user != nil && !who.outside && who.job == "product" && who.home == p.domain && !slices.Contains(authors, who) {
			return who
		}
	}
	return nil
}

// commitBy is the first commit after a time by one of some people.
func commitBy(p *place, after time.Time, people []*person) *Commit {
	for _, commit := range p.Commits {
		if commit.Committer.When.After(after) && len(commit.Parents) < 2 && commit.Contents == nil && len(commit.Authors) > 0 &&
			slices.ContainsFunc(people, func(who *person) bool { return who.user != nil && who.user == commit.Authors[0].User }) {
			return commit
		}
	}
	return nil
}

func bibTeX(p *place, authors []*person) string {
	names := make([]string, len(authors))
	for i, a := range authors {
		names[i] = a.name
	}
	return "```bibtex\n@software{" + slugOf(p.Name) + "2025,\n  title  = {" + p.Name + ": " + p.Description + "},\n  author = {" +
		strings.Join(names, " and ") + "},\n  year   = {2025},\n  url    = {https://github.com/" + p.fullName() + "}\n}\n```\n"
}

// citation writes a CITATION.cff, version 1.2.0.
func citation(p *place, authors []*person) string {
	text := "cff-version: 1.2.0\nmessage: If you use this software, please cite it as below.\ntitle: \"" + p.Name + ": " + p.Description + "\"\ntype: software\nauthors:\n"
	for _, a := range authors {
		if given, family, ok := strings.Cut(a.name, " "); ok {
			text += "  - given-names: \"" + given + "\"\n    family-names: \"" + family + "\"\n"
		} else {
			text += "  - family-names: \"" + a.name + "\"\n"
		}
		if a.user.ORCID != "" {
			text += "    orcid: \"https://orcid.org/" + a.user.ORCID + "\"\n"
		}
	}
	return text + "license: Apache-2.0\nrepository-code: \"https://github.com/" + p.fullName() + "\"\n"
}

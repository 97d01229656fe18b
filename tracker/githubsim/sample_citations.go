package githubsim

import (
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
// its first authors name themselves and a guest, one of them adds the others, one
// of them takes the guest off; whom the stories credit comes by the stories' own
// commits. Who does much and is not among the authors stays off the list.
func (s *sampler) writeCitations(p *place, authors []*person) {
	credited := s.credited[p.Name]
	first := authors[:len(authors)-len(credited)]
	if len(first) < 2 {
		first = authors
	}
	list := slices.Clone(first[:min(2, len(first))])
	if guest := s.guest(p, authors); guest != nil {
		list = append(list, guest)
	}
	var revisions []revision
	after := p.opened
	for _, next := range [][]*person{list, append(slices.Clone(list), first[min(2, len(first)):]...), first} {
		if commit := commitBy(p, after, first[:min(2, len(first))]); commit != nil {
			revisions = append(revisions, revision{commit, next})
			after = commit.Committer.When.Add(between)
		}
	}
	for _, commit := range p.Commits {
		if slices.ContainsFunc(commit.Files, func(f File) bool { return f.Path == "CITATION.cff" }) && len(credited) > 0 {
			first = append(slices.Clone(first), credited[0])
			credited = credited[1:]
			revisions = append(revisions, revision{commit, first})
		}
	}
	readme := p.Files["README.md"]
	for _, r := range revisions {
		cite(p, r, readme)
	}
}

// cite writes one state of the authors into a commit and the repository.
func cite(p *place, r revision, readme string) {
	texts := map[string]string{"CITATION.cff": citation(p, r.authors), "README.md": readme + "\n## Citing\n\n" + bibTeX(p, r.authors)}
	if p.Name == "glossa" || p.Name == "wordcraft" {
		texts["MODEL_CARD.md"] = "---\nlicense: apache-2.0\nlanguage: [yo, sw, qu]\n---\n# " + p.Name + "\n\nContributed by " +
			r.authors[0].name + " and " + r.authors[1].name + ".\n\n" + bibTeX(p, r.authors)
	}
	r.commit.Contents = texts
	for file, text := range texts {
		p.Files[file] = text
	}
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
	text := "cff-version: 1.2.0\nmessage: If you use this software, please cite it as below.\ntitle: " + p.Name + "\ntype: software\nauthors:\n"
	for _, a := range authors {
		text += "  - name: \"" + a.name + "\"\n"
		if given, family, ok := strings.Cut(a.name, " "); ok {
			text = strings.TrimSuffix(text, "  - name: \""+a.name+"\"\n") + "  - given-names: \"" + given + "\"\n    family-names: \"" + family + "\"\n"
		}
		if a.user.ORCID != "" {
			text += "    orcid: \"https://orcid.org/" + a.user.ORCID + "\"\n"
		}
	}
	return text + "license: Apache-2.0\nrepository-code: \"https://github.com/" + p.fullName() + "\"\n"
}

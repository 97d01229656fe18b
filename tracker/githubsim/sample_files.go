package githubsim

import (
	"fmt"
	"strings"
)

// publish makes a repository's releases: about one a quarter.
func (s *sampler) publish(p *place) {
	at := p.opened.AddDate(0, 2, s.between(0, 40))
	for n := 1; at.Before(p.closed.AddDate(0, 0, -1)); n++ {
		if who := s.someone(maintaining, p.domain, at); who != nil && who.user != nil {
			tag := fmt.Sprintf("v%d.%d.0", p.versions, n)
			r := &Release{ID: s.id(releasePrefix, at), Tag: tag, Name: strings.TrimPrefix(tag, "v"), Author: who.user,
				PublishedAt: s.moment(at, at.Add(8*3600e9)).UTC(), Downloads: int(s.logNormal(900, 1.6) * p.busy), Reactions: s.reactions()}
			r.NodeID = nodeID(releasePrefix, p.Repository, r.ID)
			p.Releases = append(p.Releases, r)
		}
		at = at.AddDate(0, s.between(2, 4), s.between(0, 20))
	}
}

// writeFiles writes the files of the default branch that are worth reading.
func (s *sampler) writeFiles(p *place) {
	authors := s.paperAuthors(p)
	p.Files = map[string]string{
		"README.md":          s.readme(p),
		".mailmap":           s.mailmap(),
		".github/CODEOWNERS": s.codeowners(p),
		"AUTHORS":            authorsFile(s.contributors(p)),
	}
	if p.has("research") {
		s.writeCitations(p, authors)
	}
}

// paperAuthors is who wrote the paper: researchers of the domain first, then
// engineers, then whom the stories add.
func (s *sampler) paperAuthors(p *place) []*person {
	var first, second []*person
	for _, who := range s.people {
		if who.user == nil || who.outside || who.home != p.domain || who.job == "product" {
			continue
		}
		if who.job == "researcher" {
			first = append(first, who)
		} else if len(second) < 3 {
			second = append(second, who)
		}
	}
	return append(append(first, second...), s.credited[p.Name]...)
}

func (s *sampler) readme(p *place) string {
	text := "# " + p.Name + "\n\n" + p.Description + ".\n\n## Parts\n\n"
	for _, component := range vocabularies[p.domain]["component"][:5] {
		text += "- **" + component + "**: " + s.fill([]string{"{feature}", "takes care of {problem}"}, p.domain, component) + "\n"
	}
	return text
}

// mailmap maps the stray addresses of some people to their usual ones.
func (s *sampler) mailmap() string {
	text := "# Names and addresses that belong together.\n"
	for _, who := range s.people {
		if who.stray != "" && len(who.name)%2 == 0 {
			text += who.name + " <" + who.emails[0] + "> <" + who.stray + ">\n"
		}
	}
	return text
}

func (s *sampler) codeowners(p *place) string {
	var owners []string
	for _, who := range s.people {
		if who.user != nil && who.home == p.domain && who.job == "engineer" && len(owners) < 3 && who.left.IsZero() {
			owners = append(owners, "@"+who.user.Login)
		}
	}
	return "*       " + strings.Join(owners, " ") + "\n/docs/  @" + s.byLogin["hinata-shirakumo"].user.Login + " " + owners[0] + "\n"
}

// contributors lists who has a commit on the default branch, in order of the
// first one.
func (s *sampler) contributors(p *place) []Signature {
	var list []Signature
	seen := map[*User]bool{nil: true}
	for _, c := range p.Commits {
		for _, a := range c.Authors {
			if !seen[a.User] && a.User.Type == "User" {
				seen[a.User] = true
				list = append(list, a)
			}
		}
	}
	return list
}

func authorsFile(list []Signature) string {
	var b strings.Builder
	for _, a := range list {
		b.WriteString(a.Name + " <" + a.Email + ">\n")
	}
	return b.String()
}

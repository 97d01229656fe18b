package growth

import (
	"strings"

	"rungless/tracker"
)

// Coverage is how much of a domain the person's validated changes have touched.
type Coverage struct {
	Touched int     `json:"touched"` // live files and topics
	Live    int     `json:"live"`    // files and topics that there are
	Share   float64 `json:"share"`
}

// surface is the share of a domain's live files and topics touched. A file is
// touched where more than the free lines were written in it on one day, so that a
// sweep of typos touches nothing.
func (f *facts) surface(d *domainActs) Measured[Coverage] {
	const name = "surface"
	i := f.place(d.slug)
	if i == len(f.in.Domains) || f.in.Domains[i].Live == nil {
		return notAvailable[Coverage](name, "which files the domain has today is not known", nil)
	}
	domain := f.in.Domains[i]
	live := f.metFiles(domain.Live)
	c := Coverage{Live: len(domain.Live) + len(domain.Topics)}
	if c.Live == 0 {
		return notApplicable[Coverage](name, "the domain has no files and no topics today")
	}
	behind := map[*act]bool{}
	c.Touched = f.touchedFiles(d, live, behind) + f.touchedTopics(d, domain.Topics, behind)
	if c.Touched == 0 {
		return notAvailable[Coverage](name, "nothing that the domain holds today has been touched by validated work yet", nil)
	}
	c.Share = float64(c.Touched) / float64(c.Live)
	var acts []*act
	for _, p := range d.counted {
		if behind[p.act] {
			acts = append(acts, p.act)
		}
	}
	return available(name, c, evidenceOf(acts))
}

// metFiles are those of some files that a record speaks of. A domain may have a
// hundred thousand files, of which nobody met more than a few.
func (f *facts) metFiles(files []File) map[int]bool {
	met := map[int]bool{}
	var last tracker.RepositoryRef
	var k fileKey
	for i := range files {
		if files[i].Repository != last || i == 0 {
			last = files[i].Repository
			k.repository = f.repository(last)
		}
		k.path = files[i].Path
		if id, ok := f.fileIDs[k]; ok {
			met[id] = true
		}
	}
	return met
}

// touchedFiles counts live files that the person wrote in, and marks the acts that
// did it.
func (f *facts) touchedFiles(d *domainActs, live map[int]bool, behind map[*act]bool) int {
	touched := map[int]bool{}
	for _, today := range f.workdays(d.counted) {
		written := map[int]float64{}
		for _, p := range today.portions {
			for _, line := range p.lines {
				if p.act.kind == Authored && live[line.file] {
					written[line.file] += line.lines
				}
			}
		}
		for _, p := range today.portions {
			for _, line := range p.lines {
				if written[line.file] > f.version.FreeLines {
					touched[line.file] = true
					behind[p.act] = true
				}
			}
		}
	}
	return len(touched)
}

// touchedTopics counts the topics that a label or a repository topic of a counted
// act names.
func (f *facts) touchedTopics(d *domainActs, topics []string, behind map[*act]bool) int {
	touched := 0
	for _, topic := range topics {
		found := false
		for _, p := range d.counted {
			if names(p.act.thread, topic) && f.isMoreThanATypo(p) {
				found = true
				behind[p.act] = true
				break
			}
		}
		if found {
			touched++
		}
	}
	return touched
}

func (f *facts) isMoreThanATypo(p portion) bool {
	alone := f.workday([]portion{p})
	return !alone.isNothing()
}

func names(t *thread, topic string) bool {
	for _, label := range t.Thread.Labels {
		if strings.EqualFold(label, topic) {
			return true
		}
	}
	for _, of := range t.Topics {
		if strings.EqualFold(of, topic) {
			return true
		}
	}
	return false
}

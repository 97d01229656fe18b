package growth

import "strings"

// Coverage is how much of a domain the person's validated changes have touched.
type Coverage struct {
	Touched int     `json:"touched"` // live files and topics
	Live    int     `json:"live"`    // files and topics that there are
	Share   float64 `json:"share"`
}

// surface is the share of a domain's live files and topics touched. A file is
// touched where more than the free lines were written in it within one unit's time,
// so that a sweep of typos touches nothing.
func (f *facts) surface(d *domainActs) Measured[Coverage] {
	const name = "surface"
	i := f.place(d.slug)
	if i == len(f.in.Domains) || f.in.Domains[i].Live == nil {
		return notAvailable[Coverage](name, "which files the domain has today is not known", nil)
	}
	domain := f.in.Domains[i]
	live := map[int]bool{}
	for _, file := range domain.Live {
		live[f.fileID(f.repository(file.Repository), file.Path)] = true
	}
	c := Coverage{Live: len(live) + len(domain.Topics)}
	if c.Live == 0 {
		return notApplicable[Coverage](name, "the domain has no files and no topics today")
	}
	behind := map[*act]bool{}
	c.Touched = f.touchedFiles(d, live, behind) + touchedTopics(d, domain.Topics, behind)
	c.Share = float64(c.Touched) / float64(c.Live)
	var acts []*act
	for _, p := range d.counted {
		if behind[p.act] {
			acts = append(acts, p.act)
		}
	}
	return available(name, c, evidenceOf(acts))
}

// touchedFiles counts live files that the person wrote in, and marks the acts that
// did it.
func (f *facts) touchedFiles(d *domainActs, live map[int]bool, behind map[*act]bool) int {
	edits := map[int][]edit{}
	for _, p := range d.counted {
		for _, line := range p.lines {
			if p.act.kind == Authored && live[line.file] {
				edits[line.file] = append(edits[line.file], edit{p.act, line.lines})
			}
		}
	}
	touched := 0
	for _, list := range edits {
		if acts := f.written(list); acts != nil {
			touched++
			for _, a := range acts {
				behind[a] = true
			}
		}
	}
	return touched
}

// edit is what one act wrote in one file.
type edit struct {
	act   *act
	lines float64
}

// written returns the acts of the first unit's time in which more than the free
// lines were written, nil when there is none.
func (f *facts) written(edits []edit) []*act {
	for i, first := range edits {
		var sum float64
		var acts []*act
		for _, e := range edits[i:] {
			if !e.act.at.Before(first.act.at.Add(f.version.Unit)) {
				break
			}
			sum += e.lines
			acts = append(acts, e.act)
		}
		if sum > f.version.FreeLines {
			return acts
		}
	}
	return nil
}

// touchedTopics counts the topics that a label or a repository topic of a counted
// act names.
func touchedTopics(d *domainActs, topics []string, behind map[*act]bool) int {
	touched := 0
	for _, topic := range topics {
		found := false
		for _, p := range d.counted {
			if p.whole+float64(len(p.lines)) > 0 && names(p.act.thread, topic) {
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

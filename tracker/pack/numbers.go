package pack

import "slices"

// Number gives the sources of a pack their numbers: from 1, in the order of first
// mention, the same for the same permalink. What is redacted has a number of its own
// at every mention.
func (p *Pack) Number() {
	numbers := map[string]int{}
	last := 0
	p.EachSource(func(s *Source) {
		if number := numbers[s.Permalink]; number != 0 && !s.IsRedacted {
			s.Ref = number
			return
		}
		last++
		s.Ref = last
		if !s.IsRedacted {
			numbers[s.Permalink] = last
		}
	})
}

// WithoutFindings is the pack without what is for the person alone.
func (p Pack) WithoutFindings() Pack {
	p = p.renumbered()
	p.Findings = nil
	for i := range p.Chapters {
		for j := range p.Chapters[i].Claims {
			p.Chapters[i].Claims[j].Findings = nil
		}
	}
	return p
}

// renumbered returns a copy whose sources are numbered anew.
func (p Pack) renumbered() Pack {
	chapters := make([]Chapter, len(p.Chapters))
	for i, chapter := range p.Chapters {
		chapters[i] = chapter
		chapters[i].Claims = make([]Claim, len(chapter.Claims))
		for j, claim := range chapter.Claims {
			chapters[i].Claims[j] = claim
			chapters[i].Claims[j].Sources = append([]Source{}, claim.Sources...)
		}
	}
	p.Chapters = chapters
	if p.Comparison != nil {
		comparison := *p.Comparison
		comparison.Sections = make([]Section, len(p.Comparison.Sections))
		for i, section := range p.Comparison.Sections {
			section.New, section.Still = withOwnSources(section.New), withOwnSources(section.Still)
			comparison.Sections[i] = section
		}
		p.Comparison = &comparison
	}
	p.Number()
	return p
}

func withOwnSources(items []Item) []Item {
	own := slices.Clone(items)
	for i := range own {
		own[i].Sources = slices.Clone(own[i].Sources)
	}
	return own
}

package growth

import (
	"slices"
	"time"
)

// HomeDomains are the domains that hold at least a fifth of the person's validated
// work of the last twelve months, from surface to deep. Work is what the stretches
// are worth, without regard to their age.
func HomeDomains(v Version, in Input) Measured[[]string] {
	return prepare(v, in).homeDomains(in.Now)
}

// homeDomains are the home domains as of a time.
func (f *facts) homeDomains(at time.Time) Measured[[]string] {
	const name = "home_domains"
	if f.in.Shares == nil {
		return notAvailable[[]string](name, "no domains are configured", nil)
	}
	work := make([]float64, len(f.domains))
	var all float64
	var evidence []Evidence
	for i, d := range f.domains {
		recent := d.between(at.AddDate(-1, 0, 0), at)
		for _, s := range f.lay(recent).stretches {
			work[i] += s.ways * s.value
		}
		all += work[i]
		evidence = append(evidence, evidenceOfPortions(recent)...)
	}
	if all == 0 {
		return notAvailable[[]string](name, "nothing was validated within the last twelve months", nil)
	}
	homes := []string{}
	for i, d := range f.domains {
		if work[i] > 0 && work[i] >= f.version.HomeShare*all {
			homes = append(homes, d.slug)
		}
	}
	return available(name, homes, evidence)
}

// between returns what counted after one time and up to another.
func (d *domainActs) between(after, until time.Time) []portion {
	from := firstAfter(d.counted, after)
	return d.counted[from:max(from, firstAfter(d.counted, until))]
}

// firstAfter is the place of the first portion that is later than a time.
func firstAfter(counted []portion, t time.Time) int {
	i := slices.IndexFunc(counted, func(p portion) bool { return p.act.at.After(t) })
	if i < 0 {
		return len(counted)
	}
	return i
}

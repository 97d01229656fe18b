package growth

import (
	"slices"
	"time"
)

// HomeDomains are the domains that hold at least a fifth of the person's validated
// work of the last twelve months, from surface to deep. Work is what the stretches
// are worth, without regard to their age.
func HomeDomains(v Version, in Input) Measured[[]string] {
	return prepare(v, in).homeDomains()
}

func (f *facts) homeDomains() Measured[[]string] {
	const name = "home_domains"
	if f.in.Shares == nil {
		return notAvailable[[]string](name, "no domains are configured", nil)
	}
	work := make([]float64, len(f.domains))
	var all float64
	var evidence []Evidence
	for i, d := range f.domains {
		recent := d.since(f.in.Now.AddDate(-1, 0, 0))
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

// since returns what counted after a time.
func (d *domainActs) since(t time.Time) []portion {
	i := slices.IndexFunc(d.counted, func(p portion) bool { return p.act.at.After(t) })
	if i < 0 {
		return nil
	}
	return d.counted[i:]
}

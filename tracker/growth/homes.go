package growth

// HomeDomains are the domains that hold at least a fifth of the person's validated
// work of the last twelve months, from surface to deep. Work is what the units are
// worth, without regard to their age.
func HomeDomains(v Version, in Input) Measured[[]string] {
	return prepare(v, in).homeDomains()
}

func (f *facts) homeDomains() Measured[[]string] {
	const name = "home_domains"
	if f.in.Shares == nil {
		return notAvailable[[]string](name, "no domains are configured", nil)
	}
	from := f.in.Now.AddDate(-1, 0, 0)
	var slugs []string
	var work []float64
	var all float64
	var evidence []Evidence
	for _, d := range f.domains {
		recent := d.counted[:0:0]
		for _, p := range d.counted {
			if p.act.at.After(from) {
				recent = append(recent, p)
				evidence = append(evidence, p.act.evidence())
			}
		}
		laid := f.lay(recent)
		var worth float64
		units, _ := laid.best(f.in.Now)
		for _, u := range units {
			worth += u.value
		}
		slugs, work, all = append(slugs, d.slug), append(work, worth), all+worth
	}
	if all == 0 {
		return notAvailable[[]string](name, "nothing was validated within the last twelve months", nil)
	}
	homes := []string{}
	for i, slug := range slugs {
		if work[i] > 0 && work[i] >= f.version.HomeShare*all {
			homes = append(homes, slug)
		}
	}
	return available(name, homes, evidence)
}

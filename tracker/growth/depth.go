package growth

import (
	"cmp"
	"slices"
	"time"
)

// Depth is one person's evidence of sustained, validated work in one domain. It is
// never added to another domain's.
type Depth struct {
	Domain string `json:"domain"`

	// Curve is the depth at each turn of a month within the window, and at its end or
	// now. Times at which nothing can be said are left out.
	Curve Measured[[]Point] `json:"curve"`
	// MonthsActive are the calendar months, UTC, of the last twelve in which the acts in
	// the domain made up a unit: their first instants.
	MonthsActive        Measured[[]time.Time] `json:"months_active"`
	EffectiveValidators Measured[float64]     `json:"effective_validators"`
	Surface             Measured[Coverage]    `json:"surface"`
	// Words are the plain words that the instance's rules give, with their reasons.
	Words []Word `json:"words"`
	// Shown are the person's acts in the domain which count in no figure, and why.
	Shown []Evidence `json:"shown,omitempty"`
}

// Point is the depth at one time: what the stretches of work are worth, halved every
// 180 days, less what stands on one validator beyond a third.
type Point struct {
	At    time.Time `json:"at"`
	Depth float64   `json:"depth"`
}

// domainActs is what the person did in one domain.
type domainActs struct {
	slug    string
	counted []portion
	shown   []*act
}

// byDomain deals the acts out to domains, in the catalogue's order and then by name.
func (f *facts) byDomain() []*domainActs {
	known := map[string]*domainActs{}
	for _, a := range f.acts {
		for _, p := range a.thread.parts {
			d := known[p.domain]
			if d == nil {
				d = &domainActs{slug: p.domain}
				known[p.domain] = d
			}
			if a.counts() {
				d.counted = append(d.counted, f.portionOf(a, p))
			} else {
				d.shown = append(d.shown, a)
			}
		}
	}
	list := make([]*domainActs, 0, len(known))
	for _, d := range known {
		list = append(list, d)
	}
	slices.SortFunc(list, func(a, b *domainActs) int {
		return cmp.Or(cmp.Compare(f.place(a.slug), f.place(b.slug)), cmp.Compare(a.slug, b.slug))
	})
	return list
}

// place is where a domain stands in the catalogue; last when it does not.
func (f *facts) place(slug string) int {
	i := slices.IndexFunc(f.in.Domains, func(d Domain) bool { return d.Slug == slug })
	if i < 0 {
		return len(f.in.Domains)
	}
	return i
}

// depths measures every domain in which the person did anything.
func (f *facts) depths() []Depth {
	list := []Depth{}
	for _, d := range f.domains {
		laid := f.lay(d.counted)
		laid.evidence = evidenceOfPortions(d.counted)
		depth := Depth{Domain: d.slug, Curve: f.curve(laid, d.counted), MonthsActive: f.monthsActive(laid),
			EffectiveValidators: f.effectiveValidators(laid), Surface: f.surface(d), Shown: evidenceOf(d.shown)}
		depth.Words = f.words(depth, d)
		list = append(list, depth)
	}
	return list
}

func evidenceOfPortions(portions []portion) []Evidence {
	list := make([]Evidence, len(portions))
	for i, p := range portions {
		list[i] = p.act.evidence()
	}
	return list
}

// curve measures the depth at each moment from what had happened by then.
//
// No single validator may supply more than a third of a depth: without what one of
// them alone validated, two thirds of what is shown must remain. The rest is dropped.
func (f *facts) curve(l *layout, portions []portion) Measured[[]Point] {
	const name = "depth"
	if len(l.days) == 0 {
		return notAvailable[[]Point](name, nothingYet, l.evidence)
	}
	lone := l.lone()
	others := map[key]*layout{} // without one validator each, laid when first asked for
	var points []Point
	for _, at := range f.moments() {
		worth := l.worth(at)
		limit := worth * f.version.OneValidator
		for v, days := range lone {
			if l.worthOf(days)*l.younger(at) <= limit {
				continue // nobody's absence costs more than the stretches that they had a hand in
			}
			if others[v] == nil {
				others[v] = f.without(portions, v)
			}
			worth = min(worth, others[v].worth(at)/(1-f.version.OneValidator))
		}
		if worth > 0 {
			points = append(points, Point{at, worth})
		}
	}
	if len(points) == 0 {
		return notAvailable[[]Point](name, "what counts was validated by one person only, and it takes a second one", l.evidence)
	}
	return available(name, points, l.evidence)
}

// nothingYet is why a domain with acts in it has no figure.
const nothingYet = "nothing in this domain that is more than a typo has been validated by another person yet"

// moments are the turns of the months within the window, UTC, and its end or now,
// whichever comes first.
func (f *facts) moments() []time.Time {
	end := f.in.Now
	if f.in.Window.To.Before(end) {
		end = f.in.Window.To
	}
	from := f.in.Window.From.UTC()
	var moments []time.Time
	for at := time.Date(from.Year(), from.Month()+1, 1, 0, 0, 0, 0, time.UTC); at.Before(end); at = at.AddDate(0, 1, 0) {
		moments = append(moments, at)
	}
	return append(moments, end.UTC())
}

// standsOn reports whether somebody is the act's only validator.
func (a *act) standsOn(v key) bool { return len(a.validators) == 1 && a.validators[0] == v }

// monthsActive lists the months of the last twelve, this one included, whose acts
// make up a unit.
func (f *facts) monthsActive(l *layout) Measured[[]time.Time] {
	const name = "months_active"
	if len(l.days) == 0 {
		return notAvailable[[]time.Time](name, nothingYet, l.evidence)
	}
	now := f.in.Now.UTC()
	months := []time.Time{}
	for back := 11; back >= 0; back-- {
		first := time.Date(now.Year(), now.Month()-time.Month(back), 1, 0, 0, 0, 0, time.UTC)
		from, to := l.until(first.Add(-1)), l.until(first.AddDate(0, 1, 0).Add(-1))
		if l.value(l.days[from:to]) >= f.version.ActiveMonth {
			months = append(months, first)
		}
	}
	return available(name, months, l.evidence)
}

package growth

import (
	"strings"
	"testing"
	"time"
)

// observed are figures of one measure, with the evidence that they rest on.
type observed struct {
	figures  map[string]float64
	evidence []Evidence
}

// spread marks a figure of a measure that says how evenly, or how new, and may fall
// with further evidence while the measure's others may not.
const spread = " (effective)"

// observers say of each measure of metrics.yaml how its figures are read off a profile.
// A measure without one fails TestEveryMeasureHasItsProperties.
func observers() map[string]func(Profile) []observed {
	return map[string]func(Profile) []observed{
		"depth": inEachDomain("depth", func(d Depth) (float64, []Evidence) { return last(d.Curve), d.Curve.Evidence }),
		"months_active": inEachDomain("months_active", func(d Depth) (float64, []Evidence) {
			return float64(len(d.MonthsActive.Value)), d.MonthsActive.Evidence
		}),
		"effective_validators": inEachDomain("effective_validators", func(d Depth) (float64, []Evidence) {
			return d.EffectiveValidators.Value, d.EffectiveValidators.Evidence
		}),
		"surface":     inEachDomain("surface", func(d Depth) (float64, []Evidence) { return d.Surface.Value.Share, d.Surface.Evidence }),
		"plain_words": inEachDomain("plain_words", func(d Depth) (float64, []Evidence) { return float64(len(d.Words)), d.Curve.Evidence }),
		"home_domains": func(p Profile) []observed {
			return []observed{{map[string]float64{"home_domains": float64(len(p.Homes.Value))}, p.Homes.Evidence}}
		},
		"collaborators":    observeCollaborators,
		"external_reviews": observeExternalReviews,
		"reviews_asked": func(p Profile) []observed {
			return lengthOf(len(p.Scope.ReviewsAsked.Value), p.Scope.ReviewsAsked.Measure, p.Scope.ReviewsAsked.Evidence)
		},
		"technical_debt": func(p Profile) []observed {
			return lengthOf(len(p.Scope.Debt.Value), p.Scope.Debt.Measure, p.Scope.Debt.Evidence)
		},
		"research_invitations": observeInvitations,
		"issues_led":           entriesOf(func(p Profile) Measured[[]Entry] { return p.Practice.IssuesLed }),
		"comments_cited":       entriesOf(func(p Profile) Measured[[]Entry] { return p.Practice.CommentsCited }),
		"answers_accepted":     entriesOf(func(p Profile) Measured[[]Entry] { return p.Practice.AnswersAccepted }),
		"documents_changed":    entriesOf(func(p Profile) Measured[[]Entry] { return p.Practice.DocumentsChanged }),
		"decisions_merged":     entriesOf(func(p Profile) Measured[[]Entry] { return p.Practice.DecisionsMerged }),
		"initiatives": func(p Profile) []observed {
			return lengthOf(len(p.Initiatives.Value), p.Initiatives.Measure, p.Initiatives.Evidence)
		},
		"outcomes": func(p Profile) []observed {
			return lengthOf(len(p.Outcomes.Value), p.Outcomes.Measure, p.Outcomes.Evidence)
		},
		// Working hours are in no profile: TestHoursAreOfNoProfile.
		"working_hours": func(Profile) []observed { return nil },
	}
}

func inEachDomain(measure string, read func(Depth) (float64, []Evidence)) func(Profile) []observed {
	return func(p Profile) (list []observed) {
		for _, d := range p.Depths {
			figure, evidence := read(d)
			list = append(list, observed{map[string]float64{measure + " of " + d.Domain: figure}, evidence})
		}
		return list
	}
}

func lengthOf(n int, measure string, evidence []Evidence) []observed {
	return []observed{{map[string]float64{measure: float64(n)}, evidence}}
}

func entriesOf(read func(Profile) Measured[[]Entry]) func(Profile) []observed {
	return func(p Profile) []observed { m := read(p); return lengthOf(len(m.Value), m.Measure, m.Evidence) }
}

func observeCollaborators(p Profile) []observed {
	c := p.Scope.Collaborators
	figures := map[string]float64{"collaborators": float64(len(c.Value.People)), "collaborators" + spread: c.Value.Effective, "collaborators, new ones" + spread: 0}
	for _, person := range c.Value.People {
		if person.New {
			figures["collaborators, new ones"+spread]++
		}
	}
	return []observed{{figures, c.Evidence}}
}

func observeExternalReviews(p Profile) []observed {
	r := p.Scope.ExternalReviews
	return []observed{{map[string]float64{"external_reviews": float64(r.Value.Window.Reviewed), "external_reviews of external people": float64(r.Value.Window.External),
		"external_reviews of first-time contributors": float64(r.Value.Window.FirstTime), "external_reviews, share" + spread: r.Value.Share}, r.Evidence}}
}

func observeInvitations(p Profile) []observed {
	figures := map[string]float64{}
	for _, tier := range p.Scope.Invitations.Value {
		if tier.Tier != SelfAdded {
			figures["research_invitations: "+string(tier.Tier)] = float64(len(tier.Invitations))
		}
	}
	return []observed{{figures, p.Scope.Invitations.Evidence}}
}

// figures flattens every figure of a profile: what it holds as a number, and how
// long its lists are.
func figures(p Profile) map[string]float64 {
	all := map[string]float64{}
	for _, observe := range observers() {
		for _, o := range observe(p) {
			for name, figure := range o.figures {
				all[name] = figure
			}
		}
	}
	return all
}

// withoutGroupings leaves out how many initiatives there are, which docs/metrics.md says
// is no figure: who cuts a change into parts without a file in common has more of them.
func withoutGroupings(figures map[string]float64) map[string]float64 {
	delete(figures, "initiatives")
	return figures
}

// amounts are the figures that validated evidence never lowers, by the kind that
// metrics.yaml gives each measure.
func amounts(t *testing.T, p Profile) map[string]float64 {
	t.Helper()
	all := map[string]float64{}
	for _, m := range defined(t).Measures {
		if m.Kind != "amount" && m.Kind != "list" {
			continue
		}
		for _, o := range observers()[m.Name](p) {
			for name, figure := range o.figures {
				if !strings.HasSuffix(name, spread) {
					all[name] = figure
				}
			}
		}
	}
	return all
}

func TestEveryMeasureHasItsProperties(t *testing.T) {
	o, measures := generate(1), defined(t).Measures
	for _, m := range measures {
		observe := observers()[m.Name]
		if observe == nil {
			t.Errorf("%s has no properties: say in figures_test.go how its figures are read off a profile", m.Name)
			continue
		}
		seen := false
		for _, who := range staff {
			for _, o := range observe(Measure(Growth1(), generatedInput(o, who))) {
				for name, figure := range o.figures {
					seen = seen || figure > 0
					if !strings.HasPrefix(name, m.Name) {
						t.Errorf("%s calls a figure %q: it should begin with the measure's name", m.Name, name)
					}
				}
			}
		}
		if !seen && m.Kind != "private" {
			t.Errorf("%s is nothing in the generated organisation: its properties are tested on nothing", m.Name)
		}
	}
	if len(observers()) != len(measures) {
		t.Errorf("%d measures are observed, metrics.yaml defines %d", len(observers()), len(measures))
	}
}

func TestHoursAreOfNoProfile(t *testing.T) {
	in := generatedInput(generate(1), staff[0])
	if MeasureHours(in.Person, in.Records, in.Window, time.UTC).Value.Acts == 0 {
		t.Error("the generated organisation has no hours to look for")
	}
	for name := range figures(Measure(Growth1(), in)) {
		if strings.HasPrefix(name, "working_hours") {
			t.Errorf("a profile shows %s", name)
		}
	}
}

package profile_test

import (
	"strings"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/profile"
)

func measured[T any](name string, value T) growth.Measured[T] {
	return growth.Measured[T]{Measure: name, Status: growth.Available, Value: value}
}

func unmeasured[T any](name, reason string) growth.Measured[T] {
	return growth.Measured[T]{Measure: name, Status: growth.NotAvailable, Reason: reason}
}

// depthWith is a domain of which nothing is known but its evidence.
func depthWith(evidence ...growth.Evidence) growth.Depth {
	d := growth.Depth{Domain: "kernels", Curve: unmeasured[[]growth.Point]("depth", "too little was done"), MonthsActive: measured("months_active", []time.Time{}),
		EffectiveValidators: unmeasured[float64]("effective_validators", "nobody validated it"), Surface: measured("surface", growth.Coverage{Touched: 2, Live: 9})}
	d.Curve.Evidence = evidence
	return d
}

func piece(at time.Time, validations ...growth.Validation) growth.Evidence {
	return growth.Evidence{Act: growth.Authored, URL: "https://example.org/1", Title: "A change", At: at, Validations: validations}
}

func by(a tracker.Account, how growth.How) growth.Validation {
	return growth.Validation{By: growth.Actor{Account: a}, How: how}
}

func TestMarkdownSaysInWordsWhatIsMissingWithinAFigure(t *testing.T) {
	ghost, named := tracker.Account{Email: "someone@secret.example"}, tracker.Account{Name: "Cai *Chen*"}
	for _, test := range []struct {
		name string
		give func(*growth.Profile)
		want string
	}{
		{"nothing was done in any domain", func(*growth.Profile) {}, "Not available: nothing was done in any domain."},
		{"no month was active", func(p *growth.Profile) { p.Depths = []growth.Depth{depthWith()} }, ": none of the last twelve\n"},
		{"a curve is not known", func(p *growth.Profile) { p.Depths = []growth.Depth{depthWith()} }, ": not available, too little was done\n"},
		{"validators are not known", func(p *growth.Profile) { p.Depths = []growth.Depth{depthWith()} }, ": not available, nobody validated it\n"},
		{"a domain that is no more configured", func(p *growth.Profile) {
			p.Depths = []growth.Depth{depthWith()}
			p.Depths[0].Domain = "of_old"
		}, "### of\\_old\n"},
		{"one piece is older than the window", func(p *growth.Profile) { p.Depths = []growth.Depth{depthWith(piece(day(-1)), piece(day(3)))} }, "- one older piece, which the JSON form lists\n"},
		{"two pieces are older than the window", func(p *growth.Profile) { p.Depths = []growth.Depth{depthWith(piece(day(-1)), piece(day(-2)))} }, "- 2 older pieces, which the JSON form lists\n"},
		{"two validated it", func(p *growth.Profile) {
			p.Depths = []growth.Depth{depthWith(piece(day(3), by(ben, growth.ByMerging), by(named, growth.ByApproving)))}
		}, "; ben " + string(growth.ByMerging) + ", Cai \\*Chen\\* " + string(growth.ByApproving) + "\n"},
		{"who validated it is an address alone", func(p *growth.Profile) {
			p.Depths = []growth.Depth{depthWith(piece(day(3), by(ghost, growth.ByMerging)))}
		}, "; somebody without an account "},
		{"a piece does not count", func(p *growth.Profile) {
			p.Depths = []growth.Depth{depthWith()}
			p.Depths[0].Shown = []growth.Evidence{{Act: growth.Authored, URL: "https://example.org/1", At: day(3), Note: "not validated"}}
		}, "Shown, and in no figure:\n\n- 2025-01-04 [https://example.org/1](<https://example.org/1>), " + strings.ReplaceAll(string(growth.Authored), "_", "-") + " (not validated)\n"},
		{"nobody is at home anywhere", func(p *growth.Profile) { p.Homes = measured("home_domains", []string{}) }, "\n\nnone\n"},
		{"a list is empty", func(p *growth.Profile) { p.Scope.Debt = measured("technical_debt", []growth.Debt{}) }, "\n\nNone in this time.\n"},
		{"debt was asked for, and no thread is known", func(p *growth.Profile) {
			p.Scope.Debt = measured("technical_debt", []growth.Debt{{Title: "Old_cache", At: day(3), Why: "a rework", Asked: true}})
		}, "- 2025-01-04 Old\\_cache: a rework; asked for\n"},
		{"a collaborator is new and at home", func(p *growth.Profile) {
			p.Scope.Collaborators = measured("collaborators", growth.Collaborators{Effective: 1, People: []growth.Collaborator{{Account: growth.Actor{Account: ben}, Since: day(3), New: true,
				Homes: measured("home_domains", []string{"of_old"}), Shared: []growth.Evidence{piece(day(3))}}}})
		}, "- ben, since 2025-01-04, new this half-year, at home in of\\_old, last in [A change](<https://example.org/1>)\n"},
		{"where a collaborator is at home is not known", func(p *growth.Profile) {
			p.Scope.Collaborators = measured("collaborators", growth.Collaborators{Effective: 1, People: []growth.Collaborator{{Account: growth.Actor{Account: ben}, Since: day(3),
				Homes: unmeasured[[]string]("home_domains", "not read")}}})
		}, "- ben, since 2025-01-04\n"},
		{"an outcome was entered by hand", func(p *growth.Profile) {
			p.Outcomes = measured("outcomes", []growth.Outcome{{What: "stars", Figure: "12", SourceURL: "https://example.org/s", At: day(3), Entered: true, Threads: []growth.Evidence{piece(day(3)), piece(day(4))}}})
		}, "[stars](<https://example.org/s>): 12 (entered by hand), of [A change](<https://example.org/1>), [A change](<https://example.org/1>)\n"},
		{"an initiative lies in no domain", func(p *growth.Profile) {
			p.Initiatives = measured("initiatives", []growth.Initiative{{Quarter: "2025Q1", Name: "Faster", Threads: []growth.Evidence{piece(day(3))}}})
		}, "- 2025Q1 **Faster**: [A change](<https://example.org/1>)\n"},
		{"a measure does not apply", func(p *growth.Profile) {
			p.Outcomes = growth.Measured[[]growth.Outcome]{Measure: "outcomes", Status: growth.NotApplicable, Reason: "nothing was validated"}
		}, "\n\nDoes not apply: nothing was validated.\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := growth.Profile{Version: "growth/1", Window: growth.Window{From: day(0), To: day(600)}, At: day(600)}
			test.give(&p)
			text := markdown(t, profile.Subject{Login: "ana"}, p)
			if !strings.Contains(text, test.want) {
				t.Errorf("it does not say %q:\n%s", test.want, text)
			}
			if strings.Contains(text, "secret.example") {
				t.Error("an address is shown")
			}
		})
	}
}

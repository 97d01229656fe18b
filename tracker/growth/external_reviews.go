package growth

import (
	"slices"
	"time"
)

// ReviewMonth is the review effort of one month, in units of changes reviewed.
type ReviewMonth struct {
	Month     time.Time `json:"month"`      // its first instant, UTC
	Reviewed  int       `json:"reviewed"`   // n: heeded reviews whose author's association is known
	External  int       `json:"external"`   // of these, for people outside the repository's team
	FirstTime int       `json:"first_time"` // of these, for first-time contributors
}

// ExternalReviews is the share of review effort given to external and to first-time
// contributors.
type ExternalReviews struct {
	Share  float64       `json:"share"`
	Window ReviewMonth   `json:"window"` // over the whole window; Month is its first
	Months []ReviewMonth `json:"months"` // those with reviews, oldest first
}

// externalReviews counts reviews that were heeded. What one author sent to one
// repository within a unit's time counts once.
func (f *facts) externalReviews() Measured[ExternalReviews] {
	const name = "external_reviews"
	var known []*act
	unknown := 0
	for _, a := range f.acts {
		switch {
		case a.kind != Reviewed || !a.counts() || !f.in.Window.contains(a.at):
		case a.thread.Thread.AuthorAssociation == "":
			unknown++
		default:
			known = append(known, a)
		}
	}
	if len(known) == 0 && unknown > 0 {
		return notAvailable[ExternalReviews](name, "the sources do not say how the authors belong to the repositories", nil)
	}
	if len(known) == 0 {
		return notApplicable[ExternalReviews](name, "no review by the person was heeded within the window")
	}
	result := ExternalReviews{Window: f.tally(known)}
	for _, month := range byMonth(known) {
		result.Months = append(result.Months, f.tally(month))
	}
	result.Share = float64(result.Window.External) / float64(result.Window.Reviewed)
	return available(name, result, evidenceOf(known))
}

// tally counts the units among reviews, oldest first.
func (f *facts) tally(reviews []*act) ReviewMonth {
	m := ReviewMonth{Month: monthOf(reviews[0].at)}
	type sender struct{ author, repository key }
	bySender := map[sender][]*act{}
	for _, a := range reviews {
		s := sender{f.of(a.thread.Thread.Author), a.thread.key.repository}
		bySender[s] = append(bySender[s], a)
	}
	for _, list := range bySender {
		for _, unit := range f.units(list, nil) {
			m.Reviewed++
			if slices.ContainsFunc(unit, isExternal) {
				m.External++
			}
			if slices.ContainsFunc(unit, isFirstTime) {
				m.FirstTime++
			}
		}
	}
	return m
}

// isExternal follows GitHub's AuthorAssociation: a contributor has had a change
// merged before and still is not of the team.
func isExternal(a *act) bool {
	return !slices.Contains([]string{"owner", "member", "collaborator"}, a.thread.Thread.AuthorAssociation)
}

func isFirstTime(a *act) bool {
	return slices.Contains([]string{"first_time_contributor", "first_timer"}, a.thread.Thread.AuthorAssociation)
}

func monthOf(t time.Time) time.Time {
	t = t.UTC()
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// byMonth cuts acts, oldest first, into months.
func byMonth(acts []*act) [][]*act {
	var months [][]*act
	for _, a := range acts {
		if last := len(months) - 1; last >= 0 && monthOf(months[last][0].at).Equal(monthOf(a.at)) {
			months[last] = append(months[last], a)
			continue
		}
		months = append(months, []*act{a})
	}
	return months
}

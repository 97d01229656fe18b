package growth

import "time"

// Profile is one person's growth: depth in each domain, scope, what was done and
// what came of it. It has no figure of its own.
type Profile struct {
	Version string    `json:"version"`
	Window  Window    `json:"window"`
	At      time.Time `json:"at"`

	Depths      []Depth                `json:"depths"` // from surface to deep
	Homes       Measured[[]string]     `json:"home_domains"`
	Scope       Scope                  `json:"scope"`
	Practice    Practice               `json:"practice"`
	Initiatives Measured[[]Initiative] `json:"initiatives"`
	Outcomes    Measured[[]Outcome]    `json:"outcomes"`
}

// Scope is how far the person's work reaches, on axes that are never joined: who
// they ship with, technical debt they are trusted with, research invitations.
type Scope struct {
	Collaborators   Measured[Collaborators]       `json:"collaborators"`
	ExternalReviews Measured[ExternalReviews]     `json:"external_reviews"`
	ReviewsAsked    Measured[[]AskedReview]       `json:"reviews_asked"`
	Debt            Measured[[]Debt]              `json:"technical_debt"`
	Invitations     Measured[[]TierOfInvitations] `json:"research_invitations"`
}

// Measure computes the whole profile of one person from records.
func Measure(v Version, in Input) Profile {
	f := prepare(v, in)
	return Profile{
		Version: v.Name,
		Window:  in.Window,
		At:      in.Now.UTC(),
		Depths:  f.depths(),
		Homes:   f.homeDomains(in.Now),
		Scope: Scope{
			Collaborators:   f.collaborators(),
			ExternalReviews: f.externalReviews(),
			ReviewsAsked:    f.reviewsAsked(),
			Debt:            f.debt(),
			Invitations:     f.invitations(),
		},
		Practice:    f.practice(),
		Initiatives: f.initiatives(),
		Outcomes:    f.outcomes(),
	}
}

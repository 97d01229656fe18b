package growth

import (
	"cmp"
	"slices"
	"time"
)

// Tier is how a researcher brought the person into a work.
type Tier string

// The tiers, the closest first.
const (
	AuthorEntry    Tier = "author entry"     // added to the authors by somebody else's commit
	CoAuthorOfWork Tier = "co-author"        // named in a trailer by somebody else
	AskedToReview  Tier = "asked to review"  // a work, by its authors
	Acknowledged   Tier = "acknowledged"     // in a work's thanks
	SelfAdded      Tier = "added themselves" // shown grey; counts nothing
)

func tiers() []Tier {
	return []Tier{AuthorEntry, CoAuthorOfWork, AskedToReview, Acknowledged, SelfAdded}
}

// Invitation is one dated credit on a research work.
type Invitation struct {
	Tier Tier      `json:"tier"`
	Work string    `json:"work"` // its title
	URL  string    `json:"url"`
	By   Actor     `json:"by"` // who added the person
	At   time.Time `json:"at"`
}

// TierOfInvitations is the list of one tier, newest first.
type TierOfInvitations struct {
	Tier        Tier         `json:"tier"`
	Invitations []Invitation `json:"invitations"`
}

// invitations lists research invitations by tier. What the person added, or an
// account that is no human's, is nobody's invitation.
func (f *facts) invitations() Measured[[]TierOfInvitations] {
	const name = "research_invitations"
	if f.in.Invitations == nil {
		return notAvailable[[]TierOfInvitations](name, "research works have not been read", nil)
	}
	byTier := map[Tier][]Invitation{}
	seen := map[Invitation]bool{}
	var evidence []Evidence
	for _, i := range f.in.Invitations {
		i.At = i.At.UTC()
		if i.At.After(f.in.Now) || !f.in.Window.contains(i.At) || seen[i] {
			continue
		}
		seen[i] = true
		if !f.isOther(i.By.Account) {
			i.Tier = SelfAdded
		}
		byTier[i.Tier] = append(byTier[i.Tier], i)
		evidence = append(evidence, Evidence{URL: i.URL, Title: i.Work, At: i.At, Counted: i.Tier != SelfAdded, Note: string(i.Tier)})
	}
	list := []TierOfInvitations{}
	for _, tier := range tiers() {
		invitations := byTier[tier]
		slices.SortFunc(invitations, func(a, b Invitation) int {
			return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Work, b.Work), cmp.Compare(a.URL, b.URL))
		})
		if len(invitations) > 0 {
			list = append(list, TierOfInvitations{tier, invitations})
		}
	}
	slices.SortFunc(evidence, func(a, b Evidence) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.URL, b.URL)) })
	return available(name, list, evidence)
}

package growth

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestInvitationsComeByTierAndSelfAddedOnesCountNothing(t *testing.T) {
	in := (&organisation{}).input(ada)
	in.Invitations = []Invitation{
		{Tier: Acknowledged, Work: "A", By: Actor{bo}, At: daysAgo(3)},
		{Tier: AuthorEntry, Work: "B", By: Actor{bo}, At: daysAgo(30)},
		{Tier: AuthorEntry, Work: "C", By: Actor{bo}, At: daysAgo(20)},
		{Tier: AuthorEntry, Work: "C", By: Actor{bo}, At: daysAgo(20)}, // delivered twice
		{Tier: AuthorEntry, Work: "D", By: Actor{ada}, At: daysAgo(10)},
		{Tier: AuthorEntry, Work: "E", By: Actor{bot("cff[bot]")}, At: daysAgo(10)},
		{Tier: AuthorEntry, Work: "F", By: Actor{bo}, At: today.AddDate(0, 0, 1)}, // not yet
	}
	got := Measure(Growth1(), in).Scope.Invitations
	var works []string
	for _, tier := range got.Value {
		for _, i := range tier.Invitations {
			works = append(works, string(tier.Tier)+" "+i.Work)
		}
	}
	want := []string{"author entry C", "author entry B", "acknowledged A", "added themselves D", "added themselves E"}
	if diff := cmp.Diff(want, works); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, e := range got.Evidence {
		if e.Counted == (e.Note == string(SelfAdded)) {
			t.Errorf("%s is counted: %v", e.Note, e.Counted)
		}
	}
}

package profile_test

import (
	"slices"
	"testing"

	"rungless/tracker"
	"rungless/tracker/growth"
)

// cited is a CITATION.cff on which ana was put by somebody.
func cited(path, title, role string, by tracker.Account, sha string, on int) tracker.ResearchFile {
	credit := tracker.Credit{Key: role + " ana", Role: role, Position: 1, Name: "Ana A", NameKey: "ana a", Account: ana, Line: 5}
	return tracker.ResearchFile{Repository: engine, Path: path, Blob: sha, CommitSHA: sha, RevisedAt: day(on), Versions: 1,
		Mentions: []tracker.Mention{{Slot: "itself", Relation: tracker.WorkItself, Line: 2, Credits: []tracker.Credit{credit},
			Work: tracker.Work{Title: title, Identities: []tracker.WorkIdentity{{Kind: "doi", Value: title}}}}},
		Events: []tracker.CreditEvent{{Slot: "itself", Key: credit.Key, Change: tracker.CreditAdded, Path: path, Line: 5, CommitSHA: sha, At: day(on), By: by, To: 1}}}
}

func TestInvitationsStandInTheirTiersAndEachInviterCountsOnce(t *testing.T) {
	asked := change(9, ben, ben, day(300), "CITATION.cff", 3, 0)
	asked.PullRequest.RequestedReviewers = []tracker.ReviewRequest{{Reviewer: ana, By: ben, At: day(300)}}
	chloe := tracker.Account{Host: "github.com", DatabaseID: 3, Login: "chloe", Kind: tracker.UserAccount}
	s := emptyStore(t, tracker.Batch{Accounts: []tracker.Account{ana, ben, chloe}, Threads: []tracker.Thread{asked}, Research: []tracker.ResearchFile{
		cited("CITATION.cff", "Fast kernels", tracker.AuthorRole, ben, "c1", 100),
		cited("README.md", "Fast kernels", tracker.AuthorRole, ben, "c2", 110),       // again, by the same
		cited("codemeta.json", "Fast kernels", tracker.AuthorRole, chloe, "c3", 120), // and by another
		cited("docs/a.bib", "Slow kernels", tracker.AuthorRole, ana, "c4", 130),
		cited("docs/b.bib", "Thanks to all", "contributor", chloe, "c5", 140),
	}})
	measured := profileOf(t, s, "ana").Scope.Invitations
	if measured.Status != growth.Available {
		t.Fatalf("invitations are %s: %s", measured.Status, measured.Reason)
	}
	got := map[growth.Tier][]string{}
	for _, tier := range measured.Value {
		for _, i := range tier.Invitations {
			got[tier.Tier] = append(got[tier.Tier], i.Work+" by "+i.By.Login)
		}
		slices.Sort(got[tier.Tier])
	}
	want := map[growth.Tier][]string{
		growth.AuthorEntry:  {"Fast kernels by ben", "Fast kernels by chloe"},
		growth.Acknowledged: {"Thanks to all by chloe"},
		growth.SelfAdded:    {"Slow kernels by ana"},
	}
	for tier, list := range want {
		if !slices.Equal(got[tier], list) {
			t.Errorf("%s: got %q, want %q", tier, got[tier], list)
		}
	}
	if len(got) != len(want) { // ben's request for a review is not counted beside his author entry
		t.Errorf("got %v", got)
	}
	for _, e := range measured.Evidence {
		if e.Counted == (e.Note == string(growth.SelfAdded)) {
			t.Errorf("%s of %s: counted %t", e.Note, e.Title, e.Counted)
		}
	}
}

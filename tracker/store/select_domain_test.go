package store_test

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rungless/tracker"
	"rungless/tracker/store"
)

// What an account did in a domain is found by way of the rollups, and what everybody did
// without them: whoever is asked about, it is the same.
func TestAnAccountsEvidenceInADomainIsWhatEverybodysHoldsOfTheirs(t *testing.T) {
	s := openAttributed(t, filepath.Join(t.TempDir(), "x.db"), attributor(t))
	r := rand.New(rand.NewPCG(7, 7))
	for range 40 {
		if _, err := s.Apply(t.Context(), placing(r)); err != nil {
			t.Fatal(err)
		}
	}
	everybody, err := s.Everybody(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, slug := range []string{"words", "labels", "topics", "cores", "paths", "none"} {
		for _, kinds := range [][]tracker.Kind{nil, {tracker.PullRequestKind, tracker.ReviewKind}} {
			all := listed(t, s, store.EvidenceFilter{Domain: slug, Kinds: kinds})
			for _, one := range everybody {
				want := slices.DeleteFunc(slices.Clone(all), func(c tracker.Contribution) bool { return !slices.Contains(one.Accounts, c.Account) })
				got := listed(t, s, store.EvidenceFilter{Domain: slug, Kinds: kinds, AccountIDs: one.AccountIDs})
				if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("%s in %q, kinds %v (-want +got):\n%s", one.Login, slug, kinds, diff)
				}
				found += len(got)
			}
		}
	}
	if found == 0 {
		t.Error("nothing lies in any domain")
	}
}

func listed(t *testing.T, s *store.Store, f store.EvidenceFilter) []tracker.Contribution {
	t.Helper()
	page, err := s.Evidence(t.Context(), f, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	return page.Items
}

package profile_test

import (
	"log/slog"
	"slices"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/github"
	"rungless/tracker/growth"
	"rungless/tracker/ingest"
	"rungless/tracker/profile"
	"rungless/tracker/research"
	"rungless/tracker/store"
)

// readSampleCitations follows everybody of the sample, with the ORCID that they have, and
// reads the citation files of its repositories.
func readSampleCitations(t *testing.T, s *store.Store, from sample) {
	t.Helper()
	hub, err := github.New(slog.New(slog.DiscardHandler), github.Options{BaseURL: from.url, Token: "sample"})
	if err != nil {
		t.Fatal(err)
	}
	for _, user := range from.world.Users {
		if user.Type != "User" || user.Company != from.world.Viewer.Company {
			continue
		}
		found, err := profile.Find(t.Context(), s, user.Login)
		if err != nil {
			continue // did nothing yet
		}
		person, err := s.Track(t.Context(), found.Accounts[0], "test")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.DescribePerson(t.Context(), tracker.Person{ID: person.ID, Name: user.Name, ORCID: user.ORCID}); err != nil {
			t.Fatal(err)
		}
	}
	o := research.Options{Now: time.Now}
	for _, r := range from.world.Repositories {
		if r.Files["CITATION.cff"] != "" {
			name := r.Owner.Login + "/" + r.Name
			o.Histories = append(o.Histories, research.Opened{Label: name, History: hub.NewFiles(name)})
		}
	}
	quiet := slog.New(slog.DiscardHandler)
	if _, err := ingest.Run(t.Context(), ingest.Options{Logger: quiet, Store: s, Source: research.New(quiet, o), Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	if err := ingest.ProposeNames(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	proposals, err := s.NameProposals(t.Context())
	if err != nil || len(proposals) == 0 {
		t.Fatalf("got %d proposals, %v", len(proposals), err)
	}
	for _, p := range proposals {
		if err := s.DecideName(t.Context(), p.ID, true, "test"); err != nil {
			t.Fatal(err)
		}
	}
}

// showsInvitations asks of everybody what citation files make of them.
func showsInvitations(t *testing.T, s *store.Store, from sample) {
	tiers, taken, forgotten := map[growth.Tier]int{}, 0, 0
	for _, user := range from.world.Users {
		who, err := profile.Find(t.Context(), s, user.Login)
		if err != nil {
			continue
		}
		p, err := maker(t, s).Of(t.Context(), who, profile.Request{Now: now(), Window: growth.Window{From: now().AddDate(-3, 0, 0), To: now()}})
		if err != nil {
			t.Fatal(err)
		}
		for _, tier := range p.Scope.Invitations.Value {
			tiers[tier.Tier] += len(tier.Invitations)
			for _, i := range tier.Invitations {
				if isSelf := tier.Tier == growth.SelfAdded; isSelf != (i.By.Login == user.Login) {
					t.Errorf("%s by %s is %q of %s", i.URL, i.By.Login, tier.Tier, user.Login)
				}
			}
		}
		for _, e := range p.Scope.Invitations.Evidence {
			if e.Counted == (e.Note == string(growth.SelfAdded)) {
				t.Errorf("%s, %s of %s: counted %t", e.URL, e.Note, user.Login, e.Counted)
			}
		}
		taken += takenOff(t, s, who)
		list, err := profile.Uncredited(t.Context(), s, who, now())
		if err != nil {
			t.Fatal(err)
		}
		forgotten += len(list)
	}
	for _, tier := range []growth.Tier{growth.AuthorEntry, growth.CoAuthorOfWork, growth.AskedToReview, growth.Acknowledged, growth.SelfAdded} {
		if tiers[tier] == 0 {
			t.Errorf("nobody is %q", tier)
		}
	}
	if taken == 0 || forgotten == 0 {
		t.Errorf("%d were taken off a list and %d works forgot somebody, want some of each", taken, forgotten)
	}
}

// takenOff counts the lists that a person was taken off.
func takenOff(t *testing.T, s *store.Store, who profile.Subject) (n int) {
	t.Helper()
	err := s.Ledger(t.Context(), store.LedgerFilter{AccountIDs: who.AccountIDs}, func(w store.LedgerWork) error {
		for _, m := range w.Mentions {
			for _, c := range m.Credits {
				if slices.ContainsFunc(c.Events, func(e tracker.CreditEvent) bool { return e.Change == tracker.CreditRemoved }) {
					n++
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

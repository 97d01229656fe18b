package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/store"
)

func memberAccount(number int64, login string) tracker.Account {
	return tracker.Account{Host: host, DatabaseID: number, Login: login, Kind: tracker.UserAccount, SeenAt: at(0)}
}

func signIn(t *testing.T, s *store.Store, number int64, login string) store.Member {
	t.Helper()
	member, err := s.SignIn(t.Context(), memberAccount(number, login), false, at(0))
	if err != nil {
		t.Fatal(err)
	}
	return member
}

var limits = store.Limits{Idle: 10 * time.Hour, Absolute: 100 * time.Hour}

func TestASessionHoldsUntilItsLimitsOrItsEnd(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		member, other := signIn(t, s, 1, "octo"), signIn(t, s, 2, "hubot")
		start := func(secret string, hours int) {
			t.Helper()
			if err := s.StartSession(t.Context(), member.ID, store.Session{SecretHash: []byte(secret), SealedToken: []byte("sealed"), Device: "Firefox", StartedAt: at(hours)}, limits); err != nil {
				t.Fatal(err)
			}
		}
		holds := func(secret string, hours int) bool {
			t.Helper()
			one, whose, err := s.Session(t.Context(), []byte(secret), at(hours), limits)
			if err != nil && tracker.KindOf(err) != tracker.NotFound || err == nil && (whose.ID != member.ID || string(one.SealedToken) != "sealed") {
				t.Fatalf("%v of %v: %v", one, whose, err)
			}
			return err == nil
		}
		start("first", 0)
		start("second", 1)
		used, _, err := s.Session(t.Context(), []byte("second"), at(2), limits)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.UseSession(t.Context(), used.ID, at(8), at(8)); err != nil {
			t.Fatal(err)
		}
		got := map[string]bool{"before it is idle": holds("first", 10), "idle": holds("first", 11), "used": holds("second", 18), "never begun": holds("third", 1)}
		if err := s.EndSession(t.Context(), other.ID, used.ID); err != nil {
			t.Fatal(err)
		}
		got["ended by somebody else"] = holds("second", 9)
		if err := s.DisableMember(t.Context(), member.ID); err != nil {
			t.Fatal(err)
		}
		got["of who is disabled"] = holds("second", 9)
		want := map[string]bool{"before it is idle": true, "idle": false, "used": true, "never begun": false, "ended by somebody else": true, "of who is disabled": false}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if member = signIn(t, s, 1, "octo-now"); member.IsDisabled || member.Login != "octo-now" || member.PersonID == 0 {
			t.Errorf("who signs in again is %+v", member)
		}
	})
}

func TestAnAPITokenHoldsUntilItExpiresOrIsRevoked(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		member, other := signIn(t, s, 1, "octo"), signIn(t, s, 2, "hubot")
		if err := s.AddAPIToken(t.Context(), member.ID, store.APIToken{SecretHash: []byte("x"), Name: "notebook", MadeAt: at(0), ExpiresAt: at(5)}); err != nil {
			t.Fatal(err)
		}
		holds := func(hours int) bool {
			whose, err := s.MemberByAPIToken(t.Context(), []byte("x"), at(hours))
			return err == nil && whose.ID == member.ID
		}
		list, err := s.APITokens(t.Context(), member.ID, at(1))
		if err != nil || len(list) != 1 || list[0].Name != "notebook" || list[0].SecretHash != nil {
			t.Fatalf("the list is %v, %v", list, err)
		}
		if !holds(4) || holds(5) {
			t.Error("it does not hold until it expires")
		}
		for _, whose := range []store.Member{other, member} {
			if err := s.RevokeAPIToken(t.Context(), whose.ID, list[0].ID); err != nil {
				t.Fatal(err)
			}
			if holds(1) != (whose.ID == other.ID) {
				t.Errorf("after %s revoked it: %v", whose.Login, holds(1))
			}
		}
	})
}

func TestALoginNamesWhoCameFirstUnderIt(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		for _, number := range []int64{7, 8} {
			if got, err := s.PinLogin(t.Context(), host, "Octo", number); err != nil || got != 7 {
				t.Errorf("%d comes: %d, %v, want 7", number, got, err)
			}
		}
		if got, err := s.PinnedLogin(t.Context(), "ghe.example.org", "octo"); err != nil || got != 0 {
			t.Errorf("on another host: %d, %v", got, err)
		}
	})
}

func TestASectionIsSeenByThoseItIsSharedWith(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		octo, named, other := signIn(t, s, 1, "octo"), signIn(t, s, 2, "named"), signIn(t, s, 3, "other")
		apply(t, s, tracker.Batch{Source: tracker.GitHubSource})
		viewer := func(m store.Member) store.Viewer {
			return store.Viewer{PersonID: m.PersonID, Host: m.Host, Number: m.Number}
		}
		seen := func(v store.Viewer) []store.Section {
			t.Helper()
			found, err := s.VisibleSections(t.Context(), octo.PersonID, v)
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		share := func(section store.Section, with store.Sharing) {
			t.Helper()
			if err := s.Share(t.Context(), octo.PersonID, section, with); err != nil {
				t.Fatal(err)
			}
		}
		check := func(what string, v store.Viewer, want ...store.Section) {
			t.Helper()
			if diff := cmp.Diff(want, seen(v)); diff != "" {
				t.Errorf("%s: %s", what, diff)
			}
		}
		check("at first, another", viewer(other))
		check("at first, the person", viewer(octo), store.Sections()...)
		share(store.ScopeSection, store.Sharing{Audience: store.Organization})
		share(store.DepthSection, store.Sharing{Audience: store.Named, Named: []tracker.Account{memberAccount(2, "named")}})
		share(store.EvidenceSection, store.Sharing{Audience: store.OnlyMe, Named: []tracker.Account{memberAccount(3, "other")}})
		check("who is named", viewer(named), store.ScopeSection, store.DepthSection)
		check("another", viewer(other), store.ScopeSection)
		check("nobody", store.Viewer{})
		check("the same number elsewhere", store.Viewer{Host: "ghe.example.org", Number: 2}, store.ScopeSection)
		share(store.DepthSection, store.Sharing{Audience: store.OnlyMe})
		check("who was named", viewer(named), store.ScopeSection)
		people, err := s.PeopleShowing(t.Context(), viewer(other), store.ScopeSection)
		if err != nil || len(people) != 2 {
			t.Errorf("another sees %v, %v: want octo and themselves", people, err)
		}
	})
}

func TestViewsAreKeptOnceADayForAMonth(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		octo, other := signIn(t, s, 1, "octo"), signIn(t, s, 2, "other")
		for _, hours := range []int{0, 1, 26, 27} {
			if err := s.KeepView(t.Context(), octo.PersonID, other.ID, store.DepthSection, at(hours)); err != nil {
				t.Fatal(err)
			}
		}
		for days, want := range map[int]int{1: 2, 32: 1, 40: 0} {
			views, err := s.Views(t.Context(), octo.PersonID, at(24*days))
			if err != nil || len(views) != want {
				t.Errorf("after %d days: %v, %v, want %d", days, views, err, want)
			}
		}
	})
}

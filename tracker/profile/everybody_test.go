package profile_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/profile"
)

// crowd is a store's batch in which more people than are read together have one
// merged change each, one of them a bot.
func crowd(n int) tracker.Batch {
	var b tracker.Batch
	for i := range n {
		author := tracker.Account{Host: "github.com", DatabaseID: int64(100 + i), Login: fmt.Sprintf("person-%02d", n-i), Kind: tracker.UserAccount}
		b.Threads = append(b.Threads, change(i+1, author, ana, day(400+i), "csrc/a.cu", 60, 40))
	}
	bot := tracker.Account{Host: "github.com", DatabaseID: 99, Login: "deps[bot]", Kind: tracker.BotAccount}
	b.Threads = append(b.Threads, change(n+1, bot, ana, day(500), "csrc/a.cu", 60, 40))
	return b
}

func TestEverybodyIsEveryHumanOnceByLoginWithTheirOwnProfile(t *testing.T) {
	const n = 34 // more than one group
	s := emptyStore(t, crowd(n))
	if _, err := s.Track(t.Context(), ana, "test"); err != nil { // who did nothing but merge
		t.Fatal(err)
	}
	m, request := maker(t, s), profile.Request{Now: day(600), Window: growth.Window{From: day(0), To: day(600)}}
	var logins []string
	profiles := map[string]growth.Profile{}
	err := m.Everybody(t.Context(), request, func(who profile.Subject, p growth.Profile) error {
		logins, profiles[who.Login] = append(logins, who.Login), p
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(logins) != n+1 || !slices.IsSorted(logins) || slices.Contains(logins, "deps[bot]") {
		t.Errorf("got %d people: %v", len(logins), logins)
	}
	for _, login := range []string{"ana", "person-01", "person-34"} {
		if diff := cmp.Diff(profileOf(t, s, login), profiles[login]); diff != "" {
			t.Errorf("%s alone, and among everybody (-alone +among):\n%s", login, diff)
		}
	}
}

func TestEverybodyStopsWhereTheReaderDoes(t *testing.T) {
	m, request := maker(t, emptyStore(t, crowd(3))), profile.Request{Now: day(600), Window: growth.Window{From: day(0), To: day(600)}}
	stop, told := errors.New("enough"), 0
	err := m.Everybody(t.Context(), request, func(profile.Subject, growth.Profile) error { told++; return stop })
	if !errors.Is(err, stop) || told != 1 {
		t.Errorf("told of %d people, and then: %v", told, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err = m.Everybody(ctx, request, func(profile.Subject, growth.Profile) error { told++; return nil })
	if !errors.Is(err, context.Canceled) || told != 1 {
		t.Errorf("with nobody waiting any more: %v, told of %d people", err, told)
	}
}

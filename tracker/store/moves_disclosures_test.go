package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker/store"
)

func TestAMoveIsThePersonsAloneUntilTheySaySo(t *testing.T) {
	seen := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	type said struct { // days after the person could see the move
		later, share, hold, takeBack int
	}
	const never = -1
	cases := []struct {
		name string
		said said
		want map[int]bool // by days after the person could see it: whether others may
	}{
		{"who says nothing shows nothing", said{never, never, never, never}, map[int]bool{0: false, 14: false, 400: false}},
		{"what is shared is there from then on", said{never, 3, never, never}, map[int]bool{2: false, 3: true, 400: true}},
		{"shown later is shown after a fortnight", said{0, never, never, never}, map[int]bool{0: false, 13: false, 14: true}},
		{"and no sooner than the person said so", said{30, never, never, never}, map[int]bool{14: false, 29: false, 30: true}},
		{"what is withheld stays so", said{0, never, 0, never}, map[int]bool{14: false, 400: false}},
		{"what was shared can be taken back", said{never, 0, never, 1}, map[int]bool{0: false, 400: false}},
	}
	onEachEngine(t, func(t *testing.T, s *store.Store, clock *time.Time) {
		for i, c := range cases {
			*clock = seen
			person, err := s.Track(t.Context(), user(int64(100+i), fmt.Sprint("mover-", i)), "test")
			must(t, err)
			domain := fmt.Sprint("domain-", i)
			must(t, s.SeeMoves(t.Context(), person.ID, []string{domain, "elsewhere"}))
			for _, step := range []struct {
				day int
				say func() error
			}{
				{c.said.later, func() error { return s.ShowMovesLater(t.Context(), person.ID, true) }},
				{c.said.share, func() error { return s.ChooseMove(t.Context(), person.ID, domain, store.ShareMove) }},
				{c.said.hold, func() error { return s.ChooseMove(t.Context(), person.ID, domain, store.HoldMove) }},
				{c.said.takeBack, func() error { return s.ChooseMove(t.Context(), person.ID, domain, store.NoChoice) }},
			} {
				if step.day != never {
					*clock = seen.AddDate(0, 0, step.day)
					must(t, step.say())
				}
			}
			*clock = seen.AddDate(1, 0, 0)
			must(t, s.SeeMoves(t.Context(), person.ID, []string{domain})) // not for the first time
			for days, want := range c.want {
				arrivals, err := s.Arrivals(t.Context(), domain, nil, seen.AddDate(0, 0, days))
				must(t, err)
				if got := len(arrivals) == 1 && arrivals[0].PersonID == person.ID; got != want {
					t.Errorf("%s: %d days after, seen by others %v, want %v", c.name, days, got, want)
				}
			}
		}
		if nowhere, err := s.Arrivals(t.Context(), "docs", nil, seen.AddDate(9, 0, 0)); err != nil || len(nowhere) != 0 {
			t.Errorf("an arrival where nobody went: %v %v", nowhere, err)
		}
	})
}

func TestWhatIsSaidOfMovesIsGivenBack(t *testing.T) {
	onEachEngine(t, func(t *testing.T, s *store.Store, clock *time.Time) {
		*clock = time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
		person := trackedPerson(t, s)
		must(t, s.SeeMoves(t.Context(), person, []string{"safety", ""}))
		must(t, s.ShowMovesLater(t.Context(), person, true))
		must(t, s.ChooseMove(t.Context(), person, "kernels", store.HoldMove))
		got, err := s.MoveDisclosures(t.Context(), person)
		must(t, err)
		want := store.MoveDisclosures{ShowsLater: true, Moves: []store.MoveDisclosure{
			{Domain: "kernels", Choice: store.HoldMove},
			{Domain: "safety", SeenAt: *clock, ArriveAt: clock.Add(store.MovesWait)},
		}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error("-want +got\n", diff)
		}
		for name, err := range map[string]error{"no domain": s.ChooseMove(t.Context(), person, "", store.ShareMove),
			"no choice": s.ChooseMove(t.Context(), person, "safety", "perhaps"), "nobody": s.ChooseMove(t.Context(), person+99, "safety", store.ShareMove)} {
			if err == nil {
				t.Errorf("%s: no error", name)
			}
		}
	})
}

// onEachEngine runs a test on both engines, with a clock that the test sets.
func onEachEngine(t *testing.T, test func(t *testing.T, s *store.Store, clock *time.Time)) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		clock := at(0)
		s, err := store.Open(t.Context(), fresh(), store.Options{})
		must(t, err)
		t.Cleanup(func() { must(t, s.Close()) })
		s.SetClock(func() time.Time { return clock })
		test(t, s, &clock)
	})
}

// trackedPerson is the key of ana, who is tracked.
func trackedPerson(t *testing.T, s *store.Store) int64 {
	t.Helper()
	person, err := s.Track(t.Context(), ana, "test")
	must(t, err)
	return person.ID
}

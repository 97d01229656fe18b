package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker/store"
)

func TestAMoveIsThePersonsAloneUntilTheySaySo(t *testing.T) {
	seen := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		say  func(t *testing.T, s *store.Store, person int64, at func(int))
		want map[int]bool // by days after the person could see it: whether others may
	}{
		{"who says nothing shows nothing", func(*testing.T, *store.Store, int64, func(int)) {}, map[int]bool{0: false, 14: false, 400: false}},
		{"what is shared is there from then on", func(t *testing.T, s *store.Store, person int64, at func(int)) {
			at(3)
			must(t, s.ChooseMove(t.Context(), person, "safety", store.ShareMove))
		}, map[int]bool{2: false, 3: true, 400: true}},
		{"shown later is shown after a fortnight", func(t *testing.T, s *store.Store, person int64, _ func(int)) {
			must(t, s.ShowMovesLater(t.Context(), person, true))
		}, map[int]bool{0: false, 13: false, 14: true}},
		{"and no sooner than the person said so", func(t *testing.T, s *store.Store, person int64, at func(int)) {
			at(30)
			must(t, s.ShowMovesLater(t.Context(), person, true))
		}, map[int]bool{14: false, 29: false, 30: true}},
		{"what is withheld stays so", func(t *testing.T, s *store.Store, person int64, _ func(int)) {
			must(t, s.ShowMovesLater(t.Context(), person, true))
			must(t, s.ChooseMove(t.Context(), person, "safety", store.HoldMove))
		}, map[int]bool{14: false, 400: false}},
		{"what was shared can be taken back", func(t *testing.T, s *store.Store, person int64, _ func(int)) {
			must(t, s.ChooseMove(t.Context(), person, "safety", store.ShareMove))
			must(t, s.ChooseMove(t.Context(), person, "safety", store.NoChoice))
		}, map[int]bool{0: false, 400: false}},
	} {
		t.Run(c.name, func(t *testing.T) {
			onEachEngine(t, func(t *testing.T, s *store.Store, clock *time.Time) {
				*clock = seen
				person := trackedPerson(t, s)
				must(t, s.SeeMoves(t.Context(), person, []string{"safety", "kernels"}))
				c.say(t, s, person, func(days int) { *clock = seen.AddDate(0, 0, days) })
				*clock = seen.AddDate(1, 0, 0)
				must(t, s.SeeMoves(t.Context(), person, []string{"safety"})) // not for the first time
				for days, want := range c.want {
					arrivals, err := s.Arrivals(t.Context(), "safety", seen.AddDate(0, 0, days))
					must(t, err)
					if got := len(arrivals) == 1 && arrivals[0].PersonID == person; got != want {
						t.Errorf("%d days after: seen by others %v, want %v", days, got, want)
					}
					if elsewhere, err := s.Arrivals(t.Context(), "docs", seen.AddDate(0, 0, days)); err != nil || len(elsewhere) != 0 {
						t.Errorf("an arrival where nobody went: %v %v", elsewhere, err)
					}
				}
			})
		})
	}
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

package profile

import (
	"testing"
	"time"

	"rungless/tracker"
)

func TestWhoIsTrackedIsMeasuredBeforeAPageAsks(t *testing.T) {
	m := speaking(t)
	who := find(t, m, "ana")
	missing := func(now time.Time, inTeam bool) int {
		n := 0
		for _, own := range []bool{false, true} {
			r := Request{Window: UsualWindow(now), Now: now, WithHidden: own, PublicOnly: inTeam}.ofItsDay()
			places, err := m.Store.Unanswered(t.Context(), m.pictures([]Subject{who}, r), time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			n += len(places)
		}
		return n
	}
	for name, step := range map[string]struct {
		inTeam bool
		now    time.Time
	}{"alone": {false, today}, "in a team": {true, today}, "the day after": {false, today.AddDate(0, 0, 1)}} {
		if before := missing(step.now, step.inTeam); before != 2 {
			t.Errorf("%s: %d pictures were missing, want both", name, before)
		}
		if err := m.MeasureTracked(t.Context(), step.now, step.inTeam); err != nil {
			t.Fatal(err)
		}
		if after := missing(step.now, step.inTeam); after != 0 {
			t.Errorf("%s: %d pictures are missing still", name, after)
		}
	}
	late := tracker.Thread{ThreadRef: ownThread(9), Title: "Late", Author: who.Accounts[0], CreatedAt: today.AddDate(0, 0, -1), UpdatedAt: today}
	if _, err := m.Store.Apply(t.Context(), tracker.Batch{Source: tracker.GitHubSource, Threads: []tracker.Thread{late}}); err != nil {
		t.Fatal(err)
	}
	if got := missing(today, false); got != 2 {
		t.Errorf("after a sync reached them %d pictures are missing, want both", got)
	}
}

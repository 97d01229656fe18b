package profile

import (
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/store"
)

func TestWhatIsRememberedHoldsForItsRevisionOnly(t *testing.T) {
	m := newMemory()
	q := store.Question{Accounts: []int64{7}, Asked: "profile"}
	if _, known := m.recall(q, store.Revision{Everybody: 1, Own: 3}); known {
		t.Error("what nobody asked for is recalled")
	}
	m.remember(q, recollection{"old", store.Revision{Everybody: 1, Own: 3}, 10})
	for name, c := range map[string]struct {
		asked store.Question
		now   store.Revision
		want  bool
	}{
		"the same":                {q, store.Revision{Everybody: 1, Own: 3}, true},
		"the account was reached": {q, store.Revision{Everybody: 1, Own: 4}, false},
		"for other eyes":          {store.Question{Accounts: []int64{7}, Asked: "own profile"}, store.Revision{Everybody: 1, Own: 3}, false},
		"another account":         {store.Question{Accounts: []int64{8}, Asked: "profile"}, store.Revision{Everybody: 1, Own: 3}, false},
		"with another account":    {store.Question{Accounts: []int64{7, 8}, Asked: "profile"}, store.Revision{Everybody: 1, Own: 3}, false},
	} {
		if _, got := m.recall(c.asked, c.now); got != c.want {
			t.Errorf("%s: recalled %t", name, got)
		}
	}
	if _, got := m.recall(q, store.Revision{Everybody: 2, Own: 2}); got || m.held.Len() > 0 || m.bytes != 0 {
		t.Errorf("after everybody was reached: recalled %t, %d answers of %d bytes are left", got, m.held.Len(), m.bytes)
	}
}

func TestAMemoryIsBounded(t *testing.T) {
	m := newMemory()
	const each = 1 << 20
	for i := range int64(3 * mostRemembered / each) {
		m.remember(store.Question{Accounts: []int64{i}}, recollection{i, store.Revision{}, each})
		m.remember(store.Question{Accounts: []int64{0}}, recollection{i, store.Revision{}, each}) // in place of the one before
		if m.bytes > mostRemembered || m.bytes != m.held.Len()*(each+rememberedBeside) {
			t.Fatalf("%d bytes are said to be held, in %d answers", m.bytes, m.held.Len())
		}
	}
	if _, ok := m.recall(store.Question{Accounts: []int64{0}}, store.Revision{}); !ok {
		t.Error("what was asked for last is forgotten")
	}
	m.remember(store.Question{Accounts: []int64{0}}, recollection{0, store.Revision{}, mostRemembered})
	if m.held.Len() != 0 || m.bytes != 0 {
		t.Errorf("what is larger than the room is held: %d bytes", m.bytes)
	}
}

// Eight ask at once, again and again, while facts come: nobody gets an older picture than
// was true when they asked, and nobody one made for other eyes.
func TestThoseWhoAskTogetherGetWhatHolds(t *testing.T) {
	m := speaking(t)
	who := find(t, m, "ana")
	request := func(own bool) Request {
		return Request{Now: today, Window: growth.Window{From: today.AddDate(-1, 0, 0), To: today}, WithHidden: own}
	}
	hide := func(hidden bool) {
		page, err := m.Store.Evidence(t.Context(), store.EvidenceFilter{AccountIDs: who.AccountIDs, WithHidden: true, Kinds: []tracker.Kind{tracker.PullRequestKind}}, "", 1)
		if err == nil {
			_, err = m.Store.Annotate(t.Context(), who.PersonID, page.Items[0].URL, func(n *tracker.Note) { n.Hidden = hidden })
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for round := range 4 {
		hide(round%2 == 0)
		var want [2]growth.Profile
		for i, own := range []bool{false, true} {
			apart := New(m.Store, m.Catalogue, m.Rules) // remembers nothing
			want[i] = ofNow(t, apart, who, request(own))
		}
		if cmp.Equal(want[0], want[1]) != (round%2 == 1) {
			t.Fatalf("round %d: what is hidden makes no difference", round)
		}
		var group sync.WaitGroup
		for asker := range 8 {
			group.Go(func() {
				got, err := m.Of(t.Context(), who, request(asker%2 == 1))
				if diff := cmp.Diff(want[asker%2], got); err != nil || diff != "" {
					t.Errorf("round %d, asker %d: %v (-want +got):\n%s", round, asker, err, diff)
				}
			})
		}
		group.Wait()
	}
}

func ofNow(t *testing.T, m *Maker, who Subject, r Request) growth.Profile {
	t.Helper()
	p, err := m.Of(t.Context(), who, r)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

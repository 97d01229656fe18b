package profile

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/store"
)

func TestAPackedProfileIsTheSameProfile(t *testing.T) {
	at := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	by := growth.Actor{Account: tracker.Account{Host: "github.com", DatabaseID: 2, Login: "ben", Kind: tracker.UserAccount}}
	change := tracker.ThreadRef{Repository: tracker.RepositoryRef{Host: "github.com", Owner: "acme", Name: "engine"}, Kind: tracker.PullRequestKind, Number: 4}
	evidence := []growth.Evidence{
		{Act: growth.Led, Thread: tracker.ThreadRef{Number: 3}, Change: &change, URL: "u", Title: "t", At: at, Counted: true,
			Validations: []growth.Validation{{By: by, How: growth.ByClosing, At: at}}},
		{Act: growth.Authored, URL: "v", At: at.Add(time.Second), Note: "not validated"},
	}
	want := growth.Profile{Version: "growth/1", At: at, Window: growth.Window{From: at, To: at.AddDate(1, 0, 0)},
		Depths: []growth.Depth{{Domain: "kernels", Words: []growth.Word{}, Shown: evidence[1:],
			Curve:        growth.Measured[[]growth.Point]{Measure: "depth", Status: growth.Available, Value: []growth.Point{{At: at, Depth: 1.5}}, Evidence: evidence},
			MonthsActive: growth.Measured[[]time.Time]{Measure: "months_active", Status: growth.Available, Value: []time.Time{}, Evidence: evidence}}},
		Homes: growth.Measured[[]string]{Measure: "home_domains", Status: growth.NotAvailable, Reason: "no domains are configured"}}
	k := newKeeper()
	body, err := k.pack(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := k.unpack(body)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("packed and unpacked (-want +got):\n%s", diff)
	}
	a, _ := json.Marshal(want)
	b, _ := json.Marshal(got)
	if !bytes.Equal(a, b) {
		t.Errorf("as JSON it was\n%s\nand is\n%s", a, b)
	}
}

func TestARequestIsOfADay(t *testing.T) {
	noon := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	midnight := time.Date(2025, 3, 2, 0, 0, 0, 0, time.UTC)
	last := midnight.Add(-time.Second)
	for name, c := range map[string]struct{ now, to, wantNow, wantTo time.Time }{
		"until now":                {noon, noon, last, midnight},
		"until a midnight":         {midnight, midnight, midnight, midnight},
		"until a day that is over": {noon, noon.AddDate(0, -1, 0), last, noon.AddDate(0, -1, 0)},
		"in another time zone":     {noon.In(time.FixedZone("", -8*3600)), noon, last, midnight},
	} {
		got := Request{Now: c.now, Window: growth.Window{To: c.to}}.ofItsDay()
		if !got.Now.Equal(c.wantNow) || !got.Window.To.Equal(c.wantTo) {
			t.Errorf("%s: now %s, to %s", name, got.Now, got.Window.To)
		}
	}
}

func TestAKeptAnswerThatCannotBeReadIsMadeAnew(t *testing.T) {
	m := speaking(t)
	ctx, who := t.Context(), find(t, m, "ana")
	r := Request{Now: today, Window: growth.Window{From: today.AddDate(-1, 0, 0), To: today}}
	want, err := m.Of(ctx, who, r)
	if err != nil {
		t.Fatal(err)
	}
	question := store.Question{Accounts: who.AccountIDs, Asked: m.asked("profile", r.ofItsDay())}
	look := func() store.Kept {
		kept, err := m.Store.Kept(ctx, []store.Question{question})
		if err != nil {
			t.Fatal(err)
		}
		return kept
	}
	whole := look()
	for name, broken := range map[string][]byte{
		"nothing":         {},
		"no CBOR":         []byte("not what was kept"),
		"half an answer":  whole.Bodies[0][:len(whole.Bodies[0])/2],
		"another's shape": []byte{0x82, 0x80, 0x41, 0xff},
	} {
		if err := m.Store.Keep(ctx, []store.Answer{{Question: question, Revision: whole.Revisions[0], Body: broken}}); err != nil {
			t.Fatal(err)
		}
		got, err := New(m.Store, m.Catalogue, m.Rules).Of(ctx, who, r) // by one that remembers nothing
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if _, err := m.keeper.unpack(look().Bodies[0]); err != nil {
			t.Errorf("%s is kept still: %v", name, err)
		}
	}
}

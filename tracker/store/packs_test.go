package store_test

import (
	"context"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

func TestPacksAreKeptByRevision(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		ctx := context.Background()
		me, other := trackedPair(t, s)
		p, err := s.AddPack(ctx, me, "Half a year", []byte(`{"n":1}`))
		must(t, err)
		p, err = s.SavePack(ctx, me, p.ID, p.Revision, "A year", []byte(`{"n":2}`))
		must(t, err)
		if p.Title != "A year" || string(p.Document) != `{"n":2}` || !p.CanUndo || p.CanRedo {
			t.Errorf("after a change: %+v", p)
		}
		_, err = s.SavePack(ctx, me, p.ID, 1, "x", []byte(`{}`))
		wantKind(t, err, tracker.Conflict)
		p, err = s.UndoPack(ctx, me, p.ID, p.Revision)
		must(t, err)
		if string(p.Document) != `{"n":1}` || p.CanUndo || !p.CanRedo {
			t.Errorf("after undo: %+v", p)
		}
		_, err = s.UndoPack(ctx, me, p.ID, p.Revision)
		wantKind(t, err, tracker.Conflict)
		p, err = s.RedoPack(ctx, me, p.ID, p.Revision)
		must(t, err)
		same, err := s.SavePack(ctx, me, p.ID, p.Revision, "A year", []byte(`{"n":2}`))
		must(t, err)
		if same.Revision != p.Revision {
			t.Error("saving what is there made a revision")
		}
		p, err = s.UndoPack(ctx, me, p.ID, p.Revision)
		must(t, err)
		p, err = s.SavePack(ctx, me, p.ID, p.Revision, "A year", []byte(`{"n":3}`))
		must(t, err)
		if p.CanRedo || string(p.Document) != `{"n":3}` {
			t.Errorf("a change after undo: %+v", p)
		}
		_, err = s.FindPack(ctx, other, p.ID)
		wantKind(t, err, tracker.NotFound)
		list, err := s.Packs(ctx, me)
		must(t, err)
		if len(list) != 1 || list[0].Document != nil {
			t.Errorf("the list is %+v", list)
		}
	})
}

func TestOldRevisionsOfAPackAreForgotten(t *testing.T) {
	const most = 200
	s, ctx := open(t, freshFile(t)), context.Background()
	me, _ := trackedPair(t, s)
	p, err := s.AddPack(ctx, me, "x", []byte("0"))
	must(t, err)
	for i := range most + 5 {
		p, err = s.SavePack(ctx, me, p.ID, p.Revision, "x", []byte{'a' + byte(i%2)})
		must(t, err)
	}
	back := 0
	for ; p.CanUndo; back++ {
		p, err = s.UndoPack(ctx, me, p.ID, p.Revision)
		must(t, err)
	}
	if back != most-1 {
		t.Errorf("%d changes can be taken back, want %d", back, most-1)
	}
}

func TestALinkToASealedPackEndsAtOnce(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		ctx := context.Background()
		me, other := trackedPair(t, s)
		p, err := s.AddPack(ctx, me, "x", []byte("{}"))
		must(t, err)
		seal, err := s.KeepSeal(ctx, me, store.Seal{PackID: p.ID, Revision: 1, ManifestSHA256: "ab", Archive: []byte{0, 1, 2}})
		must(t, err)
		_, err = s.KeepSeal(ctx, other, store.Seal{PackID: p.ID})
		wantKind(t, err, tracker.NotFound)
		now := time.Now()
		_, _, err = s.SharePack(ctx, me, seal.ID, now.Add(-time.Hour))
		wantKind(t, err, tracker.Invalid)
		_, _, err = s.SharePack(ctx, other, seal.ID, now.Add(time.Hour))
		wantKind(t, err, tracker.NotFound)
		secret, share, err := s.SharePack(ctx, me, seal.ID, now.Add(time.Hour))
		must(t, err)
		found, err := s.SharedPack(ctx, secret, now)
		must(t, err)
		if string(found.Archive) != "\x00\x01\x02" || found.ID != seal.ID {
			t.Errorf("the link leads to %+v", found)
		}
		_, err = s.SharedPack(ctx, secret+"x", now)
		wantKind(t, err, tracker.NotFound)
		_, err = s.SharedPack(ctx, secret, now.Add(2*time.Hour))
		wantKind(t, err, tracker.NotFound)
		wantKind(t, s.RevokePackShare(ctx, other, share.ID), tracker.NotFound)
		must(t, s.RevokePackShare(ctx, me, share.ID))
		_, err = s.SharedPack(ctx, secret, now)
		wantKind(t, err, tracker.NotFound)
		shares, err := s.PackShares(ctx, me, p.ID)
		must(t, err)
		if len(shares) != 1 || shares[0].IsOpen(now) {
			t.Errorf("the links are %+v", shares)
		}
		must(t, s.RemovePack(ctx, me, p.ID))
		_, err = s.FindSeal(ctx, me, seal.ID)
		wantKind(t, err, tracker.NotFound)
	})
}

// trackedPair tracks two people.
func trackedPair(t *testing.T, s *store.Store) (first, second int64) {
	t.Helper()
	one, err := s.Track(context.Background(), tracker.Account{Host: "github.com", Login: "iris", DatabaseID: 1, Kind: tracker.UserAccount}, "test")
	must(t, err)
	two, err := s.Track(context.Background(), tracker.Account{Host: "github.com", Login: "noor", DatabaseID: 2, Kind: tracker.UserAccount}, "test")
	must(t, err)
	return one.ID, two.ID
}

func wantKind(t *testing.T, err error, want tracker.ErrorKind) {
	t.Helper()
	if got := tracker.KindOf(err); err == nil || got != want {
		t.Errorf("got %v (%v), want %v", got, err, want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

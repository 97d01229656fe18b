package profile

import (
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"

	"github.com/google/go-cmp/cmp"
)

func TestTheNearestListOfOwnersSaysWhoKnowsAFile(t *testing.T) {
	repository := tracker.RepositoryRef{Host: "github.com", Owner: "lantern", Name: "kiln"}
	day := func(n int) time.Time { return time.Date(2025, 1, n, 0, 0, 0, 0, time.UTC) }
	h := histories{named: map[store.FileRef][]store.OwnerEvent{}}
	name := func(on int, path, login string, added bool) {
		key := store.FileRef{Repository: repository, Path: path}
		h.named[key] = append(h.named[key], store.OwnerEvent{At: day(on),
			OwnerChange: tracker.OwnerChange{Path: path, Role: tracker.OwnerApprover, Account: tracker.Account{Login: login}, Added: added}})
	}
	name(1, "", "ada", true)
	name(2, "pkg", "bo", true)
	name(3, "pkg", "cy", true)
	name(5, "pkg", "BO", false)
	for _, c := range []struct {
		name string
		file string
		at   int
		want []string
	}{
		{"before any list", "pkg/queue/a.go", 1, nil},
		{"the root's, while there is none nearer", "pkg/queue/a.go", 2, []string{"ada"}},
		{"the nearest", "pkg/queue/a.go", 4, []string{"bo", "cy"}},
		{"after one was taken off", "pkg/queue/a.go", 6, []string{"cy"}},
		{"elsewhere", "docs/a.md", 6, []string{"ada"}},
		{"a path that begins at a root", "/a.md", 6, []string{"ada"}},
		{"a path that leads upwards", "../../a.md", 6, []string{"ada"}},
	} {
		var got []string
		for _, account := range h.namedFor(repository, c.file, day(c.at)) {
			got = append(got, account.Login)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestANarrowPatternNamesNobodyForADirectory(t *testing.T) {
	for pattern, want := range map[string]bool{"": true, "/pkg/": true, "/pkg/**": true, "/pkg/*.go": false} {
		if got := coversDirectory(tracker.OwnerChange{Path: "pkg", Pattern: pattern, Role: tracker.OwnerOfCode}); got != want {
			t.Errorf("%q: %v, want %v", pattern, got, want)
		}
	}
	if coversDirectory(tracker.OwnerChange{Role: tracker.OwnerToBeTagged}) {
		t.Error("whom to tag is taken for an owner")
	}
}

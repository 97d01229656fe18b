package ingest_test

import (
	"archive/tar"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/ulikunitz/xz"

	"rungless/tracker"
	"rungless/tracker/github"
	"rungless/tracker/githubsim"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
)

// The oracle of this file reads the recorded backup on its own, with nothing of
// the simulator's loader or of the sync: ids by account and kind, straight from
// the JSON.

const backup = "backup-bitcoin-core-gui.tar.xz"

// nodeIDs are GitHub's node ids of one account's acts, sorted, by kind.
type nodeIDs map[tracker.Kind][]string

type rawUser struct {
	ID    int64  `json:"id"`
	Login string `json:"login"`
	Type  string `json:"type"`
}

type rawItem struct {
	Event  string   `json:"event"`
	NodeID string   `json:"node_id"`
	State  string   `json:"state"`
	User   *rawUser `json:"user"`
}

type rawThread struct {
	Pull     *rawItem  `json:"pull"`
	Issue    *rawItem  `json:"issue"`
	Events   []rawItem `json:"events"`
	Comments []rawItem `json:"comments"`
}

// rawActs returns the acts of every account, keyed by account id (0: a ghost),
// and the login each account had last.
func rawActs(t *testing.T) (map[int64]nodeIDs, map[int64]rawUser) {
	t.Helper()
	acts, users := map[int64]nodeIDs{}, map[int64]rawUser{}
	note := func(kind tracker.Kind, item rawItem) {
		var user rawUser
		if item.User != nil {
			user = *item.User
		}
		users[user.ID] = user
		if acts[user.ID] == nil {
			acts[user.ID] = nodeIDs{}
		}
		acts[user.ID][kind] = append(acts[user.ID][kind], item.NodeID)
	}
	for _, thread := range rawThreads(t) {
		if thread.Pull != nil {
			note(tracker.PullRequestKind, *thread.Pull)
		}
		if thread.Issue != nil {
			note(tracker.IssueKind, *thread.Issue)
		}
		for _, event := range thread.Events {
			switch {
			case event.Event == "reviewed" && !strings.EqualFold(event.State, "pending"):
				note(tracker.ReviewKind, event)
			case event.Event == "commented":
				note(tracker.IssueComment, event)
			}
		}
		for _, comment := range thread.Comments {
			note(tracker.ReviewComment, comment)
		}
	}
	for _, ids := range acts {
		for kind := range ids {
			slices.Sort(ids[kind])
		}
	}
	return acts, users
}

func rawThreads(t *testing.T) (threads []rawThread) {
	t.Helper()
	file, err := os.Open(testneed.Shared(t, "data", "backup", backup))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unpacked, err := xz.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	for archive := tar.NewReader(unpacked); ; {
		header, err := archive.Next()
		if err == io.EOF {
			return threads
		}
		if err != nil {
			t.Fatal(err)
		}
		if dir := filepath.Base(filepath.Dir(header.Name)); dir != "pulls" && dir != "issues" || !strings.HasSuffix(header.Name, ".json") {
			continue
		}
		var thread rawThread
		if err := json.NewDecoder(archive).Decode(&thread); err != nil {
			t.Fatalf("%s: %v", header.Name, err)
		}
		threads = append(threads, thread)
	}
}

// threePeople picks users by rule, so that no real name stands here: the one
// with the most acts, the fifth and the twentieth.
func threePeople(acts map[int64]nodeIDs, users map[int64]rawUser) (people []rawUser) {
	var all []rawUser
	for id, user := range users {
		if id != 0 && user.Type == "User" {
			all = append(all, user)
		}
	}
	count := func(u rawUser) (n int) {
		for _, ids := range acts[u.ID] {
			n += len(ids)
		}
		return n
	}
	slices.SortFunc(all, func(a, b rawUser) int { return count(b) - count(a) })
	return []rawUser{all[0], all[4], all[19]}
}

func TestThreePeopleOfARealRepositoryAreSyncedWhole(t *testing.T) {
	testneed.Thorough(t)
	acts, users := rawActs(t)
	people := threePeople(acts, users)
	url, _ := githubsim.StartTest(t, loadBackup(t), githubsim.Options{PointsPerHour: -1, RequestsPerHour: -1})
	s := openStore(t)
	var logins []string
	for _, user := range people {
		logins = append(logins, user.Login)
	}
	mustSync(t, s, github.Options{BaseURL: url, Token: "t", People: logins})
	for i, user := range people {
		person, err := s.FindPerson(t.Context(), user.Login)
		if err != nil {
			t.Fatal(err)
		}
		got := storedIDs(t, s, store.EvidenceFilter{PersonID: person.ID})
		if diff := cmp.Diff(acts[user.ID], got); diff != "" {
			t.Errorf("person %d of three (-recorded +stored):\n%s", i+1, diff)
		}
	}
}

func TestAWholeRealRepositoryIsSyncedWhole(t *testing.T) {
	testneed.Thorough(t)
	acts, _ := rawActs(t)
	want := nodeIDs{}
	for _, ids := range acts {
		for kind, list := range ids {
			want[kind] = append(want[kind], list...)
		}
	}
	for kind := range want {
		slices.Sort(want[kind])
	}
	world := loadBackup(t)
	url, _ := githubsim.StartTest(t, world, githubsim.Options{PointsPerHour: -1, RequestsPerHour: -1})
	s := openStore(t)
	r := world.Repositories[0]
	mustSync(t, s, github.Options{BaseURL: url, Token: "t", Repositories: []string{r.Owner.Login + "/" + r.Name}})
	if diff := cmp.Diff(want, storedIDs(t, s, store.EvidenceFilter{})); diff != "" {
		t.Errorf("the repository (-recorded +stored):\n%s", diff)
	}
}

// storedIDs returns the stored acts that the backup can hold: it has no
// discussions, and commits are counted by their own test.
func storedIDs(t *testing.T, s *store.Store, f store.EvidenceFilter) nodeIDs {
	t.Helper()
	got := nodeIDs{}
	err := s.Facts(t.Context(), f, func(c tracker.Contribution) error {
		if c.Kind != tracker.CommitKind {
			got[c.Kind] = append(got[c.Kind], c.ID)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for kind := range got {
		slices.Sort(got[kind])
	}
	return got
}

func loadBackup(t *testing.T) *githubsim.World {
	t.Helper()
	world, err := githubsim.LoadBackup(testneed.Shared(t, "data", "backup", backup))
	if err != nil {
		t.Fatal(err)
	}
	return world
}

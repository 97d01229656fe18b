package growth

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rungless/tracker"
	"rungless/tracker/testneed"

	"github.com/google/go-cmp/cmp"
)

// pinned are the facts of one person of the generated organisation, written down once:
// what generates others may change.
type pinned struct {
	Records     []tracker.Record
	Invitations []Invitation
	Citations   []Citation
}

// TestGrowth1StaysWhatItIs measures one whole profile by growth/1 and compares it with
// what growth/1 gave, to the last byte: packs name the version that they were made with.
func TestGrowth1StaysWhatItIs(t *testing.T) {
	records, golden := filepath.Join("testdata", "growth-1.records.json"), filepath.Join("testdata", "growth-1.profile.json")
	if *update {
		pinAgain(t, records, golden)
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), profileOfPinned(t, records)); diff != "" {
		t.Errorf("growth/1 gives another profile than it did. Make growth/2 instead, a Version of its own, and leave growth/1 as it was (-was +is):\n%s", diff)
	}
}

func profileOfPinned(t *testing.T, records string) string {
	t.Helper()
	text, err := os.ReadFile(records)
	if err != nil {
		t.Fatal(err)
	}
	var facts pinned
	if err := json.Unmarshal(text, &facts); err != nil {
		t.Fatal(err)
	}
	for i := range facts.Invitations {
		facts.Invitations[i].By = Actor{user(facts.Invitations[i].By.Login)} // an actor's JSON is the login alone
	}
	in := generatedInput(&organisation{}, staff[2])
	in.Records, in.Invitations, in.Citations = facts.Records, facts.Invitations, facts.Citations
	version, ok := FindVersion("growth/1")
	if !ok {
		t.Fatal("growth/1 is no longer there")
	}
	profile, err := json.MarshalIndent(Measure(version, in), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(profile) + "\n"
}

// pinAgain writes both files anew, which is right only as long as no release has
// growth/1 in it.
func pinAgain(t *testing.T, records, golden string) {
	t.Helper()
	changes, err := os.ReadFile(filepath.Join(testneed.Root(t), "CHANGELOG.md"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(changes), "\n## ") > 1 {
		t.Fatal("growth/1 is released: it is not pinned again. Make growth/2 instead")
	}
	o := generate(5)
	o.records = slices.DeleteFunc(o.records, func(r *tracker.Record) bool {
		return r.Thread.CreatedAt.Before(daysAgo(250)) || !hasPart(r, staff[2]) && r.Thread.Closes == nil
	})
	in := generatedInput(o, staff[2])
	text, err := json.Marshal(pinned{in.Records, in.Invitations, in.Citations})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(records, text, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(golden, []byte(profileOfPinned(t, records)), 0o644); err != nil {
		t.Fatal(err)
	}
}

//go:build clones

package ingest_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/clone"
	"rungless/tracker/ingest"
	"rungless/tracker/research"
	"rungless/tracker/store"
)

// These facts were read by hand from git log -p of public repositories, and are
// compared with what the ledger makes of their clones: go test -tags clones, with
// RUNGLESS_TEST_CLONES naming the folder that holds OWNER+NAME/repo. People are
// told by their place and by eight digits of the SHA-256 of their name.

type event struct{ at, slot, change, who string }

// clonedEvents reads one file of one clone into a store and gives its events back.
func clonedEvents(t *testing.T, repository, path string) []event {
	t.Helper()
	folder := filepath.Join(os.Getenv("RUNGLESS_TEST_CLONES"), strings.Replace(repository, "/", "+", 1), "repo")
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	quiet := slog.New(slog.DiscardHandler)
	history := onlyFile{clone.NewFiles(folder, clone.Options{Repository: repository, Environ: os.Environ()}), path}
	source := research.New(quiet, research.Options{Now: time.Now, Histories: []research.Opened{{Label: repository, History: history}}})
	if _, err := ingest.Run(t.Context(), ingest.Options{Logger: quiet, Store: s, Source: source, Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	var events []event
	err = s.Ledger(t.Context(), store.LedgerFilter{}, func(w store.LedgerWork) error {
		for _, m := range w.Mentions {
			for _, c := range m.Credits {
				if c.Role != tracker.AuthorRole {
					continue
				}
				hash := sha256.Sum256([]byte(c.Name))
				for _, e := range c.Events {
					events = append(events, event{e.CommitSHA[:9], m.Slot, fmt.Sprintf("%s %d %d", e.Change, e.From, e.To), hex.EncodeToString(hash[:4])})
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// onlyFile leaves out every other file.
type onlyFile struct {
	*clone.Files
	path string
}

func (o onlyFile) Versions(ctx context.Context, tree tracker.FileTree, wanted func(string) bool, known map[string]string) ([]tracker.FileHistory, error) {
	all, err := o.Files.Versions(ctx, tree, wanted, known)
	return slices.DeleteFunc(all, func(h tracker.FileHistory) bool { return h.Path != o.path }), err
}

// added are the entries that one commit put on a list, from a place on.
func added(commit, slot string, from int, who ...string) []event {
	list := make([]event, len(who))
	for i, name := range who {
		list[i] = event{commit, slot, fmt.Sprintf("added 0 %d", from+i), name}
	}
	return list
}

func TestTheHistoriesOfPublicCitationFilesAreWhatTheirDiffsSay(t *testing.T) {
	for _, test := range []struct {
		repository, path string
		want             [][]event
	}{
		// 34 changes; all but two touch the version, the title or other fields only.
		{"huggingface/trl", "CITATION.cff", [][]event{
			added("7953151da", "itself", 1, strings.Fields("7c18a1c0 edf1ed60 cab7ed97 b32383aa 1a59786b 9c12cd1f")...),
			added("92eea1f23", "itself", 7, strings.Fields("c9a675cf 3c4e7763 8167dbc0")...),
		}},
		// The second list goes in before the last author, who slides down and is not moved.
		{"huggingface/diffusers", "CITATION.cff", [][]event{
			added("7ac95703c", "itself", 1, strings.Fields("b37cacbc e753034f 7668c5d4 1272abca 9c12cd1f 3c4e7763 4e889530 df139ebf")...),
			added("bf861e65d", "itself", 8, strings.Fields("3a2d6bf3 e28488ce b323efe7 ab69a7cb 34412ef2")...),
		}},
		// The README has one author less at first, who comes by a commit of their own right after.
		{"huggingface/diffusers", "README.md", [][]event{
			added("bb0f2a0f5", "@von-platen-etal-2022-diffusers", 1, strings.Fields("b37cacbc e753034f 7668c5d4 1272abca 9c12cd1f 3c4e7763 4e889530")...),
			added("500ca5a90", "@von-platen-etal-2022-diffusers", 8, "df139ebf"),
			added("bf861e65d", "@von-platen-etal-2022-diffusers", 8, strings.Fields("3a2d6bf3 e28488ce ab69a7cb 34412ef2 b323efe7")...),
		}},
		{"huggingface/datasets", "CITATION.cff", [][]event{
			added("2fd1e73fe", "itself", 1, strings.Fields("60f0f997 1af2de17 b37cacbc df139ebf 6e7aaa46 3e930345 69312638 cab7ed97 e753034f ab0dfea8 805462ee 278238aa c0ff86c2 ab247699 ff941fe0 cb18050e 36aba84b 6eba2b15 b323efe7 d4ec0bfc 5c08bb0f 8b8bbf59 2e4f86c3 990d476b 7668c5d4 43f725be 3e94fed5 7c18a1c0 fbc86d2f b9b36f0d 8e8f3b93")...),
			added("2fd1e73fe", "preferred citation", 1, strings.Fields("60f0f997 1af2de17 b37cacbc df139ebf 6e7aaa46 3e930345 69312638 cab7ed97 e753034f ab0dfea8 805462ee 278238aa c0ff86c2 ab247699 ff941fe0 cb18050e 36aba84b 6eba2b15 b323efe7 d4ec0bfc 5c08bb0f 8b8bbf59 2e4f86c3 990d476b 7668c5d4 43f725be 3e94fed5 7c18a1c0 fbc86d2f b9b36f0d 8e8f3b93")...),
		}},
		// Created with a licence alone: 7dc5e36a6 writes the list, 03d958d3f turns the last four round, 057be9c83 swaps two, moves
		// one up and adds three, adc5cec58 adds one.
		{"huggingface/datasets", ".zenodo.json", [][]event{
			added("7dc5e36a6", "itself", 1, strings.Fields("60f0f997 1af2de17 b37cacbc df139ebf 3e930345 69312638 cab7ed97 e753034f ab0dfea8 805462ee 278238aa c0ff86c2 ab247699 cb18050e ff941fe0 36aba84b 6eba2b15 d4ec0bfc 5c08bb0f 8b8bbf59 b323efe7 2e4f86c3 990d476b 8e8f3b93 b9b36f0d fbc86d2f 3e94fed5")...),
			{{"03d958d3f", "itself", "moved 27 24", "3e94fed5"}, {"03d958d3f", "itself", "moved 26 25", "fbc86d2f"}, {"03d958d3f", "itself", "moved 25 26", "b9b36f0d"}},
			{{"057be9c83", "itself", "moved 15 14", "ff941fe0"}, {"057be9c83", "itself", "moved 21 18", "b323efe7"}},
			added("057be9c83", "itself", 24, strings.Fields("7668c5d4 43f725be")...),
			added("057be9c83", "itself", 27, strings.Fields("7c18a1c0")...),
			added("adc5cec58", "itself", 5, strings.Fields("6e7aaa46")...),
		}},
	} {
		t.Run(test.repository+" "+test.path, func(t *testing.T) {
			want := slices.Concat(test.want...)
			got := clonedEvents(t, test.repository, test.path)
			byText := func(a, b event) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) }
			slices.SortFunc(got, byText)
			slices.SortFunc(want, byText)
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(event{})); diff != "" {
				t.Errorf("the events (-want +got):\n%s", diff)
			}
		})
	}
}

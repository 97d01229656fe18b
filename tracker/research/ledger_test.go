package research

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
)

var acme = tracker.RepositoryRef{Host: "github.com", Owner: "acme", Name: "engine"}

// cff is a CITATION.cff with some authors.
func cff(title string, authors ...string) string {
	text := "cff-version: 1.2.0\nmessage: Cite it.\ntitle: " + title + "\nauthors:\n"
	for _, a := range authors {
		given, family, _ := strings.Cut(a, " ")
		text += "  - given-names: " + given + "\n    family-names: " + family + "\n"
	}
	return text
}

// read walks through the versions of one file; "" deletes it.
func read(path string, versions ...string) tracker.ResearchFile {
	h := tracker.FileHistory{Path: path}
	texts := map[string]string{}
	for i, text := range versions {
		blob := ""
		if text != "" {
			sum := sha256.Sum256([]byte(text))
			blob = hex.EncodeToString(sum[:])
			texts[blob] = text
		}
		h.Versions = append(h.Versions, tracker.FileVersion{Path: path, Blob: blob, CommitSHA: fmt.Sprint("c", i+1), CommittedAt: time.Unix(int64(1000+i), 0).UTC()})
	}
	l := newLedger(acme, h)
	for _, blob := range l.blobs() {
		_ = l.take(blob, []byte(texts[blob]))
	}
	return l.file()
}

func told(f tracker.ResearchFile) []string {
	list := []string{}
	for _, e := range f.Events {
		who := strings.TrimPrefix(e.Key, "author ")
		switch e.Change {
		case tracker.CreditMoved:
			list = append(list, fmt.Sprintf("%s %s %d-%d", e.CommitSHA, who, e.From, e.To))
		case tracker.CreditAdded:
			list = append(list, fmt.Sprintf("%s +%s %d", e.CommitSHA, who, e.To))
		default:
			list = append(list, fmt.Sprintf("%s -%s %d", e.CommitSHA, who, e.From))
		}
	}
	return list
}

func TestEventsAreTheFewestThatTellWhatACommitDid(t *testing.T) {
	const a, b, c, d = "Ana Alba", "Ben Bruno", "Cai Chen", "Dot Dura"
	start := []string{"c1 +ana alba 1", "c1 +ben bruno 2", "c1 +cai chen 3"}
	for _, test := range []struct {
		name string
		next []string
		want []string
	}{
		{"nothing changes", []string{cff("Engine", a, b, c)}, nil},
		{"somebody is added at the end", []string{cff("Engine", a, b, c, d)}, []string{"c2 +dot dura 4"}},
		{"somebody in front moves nobody", []string{cff("Engine", d, a, b, c)}, []string{"c2 +dot dura 1"}},
		{"who slides up has not moved", []string{cff("Engine", b, c)}, []string{"c2 -ana alba 1"}},
		{"one moves to the front", []string{cff("Engine", c, a, b)}, []string{"c2 cai chen 3-1"}},
		{"one moves to the end", []string{cff("Engine", b, c, a)}, []string{"c2 ana alba 1-3"}},
		{"a swap moves one", []string{cff("Engine", b, a, c)}, []string{"c2 ben bruno 2-1"}},
		{"one leaves and comes back", []string{cff("Engine", a, c), cff("Engine", a, c, b)}, []string{"c2 -ben bruno 2", "c3 +ben bruno 3"}},
		{"a spelling is mended", []string{cff("Engine", "Anastasia Alba", b, c)}, nil},
		{"another person takes a place", []string{cff("Engine", "Ivo Imre", b, c)}, []string{"c2 -ana alba 1", "c2 +ivo imre 1"}},
		{"the title changes", []string{cff("Engine Two", a, b, c)}, nil},
		{"the file goes", []string{""}, []string{"c2 -ana alba 1", "c2 -ben bruno 2", "c2 -cai chen 3"}},
		{"a broken version takes nobody away", []string{"cff-version: [1.2.0\nauthors: {", cff("Engine", a, b, c, d)}, []string{"c3 +dot dura 4"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := read("CITATION.cff", append([]string{cff("Engine", a, b, c)}, test.next...)...)
			if diff := cmp.Diff(append(append([]string{}, start...), test.want...), told(f)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheEntryOfTheNextReleaseKeepsItsPeople(t *testing.T) {
	release := func(version, authors string) string {
		return "# Engine\n\n## Citation\n\n```bibtex\n@software{engine_" + version + ",\n  author = {" + authors + "},\n  title = {engine: " + version + "},\n  doi = {10.5281/zenodo." + version + "}\n}\n```\n"
	}
	f := read("README.md", release("101", "Ana Alba and Ben Bruno"), release("102", "Ana Alba and Ben Bruno and Cai Chen"), release("103", "Dot Dura and Eva Ek"))
	want := []string{"c1 +ana alba 1", "c1 +ben bruno 2", "c2 +cai chen 3", "c3 +dot dura 1", "c3 +eva ek 2", "c3 -ana alba 1", "c3 -ben bruno 2", "c3 -cai chen 3"}
	if diff := cmp.Diff(want, told(f)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestABrokenFileSaysWhereAndInWhichCommit(t *testing.T) {
	f := read("CITATION.cff", cff("Engine", "Ana Alba"), "title: Engine\nauthors:\n  - given-names: [Ana\n")
	if len(f.Warnings) == 0 || f.Warnings[0].CommitSHA != "c2" || f.Warnings[0].Path != "CITATION.cff" {
		t.Errorf("got %+v", f.Warnings)
	}
	if len(f.Mentions) != 1 || f.Mentions[0].IsPast || f.Mentions[0].Credits[0].IsPast {
		t.Errorf("what the broken version leaves out is gone: %+v", f.Mentions)
	}
}

func TestAnAgentIsNeverAnAuthorAndAHumanCalledLikeOneIs(t *testing.T) {
	f := read("CITATION.cff", "cff-version: 1.2.0\nmessage: Cite it.\ntitle: Engine\nauthors:\n"+
		"  - given-names: Claude\n    family-names: Marchetti\n    email: claude@example.org\n"+
		"  - name: Claude\n    email: noreply@anthropic.com\n")
	if len(f.Events) != 1 || f.Mentions[0].Credits[0].Name != "Claude Marchetti" {
		t.Errorf("got %+v", f.Mentions)
	}
}

func TestAListOfTenThousandIsComparedInTime(t *testing.T) {
	names := make([]string, 10_000)
	for i := range names {
		names[i] = fmt.Sprintf("Given%d Family%d", i, i)
	}
	text := cff("Engine", names...)
	names[0], names[9_999] = names[9_999], names[0]
	if f := read("CITATION.cff", text, cff("Engine", names...)); len(f.Events) != 10_002 {
		t.Errorf("got %d events, want 10,002", len(f.Events))
	}
}

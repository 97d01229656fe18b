package research

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

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

func TestAnOrcidOutlivesTheNameAndTwoOfOneNameAreTwo(t *testing.T) {
	const one, another, third = "0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"
	for _, test := range []struct {
		name   string
		before []string
		after  []string
		want   []string // of the second commit
	}{
		{"a name changes beside its ORCID", []string{"Ana Alba " + one}, []string{"Ana Zorn " + one}, nil},
		{"an ORCID is added", []string{"Ana Alba"}, []string{"Ana Alba " + one}, nil},
		{"an ORCID is taken away", []string{"Ana Alba " + one}, []string{"Ana Alba"}, nil},
		{"one of a name gives way to another", []string{"Ana Alba " + one}, []string{"Ana Alba " + another}, []string{"c2 -ana alba 1", "c2 +ana alba (2) 1"}},
		{"two of a name change places", []string{"Ana Alba " + one, "Ana Alba " + another}, []string{"Ana Alba " + another, "Ana Alba " + one}, []string{"c2 ana alba (2) 2-1"}},
		{"the second of a name stays when the first leaves", []string{"Ana Alba " + one, "Ana Alba"}, []string{"Ana Alba " + third}, []string{"c2 -ana alba 1"}},
		{"one name stands twice", []string{"Ana Alba"}, []string{"Ana Alba", "Ana Alba"}, []string{"c2 +ana alba (2) 2"}},
		{"an initial is written out", []string{"J. Doe"}, []string{"Jane Doe"}, nil},
		{"an initial is written out at another place", []string{"J. Doe", "Ana Alba"}, []string{"Ana Alba", "Jane Doe"}, []string{"c2 -j doe 1", "c2 +jane doe 2"}},
		{"a sibling takes the place", []string{"Jane Doe"}, []string{"Kai Doe"}, []string{"c2 -jane doe 1", "c2 +kai doe 1"}},
		{"a sibling takes the place in Cyrillic", []string{"Иван Петров"}, []string{"Анна Петров"}, []string{"c2 -иван петров 1", "c2 +анна петров 1"}},
		{"an initial is written out in Cyrillic", []string{"И. Петров"}, []string{"Иван Петров"}, nil},
		{"a name of one word is no initial", []string{"Plato"}, []string{"Platon"}, []string{"c2 -plato 1", "c2 +platon 1"}},
		{"an accent is mended", []string{"Jose Nunez"}, []string{"José Núñez"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := read("CITATION.cff", withORCIDs(test.before), withORCIDs(test.after))
			got := slices.DeleteFunc(told(f), func(event string) bool { return strings.HasPrefix(event, "c1 ") })
			if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// withORCIDs is a CITATION.cff with authors who may have an ORCID after their names.
func withORCIDs(authors []string) string {
	text := "cff-version: 1.2.0\nmessage: Cite it.\ntitle: Engine\nauthors:\n"
	for _, a := range authors {
		words := strings.Fields(a)
		orcid := ""
		if last := words[len(words)-1]; strings.HasPrefix(last, "0000-") {
			orcid, words = "    orcid: https://orcid.org/"+last+"\n", words[:len(words)-1]
		}
		given, family, hasTwo := strings.Cut(strings.Join(words, " "), " ")
		if hasTwo {
			text += "  - given-names: " + given + "\n    family-names: " + family + "\n"
		} else {
			text += "  - given-names: " + given + "\n"
		}
		text += orcid
	}
	return text
}

func TestTheSameAuthorsReadTwiceAreNoNews(t *testing.T) {
	text := cff("Engine", "Ana Alba", "Ben Bruno")
	if got := told(read("CITATION.cff", text, text, text)); len(got) != 2 {
		t.Errorf("got %v, want the first commit's two", got)
	}
}

func TestAFileThatComesBackHasThePeopleItHad(t *testing.T) {
	text := cff("Engine", "Ana Alba", "Ben Bruno")
	f := read("CITATION.cff", text, "", text)
	want := []string{"c1 +ana alba 1", "c1 +ben bruno 2", "c2 -ana alba 1", "c2 -ben bruno 2", "c3 +ana alba 1", "c3 +ben bruno 2"}
	if diff := cmp.Diff(want, told(f)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(f.Mentions) != 1 || f.Mentions[0].IsPast || len(f.Mentions[0].Credits) != 2 {
		t.Errorf("it is one entry of two people who are there: %+v", f.Mentions)
	}
}

func TestAVersionWhoseContentsAreMissingTakesNobodyAway(t *testing.T) {
	text := cff("Engine", "Ana Alba")
	l := newLedger(acme, tracker.FileHistory{Path: "CITATION.cff", Versions: []tracker.FileVersion{
		{Path: "CITATION.cff", Blob: "a", CommitSHA: "c1"}, {Path: "CITATION.cff", Blob: "b", CommitSHA: "c2"}}})
	if err := l.take("a", []byte(text)); err != nil {
		t.Fatal(err)
	}
	f := l.file()
	if len(f.Events) != 1 || f.Mentions[0].Credits[0].IsPast {
		t.Errorf("got %v and %+v", told(f), f.Mentions)
	}
	if len(f.Warnings) != 1 || f.Warnings[0].CommitSHA != "c2" || !strings.Contains(f.Warnings[0].Sentence, "not there") {
		t.Errorf("nothing says that a version could not be read: %+v", f.Warnings)
	}
}

// swapped is a list of authors, and the list with its first and its last swapped.
func swapped(n int) (before, after string) {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("Given%d Family%d", i, i)
	}
	before = cff("Engine", names...)
	names[0], names[n-1] = names[n-1], names[0]
	return before, cff("Engine", names...)
}

func TestOfALongListOnlyThoseMoveWhoSwapped(t *testing.T) {
	before, after := swapped(300)
	if f := read("CITATION.cff", before, after); len(f.Events) != 302 {
		t.Errorf("got %d events, want 302", len(f.Events))
	}
}

// BenchmarkLedger reads two versions of a file of ten thousand authors and compares
// them.
func BenchmarkLedger(b *testing.B) {
	before, after := swapped(10_000)
	for b.Loop() {
		read("CITATION.cff", before, after)
	}
}

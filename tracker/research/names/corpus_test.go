//go:build corpus

package names

// The labelled set holds real names, so it is not in the repository. It is a file of
// lines "truth, repository, identity, kind, text" with tabs between, where the
// identity is an ORCID, a GitHub account or an e-mail address, and the text a name
// written with it (kind "name"), or the account's login. docs/research-corpus.md says
// how it was made.
//
//	RUNGLESS_TEST_NAMES=FILE go test -tags corpus -run Labelled -v ./tracker/research/names

import (
	"bufio"
	"cmp"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

type identity struct {
	truth, repository, id string
	names                 []string // of two words or more
}

// TestLabelledSet counts each name against what else is known of its own identity,
// and against every other identity of the same repository. Addresses decide only who
// is the same: two of them may be one person's, so they decide nothing apart.
func TestLabelledSet(t *testing.T) {
	groups := map[string][]*identity{}
	all := labelled(t)
	for _, i := range all {
		groups[i.truth+i.repository] = append(groups[i.truth+i.repository], i)
	}
	forms := map[string][]form{}
	for _, i := range all {
		for _, name := range i.names {
			forms[name] = formsOf(name)
		}
	}
	var positives, found, wrong, apart int
	for _, i := range all {
		for n, name := range i.names {
			others := slices.Delete(slices.Clone(i.names), n, n+1)
			if len(others) == 0 {
				continue
			}
			positives++
			if _, ok := New(Person{Names: others}).Match(name); ok {
				found++
			} else {
				t.Logf("missed: %q is one of %q (%s)", name, others, i.id)
			}
		}
		if i.truth == "mail" {
			continue
		}
		m := New(Person{Names: i.names})
		for _, other := range groups[i.truth+i.repository] {
			for _, name := range other.names {
				if other == i {
					continue
				}
				apart++
				if p, ok := m.match(forms[name]); ok {
					wrong++
					t.Logf("wrong: %q is not %q: %s (%s, %s)", name, p.Known, p.Reason, i.id, other.id)
				}
			}
		}
	}
	precision, recall := ratio(found, found+wrong), ratio(found, positives)
	f1 := 2 * precision * recall / (precision + recall)
	t.Logf("positives %d, found %d; negatives %d, proposed %d; precision %.3f, recall %.3f, F1 %.3f", positives, found, apart, wrong, precision, recall, f1)
	if f1 < .95 {
		t.Errorf("F1 is %.3f, the goal is .95", f1)
	}
}

func ratio(part, whole int) float64 { return float64(part) / float64(max(whole, 1)) }

func labelled(t *testing.T) []*identity {
	file, err := os.Open(os.Getenv("RUNGLESS_TEST_NAMES"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	byID := map[string]*identity{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		cells := strings.Split(lines.Text(), "\t")
		if len(cells) != 5 || cells[3] != "name" || len(wordsOf(cells[4])) < 2 || !strings.Contains(cells[4], " ") {
			continue
		}
		key := strings.Join(cells[:3], " ")
		if byID[key] == nil {
			byID[key] = &identity{truth: cells[0], repository: cells[1], id: cells[2]}
		}
		byID[key].names = append(byID[key].names, cells[4])
	}
	return slices.SortedFunc(maps.Values(byID), func(a, b *identity) int {
		return cmp.Or(cmp.Compare(a.truth, b.truth), cmp.Compare(a.repository, b.repository), cmp.Compare(a.id, b.id))
	})
}

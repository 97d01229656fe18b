package growth

import (
	"cmp"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/github"
	"rungless/tracker/githubsim"
	"rungless/tracker/ingest"
	"rungless/tracker/store"
	"rungless/tracker/testneed"

	gocmp "github.com/google/go-cmp/cmp"
)

// TestNoAttackGainsOnARealHistory plants every attack in the recorded history of
// bitcoin-core/gui, synced and stored as any other, for the three people of it who have
// most changes that others merged, and writes what came of it to docs/gaming.md. The
// recording has no lists of files: a change has the sum of its lines only.
func TestNoAttackGainsOnARealHistory(t *testing.T) {
	testneed.Thorough(t)
	real := realHistory(t)
	who := busiest(real, 3)
	before := measureAll(real, who, nil)
	for i, figures := range before {
		if figures["depth of gui"] == 0 || figures["collaborators"] == 0 {
			t.Fatalf("%s of the real history is nothing to attack: %v", letter(i), figures)
		}
	}
	document := gamingDocument(before)
	for _, a := range attacks() {
		after := measureAll(real, who, &a)
		for i := range who {
			compareFigures(t, letter(i)+", "+a.name, before[i], withoutSelfHarm(before[i], after[i]))
		}
		document.add(a.name, before, after)
	}
	document.compare(t)
}

// realHistory is the recording, from a simulated GitHub through the real sync and the
// store, moved in time so that it ends today.
func realHistory(t *testing.T) *organisation {
	t.Helper()
	world, err := githubsim.LoadBackup(testneed.Shared(t, "data", "backup", "backup-bitcoin-core-gui.tar.xz"))
	if err != nil {
		t.Fatal(err)
	}
	url, _ := githubsim.StartTest(t, world, githubsim.Options{PointsPerHour: -1, RequestsPerHour: -1})
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "real.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	quiet := slog.New(slog.DiscardHandler)
	source, err := github.New(quiet, github.Options{BaseURL: url, Token: "recorded", Repositories: []string{"bitcoin-core/gui"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ingest.Run(t.Context(), ingest.Options{Logger: quiet, Store: s, Source: source, Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	o := &organisation{last: 1_000_000}
	err = s.Records(t.Context(), store.RecordFilter{}, func(r tracker.Record) error { o.records = append(o.records, &r); return nil })
	if err != nil {
		t.Fatal(err)
	}
	endsToday(o)
	o.home = o.records[0].Thread.Repository
	o.people = busiest(o, 8)
	return o
}

func endsToday(o *organisation) {
	var last time.Time
	for _, r := range o.records {
		if at := r.Thread.CreatedAt; at.After(last) {
			last = at
		}
	}
	shift := func(at *time.Time) {
		if !at.IsZero() {
			*at = at.Add(today.Sub(last))
		}
	}
	for _, r := range o.records {
		shift(&r.Thread.CreatedAt)
		shift(&r.Thread.UpdatedAt)
		if pull := r.Thread.PullRequest; pull != nil {
			shift(&pull.MergedAt)
			for i := range pull.RequestedReviewers {
				shift(&pull.RequestedReviewers[i].At)
			}
		}
		for i := range r.Reviews {
			shift(&r.Reviews[i].SubmittedAt)
		}
		for i := range r.Comments {
			shift(&r.Comments[i].CreatedAt)
		}
		for i := range r.Commits {
			shift(&r.Commits[i].CommittedAt)
			shift(&r.Commits[i].AuthoredAt)
		}
	}
}

// busiest are the people with most changes that another human merged.
func busiest(o *organisation, n int) []tracker.Account {
	merged, accounts := map[int64]int{}, map[int64]tracker.Account{}
	for _, r := range o.records {
		pull, author := r.Thread.PullRequest, r.Thread.Author
		if pull != nil && !pull.MergedAt.IsZero() && author.IsHuman() && author.DatabaseID != 0 && pull.MergedBy.DatabaseID != author.DatabaseID {
			merged[author.DatabaseID]++
			accounts[author.DatabaseID] = author
		}
	}
	ids := slices.SortedFunc(maps.Keys(merged), func(a, b int64) int { return cmp.Or(merged[b]-merged[a], cmp.Compare(a, b)) })
	var people []tracker.Account
	for _, id := range ids[:min(n, len(ids))] {
		people = append(people, accounts[id])
	}
	return people
}

// measureAll gives the figures of each person after each has tried an attack alone.
func measureAll(real *organisation, who []tracker.Account, a *attack) []map[string]float64 {
	all := make([]map[string]float64, len(who))
	for i, person := range who {
		o := real.clone()
		in := o.input(person)
		in.Window.From = daysAgo(3 * 365)
		in.Invitations, in.Citations = []Invitation{}, []Citation{}
		in.Shares = func(tracker.Record) []Share { return []Share{{Domain: "gui", Weight: 1}} }
		if a != nil {
			a.plant(o, person, &in)
		}
		in.Records = o.list()
		all[i] = withoutGroupings(figures(Measure(Growth1(), in)))
	}
	return all
}

// withoutSelfHarm leaves out spreads where depth fell: who loses work that few people had
// a hand in has what is left spread more evenly. docs/gaming.md shows them.
func withoutSelfHarm(before, after map[string]float64) map[string]float64 {
	kept := maps.Clone(after)
	if after["depth of gui"] < 0.99*before["depth of gui"] {
		maps.DeleteFunc(kept, func(name string, _ float64) bool {
			return strings.HasSuffix(name, spread) || strings.HasPrefix(name, "effective_validators")
		})
	}
	return kept
}

func letter(i int) string { return string(rune('A' + i)) }

// gamingPage is docs/gaming.md in the making.
type gamingPage struct{ text strings.Builder }

func gamingDocument(before []map[string]float64) *gamingPage {
	p := &gamingPage{}
	p.text.WriteString(gamingHead)
	for _, name := range slices.Sorted(maps.Keys(before[0])) {
		if before[0][name]+before[1][name]+before[2][name] > 0 {
			fmt.Fprintf(&p.text, "| %s | %s | %s | %s |\n", name, short(before[0][name]), short(before[1][name]), short(before[2][name]))
		}
	}
	p.text.WriteString("\nWhat an attack changes; figures that are not named stay as they are.\n\n| attack | figure | A | B | C |\n|---|---|---|---|---|\n")
	return p
}

func short(figure float64) string { return strings.TrimSuffix(fmt.Sprintf("%.2f", figure), ".00") }

func (p *gamingPage) add(attack string, before, after []map[string]float64) {
	changed := false
	for _, name := range slices.Sorted(maps.Keys(after[0])) {
		cells := make([]string, len(after))
		moved := false
		for i := range after {
			cells[i] = short(before[i][name]) + " -> " + short(after[i][name])
			moved = moved || short(before[i][name]) != short(after[i][name])
		}
		if moved {
			fmt.Fprintf(&p.text, "| %s | %s | %s |\n", attack, name, strings.Join(cells, " | "))
			changed = true
		}
	}
	if !changed {
		fmt.Fprintf(&p.text, "| %s | none | | | |\n", attack)
	}
}

func (p *gamingPage) compare(t *testing.T) {
	t.Helper()
	path := filepath.Join(testneed.Root(t), "docs", "gaming.md")
	if *update {
		if err := os.WriteFile(path, []byte(p.text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(string(got), p.text.String()); diff != "" {
		t.Errorf("docs/gaming.md is not what came of the attacks; run go test ./tracker/growth -run RealHistory -update (-written +now):\n%s", diff)
	}
}

const gamingHead = `# What gaming gains

Made by ` + "`go test ./tracker/growth -run RealHistory -update`" + `; do not edit.

Every attack that we could think of is planted in two places, and every shown figure is measured before and after. None may
raise a figure by more than a twentieth, but for what the next heading lists; a test fails otherwise.

- A simulated organisation of eight people (tracker/growth/organisation_test.go), with files, reviews, issues, answers,
  decisions, invitations and releases: each attack for four people in three organisations.
- A real history: the recorded metadata of one public repository, through the sync and the store, for the three people (A, B, C)
  with most changes that others merged. The recording lists no files, so a change is as large as the sum of its lines says, a stretch
  of work holds its largest change, and surface, technical debt and documents rest on what an attack brings alone. A git history
  without pull requests says nothing of who validated what: by itself it moves no figure, and no attack on it could.

## What is not prevented

- Parts of one change that are merged on different days. Depth gains at most 17%, where a large change is cut into a part for every
  day of a week, and less than a twentieth where changes are cut by their files. Lists may get another entry where the parts lie in two
  units of seven days, and a month may become active that was not. docs/adr/0009-growth-1.md proves that no formula avoids this and
  still tells work that goes on from work that does not.
- Lines up to a whole change. Who pads a change of ten written lines to twenty-six has a whole one; after that padding gains nothing.
- People who merge each other's worthless changes, with words. They look like people who merge good ones: the evidence has to be read.
- A spread may rise where work is lost. Slices that each touch every file lose lines, since of every file the first six of a day
  weigh nothing, and what is left may be spread more evenly (A and C below): depth falls and the effective numbers rise.
- What a person hides. For others it is not there, so that a share is a share of the rest: who hides the reviews of
  colleagues raises the external-review share that others see. docs/adr/0015-what-a-person-hides-and-contests.md says why it is not told.
- Initiatives are groups, and their number is no figure.

## The real history

Figures before.

| figure | A | B | C |
|---|---|---|---|
`

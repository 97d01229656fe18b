package store_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rungless/tracker"
	"rungless/tracker/store"
)

// oldSchemas are the steps that programs of former days knew, the oldest first: every
// beginning of the list, and what was once built with step 0016 before those that were
// numbered under it.
func oldSchemas() map[string][]string {
	all, schemas := store.StepIDs(), map[string][]string{}
	for i := range all {
		schemas["up to "+all[i]] = all[:i+1]
	}
	before := slices.Clone(all[:slices.Index(all, "0013_work")+1])
	schemas["0016 after 0013"] = append(before, "0016_shares")
	return schemas
}

// A store of every former schema, with lines in every table that it had, is brought up to
// date when it is opened: it keeps each line, tells the same facts, and goes on.
func TestAStoreOfEveryFormerSchemaKeepsItsFacts(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		full := everyTableFilled(t, fresh())
		isPostgres := strings.HasSuffix(t.Name(), "PostgreSQL")
		for name, steps := range oldSchemas() {
			telling := slices.Contains([]string{"up to 0001_spine", "up to 0003_owners", "up to 0009_erasures", "0016 after 0013"}, name)
			if (isPostgres || testing.Short()) && !telling { // make thorough runs them all on SQLite; the steps are the same text
				continue
			}
			t.Run(name, func(t *testing.T) { assertUpgrade(t, full, fresh(), steps) })
		}
	})
}

// everyTableFilled makes a store with lines in every table.
func everyTableFilled(t *testing.T, dsn string) *store.Store {
	t.Helper()
	s := open(t, dsn)
	plant(t, s)
	apply(t, s, keptLater())
	if err := s.Invent(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// keptLater is kept, of a day after all that is planted in the same threads.
func keptLater() tracker.Batch {
	b := kept()
	b.Threads[1].UpdatedAt = at(60)
	return b
}

// factsOfThatTime are the facts that a store with these tables could have.
func factsOfThatTime(t *testing.T, s *store.Store, columns map[string][]string) []tracker.Contribution {
	t.Helper()
	all := facts(t, s, store.EvidenceFilter{})
	if _, hasWorks := columns["works"]; hasWorks {
		return all
	}
	return slices.DeleteFunc(all, func(c tracker.Contribution) bool { return c.Kind == tracker.ResearchCredit })
}

func assertUpgrade(t *testing.T, full *store.Store, dsn string, steps []string) {
	t.Helper()
	columns, err := store.MakeOld(t.Context(), dsn, steps, full)
	if err != nil {
		t.Fatal(err)
	}
	upgraded := open(t, dsn)
	if diff := cmp.Diff(linesIn(t, full, columns), linesIn(t, upgraded, columns)); diff != "" {
		t.Errorf("lines of the former schema, before (-) and after (+):\n%s", diff)
	}
	ownWords := cmpopts.IgnoreTypes(tracker.Note{}) // not every schema had them; those that had are compared above
	if diff := cmp.Diff(factsOfThatTime(t, full, columns), factsOfThatTime(t, upgraded, columns), ownWords); diff != "" {
		t.Errorf("facts before (-) and after (+):\n%s", diff)
	}
	if diff := cmp.Diff(citationsOf(t, full), citationsOf(t, upgraded)); diff != "" {
		t.Errorf("citations before (-) and after (+):\n%s", diff)
	}
	apply(t, upgraded, plantedBatch(), keptLater())
	if diff := cmp.Diff(facts(t, full, store.EvidenceFilter{}), facts(t, upgraded, store.EvidenceFilter{}), ownWords); diff != "" {
		t.Errorf("facts before (-) and after the next sync (+):\n%s", diff)
	}
	sum := fingerprint(t, upgraded)
	if err := upgraded.RebuildRollups(t.Context()); err != nil {
		t.Fatal(err)
	}
	if fingerprint(t, upgraded) != sum {
		t.Error("what is derived anew differs from what was kept")
	}
}

func linesIn(t *testing.T, s *store.Store, columns map[string][]string) []string {
	t.Helper()
	lines, err := s.LinesIn(t.Context(), columns)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// A former program meets a database that a later one has brought up to date: to it some
// step is unknown. It says so in a sentence and changes nothing.
func TestThereIsNoWayBackToAFormerProgram(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		dsn := fresh()
		s := open(t, dsn)
		plant(t, s)
		if err := s.Upgraded(t.Context(), "9999_later"); err != nil {
			t.Fatal(err)
		}
		before := fingerprint(t, s)
		for _, o := range []store.Options{{}, {ReadOnly: true}} {
			_, err := store.Open(t.Context(), dsn, o)
			if tracker.KindOf(err) != tracker.Conflict || !strings.Contains(err.Error(), "newer version of rungless") {
				t.Errorf("read only %t: %v", o.ReadOnly, err)
			}
		}
		if fingerprint(t, s) != before {
			t.Error("the refused program changed something")
		}
	})
}

// Who only reads brings nothing up to date, and says what to do.
func TestWhoOnlyReadsRefusesAFormerSchema(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		dsn, steps := fresh(), store.StepIDs()
		if _, err := store.MakeOld(t.Context(), dsn, slices.Delete(steps, len(steps)-2, len(steps)-1), open(t, fresh())); err != nil {
			t.Fatal(err)
		}
		_, err := store.Open(t.Context(), dsn, store.Options{ReadOnly: true})
		if tracker.KindOf(err) != tracker.Conflict || !strings.Contains(err.Error(), "older version of rungless") {
			t.Errorf("opened: %v", err)
		}
	})
}

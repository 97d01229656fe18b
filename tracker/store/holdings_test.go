package store

import (
	"slices"
	"strings"
	"testing"
)

// Every column of every table is in the list that says what an erasure does with it and
// what an export holds of it, on both engines; and the list names nothing that is not there.
func TestEveryColumnIsKnownToErasureAndExport(t *testing.T) {
	for name, open := range map[string]func(*testing.T) *Store{"SQLite": newSQLite, "PostgreSQL": newPostgres} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			known := map[string][]string{"schema_migrations": {"id"}}
			for _, h := range holdings {
				known[h.table] = strings.Fields(strings.Join([]string{h.plain, h.accounts, h.words, h.names, h.public}, " "))
			}
			tables, err := s.write.Migrator().GetTables()
			if err != nil {
				t.Fatal(err)
			}
			for _, table := range tables {
				compareColumns(t, s, table, known[table])
				delete(known, table)
			}
			for table := range known {
				t.Errorf("the list names table %s, which is not there", table)
			}
		})
	}
}

func compareColumns(t *testing.T, s *Store, table string, known []string) {
	t.Helper()
	types, err := s.write.Migrator().ColumnTypes(table)
	if err != nil {
		t.Fatal(err)
	}
	for _, column := range types {
		i := slices.Index(known, column.Name())
		if i < 0 {
			t.Errorf("%s.%s is not in holdings.go: say what happens to it when a person is erased, and whether it is exported", table, column.Name())
			continue
		}
		known = slices.Delete(known, i, i+1)
	}
	if len(known) > 0 {
		t.Errorf("%s: the list names columns that are not there, or twice: %v", table, known)
	}
}

func TestEveryHoldingSaysWhatBecomesOfIt(t *testing.T) {
	seen := map[string]bool{}
	for _, h := range holdings {
		if seen[h.table] {
			t.Errorf("%s is listed twice, and would be twice in an export", h.table)
		}
		seen[h.table] = true
		if h.goes == "" && h.stays == "" {
			t.Errorf("%s neither goes nor says why it stays", h.table)
		}
		if (h.export == "") == (h.apart == "") {
			t.Errorf("%s is either exported or says why not", h.table)
		}
		if h.topic == "" {
			t.Errorf("%s has no topic", h.table)
		}
		if h.export != "" && !strings.Contains(h.export, "ORDER BY") {
			t.Errorf("%s is exported in no order", h.table)
		}
	}
}

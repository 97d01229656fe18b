package store

import (
	"context"
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"rungless/tracker"
	"rungless/tracker/testneed"
)

var update = flag.Bool("update", false, "write the golden files anew")

func newSQLite(t *testing.T) *Store {
	t.Helper()
	s, err := Open(context.Background(), filepath.Join(t.TempDir(), "rungless.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// newPostgres migrates a schema of its own in the test server's database.
func newPostgres(t *testing.T) *Store {
	t.Helper()
	dsn := testneed.Postgres(t)
	name := fmt.Sprintf("golden_%d", os.Getpid())
	owner := &Store{log: newSQLite(t).log}
	if err := owner.openPostgres(context.Background(), dsn); err != nil {
		t.Fatal(err)
	}
	if err := owner.write.Exec("CREATE SCHEMA " + name).Error; err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("search_path", name)
	u.RawQuery = query.Encode()
	s, err := Open(context.Background(), u.String(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.Close()
		owner.write.Exec("DROP SCHEMA " + name + " CASCADE")
		owner.Close()
	})
	return s
}

// allRows is one value of every row type.
var allRows = []schema.Tabler{repositoryRow{}, repositoryNameRow{}, accountRow{}, accountLoginRow{}, emailRow{}, personRow{},
	personAccountRow{}, joinRow{}, proposalRow{}, threadRow{}, itemRow{}, commitRow{}, releaseRow{}, pathRow{}, wordRow{}, threadWordRow{}, payloadRow{},
	contributionRow{}, labelRow{}, assigneeRow{}, threadFileRow{}, commitFileRow{}, reviewRequestRow{}, linkRow{}, threadCommitRow{},
	authorRow{}, trailerRow{}, ownerChangeRow{}, commitPullRow{}, citationRow{}, treeRow{}, participantRow{}, contributionRollupRow{}, attributionRow{}, domainRow{}, threadShareRow{}, commitShareRow{},
	accountRevisionRow{}, measuredRow{}, collaboratorRollupRow{}, cursorRow{}, coverageRow{}, runRow{},
	researchFileRow{}, researchWarningRow{}, workRow{}, mentionRow{}, workIdentityRow{}, creditRow{}, creditEventRow{}, creditNameRow{}, creditMatchRow{},
	initiativeEditRow{}, initiativeEditThreadRow{}, enteredFigureRow{}, noteRow{}, erasureRow{}, refusalRow{},
	memberRow{}, pinnedLoginRow{}, sessionRow{}, apiTokenRow{}, audienceRow{}, audienceMemberRow{}, viewRow{},
	packRow{}, packRevisionRow{}, packSealRow{}, packShareRow{}, moveDisclosureRow{},
	workItemRow{}, budgetRow{}, workerRow{}, deliveryRow{}}

func TestTheRowsAreTheSchema(t *testing.T) {
	s := newSQLite(t)
	seen := map[string]bool{"schema_migrations": true}
	for _, row := range allRows {
		seen[row.TableName()] = true
		parsed, err := schema.Parse(row, &sync.Map{}, schema.NamingStrategy{})
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, f := range parsed.Fields {
			want = append(want, f.DBName)
		}
		types, err := s.write.Migrator().ColumnTypes(row.TableName())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range types {
			got = append(got, c.Name())
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: columns of the row (-) and of the table (+):\n%s", row.TableName(), diff)
		}
	}
	tables, err := s.write.Migrator().GetTables()
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		if !seen[table] {
			t.Errorf("table %s has no row type", table)
		}
	}
}

func TestGoldenSchemas(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		golden(t, newSQLite(t).write, "testdata/schema.sqlite.txt",
			"SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name")
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		golden(t, newPostgres(t).write, "testdata/schema.postgres.txt", `SELECT * FROM (
			SELECT table_name || '.' || column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END AS line
				FROM information_schema.columns WHERE table_schema = current_schema()
			UNION ALL SELECT replace(indexdef, current_schema() || '.', '') FROM pg_indexes WHERE schemaname = current_schema()) l ORDER BY line COLLATE "C"`)
	})
}

func golden(t *testing.T, db *gorm.DB, path, query string) {
	t.Helper()
	var lines []string
	if err := db.Raw(query).Scan(&lines).Error; err != nil {
		t.Fatal(err)
	}
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("schema (-golden +got), run with -update after a deliberate change:\n%s", diff)
	}
}

func TestMigrationsImportNothingOfOurs(t *testing.T) {
	files, err := filepath.Glob("migrations/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range file.Imports {
			if strings.HasPrefix(spec.Path.Value, `"rungless`) {
				t.Errorf("%s imports %s: a frozen step must not depend on code that changes", name, spec.Path.Value)
			}
		}
	}
}

func TestANewerDatabaseIsRefused(t *testing.T) {
	s := newSQLite(t)
	if err := s.write.Exec("INSERT INTO schema_migrations (id) VALUES ('9999_later')").Error; err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), s.path, Options{})
	if tracker.KindOf(err) != tracker.Conflict || !strings.Contains(err.Error(), "newer version") {
		t.Errorf("opening a newer database: %v", err)
	}
}

func TestManyMayOpenAFreshDatabaseAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rungless.db")
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			s, err := Open(t.Context(), path, Options{})
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			if _, err := s.StartRun(t.Context(), tracker.GitHubSource, s.now()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func TestFilesAreForTheirOwnerOnly(t *testing.T) {
	s := newSQLite(t)
	if _, err := s.StartRun(t.Context(), tracker.GitHubSource, s.now()); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(s.path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != 0o600 {
			t.Errorf("%s has mode %04o, want 0600", filepath.Base(s.path+suffix), got)
		}
	}
}

func TestWhatTheMachineRefusesIsSaidInASentence(t *testing.T) {
	notADatabase := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(notADatabase, []byte(strings.Repeat("these are only notes\n", 400)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		dsn  string
		kind tracker.ErrorKind
		says string
	}{
		"a folder that is missing":    {filepath.Join(t.TempDir(), "missing", "x.db"), tracker.NotFound, "folder"},
		"a folder in place of a file": {t.TempDir(), tracker.Invalid, "is a folder"},
		"a file that is no database":  {notADatabase, tracker.Invalid, "not a database"},
		"a server that is not there":  {"postgres://u:secret@127.0.0.1:1/x", tracker.Unavailable, "127.0.0.1:1/x"},
	} {
		_, err := Open(t.Context(), test.dsn, Options{})
		if tracker.KindOf(err) != test.kind || err == nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v (%v)", name, err, tracker.KindOf(err))
		}
	}
}

func TestAFullDiskLosesNothing(t *testing.T) {
	s := newSQLite(t)
	small := func(n int) tracker.Batch {
		b := tracker.Batch{Source: tracker.GitHubSource}
		for i := range n {
			b.Accounts = append(b.Accounts, tracker.Account{Host: "h", DatabaseID: int64(i + 1), Login: fmt.Sprint("login-", i), Kind: tracker.UserAccount})
		}
		return b
	}
	if _, err := s.Apply(t.Context(), small(3)); err != nil {
		t.Fatal(err)
	}
	before, err := s.Fingerprint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var pages int64
	s.write.Raw("PRAGMA page_count").Scan(&pages)
	s.write.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages))
	_, err = s.Apply(t.Context(), small(20_000))
	if tracker.KindOf(err) != tracker.Unavailable || !strings.Contains(err.Error(), "disk is full") {
		t.Errorf("a full disk: %v", err)
	}
	if after, err := s.Fingerprint(t.Context()); err != nil || after != before {
		t.Errorf("after a full disk the store is not as it was (%v)", err)
	}
}

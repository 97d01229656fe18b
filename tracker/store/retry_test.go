package store_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"testing"

	"rungless/tracker"
	"rungless/tracker/store"
	"rungless/tracker/testneed"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// serialisable is a database whose transactions are, as all are on CockroachDB.
func serialisable(t *testing.T) string {
	t.Helper()
	u, err := url.Parse(testneed.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	values := u.Query()
	values.Set("default_transaction_isolation", "serializable")
	u.RawQuery = values.Encode()
	return u.String()
}

// rival is another program that writes to the same database, past the turn that our own
// writers take: two lines to quarrel over.
type rival struct {
	*pgx.Conn
	t *testing.T
}

func newRival(t *testing.T, dsn string) rival {
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	r := rival{conn, t}
	t.Cleanup(func() { conn.Close(context.Background()) })
	r.do("CREATE TABLE quarrel (id int PRIMARY KEY, n int)")
	r.do("INSERT INTO quarrel VALUES (1, 0), (2, 0)")
	return r
}

func (r rival) do(statement string) {
	if _, err := r.Exec(context.Background(), statement); err != nil {
		r.t.Error(err)
	}
}

// state is the SQLSTATE of an error.
func state(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}

const more = "UPDATE quarrel SET n = n + 1 WHERE id = ?"

func TestATransactionThatMetAnotherIsTriedOnceMore(t *testing.T) {
	dsn := serialisable(t)
	s, r := open(t, dsn), newRival(t, dsn)
	var states []string
	err := s.Transact(t.Context(), func(exec func(string, ...any) error) error {
		if len(states) == 0 {
			r.do("UPDATE quarrel SET n = 10 WHERE id = 1")
		}
		err := exec(more, 1)
		states = append(states, state(err))
		return err
	})
	if err != nil || fmt.Sprint(states) != "[40001 ]" {
		t.Errorf("the tries end with %q, the last %v", states, err)
	}
	var n int
	if err := r.QueryRow(t.Context(), "SELECT n FROM quarrel WHERE id = 1").Scan(&n); err != nil || n != 11 {
		t.Errorf("%d is stored, want 11 (%v)", n, err)
	}
}

func TestATransactionThatGivesWayInADeadlockIsTriedOnceMore(t *testing.T) {
	testneed.Thorough(t) // the engine looks for deadlocks after a second
	dsn := testneed.Database(t)
	s, r := open(t, dsn), newRival(t, dsn)
	var states []string
	var waiting sync.WaitGroup
	err := s.Transact(t.Context(), func(exec func(string, ...any) error) error {
		if len(states) > 0 {
			return errors.Join(exec(more, 1), exec(more, 2))
		}
		if err := exec(more, 1); err != nil {
			return err
		}
		r.do("BEGIN")
		r.do("SET LOCAL deadlock_timeout = '1min'") // so that it is the other one that gives way
		r.do("UPDATE quarrel SET n = 10 WHERE id = 2")
		waiting.Go(func() { r.do("UPDATE quarrel SET n = 10 WHERE id = 1"); r.do("COMMIT") })
		err := exec(more, 2)
		states = append(states, state(err))
		return err
	})
	waiting.Wait()
	if err != nil || fmt.Sprint(states) != "[40P01]" {
		t.Errorf("the first try ends with %q, the last %v", states, err)
	}
	var sum int
	if err := r.QueryRow(t.Context(), "SELECT sum(n) FROM quarrel").Scan(&sum); err != nil || sum != 22 {
		t.Errorf("%d is stored, want 22 (%v)", sum, err)
	}
}

func TestWhatCannotSucceedIsNotTriedAgainForEver(t *testing.T) {
	dsn := serialisable(t)
	s, r := open(t, dsn), newRival(t, dsn)
	for name, test := range map[string]struct {
		statement string
		want      int
	}{
		"the other one is always faster": {more, store.TransactionTries},
		"a value that is there already":  {"INSERT INTO quarrel VALUES (?, 0)", 1},
		"a table that is not there":      {"UPDATE nowhere SET n = ?", 1},
		"no statement":                   {"what is ?", 1},
	} {
		tries := 0
		err := s.Transact(t.Context(), func(exec func(string, ...any) error) error {
			tries++
			r.do("UPDATE quarrel SET n = n + 10 WHERE id = 1")
			return exec(test.statement, 1)
		})
		if err == nil || tries != test.want {
			t.Errorf("%s: %d tries, want %d; the last: %v", name, tries, test.want, err)
		}
	}
}

// Where every transaction is serialisable, two programs that write at once meet all the
// time; nothing is lost for it.
func TestTwoProgramsStoreAtOnceWhereTransactionsAreSerialisable(t *testing.T) {
	dsn := serialisable(t)
	const each = 12
	var both sync.WaitGroup
	for half := range 2 {
		s := open(t, dsn)
		both.Go(func() {
			for i := range each {
				number := 1 + half*each + i
				if _, err := s.Apply(t.Context(), fromGitHub(tracker.Batch{Threads: []tracker.Thread{pullRequest(number, ana, at(number))}})); err != nil {
					t.Error(err)
				}
			}
		})
	}
	both.Wait()
	s := open(t, dsn)
	if got := len(facts(t, s, store.EvidenceFilter{})); got != 2*each {
		t.Errorf("%d facts are stored, want %d", got, 2*each)
	}
}

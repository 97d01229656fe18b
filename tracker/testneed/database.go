package testneed

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Database returns the address of an empty database on the server of [Postgres], which
// is dropped after the test.
func Database(t testing.TB) string {
	t.Helper()
	dsn, drop := create(t, "")
	t.Cleanup(drop)
	return dsn
}

// CopyOf returns the address of a database with the content of one that [Database] gave and
// to which nobody is connected, and what drops it.
func CopyOf(t testing.TB, dsn string) (copied string, drop func()) {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	return create(t, " TEMPLATE "+strings.TrimPrefix(u.Path, "/"))
}

// create makes a database with a name of its own.
func create(t testing.TB, like string) (dsn string, drop func()) {
	t.Helper()
	server := Postgres(t)
	ctx := context.Background() // outlives the test's own: the database is dropped after it
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("rungless_test_%d_%d", time.Now().UnixNano(), rand.IntN(1e6)) //nolint:gosec // a name, no secret
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+name+like); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String(), func() {
		defer conn.Close(ctx)
		if _, err := conn.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	}
}

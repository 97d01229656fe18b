//go:build cgo

package store

import (
	"errors"
	"fmt"
	"net/url"

	"github.com/mattn/go-sqlite3"
)

const (
	sqliteDriver = "sqlite3"
	sqliteBuild  = "cgo"
)

// sqliteParameters are the settings of every connection, in mattn's own keys:
// this driver silently ignores the other one's, and the other way round.
func sqliteParameters(writer bool) url.Values {
	v := url.Values{
		"_journal_mode": {"WAL"},
		"_busy_timeout": {"15000"},
		"_foreign_keys": {"1"},
		"_synchronous":  {"NORMAL"},
		"_cache_size":   {fmt.Sprint(-readerCache)},
	}
	if writer {
		v.Set("_txlock", "immediate")
		v.Set("_cache_size", fmt.Sprint(-writerCache))
	} else {
		v.Set("_query_only", "1")
		v.Set("_stmt_cache_size", "128") // to parse and plan what pages ask takes a fifth of their time
	}
	return v
}

// sqliteCode returns SQLite's primary result code of err, 0 when it is not
// SQLite's.
func sqliteCode(err error) int {
	if e, ok := errors.AsType[sqlite3.Error](err); ok {
		return int(e.Code)
	}
	return 0
}

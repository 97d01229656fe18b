//go:build !cgo

package store

import (
	"errors"
	"fmt"
	"net/url"

	"modernc.org/sqlite"
)

const (
	sqliteDriver = "sqlite"
	sqliteBuild  = "pure Go"
)

// sqliteParameters are the settings of every connection, in modernc's own keys:
// this driver silently ignores the other one's, and the other way round. The
// busy timeout comes first, so that the rest waits for a busy database.
func sqliteParameters(writer bool) url.Values {
	v := url.Values{"_pragma": {
		"busy_timeout(15000)", "journal_mode(WAL)", "foreign_keys(1)", "synchronous(NORMAL)",
	}}
	if writer {
		v.Set("_txlock", "immediate")
		v.Add("_pragma", fmt.Sprintf("cache_size(-%d)", writerCache))
	} else {
		v.Add("_pragma", "query_only(1)")
		v.Add("_pragma", fmt.Sprintf("cache_size(-%d)", readerCache))
	}
	return v
}

// sqliteCode returns SQLite's primary result code of err, 0 when it is not
// SQLite's.
func sqliteCode(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}

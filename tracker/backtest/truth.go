package backtest

import (
	"encoding/csv"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
)

// truthColumns is the head of a truth file.
var truthColumns = []string{"granted_at", "repository", "path", "account"}

// ReadTruth reads grants from a CSV file with the columns granted_at, repository,
// path and account. A date is RFC 3339 or a day, which begins at midnight UTC; a
// path is a directory, "" or "." for the root; an account is a login, or an address
// or a full name as the history has it. Errors name the file and the line.
func ReadTruth(file string, in io.Reader) ([]Grant, error) {
	const op = "backtest.ReadTruth"
	reader := csv.NewReader(in)
	reader.FieldsPerRecord = len(truthColumns)
	head, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return nil, tracker.Errorf(tracker.Invalid, op, "%s is empty", file).WithHint("its first line must be %s", strings.Join(truthColumns, ","))
	}
	if err == nil {
		head[0] = strings.TrimPrefix(head[0], "\ufeff")
	}
	if err != nil || !slices.Equal(head, truthColumns) {
		return nil, tracker.Errorf(tracker.Invalid, op, "%s:1: these are not the columns of a truth file", file).
			Because(err).WithHint("the first line must be %s", strings.Join(truthColumns, ","))
	}
	grants := []Grant{}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return grants, nil
		}
		if broken, ok := errors.AsType[*csv.ParseError](err); ok {
			return nil, tracker.Errorf(tracker.Invalid, op, "%s:%d: this is no line of CSV with four columns", file, broken.Line).Because(err).
				WithHint("put a text that holds a comma or a quote in quotes")
		}
		if err != nil {
			return nil, err
		}
		grant, err := readGrant(record)
		if err != nil {
			line, _ := reader.FieldPos(0)
			return nil, tracker.Errorf(tracker.Invalid, op, "%s:%d: %s", file, line, err).
				WithHint("write it as 2024-03-01,octo-org/engine,csrc/kernels,octo-pm")
		}
		grants = append(grants, grant)
	}
}

func readGrant(record []string) (Grant, error) {
	for i := range record {
		record[i] = strings.TrimSpace(record[i])
	}
	at, err := time.Parse(time.RFC3339, record[0])
	if err != nil {
		at, err = time.Parse(time.DateOnly, record[0])
	}
	switch {
	case err != nil:
		return Grant{}, errors.New("granted_at is neither a day nor a time in RFC 3339")
	case strings.Count(record[1], "/") != 1:
		return Grant{}, errors.New("repository is not owner/name")
	case record[3] == "":
		return Grant{}, errors.New("account is empty")
	}
	directory := strings.Trim(path.Clean("/"+record[2]), "/")
	return Grant{At: at.UTC(), Repository: record[1], Path: directory, Account: record[3]}, nil
}

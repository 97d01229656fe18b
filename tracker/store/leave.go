package store

import (
	"archive/zip"
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"strings"
	"time"
)

// ExportPerson writes all that hangs on somebody as one zip file:
// README.txt, which says what each file is, and one file of JSON lines for each kind of
// thing, as holdings.go says. It is the same bytes for the same store, sees the store as
// it was when it began, and holds one line at a time.
func (s *Store) ExportPerson(ctx context.Context, whom Who, out io.Writer) error {
	const op = "store.ExportPerson"
	return machineError(op, s.snapshot(ctx, func(t *tx) error {
		who, err := t.hangingOn(whom)
		if err != nil {
			return err
		}
		x := &exporter{tx: t, zip: zip.NewWriter(out)}
		if err := x.file("README.txt", readmeOfPerson); err != nil {
			return err
		}
		for _, h := range holdings {
			if h.export == "" {
				continue
			}
			if err := x.table(h.table, h.export, who.parameters(h.export)); err != nil {
				return err
			}
		}
		return x.zip.Close()
	}))
}

// ExportAll writes every table as one file of JSON lines, in one zip file. Secrets of
// sign-in, which are of no use elsewhere, are left out.
func (s *Store) ExportAll(ctx context.Context, out io.Writer) error {
	return machineError("store.ExportAll", s.snapshot(ctx, func(t *tx) error {
		x := &exporter{tx: t, zip: zip.NewWriter(out)}
		if err := x.file("README.txt", readmeOfAll); err != nil {
			return err
		}
		for _, h := range holdings {
			if err := x.table(h.table, "SELECT * FROM "+h.table+" ORDER BY 1, 2", nil); err != nil {
				return err
			}
		}
		return x.zip.Close()
	}))
}

// exporter writes one zip file.
type exporter struct {
	*tx
	zip *zip.Writer
}

// writtenAt is the time of every file of an export: the same lines give the same bytes.
var writtenAt = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

func (x *exporter) file(name string, write func(*bufio.Writer) error) error {
	entry, err := x.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: writtenAt})
	if err != nil {
		return err
	}
	w := bufio.NewWriter(entry)
	if err := write(w); err != nil {
		return err
	}
	return w.Flush()
}

// table writes the lines of a query as JSON lines.
func (x *exporter) table(table, query string, parameters []any) error {
	return x.file(table+".ndjson", func(w *bufio.Writer) error {
		rows, err := x.db.Raw(query, parameters...).Rows()
		if err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
		defer rows.Close()
		return writeLines(w, rows)
	})
}

func writeLines(w *bufio.Writer, rows *sql.Rows) error {
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		line, err := jsonLine(columns, values)
		if err != nil {
			return err
		}
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	return rows.Err()
}

// readmeOfPerson says what the files of a person's export are.
func readmeOfPerson(w *bufio.Writer) error {
	fmt.Fprint(w, `Everything that this rungless stores about you.

Each file holds one JSON object a line. Times are UTC; null means that it is not known. A repository is named as
OWNER/NAME on its host: https://HOST/OWNER/NAME/issues/NUMBER leads to a thread, also where it is a pull request.
What others wrote is not in here: follow the addresses.

`)
	for _, h := range holdings {
		if h.export != "" {
			fmt.Fprintf(w, "%s.ndjson\n  %s\n", h.table, h.what)
		}
	}
	fmt.Fprint(w, "\nNot in here, because it is not of you alone or says nothing more:\n\n")
	for _, h := range holdings {
		if h.export == "" {
			fmt.Fprintf(w, "%s: %s\n", h.table, h.apart)
		}
	}
	return nil
}

func readmeOfAll(w *bufio.Writer) error {
	_, err := w.WriteString(`Everything that this rungless stores, one file for each table, one JSON object a line.

Times are UTC; null means that it is not known. Keys that end in _id name lines of other files. Secrets of sign-in are
left out. To move a store to another machine use "rungless backup" and "rungless restore".
`)
	return err
}

// isSecret reports whether a column holds what nobody has a use for outside the store.
func isSecret(column string) bool {
	return column == "secret_hash" || column == "sealed_token" || column == "salt"
}

// isYesOrNo reports whether a column answers yes or no, which SQLite counts.
func isYesOrNo(column string) bool {
	return strings.HasPrefix(column, "is_") || strings.HasPrefix(column, "was_") || strings.HasPrefix(column, "has_") || column == "on_default" || column == "of_you"
}

package store_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"rungless/tracker"
	"rungless/tracker/store"
)

// unzipped reads an export and checks that each line of it is JSON.
func unzipped(t *testing.T, packed []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, file := range archive.File {
		reader, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		files[file.Name] = string(text)
		for line := range strings.Lines(string(text)) {
			if strings.HasSuffix(file.Name, ".ndjson") && !json.Valid([]byte(line)) {
				t.Errorf("%s: not JSON: %s", file.Name, line)
			}
		}
	}
	return files
}

func exported(t *testing.T, s *store.Store, login string) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := s.ExportPerson(t.Context(), whoIs(t, s, login), &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAnExportHoldsAllOfAPersonAndNothingThatOthersWrote(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		plant(t, s)
		packed := exported(t, s, planted.Login)
		if !bytes.Equal(packed, exported(t, s, "planted-former")) {
			t.Error("the same store gives other bytes the second time")
		}
		files := unzipped(t, packed)
		for file, want := range map[string]string{
			"people.ndjson":         `"time_zone":"Europe/Berlin"`,
			"account_logins.ndjson": `"login":"planted-former"`,
			"accounts.ndjson":       `second.planted@example.org`,
			"contributions.ndjson":  `"kind":"review","host":"github.com","repository":"acme/kernels","number":2`,
			"payloads.ndjson":       `"body":{"author":{"login":"planted-login"},"body":"plantedwords too"}`,
			"commits.ndjson":        `"headline":"From plantedwords"`,
			"credits.ndjson":        `"orcid":"0000-0009-8765-4321"`,
			"entered_figures.ndjson": `"what":"plantedwords","figure":"3","source_url":"https://example.org/planted@","counted_at":"` +
				at(50).Format("2006-01-02T15:04:05Z") + `"`,
			"coverage.ndjson": `"label":"planted-login"`,
		} {
			if !strings.Contains(files[file], want) {
				t.Errorf("%s does not hold %s:\n%s", file, want, files[file])
			}
		}
		for name, text := range files {
			if strings.Contains(text, "nothing about anybody") || strings.Contains(text, "thanks to") {
				t.Errorf("%s holds what others wrote", name)
			}
			if strings.HasSuffix(name, ".ndjson") && !strings.Contains(files["README.txt"], name) {
				t.Errorf("README.txt does not say what %s is", name)
			}
		}
		if err := s.ExportPerson(t.Context(), store.Who{PersonID: 999}, io.Discard); tracker.KindOf(err) != tracker.NotFound {
			t.Errorf("an export of nobody: %v", err)
		}
	})
}

func TestAnExportOfEverythingHasEveryTable(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		plant(t, s)
		var out bytes.Buffer
		if err := s.ExportAll(t.Context(), &out); err != nil {
			t.Fatal(err)
		}
		files, lines := unzipped(t, out.Bytes()), map[string]int{}
		if err := s.CountLines(t.Context(), lines); err != nil {
			t.Fatal(err)
		}
		delete(lines, "schema_migrations")
		for table, want := range lines {
			if got := strings.Count(files[table+".ndjson"], "\n"); got != want {
				t.Errorf("%s.ndjson has %d lines, the table %d", table, got, want)
			}
		}
		if strings.Contains(fmt.Sprint(files), "secret_hash") {
			t.Error("the export holds hashes of secrets")
		}
	})
}

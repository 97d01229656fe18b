// Package testneed finds what some tests need and not every machine has: the
// recorded data beside the project, a PostgreSQL, a Chromium, programs that read PDFs. Where it is missing
// the test is skipped with a sentence; where RUNGLESS_TEST_REQUIRE is set, as in
// CI, it fails instead, so that nothing is silently untested.
package testneed

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Thorough skips a test that takes long under the race detector. `make test` is
// short; `make thorough` runs everything, without the detector.
func Thorough(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("short: make thorough runs it")
	}
}

// Shared returns the path of a file or folder of the recorded data that lies
// beside the project in a folder called shared.
func Shared(t testing.TB, elem ...string) string {
	t.Helper()
	path := filepath.Join(append([]string{filepath.Dir(Root(t)), "shared"}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		missing(t, "the recorded data is not beside this project: "+filepath.Join(append([]string{"../shared"}, elem...)...))
	}
	return path
}

// Postgres returns the address of a PostgreSQL server where tests may create
// databases, from RUNGLESS_TEST_POSTGRES.
func Postgres(t testing.TB) string {
	t.Helper()
	dsn := os.Getenv("RUNGLESS_TEST_POSTGRES")
	if dsn == "" {
		missing(t, "RUNGLESS_TEST_POSTGRES names no PostgreSQL server")
	}
	return dsn
}

// Chromium returns the path of a Chromium.
func Chromium(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	missing(t, "there is no Chromium on this machine")
	return ""
}

// Program returns the path of a program by which a test reads a file back: qpdf, pdfinfo.
func Program(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing(t, "there is no "+name+" on this machine")
	}
	return path
}

// Root returns the project's folder: the nearest one above with a go.mod.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil {
		if _, statErr := os.Stat(filepath.Join(dir, "go.mod")); statErr == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	t.Fatalf("testneed.Root: no go.mod above the test's folder (%v)", err)
	return ""
}

func missing(t testing.TB, sentence string) {
	t.Helper()
	if os.Getenv("RUNGLESS_TEST_REQUIRE") != "" {
		t.Fatal(sentence)
	}
	t.Skip(sentence)
}

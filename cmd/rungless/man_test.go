package main

import (
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rungless/tracker/testneed"
)

func TestEveryVerbHasAManualPageThatMandocReads(t *testing.T) {
	mandoc := testneed.Program(t, "mandoc")
	folder := filepath.Join(t.TempDir(), "man1")
	if code := run(t.Context(), []string{"man", folder}, home(t), nil, io.Discard, io.Discard); code != exitDone {
		t.Fatalf("exit code %d", code)
	}
	pages, err := filepath.Glob(filepath.Join(folder, "rungless*.1"))
	if err != nil || len(pages) < len(newRoot(&settings{}).Commands()) {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	// mandoc warns of cobra's months without a day, and of its tabs; errors would be ours.
	said, err := exec.Command(mandoc, append([]string{"-Tlint", "-Werror,stop"}, pages...)...).CombinedOutput()
	if err != nil {
		t.Errorf("%v:\n%s", err, said)
	}
	text, err := exec.Command(mandoc, "-Tutf8", filepath.Join(folder, "rungless-doctor.1")).Output()
	if err != nil || !strings.Contains(string(text), "health check") {
		t.Errorf("%v:\n%s", err, text)
	}
}

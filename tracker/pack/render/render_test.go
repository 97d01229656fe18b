package render

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker/pack"
	"rungless/tracker/testneed"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestGoldenPacks(t *testing.T) {
	for _, f := range Formats() {
		if f != PDF {
			isGolden(t, filepath.Join("testdata", f.FileName()), made(), f)
		}
	}
}

// The sample packs in docs are what sample.json gives.
func TestSamplePacks(t *testing.T) {
	folder := filepath.Join(testneed.Root(t), "docs", "packs")
	data, err := os.ReadFile(filepath.Join(folder, "sample.json"))
	if err != nil {
		t.Fatal(err)
	}
	var p pack.Pack
	if err := json.Unmarshal(data, &p); err != nil {
		t.Fatal(err)
	}
	for _, f := range Formats() {
		path := filepath.Join(folder, strings.Replace(f.FileName(), "pack", "sample", 1))
		switch {
		case f != PDF:
			isGolden(t, path, p, f)
		case *update:
			write(t, path, rendered(t, p, PDF, Options{Chromium: testneed.Chromium(t)}))
		}
	}
}

func isGolden(t *testing.T, path string, p pack.Pack, f Format) {
	t.Helper()
	got := rendered(t, p, f, Options{})
	if *update {
		write(t, path, got)
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got); make golden rewrites it\n%s", path, diff)
	}
	if again := rendered(t, p, f, Options{}); !bytes.Equal(got, again) {
		t.Errorf("%s differs from one time to the next", f)
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestAllFormatsHaveTheSameLinksInTheSameOrder(t *testing.T) {
	p := made()
	want := linksOfJSON(t, rendered(t, p, JSON, Options{}))
	if len(want) != 14 {
		t.Errorf("the pack has %d links, want 14: %v", len(want), want)
	}
	got := map[Format][]string{
		HTML:     linksOfHTML(t, rendered(t, p, HTML, Options{})),
		Markdown: linksOfMarkdown(t, rendered(t, p, Markdown, Options{})),
		CSV:      linksOfCSV(t, rendered(t, p, CSV, Options{})),
		Resume:   linksOfResume(t, rendered(t, p, Resume, Options{})),
	}
	for f, links := range got {
		if diff := cmp.Diff(want, links); diff != "" {
			t.Errorf("%s has other links (-json +%s):\n%s", f, f, diff)
		}
	}
	t.Run("pdf, drawn", func(t *testing.T) { sameLinks(t, want, rendered(t, p, PDF, Options{})) })
	t.Run("pdf, printed", func(t *testing.T) {
		testneed.Thorough(t)
		sameLinks(t, want, rendered(t, p, PDF, Options{Chromium: testneed.Chromium(t)}))
	})
}

func sameLinks(t *testing.T, want []string, data []byte) {
	if diff := cmp.Diff(slices.Compact(slices.Clone(want)), slices.Compact(linksOfPDF(t, data))); diff != "" {
		t.Errorf("the PDF has other links (-want +got):\n%s", diff)
	}
}

func TestWhatTheChecksFoundIsInNoFormat(t *testing.T) {
	p := made()
	found := pack.Finding{Rule: "weak-verb", Sentence: "finding of the checks"}
	p.Findings = []pack.Finding{found}
	p.Chapters[0].Claims[0].Findings = []pack.Finding{found}
	for _, f := range Formats() {
		if data := rendered(t, p, f, Options{}); bytes.Contains(data, []byte(found.Sentence)) {
			t.Errorf("%s tells what the checks found", f)
		}
	}
	if len(p.Findings) == 0 || len(p.Chapters[0].Claims[0].Findings) == 0 {
		t.Error("the pack that was given was changed")
	}
}

func TestAPackThatIsNotReadySaysSo(t *testing.T) {
	p := made()
	p.Chapters[0].Claims[1].Ready = false
	p.Chapters[0].Claims[1].Sources = nil
	for _, f := range []Format{HTML, Markdown} {
		text := string(rendered(t, p, f, Options{}))
		for _, want := range []string{"1 of 4 claims are not marked ready", "Not marked ready.", "No source stands under this claim."} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", f, want)
			}
		}
	}
}

func TestAFormatOrADayThatIsMissingIsRefused(t *testing.T) {
	if _, err := ParseFormat("docx"); err == nil {
		t.Error("docx is taken for a format")
	}
	p := made()
	p.Snapshot = ""
	if err := To(t.Context(), &bytes.Buffer{}, p, HTML, Options{}); err == nil {
		t.Error("a pack without a day was written")
	}
	if err := To(t.Context(), &bytes.Buffer{}, made(), PDF, Options{Chromium: filepath.Join(t.TempDir(), "none")}); err == nil {
		t.Error("a Chromium that is not there printed a pack")
	}
}

func TestNamesOfFilesStayInTheirFolder(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Formats() {
		name := f.FileName()
		if name != filepath.Base(name) || !filepath.IsLocal(name) || seen[name] {
			t.Errorf("%s is called %q", f, name)
		}
		seen[name] = true
		if parsed, err := ParseFormat(string(f)); err != nil || parsed != f || f.MediaType() == "" || f.Name() == "" {
			t.Errorf("%s: got %q, %v", f, parsed, err)
		}
	}
}

package render

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"rungless/tracker/pack"
	"rungless/tracker/testneed"
)

// long is a pack whose pages are hard to fill well: titles, addresses and words that run
// over lines, and tables wider than the page.
func long() pack.Pack {
	p := large(4)
	p.Title = strings.Repeat("A title that is longer than any page is wide ", 5)
	s := worldly()
	s.Title = strings.Repeat("評估器はとても長い題名を持つ", 30) + strings.Repeat("oneWordWithoutAnyPlaceToBreak", 20) + strings.Repeat(" تقييم النماذج", 40)
	s.Permalink = "https://github.com/example/" + strings.Repeat("a-long-name-", 30) + "/pull/1"
	p.Chapters[0].Claims[0].Sources = append(p.Chapters[0].Claims[0].Sources, s)
	for i := range 12 {
		p.Charts[0].Series = append(p.Charts[0].Series, pack.Series{Name: fmt.Sprint("A domain with a long name ", i), Points: p.Charts[0].Series[0].Points})
	}
	for range 60 {
		p.Coverage = append(p.Coverage, p.Coverage[1])
	}
	return p
}

func TestAPDFThatIsDrawnIsWhole(t *testing.T) {
	isWhole(t, made(), Options{})
	isWhole(t, long(), Options{})
}

func TestAPDFThatIsPrintedIsWhole(t *testing.T) {
	testneed.Thorough(t)
	options := Options{Chromium: testneed.Chromium(t)}
	for _, p := range []pack.Pack{made(), long()} {
		path := isWhole(t, p, options)
		if info := string(tool(t, "pdfinfo", path)); !strings.Contains(info, "Tagged:          yes") {
			t.Errorf("the PDF is not tagged:\n%s", info)
		}
	}
}

// isWhole looks at every page of a PDF: no warnings, no page without ink, none in the
// margins, and the words of the pack's Markdown in it.
func isWhole(t *testing.T, p pack.Pack, options Options) string {
	t.Helper()
	data := rendered(t, p, PDF, options)
	path := savedPDF(t, data)
	if out := string(tool(t, "qpdf", "--check", path)); strings.Contains(out, "WARNING") {
		t.Errorf("qpdf says %s", out)
	}
	info := string(tool(t, "pdfinfo", path))
	for _, want := range []string{"Title:           " + oneLine(p.Title), "CreationDate:    Thu Jul  2 00:00:00 2026", "Creator:         rungless v1.0.0"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo does not say %q:\n%s", want, info)
		}
	}
	pages := bytes.NewReader(tool(t, "pdftoppm", "-r", "36", "-gray", path))
	for number := 1; pages.Len() > 0; number++ {
		looksWhole(t, number, pages)
	}
	if text := string(tool(t, "pdftotext", path, "-")); strings.Contains(text, "\ufffd") {
		t.Error("the PDF holds letters that cannot be read")
	}
	return path
}

// looksWhole reads one page as a picture of 36 dots an inch, in PGM.
func looksWhole(t *testing.T, number int, pages io.Reader) {
	t.Helper()
	var wide, high, white int
	if _, err := fmt.Fscanf(pages, "P5\n%d %d\n%d\n", &wide, &high, &white); err != nil {
		t.Fatal(err)
	}
	dots := make([]byte, wide*high)
	if _, err := io.ReadFull(pages, dots); err != nil {
		t.Fatal(err)
	}
	const margin, edge = 24, 34 // of 25.5 at the sides, and below what stands at the top
	inside, outside := 0, 0
	for i, dot := range dots {
		x, y := i%wide, i/wide
		switch {
		case dot > 200:
		case x < margin || x > wide-margin || y < 12 || y > high-12:
			outside++
		case y > edge && y < high-edge:
			inside++
		}
	}
	if inside == 0 {
		t.Errorf("page %d is blank", number)
	}
	if outside > 0 {
		t.Errorf("page %d has ink in its margins: something is clipped", number)
	}
}

func TestTheSamePackGivesTheSameTextOnPaper(t *testing.T) {
	text := func() string {
		// A shape of an Arabic letter is that letter.
		return norm.NFKC.String(string(tool(t, "pdftotext", savedPDF(t, rendered(t, made(), PDF, Options{})), "-")))
	}
	once := text()
	if once != text() {
		t.Error("two PDFs of one pack differ in their text")
	}
	for _, want := range []string{"1. I batched the scorer", "支持中文", "оценка", "αξιολόγηση", "[rocket]", "تقييم", "Reverted by", "Page 1 of ", "drawn without a browser"} {
		if !strings.Contains(once, want) {
			t.Errorf("the PDF does not say %q:\n%s", want, once)
		}
	}
}

func BenchmarkFiveHundredClaimsWithFiveThousandSources(b *testing.B) {
	p := large(500)
	for _, f := range Formats() {
		b.Run(string(f), func(b *testing.B) {
			for b.Loop() {
				rendered(b, p, f, Options{})
			}
		})
	}
	b.Run("pdf by Chromium", func(b *testing.B) {
		options := Options{Chromium: testneed.Chromium(b)}
		for b.Loop() {
			rendered(b, p, PDF, options)
		}
	})
}

package render

import (
	"strings"
	"testing"
	"unicode"

	"rungless/tracker"
)

func TestWhatActsIsWrittenByItsNumber(t *testing.T) {
	for given, want := range map[string]string{
		"plain, naïve, 春, 👩‍🔬": "plain, naïve, 春, 👩‍🔬",
		"\u202egnp.exe":        "[U+202E]gnp.exe",
		"\ufeffBOM":            "[U+FEFF]BOM",
		"\x1b[2J":              "[U+001B][2J",
		"a\x00b":               "a[U+0000]b",
		"line\u2028sep":        "line[U+2028]sep",
		"one\r\ntwo\rthree":    "one\ntwo\nthree",
		"broken \xff utf8":     "broken \ufffd utf8",
	} {
		if got := visible(given); got != want {
			t.Errorf("%q became %q, want %q", given, got, want)
		}
	}
}

func TestOnlyAnAbsoluteWebAddressIsALink(t *testing.T) {
	for given, want := range map[string]bool{
		"https://github.com/a/b/pull/1#discussion_r2": true, "http://127.0.0.1:1/": true, "https://example.org/a?b=(c)&d='e'": true,
		"javascript:alert(1)": false, "JaVaScRiPt&colon;alert(1)": false, "//evil.example/": false, "https:evil.example": false,
		"https://a b": false, "https://a/<script>": false, "https://a/\"onx=": false, "https://exämple.org": false, "": false, "file:///etc/passwd": false, "https://a/%zz": false,
	} {
		if got := isAddress(given); got != want {
			t.Errorf("%q: got %v, want %v", given, got, want)
		}
	}
}

func TestParagraphsAreDividedByEmptyLines(t *testing.T) {
	got := paragraphs("\n one\n two\n\n \n three\n")
	if strings.Join(got, "|") != "one\ntwo|three" {
		t.Errorf("got %q", got)
	}
}

func TestWhatHasNoShapeIsNamedInBrackets(t *testing.T) {
	only := func(letters string) func(rune) bool {
		return func(r rune) bool { return strings.ContainsRune(letters, r) }
	}
	for _, c := range []struct{ given, missing, want string }{
		{"ship 🚀!", "🚀", "ship [rocket]!"},
		{"👩‍🔬", "👩🔬", "[woman][microscope]"},
		{"안녕 x", "안녕", "[annyeong] x"},
		{"no ❤️ here", "❤", "no [heavy black heart] here"},
		{"all 🚀 there", "", "all 🚀 there"},
	} {
		if got := named(c.given, only(c.missing)); got != c.want {
			t.Errorf("%q became %q, want %q", c.given, got, c.want)
		}
	}
}

func TestArabicLettersJoinAndRunFromTheRight(t *testing.T) {
	shapes := arabicShapes()
	for given, want := range map[string]string{
		"سلام": "ﺳﻼﻡ", // seen first, lam-alef last, meem alone
		"بيت":  "ﺑﻴﺖ",
		"دار":  "ﺩﺍﺭ",
	} {
		if got := string(shapes.join([]rune(given))); got != want {
			t.Errorf("%s became %+q, want %+q", given, got, want)
		}
	}
	var line []cell
	for _, r := range "in אבג 12 דה, end" {
		line = append(line, cell{letter: r})
	}
	var got strings.Builder
	for _, c := range inOrder(line) {
		got.WriteRune(c.letter)
	}
	if want := "in הד 12 גבא, end"; got.String() != want {
		t.Errorf("drawn as %q, want %q", got.String(), want)
	}
}

func TestLinesBreakWhereTheyMay(t *testing.T) {
	for _, c := range []struct{ given, want string }{
		{"one two three", "one two |three"},
		{"ab\ncd", "ab|cd"},
		{"abcdefghijklmn", "abcdefghij|klmn"},
		{"", ""},
	} {
		var line []cell
		for _, r := range c.given {
			line = append(line, cell{letter: r, width: 1})
		}
		var got []string
		for _, part := range broken(line, 10) {
			text, _ := runOf(part)
			got = append(got, text)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%q broke as %q, want %q", c.given, got, c.want)
		}
	}
}

func FuzzMarkdownShowsTheTextItWasGiven(f *testing.F) {
	for _, text := range always {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, given string) {
		want := oneLine(given)
		shown := asGitHubShows(t, []byte("# "+inert(want)+"\n\n"+inert(want)+"\n\n- "+inert(want)+"\n"))
		onlyElements(t, given, shown)
		if got, wanted := squeezed(textOf(t, shown)), squeezed(strings.Repeat(want, 3)); got != wanted {
			t.Errorf("%q is shown as %q, want %q\n%s", given, got, wanted, shown)
		}
	})
}

func FuzzNoCellIsAFormulaAndNoTextActs(f *testing.F) {
	for _, text := range always {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, given string) {
		if strings.ContainsFunc(visible(given), func(r rune) bool { return r != '\n' && unicode.IsControl(r) }) {
			t.Errorf("%q holds what acts", visible(given))
		}
		if cell := tracker.InertCell(given); cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
			t.Errorf("%q begins a formula", cell)
		}
	})
}

// squeezed leaves white space out: formats break lines where they must.
func squeezed(text string) string { return strings.Join(strings.Fields(text), "") }

package domain

import (
	"slices"
	"strings"
	"testing"

	"github.com/bmatcuk/doublestar/v4"
)

// FuzzGlob holds the short cuts of glob to what doublestar itself answers.
func FuzzGlob(f *testing.F) {
	for _, seed := range [][2]string{
		{"docs/**", "docs/a/b.md"}, {"docs/**", "docs"}, {"**/go.mod", "go.mod"}, {"**/*.cu", "a/b.cu"}, {"a*/b", "ab/b"}, {`a\*b`, "a*b"}, {"[a-c]/?", "b/x"},
		{"**", ""}, {"a/**/b", "a/b"}, {"*", ".x"}, {"ä?", "äö"}, {"[!a]b", "cb"}, {"**/a/**", "a"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if !isGlob(pattern) {
			return
		}
		want, err := doublestar.Match(pattern, text)
		if err != nil {
			t.Fatalf("the glob %q is let in and then refused: %v", pattern, err)
		}
		g := newGlob(pattern)
		if got := g.matches(text); got != want {
			t.Errorf("%q matches %q = %v, doublestar says %v", pattern, text, got, want)
		}
		if g.literals < 0 || g.literals > len(pattern) {
			t.Errorf("%q has %d literal characters", pattern, g.literals)
		}
	})
}

func FuzzWords(f *testing.F) {
	for _, seed := range []string{"Fix FP8 kernels", "修复 내核 café", "e\u0301te\u0301", "İstanbul ß ẞ ſ K", "a_b-c.d", "\xff\xfe", "ไทย🎉emoji"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		words := wordsOf(text)
		if slices.Contains(words, "") {
			t.Fatalf("%q has an empty word", text)
		}
		if again := wordsOf(strings.Join(words, " ")); !slices.Equal(words, again) {
			t.Errorf("the words of %q are %q, and the words of those are %q", text, words, again)
		}
		if isPhrase(text) && newPhrase(text, 0).find(words) != 0 {
			t.Errorf("%q does not match itself", text)
		}
	})
}

func TestAWordIsFoundWhateverItsCaseOrForm(t *testing.T) {
	for _, test := range []struct {
		phrase, title string
		want          bool
	}{
		{"kernel", "Fix KERNEL launch", true},
		{"kernel", "kernels", false},
		{"tokeniz*", "Tokenizers", true},
		{"flash attention", "flash-attention: odd lengths", true},
		{"flash attention", "flash of attention", false},
		{"café", "CAFE\u0301 at noon", true},
		{"straße", "STRASSE", false}, // simple folding keeps lengths
		{"σίγμα", "ΣΊΓΜΑΣ ΣΊΓΜΑ", true},
		{"カーネル", "GPUカーネルの修正", true},
		{"int4", "int4_matmul", true},
		{"c", "c++", true},
	} {
		if got := newPhrase(test.phrase, 0).find(wordsOf(test.title)) >= 0; got != test.want {
			t.Errorf("%q in %q = %v, want %v", test.phrase, test.title, got, test.want)
		}
	}
}

func TestALongerLiteralTextSaysMore(t *testing.T) {
	for pattern, want := range map[string]int{"docs/**": 5, "**/*.md": 4, "a?[xyz]b": 2, `\*\[a`: 3, "go.mod": 6, "*": 0, "[a]]": 1} {
		if got := newGlob(pattern).literals; got != want {
			t.Errorf("%q has %d literal characters, want %d", pattern, got, want)
		}
	}
}

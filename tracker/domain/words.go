package domain

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// phrase is a compiled entry of a domain's words.
type phrase struct {
	words   []string
	open    bool // the last word may go on: "tokeniz*"
	pattern string
	domain  int
}

func newPhrase(pattern string, domain int) phrase {
	return phrase{words: wordsOf(pattern), open: strings.HasSuffix(pattern, "*"), pattern: pattern, domain: domain}
}

// find returns where the phrase first stands among words, or -1.
func (p phrase) find(words []string) int {
	for i := 0; i+len(p.words) <= len(words); i++ {
		if p.at(words[i:]) {
			return i
		}
	}
	return -1
}

func (p phrase) at(words []string) bool {
	last := len(p.words) - 1
	if p.open {
		return slices.Equal(words[:last], p.words[:last]) && strings.HasPrefix(words[last], p.words[last])
	}
	return slices.Equal(words[:last+1], p.words)
}

// wordsOf cuts text into words: runs of letters, digits and their marks, in NFC
// and folded so that case does not matter. Scripts that put no space between
// words give a word for each character, so that a phrase of theirs is found
// inside a sentence.
func wordsOf(text string) []string {
	var words []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			words = append(words, string(word))
			word = word[:0]
		}
	}
	for _, r := range norm.NFC.String(text) {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			end()
			words = append(words, string(r))
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			word = append(word, fold(r))
		default:
			end()
		}
	}
	end()
	return words
}

// fold returns one rune for all that differ in case only.
func fold(r rune) rune {
	if r < unicode.MaxASCII {
		return unicode.ToLower(r)
	}
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	return unicode.ToLower(least)
}

// comparePhrases orders phrases for matching: more words first, then the longer
// text, then the domain nearer to the surface.
func comparePhrases(a, b phrase) int {
	return cmp.Or(cmp.Compare(len(b.words), len(a.words)), cmp.Compare(len(b.pattern), len(a.pattern)),
		cmp.Compare(a.domain, b.domain), strings.Compare(a.pattern, b.pattern))
}

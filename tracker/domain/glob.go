package domain

import (
	"strings"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"
)

// glob is one compiled pattern.
type glob struct {
	pattern   string
	isLiteral bool
	anchor    string // literal text that stands in whatever it matches
	literals  int    // how many of its characters are no wildcards: more of them say more
}

// isGlob reports whether a pattern can be compiled. Braces are refused: a list of
// patterns says the same, and each of its entries can be counted and explained.
func isGlob(pattern string) bool {
	// doublestar reads every byte that is no UTF-8 as the one replacement character.
	isText := utf8.ValidString(pattern) && !strings.ContainsRune(pattern, utf8.RuneError)
	return pattern != "" && isText && doublestar.ValidatePattern(pattern) && !strings.ContainsAny(unescaped(pattern), "{}")
}

// newGlob compiles a pattern for which isGlob holds.
func newGlob(pattern string) glob {
	if !strings.ContainsAny(pattern, `*?[\`) {
		return glob{pattern: pattern, isLiteral: true, literals: len(pattern)}
	}
	return glob{pattern: pattern, anchor: anchorOf(pattern), literals: countLiterals(pattern)}
}

// anchorOf returns the longest literal text of a pattern. The slash beside ** is
// left out because it is not always there: "docs/**" also matches "docs".
func anchorOf(pattern string) string {
	longest := ""
	if strings.ContainsAny(pattern, `[\`) {
		return longest
	}
	for text := range strings.FieldsFuncSeq(pattern, func(r rune) bool { return r == '*' || r == '?' }) {
		if text = strings.Trim(text, "/"); len(text) > len(longest) {
			longest = text
		}
	}
	return longest
}

// matches reports whether all of text fits. Nearly every text lacks the anchor,
// which costs less to see than a walk through the pattern.
func (g glob) matches(text string) bool {
	if g.isLiteral {
		return text == g.pattern
	}
	return strings.Contains(text, g.anchor) && doublestar.MatchUnvalidated(g.pattern, text)
}

// countLiterals counts the characters of a pattern that stand for themselves.
func countLiterals(pattern string) int {
	plain := unescaped(pattern)
	n, inClass := (len(pattern)-len(plain))/2, false // whatever is escaped counts
	for _, c := range plain {
		switch {
		case c == '[':
			inClass = true
		case c == ']' && inClass:
			inClass = false
		case !inClass && c != '*' && c != '?':
			n++
		}
	}
	return n
}

// unescaped returns the pattern without its escaped characters.
func unescaped(pattern string) string {
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		if pattern[i] == '\\' {
			i++
			continue
		}
		b.WriteByte(pattern[i])
	}
	return b.String()
}

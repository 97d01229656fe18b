package render

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-unidecode"
	"golang.org/x/text/unicode/runenames"
)

// named writes what cannot be drawn in brackets: letters in Latin ones, "[hangug-eo]", all
// else by Unicode's name, "[rocket]". A reader sees that something stands there, and what.
// isMissing is asked about letters beyond ASCII only.
func named(text string, isMissing func(rune) bool) string {
	missing := func(r rune) bool { return r > unicode.MaxASCII && isMissing(r) }
	if !strings.ContainsFunc(text, missing) {
		return text
	}
	var out strings.Builder
	open := false
	for _, r := range text {
		name := ""
		switch {
		case missing(r):
			name = nameOf(r)
		case open && isJoiner(r):
			continue
		}
		if name == "" || !open || !unicode.IsLetter(r) {
			if open {
				out.WriteByte(']')
			}
			if open = name != ""; open {
				out.WriteByte('[')
			}
		}
		if name == "" {
			out.WriteRune(r)
		}
		out.WriteString(name)
	}
	if open {
		out.WriteByte(']')
	}
	return out.String()
}

func nameOf(r rune) string {
	if unicode.IsLetter(r) {
		if latin := strings.TrimSpace(unidecode.Unidecode(string(r))); latin != "" {
			return strings.ToLower(latin)
		}
	}
	return strings.ToLower(runenames.Name(r))
}

// isJoiner is true of what binds the parts of one emoji: a joiner, a selector of its look.
func isJoiner(r rune) bool { return r == '\u200d' || r == '\ufe0f' || isTag(r) }

// beyondASCII are the distinct letters of a text that not every font has, in the order in
// which they come.
func beyondASCII(text string) []string {
	var found []string
	seen := map[rune]bool{}
	for _, r := range text {
		if r > unicode.MaxASCII && !seen[r] && unicode.IsGraphic(r) {
			seen[r] = true
			found = append(found, string(r))
		}
	}
	return found
}

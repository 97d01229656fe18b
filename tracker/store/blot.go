package store

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// word matches what may be an e-mail address, a login, a node id or an ORCID in a text.
var nameLike = regexp.MustCompile(`[\pL\pN][\pL\pN._%+-]*@[\pL\pN][\pL\pN.-]*[\pL\pN]|[\pL\pN][\pL\pN_-]*`)

// blot puts erasedName in place of each word of a text that names somebody, and reports
// whether there was one. Addresses count wherever they stand. Any other word counts where
// it can be nothing but a name: after an @, in quotes, in an address on GitHub, as the
// owner of a branch, alone, or with a digit or a hyphen in it. A login may be a common
// word, and a title that says "add a test" says nothing of who is called test.
func blot(text string, names func(word string) bool) (string, bool) {
	var out strings.Builder
	done := 0
	for _, at := range nameLike.FindAllStringIndex(text, -1) {
		word := strings.TrimRight(text[at[0]:at[1]], "-_")
		end := at[0] + len(word)
		if !strings.Contains(word, "@") && !isName(text, at[0], end) || !names(word) {
			continue
		}
		out.WriteString(text[done:at[0]] + erasedName)
		done = end
	}
	if done == 0 {
		return text, false
	}
	out.WriteString(text[done:])
	return out.String(), true
}

// isName reports whether the word of a text from one place to another is written as a
// name is.
func isName(text string, from, to int) bool {
	before, after := text[:from], text[to:]
	switch {
	case before == "" && after == "":
		return true
	case strings.HasSuffix(before, "@"), strings.HasSuffix(before, "github.com/"):
		return true
	case strings.HasSuffix(before, `"`) && strings.HasPrefix(after, `"`):
		return true
	case strings.HasPrefix(after, "/") && (before == "" || strings.HasSuffix(before, "from ")):
		return true
	}
	return strings.ContainsFunc(text[from:to], func(r rune) bool { return unicode.IsDigit(r) || r == '-' })
}

// blotPhrases puts erasedName in place of phrases, whatever their case, where no letter or
// digit goes on before or after.
func blotPhrases(text string, phrases *regexp.Regexp) (string, bool) {
	if phrases == nil {
		return text, false
	}
	var out strings.Builder
	done := 0
	for _, at := range phrases.FindAllStringIndex(text, -1) {
		before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
		after, _ := utf8.DecodeRuneInString(text[at[1]:])
		if isLetterOrDigit(before) || isLetterOrDigit(after) {
			continue
		}
		out.WriteString(text[done:at[0]] + erasedName)
		done = at[1]
	}
	if done == 0 {
		return text, false
	}
	out.WriteString(text[done:])
	return out.String(), true
}

func isLetterOrDigit(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

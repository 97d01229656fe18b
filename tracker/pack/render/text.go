package render

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// visible is a text as every format for people shows it. What would act instead of being
// read, a control character or one that turns the direction of what follows, is written
// by its number: "[U+202E]". Line breaks and the joiners that scripts and emoji need stay.
func visible(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ").Replace(text)
	if !strings.ContainsFunc(text, acts) {
		return text
	}
	var out strings.Builder
	for i, r := range text {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd"):
			out.WriteRune(utf8.RuneError)
		case acts(r):
			fmt.Fprintf(&out, "[U+%04X]", r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

func acts(r rune) bool {
	switch r {
	case '\n', '\u200c', '\u200d', '\u200e', '\u200f':
		return false
	case utf8.RuneError, '\u2028', '\u2029':
		return true
	}
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) && !isTag(r) || isNoncharacter(r)
}

// isTag is true of the invisible letters in the flags of England, Scotland and Wales.
func isTag(r rune) bool { return r >= 0xe0020 && r <= 0xe007f }

func isNoncharacter(r rune) bool { return r >= 0xfdd0 && r <= 0xfdef || r&0xfffe == 0xfffe }

// oneLine is a visible text for a place that holds one line.
func oneLine(text string) string { return strings.Join(strings.Fields(visible(text)), " ") }

// paragraphs are the parts of a visible text between empty lines, each of one line or more.
func paragraphs(text string) []string {
	var found []string
	open := false
	for line := range strings.Lines(visible(text)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			open = false
		case open:
			found[len(found)-1] += "\n" + line
		default:
			found, open = append(found, line), true
		}
	}
	return found
}

// addressLetters are the letters that RFC 3986 gives an address.
const addressLetters = "-._~:/?#[]@!$&'()*+,;=%"

// isAddress says whether a text may be a link: http or https, absolute, and made of
// nothing but what an address is made of, so that each format carries it letter by letter.
// Whatever else stands for an address is shown as text.
func isAddress(text string) bool {
	for _, r := range text {
		if r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(addressLetters, r) {
			return false
		}
	}
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// cut shortens a text to so many letters.
func cut(text string, most int) string {
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	return strings.TrimSpace(string(letters[:most-1])) + "…"
}

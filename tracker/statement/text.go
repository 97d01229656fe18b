package statement

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is one word of a text.
type word struct {
	start, end int    // bytes
	lower      string // in small letters, with a plain apostrophe
	isName     bool   // code, an address, a number, or capitalised within a sentence
	clause     bool   // begins a sentence or a part of one
	comma      bool   // a comma stands before it
}

// quotes are the pairs whose inside is somebody else's words or code.
var quotes = map[rune]rune{'`': '`', '"': '"', '“': '”', '„': '“', '«': '»', '「': '」', '『': '』', '《': '》'}

// cut splits a text into words, in time linear in its length. What stands in quotes or in
// code is not among them.
func cut(text string) []word {
	c := cutter{text: text, clause: true, open: map[rune]int{}}
	for c.at < len(text) {
		r, size := utf8.DecodeRuneInString(text[c.at:])
		switch closing, opens := quotes[r]; {
		case strings.HasPrefix(text[c.at:], "```"):
			c.skipTo("```", 3)
		case opens && c.skipQuote(closing, size):
		case unicode.IsSpace(r):
			c.clause = c.clause || r == '\n'
			c.at += size
		case isWordRune(r) || strings.ContainsRune("$€£¥~@#/", r):
			c.word()
		default:
			c.punctuation(r)
			c.at += size
		}
	}
	return c.words
}

// cutter is where the cutting of a text has come to.
type cutter struct {
	text          string
	at            int
	words         []word
	clause, comma bool         // before the next word
	lineEnd       int          // of the line on which a quote was last looked for
	open          map[rune]int // up to where a closing mark is known not to stand
}

// skipTo passes over what is fenced, to the end of the text where the fence stays open.
func (c *cutter) skipTo(fence string, size int) {
	if i := strings.Index(c.text[c.at+size:], fence); i >= 0 {
		c.at += size + i + len(fence)
	} else {
		c.at = len(c.text)
	}
	c.clause, c.comma = false, false
}

// skipQuote passes over a quote that closes on its line. Where none closes it says so,
// and does not look again on that line: no line is searched twice.
func (c *cutter) skipQuote(closing rune, size int) bool {
	if c.at >= c.lineEnd {
		c.lineEnd = len(c.text)
		if i := strings.IndexByte(c.text[c.at:], '\n'); i >= 0 {
			c.lineEnd = c.at + i
		}
	}
	if c.at < c.open[closing] {
		return false
	}
	i := strings.IndexRune(c.text[c.at+size:c.lineEnd], closing)
	if i < 0 {
		c.open[closing] = c.lineEnd
		return false
	}
	c.at += size + i + utf8.RuneLen(closing)
	c.clause, c.comma = false, false
	return true
}

func (c *cutter) punctuation(r rune) {
	switch r {
	case '.', ';', ':', '!', '?', '。', '；', '：', '！', '？', '(', '—', '–', '•', '*', '|':
		c.clause = true
	case ',', '、', '，', '،':
		c.comma = true
	}
}

// word takes one word, with what joins its parts: "team-sync", "manager.go", "don't".
func (c *cutter) word() {
	start := c.at
	for c.at < len(c.text) {
		r, size := utf8.DecodeRuneInString(c.text[c.at:])
		if !isWordRune(r) && !strings.ContainsRune("$€£¥~@#%×/_", r) && !c.joins(r, size) {
			break
		}
		c.at += size
	}
	found := c.text[start:c.at]
	w := word{start: start, end: c.at, clause: c.clause, comma: c.comma, lower: strings.ToLower(strings.ReplaceAll(found, "’", "'"))}
	w.isName = isName(found) || !w.clause && startsUpper(found) && found != "I"
	c.words = append(c.words, w)
	c.clause, c.comma = false, false
}

// joins reports whether a mark at the cutter's place joins two parts of one word.
func (c *cutter) joins(r rune, size int) bool {
	if !strings.ContainsRune("-'’.:,&=+", r) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(c.text[c.at+size:])
	before, _ := utf8.DecodeLastRuneInString(c.text[:c.at])
	if r == ',' {
		return unicode.IsDigit(before) && unicode.IsDigit(next)
	}
	if r == ':' {
		return next == ':' || next == '/' || before == ':' || unicode.IsDigit(next)
	}
	return isWordRune(next) && next != utf8.RuneError
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_'
}

// isName reports whether a word is code, an address or a number by its looks: it holds a
// digit or a mark that no English word holds, or a capital within.
func isName(found string) bool {
	for i, r := range found {
		if unicode.IsDigit(r) || strings.ContainsRune("._/:#@=&+", r) || i > 0 && unicode.IsUpper(r) {
			return true
		}
	}
	return false
}

func startsUpper(found string) bool {
	r, _ := utf8.DecodeRuneInString(found)
	return unicode.IsUpper(r)
}

// isLatin reports whether a text has a word in Latin letters: only then can rules of
// English words say that something is missing.
func isLatin(words []word) bool {
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w.lower); unicode.Is(unicode.Latin, r) {
			return true
		}
	}
	return false
}

package cite

import (
	"fmt"
	"strings"
)

// The grammar is that of bibtex.web with biber's leniencies, described in
// "Tame the BeaST" (N. Markey, https://ctan.org/pkg/tamethebeast) and
// https://metacpan.org/dist/Text-BibTeX/view/btparse/doc/bt_language.pod.

// bibEntry is one @entry with its values as written: macros are put in, braces and
// TeX are still there.
type bibEntry struct {
	kind   string // in lower case
	key    string
	fields []bibField
	line   int
}

type bibField struct {
	name  string // in lower case
	value string
	line  int
}

func (e *bibEntry) get(name string) (bibField, bool) {
	for _, f := range e.fields {
		if f.name == name {
			return f, true
		}
	}
	return bibField{}, false
}

// maxValue is how long a value may become when macros are put in.
const maxValue = 1 << 20

// bibScanner reads entries one after the other. It never goes back over text but
// once: when an entry does not end, it and all after it end where the next "@" at
// the start of a line begins.
type bibScanner struct {
	text     string
	at       int
	end      int  // of the entry that is read, or of the text
	broken   bool // an entry did not end
	line     int  // of the text at counted
	counted  int
	macros   map[string]string
	expanded int // bytes that macros have put in
	warnings []Warning
}

func newBibScanner(text string, firstLine int) *bibScanner {
	s := &bibScanner{text: text, end: len(text), line: firstLine, macros: map[string]string{}}
	for _, month := range [...]string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"} {
		s.macros[month] = month
	}
	return s
}

// lineOf returns the line of a place, counting from the last one asked for.
func (s *bibScanner) lineOf(at int) int {
	if at >= s.counted {
		s.line += strings.Count(s.text[s.counted:at], "\n")
	} else {
		s.line -= strings.Count(s.text[at:s.counted], "\n")
	}
	s.counted = at
	return s.line
}

func (s *bibScanner) warn(at int, format string, args ...any) {
	s.warnings = append(s.warnings, Warning{Line: s.lineOf(at), Sentence: fmt.Sprintf(format, args...)})
}

// next returns the next entry; false at the end of the text.
func (s *bibScanner) next() (bibEntry, bool) {
	for {
		s.end = len(s.text)
		found := strings.IndexByte(s.text[s.at:], '@')
		if found < 0 {
			return bibEntry{}, false
		}
		start := s.at + found
		if s.broken {
			s.end = nextEntry(s.text, start+1)
		}
		entry, ok, ended := s.entry(start)
		if !ended && !s.broken {
			s.broken = true
			s.end = nextEntry(s.text, start+1)
			entry, ok, ended = s.entry(start)
		}
		if !ended {
			s.warn(start, "the entry %q does not end: it was read up to the next one", entry.key)
			s.at = s.end
		}
		if ok {
			return entry, true
		}
	}
}

// nextEntry returns where the next line that starts with "@" begins.
func nextEntry(text string, from int) int {
	if next := strings.Index(text[from:], "\n@"); next >= 0 {
		return from + next + 1
	}
	return len(text)
}

// entry reads what stands at an "@": ok is whether it is an entry to keep, ended
// whether its closing brace was found.
func (s *bibScanner) entry(start int) (e bibEntry, ok, ended bool) {
	warnings := len(s.warnings)
	s.at = start + 1
	e = bibEntry{kind: strings.ToLower(s.word()), line: s.lineOf(start)}
	s.space()
	if e.kind == "" || s.at >= s.end || s.text[s.at] != '{' && s.text[s.at] != '(' {
		return e, false, true
	}
	closing := byte('}')
	if s.text[s.at] == '(' {
		closing = ')'
	}
	switch e.kind {
	case "comment", "preamble":
		return e, false, s.skip(closing)
	case "string":
		s.at++
		ended = s.fields(&e, closing)
		for _, f := range e.fields {
			s.macros[f.name] = f.value
		}
	default:
		s.at++
		e.key, ok = s.key(closing), true
		ended = s.fields(&e, closing)
	}
	if !ended && !s.broken {
		s.warnings = s.warnings[:warnings]
	}
	return e, ok, ended
}

// skip passes a group in braces or parentheses.
func (s *bibScanner) skip(closing byte) bool {
	opening, depth := s.text[s.at], 0
	for ; s.at < s.end; s.at++ {
		switch s.text[s.at] {
		case opening:
			depth++
		case closing:
			if depth--; depth == 0 {
				s.at++
				return true
			}
		}
	}
	return false
}

func (s *bibScanner) space() {
	for s.at < s.end {
		switch c := s.text[s.at]; {
		case c == ' ' || c >= '\t' && c <= '\r':
			s.at++
		case c == '%':
			if line := strings.IndexByte(s.text[s.at:s.end], '\n'); line >= 0 {
				s.at += line
			} else {
				s.at = s.end
			}
		default:
			return
		}
	}
}

// word reads a name: anything but the signs of the grammar.
func (s *bibScanner) word() string {
	start := s.at
	for s.at < s.end && !strings.ContainsRune(" \t\n\"#%'(),={}@", rune(s.text[s.at])) {
		s.at++
	}
	return s.text[start:s.at]
}

// key reads up to the comma, the end of the line or the entry's end. An entry
// without a key starts with a field.
func (s *bibScanner) key(closing byte) string {
	s.space()
	start := s.at
	for s.at < s.end && s.text[s.at] != ',' && s.text[s.at] != '\n' && s.text[s.at] != closing && s.text[s.at] != '=' {
		s.at++
	}
	if s.at < s.end && s.text[s.at] == '=' {
		s.at = start
		s.warn(start, "the entry has no key")
		return ""
	}
	return strings.TrimSpace(s.text[start:s.at])
}

// fields reads "name = value" up to the entry's end, which it passes; false when
// the text ends first.
func (s *bibScanner) fields(e *bibEntry, closing byte) bool {
	separated := true
	for {
		s.space()
		if s.at >= s.end {
			return false
		}
		switch c := s.text[s.at]; c {
		case closing:
			s.at++
			return true
		case ',':
			s.at++
			separated = true
			continue
		}
		start := s.at
		name := strings.ToLower(s.word())
		s.space()
		if name == "" || s.at >= s.end || s.text[s.at] != '=' {
			s.recover(start, name, closing)
			continue
		}
		if !separated && len(e.fields) > 0 {
			s.warn(start, "a comma is missing before %q", name)
		}
		s.at++
		value, ended := s.value(closing)
		s.add(e, bibField{name, value, s.lineOf(start)})
		if !ended {
			return false
		}
		separated = false
	}
}

// maxFields is how many fields of an entry are read. Real ones have below fifty.
const maxFields = 500

func (s *bibScanner) add(e *bibEntry, f bibField) {
	if len(e.fields) == maxFields {
		return
	}
	if _, twice := e.get(f.name); twice {
		s.warnings = append(s.warnings, Warning{Line: f.line, Sentence: fmt.Sprintf("%q is given twice: the first one was read", f.name)})
		return
	}
	e.fields = append(e.fields, f)
}

// recover passes what is no field, up to the next comma, line or end.
func (s *bibScanner) recover(start int, name string, closing byte) {
	s.warn(start, "%q is not followed by a value: it was left out", shortened(name))
	if s.at == start {
		s.at++
	}
	for s.at < s.end && s.text[s.at] != ',' && s.text[s.at] != '\n' && s.text[s.at] != closing {
		s.at++
	}
}

func shortened(text string) string {
	if len(text) > 40 {
		return strings.ToValidUTF8(text[:40], "") + "..."
	}
	return text
}

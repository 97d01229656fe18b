package cite

import "strings"

// value reads parts joined by "#"; false when the text ends inside a part.
func (s *bibScanner) value(closing byte) (string, bool) {
	var whole strings.Builder
	for {
		s.space()
		if s.at >= s.end {
			return whole.String(), false
		}
		part, ended := s.part(closing)
		if whole.Len()+len(part) > maxValue {
			s.warn(s.at, "the value is longer than 1 MiB: a part was left out")
			part = ""
		}
		whole.WriteString(part)
		if !ended {
			return whole.String(), false
		}
		s.space()
		if s.at >= s.end || s.text[s.at] != '#' {
			return whole.String(), true
		}
		s.at++
	}
}

func (s *bibScanner) part(closing byte) (string, bool) {
	start := s.at
	switch s.text[s.at] {
	case '{':
		if !s.skip('}') {
			return s.text[start+1 : s.end], false
		}
		return s.text[start+1 : s.at-1], true
	case '"':
		return s.quoted()
	}
	word := s.word()
	if word == "" {
		if s.text[s.at] != ',' && s.text[s.at] != closing {
			s.at++
		}
		s.warn(start, "a value is missing")
		return "", true
	}
	return s.macro(word, start), true
}

// quoted reads up to the next quotation mark outside braces.
func (s *bibScanner) quoted() (string, bool) {
	start, depth := s.at+1, 0
	for s.at++; s.at < s.end; s.at++ {
		switch s.text[s.at] {
		case '{':
			depth++
		case '}':
			depth--
		case '"':
			if depth <= 0 {
				s.at++
				return s.text[start : s.at-1], true
			}
		}
	}
	return s.text[start:s.end], false
}

// macro puts in what a word stands for. Numbers stand for themselves.
func (s *bibScanner) macro(word string, at int) string {
	value, known := s.macros[strings.ToLower(word)]
	switch {
	case known && s.expanded > len(s.text)+maxValue:
		s.warn(at, "the macros stand for too much text: %q was left out", shortened(word))
		return ""
	case known:
		s.expanded += len(value)
		return value
	case strings.Trim(word, "0123456789") != "":
		s.warn(at, "the macro %q is not defined: its name was read", shortened(word))
	}
	return word
}

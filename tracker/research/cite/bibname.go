package cite

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// bibCredits reads a list of names joined by "and". BibTeX's rules for the parts
// of a name: "Tame the BeaST", section 11.
func bibCredits(tex string, line int, role string) []Credit {
	var credits []Credit
	for _, name := range splitNames(tex) {
		for _, one := range splitCommaList(name) {
			if c, ok := bibCredit(one); ok {
				c.Line = line
				credits = append(credits, c)
			}
		}
	}
	return numbered(credits, role)
}

// splitCommaList cuts "Jane Doe, Rob Roe, Pat Poe, Max Moe": no name has four parts,
// so the commas stand where "and" should.
func splitCommaList(name string) []string {
	if strings.Contains(name, "family") && strings.Contains(name, "=") {
		return []string{name}
	}
	if parts := splitDepth(name, func(c byte) bool { return c == ',' }); len(parts) > 3 {
		return parts
	}
	return []string{name}
}

// wrongNames says what is wrong with a list of names, "" for nothing.
func wrongNames(tex string) string {
	for _, name := range splitNames(tex) {
		if len(splitCommaList(name)) > 1 {
			return "commas stand between the names in place of \"and\": each was read as a name"
		}
		if _, ok := bibCredit(name); !ok {
			return "a name is empty: it was left out"
		}
	}
	return ""
}

// splitNames cuts a list at each "and" that stands alone outside braces.
func splitNames(tex string) []string {
	var names []string
	start, depth := 0, 0
	for i := 0; i < len(tex); i++ {
		switch tex[i] {
		case '{':
			depth++
		case '}':
			depth--
		case 'a', 'A':
			if depth <= 0 && isAnd(tex, i) {
				names = append(names, tex[start:i])
				start = i + 3
				i += 2
			}
		}
	}
	return append(names, tex[start:])
}

func isAnd(tex string, i int) bool {
	return i > 0 && isSpace(tex[i-1]) && i+3 < len(tex) && strings.EqualFold(tex[i:i+3], "and") && isSpace(tex[i+3])
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' || c == '~' }

func bibCredit(tex string) (Credit, bool) {
	tex = strings.TrimSpace(tex)
	switch {
	case strings.EqualFold(strings.Trim(tex, "{}."), "others") || strings.EqualFold(strings.Trim(tex, "{}."), "et al"):
		return Credit{Name: "others", Others: true}, true
	case enclosed(tex):
		name := texText(tex)
		return Credit{Name: name, Entity: true}, name != ""
	case strings.Contains(tex, "family=") || strings.Contains(tex, "family ="):
		return keyedName(tex)
	}
	parts := splitDepth(tex, func(c byte) bool { return c == ',' })
	var c Credit
	if len(parts) == 1 {
		c.Given, c.Particle, c.Family = splitTeXWords(texWords(parts[0]))
	} else {
		c.Particle, c.Family = splitTeXParticle(texWords(parts[0]))
		c.Given = texText(parts[len(parts)-1])
		if len(parts) > 2 {
			c.Suffix = texText(strings.Join(parts[1:len(parts)-1], ","))
		}
	}
	c = c.named()
	return c, c.Name != ""
}

// enclosed is whether one pair of braces holds the whole name, as corporate names
// are written, and not only an accent.
func enclosed(tex string) bool {
	if len(tex) < 3 || tex[0] != '{' || tex[1] == '\\' {
		return false
	}
	depth := 0
	for i := range len(tex) {
		switch tex[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i == len(tex)-1
			}
		}
	}
	return false
}

// keyedName reads biblatex's "family=Doe, given=Jane, prefix=van".
func keyedName(tex string) (Credit, bool) {
	var c Credit
	for _, part := range splitDepth(tex, func(c byte) bool { return c == ',' }) {
		key, value, _ := strings.Cut(part, "=")
		value = texText(strings.Trim(strings.TrimSpace(value), `"`))
		switch strings.TrimSpace(strings.ToLower(key)) {
		case "family":
			c.Family = value
		case "given":
			c.Given = value
		case "prefix":
			c.Particle = value
		case "suffix":
			c.Suffix = value
		}
	}
	c = c.named()
	return c, c.Name != ""
}

// splitDepth cuts TeX at the bytes that match outside braces.
func splitDepth(tex string, cut func(byte) bool) []string {
	var parts []string
	start, depth := 0, 0
	for i := range len(tex) {
		switch c := tex[i]; {
		case c == '{':
			depth++
		case c == '}':
			depth--
		case depth <= 0 && cut(c):
			parts = append(parts, strings.TrimSpace(tex[start:i]))
			start = i + 1
		}
	}
	return append(parts, strings.TrimSpace(tex[start:]))
}

func texWords(tex string) []string {
	var words []string
	for _, word := range splitDepth(tex, isSpace) {
		if word != "" {
			words = append(words, word)
		}
	}
	return words
}

// splitTeXWords cuts "First von Last": von runs from the first to the last word,
// before the last one, that starts with a small letter.
func splitTeXWords(words []string) (given, particle, family string) {
	if len(words) == 0 {
		return "", "", ""
	}
	start, end := len(words)-1, len(words)-1
	for i := 0; i < len(words)-1; i++ {
		if isVon(words[i]) {
			start = i
			break
		}
	}
	for end > start && !isVon(words[end-1]) {
		end--
	}
	if start == len(words)-1 {
		end = start
	}
	return texJoin(words[:start]), texJoin(words[start:end]), texJoin(words[end:])
}

// splitTeXParticle cuts "von Last".
func splitTeXParticle(words []string) (particle, family string) {
	end := len(words) - 1
	for end > 0 && !isVon(words[end-1]) {
		end--
	}
	end = max(end, 0)
	return texJoin(words[:end]), texJoin(words[end:])
}

func texJoin(words []string) string { return texText(strings.Join(words, " ")) }

// isVon is whether a word's first letter outside braces is small. A special letter
// in braces counts by itself, other braces hide what is in them.
func isVon(word string) bool {
	for i := 0; i < len(word); {
		switch c := word[i]; {
		case c == '{' && strings.HasPrefix(word[i:], `{\`):
			return startsSmall(texText(word[i:]))
		case c == '{':
			return false
		case c == '\\':
			return startsSmall(texText(word[i:]))
		}
		r, size := utf8.DecodeRuneInString(word[i:])
		if unicode.IsLetter(r) {
			return unicode.IsLower(r)
		}
		i += size
	}
	return false
}

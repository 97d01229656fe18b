package statement

import (
	"strconv"
	"strings"
	"unicode"
)

const whyUnsourced = "No source named here holds the figure %s: name where it can be read, or leave it out."

// unsourced finds the figures that no source holds. A number alone may be a name or a
// setting ("Python 3.12", "two locks"): only one with a unit, or with its thousands set
// apart, is taken for something that was measured.
func (r *Rules) unsourced(t reading, sources []Source) []Finding {
	var found []Finding
	var held map[string]bool // read only where it is needed
	for i, w := range t.words {
		number, unit, ok := figureIn(t.text[w.start:w.end])
		isMeasured := unit == "money" || r.hung[strings.ToLower(unit)] || unit == "" && (strings.Contains(w.lower, ",") || r.hasUnit(t, i))
		if !ok || !isMeasured {
			continue
		}
		if held == nil {
			held = numbersOf(sources)
		}
		if !held[number] {
			found = append(found, t.finding(UnsourcedCount, whyUnsourced, i, i+1))
		}
	}
	return found
}

func (r *Rules) hasUnit(t reading, i int) bool {
	return i+1 < len(t.words) && !t.words[i+1].clause && r.units[t.words[i+1].lower]
}

// figureIn reads a number with what hangs on it: "45%", "$20,000", "3x", "120ms". ok is
// false for versions, days and everything else that has digits in it.
func figureIn(found string) (number, unit string, ok bool) {
	rest := strings.TrimLeft(found, "$€£¥~")
	if rest != found && !strings.HasPrefix(found, "~") {
		unit = "money"
	}
	digits := strings.TrimRightFunc(rest, func(r rune) bool { return unicode.IsLetter(r) || r == '%' || r == '×' })
	if hung := rest[len(digits):]; hung != "" {
		unit = hung
	}
	value, err := strconv.ParseFloat(strings.ReplaceAll(digits, ",", ""), 64)
	if err != nil || digits == "" || strings.ContainsAny(digits, "+-_eExXpP") {
		return "", "", false
	}
	return strconv.FormatFloat(value, 'f', -1, 64), unit, true
}

// numbersOf are the numbers that sources hold: in their figures, titles and texts.
func numbersOf(sources []Source) map[string]bool {
	held := map[string]bool{}
	for _, s := range sources {
		if s.FilesAfterReview > 0 {
			held[strconv.Itoa(s.FilesAfterReview)] = true
		}
		for _, text := range append([]string{s.Title, s.Text}, s.Figures...) {
			for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("()[]|:;/+-–→>=*`\"", r) }) {
				if number, _, ok := figureIn(strings.Trim(part, ".,!?")); ok {
					held[number] = true
				}
			}
		}
	}
	return held
}

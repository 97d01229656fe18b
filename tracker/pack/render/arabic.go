package render

import (
	"slices"
	"unicode"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// A font draws the shapes of letters, and a browser knows which shape a letter takes. Where
// there is no browser, this file does what Arabic needs: letters join, and run from right
// to left.

// shapes are the forms that a letter takes: alone, last, and for a letter that joins what
// follows it, first and middle. Unicode lists them in this order.
type shapes map[string][]rune

const (
	alone = iota
	last
	first
	middle
)

// arabicShapes reads them out of Unicode's blocks of presentation forms, each of which says
// of which letter it is a form.
func arabicShapes() shapes {
	s := shapes{}
	for _, block := range [][2]rune{{0xfb50, 0xfbff}, {0xfe80, 0xfefc}} {
		for form := block[0]; form <= block[1]; form++ {
			letter := norm.NFKD.String(string(form))
			if precomposed := norm.NFC.String(letter); unicode.Is(unicode.Arabic, form) && len([]rune(precomposed)) <= 2 && len(s[precomposed]) < 4 {
				s[precomposed] = append(s[precomposed], form)
			}
		}
	}
	return s
}

// join puts the shape that its neighbours ask for in place of each letter.
func (s shapes) join(text []rune) []rune {
	text = s.ligatures(text)
	shaped := slices.Clone(text)
	for i, r := range text {
		forms := s[string(r)]
		if len(forms) == 0 {
			continue
		}
		before, after := s.joinsNext(neighbour(text, i, -1)), s.joinsBefore(neighbour(text, i, 1))
		switch {
		case before && after && len(forms) == 4:
			shaped[i] = forms[middle]
		case after && len(forms) == 4:
			shaped[i] = forms[first]
		case before && len(forms) > 1:
			shaped[i] = forms[last]
		default:
			shaped[i] = forms[alone]
		}
	}
	return shaped
}

func (s shapes) joinsNext(r rune) bool { return r == 'ـ' || len(s[string(r)]) == 4 }

// joinsBefore is true of lam-alef too, which ligatures has put in its place already.
func (s shapes) joinsBefore(r rune) bool {
	return r == 'ـ' || len(s[string(r)]) > 1 || r >= 0xfef5 && r <= 0xfefc
}

// neighbour is the next letter in a direction; marks above and below are passed over.
func neighbour(text []rune, i, step int) rune {
	for i += step; i >= 0 && i < len(text); i += step {
		if !unicode.Is(unicode.Mn, text[i]) {
			return text[i]
		}
	}
	return 0
}

// ligatures writes lam and alef as one sign, as they must be.
func (s shapes) ligatures(text []rune) []rune {
	var out []rune
	for i := 0; i < len(text); i++ {
		forms := []rune(nil)
		if text[i] == 'ل' && i+1 < len(text) {
			forms = s[string(text[i:i+2])]
		}
		switch {
		case len(forms) > 1 && s.joinsNext(neighbour(text, i, -1)):
			out, i = append(out, forms[last]), i+1
		case len(forms) > 1:
			out, i = append(out, forms[alone]), i+1
		default:
			out = append(out, text[i])
		}
	}
	return out
}

// inOrder puts a line into the order in which it is drawn from the left: each stretch that
// begins and ends with a letter of a script from the right, and holds none of another, is
// turned round, but for the numbers in it.
func inOrder(line []cell) []cell {
	out := slices.Clone(line)
	for i := 0; i < len(out); i++ {
		if !isFromRight(out[i].letter) {
			continue
		}
		end := i + 1
		for j := end; j < len(out) && !isFromLeft(out[j].letter); j++ {
			if isFromRight(out[j].letter) {
				end = j + 1
			}
		}
		turn(out[i:end])
		i = end
	}
	return out
}

func turn(stretch []cell) {
	slices.Reverse(stretch)
	for i := 0; i < len(stretch); i++ {
		end := i
		for end < len(stretch) && unicode.IsDigit(stretch[end].letter) {
			end++
		}
		if end > i {
			slices.Reverse(stretch[i:end])
			i = end
		}
	}
}

func isFromRight(r rune) bool {
	class := classOf(r)
	return class == bidi.R || class == bidi.AL
}

func isFromLeft(r rune) bool { return classOf(r) == bidi.L }

func classOf(r rune) bidi.Class {
	properties, _ := bidi.LookupRune(r)
	return properties.Class()
}

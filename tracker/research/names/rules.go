package names

import (
	"slices"
	"strings"
)

// reason is a way in which two names may be one, weakest first.
type reason int

const (
	none reason = iota
	initials
	handleOfInitial
	handleWritten
	nickname
	misspelt
	middle
	spelling
	together
	order
	same
)

func (r reason) String() string {
	switch r {
	case same:
		return "the same name"
	case order:
		return "the same name in another order"
	case together:
		return "the same name, its parts written together or apart"
	case spelling:
		return "the same name in another spelling"
	case middle:
		return "the same name without a middle name, or with its initial"
	case misspelt:
		return "the same name but for one letter"
	case nickname:
		return "a short form of the same name"
	case handleWritten:
		return "the login or address is this name written together"
	case handleOfInitial:
		return "the login or address is the initial and the family name"
	case initials:
		return "the same family name, and the initials fit"
	}
	return ""
}

// compare returns the strongest reason why two names may be one.
func compare(a, b form) reason {
	if len(a.words) < 2 || len(b.words) < 2 {
		if len(a.words) == 1 && len(b.words) == 1 && a.words[0] == b.words[0] && len(a.words[0]) > 3 {
			return same
		}
		return compareTogether(a, b)
	}
	if !akin(a.words, b.words) {
		return none
	}
	if slices.Equal(a.words, b.words) {
		return same
	}
	if slices.Equal(sorted(a.words), sorted(b.words)) {
		return order
	}
	if r := compareTogether(a, b); r != none {
		return r
	}
	if r := compareParts(a, b); r != none {
		return r
	}
	sa, sb := respelled(a), respelled(b)
	if slices.Equal(sorted(sa.words), sorted(sb.words)) || compareTogether(sa, sb) != none || compareParts(sa, sb) > initials {
		return spelling
	}
	return none
}

// akin is whether any two words start with the same two letters. It spares the rest
// for most of the names in the world.
func akin(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if len(x) > 1 && len(y) > 1 && x[:2] == y[:2] {
				return true
			}
		}
	}
	return false
}

// compareTogether compares names without their spaces, from any word on: "Wang Xiao
// Ming" is "Xiaoming Wang".
func compareTogether(a, b form) reason {
	joined := a.joined()
	if len(joined) < 6 || len(joined) != len(b.joined()) {
		return none
	}
	for i := range b.words {
		if joined == strings.Join(b.words[i:], "")+strings.Join(b.words[:i], "") {
			return together
		}
	}
	for i := range a.words {
		if strings.Join(a.words[i:], "")+strings.Join(a.words[:i], "") == b.joined() {
			return together
		}
	}
	return none
}

// compareParts holds the family names together, which may stand first or last, and
// then the given names.
func compareParts(a, b form) reason {
	best := none
	for _, x := range a.parts() {
		for _, y := range b.parts() {
			if r := x.compare(y); r > best {
				best = r
			}
		}
	}
	return best
}

// parts is a name cut into the family name and the rest.
type parts struct {
	family string
	given  []string
}

// parts returns the ways a name may be cut: the family name last, or first.
func (f form) parts() []parts {
	last := len(f.words) - 1
	cuts := []parts{{f.words[last], f.words[:last]}}
	if !f.family {
		cuts = append(cuts, parts{f.words[0], f.words[1:]})
	}
	return cuts
}

func (p parts) compare(q parts) reason {
	p.given, q.given = withoutParticles(p.given), withoutParticles(q.given)
	if len(p.given) == 0 || len(q.given) == 0 {
		return none
	}
	if p.family != q.family || len(p.family) < 2 {
		return p.compareFamilies(q)
	}
	switch x, y := p.given[0], q.given[0]; {
	case x == y && len(x) > 1 && fits(p.given[1:], q.given[1:]):
		return middle
	case x == y && fits(p.given[1:], q.given[1:]):
		return initials
	case areInitials(p.given, q.given) || areInitials(q.given, p.given):
		return initials
	case isShortOf(x, y) || isShortOf(y, x):
		return nickname
	case oneLetterApart(x, y) && fits(p.given[1:], q.given[1:]):
		return misspelt
	case leftOut(x, q.given[1:]) || leftOut(y, p.given[1:]):
		return middle
	}
	return none
}

// areInitials is whether the first given name is an initial of the other's, or all
// of them written together: "J." and "JB" for "Jean-Baptiste".
func areInitials(short, long []string) bool {
	if isInitial(short[0], long[0]) && len(long[0]) > 1 {
		return fits(short[1:], long[1:])
	}
	if len(short) != 1 || len(long) < 2 || len(short[0]) != len(long) {
		return false
	}
	for i, word := range long {
		if short[0][i] != word[0] {
			return false
		}
	}
	return true
}

// leftOut is whether a first name stands further back in the other list: "Tolga" of
// "M. Tolga".
func leftOut(first string, given []string) bool {
	return len(first) > 2 && slices.Contains(given, first)
}

// compareFamilies is for family names that are cut short or one letter apart, beside
// the same given name.
func (p parts) compareFamilies(q parts) reason {
	switch {
	case len(p.given[0]) < 3 || p.given[0] != q.given[0]:
		return none
	case oneLetterApart(p.family, q.family):
		return misspelt
	case strings.HasPrefix(p.family, q.family) || strings.HasPrefix(q.family, p.family):
		return initials
	}
	return none
}

// fits is whether the shorter list of middle names can be the longer one with some
// left out or cut to initials.
func fits(p, q []string) bool {
	if len(p) > len(q) {
		p, q = q, p
	}
	at := 0
	for _, word := range p {
		for at < len(q) && word != q[at] && !isInitial(word, q[at]) && !isInitial(q[at], word) {
			at++
		}
		if at == len(q) {
			return false
		}
		at++
	}
	return true
}

func isInitial(short, long string) bool { return len(short) == 1 && strings.HasPrefix(long, short) }

// withoutParticles drops words that people leave out or not. The first word is a
// name whatever it is: "Ben", "Al".
func withoutParticles(words []string) []string {
	if len(words) < 2 {
		return words
	}
	rest := slices.DeleteFunc(slices.Clone(words[1:]), func(word string) bool {
		switch word {
		case "van", "von", "der", "den", "de", "da", "do", "dos", "das", "del", "della", "di", "du", "la", "le", "el", "al", "bin", "ben", "ter", "zu":
			return true
		}
		return false
	})
	return append([]string{words[0]}, rest...)
}

// oneLetterApart is whether two long words differ by one letter changed, left out,
// added, or two swapped.
func oneLetterApart(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 5 || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(b) > len(a) {
		return a[i:] == b[i+1:]
	}
	if i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:] {
		return true
	}
	return i < len(a) && a[i+1:] == b[i+1:]
}

func sorted(words []string) []string { return slices.Sorted(slices.Values(words)) }

func respelled(f form) form {
	out := form{text: f.text, family: f.family, words: make([]string, len(f.words))}
	for i, word := range f.words {
		out.words[i] = spelled(word)
	}
	return out
}

// compareHandle compares a name with the letters of a login.
func compareHandle(a form, letters string) reason {
	if len(a.words) < 2 {
		if len(a.words) == 1 && a.words[0] == letters && len(letters) > 3 {
			return handleWritten
		}
		return none
	}
	for _, p := range a.parts() {
		first := ""
		if len(p.given) > 0 {
			first = p.given[0]
		}
		switch {
		case len(letters) >= 6 && (letters == first+p.family || letters == p.family+first || letters == a.joined()):
			return handleWritten
		case len(p.family) > 3 && first != "" && (letters == first[:1]+p.family || letters == p.family+first[:1]):
			return handleOfInitial
		}
	}
	return none
}

package names

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-unidecode"
)

// form is one way to write a name, folded: Latin letters without accents, small, in
// words, without titles and suffixes.
type form struct {
	words []string // in reading order
	text  string   // as written
	// family is whether the last word is known to be the family name, as in "Doe, Jane".
	family bool
}

// maxName is how much of a name is looked at: no person's is longer.
const maxName = 200

// formsOf returns the forms that a written name stands for: itself, and what
// parentheses hold: a whole name, "王小明 (Xiaoming Wang)", or another given name,
// "Robert (Bobby) Roe".
func formsOf(name string) []form {
	if len(name) > maxName {
		name = strings.ToValidUTF8(name[:maxName], "")
	}
	before, rest, found := strings.Cut(name, "(")
	if !found {
		return oneForm(nil, name, name)
	}
	inside, after, _ := strings.Cut(rest, ")")
	forms := oneForm(nil, before+" "+after, name)
	switch words := wordsOf(inside); {
	case len(words) > 1:
		forms = oneForm(forms, inside, name)
	case len(words) == 1 && len(wordsOf(after)) > 0:
		forms = oneForm(forms, inside+" "+after, name)
	}
	return forms
}

func oneForm(forms []form, part, whole string) []form {
	family, given, inverted := strings.Cut(part, ",")
	words := wordsOf(part)
	if inverted && len(wordsOf(given)) > 0 {
		words = append(wordsOf(given), wordsOf(family)...)
	}
	if len(words) == 0 {
		return forms
	}
	return append(forms, form{words: words, text: strings.TrimSpace(whole), family: inverted})
}

// wordsOf folds a text and cuts it into words. A capital inside a word starts a new
// one where the text is a single word: "JaneDoe".
func wordsOf(text string) []string {
	text = strings.TrimSpace(text)
	if isTitle(strings.ToLower(text)) {
		return nil
	}
	if !strings.ContainsAny(text, " .-_") {
		text = camelCut(text)
	}
	latin := strings.ToLower(unidecode.Unidecode(text))
	latin = strings.Map(func(r rune) rune {
		if r == '\'' || r == '`' {
			return -1
		}
		return r
	}, latin)
	var words []string
	for _, word := range strings.FieldsFunc(latin, func(r rune) bool { return r < 'a' || r > 'z' }) {
		if !isTitle(word) {
			words = append(words, word)
		}
	}
	return words
}

// camelCut puts a space before each capital that follows a small letter.
func camelCut(text string) string {
	var out strings.Builder
	small := false
	for _, r := range text {
		if small && unicode.IsUpper(r) {
			out.WriteByte(' ')
		}
		small = unicode.IsLower(r)
		out.WriteRune(r)
	}
	return out.String()
}

func isTitle(word string) bool {
	switch word {
	case "dr", "prof", "mr", "mrs", "ms", "phd", "jr", "sr", "ii", "iii", "msc", "bsc":
		return true
	}
	return false
}

// spelled folds the ways in which one letter is put into Latin: "Müller" is written
// "Muller" and "Mueller", "Chaikovsky" "Tchaikovsky".
func spelled(word string) string { return spellings.Replace(word) }

var spellings = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "ss", "s", "ph", "f", "yu", "u", "ya", "a", "ia", "a",
	"iy", "i", "ij", "i", "ii", "i", "y", "i", "kh", "h", "tch", "ch", "ck", "k", "x", "ks", "w", "v")

func (f form) joined() string { return strings.Join(f.words, "") }

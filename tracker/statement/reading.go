package statement

import (
	"fmt"
	"strings"
)

// reading is a text cut into words, with what the person says that they did.
type reading struct {
	text  string
	words []word
	deeds []bool // by word: a verb here would be what the person did
}

// beside are words that may stand between a subject and its verb.
var beside = map[string]bool{"also": true, "then": true, "later": true, "first": true, "jointly": true, "personally": true, "have": true, "had": true, "myself": true}

// turning are words after which somebody or something else acts.
var turning = map[string]bool{"which": true, "who": true, "that": true, "since": true, "because": true, "as": true, "so": true, "but": true,
	"where": true, "while": true, "when": true, "after": true, "before": true, "until": true, "if": true}

// read cuts a text and finds what the person says that they did: the verb that begins a
// sentence or stands after "I", and those joined to it by "and" or a comma. by are the
// person's logins.
func read(text string, by map[string]bool) reading {
	t := reading{text: text, words: cut(text)}
	t.deeds = make([]bool, len(t.words))
	mine, open := true, true // the person acts; only words beside a verb stand since the last joint
	for i, w := range t.words {
		if w.clause {
			mine, open = true, true
		}
		switch {
		case w.lower == "i" || w.lower == "we" || by[strings.TrimPrefix(w.lower, "@")]:
			mine, open = true, true
		case turning[w.lower]:
			mine, open = false, false
		case w.lower == "and" || w.lower == "or" || w.lower == "then":
			open = mine
		case open || w.comma && mine:
			t.deeds[i] = mine
			open = beside[w.lower] || strings.HasSuffix(w.lower, "ly")
			mine = mine && (open || !w.clause || isPast(w.lower))
		}
	}
	return t
}

// isPast reports whether a word that begins a sentence may be a verb of the past, so that
// the verbs joined to it are of the same subject.
func isPast(word string) bool {
	return strings.HasSuffix(word, "ed") || irregular[word]
}

var irregular = map[string]bool{"led": true, "co-led": true, "wrote": true, "rewrote": true, "built": true, "drove": true, "ran": true, "made": true,
	"cut": true, "kept": true, "took": true, "gave": true, "brought": true, "found": true, "split": true, "set": true, "put": true, "oversaw": true, "got": true}

// finding is one about the words from a place up to another.
func (t reading) finding(kind Kind, why string, from, to int) Finding {
	start, end := t.words[from].start, t.words[to-1].end
	span := t.text[start:end]
	return Finding{Kind: kind, Start: start, End: end, Span: span, Why: fmt.Sprintf(why, span)}
}

func lower(login string) string { return strings.ToLower(login) }

func own(sources []Source) map[string]bool {
	logins := map[string]bool{}
	for _, s := range sources {
		if s.By != "" {
			logins[lower(s.By)] = true
		}
	}
	return logins
}

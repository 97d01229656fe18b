package store

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// wordsOf cuts a title into its words, lower case, each once. What is neither
// letter nor digit separates them.
func wordsOf(title string) map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsFuncSeq(strings.ToLower(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		words[word] = true
	}
	return words
}

// retitle remembers that a thread's title changes from a former one.
func (a *applier) retitle(thread int64, former string) {
	if _, ok := a.retitled[thread]; !ok {
		a.retitled[thread] = former
	}
}

// saveWords keeps the words of titles in line with the titles.
func (a *applier) saveWords() error {
	came, went := map[threadWord]bool{}, map[threadWord]bool{}
	for _, e := range a.threads {
		former, ok := a.retitled[e.row.ID]
		if !ok {
			continue
		}
		before, after := wordsOf(former), wordsOf(e.row.Title)
		for word := range after {
			if !before[word] {
				came[threadWord{word, e.row.ID}] = true
			}
		}
		for word := range before {
			if !after[word] {
				went[threadWord{word, e.row.ID}] = true
			}
		}
	}
	return a.tx.moveWords(came, went)
}

// threadWord is one word of one thread's title.
type threadWord struct {
	word   string
	thread int64
}

// moveWords adds and removes words of threads.
func (t *tx) moveWords(came, went map[threadWord]bool) error {
	numbers, err := t.wordNumbers(came, went)
	if err != nil {
		return err
	}
	err = t.execKeyed("DELETE FROM thread_words WHERE (word_id, thread_id) IN (SELECT a, b FROM {keys})", wordKeys(went, numbers))
	if err != nil {
		return err
	}
	return t.execKeyed("INSERT INTO thread_words (word_id, thread_id) SELECT a, b FROM {keys}", wordKeys(came, numbers))
}

// wordKeys are the keys of words of threads, in the order of the table.
func wordKeys(words map[threadWord]bool, numbers map[string]int64) [][]any {
	rows := make([]threadWordRow, 0, len(words))
	for w := range words {
		rows = append(rows, threadWordRow{numbers[w.word], w.thread})
	}
	slices.SortFunc(rows, func(x, y threadWordRow) int {
		return cmp.Or(cmp.Compare(x.WordID, y.WordID), cmp.Compare(x.ThreadID, y.ThreadID))
	})
	keys := make([][]any, len(rows))
	for i, row := range rows {
		keys[i] = []any{row.WordID, row.ThreadID}
	}
	return keys
}

// wordNumbers gives every word its number, a new one where it has none.
func (t *tx) wordNumbers(sets ...map[threadWord]bool) (map[string]int64, error) {
	numbers := map[string]int64{}
	for _, set := range sets {
		for w := range set {
			numbers[w.word] = 0
		}
	}
	wanted := slices.Sorted(maps.Keys(numbers))
	stored, err := loadBy[wordRow](t, "words", []string{"word"}, keysOf(wanted))
	if err != nil {
		return nil, err
	}
	for _, row := range stored {
		numbers[row.Word] = row.ID
	}
	var fresh []wordRow
	for _, word := range wanted {
		if numbers[word] != 0 {
			continue
		}
		if numbers[word], err = t.nextID("words"); err != nil {
			return nil, err
		}
		fresh = append(fresh, wordRow{numbers[word], word})
	}
	return numbers, insert(t, fresh, 2)
}

// rebuildWords indexes all titles again.
func rebuildWords(t *tx) error {
	if err := t.db.Exec("DELETE FROM thread_words").Error; err != nil {
		return err
	}
	for after := int64(0); ; {
		var titled []threadRow
		err := t.db.Select("id, title").Where("id > ?", after).Order("id").Limit(rebuildChunk).Find(&titled).Error
		if err != nil || len(titled) == 0 {
			return err
		}
		came := map[threadWord]bool{}
		for _, thread := range titled {
			for word := range wordsOf(thread.Title) {
				came[threadWord{word, thread.ID}] = true
			}
		}
		if err := t.moveWords(came, nil); err != nil {
			return err
		}
		after = titled[len(titled)-1].ID
	}
}

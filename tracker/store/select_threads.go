package store

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// threadQuery selects thread_ids; one may come twice.
type threadQuery struct {
	text string
	args []any
}

const (
	fewThreads = 8_000  // reading all lines of so many takes less than a page may
	fewOfSome  = 20_000 // so does reading the lines of some accounts in so many, by an index
	fewLines   = 20_000 // and so does a look at the thread of each of so many lines
	fewWords   = 500
	triedWords = 2
)

// selectThreads adds what is asked of the thread: conditions on each line and,
// where there are many lines and few threads meet one of the conditions, those
// threads to begin with.
func (t *tx) selectThreads(s *selection, f EvidenceFilter) error {
	if f.WithLogin == "" && f.Query == "" && f.Domain == "" {
		return nil
	}
	t.selectTitles(s, f.Query)
	var others []int64
	if f.WithLogin != "" {
		var err error
		if others, err = t.accountsCalled(f.WithLogin); err != nil {
			return err
		}
		s.and("c.thread_id <> 0 AND EXISTS (SELECT 1 FROM contributions o WHERE o.thread_id = c.thread_id AND o.thread_id <> 0 AND o.account_id IN ? AND "+unlessHidden("o")+")", others)
	}
	s.isSearched = true
	if short, err := t.isShort(s); err != nil || short && others == nil {
		return err // two people's lines in a thread are found together by an index
	}
	for _, q := range f.threadQueries(others) {
		few, err := t.few(s, q)
		if err != nil || few != nil {
			s.threads, s.isSearched = few, false
			return err
		}
	}
	return t.selectWords(s, f.Query)
}

// threadQueries select the threads with some accounts, and those that lie in a domain.
func (f EvidenceFilter) threadQueries(others []int64) []threadQuery {
	var queries []threadQuery
	if f.WithLogin != "" {
		queries = append(queries, threadQuery{"SELECT DISTINCT thread_id FROM contributions WHERE account_id IN ? AND thread_id <> 0", []any{others}})
	}
	if f.Domain != "" {
		queries = append(queries, threadQuery{`SELECT h.owner_id AS thread_id FROM domains d CROSS JOIN thread_shares h
			WHERE d.slug = ? AND h.domain_id = d.id AND NOT h.in_passing`, []any{f.Domain}})
	}
	return queries
}

// isShort reports whether all lines of the accounts, or of the repository, are
// few.
func (t *tx) isShort(s *selection) (bool, error) {
	column, owners := s.owners()
	if owners == nil {
		return false, nil
	}
	var count int
	err := t.db.Raw(fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM contributions c WHERE %s IN ? LIMIT %d) few", column, fewLines+1), owners).Scan(&count).Error
	return count <= fewLines, err
}

// selectDomain asks for threads that lie in a domain. Of some accounts the rollups know
// what they did there of which kinds, and between which months: nothing else is looked at.
func (t *tx) selectDomain(s *selection, slug string) error {
	s.and("EXISTS (SELECT 1 FROM thread_shares h WHERE h.owner_id = c.thread_id AND h.domain_id = (SELECT d.id FROM domains d WHERE d.slug = ?) AND NOT h.in_passing)", slug)
	if s.everybody {
		return nil
	}
	var there []struct {
		Kind        int16
		First, Last int64
	}
	err := t.db.Raw(`SELECT r.kind, min(r.month) AS first, max(r.month) AS last FROM contribution_rollups r
		WHERE r.account_id IN ? AND r.domain = (SELECT d.id FROM domains d WHERE d.slug = ?) AND r.count > 0 GROUP BY r.kind`, s.accounts, slug).Scan(&there).Error
	if err != nil {
		return err
	}
	kinds, first, last := []int16{}, int64(math.MaxInt64), int64(0)
	for _, k := range there {
		if s.kinds == nil || slices.Contains(s.kinds, k.Kind) {
			kinds, first, last = append(kinds, k.Kind), min(first, k.First), max(last, k.Last)
		}
	}
	s.kinds = kinds
	if len(kinds) > 0 {
		s.limit(fromMonth(first).Unix(), fromMonth(last+1).Unix())
	}
	return nil
}

// selectTitles asks for titles that contain each of the words, in any case. It looks at
// a title once, whatever the number of words.
func (t *tx) selectTitles(s *selection, query string) {
	like := "LIKE"
	if t.db.Name() == "postgres" {
		like = "ILIKE"
	}
	var conditions strings.Builder
	var patterns []any
	for _, word := range strings.Fields(clean(query)) {
		conditions.WriteString(" AND q.title " + like + ` ? ESCAPE '\'`)
		patterns = append(patterns, containing(word))
	}
	if len(patterns) > 0 {
		s.and("EXISTS (SELECT 1 FROM threads q WHERE q.id = c.thread_id"+conditions.String()+")", patterns...)
	}
}

// containing is the pattern of texts that contain a word.
func containing(word string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(word) + "%"
}

// selectWords looks for a word of the query that few titles contain. The longest
// come first, because they are the rarest as a rule.
func (t *tx) selectWords(s *selection, query string) error {
	words := slices.SortedFunc(maps.Keys(wordsOf(clean(query))), func(x, y string) int {
		return cmp.Or(-cmp.Compare(utf8.RuneCountInString(x), utf8.RuneCountInString(y)), strings.Compare(x, y))
	})
	for _, word := range words[:min(len(words), triedWords)] {
		few, err := t.threadsTitled(s, word)
		if err != nil || few != nil {
			s.threads, s.isSearched = few, false
			return err
		}
	}
	return nil
}

// threadsTitled returns a query for the threads whose titles contain a word,
// alone or within a longer one, nil where they are many. Whether it is common
// alone is soon known; for the rest all words are looked through.
func (t *tx) threadsTitled(s *selection, word string) (*threadQuery, error) {
	alone, err := t.few(s, threadQuery{"SELECT thread_id FROM thread_words WHERE word_id IN (SELECT id FROM words WHERE word = ?)", []any{word}})
	if err != nil || alone == nil {
		return nil, err
	}
	var ids []int64
	err = t.db.Raw(`SELECT id FROM words WHERE word LIKE ? ESCAPE '\' LIMIT ?`, containing(word), fewWords+1).Scan(&ids).Error
	if err != nil || len(ids) > fewWords {
		return nil, err
	}
	return t.few(s, threadQuery{"SELECT thread_id FROM thread_words WHERE word_id IN ?", []any{ids}})
}

// few returns the query where it selects few threads, nil where they are many.
func (t *tx) few(s *selection, q threadQuery) (*threadQuery, error) {
	most := fewThreads
	if !s.everybody {
		most = fewOfSome
	}
	var count int
	err := t.db.Raw(fmt.Sprintf("SELECT count(*) FROM (%s LIMIT %d) few", q.text, most+1), q.args...).Scan(&count).Error
	if err != nil || count > most {
		return nil, err
	}
	return &q, nil
}

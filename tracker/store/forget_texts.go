package store

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// blotter takes the names of one person out of texts.
type blotter struct {
	names   func(word string) bool
	phrases *regexp.Regexp
	marks   []string // lower case; a text without any of them names nobody
}

func (h *hanging) blotter() blotter { return blotter{h.isNamed, h.phrases(), h.marks()} }

// mayName reports whether it is worth a closer look at a text.
func (b blotter) mayName(text string) bool {
	text = strings.ToLower(text)
	for _, mark := range b.marks {
		if strings.Contains(text, mark) {
			return true
		}
	}
	return false
}

func (b blotter) blot(text string) (string, bool) {
	text, named := blot(text, b.names)
	text, called := blotPhrases(text, b.phrases)
	return text, named || called
}

// like is a condition that holds for the texts of a column that are worth a closer look.
func (b blotter) like(column string) (condition string, values []any) {
	escape := strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")
	parts := make([]string, len(b.marks))
	for i, mark := range b.marks {
		parts[i] = "lower(" + column + ") LIKE ? ESCAPE '!'"
		values = append(values, "%"+escape.Replace(mark)+"%")
	}
	return strings.Join(parts, " OR "), values
}

// texts blots the person out of what others wrote, column by column.
func (e *eraser) texts() error {
	b := e.who.blotter()
	for _, h := range holdings {
		for _, column := range strings.Fields(h.words) {
			if err := e.blotColumn(b, h.table, column); err != nil {
				return fmt.Errorf("%s.%s: %w", h.table, column, err)
			}
		}
	}
	return nil
}

func (e *eraser) blotColumn(b blotter, table, column string) error {
	condition, values := b.like(column)
	var texts []string
	if err := e.tx.db.Raw("SELECT DISTINCT "+column+" FROM "+table+" WHERE "+condition, values...).Scan(&texts).Error; err != nil {
		return err
	}
	for _, text := range texts {
		without, named := b.blot(text)
		if !named {
			continue
		}
		if err := e.tx.db.Exec("UPDATE "+table+" SET "+column+" = ? WHERE "+column+" = ?", without, text).Error; err != nil {
			return err
		}
	}
	return nil
}

// files drops the text of a citation file that names the person: half a file is none.
func (e *eraser) files() error {
	b := e.who.blotter()
	var files []researchFileRow
	condition, values := b.like("text")
	if err := e.tx.db.Where(condition, values...).Find(&files).Error; err != nil {
		return err
	}
	var named []int64
	for _, f := range files {
		if _, is := b.blot(f.Text); is {
			named = append(named, f.ID)
		}
	}
	return e.execKeyed("UPDATE research_files SET text = '' WHERE id IN (SELECT a FROM {keys})", keysOf(named))
}

// titles takes away the titles of the person's threads and of all in their repositories,
// takes the person out of others', and keeps the index of words in line.
func (e *eraser) titles() error {
	b := e.who.blotter()
	condition, values := b.like("title")
	var rows []threadRow
	err := e.tx.db.Select("id, title, author_id, repository_id").Where("author_id IN ?", e.who.accounts).Or("repository_id IN ?", e.who.repositories).Or(condition, values...).Order("id").Find(&rows).Error
	if err != nil {
		return err
	}
	var titles [][]any
	came, went := map[threadWord]bool{}, map[threadWord]bool{}
	for _, row := range rows {
		title, named := b.blot(row.Title)
		if slices.Contains(e.who.accounts, row.AuthorID) || slices.Contains(e.who.repositories, row.RepositoryID) {
			title, named = erasedName, true
		}
		if !named {
			continue
		}
		titles = append(titles, []any{row.ID, title})
		before, after := wordsOf(row.Title), wordsOf(title)
		for word := range before {
			went[threadWord{word, row.ID}] = !after[word]
		}
		for word := range after {
			came[threadWord{word, row.ID}] = !before[word]
		}
	}
	if err := e.execKeyed("UPDATE threads SET title = k.b FROM {keys} WHERE threads.id = k.a", titles); err != nil {
		return err
	}
	return e.moveWords(onlyTrue(came), onlyTrue(went))
}

func onlyTrue(words map[threadWord]bool) map[threadWord]bool {
	for word, is := range words {
		if !is {
			delete(words, word)
		}
	}
	return words
}

// payloadsAtOnce is how many payloads are looked through in one step.
const payloadsAtOnce = 1000

// payloads drops the bytes of what others wrote where it names the person. What the
// person wrote goes with its line.
func (e *eraser) payloads() error {
	b := e.who.blotter()
	for at := (payloadRow{}); ; { // compared as a row: an OR of both would begin at the first payload each time
		var rows []payloadRow
		err := e.tx.db.Select("kind, subject_id, body").Where("body IS NOT NULL AND (kind, subject_id) > (?, ?)", at.Kind, at.SubjectID).
			Order("kind, subject_id").Limit(payloadsAtOnce).Find(&rows).Error
		if err != nil || len(rows) == 0 {
			return err
		}
		at = rows[len(rows)-1]
		var named [][]any
		for _, row := range rows {
			body, err := decompress(row.Body)
			if err != nil {
				return err
			}
			if text := string(body); b.mayName(text) {
				if _, is := b.blot(text); is {
					named = append(named, []any{row.Kind, row.SubjectID})
				}
			}
		}
		if err := e.execKeyed("UPDATE payloads SET body = NULL WHERE (kind, subject_id) IN (SELECT a, b FROM {keys})", named); err != nil {
			return err
		}
	}
}

package store

// What a newer view of a citation file does not hold any more is dropped, and
// what depends on it is marked.

// dropFile drops a file with all that it says.
func (a *applier) dropFile(id int64) error {
	mentions, err := loadBy[mentionRow](a.tx, "work_mentions", []string{"file_id"}, [][]any{{id}})
	if err != nil {
		return err
	}
	if err := a.dropMentions(mentions); err != nil {
		return err
	}
	return a.execKeyedAll([][]any{{id}},
		"DELETE FROM research_warnings WHERE owner_id IN (SELECT a FROM {keys})",
		"DELETE FROM research_files WHERE id IN (SELECT a FROM {keys})")
}

func (a *applier) dropMentions(rows []mentionRow) error {
	if len(rows) == 0 {
		return nil
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
		a.research.works[r.WorkID] = false
		delete(a.research.mentions, r.ID)
	}
	credits, err := loadBy[creditRow](a.tx, "credits", []string{"mention_id"}, keysOf(ids))
	if err != nil {
		return err
	}
	if err := a.dropCredits(credits); err != nil {
		return err
	}
	return a.execKeyedAll(keysOf(ids),
		"DELETE FROM work_identities WHERE mention_id IN (SELECT a FROM {keys})",
		"DELETE FROM work_mentions WHERE id IN (SELECT a FROM {keys})")
}

func (a *applier) dropCredits(rows []creditRow) error {
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
		a.research.mentions[r.MentionID] = true
		delete(a.research.credits, r.ID)
	}
	return a.execKeyedAll(keysOf(ids),
		"DELETE FROM credit_matches WHERE credit_id IN (SELECT a FROM {keys})",
		"DELETE FROM credit_events WHERE credit_id IN (SELECT a FROM {keys})",
		"DELETE FROM credits WHERE id IN (SELECT a FROM {keys})")
}

// execKeyedAll runs several statements over the same keys.
func (t *tx) execKeyedAll(keys [][]any, statements ...string) error {
	for _, statement := range statements {
		if err := t.execKeyed(statement, keys); err != nil {
			return err
		}
	}
	return nil
}

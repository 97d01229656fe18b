package store

import (
	"database/sql"
	"strings"

	"rungless/tracker"
)

// recordCitation is a link and, where the store holds the comment, its thread.
type recordCitation struct {
	citationRow
	repositoryID int64 // 0: the store does not hold the comment
	threadNumber int64
	threadKind   int16
}

// loadCitations reads the links of the chunk's merged pull requests, of what was
// said in them and of their commits, and notes the repositories that they lead to.
// Nobody asks for those of other threads.
func (l *recordLoader) loadCitations(repositories map[int64]bool) error {
	l.cites = map[payloadKey][]recordCitation{}
	var keys [][]any
	add := func(kind int16, id int64) { keys = append(keys, []any{kind, id}) }
	for i := range l.threads {
		t := &l.threads[i]
		if t.MergedAt == 0 {
			continue
		}
		add(threadPayload, t.ID)
		for _, item := range l.items[t.ID] {
			if item.Citations > 0 {
				add(item.Kind, item.ID)
			}
		}
		for _, c := range l.commits[t.ID] {
			add(codeOfCommit, c.ID)
		}
	}
	var last citationRow
	return l.tx.eachKeyed(`SELECT x.kind, x.subject_id, x.position, x.host, x.repository, x.number, x.thread_kind, x.cited_kind, x.cited_id,
			coalesce(t.repository_id, 0), coalesce(t.number, 0), coalesce(t.kind, 0)
		FROM {keys} CROSS JOIN citations x
			LEFT JOIN thread_items i ON i.kind = x.cited_kind AND i.database_id = x.cited_id AND i.gone_at = 0
				AND i.repository_id IN (SELECT n.repository_id FROM repository_names n WHERE n.host = x.host AND n.full_name = x.repository)
			LEFT JOIN threads t ON t.id = i.thread_id AND t.gone_at = 0
		WHERE x.kind = k.a AND x.subject_id = k.b ORDER BY x.kind, x.subject_id, x.position, t.id`, distinct(keys), func(rows *sql.Rows) error {
		var r recordCitation
		err := rows.Scan(&r.Kind, &r.SubjectID, &r.Position, &r.Host, &r.Repository, &r.Number, &r.ThreadKind, &r.CitedKind, &r.CitedID,
			&r.repositoryID, &r.threadNumber, &r.threadKind)
		if r.citationRow != last { // a name may have been that of two repositories
			l.cites[r.subject()] = append(l.cites[r.subject()], r)
			repositories[r.repositoryID] = true
		}
		last = r.citationRow
		return err
	})
}

// cited gives the links of one text: to where the comment is now, or else to where
// the link says.
func (l *recordLoader) cited(subject payloadKey) []tracker.CommentRef {
	var refs []tracker.CommentRef
	for _, c := range l.cites[subject] {
		ref := tracker.CommentRef{Kind: word(kindCodes, c.CitedKind), DatabaseID: c.CitedID}
		if c.repositoryID != 0 {
			ref.Thread = tracker.ThreadRef{Repository: l.repositories[c.repositoryID].RepositoryRef, Kind: word(kindCodes, c.threadKind), Number: int(c.threadNumber)}
		} else {
			owner, name, _ := strings.Cut(c.Repository, "/")
			ref.Thread = tracker.ThreadRef{Repository: tracker.RepositoryRef{Host: c.Host, Owner: owner, Name: name}, Kind: word(kindCodes, c.ThreadKind), Number: int(c.Number)}
		}
		refs = append(refs, ref)
	}
	return refs
}

// citingKeys finds the merged pull requests that name a comment of the given
// accounts, in their description, in what was said in them or in their commits.
func (t *tx) citingKeys(f RecordFilter, accounts []int64) ([]recordKey, error) {
	if len(accounts) == 0 {
		return nil, nil
	}
	where := strings.Join(append(f.visible("t"), "t.kind <> 0", "t.merged_at <> 0"), " AND ")
	var keys []recordKey
	err := t.db.Raw(`WITH cited AS (
			SELECT x.kind, x.subject_id FROM contributions c CROSS JOIN thread_items i CROSS JOIN citations x
			WHERE c.account_id IN ? AND c.kind IN (2, 3, 5, 7) AND i.id = c.subject_id AND x.cited_id = i.database_id AND x.cited_kind = i.kind
				AND EXISTS (SELECT 1 FROM repository_names n WHERE n.host = x.host AND n.full_name = x.repository AND n.repository_id = i.repository_id))
		SELECT t.repository_id, t.id, t.number AS place FROM (
			SELECT subject_id AS id FROM cited WHERE kind = 22
			UNION SELECT i.thread_id FROM cited x CROSS JOIN thread_items i WHERE x.kind NOT IN (9, 20, 22) AND i.id = x.subject_id AND i.gone_at = 0
			UNION SELECT p.thread_id FROM cited x CROSS JOIN commit_pulls p WHERE x.kind = 9 AND p.commit_id = x.subject_id
			UNION SELECT tc.owner_id FROM cited x CROSS JOIN commits m CROSS JOIN thread_commits tc
				WHERE x.kind = 9 AND m.id = x.subject_id AND tc.repository_id = m.repository_id AND tc.sha = m.sha
		) k CROSS JOIN threads t CROSS JOIN repositories r WHERE t.id = k.id AND `+where, accounts).Scan(&keys).Error
	return keys, err
}

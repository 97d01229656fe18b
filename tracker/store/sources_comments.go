package store

import (
	"cmp"
	"database/sql"

	"rungless/tracker"
)

var codeOfCommitComment = kindCode(tracker.CommitComment)

// findCommitComments finds comments on commits. They are in no thread, and nothing else
// may be stored of the commit: a sync of a person reads what they said, not on what.
func (l *sourceLoader) findCommitComments() error {
	return l.eachNamed(`SELECT k.a, i.repository_id, i.id, i.commit_sha, i.verified_at, i.is_minimized, coalesce(c.id, 0), coalesce(c.committed_at, 0),
			i.gone_reason, coalesce(c.gone_reason, ''), r.gone_reason
		FROM {keys} CROSS JOIN repository_names n CROSS JOIN repositories r CROSS JOIN thread_items i
			LEFT JOIN commits c ON c.repository_id = i.repository_id AND c.sha = i.commit_sha
		WHERE n.host = k.b AND n.full_name = k.c AND r.id = n.repository_id AND i.repository_id = r.id AND i.kind = 8 AND i.database_id = k.d
			AND (i.occurred_at <> 0 OR i.gone_at <> 0)`,
		func(ref SourceRef) (any, bool) {
			return ref.DatabaseID, ref.Number == 0 && ref.SHA != "" && ref.Kind == tracker.CommitComment
		},
		func(rows *sql.Rows) error {
			var place int
			var id int64
			s := sourceSubject{record: recordKey{IsCommit: true}}
			var item, commit, repository string
			err := rows.Scan(&place, &s.record.RepositoryID, &id, &s.record.SHA, &s.verifiedAt, &s.isHidden, &s.record.ID, &s.record.Place,
				&item, &commit, &repository)
			if err != nil || s.record.SHA != l.refs[place].SHA {
				return err
			}
			s.bury(cmp.Or(item, commit, repository))
			s.payload = payloadKey{codeOfCommitComment, id}
			l.subjects[place] = s
			return nil
		})
}

// loadCommitComments adds the comments on commits to the records of their commits, and
// makes a record where nothing else is stored of the commit.
func (l *sourceLoader) loadCommitComments(found []Source) error {
	var ids []int64
	places, repositories := map[int64][]int{}, map[int64]bool{}
	for i, s := range l.subjects {
		if s.payload.kind == codeOfCommitComment && !s.isGone {
			ids = append(ids, s.payload.subject)
			places[s.payload.subject] = append(places[s.payload.subject], i)
			repositories[s.record.RepositoryID] = true
		}
	}
	loader := newRecordLoader(l.tx)
	for _, step := range []func() error{
		func() error { return loader.loadItems("i.id", ids) },
		func() error { return loader.loadRepositories(repositories) },
		loader.loadAccounts,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	for _, item := range loader.items[0] {
		for _, i := range places[item.ID] {
			loader.addCommitComment(&found[i], l.subjects[i], item)
		}
	}
	return nil
}

func (l *recordLoader) addCommitComment(source *Source, s sourceSubject, item recordItem) {
	repository := l.repositories[s.record.RepositoryID]
	ref := tracker.ThreadRef{Repository: repository.RepositoryRef}
	if !source.IsFound {
		source.IsFound, source.CapturedAt = true, fromUnix(s.verifiedAt)
		commit := tracker.ThreadRef{Repository: ref.Repository, Kind: tracker.CommitKind}
		source.Record = tracker.Record{Thread: tracker.Thread{ThreadRef: commit}, Topics: repository.topics, IsPrivate: repository.isPrivate}
	}
	source.Record.Comments = []tracker.Comment{l.comment(ref, item)}
}

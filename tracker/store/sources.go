package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"rungless/tracker"
)

// SourceRef names one piece of evidence as a link to it does.
type SourceRef struct {
	Repository tracker.RepositoryRef // host, owner and name, of today or of before
	Number     int                   // of the thread; 0 for a commit, and for a comment on one
	Kind       tracker.Kind          // of a review or comment; "" for the thread or commit itself
	DatabaseID int64                 // of the review or comment
	SHA        string                // of a commit; with DatabaseID, of the commit that the comment is on
}

// Source is one piece of evidence as it is stored.
type Source struct {
	// Record is the thread's, with all that was said and done in it; a commit's own; of a
	// comment on a commit the commit's with that comment alone, without the commit where
	// nothing else is stored of it.
	Record        tracker.Record
	IsFound       bool
	Gone          tracker.TombstoneReason // why it is not found, where that is known
	PayloadSHA256 string                  // in hexadecimal; "" where the source gave no payload
	CapturedAt    time.Time               // when GitHub last showed it so; zero: not from GitHub
	// IsStale says that GitHub has told of a change of the thread since it was read whole.
	IsStale bool
	// Reverts are the merged pull requests whose titles say that they take it back.
	Reverts []tracker.ThreadRef
	// Text is what the thread's description, the review, the comment or the commit's
	// message says; "" where it is empty, not kept, or hidden on GitHub. IsTextKept says
	// whether it is known.
	Text       string
	IsTextKept bool
}

// Sources returns what is stored of some pieces of evidence, in their order.
func (s *Store) Sources(ctx context.Context, refs []SourceRef) ([]Source, error) {
	found := make([]Source, len(refs))
	err := s.snapshot(ctx, func(t *tx) error {
		l := &sourceLoader{tx: t, refs: refs, subjects: make([]sourceSubject, len(refs))}
		for _, step := range []func() error{l.findThreads, l.findCommits, l.findItems, l.findCommitComments} {
			if err := step(); err != nil {
				return err
			}
		}
		for _, step := range []func([]Source) error{l.loadRecords, l.loadCommitComments, l.loadReverts, l.loadPayloads} {
			if err := step(found); err != nil {
				return err
			}
		}
		return nil
	})
	return found, machineError("store.Sources", err)
}

// sourceSubject is what a reference turned out to name.
type sourceSubject struct {
	record     recordKey // zero ID: not found
	payload    payloadKey
	gone       tracker.TombstoneReason
	isGone     bool
	isHidden   bool // its text is
	isStale    bool
	verifiedAt int64
}

type sourceLoader struct {
	tx       *tx
	refs     []SourceRef
	subjects []sourceSubject
}

// eachNamed runs a keyed query over some of the references: the place, the host, the
// full name and what else names the thing. Of several repositories that had a name, the
// one that was seen under it last comes last.
func (l *sourceLoader) eachNamed(query string, key func(SourceRef) (any, bool), scan func(*sql.Rows) error) error {
	var keys [][]any
	for i, ref := range l.refs {
		if k, ok := key(ref); ok {
			keys = append(keys, []any{int64(i), ref.Repository.Host, strings.ToLower(clean(ref.Repository.FullName())), k})
		}
	}
	return l.tx.eachKeyed(query+" ORDER BY n.seen_at", keys, scan)
}

func (l *sourceLoader) findThreads() error {
	return l.eachNamed(`SELECT k.a, t.repository_id, t.id, t.number, t.is_stale, t.verified_at, t.gone_reason, r.gone_reason
		FROM {keys} CROSS JOIN repository_names n CROSS JOIN repositories r CROSS JOIN threads t
		WHERE n.host = k.b AND n.full_name = k.c AND r.id = n.repository_id AND t.repository_id = r.id AND t.number = k.d AND t.kind <> 0`,
		func(ref SourceRef) (any, bool) { return int64(ref.Number), ref.Number != 0 },
		func(rows *sql.Rows) error {
			var place int
			var s sourceSubject
			var thread, repository string
			err := rows.Scan(&place, &s.record.RepositoryID, &s.record.ID, &s.record.Place, &s.isStale, &s.verifiedAt, &thread, &repository)
			s.bury(cmp.Or(thread, repository))
			s.payload = payloadKey{threadPayload, s.record.ID}
			l.subjects[place] = s
			return err
		})
}

func (s *sourceSubject) bury(reason string) {
	s.gone, s.isGone = tracker.TombstoneReason(reason), s.isGone || reason != ""
}

func (l *sourceLoader) findCommits() error {
	return l.eachNamed(`SELECT k.a, c.repository_id, c.id, c.committed_at, c.sha, c.gone_reason, r.gone_reason
		FROM {keys} CROSS JOIN repository_names n CROSS JOIN repositories r CROSS JOIN commits c
		WHERE n.host = k.b AND n.full_name = k.c AND r.id = n.repository_id AND c.repository_id = r.id AND c.sha = k.d`,
		func(ref SourceRef) (any, bool) {
			return ref.SHA, ref.SHA != "" && ref.Number == 0 && ref.DatabaseID == 0
		},
		func(rows *sql.Rows) error {
			var place int
			s := sourceSubject{record: recordKey{IsCommit: true}}
			var commit, repository string
			err := rows.Scan(&place, &s.record.RepositoryID, &s.record.ID, &s.record.Place, &s.record.SHA, &commit, &repository)
			s.bury(cmp.Or(commit, repository))
			s.payload = payloadKey{codeOfCommit, s.record.ID}
			l.subjects[place] = s
			return err
		})
}

// findItems finds the reviews and comments in threads that were found.
func (l *sourceLoader) findItems() error {
	var keys [][]any
	for i, ref := range l.refs {
		if s := l.subjects[i]; ref.DatabaseID != 0 && s.record.ID != 0 {
			keys = append(keys, []any{int64(i), s.record.RepositoryID, kindCode(ref.Kind), ref.DatabaseID})
			l.subjects[i].payload = payloadKey{}
		}
	}
	return l.tx.eachKeyed(`SELECT k.a, i.id, i.kind, i.thread_id, i.verified_at, i.gone_reason, i.is_minimized FROM {keys} CROSS JOIN thread_items i
		WHERE i.repository_id = k.b AND i.kind = k.c AND i.database_id = k.d`, keys, func(rows *sql.Rows) error {
		var place int
		var id, thread, verified int64
		var kind int16
		var gone string
		var hidden bool
		if err := rows.Scan(&place, &id, &kind, &thread, &verified, &gone, &hidden); err != nil {
			return err
		}
		if s := &l.subjects[place]; thread == s.record.ID {
			s.payload, s.verifiedAt, s.isHidden = payloadKey{kind, id}, verified, hidden
			if !s.isGone {
				s.bury(gone)
			}
		}
		return nil
	})
}

// loadRecords reads the records of what was found and is not gone.
func (l *sourceLoader) loadRecords(found []Source) error {
	var keys []recordKey
	places := map[recordSubject][]int{}
	for i, s := range l.subjects {
		found[i].Gone = s.gone
		if s.record.ID == 0 || s.isGone || s.payload == (payloadKey{}) {
			continue
		}
		subject := s.record.subject()
		if places[subject] == nil {
			keys = append(keys, s.record)
		}
		places[subject] = append(places[subject], i)
	}
	loader := newRecordLoader(l.tx)
	for chunk := range slices.Chunk(keys, recordsChunk) {
		records, err := loader.load(chunk)
		if err != nil {
			return err
		}
		for _, r := range records {
			for _, i := range places[r.key.subject()] {
				s := l.subjects[i]
				found[i].Record, found[i].IsFound, found[i].IsStale = r.Record, true, s.isStale
				found[i].CapturedAt = fromUnix(s.verifiedAt)
			}
		}
	}
	return nil
}

// loadReverts adds who took back what was found.
func (l *sourceLoader) loadReverts(found []Source) error {
	var threads []recordKey
	places := map[repositoryTitle][]int{}
	for i, s := range l.subjects {
		if found[i].IsFound && !s.record.IsCommit {
			threads = append(threads, s.record)
			of := repositoryTitle{s.record.RepositoryID, found[i].Record.Thread.Title}
			places[of] = append(places[of], i)
		}
	}
	if len(threads) == 0 {
		return nil
	}
	keys, err := l.tx.revertKeys(threads, strings.Join(append(RecordFilter{}.visible("t"), "t.kind <> 0"), " AND "))
	if err != nil {
		return err
	}
	slices.SortFunc(keys, recordKey.compare)
	records, err := newRecordLoader(l.tx).load(slices.Compact(keys))
	for _, r := range records {
		quoted, _ := revertedBy(r.Thread.Title)
		for _, i := range places[repositoryTitle{r.key.RepositoryID, quoted}] {
			found[i].Reverts = append(found[i].Reverts, r.Thread.ThreadRef)
		}
	}
	return err
}

// loadPayloads adds the hashes and the texts of what was found.
func (l *sourceLoader) loadPayloads(found []Source) error {
	var keys [][]any
	for i, s := range l.subjects {
		if found[i].IsFound {
			keys = append(keys, []any{int64(i), s.payload.kind, s.payload.subject})
		}
	}
	reader, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return err
	}
	defer reader.Close()
	return l.tx.eachKeyed("SELECT k.a, p.kind, p.sha256, p.body FROM {keys} CROSS JOIN payloads p WHERE p.kind = k.b AND p.subject_id = k.c", keys, func(rows *sql.Rows) error {
		var place int
		var kind int16
		var hash, body []byte
		if err := rows.Scan(&place, &kind, &hash, &body); err != nil {
			return err
		}
		found[place].PayloadSHA256 = hex.EncodeToString(hash)
		if body == nil || l.subjects[place].isHidden {
			return nil
		}
		whole, err := reader.DecodeAll(body, nil)
		if err != nil {
			return err
		}
		found[place].Text, found[place].IsTextKept = keptText(kind, whole)
		return nil
	})
}

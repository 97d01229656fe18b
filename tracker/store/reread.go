package store

import (
	"context"
	"encoding/json"

	"rungless/tracker"
)

// rereadChunk is how many payloads one transaction reads again.
const rereadChunk = 2000

// rereadPosition is where a second reading of the payloads stands. Step 0004
// leaves it in cursors where payloads were kept before it.
type rereadPosition struct {
	Kind      int16
	SubjectID int64
}

// reread takes from the payloads that an older version kept what that version did
// not read: whether a text has words, and which comments it links to. It may be
// stopped; the next process goes on.
func (s *Store) reread(ctx context.Context) error {
	for {
		var read int
		err := s.transaction(ctx, "store.reread", func(t *tx) (err error) {
			read, err = t.rereadSome()
			return err
		})
		if err != nil || read == 0 {
			return err
		}
		s.log.InfoContext(ctx, "kept payloads were read again", "payloads", read)
	}
}

// rereadSome reads the next payloads and returns how many; 0 when none is left.
func (t *tx) rereadSome() (int, error) {
	const where = "source = 'store' AND scope = 'payloads' AND stream = 'texts'"
	var positions []string
	if err := t.db.Raw("SELECT position FROM cursors WHERE " + where).Scan(&positions).Error; err != nil || len(positions) == 0 {
		return 0, err
	}
	var at rereadPosition
	if err := json.Unmarshal([]byte(positions[0]), &at); err != nil {
		return 0, err
	}
	kept, err := t.keptPayloads(at)
	if err != nil {
		return 0, err
	}
	if len(kept) == 0 {
		return 0, t.db.Exec("DELETE FROM cursors WHERE " + where).Error
	}
	if err := t.readTexts(kept); err != nil {
		return 0, err
	}
	last := kept[len(kept)-1]
	position, err := json.Marshal(rereadPosition{last.Kind, last.SubjectID})
	if err != nil {
		return 0, err
	}
	return len(kept), t.db.Exec("UPDATE cursors SET position = ? WHERE "+where, string(position)).Error
}

// keptPayload is a payload with what must be known to read it.
type keptPayload struct {
	Kind       int16
	SubjectID  int64
	Body       []byte
	Host       string
	ThreadKind int16 // of a thread's payload
}

func (t *tx) keptPayloads(after rereadPosition) (kept []keptPayload, err error) {
	err = t.db.Raw(`SELECT p.kind, p.subject_id, p.body, coalesce(r.host, '') AS host, coalesce(t.kind, 0) AS thread_kind
		FROM payloads p `+subjects("p")+` WHERE p.body IS NOT NULL AND p.kind <> 20 AND (p.kind, p.subject_id) > (?, ?)
		ORDER BY p.kind, p.subject_id LIMIT ?`, after.Kind, after.SubjectID, rereadChunk).Scan(&kept).Error
	return kept, err
}

// readTexts stores what the texts of some payloads say.
func (t *tx) readTexts(kept []keptPayload) error {
	var items [][]any
	var rows []citationRow
	pull := kindCode(tracker.PullRequestKind)
	for _, p := range kept {
		body, err := decompress(p.Body)
		if err != nil {
			return err
		}
		text, ok := keptText(p.Kind, body)
		if !ok || p.Kind == threadPayload && p.ThreadKind != pull {
			continue
		}
		cites := citationRows(payloadKey{p.Kind, p.SubjectID}, tracker.CommentLinks(p.Host, text))
		rows = append(rows, cites...)
		if p.Kind != threadPayload && p.Kind != codeOfCommit {
			items = append(items, []any{p.SubjectID, int16(tracker.WordingOf(text)), len(cites)})
		}
	}
	err := t.execKeyed("UPDATE thread_items SET wording = k.b, citations = k.c FROM {keys} WHERE thread_items.id = k.a", items)
	if err != nil {
		return err
	}
	return insert(t, rows, 9)
}

// keptText finds the text in a payload, false where it has none. Both of GitHub's
// APIs call it "body", and "message" in a commit; an event of an archive holds
// the item inside. null is an empty text.
func keptText(kind int16, payload []byte) (string, bool) {
	type item struct {
		Body json.RawMessage
	}
	var whole struct {
		item
		Message json.RawMessage
		Payload struct {
			Review      item
			Comment     item
			PullRequest item `json:"pull_request"`
		}
	}
	if json.Unmarshal(payload, &whole) != nil {
		return "", false
	}
	inEvent := map[int16]json.RawMessage{kindCode(tracker.ReviewKind): whole.Payload.Review.Body, threadPayload: whole.Payload.PullRequest.Body}
	raw, isEvent := inEvent[kind]
	if !isEvent {
		raw = whole.Payload.Comment.Body
	}
	for _, found := range []json.RawMessage{whole.Body, whole.Message, raw} {
		var text *string
		if found != nil && json.Unmarshal(found, &text) == nil {
			if text == nil {
				return "", true
			}
			return *text, true
		}
	}
	return "", false
}

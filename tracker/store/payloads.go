package store

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"sync"

	"github.com/klauspost/compress/zstd"

	"rungless/tracker"
)

// payloadCandidate is a payload of the batch and the version of its view.
type payloadCandidate struct {
	row    payloadRow
	bytes  []byte // nil: only the hash is to be kept
	fresh  bool   // its subject is new, so none is stored
	latest bool
	graves []*grave // of its subject and of what that is in
}

// isDeleted reports whether somebody deleted the subject.
func (c payloadCandidate) isDeleted() bool { return anyDeleted(c.graves) }

func anyDeleted(graves []*grave) bool {
	return slices.ContainsFunc(graves, func(g *grave) bool { return g.isDeleted() })
}

type payloadKey struct {
	kind    int16
	subject int64
}

// keepPayload plans to store a payload.
func (a *applier) keepPayload(kind int16, subject int64, fresh bool, p tracker.Payload, v view, graves ...*grave) {
	if p.JSON == nil {
		return
	}
	sum := sha256.Sum256(p.JSON)
	c := payloadCandidate{row: payloadRow{Kind: kind, SubjectID: subject, Form: clean(p.Form), SHA256: sum[:], Version: v.version}, fresh: fresh, latest: v.latest, graves: graves}
	if !p.HashOnly {
		c.bytes = p.JSON
	}
	a.payloads = append(a.payloads, c)
}

// savePayloads writes the planned payloads that replace the stored ones.
func (a *applier) savePayloads() error {
	stored, err := a.storedPayloads()
	if err != nil {
		return err
	}
	entries := map[payloadKey]*entry[payloadRow]{}
	for _, row := range stored {
		entries[payloadKey{row.Kind, row.SubjectID}] = &entry[payloadRow]{row: row}
	}
	bodies := map[payloadKey][]byte{}
	for _, c := range a.payloads {
		if c.isDeleted() {
			c.bytes = nil
		}
		key := payloadKey{c.row.Kind, c.row.SubjectID}
		e := entries[key]
		if e == nil {
			entries[key] = &entry[payloadRow]{fresh: true, row: c.row}
			bodies[key] = c.bytes
		} else if c.replaces(e.row, e.row.Body != nil || bodies[key] != nil) {
			if !bytes.Equal(c.row.SHA256, e.row.SHA256) || c.bytes != nil {
				bodies[key], e.row.Body = c.bytes, nil
			}
			body := e.row.Body
			e.row, e.touched = c.row, true
			e.row.Body = body
		}
	}
	for key, body := range bodies {
		if body != nil {
			entries[key].row.Body = compress(body)
		}
	}
	return saveEntries(a.tx, entries, 6)
}

// forgetDeleted drops the bytes of what somebody deleted, and of all in it, and
// what was read from its texts: what is deleted on GitHub is not kept here. The
// hash stays, as evidence that it was there.
func (a *applier) forgetDeleted() error {
	for _, part := range []struct{ table, subjects string }{
		{"repositories", "kind = 20 AND subject_id IN (SELECT a FROM {keys})"},
		{"repositories", "kind = 22 AND subject_id IN (SELECT t.id FROM {keys} CROSS JOIN threads t WHERE t.repository_id = k.a)"},
		{"repositories", "kind IN (2, 3, 5, 7, 8) AND subject_id IN (SELECT i.id FROM {keys} CROSS JOIN thread_items i WHERE i.repository_id = k.a)"},
		{"repositories", "kind = 9 AND subject_id IN (SELECT c.id FROM {keys} CROSS JOIN commits c WHERE c.repository_id = k.a)"},
		{"threads", "kind = 22 AND subject_id IN (SELECT a FROM {keys})"},
		{"threads", "kind IN (2, 3, 5, 7, 8) AND subject_id IN (SELECT i.id FROM {keys} CROSS JOIN thread_items i WHERE i.thread_id = k.a)"},
		{"thread_items", "kind IN (2, 3, 5, 7, 8) AND subject_id IN (SELECT a FROM {keys})"},
	} {
		for _, forget := range []string{"UPDATE payloads SET body = NULL WHERE ", "DELETE FROM citations WHERE "} {
			if err := a.execKeyed(forget+part.subjects, keysOf(a.deleted[part.table])); err != nil {
				return err
			}
		}
	}
	return a.execKeyed("UPDATE research_files SET text = '' WHERE repository_id IN (SELECT a FROM {keys})", keysOf(a.deleted["repositories"]))
}

func (a *applier) storedPayloads() ([]payloadRow, error) {
	var keys [][]any
	for _, c := range a.payloads {
		if !c.fresh {
			keys = append(keys, []any{c.row.Kind, c.row.SubjectID})
		}
	}
	return loadBy[payloadRow](a.tx, "payloads", []string{"kind", "subject_id"}, distinct(keys))
}

// replaces reports whether a payload takes the place of the stored one: the
// newer view, or of two of the same age the form whose name is greater ("rest/.."
// is, and holds more), so that it does not matter in which order two ways of reading
// came; in the same form GitHub's later answer, or bytes where only their hash was kept.
func (c payloadCandidate) replaces(stored payloadRow, hasBytes bool) bool {
	if c.row.Version != stored.Version {
		return c.row.Version > stored.Version
	}
	switch order := bytes.Compare(c.row.SHA256, stored.SHA256); {
	case order == 0:
		return c.bytes != nil && !hasBytes
	case c.row.Form != stored.Form:
		return c.row.Form > stored.Form
	default:
		return c.latest || order > 0
	}
}

// encoder is safe for concurrent use, and dear to make.
var encoder = sync.OnceValue(func() *zstd.Encoder {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	if err != nil {
		panic(err) // only for options that do not exist
	}
	return e
})

func compress(body []byte) []byte { return encoder().EncodeAll(body, []byte{}) }

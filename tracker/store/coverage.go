package store

import (
	"context"
	"encoding/json"
	"time"

	"gorm.io/gorm/clause"

	"rungless/tracker"
)

type cursorRow struct {
	Source   string `gorm:"primaryKey"`
	Scope    string `gorm:"primaryKey"`
	Stream   string `gorm:"primaryKey"`
	Position string
}

type coverageRow struct {
	Source   string `gorm:"primaryKey"`
	Scope    string `gorm:"primaryKey"`
	Stream   string `gorm:"primaryKey"`
	Label    string
	FromAt   int64
	ToAt     int64
	Asked    int64
	Got      int64
	Gap      string
	StoredAt int64
}

func (cursorRow) TableName() string   { return "cursors" }
func (coverageRow) TableName() string { return "coverage" }

// saveCursors stores how far the source has come, together with the facts that
// it came by.
func (a *applier) saveCursors() error {
	rows := map[hubName]cursorRow{}
	for _, c := range a.batch.Cursors {
		rows[hubName{clean(c.Scope), clean(c.Stream)}] = cursorRow{string(c.Source), clean(c.Scope), clean(c.Stream), clean(string(c.Position))}
	}
	return upsertAll(a.tx, rows)
}

func (a *applier) saveCoverage() error {
	rows := map[hubName]coverageRow{}
	for _, c := range a.batch.Coverage {
		rows[hubName{clean(c.Scope), clean(c.Stream)}] = coverageRow{string(c.Source), clean(c.Scope), clean(c.Stream), clean(c.Label),
			unix(c.From), unix(c.To), int64(c.Asked), int64(c.Got), clean(c.Gap), a.now}
	}
	return upsertAll(a.tx, rows)
}

func upsertAll[K comparable, T any](t *tx, rows map[K]T) error {
	for _, row := range rows {
		if err := t.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error; err != nil {
			return err
		}
	}
	return nil
}

// Cursor returns how far a source has come in one stream, with a nil Position
// when it has not begun.
func (s *Store) Cursor(ctx context.Context, source tracker.SourceName, scope, stream string) (tracker.Cursor, error) {
	var rows []cursorRow
	err := s.reader(ctx).db.Where("source = ? AND scope = ? AND stream = ?", string(source), scope, stream).Find(&rows).Error
	cursor := tracker.Cursor{Source: source, Scope: scope, Stream: stream}
	if len(rows) == 1 {
		cursor.Position = json.RawMessage(rows[0].Position)
	}
	return cursor, machineError("store.Cursor", err)
}

// Coverage returns what was asked and what came, by scope, source and stream;
// of the given scopes, or of all when none is given.
func (s *Store) Coverage(ctx context.Context, scopes ...string) ([]CoverageRow, error) {
	query := s.reader(ctx).db.Order("scope, source, stream")
	if len(scopes) > 0 {
		query = query.Where("scope IN ?", scopes)
	}
	var rows []coverageRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, machineError("store.Coverage", err)
	}
	list := make([]CoverageRow, len(rows))
	for i, r := range rows {
		list[i] = CoverageRow{At: fromUnix(r.StoredAt), Coverage: tracker.Coverage{
			Source: tracker.SourceName(r.Source), Scope: r.Scope, Label: r.Label, Stream: r.Stream,
			From: fromUnix(r.FromAt), To: fromUnix(r.ToAt), Asked: int(r.Asked), Got: int(r.Got), Gap: r.Gap}}
	}
	return list, nil
}

// WantedThreads returns up to limit live threads of a host whose detail was
// asked for and is older than their UpdatedAt, oldest first.
func (s *Store) WantedThreads(ctx context.Context, host string, limit int) ([]tracker.ThreadRef, error) {
	return s.wantedThreads(ctx, "1 = 1", nil, host, limit)
}

// wantedThreads is that of the threads for which a condition of ours holds.
func (s *Store) wantedThreads(ctx context.Context, condition string, values []any, host string, limit int) ([]tracker.ThreadRef, error) {
	var rows []threadRefRow
	err := s.reader(ctx).db.Raw(`SELECT t.number, t.kind, t.node_id AS thread_node_id, r.* FROM threads t JOIN repositories r ON r.id = t.repository_id
		WHERE t.is_stale AND t.gone_at = 0 AND r.gone_at = 0 AND `+condition+` AND r.host = ? ORDER BY t.updated_at, t.id LIMIT ?`, append(values, host, limit)...).Scan(&rows).Error
	refs := make([]tracker.ThreadRef, len(rows))
	for i, r := range rows {
		refs[i] = r.ref()
	}
	return refs, machineError("store.WantedThreads", err)
}

// threadRefRow is a thread's reference with its repository's.
type threadRefRow struct {
	Repository   repositoryRow `gorm:"embedded"`
	Number       int
	Kind         int16
	ThreadNodeID string
}

func (r threadRefRow) ref() tracker.ThreadRef {
	return tracker.ThreadRef{Repository: r.Repository.ref(), Kind: word(kindCodes, r.Kind), Number: r.Number, NodeID: r.ThreadNodeID}
}

func (r repositoryRow) ref() tracker.RepositoryRef {
	return tracker.RepositoryRef{Host: r.Host, DatabaseID: r.DatabaseID, NodeID: r.NodeID, Owner: r.Owner, Name: r.Name}
}

// LeastRecentlyVerified returns up to limit live threads, reviews and comments
// of a host that have a node id and were last seen by the API before the given
// time, oldest first.
func (s *Store) LeastRecentlyVerified(ctx context.Context, host string, before time.Time, limit int) ([]tracker.Item, error) {
	var rows []struct {
		threadRefRow
		ItemKind   int16
		ItemID     int64
		ItemNode   string
		VerifiedAt int64
	}
	err := s.reader(ctx).db.Raw(`SELECT * FROM (SELECT t.kind AS item_kind, 0 AS item_id, t.node_id AS item_node, t.verified_at,
				t.number, t.kind, t.node_id AS thread_node_id, r.*
			FROM threads t JOIN repositories r ON r.id = t.repository_id
			WHERE t.verified_at < ? AND t.node_id <> '' AND t.gone_at = 0 AND r.gone_at = 0 AND r.host = ? ORDER BY t.verified_at, t.id LIMIT ?) a
		UNION ALL SELECT * FROM (SELECT i.kind AS item_kind, i.database_id AS item_id, i.node_id AS item_node, i.verified_at,
				coalesce(t.number, 0), coalesce(t.kind, 0), coalesce(t.node_id, ''), r.*
			FROM thread_items i JOIN repositories r ON r.id = i.repository_id LEFT JOIN threads t ON t.id = i.thread_id
			WHERE i.verified_at < ? AND i.node_id <> '' AND i.gone_at = 0 AND r.gone_at = 0 AND coalesce(t.gone_at, 0) = 0 AND r.host = ?
			ORDER BY i.verified_at, i.id LIMIT ?) b
		ORDER BY verified_at LIMIT ?`, before.Unix(), host, limit, before.Unix(), host, limit, limit).Scan(&rows).Error
	items := make([]tracker.Item, len(rows))
	for i, r := range rows {
		items[i] = tracker.Item{Kind: word(kindCodes, r.ItemKind), Thread: r.ref(), DatabaseID: r.ItemID, NodeID: r.ItemNode, VerifiedAt: fromUnix(r.VerifiedAt)}
	}
	return items, machineError("store.LeastRecentlyVerified", err)
}

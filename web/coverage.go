package web

import (
	"context"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

// coverage says what was asked of the sources for an account and what could not
// be seen: a count without it would claim to be complete.
type coverage struct {
	SyncedAt moment        `json:"synced_at"` // null: never asked for by name
	Gaps     []coverageRow `json:"gaps"`      // what could not be seen, and why
	Streams  []coverageRow `json:"streams"`   // all that was asked for
}

type coverageRow struct {
	Source string `json:"source"`
	Label  string `json:"label"`
	Stream string `json:"stream"`
	Period string `json:"period"`
	Asked  int    `json:"asked"` // -1: the source did not say how many there are
	Got    int    `json:"got"`
	Gap    string `json:"gap"`
	At     moment `json:"at"`
}

// Unknown reports whether the source did not say how many there are.
func (r coverageRow) Unknown() bool { return r.Asked < 0 }

// coverageOf reads what was asked for an account by name, and what could not be
// seen of the repositories where it contributed.
func (s *Server) coverageOf(ctx context.Context, account subject, repositories []tracker.RepositoryRef) (coverage, error) {
	own, err := s.streams(ctx, scopesOf(account))
	if err != nil {
		return coverage{}, err
	}
	around, err := s.streams(ctx, repositoryScopes(repositories))
	if err != nil {
		return coverage{}, err
	}
	c := coverage{Streams: own, Gaps: append(gaps(own), gaps(around)...)}
	for _, row := range own {
		if row.At.at.After(c.SyncedAt.at) {
			c.SyncedAt = row.At
		}
	}
	return c, nil
}

// The scopes under which sources report, as tracker.Cursor names them.
func scopesOf(account subject) []string {
	var scopes []string
	for _, id := range account.nodeIDs {
		scopes = append(scopes, "person:"+id)
	}
	return scopes
}

func repositoryScopes(repositories []tracker.RepositoryRef) []string {
	var scopes []string
	for _, r := range repositories {
		scopes = append(scopes, "repository:"+r.NodeID, "repository:"+r.Host+"/"+r.FullName())
	}
	return scopes
}

// streams reads what is stored of the given scopes. Without scopes there is
// nothing to read.
func (s *Server) streams(ctx context.Context, scopes []string) ([]coverageRow, error) {
	all := []coverageRow{}
	if len(scopes) == 0 {
		return all, nil
	}
	rows, err := s.store.Coverage(ctx, scopes...)
	for _, row := range rows {
		all = append(all, s.coverageRowFrom(row))
	}
	return all, err
}

// gaps picks the streams of which something could not be seen.
func gaps(rows []coverageRow) []coverageRow {
	found := []coverageRow{}
	for _, row := range rows {
		if row.Gap != "" {
			found = append(found, row)
		}
	}
	return found
}

func (s *Server) coverageRowFrom(row store.CoverageRow) coverageRow {
	return coverageRow{Source: sourceName[row.Source], Label: row.Label, Stream: streamName(row.Stream),
		Period: period(row.From, row.To), Asked: row.Asked, Got: row.Got, Gap: row.Gap, At: s.moment(row.At)}
}

// period is a span of days in words.
func period(from, to time.Time) string {
	const day = "2 January 2006"
	switch {
	case from.IsZero() && to.IsZero():
		return "from the beginning"
	case from.IsZero():
		return "from the beginning to " + to.UTC().Format(day)
	case to.IsZero():
		return "from " + from.UTC().Format(day)
	}
	return from.UTC().Format(day) + " to " + to.UTC().Format(day)
}

package web

import (
	"context"
	"time"

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

// coverageOf reads what was asked for the given accounts by name.
func (s *Server) coverageOf(ctx context.Context, nodeIDs []string) (coverage, error) {
	c := coverage{Gaps: []coverageRow{}, Streams: []coverageRow{}}
	if len(nodeIDs) == 0 {
		return c, nil
	}
	var scopes []string
	for _, id := range nodeIDs {
		scopes = append(scopes, "person:"+id)
	}
	rows, err := s.store.Coverage(ctx, scopes...)
	if err != nil {
		return c, err
	}
	var newest time.Time
	for _, row := range rows {
		streamed := s.coverageRowFrom(row)
		c.Streams = append(c.Streams, streamed)
		if row.Gap != "" {
			c.Gaps = append(c.Gaps, streamed)
		}
		if row.At.After(newest) {
			newest = row.At
		}
	}
	c.SyncedAt = s.moment(newest)
	return c, nil
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

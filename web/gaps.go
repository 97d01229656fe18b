package web

import (
	"cmp"
	"context"
	"net/url"
	"slices"
)

// gapsShown is how many gaps of one stream the sync page lists before it only
// counts them.
const gapsShown = 5

// gapGroup is what could not be seen of one stream of one source.
type gapGroup struct {
	Stream string        `json:"stream"`
	Source string        `json:"source"`
	Count  int           `json:"count"`
	Gaps   []coverageRow `json:"gaps"` // the first ones, unless all were asked for
	All    string        `json:"all"`  // address that lists them all; "" when this does
}

// allGaps reads what could not be seen of anything that was ever asked for, by
// stream. Of the group whose key is whole it lists everything.
func (s *Server) allGaps(ctx context.Context, whole string) ([]gapGroup, error) {
	rows, err := s.store.Coverage(ctx)
	if err != nil {
		return nil, err
	}
	groups := map[string]*gapGroup{}
	for _, row := range rows {
		if row.Gap == "" {
			continue
		}
		key := string(row.Source) + "/" + row.Stream
		if groups[key] == nil {
			groups[key] = &gapGroup{Stream: streamName(row.Stream), Source: sourceName[row.Source]}
		}
		group := groups[key]
		if group.Count++; group.Count <= gapsShown || key == whole {
			group.Gaps = append(group.Gaps, s.coverageRowFrom(row))
		} else {
			group.All = "/sync?" + url.Values{"gaps": {key}}.Encode() + "#gaps"
		}
	}
	found := []gapGroup{}
	for _, group := range groups {
		found = append(found, *group)
	}
	slices.SortFunc(found, func(a, b gapGroup) int {
		return cmp.Or(cmp.Compare(a.Stream, b.Stream), cmp.Compare(a.Source, b.Source))
	})
	return found, nil
}

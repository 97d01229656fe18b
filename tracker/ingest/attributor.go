package ingest

import (
	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/store"
)

// Attributor lets a store ask a catalogue where records lie. Whoever opens a store to
// write facts into it gives it one, so that shares are stored with the facts.
func Attributor(c *domain.Catalogue) store.Attributor {
	return store.Attributor{Version: c.Version(), Places: func(r tracker.Record) []store.Share {
		attribution := c.Attribute(r)
		shares := make([]store.Share, 0, len(attribution.Shares)+len(attribution.Passing))
		for _, share := range attribution.Shares {
			shares = append(shares, store.Share{Domain: share.Domain, Weight: share.Weight})
		}
		for _, share := range attribution.Passing {
			shares = append(shares, store.Share{Domain: share.Domain, Weight: share.Weight, InPassing: true})
		}
		return shares
	}}
}

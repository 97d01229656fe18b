package moves

import (
	"cmp"
	"slices"
	"time"
)

// FirstChange is somebody's first merged change in a place.
type FirstChange struct {
	URL, Title string
	OpenedAt   time.Time
	MergedAt   time.Time
	Lines      int // added and deleted
	Reviews    int // by others, before the merge
}

// Height is what the first merged changes of newcomers to a place looked like. It measures
// the place and nobody in it.
type Height struct {
	Lines   Spread `json:"lines"`   // added and deleted
	Reviews Spread `json:"reviews"` // by others, before the merge
	Days    Spread `json:"days"`    // from opening to merge
	Threads []Link `json:"threads"` // all of them, newest first
}

// Spread is a median between its quartiles, of N changes. The p-quantile is the value at
// place ceil(p N), so that each is one that was seen.
type Spread struct {
	N      int     `json:"n"`
	Lower  float64 `json:"lower_quartile"`
	Median float64 `json:"median"`
	Upper  float64 `json:"upper_quartile"`
}

// HeightOf sums up newcomers' first merged changes.
func HeightOf(changes []FirstChange) Height {
	changes = slices.Clone(changes)
	slices.SortFunc(changes, func(a, b FirstChange) int { return cmp.Or(b.MergedAt.Compare(a.MergedAt), cmp.Compare(a.URL, b.URL)) })
	h := Height{Threads: []Link{}}
	var lines, reviews, days []float64
	for _, c := range changes {
		lines = append(lines, float64(c.Lines))
		reviews = append(reviews, float64(c.Reviews))
		days = append(days, c.MergedAt.Sub(c.OpenedAt).Hours()/24)
		h.Threads = append(h.Threads, Link{c.URL, c.Title, c.MergedAt})
	}
	h.Lines, h.Reviews, h.Days = spread(lines), spread(reviews), spread(days)
	return h
}

func spread(values []float64) Spread {
	n := len(values)
	if n == 0 {
		return Spread{}
	}
	slices.Sort(values)
	at := func(quarters int) float64 { return values[max(0, (n*quarters+3)/4-1)] }
	return Spread{N: n, Lower: at(1), Median: at(2), Upper: at(3)}
}

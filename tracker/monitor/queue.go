package monitor

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"rungless/tracker/store"
)

// queue tells how the workers keep up.
func (i *instance) queue(ctx context.Context, out chan<- prometheus.Metric) error {
	items, err := i.store.WorkItems(ctx)
	if err != nil {
		return err
	}
	tellItems(out, items, time.Now())
	alive, err := i.store.Workers(ctx)
	if err != nil {
		return err
	}
	gauge(out, workers, float64(len(alive)))
	came, err := i.store.LastDelivery(ctx)
	if err == nil && !came.IsZero() {
		gauge(out, webhook, float64(came.Unix()))
	}
	return err
}

// tellItems counts the items by kind and state: whose they are is not told.
func tellItems(out chan<- prometheus.Metric, items []store.Work, now time.Time) {
	type group struct {
		kind  store.WorkKind
		state string
	}
	counts, longest := map[group]int{}, time.Duration(0)
	for _, item := range items {
		state := stateOf(item, now)
		counts[group{item.Kind, state}]++
		if state == "due" {
			longest = max(longest, now.Sub(item.NextAt))
		}
	}
	for g, n := range counts {
		gauge(out, queued, float64(n), string(g.kind), g.state)
	}
	gauge(out, late, longest.Seconds())
}

func stateOf(item store.Work, now time.Time) string {
	switch {
	case item.Owner != "" && item.Until.After(now):
		return "worked at"
	case !item.NextAt.IsZero() && !item.NextAt.After(now):
		return "due"
	case item.Attempts > 0:
		return "failed"
	}
	return "waiting"
}

package monitor

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"rungless/tracker"
	"rungless/tracker/store"
)

// instance asks the store for what all processes of an instance share. Two processes
// over one store tell the same.
type instance struct {
	logger *slog.Logger
	store  *store.Store
}

// What is asked of the store, in the order of [instance.Collect].
var (
	storeUp    = describe("store_up", "1 when the store answers, 0 when it does not.")
	storeBytes = describe("store_bytes", "Size of the database.")

	inUse  = describe("store_connections_in_use", "Connections that a query or a transaction holds now.", "pool")
	idle   = describe("store_connections_idle", "Connections that wait for a query.", "pool")
	waits  = describe("store_connection_waits_total", "How often a connection had to be waited for.", "pool")
	waited = describe("store_connection_wait_seconds_total", "How long connections were waited for.", "pool")

	running   = describe("sync_running", "Runs of a source that go on now.", "source")
	finished  = describe("sync_last_finished_timestamp_seconds", "When the newest run of a source in this state ended.", "source", "state")
	changes   = describe("sync_last_changes", "Facts that the newest ended run of a source added, changed and removed.", "source")
	points    = describe("github_points_remaining", "Points left of GitHub's limit when a run last heard of it.", "source")
	pointsEnd = describe("github_points_reset_timestamp_seconds", "When that limit is full again.", "source")

	queued  = describe("queue_items", "Items of the workers' queue that wait for their turn, are due, are worked at, or failed when last tried.", "kind", "state")
	late    = describe("queue_late_seconds", "For how long the item that waits longest has been due.")
	workers = describe("workers", "Workers that gave a sign of life lately.")
	webhook = describe("webhook_last_timestamp_seconds", "When the newest webhook came; absent when none came in seven days.")
)

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("rungless_"+name, help, labels, nil)
}

// Describe is a promise about names only; what there is to tell depends on the store.
func (i *instance) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{storeUp, storeBytes, inUse, idle, waits, waited, running, finished, changes, points, pointsEnd, queued, late, workers, webhook} {
		out <- d
	}
}

// patience is how long the store may take for one reading of the figures.
const patience = 5 * time.Second

// Collect asks the store.
func (i *instance) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	i.pools(out)
	health, err := i.store.Health(ctx)
	if err == nil {
		gauge(out, storeBytes, float64(health.Bytes))
		err = errors.Join(i.syncs(ctx, out), i.queue(ctx, out))
	}
	if err != nil {
		i.logger.WarnContext(ctx, "the store did not tell how it is", "error", err)
		gauge(out, storeUp, 0)
		return
	}
	gauge(out, storeUp, 1)
}

func (i *instance) pools(out chan<- prometheus.Metric) {
	for _, pool := range i.store.Pools() {
		gauge(out, inUse, float64(pool.InUse), pool.Name)
		gauge(out, idle, float64(pool.Idle), pool.Name)
		counter(out, waits, float64(pool.WaitCount), pool.Name)
		counter(out, waited, pool.WaitDuration.Seconds(), pool.Name)
	}
}

// recent is how many runs are looked at. What a source last did is among them unless it
// has not run for long; then its figures are absent, which an alert can ask for.
const recent = 200

func (i *instance) syncs(ctx context.Context, out chan<- prometheus.Metric) error {
	runs, err := i.store.Runs(ctx, recent)
	if err != nil {
		return err
	}
	bySource := map[tracker.SourceName][]store.Run{}
	for _, run := range runs {
		bySource[run.Source] = append(bySource[run.Source], run)
	}
	for source, runs := range bySource {
		tellRuns(out, string(source), runs)
		tellPoints(out, string(source), runs)
	}
	return nil
}

// tellRuns tells of the runs of one source, newest first.
func tellRuns(out chan<- prometheus.Metric, source string, runs []store.Run) {
	going, told := 0, map[store.RunState]bool{}
	for _, run := range runs {
		if run.State == store.Running {
			going++
			continue
		}
		if len(told) == 0 {
			gauge(out, changes, float64(run.Added+run.Changed+run.Removed), source)
		}
		if !told[run.State] {
			told[run.State] = true
			gauge(out, finished, float64(run.FinishedAt.Unix()), source, string(run.State))
		}
	}
	gauge(out, running, float64(going), source)
}

// tellPoints tells what the newest run that heard of GitHub's limit heard.
func tellPoints(out chan<- prometheus.Metric, source string, runs []store.Run) {
	for _, run := range runs {
		if run.Usage.Remaining >= 0 && !run.Usage.ResetAt.IsZero() {
			gauge(out, points, float64(run.Usage.Remaining), source)
			gauge(out, pointsEnd, float64(run.Usage.ResetAt.Unix()), source)
			return
		}
	}
}

func gauge(out chan<- prometheus.Metric, d *prometheus.Desc, value float64, labels ...string) {
	out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
}

func counter(out chan<- prometheus.Metric, d *prometheus.Desc, value float64, labels ...string) {
	out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, value, labels...)
}

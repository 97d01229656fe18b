// Package monitor tells Prometheus how an instance is doing. What it tells names
// routes, sources and states, never a person, a repository or an address: whoever reads
// the figures of an instance is not thereby let in.
//
// Start at [New]. Requests are counted as they are answered ([Monitor.Served]); syncs, the
// queue and the store are asked when somebody reads (instance.go). docs/operations.md
// lists every figure.
package monitor

import (
	"log/slog"
	"net/http"
	"runtime"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"rungless/tracker/store"
)

// Path is where [Monitor.Handler] answers.
const Path = "/-/metrics"

// Monitor keeps the counters of one process.
type Monitor struct {
	logger   *slog.Logger
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

// New makes the monitor of a store. version is the program's.
func New(logger *slog.Logger, st *store.Store, version string) *Monitor {
	m := &Monitor{logger: logger, registry: prometheus.NewRegistry(), requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "rungless_http_request_duration_seconds",
		Help: "Time to answer a request, by method, route template and status.",
		// The goal of a page is 0.3 s at the 95th percentile; buckets lie close around it.
		Buckets: []float64{.005, .02, .05, .1, .2, .3, .5, 1, 3, 10},
	}, []string{"method", "route", "status"})}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "rungless_build_info", Help: "Always 1: its labels say what runs.",
		ConstLabels: prometheus.Labels{"version": version, "go": runtime.Version()}})
	build.Set(1)
	m.registry.MustRegister(m.requests, build, &instance{logger: logger, store: st},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Served counts an answered request. route is a template such as "/p/:login"; "" where
// there is no page.
func (m *Monitor) Served(method, route string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(knownMethod(method), route, strconv.Itoa(status)).Observe(took.Seconds())
}

// knownMethod keeps whoever invents methods from making a figure of each.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
		return method
	}
	return "other"
}

// Handler answers at [Path] and nowhere else.
func (m *Monitor) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET "+Path, promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorLog:            slog.NewLogLogger(m.logger.Handler(), slog.LevelWarn),
		ErrorHandling:       promhttp.ContinueOnError, // a store that fails takes only its own figures along
		MaxRequestsInFlight: 2,
		Timeout:             10 * time.Second,
	}))
	return mux
}

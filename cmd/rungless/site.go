package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"rungless/tracker"
	"rungless/tracker/monitor"
	"rungless/web"
)

// site is a web app on its way: where it listens, and what runs beside it.
type site struct {
	listener net.Listener
	syncs    *syncs // nil: nothing

	metrics *http.Server // nil: nobody reads figures
	pages   *web.Server
	server  *http.Server
}

// patience is how long requests under way may take when the program is to stop.
const patience = 10 * time.Second

// serveSite serves until ctx is done, then ends things in order: see [settings.leave].
func (s *settings) serveSite(ctx context.Context, site *site, o web.Options) (err error) {
	if o.Dev {
		told := &stories{settings: s}
		o.OpenStory = told.open
		defer func() { err = errors.Join(err, told.close()) }()
	}
	if err := s.makeSite(ctx, site, o); err != nil {
		return errors.Join(err, site.listener.Close())
	}
	syncing, stopSyncing := context.WithCancel(context.WithoutCancel(ctx))
	defer stopSyncing()
	var beside sync.WaitGroup
	if site.syncs != nil {
		beside.Go(func() { site.syncs.run(ctx, syncing) })
	}
	served := make(chan error, 1)
	go func() { served <- site.server.Serve(site.listener) }()
	address := "http://" + site.listener.Addr().String()
	fmt.Fprintf(s.err, "rungless is at %s\n", address)
	s.openBrowser(address)
	select {
	case err = <-served:
	case <-ctx.Done():
		s.leave(context.WithoutCancel(ctx), site)
	}
	stopSyncing()
	beside.Wait()
	s.logger.Info("syncs have stopped")
	if site.metrics != nil {
		err = errors.Join(err, site.metrics.Close())
	}
	if err != nil {
		return tracker.Errorf(tracker.Internal, "cmd.serveSite", "the web app stopped: %v", err).Because(err)
	}
	return nil
}

// makeSite makes what answers requests, and lets their figures be read where that is configured.
func (s *settings) makeSite(ctx context.Context, site *site, o web.Options) (err error) {
	figures := monitor.New(s.logger, o.Store, version)
	o.Served = func(r web.Served) { figures.Served(r.Method, r.Route, r.Status, r.Took) }
	if site.pages, err = s.newWeb(o); err != nil {
		return err
	}
	site.server = &http.Server{Handler: site.pages.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute}
	if address := s.config.Server.MetricsAddr; address != "" {
		site.metrics, err = s.serveMetrics(ctx, address, figures)
	}
	return err
}

// serveMetrics lets figures be read at an address of their own, until the server is closed.
func (s *settings) serveMetrics(ctx context.Context, address string, figures *monitor.Monitor) (*http.Server, error) {
	listener, err := listenAt(ctx, address)
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: figures.Handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.logger.Error("figures can no longer be read", "error", err)
		}
	}()
	fmt.Fprintf(s.err, "rungless tells Prometheus at http://%s%s\n", listener.Addr(), monitor.Path)
	return server, nil
}

// leave ends the web app in order. No sync begins any more. First the program says that it
// is not ready, while it still answers, so that whoever spreads requests sends them
// elsewhere; then it listens no longer and lets the requests under way come to their end.
// Who calls it stops the sync, which ends between two batches, and then closes the store.
func (s *settings) leave(ctx context.Context, site *site) {
	s.logger.Info("stopping: not ready any more")
	site.pages.Leave()
	<-time.After(time.Duration(s.config.Server.DrainDelay)) // a second signal ends the process
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := site.server.Shutdown(ctx); err != nil {
		s.logger.Warn("requests were cut off, because they took too long", "error", err)
		_ = site.server.Close() // what is left of them; there is nobody to tell
	}
	s.logger.Info("requests have ended")
}

package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/store"
)

const (
	runsShown    = 20
	refreshEvery = 5 // seconds, for a browser without script
)

// syncPage shows the sync that runs, and those before it.
type syncPage struct {
	Base       `json:"-"`
	Run        *run       `json:"run"`     // the one that runs; null: none
	Runs       []run      `json:"runs"`    // newest first, without their streams
	Gaps       []gapGroup `json:"gaps"`    // what could not be seen of anything, and why
	Waiting    bool       `json:"waiting"` // a sync was asked for and has not begun
	CanSyncNow bool       `json:"can_sync_now"`
	Queue      queue      `json:"queue"`
}

func (*syncPage) template() string { return "sync" }

// runPage shows one sync.
type runPage struct {
	Base `json:"-"`
	Run  *run `json:"run"`
}

func (*runPage) template() string { return "run" }

// run is one run of a source.
type run struct {
	ID         int64          `json:"id"`
	Path       string         `json:"path"`
	Source     string         `json:"source"`
	State      store.RunState `json:"state"`
	StateName  string         `json:"state_name"`
	StartedAt  moment         `json:"started_at"`
	FinishedAt moment         `json:"finished_at"`
	Calls      int            `json:"calls"`
	Points     int            `json:"points"`
	Remaining  int            `json:"points_left"` // -1: the host does not say
	ResetAt    moment         `json:"reset_at"`
	Added      int            `json:"added"`
	Changed    int            `json:"changed"`
	Removed    int            `json:"removed"`
	Error      string         `json:"error"`
	Hint       string         `json:"hint"`
	RetryAt    moment         `json:"retry_at"`
	Summary    string         `json:"summary"` // what changed and what it cost, in words
	Streams    []stream       `json:"streams"`
}

// stream is how far one stream of a run has come.
type stream struct {
	Key   string `json:"key"` // names it within the run
	Name  string `json:"name"`
	Label string `json:"label"` // of whom or what; "" when of everything
	Done  int    `json:"done"`
	Total int    `json:"total"` // 0: not known
	Words string `json:"words"` // "120 of 400"
	Note  string `json:"note"`
}

// Going lists the streams that are worth a look: those with something to say,
// those of which something is left and, while the run goes on, the newest whose
// length is not known.
func (r *run) Going() []stream {
	const newest = 3
	var going []stream
	for i, s := range r.Streams {
		isNew := r.Running() && s.Total == 0 && i >= len(r.Streams)-newest
		if s.Note != "" || s.Done < s.Total || isNew {
			going = append(going, s)
		}
	}
	return going
}

// Earlier lists the others.
func (r *run) Earlier() []stream {
	going := r.Going()
	return slices.DeleteFunc(slices.Clone(r.Streams), func(s stream) bool { return slices.Contains(going, s) })
}

// Running reports whether the run goes on.
func (r *run) Running() bool { return r.State == store.Running }

func (s *Server) loadSync(c *gin.Context) (page, error) {
	ctx := c.Request.Context()
	runs, err := s.store.Runs(ctx, runsShown)
	if err != nil {
		return nil, err
	}
	p := &syncPage{Base: Base{Title: "Sync", Section: "sync"}, Runs: []run{}, CanSyncNow: s.canSyncNow()}
	for _, stored := range runs {
		listed := s.runFrom(stored)
		if listed.Running() && p.Run == nil {
			current, err := s.store.Run(ctx, stored.ID)
			if err != nil {
				return nil, err
			}
			full := s.runFrom(current)
			p.Run, p.Refresh = &full, refreshEvery
		}
		listed.Streams = []stream{}
		p.Runs = append(p.Runs, listed)
	}
	if p.Run == nil && s.waiting(runs) {
		p.Waiting, p.Refresh = true, refreshEvery
	}
	if p.Queue, err = s.loadQueue(ctx); err != nil {
		return nil, err
	}
	p.Gaps, err = s.allGaps(ctx, c.Query("gaps"))
	return p, err
}

// waiting reports whether a sync was asked for here that no run has answered yet.
// A sync begins by asking GitHub whose token it is, which can take seconds. Of one
// that fails before its run begins nothing is stored: it is not waited for long.
func (s *Server) waiting(runs []store.Run) bool {
	const patience = 30 * time.Second
	asked := s.asking.Load()
	if asked == nil || s.now().Sub(*asked) > patience {
		return false
	}
	return len(runs) == 0 || runs[0].StartedAt.Before(asked.Truncate(time.Second))
}

func (s *Server) loadRun(c *gin.Context) (page, error) {
	text := parameter(c, "run")
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return nil, tracker.Errorf(tracker.NotFound, "web.loadRun", "There is no sync called %q", text)
	}
	stored, err := s.store.Run(c.Request.Context(), id)
	if err != nil {
		return nil, err
	}
	shown := s.runFrom(stored)
	p := &runPage{Base: Base{Title: fmt.Sprintf("Sync %d", id), Section: "sync"}, Run: &shown}
	if shown.Running() {
		p.Refresh = refreshEvery
	}
	return p, nil
}

// canSyncNow reports whether a sync can be started from a page.
func (s *Server) canSyncNow() bool {
	return s.options.SyncNow != nil && (s.options.Setup.FindToken == nil || s.options.Setup.TokenFrom() != "")
}

// startSync starts a sync and shows it. Where one runs already it shows that one.
func (s *Server) startSync(c *gin.Context) error {
	if !s.canSyncNow() {
		return tracker.Errorf(tracker.Unavailable, "web.startSync", "Syncs are not started from here").
			WithHint("Run `rungless sync`.")
	}
	if s.leaving.Load() {
		return errLeaving("web.startSync")
	}
	asked := s.now()
	switch err := s.options.SyncNow(); {
	case err == nil:
		s.asking.Store(&asked)
	case tracker.KindOf(err) != tracker.Conflict:
		return err
	}
	c.Redirect(http.StatusSeeOther, "/sync")
	return nil
}

// runningSync returns the run that goes on, nil when none does.
func (s *Server) runningSync(ctx context.Context) (*store.Run, error) {
	runs, err := s.store.Runs(ctx, runsShown)
	if err != nil {
		return nil, err
	}
	for i := range runs {
		if runs[i].State == store.Running {
			return &runs[i], nil
		}
	}
	return nil, nil
}

func (s *Server) runFrom(r store.Run) run {
	shown := run{
		ID: r.ID, Path: "/sync/" + strconv.FormatInt(r.ID, 10), Source: sourceName[r.Source],
		State: r.State, StateName: runStateName[r.State],
		StartedAt: s.moment(r.StartedAt), FinishedAt: s.moment(r.FinishedAt),
		Calls: r.Usage.Calls, Points: r.Usage.Points, Remaining: r.Usage.Remaining, ResetAt: s.moment(r.Usage.ResetAt),
		Added: r.Added, Changed: r.Changed, Removed: r.Removed,
		Error: r.Error, Hint: r.Hint, RetryAt: s.moment(r.RetryAt), Summary: summary(r), Streams: []stream{},
	}
	for _, progress := range r.Streams {
		shown.Streams = append(shown.Streams, streamFrom(progress))
	}
	return shown
}

// summary says what a run changed and what it cost. Points are GitHub's word for
// the price of a GraphQL request.
func summary(r store.Run) string {
	text := fmt.Sprintf("%s added, %s changed, %s removed", number(r.Added), number(r.Changed), number(r.Removed))
	if r.Usage.Calls > 0 {
		text += ", with " + plural(r.Usage.Calls, "request")
	}
	return text
}

func streamFrom(p tracker.Progress) stream {
	shown := stream{Key: p.Scope + " " + p.Stream, Name: streamName(p.Stream), Label: p.Label,
		Done: p.Done, Total: p.Total, Note: p.Note, Words: number(p.Done)}
	if p.Total > 0 {
		shown.Words = number(p.Done) + " of " + number(p.Total)
	}
	return shown
}

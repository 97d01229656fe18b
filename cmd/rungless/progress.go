package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"

	"github.com/schollz/progressbar/v3"
)

// progress shows how far a run has come: a bar where a person watches, plain
// lines in a file or a pipe.
type progress struct {
	out io.Writer
	bar *progressbar.ProgressBar // nil: plain lines

	mu      sync.Mutex
	streams map[string]tracker.Progress // what came last of each
	shown   time.Time                   // when the last plain line was written
}

// lineEvery is how often a plain line is written at most, but for one that says
// why nothing moves.
const lineEvery = 2 * time.Second

func newProgress(out io.Writer) *progress {
	p := &progress{out: out, streams: map[string]tracker.Progress{}}
	if isTerminal(out) {
		p.bar = progressbar.NewOptions(-1, progressbar.OptionSetWriter(out), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetWidth(20), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetPredictTime(false))
	}
	return p
}

// observe takes a run as it stands and shows the streams that moved.
func (p *progress) observe(run store.Run) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, stream := range run.Streams {
		key := stream.Scope + " " + stream.Stream
		if p.streams[key] == stream {
			continue
		}
		p.streams[key] = stream
		p.show(stream)
	}
}

func (p *progress) show(stream tracker.Progress) {
	if p.bar != nil {
		p.bar.Describe(words(stream))
		if stream.Total > 0 {
			p.bar.ChangeMax(stream.Total)
		}
		_ = p.bar.Set(stream.Done) // a bar that cannot be drawn hurts nobody
		return
	}
	if stream.Done == 0 && stream.Note == "" {
		return // it has only begun
	}
	if stream.Note == "" && time.Since(p.shown) < lineEvery {
		return
	}
	p.shown = time.Now()
	fmt.Fprintln(p.out, words(stream))
}

// words is one stream in words: "octo-pm pull_requests: 120 of 300".
func words(p tracker.Progress) string {
	text := p.Stream
	if p.Label != "" {
		text = p.Label + " " + p.Stream
	}
	switch {
	case p.Total > 0:
		text += fmt.Sprintf(": %d of %d", p.Done, p.Total)
	case p.Done > 0:
		text += fmt.Sprintf(": %d", p.Done)
	}
	if p.Note != "" {
		text += " (" + p.Note + ")"
	}
	return text
}

// end takes the bar away.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

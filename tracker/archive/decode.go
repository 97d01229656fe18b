package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"rungless/tracker"

	stdjson "encoding/json"

	"golang.org/x/sync/errgroup"
)

// decoded is what one chunk came to.
type decoded struct {
	batch    tracker.Batch
	bytes    int // of text behind the facts
	lastLine int
	from, to time.Time // of the events read
	unnamed  int       // events that name no repository
	broken   []brokenRecord
}

// brokenRecord is a record that could not be read, and why.
type brokenRecord struct {
	line   int
	reason error
}

// errOldSchema stops a file at its first line: every other one is the same.
var errOldSchema = errors.New("this is the schema of before 2015, in which acts have no ids of their own")

// decode turns a chunk into facts, from the line after skip on.
func (s *Source) decode(c chunk, skip int) decoded {
	d := decoded{lastLine: c.firstLine + c.lines - 1}
	facts := facts{batch: &d.batch, host: s.options.Host, hashOnly: !s.options.KeepPayloads}
	for r := range c.records {
		if r.line <= skip {
			continue
		}
		e, err := decodeEvent(r.text)
		if err != nil {
			d.broken = append(d.broken, brokenRecord{r.line, explain(r.text, err)})
			continue
		}
		d.see(e.CreatedAt.UTC())
		if !s.filter.keeps(&e) {
			continue
		}
		switch err := facts.add(&e, r.text); {
		case errors.Is(err, errUnnamed):
			d.unnamed++
		case err != nil:
			d.broken = append(d.broken, brokenRecord{r.line, err})
		default:
			d.bytes += len(r.text)
		}
	}
	return d
}

func (d *decoded) see(at time.Time) {
	if at.IsZero() {
		return
	}
	if d.from.IsZero() || at.Before(d.from) {
		d.from = at
	}
	if at.After(d.to) {
		d.to = at
	}
}

// explain says why a record is no event. The decoder's own words speak of Go's
// types, so encoding/json is asked what is wrong with the JSON.
func explain(text []byte, err error) error {
	var old struct {
		Actor      string `json:"actor"`
		Repository any    `json:"repository"`
	}
	if stdjson.Unmarshal(text, &old) == nil && (old.Actor != "" || old.Repository != nil) {
		return errOldSchema
	}
	var anything any
	if syntax, ok := errors.AsType[*stdjson.SyntaxError](stdjson.Unmarshal(text, &anything)); ok {
		return fmt.Errorf("broken JSON at byte %d: %w", syntax.Offset, syntax)
	}
	return fmt.Errorf("this JSON is no GitHub event: %w", err)
}

// inOrder decodes a stream on several cores and hands each chunk's facts to
// take in the order of the stream, one at a time. When the stream breaks off,
// what came before is handed over first.
func (s *Source) inOrder(ctx context.Context, in *chunker, skip int, take func(context.Context, decoded) error) (broke, err error) {
	type job struct {
		chunk  chunk
		result chan decoded
	}
	jobs := make(chan job)
	results := make(chan chan decoded, s.workers) // in order; bounds what is in memory
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(results)
		defer close(jobs)
		for {
			var next chunk
			if next, broke = in.next(); broke != nil {
				return nil
			}
			result := make(chan decoded, 1)
			if err := sendOr(ctx, results, result); err != nil {
				return err
			}
			if err := sendOr(ctx, jobs, job{next, result}); err != nil {
				return err
			}
		}
	})
	for range s.workers {
		group.Go(func() error {
			for job := range jobs {
				job.result <- s.decode(job.chunk, skip)
			}
			return nil
		})
	}
	group.Go(func() error {
		for result := range results {
			select {
			case d := <-result:
				if err := take(ctx, d); err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	err = group.Wait()
	if broke == io.EOF {
		broke = nil
	}
	return broke, err
}

func sendOr[T any](ctx context.Context, to chan<- T, value T) error {
	select {
	case to <- value:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

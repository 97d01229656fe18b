package archive

import (
	"context"
	"errors"
	"io"

	"golang.org/x/sync/errgroup"
)

// pipeline decodes a stream on several cores and keeps its order: each chunk
// goes to a worker together with a place for its facts, and the places are
// emptied in the order of the chunks.
type pipeline struct {
	in      *chunker
	jobs    chan job
	results chan chan decoded // bounds what is in memory
	broke   error             // what reading ended with
}

type job struct {
	chunk  chunk
	result chan decoded
}

// inOrder decodes a stream from the line after skip on, and hands each chunk's
// facts to take in the order of the stream, one at a time. When the stream
// breaks off, what came before is handed over first; broke is then the reason.
func (s *Source) inOrder(ctx context.Context, in *chunker, skip int, take func(context.Context, decoded) error) (broke, err error) {
	p := pipeline{in: in, jobs: make(chan job), results: make(chan chan decoded, s.workers)}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return p.read(ctx) })
	for range s.workers {
		group.Go(func() error {
			for job := range p.jobs {
				job.result <- s.decode(job.chunk, skip)
			}
			return nil
		})
	}
	group.Go(func() error { return p.collect(ctx, take) })
	err = group.Wait()
	if errors.Is(p.broke, io.EOF) {
		p.broke = nil
	}
	return p.broke, err
}

// read cuts the stream. That it breaks off is no error here: what came before
// must still be collected.
func (p *pipeline) read(ctx context.Context) error {
	defer close(p.results)
	defer close(p.jobs)
	for {
		var next chunk
		if next, p.broke = p.in.next(); p.broke != nil {
			return nil
		}
		result := make(chan decoded, 1)
		if err := sendOr(ctx, p.results, result); err != nil {
			return err
		}
		if err := sendOr(ctx, p.jobs, job{next, result}); err != nil {
			return err
		}
	}
}

func (p *pipeline) collect(ctx context.Context, take func(context.Context, decoded) error) error {
	for result := range p.results {
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
}

func sendOr[T any](ctx context.Context, to chan<- T, value T) error {
	select {
	case to <- value:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

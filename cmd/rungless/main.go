// Command rungless gathers what a person did in the open on GitHub and shows it
// with the evidence behind it.
//
// Start at [run]: it builds the verbs, one file each, and turns an error into
// words and an exit code (exit.go). wire.go makes everything that a verb uses;
// settings.go is what all verbs share.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // time zones of people, also where the machine has no database of them
)

func main() {
	os.Exit(run(untilSignalled(), os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr))
}

// untilSignalled is done when the process is asked to stop, upon which the program ends in
// order. Asked a second time it ends at once: by then the signals do what they do to any process.
func untilSignalled() context.Context {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx
}

// run is the whole program as a function: what it is given is all it uses of the
// process. It returns the exit code.
func run(ctx context.Context, args, environ []string, in io.Reader, out, err io.Writer) int {
	s := &settings{environ: environ, in: in, out: out, err: err}
	root := newRoot(s)
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(err)
	failure := root.ExecuteContext(ctx)
	if failure != nil && !s.started {
		failure = usageError{failure}
	}
	explain(err, s.logger, failure)
	return exitCode(failure)
}

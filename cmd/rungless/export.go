package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"rungless/tracker"

	"github.com/spf13/cobra"
)

func newExport(s *settings) *cobra.Command {
	var out string
	var all bool
	c := &cobra.Command{
		Use:   "export [LOGIN]",
		Short: "Write all that is stored of a person, or everything, as one file",
		Long: `Write all that is stored of a person as one zip file of JSON lines, with a README.txt that says what each file is. With --all
it is every table of the store. The file is made for you alone and never overwrites another.`,
		Example: examples(
			"rungless export octo-pm -o octo-pm.zip",
			"rungless export octo-pm > octo-pm.zip",
			"rungless export --all -o everything.zip"),
		Args: args(0, 1, "one login, or --all"),
		RunE: func(c *cobra.Command, given []string) error { return s.export(c.Context(), given, out, all) },
	}
	c.Flags().StringVarP(&out, "output", "o", "", "write this `FILE`, which must not be there (default: standard output)")
	c.Flags().BoolVar(&all, "all", false, "everything that is stored")
	return c
}

func (s *settings) export(ctx context.Context, given []string, path string, all bool) error {
	if all == (len(given) == 1) {
		return usage(tracker.Errorf(tracker.Invalid, "cmd.export", "export takes one login, or --all").WithHint("see: rungless export --help"))
	}
	st, err := s.readStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	write := st.ExportAll
	if !all {
		who, err := st.WhoIs(ctx, given[0])
		if err != nil {
			return err
		}
		write = func(ctx context.Context, out io.Writer) error { return st.ExportPerson(ctx, who, out) }
	}
	if path == "" {
		return s.exportTo(ctx, write)
	}
	return exportFile(ctx, path, write)
}

func (s *settings) exportTo(ctx context.Context, write func(context.Context, io.Writer) error) error {
	if isTerminal(s.out) {
		return usage(tracker.Errorf(tracker.Invalid, "cmd.exportTo", "a zip file is nothing for a terminal").WithHint("name a file: -o FILE"))
	}
	out := bufio.NewWriter(s.out)
	if err := write(ctx, out); err != nil {
		return err
	}
	return out.Flush()
}

// exportFile writes a new file, and takes it away again where it cannot be finished.
func exportFile(ctx context.Context, path string, write func(context.Context, io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return tracker.Errorf(tracker.Conflict, "cmd.exportFile", "%s is there already, and is not overwritten", path).WithHint("name another file")
	}
	if err != nil {
		return tracker.Errorf(tracker.Unavailable, "cmd.exportFile", "%s cannot be written: %v", path, err).Because(err)
	}
	out := bufio.NewWriter(file)
	err = write(ctx, out)
	if err = errors.Join(err, out.Flush(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

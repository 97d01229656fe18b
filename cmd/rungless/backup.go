package main

import (
	"context"
	"fmt"

	"rungless/tracker"
	"rungless/tracker/store"

	"github.com/spf13/cobra"
)

func newBackup(s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the store into a file, also while a sync writes",
		Long: `Copy the whole store, as it is at one moment, into a new file that only you can read. A sync or the web app may go on
meanwhile. A store in PostgreSQL is copied by PostgreSQL's own pg_dump.`,
		Example: examples("rungless backup rungless-2026-11-23.db"),
		Args:    args(1, 1, "the name of a file that is not there yet"),
		RunE: func(c *cobra.Command, given []string) error {
			st, err := s.readStore(c.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			if err := st.Backup(c.Context(), given[0]); err != nil {
				return err
			}
			fmt.Fprintf(s.err, "the store is in %s; put it back with: rungless restore %s\n", given[0], given[0])
			return nil
		},
	}
}

func newRestore(s *settings) *cobra.Command {
	var force bool
	c := &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in the store's place",
		Long: `Put a backup in the store's place, after a look whether it is whole, a store of rungless, and not of a newer version. A
store that is there already is moved aside, and only with --force; stop the web app first.`,
		Example: examples("rungless restore rungless-2026-11-23.db", "rungless restore rungless-2026-11-23.db --force"),
		Args:    args(1, 1, "the file that `rungless backup` wrote"),
		RunE:    func(c *cobra.Command, given []string) error { return s.restore(c.Context(), given[0], force) },
	}
	c.Flags().BoolVar(&force, "force", false, "move the store that is there aside")
	return c
}

func (s *settings) restore(ctx context.Context, backup string, force bool) error {
	dsn := s.config.Store.DSN
	if isPostgres(dsn) {
		return tracker.Errorf(tracker.Invalid, "cmd.restore", "the store is in PostgreSQL, which restores its own backups").
			WithHint("pg_restore --clean --if-exists --dbname=DATABASE-ADDRESS %q", backup)
	}
	if err := s.makeDataFolder(); err != nil {
		return err
	}
	aside, err := store.Restore(ctx, backup, dsn, force)
	if err != nil {
		return err
	}
	if aside != "" {
		fmt.Fprintf(s.err, "the store that was there is at %s now\n", aside)
	}
	// What an older version wrote is brought up to date at once, where somebody looks.
	st, err := s.readStore(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.err, "the store at %s is the one of %s\n", dsn, backup)
	return st.Close()
}

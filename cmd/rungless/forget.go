package main

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"rungless/tracker"
	"rungless/tracker/store"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

func newForget(s *settings) *cobra.Command {
	var yes bool
	c := &cobra.Command{
		Use:   "forget LOGIN",
		Short: "Erase a person, and take them in no more",
		Long: `Erase a person: their accounts, addresses, names and ORCID, what they wrote, what they said of their own work, and what was
measured of them. What others did beside them stays, beside somebody without a name. No sync or import brings them back, until
"rungless people admit" says so. GitHub, and copies of the store that were made before, still have what they have.`,
		Example: examples(
			"rungless export octo-pm -o octo-pm.zip   first, what is stored of them",
			"rungless forget octo-pm                  asks before it does anything",
			"rungless forget octo-pm --yes            for a script"),
		Args: args(1, 1, "one login"),
		RunE: func(c *cobra.Command, given []string) error { return s.forget(c.Context(), given[0], yes) },
	}
	c.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return c
}

func (s *settings) forget(ctx context.Context, login string, yes bool) error {
	st, err := s.readStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	who, err := st.WhoIs(ctx, login)
	if err != nil {
		return err
	}
	if !yes {
		if err := s.confirm(login); err != nil {
			return err
		}
	}
	forgotten, err := st.Forget(ctx, who)
	if err != nil {
		return err
	}
	return s.tellForgotten(login, forgotten)
}

// confirm asks the person at the terminal to write the login once more.
func (s *settings) confirm(login string) error {
	file, ok := s.in.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return usage(tracker.Errorf(tracker.Invalid, "cmd.confirm", "nobody is at a terminal to be asked").WithHint("pass --yes if you are sure"))
	}
	fmt.Fprintf(s.err, "This erases %s from the store and cannot be taken back. Write the login to go on: ", login)
	answer, err := bufio.NewReader(s.in).ReadString('\n')
	if err != nil || !strings.EqualFold(strings.TrimSpace(answer), login) {
		return usage(tracker.Errorf(tracker.Invalid, "cmd.confirm", "nothing was erased"))
	}
	return nil
}

type forgottenJSON struct {
	Login     string           `json:"login"`
	Accounts  int              `json:"accounts"`
	Nameless  int64            `json:"contributions_without_name"`
	Lines     map[string]int64 `json:"lines_deleted"`
	Rewritten bool             `json:"rewritten"`
}

func (s *settings) tellForgotten(login string, f store.Forgotten) error {
	if s.json {
		return s.printJSON(forgottenJSON{login, f.Accounts, f.Nameless, f.Lines, f.Rewritten})
	}
	fmt.Fprintf(s.out, "%s is erased: %d accounts and addresses have no name any more, and %d contributions stay without one\n", login, f.Accounts, f.Nameless)
	for _, table := range slices.Sorted(maps.Keys(f.Lines)) {
		fmt.Fprintf(s.out, "%s: %d lines deleted\n", table, f.Lines[table])
	}
	switch {
	case f.Rewritten:
	case isPostgres(s.config.Store.DSN):
		fmt.Fprintln(s.err, "PostgreSQL keeps deleted bytes until it writes over them: VACUUM FULL and a new base backup end that")
	default:
		fmt.Fprintln(s.err, "another program reads the store, so its log still holds deleted bytes: stop it, and open the store once more")
	}
	fmt.Fprintln(s.err, "take them out of config.yaml and delete older backups; to take them in again: rungless people admit "+login)
	return nil
}

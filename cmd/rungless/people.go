package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"rungless/tracker"
	"rungless/tracker/config"
	"rungless/tracker/store"

	"github.com/spf13/cobra"
)

// byCommandLine is who the audit trail names.
const byCommandLine = "command line"

func newPeople(s *settings) *cobra.Command {
	group := &cobra.Command{
		Use:   "people",
		Short: "Who is tracked, and which accounts and addresses are whose",
		Example: examples(
			"rungless people list",
			"rungless people join octo-pm octavia@example.org",
			"rungless people proposals",
			"rungless people proposals accept 3"),
		Args: args(0, 0, "a verb: list, join, split, admit or proposals"),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	group.AddCommand(
		newPeopleList(s),
		s.peopleVerb("join LOGIN ACCOUNT", "Say that an account or an e-mail address is a person's", "a person's login, and another login or an e-mail address", 2,
			s.joinAccount, "rungless people join octo-pm octavia@example.org", "rungless people join octo-pm octo-old-login"),
		s.peopleVerb("split JOIN", "Take a join back; the facts are then as they were before", "the number of a join, from people list", 1,
			s.splitJoin, "rungless people split 7"),
		newAdmit(s),
		newProposals(s))
	return group
}

func newPeopleList(s *settings) *cobra.Command {
	list := s.peopleVerb("list", "List the tracked people and their joins", "no arguments", 0, s.listPeople,
		"rungless people list", "rungless people list --json", "rungless people list --instance https://rungless.example.org")
	here := list.RunE
	list.RunE = func(c *cobra.Command, given []string) error {
		there, err := s.asked()
		switch {
		case err != nil:
			return err
		case there == nil:
			return here(c, given)
		}
		return s.listPeopleThere(c.Context(), there)
	}
	instanceFlag(list, s)
	return list
}

// peopleVerb is a verb over the store with a fixed number of arguments.
func (s *settings) peopleVerb(use, short, takes string, n int, do func(context.Context, *store.Store, []string) error, lines ...string) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Example: examples(lines...), Args: args(n, n, takes),
		RunE: func(c *cobra.Command, given []string) error {
			st, err := s.readStore(c.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			return do(c.Context(), st, given)
		},
	}
}

func newProposals(s *settings) *cobra.Command {
	decide := func(accept bool) func(context.Context, *store.Store, []string) error {
		return func(ctx context.Context, st *store.Store, given []string) error {
			id, err := number("a proposal", given[0])
			if err != nil {
				return err
			}
			return st.DecideProposal(ctx, id, accept, byCommandLine)
		}
	}
	list := s.peopleVerb("proposals", "List the joins that wait for your word", "no arguments, or accept or refuse and a number", 0,
		s.listProposals, "rungless people proposals", "rungless people proposals accept 3", "rungless people proposals refuse 4")
	list.AddCommand(
		s.peopleVerb("accept PROPOSAL", "It is the same person", "the number of a proposal", 1, decide(true), "rungless people proposals accept 3"),
		s.peopleVerb("refuse PROPOSAL", "It is somebody else; it is not proposed again", "the number of a proposal", 1, decide(false), "rungless people proposals refuse 4"))
	return list
}

func number(what, text string) (int64, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id <= 0 {
		return 0, usage(tracker.Errorf(tracker.Invalid, "cmd.number", "%q is not the number of %s", text, what).
			WithHint("the verbs list and proposals show the numbers"))
	}
	return id, nil
}

type personJSON struct {
	Login        string        `json:"login"`
	Name         string        `json:"name"`
	Accounts     []accountJSON `json:"accounts"`
	Joins        []joinJSON    `json:"joins"`
	LastSyncedAt *string       `json:"last_synced_at"`
}

type accountJSON struct {
	Host  string `json:"host"`
	Login string `json:"login"`
	Email string `json:"email"`
}

type joinJSON struct {
	ID       int64   `json:"id"`
	Account  string  `json:"account"`
	Action   string  `json:"action"`
	By       string  `json:"by"`
	Reason   string  `json:"reason"`
	At       *string `json:"at"`
	UndoneAt *string `json:"undone_at"`
}

func (s *settings) listPeople(ctx context.Context, st *store.Store, _ []string) error {
	rows, err := st.People(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		joins, err := st.Joins(ctx, row.Person.ID)
		if err != nil {
			return err
		}
		if s.json {
			if err := s.printJSON(personFrom(row, joins)); err != nil {
				return err
			}
			continue
		}
		printPerson(table, row, joins)
	}
	if len(rows) == 0 && !s.json {
		fmt.Fprintln(s.err, "nobody is tracked yet; rungless sync --person LOGIN tracks somebody")
	}
	return table.Flush()
}

func personFrom(row store.PersonRow, joins []store.Join) personJSON {
	p := personJSON{Login: row.Person.Login, Name: row.Person.Name, Accounts: []accountJSON{}, Joins: []joinJSON{}, LastSyncedAt: timeOrNull(row.LastSyncedAt)}
	for _, a := range row.Person.Accounts {
		p.Accounts = append(p.Accounts, accountJSON{Host: a.Host, Login: a.Login, Email: a.Email})
	}
	for _, j := range joins {
		p.Joins = append(p.Joins, joinJSON{ID: j.ID, Account: nameOf(j.Account), Action: j.Action, By: j.By, Reason: j.Reason, At: timeOrNull(j.At), UndoneAt: timeOrNull(j.UndoneAt)})
	}
	return p
}

func printPerson(table *tabwriter.Writer, row store.PersonRow, joins []store.Join) {
	synced := "never synced"
	if !row.LastSyncedAt.IsZero() {
		synced = "synced " + row.LastSyncedAt.Local().Format(time.DateTime)
	}
	fmt.Fprintf(table, "%s\t%s\t%s\n", row.Person.Login, row.Person.Name, synced)
	for _, j := range joins {
		state := j.Action
		if !j.UndoneAt.IsZero() {
			state += ", undone since"
		}
		fmt.Fprintf(table, "  join %d\t%s\t%s by %s %s\n", j.ID, nameOf(j.Account), state, j.By, j.Reason)
	}
}

func (s *settings) joinAccount(ctx context.Context, st *store.Store, given []string) error {
	person, err := st.FindPerson(ctx, given[0])
	if err != nil {
		return err
	}
	account, err := s.accountNamed(ctx, st, given[1])
	if err != nil {
		return err
	}
	join, err := st.JoinAccount(ctx, person.ID, account, byCommandLine, "said on the command line")
	if err != nil {
		return err
	}
	fmt.Fprintf(s.err, "%s is %s's now; take it back with: rungless people split %d\n", given[1], person.Login, join.ID)
	return nil
}

// accountNamed is an e-mail address, or the account that the store knows by a
// login.
func (s *settings) accountNamed(ctx context.Context, st *store.Store, text string) (tracker.Account, error) {
	if strings.Contains(text, "@") {
		return tracker.Account{Host: s.host(), Kind: tracker.EmailAccount, Email: strings.ToLower(text)}, nil
	}
	if err := config.CheckLogin("the account", text); err != nil {
		return tracker.Account{}, usage(err)
	}
	accounts, _, err := st.FindAccounts(ctx, text)
	if err != nil {
		return tracker.Account{}, err
	}
	if len(accounts) == 0 {
		return tracker.Account{}, tracker.Errorf(tracker.NotFound, "cmd.accountNamed "+text, "the store knows no account called %s", text).
			WithHint("check the spelling, or sync something that the account did")
	}
	return accounts[0], nil
}

func (s *settings) splitJoin(ctx context.Context, st *store.Store, given []string) error {
	id, err := number("a join", given[0])
	if err != nil {
		return err
	}
	return st.UndoJoin(ctx, id, byCommandLine)
}

func (s *settings) listProposals(ctx context.Context, st *store.Store, _ []string) error {
	proposals, err := st.Proposals(ctx)
	if err != nil {
		return err
	}
	for _, p := range proposals {
		if s.json {
			if err := s.printJSON(map[string]any{"id": p.ID, "from": nameOf(p.From), "to": nameOf(p.To), "reason": p.Reason, "at": timeOrNull(p.At)}); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(s.out, "%d: %s may be %s (%s)\n", p.ID, nameOf(p.From), nameOf(p.To), p.Reason)
	}
	if len(proposals) == 0 && !s.json {
		fmt.Fprintln(s.err, "nothing waits for your word")
	}
	return nil
}

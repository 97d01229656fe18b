package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"time"

	"rungless/tracker"
	"rungless/tracker/config"
	"rungless/tracker/store"

	"github.com/spf13/cobra"
)

// factsFlags are the flags of facts as they were written.
type factsFlags struct {
	person, kind, repository, from, to, format string
	withHidden                                 bool
}

func newFacts(s *settings) *cobra.Command {
	var f factsFlags
	c := &cobra.Command{
		Use:   "facts",
		Short: "Print the stored contributions, oldest first",
		Long: `Print the stored contributions, one a line, sorted by occurred_at, then id. Fields: kind, id, url, repository, number,
account, role, occurred_at, state, merged_by, title. What does not apply is empty, and number 0.`,
		Example: examples(
			"rungless facts --person octo-pm",
			"rungless facts --kind review --from 2026-01-01 --to 2026-04-01",
			"rungless facts --format csv > facts.csv",
			"rungless facts | jq -r 'select(.state == \"merged\").url'"),
		Args: args(0, 0, "no arguments; choose with flags"),
		RunE: func(c *cobra.Command, _ []string) error { return s.facts(c.Context(), f) },
	}
	c.Flags().StringVar(&f.person, "person", "", "only what this `LOGIN` did")
	c.Flags().StringVar(&f.kind, "kind", "", "only this `KIND`: pull_request, review, review_comment, issue, issue_comment, discussion, discussion_comment, commit_comment, commit")
	c.Flags().StringVar(&f.repository, "repo", "", "only in this repository, `OWNER/NAME`")
	c.Flags().StringVar(&f.from, "from", "", "only from this `DATE` on")
	c.Flags().StringVar(&f.to, "to", "", "only before this `DATE`")
	c.Flags().BoolVar(&f.withHidden, "with-hidden", false, "print what people hide from others too")
	c.Flags().StringVar(&f.format, "format", "ndjson", "`FORMAT`: ndjson or csv")
	return c
}

func (s *settings) facts(ctx context.Context, f factsFlags) error {
	out := bufio.NewWriter(s.out)
	writer, err := newFactWriter(f.format, out)
	if err != nil {
		return err
	}
	filter, err := f.filter()
	if err != nil {
		return err
	}
	st, err := s.readStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	if f.person != "" {
		if err := byPerson(ctx, st, f.person, &filter); err != nil {
			return err
		}
	}
	if err := st.Facts(ctx, filter, writer.write); err != nil {
		return err
	}
	if err := writer.end(); err != nil {
		return err
	}
	return out.Flush()
}

// filter reads the flags but for the person, who must be looked up.
func (f factsFlags) filter() (filter store.EvidenceFilter, err error) {
	if f.kind != "" {
		kind, err := tracker.ParseKind(f.kind)
		if err != nil {
			return filter, usage(err)
		}
		filter.Kinds = []tracker.Kind{kind}
	}
	if f.repository != "" {
		if err := config.CheckRepository("--repo", f.repository); err != nil {
			return filter, usage(err)
		}
		filter.Repository = f.repository
	}
	filter.WithHidden = f.withHidden
	if filter.From, err = parseDate("--from", f.from); err != nil {
		return filter, err
	}
	filter.To, err = parseDate("--to", f.to)
	return filter, err
}

// byPerson narrows a filter to a tracked person, or else to any account of that
// login.
func byPerson(ctx context.Context, st *store.Store, login string, filter *store.EvidenceFilter) error {
	person, err := st.FindPerson(ctx, login)
	if err == nil {
		filter.PersonID = person.ID
		return nil
	}
	if tracker.KindOf(err) != tracker.NotFound {
		return err
	}
	_, ids, err := st.FindAccounts(ctx, login)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return tracker.Errorf(tracker.NotFound, "cmd.byPerson "+login, "the store knows nobody called %s", login).
			WithHint("check the spelling, or sync them: rungless sync --person %s", login)
	}
	filter.AccountIDs = ids
	return nil
}

// fact is one contribution as facts prints it. The order of the fields is the
// order of the columns.
type fact struct {
	Kind       tracker.Kind  `json:"kind"`
	ID         string        `json:"id"`
	URL        string        `json:"url"`
	Repository string        `json:"repository"`
	Number     int           `json:"number"` // 0: a commit outside a thread, a comment on a commit
	Account    string        `json:"account"`
	Role       tracker.Role  `json:"role"`
	OccurredAt string        `json:"occurred_at"`
	State      tracker.State `json:"state"`     // "": comments and commits
	MergedBy   string        `json:"merged_by"` // "": not merged
	Title      string        `json:"title"`
}

func factFrom(c tracker.Contribution) fact {
	return fact{Kind: c.Kind, ID: c.ID, URL: c.URL, Repository: c.Repository.FullName(), Number: c.Number, Account: nameOf(c.Account),
		Role: c.Role, OccurredAt: c.OccurredAt.UTC().Format(time.RFC3339), State: c.State, MergedBy: nameOf(c.MergedBy), Title: c.Title}
}

// nameOf is an account's login; GitHub shows a deleted account as ghost.
func nameOf(a tracker.Account) string {
	switch {
	case a.Login != "":
		return a.Login
	case a.Kind == tracker.GhostAccount:
		return "ghost"
	}
	return a.Email
}

// factWriter prints facts in one format.
type factWriter struct {
	write func(tracker.Contribution) error
	end   func() error
}

func newFactWriter(format string, out io.Writer) (factWriter, error) {
	switch format {
	case "ndjson":
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		return factWriter{
			write: func(c tracker.Contribution) error { return encoder.Encode(factFrom(c)) },
			end:   func() error { return nil },
		}, nil
	case "csv":
		return csvFacts(csv.NewWriter(out)), nil
	}
	return factWriter{}, usage(tracker.Errorf(tracker.Invalid, "cmd.newFactWriter", "--format is %q, which is not known", format).
		WithHint("write ndjson or csv"))
}

func csvFacts(w *csv.Writer) factWriter {
	_ = w.Write([]string{"kind", "id", "url", "repository", "number", "account", "role", "occurred_at", "state", "merged_by", "title"})
	return factWriter{
		write: func(c tracker.Contribution) error {
			f := factFrom(c)
			number := ""
			if f.Number != 0 {
				number = strconv.Itoa(f.Number)
			}
			record := []string{string(f.Kind), f.ID, f.URL, f.Repository, number, f.Account, string(f.Role), f.OccurredAt, string(f.State), f.MergedBy, f.Title}
			for i := range record {
				record[i] = tracker.InertCell(record[i])
			}
			return w.Write(record)
		},
		end: func() error {
			w.Flush()
			return w.Error() // of any write before, too
		},
	}
}

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/profile"
	"rungless/tracker/statement"

	"github.com/spf13/cobra"
)

// longestLine is how many bytes one statement may have.
const longestLine = 64 << 10

// statementFlags are the flags of statement check as they were written.
type statementFlags struct {
	person  string
	sources []string
}

func newStatement(s *settings) *cobra.Command {
	group := &cobra.Command{
		Use:   "statement",
		Short: "Check sentences about one's own work against their evidence",
		Long: `A sentence about work that others decide upon says what was proposed, written or decided, and where that can be read.
The check names the words that no source carries, what is missing, and offers the factual form built from the sources.`,
		Example: examples("rungless statement check sentences.txt", `echo "Led the cache work" | rungless statement check -`),
		Args:    args(0, 0, "a verb: check"),
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	group.AddCommand(newStatementCheck(s))
	return group
}

func newStatementCheck(s *settings) *cobra.Command {
	var f statementFlags
	c := &cobra.Command{
		Use:   "check [FILE]",
		Short: "Name what a reader could object to, one sentence a line",
		Long: `Name what a reader could object to: words of hierarchy and of process, weak verbs, praise, claims that say more than the
evidence, figures without a source, and what is missing. One sentence a line, from FILE or, with - or nothing, from standard
input. The sources hold for every line, and --person says whose work they are. Exit code 0: nothing was found; 1: something was.`,
		Example: examples(
			"rungless statement check sentences.txt",
			`echo "Shipped the cache" | rungless statement check --person octo-pm --source https://github.com/octo-org/engine/pull/17`,
			"rungless statement check --json sentences.txt | jq '.statements[].findings[].kind'"),
		Args: args(0, 1, "one file, or - for standard input"),
		RunE: func(c *cobra.Command, given []string) error { return s.checkStatements(c.Context(), given, f) },
	}
	c.Flags().StringVar(&f.person, "person", "", "whose work it is: a `LOGIN`; needed for --source")
	c.Flags().StringArrayVar(&f.sources, "source", nil, "the `ADDRESS` of something of theirs on GitHub (may be given again)")
	return c
}

// checkedJSON is one line with what was found in it.
type checkedJSON struct {
	Line     int                 `json:"line"`
	Text     string              `json:"text"`
	Findings []statement.Finding `json:"findings"`
}

func (s *settings) checkStatements(ctx context.Context, given []string, f statementFlags) error {
	rules, err := statement.Load()
	if err != nil {
		return err
	}
	sources, err := s.statementSources(ctx, f)
	if err != nil {
		return err
	}
	in, err := s.statementsIn(given)
	if err != nil {
		return err
	}
	defer in.Close()
	checked, found := []checkedJSON{}, 0
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longestLine)
	for number := 1; lines.Scan(); number++ {
		text := strings.TrimSpace(strings.ToValidUTF8(lines.Text(), "\uFFFD"))
		if text == "" {
			continue
		}
		one := checkedJSON{Line: number, Text: text, Findings: rules.Check(statement.Statement{Text: text, Sources: sources})}
		found += len(one.Findings)
		checked = append(checked, one)
	}
	if err := lines.Err(); err != nil {
		return usage(tracker.Errorf(tracker.Invalid, "cmd.checkStatements", "the sentences could not be read").Because(err).
			WithHint("write one sentence a line, of at most %d bytes", longestLine))
	}
	if err := s.tellChecked(checked); err != nil || found == 0 {
		return err
	}
	return tracker.Errorf(tracker.Invalid, "cmd.checkStatements", "findings: %d, in statements: %d", found, len(checked)).
		WithHint("what is named is for you to decide; only a statement without a source cannot stand in a pack")
}

// statementSources finds the evidence that the flags name. Without any the store is not
// opened.
func (s *settings) statementSources(ctx context.Context, f statementFlags) ([]statement.Source, error) {
	if len(f.sources) == 0 {
		return nil, nil
	}
	if f.person == "" {
		return nil, usage(tracker.Errorf(tracker.Invalid, "cmd.statement", "--source needs to know whose work it is").WithHint("add --person LOGIN"))
	}
	catalogue, err := s.config.Catalogue()
	if err != nil {
		return nil, err
	}
	st, err := s.readStore(ctx)
	if err != nil {
		return nil, err
	}
	defer st.Close()
	who, err := profile.Find(ctx, st, f.person)
	if err != nil {
		return nil, err
	}
	return profile.New(st, catalogue, s.config.GrowthRules()).Sources(ctx, who, f.sources, time.Now().UTC())
}

func (s *settings) statementsIn(given []string) (io.ReadCloser, error) {
	if len(given) == 0 || given[0] == "-" {
		return io.NopCloser(s.in), nil
	}
	file, err := os.Open(given[0])
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage(tracker.Errorf(tracker.NotFound, "cmd.statement", "there is no file %s", given[0]).WithHint("name a file, or - for standard input"))
	}
	return file, err
}

// tellChecked prints what was found, each finding on a line of its own.
func (s *settings) tellChecked(checked []checkedJSON) error {
	if s.json {
		return s.printJSON(map[string]any{"statements": checked})
	}
	for _, one := range checked {
		for _, f := range one.Findings {
			fmt.Fprintf(s.out, "%d:%d: %s: %s\n", one.Line, f.Start+1, f.Kind, f.Why)
		}
		if len(one.Findings) > 0 && one.Findings[0].Offer != "" {
			fmt.Fprintf(s.out, "%d: the evidence says: %s\n", one.Line, one.Findings[0].Offer)
		}
	}
	return nil
}

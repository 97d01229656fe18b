package main

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/store"
)

// fewLines is how many lines of a long list a person gets to see; JSON has all.
const fewLines = 20

// checkAll runs the catalogue over all that is stored.
func (s *settings) checkAll(ctx context.Context, catalogue *domain.Catalogue) error {
	st, err := s.readStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	if err := s.attribute(ctx, st); err != nil {
		return err
	}
	audit := domain.NewAudit(catalogue)
	err = st.Records(ctx, store.RecordFilter{}, func(r tracker.Record) error {
		audit.Add(r)
		return nil
	})
	if err != nil {
		return err
	}
	report := audit.Report()
	if s.json {
		return s.printJSON(report)
	}
	s.tellReport(report, len(s.config.Domains) == 0)
	return nil
}

func (s *settings) tellReport(r domain.Report, builtIn bool) {
	from := "the configuration's"
	if builtIn {
		from = "the built-in"
	}
	fmt.Fprintf(s.out, "%d threads and commits by %s domains: %d lie in none, %d in part\n", r.Records, from, r.Nowhere, r.Partly)
	for _, why := range slices.Sorted(maps.Keys(r.Uncounted)) {
		fmt.Fprintf(s.out, "%d files do not count: %s\n", r.Uncounted[why], why)
	}
	var dead, shadowed []string
	for _, use := range r.Rules {
		name := fmt.Sprintf("%s: %s %q", use.Domain, use.Rule, use.Pattern)
		switch {
		case use.IsDead() && !builtIn: // nobody wrote the built-in rules for this store
			dead = append(dead, name)
		case use.IsShadowed():
			shadowed = append(shadowed, fmt.Sprintf("%s, %d times, %s for example", name, use.Matched, use.Example))
		}
	}
	s.tellLines("rules that match nothing (misspelt, or gone):", dead)
	s.tellLines("rules that match and never decide:", shadowed)
	s.tellLines("rules of two domains that claim the same:", overlapLines(r.Overlaps))
	s.tellLines("directories of which something is in no domain:", unclaimedLines(r.Unclaimed))
}

func overlapLines(overlaps []domain.Overlap) []string {
	lines := make([]string, len(overlaps))
	for i, o := range overlaps {
		lines[i] = fmt.Sprintf("%s %s %q goes before %s %s %q, %d times, %s for example", o.Winner.Domain, o.Winner.Rule, o.Winner.Pattern,
			o.Loser.Domain, o.Loser.Rule, o.Loser.Pattern, o.Matches, o.Example)
	}
	return lines
}

func unclaimedLines(directories []domain.Unclaimed) []string {
	lines := make([]string, len(directories))
	for i, u := range directories {
		lines[i] = fmt.Sprintf("%s:%s, %d lines in %d changes", u.Repository, u.Directory, u.Lines, u.Files)
	}
	return lines
}

// tellLines writes a list under its heading, and nothing where it is empty.
func (s *settings) tellLines(heading string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(s.out, "\n%s\n", heading)
	for _, line := range lines[:min(fewLines, len(lines))] {
		fmt.Fprintf(s.out, "  %s\n", line)
	}
	if more := len(lines) - fewLines; more > 0 {
		fmt.Fprintf(s.out, "  and %d more, which --json lists\n", more)
	}
}

type proposalJSON struct {
	Slug         string   `json:"slug"`
	Name         string   `json:"name"`
	Repositories []string `json:"repositories,omitempty"`
	Paths        []string `json:"paths,omitempty"`
	Labels       []string `json:"labels,omitempty"`
	Topics       []string `json:"topics,omitempty"`
	Words        []string `json:"words,omitempty"`
	Because      []string `json:"because"`
}

// domainsSuggest proposes a catalogue from what the repositories say.
func (s *settings) domainsSuggest(ctx context.Context) error {
	st, err := s.readStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	areas, err := st.Areas(ctx)
	if err != nil {
		return err
	}
	sources := make([]domain.Source, len(areas))
	for i, a := range areas {
		sources[i] = domain.Source{Repository: a.Repository, Topics: a.Topics, Labels: a.Labels, Owned: a.Owned, Directories: a.Directories}
	}
	suggestion := domain.Suggest(sources)
	if !s.json {
		_, err = fmt.Fprint(s.out, suggestion.YAML())
		return err
	}
	proposals := make([]proposalJSON, len(suggestion.Proposals))
	for i, p := range suggestion.Proposals {
		d := p.Domain
		proposals[i] = proposalJSON{d.Slug, d.Name, d.Repositories, d.Paths, d.Labels, d.Topics, d.Words, append([]string{}, p.Because...)}
	}
	return s.printJSON(map[string]any{"proposals": proposals, "left": append([]string{}, suggestion.Left...), "repositories": suggestion.Sources})
}

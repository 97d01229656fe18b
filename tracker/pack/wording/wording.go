// Package wording holds the claims of a pack against package statement: what a reader
// could object to in their words, and the factual form of a source.
package wording

import (
	"strings"

	"rungless/tracker"
	"rungless/tracker/pack"
	"rungless/tracker/pack/build"
	"rungless/tracker/statement"
)

// Words are the rules of statements, as packs ask for them.
type Words struct{ rules *statement.Rules }

// New reads the rules that the program carries. An error is a defect of theirs.
func New() (Words, error) {
	rules, err := statement.Load()
	return Words{rules}, err
}

// Check lists what a reader could object to in a claim, but for missing sources, which
// package build names.
func (w Words) Check(claim string, sources []build.Evidence) []pack.Finding {
	s := statement.Statement{Text: claim}
	for _, e := range sources {
		s.Sources = append(s.Sources, sourceOf(e))
	}
	var found []pack.Finding
	for _, f := range w.rules.Check(s) {
		if f.Kind == statement.NoSource {
			continue
		}
		hint := ""
		if f.Offer != "" {
			hint = "the sources say: " + f.Offer
		}
		found = append(found, pack.Finding{Rule: strings.ReplaceAll(string(f.Kind), "_", "-"), Weight: pack.Advice, Sentence: f.Why, Hint: hint, Start: f.Start, End: f.End})
	}
	return found
}

// Factual writes what a source shows as one sentence without its full stop, "" where it
// says too little.
func (w Words) Factual(e build.Evidence) string { return statement.Factual(sourceOf(e)) }

func sourceOf(e build.Evidence) statement.Source {
	s := statement.Source{URL: e.Permalink, Kind: e.Kind, Role: e.Part, State: e.State, Repository: e.Repository, Number: e.Number, Title: e.Title,
		By: e.Subject, Author: e.ThreadAuthor, At: e.Day.Time(), IsPrivate: e.IsPrivate, MergedBy: e.MergedBy, IsMerged: e.IsMerged,
		IsReverted: e.RevertedBy != "", FilesAfterReview: e.FilesAfterReview, Text: e.Text}
	if e.Kind == tracker.PullRequestKind && e.Role == "reviewer" {
		s.Kind = tracker.ReviewKind // the thread stands for the person's part in it
	}
	for _, v := range e.ValidatedBy {
		s.Validations = append(s.Validations, statement.Validation{By: v.Login, How: statement.How(v.How), At: v.Day.Time()})
	}
	if e.Figure != "" {
		s.Figures = []string{e.Figure}
	}
	if e.Change != nil && e.Change.Change != nil {
		s.Change = &statement.Change{Repository: e.Change.Change.Repository.FullName(), Number: e.Change.Change.Number}
		if len(e.Change.Validations) > 0 {
			s.Change.Author = e.Change.Validations[0].By.Login
		}
	}
	return s
}

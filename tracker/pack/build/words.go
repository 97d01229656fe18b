package build

import (
	"strings"

	"rungless/tracker"
	"rungless/tracker/pack"
	"rungless/tracker/statement"
)

// objections lists what a reader could object to in a claim's words on its sources, but
// for missing sources, which have a finding of their own.
func (m *Maker) objections(claim string, sources []Evidence) []pack.Finding {
	s := statement.Statement{Text: claim}
	for _, e := range sources {
		s.Sources = append(s.Sources, sourceOf(e))
	}
	var found []pack.Finding
	for _, f := range m.Rules.Check(s) {
		if f.Kind == statement.NoSource {
			continue
		}
		hint := ""
		if f.Offer != "" && f.Offer != claim {
			hint = "the sources say: " + f.Offer
		}
		found = append(found, pack.Finding{Rule: strings.ReplaceAll(string(f.Kind), "_", "-"), Weight: pack.Advice, Sentence: f.Why, Hint: hint, Start: f.Start, End: f.End})
	}
	return found
}

// sourceOf is a source as statements are checked against it.
func sourceOf(e Evidence) statement.Source {
	s := statement.Source{URL: e.Permalink, Kind: e.Kind, Role: e.Part, State: e.State, Repository: e.Repository, Number: e.Number, Title: e.Title,
		By: e.Subject, Author: e.ThreadAuthor, At: e.Day.Time(), IsPrivate: e.IsPrivate, MergedBy: e.MergedBy, IsMerged: e.IsMerged,
		IsReverted: e.RevertedBy != "", FilesAfterReview: e.FilesAfterReview, Text: e.Text}
	switch {
	case e.Kind == tracker.PullRequestKind && e.Role == "reviewer":
		s.Kind = tracker.ReviewKind // the thread stands for the person's part in it
	case e.Role == "" && e.Kind != tracker.PullRequestKind && e.Kind != tracker.IssueKind && e.Kind != tracker.DiscussionKind && e.Kind != tracker.CommitKind:
		s.Kind = "" // somebody else's review or comment shows nothing that the person did
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

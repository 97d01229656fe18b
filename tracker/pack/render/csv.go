package render

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"rungless/tracker"
	"rungless/tracker/pack"
)

// csvHeader names the columns. "part" says what a line is: the subject, a source under a
// claim, a claim without one, a collaborator, or an item of the comparison.
var csvHeader = []string{"part", "heading", "text", "ref", "kind", "role", "id", "repository", "number", "title", "author",
	"day", "state", "merged_by", "merged_on", "validated_by", "commit_sha", "payload_sha256", "updated_on", "captured_on",
	"figure", "is_private", "verified_on", "permalink", "reverted_by", "quote", "quote_author", "quote_day", "quote_permalink", "note"}

// csvFile is the evidence as a table in the making. A text is what it was to the letter,
// but for the apostrophe that keeps a spreadsheet from reading it as a formula.
type csvFile struct{ *csv.Writer }

// writeCSV writes a line for each source, in the order of the pack.
func writeCSV(p pack.Pack) ([]byte, error) {
	var out bytes.Buffer
	f := csvFile{csv.NewWriter(&out)}
	_ = f.Write(csvHeader) // a buffer takes all
	f.line("subject", "", p.Subject.Name, pack.Source{Author: p.Subject.Login, Permalink: p.Subject.URL})
	for _, chapter := range p.Chapters {
		for _, claim := range chapter.Claims {
			f.lines("claim", chapter.Title, claim.Text, claim.Sources)
		}
	}
	for _, c := range p.Collaborators {
		f.line("collaborator", "", c.Name, pack.Source{Author: c.Login, Permalink: c.URL})
	}
	if p.Comparison != nil {
		for _, section := range p.Comparison.Sections {
			f.items("new", section.Title, section.New)
			f.items("as before", section.Title, section.Still)
		}
	}
	f.Flush()
	return out.Bytes(), nil
}

func (f csvFile) items(part, heading string, items []pack.Item) {
	for _, item := range items {
		f.lines(part, heading, item.Text, item.Sources)
	}
}

func (f csvFile) lines(part, heading, text string, list []pack.Source) {
	for _, s := range list {
		f.line(part, heading, text, s)
	}
	if len(list) == 0 {
		f.line(part, heading, text, pack.Source{})
	}
}

func (f csvFile) line(part, heading, text string, s pack.Source) {
	quote := pack.Quote{}
	if s.Quote != nil {
		quote = *s.Quote
	}
	record := []string{part, heading, text, unlessZero(s.Ref), string(s.Kind), s.Role, s.ID, s.Repository, unlessZero(s.Number), s.Title, s.Author,
		string(s.Day), string(s.State), s.MergedBy, string(s.MergedOn), validations(s.ValidatedBy), s.CommitSHA, s.PayloadHash, string(s.UpdatedOn), string(s.CapturedOn),
		s.Figure, unlessFalse(s.IsPrivate), string(s.VerifiedOn), s.Permalink, s.RevertedBy, quote.Text, quote.Author, string(quote.Day), quote.Permalink, s.Note}
	for i, cell := range record {
		record[i] = tracker.InertCell(cell)
	}
	_ = f.Write(record) // a buffer takes all
}

func validations(list []pack.Validation) string {
	var all []string
	for _, v := range list {
		all = append(all, v.Login+" "+v.How+" ("+string(v.Day)+")")
	}
	return strings.Join(all, "; ")
}

func unlessZero(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func unlessFalse(b bool) string {
	if !b {
		return ""
	}
	return "true"
}

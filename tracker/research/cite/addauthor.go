package cite

import (
	"bytes"
	"strings"

	"rungless/tracker"
)

// AddAuthor returns a CITATION.cff with one more author at the end of its list;
// every other byte, comments too, stays as it was. The error is Conflict when the
// file names the author already, Invalid when the new file would not be a valid one:
// it has no list of authors in lines of their own, or it was broken before.
func AddAuthor(file []byte, author Credit) ([]byte, error) {
	before := Parse("CITATION.cff", file)
	if len(before.Works) == 0 {
		return nil, tracker.Errorf(tracker.Invalid, "cite.AddAuthor", "the file names no work")
	}
	for _, known := range before.Works[0].Authors {
		if author.ORCID != "" && known.ORCID == author.ORCID || NormalTitle(known.Name) == NormalTitle(author.named().Name) {
			return nil, tracker.Errorf(tracker.Conflict, "cite.AddAuthor", "the file names %s already", known.Name)
		}
	}
	at, indent, ok := afterAuthors(file)
	if !ok {
		return nil, tracker.Errorf(tracker.Invalid, "cite.AddAuthor", "the file has no list of authors that can be added to")
	}
	out := bytes.Clone(file[:at])
	if at > 0 && file[at-1] != '\n' {
		out = append(out, '\n')
	}
	out = append(append(out, listItem(author, indent)...), file[at:]...)
	after := Parse("CITATION.cff", out)
	if len(after.Warnings) > 0 || len(after.Works[0].Authors) != len(before.Works[0].Authors)+1 {
		return nil, tracker.Errorf(tracker.Invalid, "cite.AddAuthor", "the file is not a valid CITATION.cff: %s", reasonOf(after.Warnings))
	}
	return out, nil
}

func reasonOf(warnings []Warning) string {
	if len(warnings) == 0 {
		return "the author could not be added in place"
	}
	return warnings[0].Sentence
}

// listItem is the author as an item of a list whose dashes stand after indent.
func listItem(author Credit, indent string) string {
	lines := strings.SplitAfter(strings.TrimSuffix(string(dumpYAML(cffPerson(author))), "\n"), "\n")
	return indent + "- " + strings.Join(lines, indent+"  ") + "\n"
}

// afterAuthors finds the end of the last author's lines, and what stands before the
// dash of each author.
func afterAuthors(file []byte) (at int, indent string, ok bool) {
	text, _ := source(file)
	root, _ := readYAML(text, 1)
	end := 0 // the line of the field after the authors
	var authors nodeField
	for _, f := range root.fields {
		switch {
		case f.name == "authors":
			authors = f
		case authors.name != "" && end == 0:
			end = f.line
		}
	}
	if len(authors.value.list) == 0 {
		return 0, "", false
	}
	lines := bytes.SplitAfter(file, []byte("\n"))
	if end == 0 {
		end = len(lines) + 1
	}
	first := string(lines[authors.value.list[0].line-1])
	indent, _, ok = strings.Cut(first, "-")
	if !ok || strings.TrimSpace(indent) != "" {
		return 0, "", false
	}
	last := end - 2
	for last >= authors.line && isBlank(lines[last]) {
		last--
	}
	for _, line := range lines[:last+1] {
		at += len(line)
	}
	return at, indent, true
}

func isBlank(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) == 0 || line[0] == '#' || bytes.Equal(line, []byte("---")) || bytes.Equal(line, []byte("..."))
}

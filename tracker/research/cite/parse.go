package cite

import (
	"cmp"
	"fmt"
	"slices"
)

// maxWarnings is how many warnings of one file are kept: beyond them it is noise.
const maxWarnings = 1000

// Parse reads the file at a path that [KindOf] knows. The document of any other
// path is empty.
func Parse(file string, data []byte) Document {
	kind, _ := KindOf(file)
	text, warnings := source(data)
	doc := reader(kind)(text)
	if kind == BibTeX && asksToBeCited(file) {
		for i := range doc.Works {
			doc.Works[i].Relation = Preferred
		}
	}
	doc.Kind = kind
	doc.Warnings = inOrder(append(warnings, doc.Warnings...))
	return doc
}

func reader(kind FileKind) func(text string) Document {
	switch kind {
	case CFF:
		return readCFF
	case BibTeX:
		return readBibTeXFile
	case CodeMeta:
		return readCodeMeta
	case Zenodo:
		return readZenodo
	case Paper, Markdown:
		return readMarkdown
	}
	return func(string) Document { return Document{} }
}

func inOrder(warnings []Warning) []Warning {
	slices.SortStableFunc(warnings, func(a, b Warning) int { return cmp.Compare(a.Line, b.Line) })
	if more := len(warnings) - maxWarnings; more > 0 {
		warnings = append(warnings[:maxWarnings:maxWarnings], Warning{Sentence: fmt.Sprintf("%d more problems are not listed", more)})
	}
	return warnings
}

package cite

import (
	"path"
	"regexp"
	"strconv"
	"strings"
)

// asksToBeCited is whether a .bib file is there to be copied from: CITATION.bib,
// citation.bib, CITATIONS.bib. Others list what a text refers to.
func asksToBeCited(file string) bool {
	return strings.HasPrefix(strings.ToLower(path.Base(file)), "citation")
}

func readBibTeXFile(text string) Document { return readBibTeX(text, 1) }

// readBibTeX reads all entries of a text whose first line has the number given.
func readBibTeX(text string, firstLine int) Document {
	s := newBibScanner(text, firstLine)
	var entries []bibEntry
	for {
		entry, ok := s.next()
		if !ok {
			break
		}
		entries = append(entries, entry)
	}
	heirs := newBibHeirs(entries, len(text))
	var doc Document
	for i := range entries {
		entry := heirs.complete(entries[i])
		if entry.kind != "xdata" {
			doc.Works = append(doc.Works, bibWork(entry))
		}
		doc.Warnings = append(doc.Warnings, wrongEntry(entries[i])...)
	}
	doc.Warnings = append(append(doc.Warnings, s.warnings...), heirs.warnings...)
	return doc
}

func wrongEntry(e bibEntry) (warnings []Warning) {
	for _, f := range e.fields {
		if f.name != "author" && f.name != "editor" && f.name != "translator" {
			continue
		}
		if wrong := wrongNames(f.value); wrong != "" {
			warnings = append(warnings, Warning{Line: f.line, Sentence: wrong})
		}
	}
	return warnings
}

func bibWork(e bibEntry) Work {
	w := Work{Relation: Reference, Type: e.kind, BibKey: e.key, Line: e.line}
	for _, f := range e.fields {
		if !w.takeBib(e, f) {
			if text := texText(f.value); text != "" {
				w.Extra = append(w.Extra, Field{f.name, Value{Kind: Text, Text: text}})
			}
		}
	}
	w.takeBibDate(e)
	w.takeBibArXiv(e)
	w.takeBibLink(e)
	return w
}

// takeBib puts a field into its place; false for fields without one.
func (w *Work) takeBib(e bibEntry, f bibField) bool {
	if place := w.bibText(e.kind, f.name); place != nil && *place == "" {
		*place = texText(f.value)
		return true
	}
	switch f.name {
	case "author":
		w.Authors = bibCredits(f.value, f.line, "author")
	case "editor", "translator":
		w.Contributors = append(w.Contributors, bibCredits(f.value, f.line, f.name)...)
	case "doi":
		w.DOI = texVerbatim(f.value)
	case "url":
		w.Links = append(w.Links, Link{"url", texVerbatim(f.value)})
	case "isbn", "issn", "pmid":
		w.Identifiers = append(w.Identifiers, Identifier{Kind: f.name, Value: texVerbatim(f.value)})
	case "keywords":
		w.Keywords = splitKeywords(texText(f.value))
	case "license":
		w.Licences = []string{texText(f.value)}
	case "crossref", "xdata", "year", "month", "day", "date":
		return true
	default:
		return false
	}
	return true
}

func (w *Work) bibText(kind, name string) *string {
	switch name {
	case "title":
		return &w.Title
	case "abstract":
		return &w.Abstract
	case "journal", "journaltitle":
		return &w.Journal
	case "version":
		return &w.Version
	case "booktitle":
		if kind == "inproceedings" || kind == "conference" {
			return &w.Conference
		}
	case publisherField(kind):
		return &w.Publisher
	}
	return nil
}

// publisherField is what BibTeX calls the publisher of a kind of entry.
func publisherField(kind string) string {
	switch kind {
	case "phdthesis", "mastersthesis":
		return "school"
	case "techreport", "report", "thesis":
		return "institution"
	}
	return "publisher"
}

func splitKeywords(text string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' }) {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

// takeBibDate reads date, or year with month and day. A year that is none, as in
// "in press", stays in Extra.
func (w *Work) takeBibDate(e bibEntry) {
	if f, ok := e.get("date"); ok {
		w.Date = parseDate(texText(f.value))
	}
	year, ok := e.get("year")
	if !ok || w.Date.Year != 0 {
		return
	}
	w.Date = Date{Year: parseDate(texText(year.value)).Year}
	if w.Date.Year == 0 {
		w.Extra = append(w.Extra, Field{"year", Value{Kind: Text, Text: texText(year.value)}})
		return
	}
	month, _ := e.get("month")
	w.Date.Month = monthNumber(texText(month.value))
	day, _ := e.get("day")
	if n, err := strconv.Atoi(strings.TrimSpace(day.value)); err == nil && w.Date.Month > 0 && n >= 1 && n <= 31 {
		w.Date.Day = n
	}
}

// takeBibArXiv finds the identifier in eprint, or wherever else people put it.
func (w *Work) takeBibArXiv(e bibEntry) {
	eprint, _ := e.get("eprint")
	prefix, _ := e.get("archiveprefix")
	kind, _ := e.get("eprinttype")
	archive := strings.ToLower(prefix.value + kind.value)
	if archive == "" || strings.Contains(archive, "arxiv") {
		w.ArXiv = NormalArXiv(texVerbatim(eprint.value))
	}
	if w.ArXiv != "" && texVerbatim(eprint.value) == w.ArXiv {
		w.dropExtra("eprint")
		w.dropExtra("archiveprefix")
		w.dropExtra("eprinttype")
		return
	}
	for _, name := range [...]string{"journal", "volume", "note", "howpublished", "eid", "number", "publisher"} {
		if f, ok := e.get(name); ok && w.ArXiv == "" && strings.Contains(strings.ToLower(f.value), "arxiv") {
			w.ArXiv = NormalArXiv(texText(f.value))
		}
	}
	if w.ArXiv == "" {
		w.ArXiv = w.arXivNamed()
	}
}

var addressInText = regexp.MustCompile(`https?://[^\s{}"<>,]+`)

// takeBibLink reads the address in howpublished or note where there is no url.
func (w *Work) takeBibLink(e bibEntry) {
	for _, name := range [...]string{"howpublished", "note"} {
		f, ok := e.get(name)
		if !ok || len(w.Links) > 0 {
			continue
		}
		if address := addressInText.FindString(texVerbatim(f.value)); address != "" {
			w.Links = []Link{{"url", strings.TrimRight(address, ".;)")}}
		}
	}
}

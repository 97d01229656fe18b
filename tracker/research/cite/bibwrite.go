package cite

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// WriteBibTeX writes works as BibTeX entries in UTF-8, in the order given, each
// with a key of its own. Signs that TeX would read are escaped; [Parse] gives back
// the same text.
func WriteBibTeX(works []Work) []byte {
	var out bytes.Buffer
	keys := keysOf(works)
	for i, w := range works {
		if i > 0 {
			out.WriteByte('\n')
		}
		kind := bibType(w.Type)
		fmt.Fprintf(&out, "@%s{%s", kind, keys[i])
		for _, f := range bibFieldsOf(w, kind) {
			fmt.Fprintf(&out, ",\n  %s = {%s}", f.Name, f.Value.Text)
		}
		out.WriteString("\n}\n")
	}
	return out.Bytes()
}

// bibFieldsOf returns the fields of an entry, their texts in TeX.
func bibFieldsOf(w Work, kind string) fieldList {
	var l fieldList
	l.text("author", bibPeople(w.Authors))
	for _, role := range [...]string{"editor", "translator"} {
		var people []Credit
		for _, c := range w.Contributors {
			if c.Role == role {
				people = append(people, c)
			}
		}
		l.text(role, bibPeople(people))
	}
	l.text("title", escapeTeX(w.Title))
	l.text("journal", escapeTeX(w.Journal))
	if kind == "inproceedings" || kind == "conference" {
		l.text("booktitle", escapeTeX(w.Conference))
	}
	l.text(publisherField(kind), escapeTeX(w.Publisher))
	l.bibDate(w.Date)
	l.text("version", escapeTeX(w.Version))
	l.text("doi", escapeVerbatim(w.DOI))
	if w.ArXiv != "" && w.extra("eprint") == "" {
		l.text("eprint", w.ArXiv)
		l.text("archiveprefix", "arXiv")
	}
	l.text("url", escapeVerbatim(w.link("url", "repository-code", "repository", "repository-artifact")))
	for _, id := range w.Identifiers {
		if id.Kind == "isbn" || id.Kind == "issn" || id.Kind == "pmid" {
			l.text(id.Kind, escapeVerbatim(id.Value))
		}
	}
	l.text("keywords", escapeTeX(strings.Join(w.Keywords, ", ")))
	l.text("license", escapeTeX(strings.Join(w.Licences, ", ")))
	l.text("abstract", escapeTeX(w.Abstract))
	for _, f := range w.Extra[:min(len(w.Extra), maxFields)] {
		if isBibField(f.Name) && f.Value.Kind != List && f.Value.Kind != Mapping {
			l.text(f.Name, escapeTeX(f.Value.Text))
		}
	}
	return l
}

// isBibField is whether a name can be that of a field that holds plain text: no
// list of people, and nothing that points to other entries.
func isBibField(name string) bool {
	switch name {
	case "", "author", "editor", "translator", "crossref", "xdata", "date", "cff-version":
		return false
	}
	return keyLetters(name) == name && strings.ToLower(name) == name
}

func (l *fieldList) bibDate(d Date) {
	if d.Year == 0 {
		return
	}
	l.text("year", strconv.Itoa(d.Year))
	if d.Month != 0 {
		l.text("month", strconv.Itoa(d.Month))
	}
	if d.Day != 0 {
		l.text("day", strconv.Itoa(d.Day))
	}
}

func bibPeople(credits []Credit) string {
	var names []string
	for _, c := range credits {
		names = append(names, bibName(c))
	}
	return strings.Join(names, " and ")
}

// bibName writes "von Last, Jr, First", and a whole name in braces.
func bibName(c Credit) string {
	switch {
	case c.Others:
		return "others"
	case c.Entity || c.Family == "" && c.Given == "":
		return "{" + escapeTeX(c.Name) + "}"
	case c.Family == "":
		return "{}, " + bibWords(c.Given)
	}
	parts := []string{joined(bibParticle(c.Particle, c.Family))}
	if c.Suffix != "" {
		parts = append(parts, bibWords(c.Suffix))
	}
	if c.Given != "" || c.Suffix != "" {
		parts = append(parts, bibWords(c.Given))
	}
	if len(parts) == 1 && strings.HasPrefix(parts[0], "{") {
		return parts[0] + ","
	}
	return strings.Join(parts, ", ")
}

// bibFamily braces a family name that would be read otherwise without: one with a
// small first letter, more than a word, a comma or an "and".
func bibFamily(name string) string {
	tex := escapeTeX(name)
	for _, word := range texWords(tex) {
		if isVon(word) || strings.EqualFold(word, "and") || strings.Contains(word, ",") {
			return "{" + tex + "}"
		}
	}
	return tex
}

// bibParticle returns the particle, and the family name in TeX. A particle that would
// not be read as one goes before the family name, in its braces.
func bibParticle(particle, family string) (string, string) {
	for _, word := range texWords(escapeTeX(particle)) {
		if !isVon(word) || strings.EqualFold(word, "and") || strings.Contains(word, ",") {
			return "", "{" + escapeTeX(joined(particle, family)) + "}"
		}
	}
	return escapeTeX(particle), bibFamily(family)
}

// bibWords braces what a list of names would be cut at.
func bibWords(name string) string {
	tex := escapeTeX(name)
	for _, word := range texWords(tex) {
		if strings.EqualFold(word, "and") || strings.Contains(word, ",") {
			return "{" + tex + "}"
		}
	}
	return tex
}

var texEscapes = strings.NewReplacer(
	`\`, `\textbackslash{}`, `{`, `\textbraceleft{}`, `}`, `\textbraceright{}`, `&`, `\&`, `%`, `\%`, `$`, `\$`,
	`#`, `\#`, `_`, `\_`, `~`, `\textasciitilde{}`, `^`, `\textasciicircum{}`, "`", `\textasciigrave{}`)

// escapeTeX writes a text so that TeX gives it back. An empty group keeps signs apart
// that TeX would join; in a run of them every second pass finds the rest.
func escapeTeX(text string) string {
	text = texEscapes.Replace(strings.Join(strings.Fields(text), " "))
	for range 2 {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "--", "-{}-"), "''", "'{}'")
	}
	return text
}

var verbatimEscapes = strings.NewReplacer(`\`, "", `{`, "", `}`, "", "\n", "")

// escapeVerbatim writes an address: BibTeX takes all signs but braces as they are.
func escapeVerbatim(text string) string {
	return strings.TrimSpace(verbatimEscapes.Replace(text))
}

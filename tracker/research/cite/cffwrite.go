package cite

import "strconv"

// WriteCFF writes works as one CITATION.cff: the first that is [Itself], or the
// first of all, is the file's subject, the first that is [Preferred] its preferred
// citation, all others references. The file is valid: what CFF requires and a work
// does not say is said in plain words, and what CFF forbids is left out. Works that
// [Parse] read from a valid CITATION.cff give back all that it said.
func WriteCFF(works []Work) []byte {
	if len(works) == 0 {
		works = []Work{{Relation: Itself}}
	}
	subject := 0
	for i, w := range works {
		if w.Relation == Itself {
			subject = i
			break
		}
	}
	root := cffRoot(works[subject])
	var preferred bool
	references := Value{Kind: List}
	for i, w := range works {
		switch {
		case i == subject:
		case w.Relation == Preferred && !preferred:
			preferred = true
			root.add("preferred-citation", cffReference(w))
		default:
			references.List = append(references.List, cffReference(w))
		}
	}
	if references.List = distinct(references.List); len(references.List) > 0 {
		root.add("references", references)
	}
	return dumpYAML(Value{Kind: Mapping, Fields: root})
}

func cffRoot(w Work) fieldList {
	var root fieldList
	root.text("cff-version", firstValid("cff-version", w.extra("cff-version"), "1.2.0"))
	root.text("message", firstValid("message", w.extra("message"), "If you use this work, please cite it as below."))
	root.text("type", rootType(w.Type))
	root.work(w, rootRule)
	return root
}

// rootType is one of the two types that the subject of a file may have; "" means
// software there.
func rootType(kind string) string {
	switch cffType(kind) {
	case "data", "database", "dataset":
		return "dataset"
	}
	if kind == "" {
		return ""
	}
	return "software"
}

func firstValid(name string, texts ...string) string {
	for _, text := range texts {
		if rootRule(name)(node{kind: Text, text: text}) == "" {
			return text
		}
	}
	return ""
}

func cffReference(w Work) Value {
	var fields fieldList
	kind := cffType(w.Type)
	if !isCFFType(kind) {
		kind = "generic"
	}
	fields.text("type", kind)
	fields.work(w, referenceRule)
	return Value{Kind: Mapping, Fields: fields}
}

// work adds the fields that roots and references share. Fields kept in Extra come
// as they were; what the rules do not allow is left out.
func (l *fieldList) work(w Work, rules func(string) rule) {
	var all fieldList
	for _, f := range w.Extra {
		if f.Name != "authors" && cffRole(f.Name) == "" && allowed(f, rules) {
			all = append(all, f)
		}
	}
	all.typed(w)
	all.text("title", "(no title given)")
	all.add("authors", Value{Kind: List, List: []Value{{Kind: Mapping, Fields: []Field{{"name", textValue("(no authors given)")}}}}})
	for _, f := range all {
		if allowed(f, rules) {
			l.add(f.Name, f.Value)
		}
	}
}

// allowed is whether a field breaks none of the rules, nor what it holds.
func allowed(f Field, rules func(string) rule) bool {
	n := f.Value.node()
	if check := rules(f.Name); check == nil || check(n) != "" {
		return false
	}
	var inside cffChecker
	if n.kind == Mapping {
		inside.mapping(n, entityRule, "name")
	}
	return len(inside.warnings) == 0
}

func (l *fieldList) typed(w Work) {
	l.text("title", w.Title)
	l.people("authors", w.Authors)
	for _, list := range [...]string{"contact", "editors", "editors-series", "recipients", "senders", "translators"} {
		var credits []Credit
		for _, c := range w.Contributors {
			if c.Role == cffRole(list) {
				credits = append(credits, c)
			}
		}
		l.people(list, credits)
	}
	l.text("abstract", w.Abstract)
	l.text("version", w.Version)
	l.text("doi", cffDOI(w.DOI))
	l.cffIdentifiers(w)
	for _, link := range w.Links {
		l.text(link.Kind, link.URL)
	}
	l.cffDate(w)
	if len(w.Licences) == 1 {
		l.text("license", w.Licences[0])
	}
	l.add("license", textList(distinctTexts(w.Licences)))
	l.add("keywords", textList(distinctTexts(w.Keywords)))
	l.text("journal", w.Journal)
	l.entity("conference", w.Conference)
	l.entity("publisher", w.Publisher)
	l.bibFields(w)
}

// cffDOI is a DOI as CFF wants it, without its resolver.
func cffDOI(doi string) string {
	if doiRule.MatchString(doi) {
		return doi
	}
	return NormalDOI(doi)
}

func (l *fieldList) entity(name, value string) {
	if value != "" {
		l.add(name, Value{Kind: Mapping, Fields: []Field{{"name", textValue(value)}}})
	}
}

func (l *fieldList) cffIdentifiers(w Work) {
	list := Value{Kind: List}
	add := func(id Identifier) {
		var fields fieldList
		fields.text("type", id.Kind)
		fields.text("value", id.Value)
		fields.text("description", id.Description)
		v := Value{Kind: Mapping, Fields: fields}
		if identifier(v.node()) == "" {
			list.List = append(list.List, v)
		}
	}
	for _, id := range w.Identifiers {
		switch id.Kind {
		case "isbn", "issn":
			l.text(id.Kind, id.Value)
		case "doi", "url", "swh", "other":
			add(id)
		default:
			add(Identifier{"other", id.Kind + ":" + id.Value, id.Description})
		}
	}
	if w.ArXiv != "" && w.arXivNamed() != w.ArXiv {
		add(Identifier{"other", "arXiv:" + w.ArXiv, ""})
	}
	if list.List = distinct(list.List); len(list.List) > 0 {
		l.add("identifiers", list)
	}
}

func (l *fieldList) cffDate(w Work) {
	switch {
	case l.has("date-released") || l.has("date-published"):
	case w.Date.Day != 0:
		l.text("date-released", w.Date.String())
	case w.Date.Year != 0:
		l.add("year", numberValue(w.Date.Year))
		if w.Date.Month != 0 {
			l.add("month", numberValue(w.Date.Month))
		}
	}
}

func numberValue(n int) Value { return Value{Kind: Number, Text: strconv.Itoa(n)} }

// bibFields gives the fields of BibTeX that CFF knows by another name.
func (l *fieldList) bibFields(w Work) {
	if from, to, found := cutPages(w.extra("pages")); found && !l.has("start") {
		*l = dropField(*l, "pages")
		l.text("start", from)
		l.text("end", to)
	}
	if cffType(w.Type) == "article" && w.extra("issue") == "" && l.has("number") {
		l.text("issue", w.extra("number"))
		*l = dropField(*l, "number")
	}
	l.text("collection-title", firstOf(w.extra("series"), w.extra("booktitle")))
	l.text("notes", w.extra("note"))
	l.text("thesis-type", w.extra("thesis-type"))
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

func distinct(values []Value) []Value {
	seen := map[string]bool{}
	var out []Value
	for _, v := range values {
		if key := v.node().key(); !seen[key] {
			seen[key] = true
			out = append(out, v)
		}
	}
	return out
}

func distinctTexts(texts []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, text := range texts {
		if text != "" && !seen[text] {
			seen[text] = true
			out = append(out, text)
		}
	}
	return out
}

func dropField(fields fieldList, name string) fieldList {
	for i, f := range fields {
		if f.Name == name {
			return append(fields[:i:i], fields[i+1:]...)
		}
	}
	return fields
}

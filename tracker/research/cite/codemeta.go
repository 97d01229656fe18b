package cite

import (
	"path"
	"strings"
)

// readCodeMeta reads a codemeta.json of version 1, 2 or 3:
// https://codemeta.github.io/terms/.
func readCodeMeta(text string) Document {
	root, warnings := readJSON(text)
	root = unprefixed(root)
	if graph := root.get("@graph"); graph.kind == List && len(graph.list) > 0 {
		root = graph.list[0]
	}
	if root.kind != Mapping {
		return Document{Warnings: append(warnings, Warning{Line: 1, Sentence: "the file is not a JSON object"})}
	}
	itself := linkedWork(root, Itself)
	if itself.Type == "" {
		itself.Type = "SoftwareSourceCode"
	}
	doc := Document{Works: []Work{itself}, Warnings: warnings}
	if itself.Title == "" {
		doc.Warnings = append(doc.Warnings, Warning{Line: root.line, Sentence: `the field "name" is missing`})
	}
	doc.Works = append(doc.Works, linkedWorks(root.get("referencePublication"), Preferred)...)
	doc.Works = append(doc.Works, linkedWorks(root.get("citation"), Reference)...)
	doc.Warnings = append(doc.Warnings, wrongORCIDs(root)...)
	return doc
}

// unprefixed takes "schema:" and "codemeta:" off the names of fields, and unpacks
// JSON-LD's {"@value": x} and {"@list": [...]}.
func unprefixed(n node) node {
	for i := range n.list {
		n.list[i] = unprefixed(n.list[i])
	}
	for i, f := range n.fields {
		name := strings.TrimPrefix(strings.TrimPrefix(f.name, "schema:"), "codemeta:")
		n.fields[i].name, n.fields[i].value = name, unprefixed(f.value)
	}
	if n.kind == Mapping && len(n.fields) <= 2 {
		if inner := n.get("@value", "@list"); inner.given() {
			return inner
		}
	}
	return n
}

func linkedWorks(n node, relation Relation) []Work {
	var works []Work
	for _, item := range n.items() {
		switch {
		case item.kind == Mapping:
			works = append(works, linkedWork(item, relation))
		case NormalDOI(item.text) != "":
			works = append(works, Work{Relation: relation, DOI: NormalDOI(item.text), ArXiv: NormalArXiv(item.text), Line: item.line})
		case strings.HasPrefix(item.text, "http"):
			works = append(works, Work{Relation: relation, Links: []Link{{"url", item.text}}, ArXiv: NormalArXiv(item.text), Line: item.line})
		case item.scalar() && item.text != "":
			works = append(works, Work{Relation: relation, Title: item.text, Line: item.line})
		}
	}
	return works
}

// linkedWork reads a work in the words of schema.org.
func linkedWork(n node, relation Relation) Work {
	w := Work{Relation: relation, Line: n.line, Type: firstText(n.get("@type", "type"))}
	for _, f := range n.fields {
		if !w.takeLinked(f) && f.value.given() {
			w.Extra = append(w.Extra, Field{f.name, f.value.value()})
		}
	}
	w.Title = firstText(n.get("name", "title", "headline"))
	w.Abstract = htmlText(firstText(n.get("abstract", "description")))
	if !n.get("abstract").given() {
		w.dropExtra("description")
	}
	w.Version = firstText(n.get("version", "softwareVersion"))
	w.Date = parseDate(firstText(n.get("datePublished", "dateModified", "dateCreated")))
	w.takeLinkedIdentifiers(n)
	w.ArXiv = w.arXivNamed()
	return w
}

func firstText(n node) string {
	if texts := n.texts(); len(texts) > 0 {
		return texts[0]
	}
	return n.get("name", "@id").text
}

func (w *Work) takeLinked(f nodeField) bool {
	switch f.name {
	case "@context", "@type", "type", "name", "title", "headline", "abstract", "version", "identifier", "@id",
		"citation", "referencePublication", "datePublished":
		return true
	case "author", "authors":
		w.Authors = linkedCredits(f.value, "author")
	case "contributor", "maintainer", "editor", "copyrightHolder", "producer", "publisher", "provider", "sponsor":
		w.Contributors = append(w.Contributors, linkedCredits(f.value, plainRole(f.name))...)
	case "keywords":
		for _, text := range f.value.texts() {
			w.Keywords = append(w.Keywords, splitKeywords(text)...)
		}
	case "license":
		for _, item := range f.value.items() {
			w.Licences = append(w.Licences, licenceName(firstText(item)))
		}
	case "codeRepository":
		return w.addLinks("repository-code", f.value)
	case "url":
		return w.addLinks("url", f.value)
	case "downloadUrl":
		return w.addLinks("repository-artifact", f.value)
	case "isPartOf":
		w.Journal = firstText(f.value.get("name"))
		return w.Journal != ""
	default:
		return false
	}
	return true
}

func (w *Work) addLinks(kind string, n node) bool {
	for _, text := range n.texts() {
		w.Links = append(w.Links, Link{kind, text})
	}
	return len(n.texts()) > 0
}

func plainRole(name string) string {
	if name == "copyrightHolder" {
		return "copyright holder"
	}
	return name
}

// licenceName takes the identifier off an address of the SPDX list.
func licenceName(text string) string {
	if strings.Contains(text, "spdx.org/licenses/") {
		return strings.TrimSuffix(path.Base(text), ".html")
	}
	return text
}

// takeLinkedIdentifiers reads identifier and @id: a DOI is the work's own.
func (w *Work) takeLinkedIdentifiers(n node) {
	for _, item := range append(n.get("identifier").items(), n.get("@id", "id").items()...) {
		value := item.text
		if item.kind == Mapping {
			value = firstText(item.get("value", "@id"))
		}
		doi := NormalDOI(value)
		switch {
		case value == "" || strings.HasPrefix(value, "_:"):
		case doi != "" && (w.DOI == "" || w.DOI == doi):
			w.DOI = doi
		case doi != "":
			w.Identifiers = append(w.Identifiers, Identifier{Kind: "doi", Value: doi})
		default:
			w.Identifiers = append(w.Identifiers, Identifier{Kind: "other", Value: value})
		}
	}
}

func linkedCredits(n node, role string) []Credit {
	var credits []Credit
	for _, item := range n.items() {
		if strings.HasSuffix(firstText(item.get("@type", "type")), "Role") {
			continue // it says more of somebody who is listed beside it
		}
		if c, ok := linkedCredit(item); ok {
			credits = append(credits, c)
		}
	}
	return numbered(credits, role)
}

// linkedCredit reads a Person, an Organization, or a bare name.
func linkedCredit(n node) (Credit, bool) {
	c := Credit{Line: n.line}
	if n.scalar() {
		return c.withName(n.text), strings.TrimSpace(n.text) != ""
	}
	kind := firstText(n.get("@type", "type"))
	name := firstText(n.get("name"))
	c.Given, c.Family = strings.Join(n.get("givenName").texts(), " "), strings.Join(n.get("familyName").texts(), " ")
	c.Entity = strings.HasSuffix(kind, "Organization") && c.Family == ""
	switch {
	case c.Entity || name != "" && c.Family != "":
		c.Name = name
	case name != "":
		c = c.withName(name)
	}
	c = c.named()
	for _, item := range n.get("affiliation").items() {
		if text := firstText(item); text != "" {
			c.Affiliations = append(c.Affiliations, text)
		}
	}
	c.Alias = firstText(n.get("alternateName"))
	c.Email = strings.TrimPrefix(firstText(n.get("email")), "mailto:")
	c.Website = firstText(n.get("url"))
	addresses := append(n.get("@id", "id").texts(), n.get("identifier").texts()...)
	addresses = append(addresses, n.get("sameAs").texts()...)
	for _, address := range append(addresses, c.Website) {
		if orcid := NormalORCID(address); orcid != "" && c.ORCID == "" {
			c.ORCID = orcid
		}
	}
	return c.withAccounts(addresses...), c.Name != ""
}

// wrongORCIDs warns of ORCIDs whose check digit is wrong.
func wrongORCIDs(n node) (warnings []Warning) {
	if n.scalar() && strings.Contains(n.text, "orcid.org/") && orcidPattern.MatchString(n.text) && NormalORCID(n.text) == "" {
		warnings = append(warnings, Warning{Line: n.line, Sentence: "the ORCID " + n.text + " has a wrong check digit: it was not read"})
	}
	for _, item := range n.list {
		warnings = append(warnings, wrongORCIDs(item)...)
	}
	for _, f := range n.fields {
		warnings = append(warnings, wrongORCIDs(f.value)...)
	}
	return warnings
}

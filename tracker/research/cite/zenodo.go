package cite

import (
	"html"
	"regexp"
	"strings"
)

// readZenodo reads a .zenodo.json, the metadata of a deposit:
// https://developers.zenodo.org/#representation.
func readZenodo(text string) Document {
	root, warnings := readJSON(text)
	if inner := root.get("metadata"); inner.kind == Mapping {
		root = inner
	}
	if root.kind != Mapping {
		return Document{Warnings: append(warnings, Warning{Line: 1, Sentence: "the file is not a JSON object"})}
	}
	w := Work{Relation: Itself, Line: root.line}
	var related []Work
	for _, f := range root.fields {
		if f.name == "related_identifiers" {
			related = w.takeRelated(f.value)
		} else if !w.takeZenodo(f) && f.value.given() {
			w.Extra = append(w.Extra, Field{f.name, f.value.value()})
		}
	}
	w.Type = firstText(root.get("publication_type"))
	if w.Type == "" {
		w.Type = firstText(root.get("upload_type"))
	}
	if w.Type == "" {
		w.Type = "software"
	}
	w.ArXiv = w.arXivNamed()
	warnings = append(warnings, wrongZenodo(root)...)
	return Document{Works: append([]Work{w}, related...), Warnings: warnings}
}

func (w *Work) takeZenodo(f nodeField) bool {
	switch f.name {
	case "title":
		w.Title = f.value.text
	case "description":
		w.Abstract = htmlText(f.value.text)
	case "version":
		w.Version = f.value.text
	case "doi":
		w.DOI = f.value.text
	case "journal_title":
		w.Journal = f.value.text
	case "conference_title":
		w.Conference = f.value.text
	case "publication_date":
		w.Date = parseDate(f.value.text)
	case "keywords":
		w.Keywords = f.value.texts()
	case "license":
		for _, item := range f.value.items() {
			if name := firstText(item) + item.get("id").text; name != "" {
				w.Licences = append(w.Licences, name)
			}
		}
	case "creators":
		w.Authors = zenodoCredits(f.value, "author")
	case "contributors", "thesis_supervisors":
		w.Contributors = append(w.Contributors, zenodoCredits(f.value, strings.TrimSuffix(strings.TrimPrefix(f.name, "thesis_"), "s"))...)
	case "upload_type", "publication_type":
		return f.value.scalar()
	default:
		return false
	}
	return f.value.given()
}

func zenodoCredits(n node, role string) []Credit {
	var credits []Credit
	for _, item := range n.items() {
		if c, ok := zenodoCredit(item); ok {
			credits = append(credits, c)
		}
	}
	credits = numbered(credits, role)
	if role != "contributor" {
		return credits
	}
	for i := range credits {
		for _, f := range credits[i].Extra {
			if f.Name == "type" {
				credits[i].Role = strings.ToLower(f.Value.Text)
			}
		}
	}
	return credits
}

// zenodoCredit reads a creator, "Family, Given" in its name, or a bare name.
func zenodoCredit(n node) (Credit, bool) {
	c := Credit{Line: n.line}
	if n.scalar() {
		return c.withName(n.text), strings.TrimSpace(n.text) != ""
	}
	for _, f := range n.fields {
		switch f.name {
		case "name", "affiliation", "orcid":
		case "email":
			c.Email = f.value.text
		default:
			c.Extra = append(c.Extra, Field{f.name, f.value.value()})
		}
	}
	c = c.withName(n.get("name").text)
	c.Entity = c.Family == "" && strings.Contains(c.Name, " ") || looksLikeGroup(c.Name)
	c.ORCID = NormalORCID(n.get("orcid").text)
	for _, item := range n.get("affiliation").items() {
		if text := firstText(item); text != "" {
			c.Affiliations = append(c.Affiliations, text)
		}
	}
	return c, c.Name != ""
}

// takeRelated reads identifiers of this work and of others. Those of other works
// become references that have no title yet.
func (w *Work) takeRelated(n node) []Work {
	var works []Work
	for _, item := range n.items() {
		value := strings.TrimSpace(item.get("identifier").text)
		doi, relation := NormalDOI(value), item.get("relation").text
		same := relation == "isIdenticalTo" || relation == "isVersionOf" || relation == "isVariantFormOf"
		switch {
		case value == "":
		case same && doi != "":
			w.Identifiers = append(w.Identifiers, Identifier{"doi", doi, relation})
		case same || isOwnCode(relation, value):
			w.Links = append(w.Links, Link{"url", value})
		case doi != "":
			works = append(works, Work{Relation: Reference, Type: item.get("resource_type").text, DOI: doi, ArXiv: NormalArXiv(value), Line: item.line})
		default:
			works = append(works, Work{Relation: Reference, Type: item.get("resource_type").text, ArXiv: NormalArXiv(value), Links: []Link{{"url", value}}, Line: item.line})
		}
	}
	return works
}

// isOwnCode is whether a relation names the repository that the deposit was made from.
func isOwnCode(relation, value string) bool {
	return (relation == "isSupplementTo" || relation == "isDerivedFrom") &&
		(strings.Contains(value, "github.com/") || strings.Contains(value, "gitlab"))
}

func wrongZenodo(root node) (warnings []Warning) {
	if creators := root.get("creators"); creators.given() && creators.kind != List {
		warnings = append(warnings, Warning{Line: creators.line, Sentence: `"creators" is not a list`})
	}
	for _, list := range [...]string{"creators", "contributors"} {
		for _, item := range root.get(list).items() {
			orcid := item.get("orcid")
			switch {
			case item.kind != Mapping || !item.get("name").given():
				warnings = append(warnings, Warning{Line: item.line, Sentence: "an entry of " + list + " has no name"})
			case orcid.text != "" && NormalORCID(orcid.text) == "":
				warnings = append(warnings, Warning{Line: orcid.line, Sentence: "the ORCID " + shortened(orcid.text) + " is not a valid one: it was not read"})
			}
		}
	}
	return warnings
}

var (
	htmlTag   = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)
	inlineTag = regexp.MustCompile(`(?i)</?(?:a|abbr|b|code|em|i|mark|small|span|strong|sub|sup|tt|u)(?:\s[^<>]*)?>`)
)

// htmlText is text without HTML tags and escapes.
func htmlText(text string) string {
	if !strings.ContainsAny(text, "<&") {
		return strings.TrimSpace(text)
	}
	text = htmlTag.ReplaceAllString(inlineTag.ReplaceAllString(text, ""), " ")
	return strings.Join(strings.Fields(html.UnescapeString(text)), " ")
}

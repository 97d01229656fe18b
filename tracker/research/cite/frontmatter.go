package cite

import (
	"slices"
	"strings"
)

// addFrontMatter reads the YAML block above a page: that of a paper of the Journal
// of Open Source Software (https://joss.readthedocs.io/en/latest/paper.html), or
// that of a model or dataset card
// (https://github.com/huggingface/hub-docs/blob/main/modelcard.md). Pages of other
// kinds have a title and perhaps authors.
func (d *Document) addFrontMatter(text string) {
	root, warnings := readYAML(text, 2)
	d.Warnings = append(d.Warnings, warnings...)
	if root.kind != Mapping {
		return
	}
	w := Work{Relation: Itself, Line: 1}
	for _, f := range root.fields {
		if !w.takeFront(f, root) && f.value.given() {
			w.Extra = append(w.Extra, Field{f.name, f.value.value()})
		}
	}
	w.Type = frontType(root)
	if w.Type == "paper" && w.Title == "" {
		d.Warnings = append(d.Warnings, Warning{Line: 2, Sentence: `the paper has no "title"`})
	}
	d.Warnings = append(d.Warnings, wrongFront(root)...)
	if w.Authors != nil || w.Contributors != nil || w.DOI != "" {
		w.ArXiv = w.arXivNamed()
		d.Works = append(d.Works, w)
	}
	d.addCitationText(root)
}

// frontType tells a paper, which has a bibliography or affiliations, from a card.
func frontType(root node) string {
	switch {
	case root.get("bibliography", "affiliations").given():
		return "paper"
	case root.get("task_categories", "dataset_info", "size_categories").given():
		return "dataset"
	case root.get("pipeline_tag", "base_model", "library_name", "model_name", "model-index").given():
		return "model"
	}
	return "article"
}

func (w *Work) takeFront(f nodeField, root node) bool {
	switch f.name {
	case "title", "model_name", "pretty_name":
		if w.Title == "" && f.value.scalar() {
			w.Title = f.value.text
			return true
		}
		return false
	case "authors", "author", "creators", "developers", "developed_by", "model_creator":
		w.Authors = append(w.Authors, frontCredits(f.value, root)...)
		numbered(w.Authors, "author")
	case "contributors", "maintainers", "editors", "curated_by":
		role := strings.TrimSuffix(f.name, "s")
		if f.name == "curated_by" {
			role = "curator"
		}
		w.Contributors = append(w.Contributors, numbered(frontCredits(f.value, root), role)...)
	case "affiliations", "citation", "citation_bibtex", "bibtex":
		return f.value.given()
	case "date":
		w.Date = parseDate(f.value.text)
		return w.Date.Year != 0
	case "tags", "keywords":
		w.Keywords = f.value.texts()
	case "license":
		w.Licences = f.value.texts()
	case "doi":
		w.DOI = f.value.text
	case "version":
		w.Version = f.value.text
	case "journal":
		w.Journal = firstText(f.value)
	default:
		return false
	}
	return f.value.given()
}

func frontCredits(n node, root node) []Credit {
	affiliations := affiliationNames(root.get("affiliations"))
	var credits []Credit
	for _, item := range n.items() {
		if item.scalar() && n.kind != List {
			credits = append(credits, peopleIn(item.text, item.line)...)
			continue
		}
		if c, ok := frontCredit(item, affiliations); ok {
			credits = append(credits, c)
		}
	}
	return credits
}

// affiliationNames maps the index of each affiliation to its name.
func affiliationNames(n node) map[string]string {
	names := map[string]string{}
	for _, item := range n.items() {
		if name := firstText(item.get("name")); name != "" {
			names[item.get("index", "id").text] = name
		} else if item.kind == Mapping && len(item.fields) == 1 {
			names[item.fields[0].name] = firstText(item.fields[0].value)
		}
	}
	return names
}

func frontCredit(n node, affiliations map[string]string) (Credit, bool) {
	c := Credit{Line: n.line}
	if n.scalar() {
		return c.withName(n.text), strings.TrimSpace(n.text) != ""
	}
	for _, f := range n.fields {
		if !c.takeFront(f) {
			c.Extra = append(c.Extra, Field{f.name, f.value.value()})
		}
	}
	for _, text := range n.get("affiliation", "affiliations").texts() {
		c.Affiliations = append(c.Affiliations, namesOf(text, affiliations)...)
	}
	c = c.named()
	if login := strings.TrimPrefix(firstText(n.get("github", "login")), "@"); isLogin(login) {
		c = c.withAccount(Account{"github.com", login})
	}
	return c.withAccounts(), c.Name != ""
}

// takeFront puts a field of an author into its place. A name is a text, or parts.
func (c *Credit) takeFront(f nodeField) bool {
	switch f.name {
	case "name", "literal":
		if f.value.kind == Mapping {
			for _, part := range f.value.fields {
				c.takeFront(part)
			}
			return true
		}
		*c = c.withName(f.value.text)
	case "given-names", "given", "firstname":
		c.Given = f.value.text
	case "surname", "family", "lastname", "family-names":
		c.Family = f.value.text
	case "dropping-particle", "non-dropping-particle", "particle":
		c.Particle = f.value.text
	case "suffix":
		c.Suffix = f.value.text
	case "orcid":
		c.ORCID = NormalORCID(f.value.text)
		return c.ORCID != ""
	case "email":
		c.Email = firstText(f.value)
	case "url", "website":
		c.Website = firstText(f.value)
	case "affiliation", "affiliations", "github", "login":
	default:
		return false
	}
	return f.value.given()
}

// namesOf resolves "1, 2" against the paper's list of affiliations. Text that is no
// index is the affiliation itself.
func namesOf(text string, affiliations map[string]string) []string {
	if name := affiliations[text]; name != "" {
		return []string{name}
	}
	var names []string
	for _, index := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == ';' || r == '&' }) {
		name := affiliations[index]
		if name == "" {
			return []string{text}
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// addCitationText reads a citation given as BibTeX inside the front matter.
func (d *Document) addCitationText(root node) {
	citation := root.get("citation", "citation_bibtex", "bibtex")
	if !strings.Contains(citation.text, "@") {
		return
	}
	found := readBibTeX(citation.text, citation.line)
	for _, w := range found.Works {
		w.Relation = Preferred
		d.Works = append(d.Works, w)
	}
	d.Warnings = append(d.Warnings, found.Warnings...)
}

func wrongFront(root node) (warnings []Warning) {
	affiliations := affiliationNames(root.get("affiliations"))
	for _, item := range root.get("authors").items() {
		if orcid := item.get("orcid"); orcid.text != "" && NormalORCID(orcid.text) == "" {
			warnings = append(warnings, Warning{Line: orcid.line, Sentence: "the ORCID " + shortened(orcid.text) + " is not a valid one: it was not read"})
		}
		for _, place := range item.get("affiliation").items() {
			if place.kind == Number && affiliations[place.text] == "" {
				warnings = append(warnings, Warning{Line: place.line, Sentence: "the affiliation " + place.text + " is not in the list of affiliations"})
			}
		}
	}
	return warnings
}

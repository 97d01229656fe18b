package cite

import (
	"slices"
	"strconv"
	"strings"
)

// readCFF reads a CITATION.cff: the work it describes, then the preferred
// citation, then the references. What has no place in [Work] goes to its Extra, so
// that [WriteCFF] gives back all of it.
func readCFF(text string) Document {
	root, warnings := readYAML(text, 1)
	if !root.given() {
		return Document{Warnings: append(warnings, Warning{Line: 1, Sentence: "the file is empty"})}
	}
	if root.kind != Mapping {
		return Document{Warnings: append(warnings, Warning{Line: root.line, Sentence: "the file is not a list of fields"})}
	}
	doc := Document{Warnings: append(warnings, checkCFF(root)...)}
	doc.Works = append(doc.Works, cffWork(root, Itself))
	if preferred := root.get("preferred-citation"); preferred.kind == Mapping {
		doc.Works = append(doc.Works, cffWork(preferred, Preferred))
	}
	for _, reference := range root.get("references").items() {
		if reference.kind == Mapping {
			doc.Works = append(doc.Works, cffWork(reference, Reference))
		}
	}
	return doc
}

func cffWork(n node, relation Relation) Work {
	w := Work{Relation: relation, Line: n.line}
	for _, f := range n.fields {
		if !w.takeCFF(f, relation) && f.value.kind != "" {
			w.Extra = append(w.Extra, Field{f.name, f.value.value()})
		}
	}
	w.Conference = n.get("conference").get("name").text
	w.Publisher = n.get("publisher").get("name").text
	w.takeCFFDate(n)
	w.ArXiv = w.arXivNamed()
	return w
}

// takeCFF puts a field into its place. It is false for fields without one, and for
// those that their place could not give back as they were.
func (w *Work) takeCFF(f nodeField, relation Relation) bool {
	if place := w.cffText(f.name); place != nil {
		if !f.value.scalar() || f.value.text == "" {
			return false
		}
		*place = f.value.text
		return true
	}
	switch f.name {
	case "preferred-citation", "references":
		return relation == Itself && f.value.given()
	case "url", "repository", "repository-code", "repository-artifact":
		if f.value.scalar() {
			w.Links = append(w.Links, Link{f.name, f.value.text})
		}
		return f.value.scalar()
	case "license":
		w.Licences = f.value.texts()
		return f.value.scalar() || len(w.Licences) == len(f.value.list) && len(w.Licences) > 1
	case "keywords":
		w.Keywords = f.value.texts()
		return f.value.kind == List && len(w.Keywords) == len(f.value.list)
	case "identifiers":
		return w.takeCFFIdentifiers(f.value)
	case "authors":
		w.Authors = cffCredits(f.value, "author")
		return len(w.Authors) > 0
	}
	if role := cffRole(f.name); role != "" {
		credits := cffCredits(f.value, role)
		w.Contributors = append(w.Contributors, credits...)
		return len(credits) > 0
	}
	return false
}

func (w *Work) cffText(name string) *string {
	switch name {
	case "type":
		return &w.Type
	case "title":
		return &w.Title
	case "abstract":
		return &w.Abstract
	case "doi":
		return &w.DOI
	case "version":
		return &w.Version
	case "journal":
		return &w.Journal
	}
	return nil
}

// cffRole names the role of the people in a list; "" for what is no such list.
func cffRole(list string) string {
	switch list {
	case "contact":
		return "contact"
	case "editors":
		return "editor"
	case "editors-series":
		return "series editor"
	case "recipients":
		return "recipient"
	case "senders":
		return "sender"
	case "translators":
		return "translator"
	}
	return ""
}

func (w *Work) takeCFFIdentifiers(n node) bool {
	whole := n.kind == List
	for _, item := range n.items() {
		id := Identifier{item.get("type").text, item.get("value").text, item.get("description").text}
		if id.Value == "" {
			whole = false
			continue
		}
		for _, f := range item.fields {
			whole = whole && (f.name == "type" || f.name == "value" || f.name == "description")
		}
		w.Identifiers = append(w.Identifiers, id)
	}
	return whole
}

// takeCFFDate reads the release date, else the day of publication, else year and
// month. A date that cannot be written back as it was stays in Extra too.
func (w *Work) takeCFFDate(n node) {
	for _, name := range []string{"date-released", "date-published"} {
		date, ok := parseDay(n.get(name).text)
		if !ok {
			continue
		}
		w.Date = date
		if name == "date-released" && date.String() == n.get(name).text && !n.get("date-published").given() {
			w.dropExtra(name)
		}
		return
	}
	year, errYear := strconv.Atoi(n.get("year").text)
	if errYear != nil || year < 1 || year > 9999 {
		return
	}
	w.Date.Year = year
	month, errMonth := strconv.Atoi(n.get("month").text)
	if strconv.Itoa(year) != n.get("year").text {
		return
	}
	w.dropExtra("year")
	if errMonth == nil && month >= 1 && month <= 12 {
		w.Date.Month = month
		if strconv.Itoa(month) == n.get("month").text {
			w.dropExtra("month")
		}
	}
}

func (w *Work) dropExtra(name string) {
	for i, f := range w.Extra {
		if f.Name == name {
			w.Extra = slices.Delete(w.Extra, i, i+1)
			break
		}
	}
	if len(w.Extra) == 0 {
		w.Extra = nil
	}
}

func cffCredits(n node, role string) []Credit {
	var credits []Credit
	for _, item := range n.items() {
		if c, ok := cffCredit(item); ok {
			credits = append(credits, c)
		}
	}
	return numbered(credits, role)
}

// cffCredit reads a person or an entity. A bare text, which CFF does not allow, is
// taken as a name.
func cffCredit(n node) (Credit, bool) {
	c := Credit{Line: n.line}
	if n.scalar() {
		return c.withName(n.text), strings.TrimSpace(n.text) != ""
	}
	for _, f := range n.fields {
		place := c.cffText(f.name)
		switch {
		case place != nil && f.value.scalar():
			*place = f.value.text
		case f.name == "affiliation" && f.value.scalar():
			c.Affiliations = []string{f.value.text}
		case f.name == "orcid" && isORCIDAddress(f.value.text):
			c.ORCID = NormalORCID(f.value.text)
		case f.value.kind != "":
			c.Extra = append(c.Extra, Field{f.name, f.value.value()})
		}
	}
	c.Entity = c.Name != "" && c.Given == "" && c.Family == ""
	c = c.named()
	if c.ORCID == "" {
		c.ORCID = NormalORCID(n.get("orcid").text)
	}
	return c.withAccounts(), c.Name != ""
}

// isORCIDAddress is whether an ORCID is written as CFF wants it and its check
// digit is right, so that writing it gives the same text.
func isORCIDAddress(text string) bool {
	orcid := NormalORCID(text)
	return orcid != "" && text == "https://orcid.org/"+orcid
}

func (c *Credit) cffText(name string) *string {
	switch name {
	case "name":
		return &c.Name
	case "given-names":
		return &c.Given
	case "name-particle":
		return &c.Particle
	case "family-names":
		return &c.Family
	case "name-suffix":
		return &c.Suffix
	case "alias":
		return &c.Alias
	case "email":
		return &c.Email
	case "website":
		return &c.Website
	}
	return nil
}

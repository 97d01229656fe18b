package cite

import (
	"fmt"
	"strings"
)

// checkCFF returns a warning for each breach of CFF's schema.
func checkCFF(root node) []Warning {
	c := &cffChecker{}
	c.mapping(root, rootRule, "cff-version", "message", "title", "authors")
	c.works(root)
	for _, reference := range append(root.get("references").items(), root.get("preferred-citation")) {
		if reference.kind == Mapping {
			c.mapping(reference, referenceRule, "type", "title", "authors")
			c.works(reference)
		}
	}
	return c.warnings
}

type cffChecker struct{ warnings []Warning }

func (c *cffChecker) warn(line int, format string, args ...any) {
	c.warnings = append(c.warnings, Warning{Line: line, Sentence: fmt.Sprintf(format, args...)})
}

func (c *cffChecker) mapping(n node, rules func(string) rule, required ...string) {
	for _, name := range required {
		if !n.get(name).given() {
			c.warn(n.line, "the required field %q is missing", name)
		}
	}
	for _, f := range n.fields {
		check := rules(f.name)
		if check == nil {
			c.warn(f.line, "%q is not a field that CFF knows here", f.name)
		} else if wrong := check(f.value); wrong != "" {
			c.warn(f.line, "%q %s", f.name, wrong)
		}
	}
}

// works checks the people, entities and lists of one work.
func (c *cffChecker) works(n node) {
	for _, f := range n.fields {
		switch f.name {
		case "authors", "contact", "editors", "editors-series", "recipients", "senders", "translators":
			c.distinct(f)
			for _, item := range f.value.items() {
				c.credit(item)
			}
		case "conference", "database-provider", "institution", "location", "publisher":
			if f.value.kind == Mapping {
				c.mapping(f.value, entityRule, "name")
			}
		case "keywords", "identifiers", "languages", "license", "patent-states", "references":
			c.distinct(f)
		}
	}
}

func (c *cffChecker) credit(n node) {
	rules := personRule
	if n.get("name").given() {
		rules = entityRule
	}
	c.mapping(n, rules)
	orcid := n.get("orcid").text
	if orcidRule.MatchString(orcid) && NormalORCID(orcid) == "" {
		c.warn(n.get("orcid").line, "the ORCID %s has a wrong check digit: it was not read", orcid)
	}
}

// distinct warns of equal items, which CFF does not allow in a list.
func (c *cffChecker) distinct(f nodeField) {
	seen := make(map[string]bool, len(f.value.list))
	for _, item := range f.value.list {
		key := item.key()
		if seen[key] {
			c.warn(item.line, "%q names the same thing twice", f.name)
		}
		seen[key] = true
	}
}

// key is a text that equal values share.
func (n node) key() string {
	if n.scalar() {
		return n.text
	}
	var out strings.Builder
	part := func(text string) { fmt.Fprintf(&out, "%d:%s", len(text), text) }
	for _, item := range n.list {
		part(item.key())
	}
	for _, f := range n.fields {
		part(f.name)
		part(f.value.key())
	}
	return out.String()
}

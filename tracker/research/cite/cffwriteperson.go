package cite

// people adds a list of people, each once. CFF has no word for "and others".
func (l *fieldList) people(name string, credits []Credit) {
	list := Value{Kind: List}
	for _, c := range credits {
		if !c.Others {
			list.List = append(list.List, cffPerson(c))
		}
	}
	if list.List = distinct(list.List); len(list.List) > 0 {
		l.add(name, list)
	}
}

// cffPerson is a person or an entity in the words of CFF, without what it forbids.
func cffPerson(c Credit) Value {
	rules := personRule
	if c.Entity {
		rules = entityRule
	}
	var all, kept fieldList
	for _, f := range c.Extra {
		if allowed(f, rules) {
			all = append(all, f)
		}
	}
	if c.Entity {
		all.text("name", c.Name)
	} else {
		all.text("given-names", c.Given)
		all.text("name-particle", c.Particle)
		all.text("family-names", c.familyName())
		all.text("name-suffix", c.Suffix)
	}
	all.text("alias", c.Alias)
	if len(c.Affiliations) > 0 {
		all.text("affiliation", c.affiliation())
	}
	all.text("email", c.Email)
	if c.ORCID != "" {
		all.text("orcid", "https://orcid.org/"+c.ORCID)
	}
	all.text("website", c.website())
	for _, f := range all {
		if allowed(f, rules) {
			kept = append(kept, f)
		}
	}
	return Value{Kind: Mapping, Fields: kept}
}

// familyName is the family name, or a name that has no parts.
func (c Credit) familyName() string {
	if c.Family == "" && c.Given == "" && c.Alias != c.Name {
		return c.Name
	}
	return c.Family
}

func (c Credit) affiliation() string {
	whole := c.Affiliations[0]
	for _, next := range c.Affiliations[1:] {
		whole += "; " + next
	}
	return whole
}

// website is the credit's own, or the page of an account named beside it.
func (c Credit) website() string {
	if c.Website != "" {
		return c.Website
	}
	for _, account := range c.Accounts {
		if account.Host != "" {
			return "https://" + account.Host + "/" + account.Login
		}
	}
	return ""
}

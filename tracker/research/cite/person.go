package cite

import (
	"strings"
	"unicode"
)

// named returns the credit with its whole name put together from its parts, where
// the file gave only parts.
func (c Credit) named() Credit {
	if c.Name == "" {
		c.Name = joined(c.Given, c.Particle, c.Family, c.Suffix)
	}
	if c.Name == "" {
		c.Name = c.Alias
	}
	return c
}

func joined(words ...string) string {
	var given []string
	for _, word := range words {
		if word != "" {
			given = append(given, word)
		}
	}
	return strings.Join(given, " ")
}

// withName sets the parts of a name that a file gives as one text, "Given von
// Family" or "von Family, Jr., Given". A name of one word, or in a script without
// spaces, stays whole.
func (c Credit) withName(name string) Credit {
	name = strings.Join(strings.Fields(name), " ")
	parts := splitComma(name)
	c.Name = name
	if len(parts) == 1 {
		words := strings.Fields(parts[0])
		if len(words) > 1 {
			c.Given, c.Particle, c.Family = splitWords(words)
		}
		return c
	}
	c.Particle, c.Family = splitParticle(strings.Fields(parts[0]))
	c.Given = parts[len(parts)-1]
	if len(parts) == 3 {
		c.Suffix = parts[1]
	}
	c.Name = joined(c.Given, c.Particle, c.Family, c.Suffix)
	return c
}

// splitComma cuts "Family, Given" and "Family, Jr., Given". "Given Family, Jr."
// and longer lists are not in that order and stay whole.
func splitComma(name string) []string {
	parts := strings.Split(name, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
		if parts[i] == "" {
			return []string{strings.Trim(name, ", ")}
		}
	}
	if len(parts) > 3 || len(parts) == 2 && isSuffix(parts[1]) {
		return []string{name}
	}
	return parts
}

func isSuffix(word string) bool {
	switch strings.ToLower(strings.TrimRight(word, ".")) {
	case "jr", "sr", "ii", "iii", "iv", "phd", "ph.d", "md", "m.d", "msc", "bsc", "esq":
		return true
	}
	return false
}

// splitWords cuts "Given von Family": the particle is the first run of words that
// start with a small letter, the family name all after it.
func splitWords(words []string) (given, particle, family string) {
	last := len(words) - 1
	start := last
	for i := 1; i < last; i++ {
		if startsSmall(words[i]) {
			start = i
			break
		}
	}
	end := start
	for end < last && startsSmall(words[end]) {
		end++
	}
	return strings.Join(words[:start], " "), strings.Join(words[start:end], " "), strings.Join(words[end:], " ")
}

// splitParticle cuts "von Family".
func splitParticle(words []string) (particle, family string) {
	end := 0
	for end < len(words)-1 && startsSmall(words[end]) {
		end++
	}
	return strings.Join(words[:end], " "), strings.Join(words[end:], " ")
}

func startsSmall(word string) bool {
	for _, r := range word {
		if unicode.IsLetter(r) {
			return unicode.IsLower(r)
		}
	}
	return false
}

// looksLikeGroup reports whether a name without any mark of its kind is that of a
// team or an organisation: "The Example Team", "Example contributors".
func looksLikeGroup(name string) bool {
	words := strings.Fields(strings.ToLower(name))
	if len(words) < 2 {
		return false
	}
	switch strings.Trim(words[len(words)-1], ".,;)") {
	case "team", "contributors", "authors", "developers", "community", "consortium", "collaboration",
		"foundation", "project", "group", "institute", "university", "laboratory", "inc", "gmbh", "ltd",
		"maintainers", "organization", "organisation", "center", "centre":
		return true
	}
	return false
}

// withAccounts notes the accounts whose pages the credit's addresses are, and the
// alias as a login that may be anywhere.
func (c Credit) withAccounts(addresses ...string) Credit {
	for _, address := range append(addresses, c.Website) {
		if account, ok := accountAt(address); ok {
			c = c.withAccount(account)
		}
	}
	if login := strings.TrimPrefix(c.Alias, "@"); isLogin(login) {
		c = c.withAccount(Account{Login: login})
	}
	return c
}

func (c Credit) withAccount(account Account) Credit {
	for _, known := range c.Accounts {
		if strings.EqualFold(known.Login, account.Login) && (known.Host == account.Host || account.Host == "") {
			return c
		}
	}
	c.Accounts = append(c.Accounts, account)
	return c
}

// isLogin reports whether a text can be a login on GitHub: letters, digits and
// hyphens, at most 39.
func isLogin(text string) bool {
	if text == "" || len(text) > 39 || text[0] == '-' {
		return false
	}
	for _, r := range text {
		if r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' {
			return false
		}
	}
	return true
}

// numbered sets the positions of a list of credits of one role.
func numbered(credits []Credit, role string) []Credit {
	for i := range credits {
		credits[i].Position, credits[i].Role = i+1, role
	}
	return credits
}

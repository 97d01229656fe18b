package names

import (
	"strings"
)

// Person is what is known of a person: names as accounts, commits and settings give
// them, logins, and e-mail addresses.
type Person struct {
	Names  []string
	Logins []string
	Emails []string
}

// Proposal is a reason to ask a person whether a credit is theirs.
type Proposal struct {
	Known  string // the name, login or address of the person that fits
	Reason string // in words: "the same name in another order"
}

// Matcher compares credits with one person.
type Matcher struct {
	forms   []form
	handles []handle
}

// handle is a login, or what stands before the @ of an address.
type handle struct {
	letters string // small letters only
	text    string // as written
}

// New prepares a person for many comparisons.
func New(p Person) *Matcher {
	m := &Matcher{}
	for _, name := range p.Names {
		m.forms = append(m.forms, formsOf(name)...)
	}
	for _, login := range p.Logins {
		m.addHandle(login, login)
	}
	for _, email := range p.Emails {
		local, _, _ := strings.Cut(email, "@")
		local, _, _ = strings.Cut(local, "+")
		m.addHandle(local, email)
	}
	return m
}

// addHandle notes a login by its letters, and as a name where it has several words:
// "jane-doe", "jane.doe".
func (m *Matcher) addHandle(handleText, whole string) {
	words := wordsOf(handleText)
	if len(words) > 1 {
		m.forms = append(m.forms, form{words: words, text: whole})
	}
	if letters := strings.Join(words, ""); letters != "" {
		m.handles = append(m.handles, handle{letters, whole})
	}
}

// Match proposes the person for a name as a work gives it, by the strongest reason
// found; false when there is none.
func (m *Matcher) Match(name string) (Proposal, bool) { return m.match(formsOf(name)) }

func (m *Matcher) match(credits []form) (Proposal, bool) {
	best := none
	var known string
	for _, credit := range credits {
		for _, f := range m.forms {
			if r := compare(credit, f); r > best {
				best, known = r, f.text
			}
		}
		for _, h := range m.handles {
			if r := compareHandle(credit, h.letters); r > best {
				best, known = r, h.text
			}
		}
	}
	return Proposal{known, best.String()}, best != none
}

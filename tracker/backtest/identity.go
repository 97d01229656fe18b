package backtest

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"rungless/tracker"
	"rungless/tracker/store"
)

// people are the humans of one repository. A clone knows most of them by address
// only, and by several of them; the back-test takes addresses for one person's
// where
//
//   - the store joined them: GitHub's noreply address names its account;
//   - a merge "from LOGIN/branch" brought in that address alone, and no other login;
//   - they carry one full name, of two words at least.
//
// A login of a list that no address tells of is taken for the one person whose
// name or address spells it, where there is just one such ([spells]). None of
// this is good enough to credit anybody with anything, and nothing of it leaves
// the back-test; docs/validation.md has how often each rule was right where the
// login was known otherwise.
type people struct {
	byAccount map[string]int
	byName    map[string]int
	labels    []string // for explanations: a login where one is known, else an address
}

// author returns the person who wrote a commit, -1 for nobody human.
func (p *people) author(a tracker.CommitAuthor) int {
	if person, ok := p.byAccount[accountKey(a)]; ok {
		return person
	}
	return -1
}

// named returns who goes by a login, an address or a full name, -1 for nobody.
func (p *people) named(name string) int {
	name = nameKey(name)
	if person, ok := p.byAccount[name]; ok {
		return person
	}
	if person, ok := p.byName[name]; ok {
		return person
	}
	return -1
}

// accountKey is a login in lower case or, where none is known, an address; "" for
// who is no human.
func accountKey(a tracker.CommitAuthor) string {
	switch {
	case !a.Account.IsHuman():
		return ""
	case a.Account.Login != "":
		return strings.ToLower(a.Account.Login)
	case a.Account.Email != "":
		return a.Account.Email
	}
	return strings.ToLower(a.Email)
}

// finder finds out who is who.
type finder struct {
	names   map[string][]string        // by account: the full names that it was used with
	parent  map[string]string          // of the same person; itself for the first
	logins  map[string]map[string]bool // by address: the logins that merges tell of
	listed  []string                   // logins and addresses of lists of owners
	authors []string                   // accounts in the order of their first commit
}

func newFinder(proposals []store.Proposal) *finder {
	f := &finder{names: map[string][]string{}, parent: map[string]string{}, logins: map[string]map[string]bool{}}
	for _, p := range proposals {
		if p.From.Email == "" || p.To.Login == "" {
			continue
		}
		if f.logins[p.From.Email] == nil {
			f.logins[p.From.Email] = map[string]bool{}
		}
		f.logins[p.From.Email][strings.ToLower(p.To.Login)] = true
	}
	return f
}

func (f *finder) see(a tracker.CommitAuthor) {
	key := accountKey(a)
	if key == "" {
		return
	}
	if _, known := f.parent[key]; !known {
		f.parent[key] = key
		f.authors = append(f.authors, key)
	}
	if email := strings.ToLower(a.Email); email != "" && email != key {
		f.join(key, email)
	}
	if name := nameKey(a.Name); name != "" && !slices.Contains(f.names[key], name) {
		f.names[key] = append(f.names[key], name)
	}
}

// list notes a login, an address or a name that somebody is called by elsewhere.
func (f *finder) list(name string) {
	if key := nameKey(name); key != "" && !slices.Contains(f.listed, key) {
		f.listed = append(f.listed, key)
	}
}

// nameKey is how a login, an address or a name is looked up.
func nameKey(name string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.TrimPrefix(strings.TrimSpace(name), "@"))), " ")
}

// root is the account that stands for a person.
func (f *finder) root(key string) string {
	for f.parent[key] != key {
		key = f.parent[key]
	}
	return key
}

func (f *finder) join(a, b string) {
	if _, known := f.parent[b]; !known {
		f.parent[b] = b
	}
	f.parent[f.root(b)] = f.root(a)
}

// people joins the accounts and numbers the persons in the order of their first
// commits.
func (f *finder) people() *people {
	f.joinByNames()
	f.joinByMerges()
	f.joinBySpelling()
	p := &people{byAccount: map[string]int{}, byName: map[string]int{}}
	number := map[string]int{}
	for _, key := range f.authors {
		root := f.root(key)
		if _, ok := number[root]; !ok {
			number[root] = len(number)
			p.labels = append(p.labels, key)
		}
		for _, name := range f.names[key] {
			if other, ok := p.byName[name]; ok && other != number[root] {
				p.byName[name] = -1 // a name that two have is nobody's
			} else {
				p.byName[name] = number[root]
			}
		}
	}
	for key := range f.parent {
		if person, wrote := number[f.root(key)]; wrote {
			p.byAccount[key] = person
		}
	}
	return p
}

// joinByMerges believes a merge where nobody else's address came from the same
// login, and else where the login spells the name: organisations own forks too.
func (f *finder) joinByMerges() {
	from := map[string]map[string]bool{} // by login: the persons whose addresses came from it
	for _, key := range f.authors {
		for login := range f.logins[key] {
			if from[login] == nil {
				from[login] = map[string]bool{}
			}
			from[login][f.root(key)] = true
		}
	}
	for _, key := range f.authors {
		for login := range f.logins[key] {
			alone := len(f.logins[key]) == 1 && len(from[login]) == 1
			if alone || sameSpelling(login, key, f.names[key]) || spells(login, key, f.names[key]) {
				f.join(key, login)
			}
		}
	}
}

func (f *finder) joinByNames() {
	first := map[string]string{}
	for _, key := range f.authors {
		for _, name := range f.names[key] {
			if !strings.Contains(name, " ") {
				continue
			}
			if other, ok := first[name]; ok {
				f.join(other, key)
			} else {
				first[name] = key
			}
		}
	}
}

// joinBySpelling looks for the listed logins that are nobody's yet.
func (f *finder) joinBySpelling() {
	for _, login := range f.listed {
		if _, known := f.parent[login]; known {
			continue
		}
		for _, rule := range []func(string, string, []string) bool{sameSpelling, spells} {
			found := map[string]bool{}
			for _, key := range f.authors {
				if rule(login, key, f.names[key]) {
					found[f.root(key)] = true
				}
			}
			if len(found) == 1 {
				for key := range maps.Keys(found) {
					f.join(key, login)
				}
			}
			if len(found) > 0 {
				break
			}
		}
	}
}

// sameSpelling reports whether a login is a name, or the part of an address before
// the @, but for spaces, dots, dashes and digits at the end.
func sameSpelling(login, key string, names []string) bool {
	bare := letters(login)
	local, _, isAddress := strings.Cut(key, "@")
	if len(bare) >= 4 && isAddress && letters(local) == bare {
		return true
	}
	return len(bare) >= 4 && slices.ContainsFunc(names, func(name string) bool { return letters(name) == bare })
}

// spells reports whether a login is put together of beginnings of the words of a
// name, in order: "jdoe", "janed" and "jane-doe" of "Jane Doe". Two words must be
// in it, and five letters.
func spells(login, _ string, names []string) bool {
	bare := letters(login)
	return len(bare) >= 5 && slices.ContainsFunc(names, func(name string) bool {
		words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
		return len(words) > 1 && beginnings(bare, words, 0)
	})
}

// beginnings reports whether text is made of beginnings of words, in order, of two
// or more of them.
func beginnings(text string, words []string, used int) bool {
	if text == "" {
		return used >= 2
	}
	if len(words) == 0 {
		return false
	}
	for n := commonLength(text, words[0]); n > 0; n-- {
		if beginnings(text[n:], words[1:], used+1) {
			return true
		}
	}
	return used > 0 && beginnings(text, words[1:], used)
}

func commonLength(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// letters keeps the letters of a name.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

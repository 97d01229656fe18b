package names

import (
	"strings"
	"testing"
)

// All names are made up.
func TestMatch(t *testing.T) {
	for _, c := range []struct {
		name, credit string
		person       Person
		reason       string // "" is no proposal
	}{
		{"the same", "Jane Roe", Person{Names: []string{"jane roe"}}, "the same name"},
		{"accents", "Zoë Šimková", Person{Names: []string{"Zoe Simkova"}}, "the same name"},
		{"family name first, with a comma", "Roe, Jane", Person{Names: []string{"Jane Roe"}}, "the same name"},
		{"family name first, without", "Roe Jane", Person{Names: []string{"Jane Roe"}}, "the same name in another order"},
		{"another script", "Мария Петрова", Person{Names: []string{"Mariia Petrova"}}, "the same name"},
		{"syllables", "王小明", Person{Names: []string{"Xiaoming Wang"}}, "the same name, its parts written together or apart"},
		{"a hyphen", "Su-bin Example", Person{Names: []string{"Subin Example"}}, "the same name, its parts written together or apart"},
		{"an umlaut spelled out", "Jörg Müllermann", Person{Names: []string{"Joerg Muellermann"}}, "the same name in another spelling"},
		{"a middle name left out", "Jane Quentin Roe", Person{Names: []string{"Jane Roe"}}, "the same name without a middle name, or with its initial"},
		{"a middle initial", "Jane Q. Roe", Person{Names: []string{"Jane Quentin Roe"}}, "the same name without a middle name, or with its initial"},
		{"a first initial left out", "M. Tolja Example", Person{Names: []string{"Tolja Example"}}, "the same name without a middle name, or with its initial"},
		{"a particle left out", "Jane van der Roe", Person{Names: []string{"Jane Roe"}}, "the same name without a middle name, or with its initial"},
		{"initials", "J. Q. Example", Person{Names: []string{"Jane Quentin Example"}}, "the same family name, and the initials fit"},
		{"an initial before the given name", "H. M. Example", Person{Names: []string{"H. Moritz Example"}}, "the same family name, and the initials fit"},
		{"initials together", "JB Example", Person{Names: []string{"Jean-Baptiste Example"}}, "the same family name, and the initials fit"},
		{"a family name cut short", "Jane R", Person{Names: []string{"Jane Roe"}}, "the same family name, and the initials fit"},
		{"a short form", "Maxi Example", Person{Names: []string{"Maximilian Example"}}, "a short form of the same name"},
		{"a short form that is known", "Bob Example", Person{Names: []string{"Robert Example"}}, "a short form of the same name"},
		{"a letter off", "Jane Exmaple", Person{Names: []string{"Jane Example"}}, "the same name but for one letter"},
		{"a title", "Dr. Jane Roe, PhD", Person{Names: []string{"Jane Roe"}}, "the same name"},
		{"a given name in parentheses", "Robin (Bo) Roe", Person{Names: []string{"Bo Roe"}}, "the same name"},
		{"a name in parentheses", "王小明 (Ming Example)", Person{Names: []string{"Ming Example"}}, "the same name"},
		{"a login", "Jane Example", Person{Logins: []string{"janeexample"}}, "the login or address is this name written together"},
		{"a login in two words", "Jane Example", Person{Logins: []string{"jane-example"}}, "the same name"},
		{"a login by initial", "Jane Example", Person{Logins: []string{"jexample"}}, "the login or address is the initial and the family name"},
		{"an address", "Jane Example", Person{Emails: []string{"jane.example@example.org"}}, "the same name"},
		{"a camel", "JaneExample", Person{Names: []string{"Jane Example"}}, "the same name"},

		{"another given name", "Jane Roe", Person{Names: []string{"Rob Roe"}}, ""},
		{"another family name", "Jane Roe", Person{Names: []string{"Jane Poe"}}, ""},
		{"another initial", "P. Example", Person{Names: []string{"Jane Example"}}, ""},
		{"another middle name", "Jane Q. Roe", Person{Names: []string{"Jane Peter Roe"}}, ""},
		{"short given names a letter apart", "Lin Chen", Person{Names: []string{"Min Chen"}}, ""},
		{"one word is not enough", "Jane", Person{Names: []string{"Jane Roe"}}, ""},
		{"nothing known", "Jane Roe", Person{}, ""},
		{"no name", "", Person{Names: []string{""}, Logins: []string{""}}, ""},
		{"right-to-left names that differ", "דוד כהן", Person{Names: []string{"משה לוי"}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, ok := New(c.person).Match(c.credit)
			if ok != (c.reason != "") || p.Reason != c.reason {
				t.Errorf("%q and %+v give %v %+v, want %q", c.credit, c.person, ok, p, c.reason)
			}
		})
	}
}

func TestTheStrongestReasonIsGiven(t *testing.T) {
	p, _ := New(Person{Names: []string{"J. Example", "Example Jane"}, Logins: []string{"jexample"}}).Match("Jane Example")
	if want := (Proposal{"Example Jane", "the same name in another order"}); p != want {
		t.Errorf("got %+v, want %+v", p, want)
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("Jane Roe", "Roe, J.")
	f.Add("王小明 (Ming)", "\xff(")
	f.Add(strings.Repeat("a ", 500), strings.Repeat("é-", 500))
	f.Fuzz(func(t *testing.T, a, b string) {
		_, one := New(Person{Names: []string{a}}).Match(b)
		_, other := New(Person{Names: []string{b}}).Match(a)
		if one != other {
			t.Errorf("%q fits %q one way only", a, b)
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	m := New(Person{Names: []string{"Jane Quentin Example", "Jane Example"}, Logins: []string{"jane-example"}, Emails: []string{"jane@example.org"}})
	for b.Loop() {
		m.Match("Roberto della Prova")
		m.Match("Example, J. Q.")
	}
}

package profile

import (
	"fmt"
	"io"
	"strings"

	"rungless/tracker/domain"
	"rungless/tracker/moves"
)

// MovesMarkdown writes moves as a document: every step with what it stands on, and every
// absence in words. domains gives the names of the catalogue's domains.
func MovesMarkdown(out io.Writer, who Subject, m Moves, domains []domain.Domain) error {
	d := &document{names: map[string]string{}}
	for _, one := range domains {
		d.names[one.Slug] = one.Name
	}
	d.line("# Where %s is already going", escape(who.Login))
	d.line("")
	d.line("As of %s. For %s first: nobody else is shown a step of this before they say so.", date(m.At), escape(who.Login))
	if len(m.Homes) == 0 {
		d.line("\nAt home nowhere yet: a fifth of the last twelve months' validated work in one domain makes a home, and without one there is no way out of it.")
	} else {
		d.line("\nAt home in %s.", d.domainNames(m.Homes))
	}
	d.signals(m)
	d.destinations(m.Destinations)
	for _, a := range m.Ahead {
		d.ahead(a)
	}
	_, err := io.WriteString(out, d.text.String())
	return err
}

func (d *document) place(p moves.Place) string {
	if p.Domain != "" {
		return d.domain(p.Domain)
	}
	return escape(p.Repository)
}

func (d *document) signals(m Moves) {
	d.heading("Moves")
	if len(m.Signals.Signals) == 0 {
		d.line("\nNone: no act outside the domains where they were at home.")
	}
	for _, s := range m.Signals.Signals {
		d.line("\n### %s", d.place(s.Place))
		d.line("")
		if s.IsHome {
			d.line("Has become a home since.\n")
		}
		d.line("Begun %s, from %s; the newest act %s.\n", date(s.Begun), d.domainNames(s.From), date(s.Last))
		for _, step := range s.Steps {
			d.step(step)
		}
		d.staying(s.Stay)
		d.leftOut(s.LeftOut)
	}
	if len(m.LeftOut) > 0 {
		d.line("\n### Elsewhere, and no sign of a move")
	}
	d.leftOut(m.LeftOut)
}

func (d *document) step(step moves.Step) {
	if !step.Reached {
		d.line("- not yet **%s**: %s", step.Name, escape(step.Because))
		return
	}
	d.line("- **%s** %s: %s", step.Name, date(step.At), escape(step.Because))
	for _, e := range step.Evidence {
		by := ""
		if e.By != "" {
			by = escape(e.By) + " "
		}
		d.line("  - %s %s, %s%s", date(e.At), link(e.Title, e.URL), by, escape(e.What))
	}
}

func (d *document) staying(s moves.Staying) {
	if s.Outlook == nil {
		d.line("- to stay or to glance: can be said from %s on. So far %s.", date(s.From), strings.Join(s.Known, ", "))
		return
	}
	d.line("- to stay or to glance: %s, as known %s of %s. Why: %s. Beside it: %s.", s.Outlook.Words, date(s.From), escape(s.Repository),
		strings.Join(s.Outlook.Grounds, ", "), strings.Join(s.Known, ", "))
}

func (d *document) leftOut(list []moves.LeftOut) {
	if len(list) > 0 {
		d.line("")
	}
	for _, one := range list {
		d.line("- left out: %s, %s %s", escape(one.Why), date(one.At), link(one.Title, one.URL))
	}
}

func (d *document) destinations(list []Destination) {
	if len(list) == 0 {
		return
	}
	d.heading("Where they may go next")
	d.line("\nRepositories where they have not acted, by whom they know there, by the ways of others, by how many people are there.\n")
	for _, one := range list {
		because := []string{fmt.Sprintf("%d people acted there within %d days", one.People, aliveDays)}
		for _, k := range one.Known {
			because = append(because, fmt.Sprintf("%s works there, with whom they shipped %s", escape(k.Login), linked(k.Threads)))
		}
		for _, w := range one.Went {
			because = append(because, fmt.Sprintf("%d with merged work in %s had some here later", w.People, escape(w.From)))
		}
		if len(one.Shared) > 0 {
			because = append(because, "shares "+escape(strings.Join(one.Shared, ", "))+" with their own work")
		}
		lies := ""
		if len(one.Domains) > 0 {
			lies = " (" + d.domainNames(one.Domains) + ")"
		}
		d.line("- %s%s: %s", d.place(one.Place), lies, strings.Join(because, "; "))
	}
}

// linked lists links in one line.
func linked(links []moves.Link) string {
	parts := make([]string, len(links))
	for i, l := range links {
		parts[i] = link(l.Title, l.URL)
	}
	return strings.Join(parts, ", ")
}

func (d *document) ahead(a Ahead) {
	d.heading("What waits in " + d.place(a.Place))
	d.line("\n### Whom they know\n")
	if len(a.Warm) == 0 {
		d.line("Nobody with whom they shipped, nor anybody with whom these did, has worked there for more than a year.")
	}
	for _, w := range a.Warm {
		if w.Via == "" {
			d.line("- %s, last %s: %s", escape(w.Login), date(w.Last), linked(w.Threads))
			continue
		}
		d.line("- %s by way of %s, with whom they shipped last %s: %s", escape(w.Login), escape(w.Via), date(w.ViaLast), linked(w.Threads))
	}
	d.line("\n### Open doors\n")
	if len(a.Doors) == 0 {
		d.line("No open issue or discussion there touches their own work or asks for help.")
	}
	for _, door := range a.Doors {
		because := door.Because
		if door.Waits {
			because = append([]string{"asks for help"}, because...)
		}
		d.line("- %s, %s: %s", link(door.Title, door.URL), date(door.FreshAt), escape(strings.Join(because, "; ")))
	}
	d.newcomers(a.Newcomers)
	d.gaps(a.Gaps)
}

func (d *document) newcomers(h moves.Height) {
	d.line("\n### How others' first changes there went\n")
	if h.Lines.N == 0 {
		d.line("Not known: nobody's first change there of more than a year ago is stored.")
		return
	}
	for _, one := range []struct {
		what string
		s    moves.Spread
	}{{"lines added and deleted", h.Lines}, {"reviews before the merge", h.Reviews}, {"days from opening to merge", h.Days}} {
		d.line("- %s: %.0f at the middle, half of them between %.0f and %.0f (n = %d)", one.what, one.s.Median, one.s.Lower, one.s.Upper, one.s.N)
	}
	d.line("- for example %s", linked(h.Threads[:min(3, len(h.Threads))]))
}

func (d *document) gaps(gaps []moves.Gap) {
	d.line("\n### What merged work there draws on\n")
	if len(gaps) == 0 {
		d.line("Not known: nothing was merged there within twelve months.")
	}
	for _, g := range gaps {
		own := g.OwnSays
		if len(g.Own) > 0 {
			own += ": " + linked(g.Own)
		}
		d.line("- %s %s, in %d of %d, as in %s. Of their own: %s", g.What, escape(g.Name), g.There, g.Of, linked(g.Theirs[:1]), own)
	}
}

package build

import (
	"slices"

	"rungless/tracker/growth"
	"rungless/tracker/pack"
)

// comparedItem is one line of the comparison before its sources are resolved.
type comparedItem struct {
	section string
	text    string
	now     []growth.Evidence // what it stands on, within the window
	before  []growth.Evidence // the same of the window before
}

// The sections of a comparison, in order.
const (
	domainsSection  = "Domains"
	peopleSection   = "People shipped with"
	debtSection     = "Technical debt entrusted"
	researchSection = "Research"
	practiceSection = "Deciding, asking and explaining"
)

func sections() []string {
	return []string{domainsSection, peopleSection, debtSection, researchSection, practiceSection}
}

// mostBehind is how many sources stand under one line of a comparison: the oldest.
const mostBehind = 3

// compared lists what the window has beside the one before it. Both are of one person;
// what counts in no figure is left out.
func (m *Maker) compared(p growth.Profile, now pack.Period, domains []string) []comparedItem {
	before := now.Before()
	var list []comparedItem
	add := func(section, text string, acts []growth.Evidence) {
		if inside := during(acts, now); len(inside) > 0 {
			list = append(list, comparedItem{section, text, inside, during(acts, before)})
		}
	}
	for _, depth := range p.Depths {
		if contains(domains, depth.Domain) {
			add(domainsSection, m.domainName(depth.Domain), depth.Curve.Evidence)
		}
	}
	for _, c := range p.Scope.Collaborators.Value.People {
		add(peopleSection, nameOf(c.Account.Account), c.Shared)
	}
	for _, debt := range p.Scope.Debt.Value {
		add(debtSection, debt.Title, debt.Threads)
	}
	for _, tier := range p.Scope.Invitations.Value {
		for _, i := range tier.Invitations {
			if tier.Tier != growth.SelfAdded {
				add(researchSection, string(tier.Tier)+": "+i.Work, []growth.Evidence{{URL: i.URL, Title: i.Work, At: i.At, Counted: true}})
			}
		}
	}
	for _, practice := range []struct {
		text    string
		entries []growth.Entry
	}{
		{"Issues that led to others' merged changes", p.Practice.IssuesLed.Value},
		{"Comments that others' merged changes name", p.Practice.CommentsCited.Value},
		{"Accepted answers", p.Practice.AnswersAccepted.Value},
		{"Documents changed", p.Practice.DocumentsChanged.Value},
		{"Decisions proposed and merged", p.Practice.DecisionsMerged.Value},
	} {
		var acts []growth.Evidence
		for _, entry := range practice.entries {
			acts = append(acts, entry.Threads...)
		}
		add(practiceSection, practice.text, acts)
	}
	return list
}

// during returns what counts of some acts within a period, oldest first.
func during(acts []growth.Evidence, period pack.Period) []growth.Evidence {
	var list []growth.Evidence
	for _, e := range acts {
		if e.Counted && within(pack.DayOf(e.At), period) {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(a, b growth.Evidence) int { return a.At.Compare(b.At) })
	return list
}

func addressesOfItems(items []comparedItem) []string {
	var list []string
	for _, item := range items {
		for _, e := range item.now {
			list = append(list, e.URL)
		}
	}
	return list
}

// comparison resolves the lines. One without a public source that may be shown is left
// out: it would tell of what is not shown.
func (r *resolver) comparison(items []comparedItem) *pack.Comparison {
	c := &pack.Comparison{Before: r.period.Before(), Now: r.period}
	for _, title := range sections() {
		section := pack.Section{Title: title, New: []pack.Item{}}
		for _, item := range items {
			if item.section != title || r.tellsOfPrivate(item) {
				continue
			}
			line := pack.Item{Text: item.text, Sources: r.behind(item)}
			switch {
			case len(line.Sources) == 0:
			case len(item.before) == 0:
				section.New = append(section.New, line)
			default:
				section.Still = append(section.Still, line)
			}
		}
		if len(section.New)+len(section.Still) == 0 {
			section.Reason = "nothing of this window that is public and counts"
		}
		c.Sections = append(c.Sections, section)
	}
	return c
}

// tellsOfPrivate reports whether a line would tell of private work: that something was
// done before, or what a private thread is called.
func (r *resolver) tellsOfPrivate(item comparedItem) bool {
	if item.section == debtSection && len(r.public(item.now)) < len(item.now) {
		return true
	}
	return len(item.before) > 0 && len(r.public(item.before)) == 0
}

func (r *resolver) behind(item comparedItem) []pack.Source {
	var list []pack.Source
	for _, act := range item.now {
		e, ok := r.evidence(act.URL)
		if !ok || r.cameToPrivate(act) || e.IsPrivate || r.left[e.Permalink] || slices.ContainsFunc(list, func(s pack.Source) bool { return s.Permalink == e.Permalink }) {
			continue
		}
		r.name(e)
		if list = append(list, e.Source); len(list) == mostBehind {
			break
		}
	}
	return list
}

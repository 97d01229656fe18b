package build

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"rungless/tracker/growth"
	"rungless/tracker/pack"
)

// collaborators are those with whom the person ships and whom a shown source names, by
// name. Nothing else is said of them.
func (r *resolver) collaborators() []pack.Collaborator {
	var list []pack.Collaborator
	for _, c := range r.profile.Scope.Collaborators.Value.People {
		a, named := r.people[strings.ToLower(c.Account.Login)]
		if !named || len(r.public(c.Shared)) == 0 {
			continue
		}
		list = append(list, pack.Collaborator{Login: a.Login, Name: cmp.Or(c.Account.Name, a.Name), URL: accountURL(a.Host, a.Login)})
	}
	slices.SortFunc(list, func(a, b pack.Collaborator) int {
		return cmp.Or(strings.Compare(strings.ToLower(cmp.Or(a.Name, a.Login)), strings.ToLower(cmp.Or(b.Name, b.Login))), strings.Compare(a.Login, b.Login))
	})
	return list
}

// charts draw the depth in each domain on its own. A domain in which anything private
// counts has none: the figure would tell of it.
func (r *resolver) charts(p *pack.Pack) []pack.Chart {
	var list []pack.Chart
	for _, depth := range r.profile.Depths {
		name := r.domainName(depth.Domain)
		switch {
		case !contains(r.draft.Domains, depth.Domain) || depth.Curve.Status != growth.Available:
			continue
		case slices.ContainsFunc(depth.Curve.Evidence, func(e growth.Evidence) bool { return !r.isPublic(e) }):
			p.Findings = append(p.Findings, advice("chart-from-private", "", "the chart of "+name+" is left out, because private work counts in it", "take the charts out, or leave it so"))
			continue
		}
		series := pack.Series{Name: name}
		for _, point := range depth.Curve.Value {
			series.Points = append(series.Points, pack.Point{Day: pack.DayOf(point.At), Value: math.Round(point.Depth*100) / 100})
		}
		list = append(list, pack.Chart{Key: "depth-" + keyOf(depth.Domain), Title: "Depth in " + name, Unit: "depth", Series: []pack.Series{series},
			Caption: fmt.Sprintf("Sustained work in %s that others validated, at each turn of a month, by %s; what is older weighs less.", name, r.profile.Version)})
	}
	return list
}

func (m *Maker) domainName(slug string) string { return cmp.Or(m.Domains[slug], slug) }

// gapOfPerson is all that is told of a gap in a person's own streams: the sentence that
// was stored may count or name what is private.
const gapOfPerson = "not all of it could be read"

// coverage says what was synced of the streams that the shown sources come from, on
// which day the store was read, and what a pack cannot show.
func (r *resolver) coverage(ctx context.Context, p *pack.Pack) error {
	rows, err := r.Store.Coverage(ctx)
	if err != nil {
		return err
	}
	p.Coverage, p.Snapshot = []pack.Coverage{}, r.draft.To
	people := map[string]bool{}
	for _, a := range r.who.Accounts {
		people["person:"+a.NodeID] = a.NodeID != ""
	}
	for _, row := range rows {
		if !people[row.Scope] && !r.shown[strings.ToLower(row.Label)] {
			continue
		}
		if people[row.Scope] && row.Gap != "" {
			row.Gap = gapOfPerson
		}
		p.Coverage = append(p.Coverage, pack.Coverage{Source: string(row.Source), Label: row.Label, Stream: row.Stream, From: pack.DayOf(row.From),
			To: pack.DayOf(row.To), Gap: row.Gap, AsOf: pack.DayOf(row.At)})
	}
	synced, err := r.Synced(ctx)
	p.Snapshot = cmp.Or(synced, p.Snapshot)
	p.Unseen = r.unseen(p)
	return err
}

// unseen says in sentences what the window and the tool cannot show.
func (r *resolver) unseen(p *pack.Pack) []string {
	list := []string{
		"Only what was done on GitHub and synced is here: conversations, talks, mentoring and planning elsewhere are not.",
		"Work in private repositories is left out unless the person chose to show it, item by item.",
		fmt.Sprintf("What happened before %s or after %s is shown only where a source of the window leads to it.", p.Period.From.Words(), p.Period.Last().Words()),
	}
	if p.Snapshot < p.Period.Last() {
		list = append(list, fmt.Sprintf("The last sync was on %s, before the window ended.", p.Snapshot.Words()))
	}
	gaps := map[string]bool{}
	for _, c := range p.Coverage {
		if c.Gap != "" {
			gaps[fmt.Sprintf("Of %s, %s: %s", c.Label, strings.ReplaceAll(c.Stream, "_", " "), strings.TrimSuffix(c.Gap, ".")+".")] = true
		}
	}
	return append(list, slices.Sorted(maps.Keys(gaps))...)
}

// keyOf makes a key of a text: fit for an anchor, "x" where nothing of it is.
func keyOf(text string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(text) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	key := strings.Trim(b.String(), "-")
	return cmp.Or(strings.Trim(key[:min(len(key), 40)], "-"), "x")
}

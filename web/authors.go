package web

import (
	"slices"
	"time"

	"rungless/tracker"
	"rungless/tracker/chart"
	"rungless/tracker/store"
)

// mostChanges is how many changes one drawing of a list shows.
const mostChanges = 90

// changeShape draws a change: a circle where somebody came, a square where they got
// another place, a hollow circle where they went.
var changeShape = map[tracker.CreditChange]chart.Shape{tracker.CreditAdded: chart.Change, tracker.CreditRemoved: chart.Change, tracker.CreditMoved: chart.Review}

// historyOf draws when the people of one part of a list came, moved and went. It is nil
// where no change is known.
func (s *Server) historyOf(m store.LedgerMention, credits []store.LedgerCredit, title string) *drawing {
	shown, left := newestChanges(credits)
	if len(shown) == 0 {
		return nil
	}
	d := &drawing{
		ID: "authors", Title: title, Unit: "A row for each line of this part of the list, in the list’s order; a bar while it stood there. Each mark is a change and leads to its commit.",
		Legend: legendOf(shown),
		Notes: []string{"Why somebody was added, moved or left out: only which commit changed the file, and whose commit it was.",
			"What never came to the default branch. A merged pull request is one change, by whoever wrote it.",
			"A place in a list says nothing by itself: some lists are by alphabet, some by contribution, some by who came first."},
		Method: s.method("research_invitations"),
		Table:  table{Caption: "Changes by day (UTC), newest first", Columns: []string{"When", "Who", "What", "By", "Commit"}},
	}
	if left > 0 {
		d.Notes = append([]string{"The " + plural(left, "oldest change") + " of these lines, which the list of changes below has."}, d.Notes...)
	}
	drawn := chart.Tenures{ID: d.ID, Span: spanOf(credits, s.now())}
	for _, c := range credits {
		drawn.Rows = append(drawn.Rows, chart.Tenure{Name: rowName(m, c), Periods: periodsOf(m, c, s.now())})
	}
	for _, one := range shown {
		said := s.changeFrom(m, one.credit, one.event)
		row := slices.IndexFunc(credits, func(c store.LedgerCredit) bool { return c.Key == one.credit.Key })
		drawn.Rows[row].Marks = append(drawn.Rows[row].Marks, chart.Mark{At: said.Date.at, Shape: changeShape[one.event.Change], Count: 1,
			Hollow: one.event.Change == tracker.CreditRemoved, Href: said.Commit.Href, Label: said.Name + " " + said.What + " by " + said.By.Text + ", " + said.Date.Full()})
		d.Table.Rows = append(d.Table.Rows, []cell{text(said.Date.Full()), text(said.Name), text(said.What), text(said.By.Text), links(said.Commit)})
	}
	d.SVG = drawn.SVG()
	return d
}

// legendOf explains the marks that are drawn.
func legendOf(shown []listChange) []legend {
	var list []legend
	for _, kind := range []tracker.CreditChange{tracker.CreditAdded, tracker.CreditMoved, tracker.CreditRemoved} {
		if slices.ContainsFunc(shown, func(one listChange) bool { return one.event.Change == kind }) {
			list = append(list, legend{changeShape[kind].Icon(kind == tracker.CreditRemoved), changeName[kind]})
		}
	}
	return list
}

// newestChanges are as many changes of lines as are drawn, newest first, and how many
// are left out.
func newestChanges(credits []store.LedgerCredit) (shown []listChange, left int) {
	all := changesOf(store.LedgerMention{Credits: credits})
	shown = all[:min(mostChanges, len(all))]
	return shown, len(all) - len(shown)
}

func spanOf(credits []store.LedgerCredit, now time.Time) chart.Span {
	first := now
	for _, c := range credits {
		for _, e := range c.Events {
			if e.At.Before(first) {
				first = e.At
			}
		}
	}
	return chart.SpanOver(first, now)
}

// rowName is an entry with its place in its list.
func rowName(m store.LedgerMention, c store.LedgerCredit) string {
	name := displayName(c.Name, "somebody")
	if c.IsPast || m.IsPast {
		return "once: " + name
	}
	return number(c.Position) + ". " + name
}

// periodsOf are the times in which an entry stood on the list, by its changes.
func periodsOf(m store.LedgerMention, c store.LedgerCredit, now time.Time) []chart.Span {
	events := slices.Clone(c.Events)
	slices.SortStableFunc(events, func(a, b tracker.CreditEvent) int { return a.At.Compare(b.At) })
	var periods []chart.Span
	var since time.Time
	for _, e := range events {
		switch {
		case e.Change == tracker.CreditAdded && since.IsZero():
			since = e.At
		case e.Change == tracker.CreditRemoved && !since.IsZero():
			periods = append(periods, chart.Span{From: since, To: e.At})
			since = time.Time{}
		}
	}
	if !since.IsZero() && !c.IsPast && !m.IsPast {
		periods = append(periods, chart.Span{From: since, To: now})
	}
	return periods
}

package web

import (
	"slices"

	"rungless/tracker/chart"
	"rungless/tracker/growth"
)

// trustRow is one kind of trust, with the measure that lists it.
type trustRow struct {
	name     string
	measure  string
	evidence []growth.Evidence
}

// trustEvents draws on one line of time what others trusted the person with. It is
// nil where there is nothing.
func (s *Server) trustEvents(m *measured) *drawing {
	rows := m.trustRows()
	var pieces []datedPiece
	for lane, row := range rows {
		for _, e := range row.evidence {
			if e.Counted && !e.At.Before(m.Window.From) {
				pieces = append(pieces, datedPiece{e, lane})
			}
		}
	}
	if len(pieces) == 0 {
		return nil
	}
	names := []string{"technical_debt", "reviews_asked", "research_invitations", "decisions_merged"}
	groups, binned := groupedAlike(pieces)
	d := &drawing{
		ID: "trust", Title: trustTitle(rows, groups),
		Unit:  "Each stroke is one event, and leads to it.",
		Notes: s.cannotSay(names...), Method: s.method(names...),
		Table: table{Caption: "Events by day (UTC), newest first", Columns: []string{"When", "What", "Evidence"}},
	}
	if binned != byPiece {
		d.Unit = "Each stroke is the events of one kind and " + string(binned) + ", and leads to their list."
		d.Table.Caption = "Events by " + string(binned) + " (UTC), newest first"
	}
	drawn := chart.Lanes{ID: d.ID, Span: m.span(pieces)}
	for _, row := range rows {
		drawn.Lanes = append(drawn.Lanes, chart.Lane{Name: row.name})
	}
	for _, g := range groups {
		mark := m.mark(g, binned, rows[g.lane].measure, "")
		mark.Shape = chart.Event
		words := g.words(binned)
		if binned != byPiece {
			words = counted(len(g.pieces), chart.Event)
			limits := piecesOf(g)
			mark.Href = m.figure(rows[g.lane].measure, limits)
			mark.Label = words + ", " + binned.name(g.first)
		}
		mark.Count = 1 // a stroke says when, not how many
		drawn.Lanes[g.lane].Marks = append(drawn.Lanes[g.lane].Marks, mark)
		d.Table.Rows = append(d.Table.Rows, []cell{text(binned.name(g.first)), text(rows[g.lane].name), links(link{words, mark.Href})})
	}
	slices.Reverse(d.Table.Rows)
	d.SVG = drawn.SVG()
	return d
}

func piecesOf(g group) pieces { return pieces{from: g.first, to: g.last} }

// groupedAlike groups pieces without regard to the kind of act: the row says it.
func groupedAlike(list []datedPiece) ([]group, bin) {
	alike := slices.Clone(list)
	if len(alike) > mostPieces {
		for i := range alike {
			alike[i].Act = growth.Authored
		}
	}
	return grouped(alike)
}

func (m *measured) trustRows() []trustRow {
	return []trustRow{
		{"Old code reworked", "technical_debt", m.Scope.Debt.Evidence},
		{"Reviews asked for", "reviews_asked", m.Scope.ReviewsAsked.Evidence},
		{"Research invitations", "research_invitations", m.Scope.Invitations.Evidence},
		{"Decisions merged", "decisions_merged", m.Practice.DecisionsMerged.Evidence},
	}
}

// trustTitle says since when there are events of each kind.
func trustTitle(rows []trustRow, groups []group) string {
	var words []string
	for lane, row := range rows {
		i := slices.IndexFunc(groups, func(g group) bool { return g.lane == lane })
		if i >= 0 {
			words = append(words, asClause(row.name)+" since "+month(groups[i].pieces[0].At))
		}
	}
	return capitalized(listed(words))
}

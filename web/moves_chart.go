package web

import (
	"slices"
	"time"

	"rungless/tracker/chart"
	"rungless/tracker/moves"
)

// mostLanes bounds how many moves the chart draws: those with the newest acts.
const mostLanes = 12

// stepShapes are how the steps are drawn.
var stepShapes = map[moves.StepName]chart.Shape{moves.Looked: chart.Looked, moves.Asked: chart.Asked, moves.Argued: chart.Argued,
	moves.Changed: chart.Changed, moves.Returned: chart.Returned}

// stepLegend names the steps in their order.
func stepLegend() []legend {
	var list []legend
	for _, name := range moves.Steps() {
		list = append(list, icon(stepShapes[name], capitalized(string(name))))
	}
	return list
}

// chart draws when each step was reached, a lane for each place. One move needs none.
func (m moveMaker) chart(list []moves.Signal) *drawing {
	if len(list) < 2 {
		return nil
	}
	list = list[:min(mostLanes, len(list))]
	d := &drawing{
		ID: "steps", Title: m.chartTitle(list), Unit: "Each mark is a step that was reached, and leads to the act by which it was.",
		Notes: []string{"Who works in a place is known from the threads that are stored. Where few are, “asked” and “argued” are found late or not at all.",
			"A step is no verdict: it says what happened in threads, and nothing of what did not happen there."},
		Legend: stepLegend(),
		Method: []link{{"What each step takes", "#method"}},
		Table:  table{Caption: "Steps by day (UTC), newest first", Columns: []string{"When", "Where", "Step"}},
	}
	drawn, first := chart.Lanes{ID: d.ID}, m.now()
	type row struct {
		at    time.Time
		cells []cell
	}
	var rows []row
	for _, move := range list {
		lane := chart.Lane{Name: m.placeName(move.Place)}
		for _, step := range move.Steps {
			if !step.Reached {
				continue
			}
			if step.At.Before(first) {
				first = step.At
			}
			href := step.Evidence[len(step.Evidence)-1].URL
			when := m.day(step.At)
			lane.Marks = append(lane.Marks, chart.Mark{At: when.at, Shape: stepShapes[step.Name], Count: 1, Href: href, Label: capitalized(string(step.Name)) + ", " + when.Full()})
			rows = append(rows, row{when.at, []cell{text(when.Full()), text(lane.Name), links(link{capitalized(string(step.Name)), href})}})
		}
		drawn.Lanes = append(drawn.Lanes, lane)
	}
	slices.SortStableFunc(rows, func(a, b row) int { return b.at.Compare(a.at) })
	for _, one := range rows {
		d.Table.Rows = append(d.Table.Rows, one.cells)
	}
	drawn.Span = chart.SpanOver(first, m.now())
	d.SVG = drawn.SVG()
	return d
}

// chartTitle says where the person came furthest to a change that others took.
func (m moveMaker) chartTitle(list []moves.Signal) string {
	var changed []string
	for _, move := range list {
		if move.Step(moves.Changed).Reached {
			changed = append(changed, m.placeName(move.Place))
		}
	}
	switch {
	case len(changed) == 0:
		return "Acts in " + listed(m.placeNames(list)) + ", and no change there yet that somebody else took"
	case len(changed) > 3:
		return "Changes that others took in " + plural(len(changed), "place") + " outside home"
	}
	return "Changes that others took in " + listed(changed)
}

func (m moveMaker) placeNames(list []moves.Signal) []string {
	var names []string
	for _, move := range list {
		names = append(names, m.placeName(move.Place))
	}
	if len(names) > 3 {
		return []string{plural(len(names), "place") + " outside home"}
	}
	return names
}

package render

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"

	"rungless/tracker/chart"
	"rungless/tracker/pack"
)

// What stands after the claims: people, charts, the window before, coverage.

func (d *document) addCollaborators(people []pack.Collaborator) {
	if len(people) == 0 {
		return
	}
	d.add(heading{depth: 2, id: "collaborators", text: "People shipped with"})
	var lines list
	for _, c := range people {
		lines = append(lines, person(c.Name, c.Login, c.URL))
	}
	d.add(lines)
}

func (d *document) addCharts(charts []pack.Chart) {
	if len(charts) == 0 {
		return
	}
	d.add(heading{depth: 2, id: "charts", text: "Charts"})
	for _, c := range charts {
		title, unit := oneLine(c.Title), "Unit: "+oneLine(c.Unit)+"."
		d.add(heading{depth: 3, id: "chart-" + c.Key, text: title})
		d.add(picture{id: "drawing-" + c.Key, title: title, caption: oneLine(c.Caption), unit: unit, svg: drawingOf(c)})
		d.add(tableOf(c))
	}
}

// drawingOf draws a line for each series, with one scale for all.
func drawingOf(c pack.Chart) template.HTML {
	days := daysOf(c)
	if len(days) == 0 {
		return ""
	}
	lines := chart.Curves{ID: "drawing-" + c.Key, Span: chart.SpanOver(days[0].Time(), days[len(days)-1].Time())}
	for _, series := range c.Series {
		line := chart.Curve{Name: oneLine(series.Name)}
		for _, p := range series.Points {
			line.Points = append(line.Points, chart.Point{At: p.Day.Time(), Value: p.Value, Label: p.Day.Words() + ": " + figure(p.Value)})
			line.Latest = figure(p.Value)
		}
		lines.Rows = append(lines.Rows, line)
	}
	return lines.SVG()
}

// daysOf are the days of which any series says something, in order.
func daysOf(c pack.Chart) []pack.Day {
	var days []pack.Day
	for _, series := range c.Series {
		for _, p := range series.Points {
			days = append(days, p.Day)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// tableOf has a line for each day and a column for each series.
func tableOf(c pack.Chart) table {
	t := table{caption: oneLine(c.Title + " (" + c.Unit + ")"), head: []string{"Day"}, figures: true}
	days := daysOf(c)
	t.rows = make([][]string, len(days))
	for i, day := range days {
		t.rows[i] = make([]string, 1+len(c.Series))
		t.rows[i][0] = day.Words()
	}
	for column, series := range c.Series {
		t.head = append(t.head, oneLine(series.Name))
		for _, p := range series.Points {
			row, _ := slices.BinarySearch(days, p.Day)
			t.rows[row][column+1] = figure(p.Value)
		}
	}
	for _, row := range t.rows {
		for i, cell := range row {
			row[i] = cmp.Or(cell, "not known")
		}
	}
	return t
}

func figure(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }

func (d *document) addComparison(c *pack.Comparison) {
	if c == nil {
		return
	}
	d.add(heading{depth: 2, id: "comparison", text: "Beside the window before"})
	d.add(paragraph{spans: []span{ours("What is new from " + periodWords(c.Now) + ", beside " + periodWords(c.Before) + ".")}})
	for _, section := range c.Sections {
		d.addSection(section)
	}
}

func (d *document) addSection(s pack.Section) {
	d.add(heading{depth: 3, text: oneLine(s.Title)})
	switch {
	case s.Reason != "":
		d.say(capitalized(oneLine(s.Reason)) + ".")
	case len(s.New) == 0:
		d.add(paragraph{spans: []span{ours("Nothing is new.")}})
	default:
		d.addItems("New", s.New)
	}
	if len(s.Still) > 0 {
		d.addItems("As before", s.Still)
	}
}

func (d *document) addItems(word string, items []pack.Item) {
	for _, item := range items {
		d.add(paragraph{spans: []span{ours(word + ": "), theirs(oneLine(item.Text))}})
		if len(item.Sources) > 0 {
			d.addSources(item.Sources)
		}
	}
}

func (d *document) addCoverage(streams []pack.Coverage) {
	d.add(heading{depth: 2, id: "coverage", text: "What was read"})
	if len(streams) == 0 {
		d.add(paragraph{spans: []span{ours("Nothing says what was read.")}})
		return
	}
	t := table{caption: "What was read, from where, and what is missing from it",
		head: []string{"From", "What", "Since", "Until", "Complete as of", "Missing"}}
	for _, s := range streams {
		t.rows = append(t.rows, []string{oneLine(s.Source + ": " + s.Label), words(s.Stream),
			cmp.Or(s.From.Words(), "the beginning"), cmp.Or(s.To.Words(), "that day"), cmp.Or(s.AsOf.Words(), "not known"), cmp.Or(oneLine(s.Gap), "nothing known")})
	}
	d.add(t)
}

func (d *document) addUnseen(sentences []string) {
	if len(sentences) == 0 {
		return
	}
	d.add(heading{depth: 2, id: "unseen", text: "What this pack cannot show"})
	var lines list
	for _, sentence := range sentences {
		lines = append(lines, []span{theirs(oneLine(sentence))})
	}
	d.add(lines)
}

package web

import (
	"fmt"

	"rungless/tracker"
)

// finding says what the chart shows, as a fact that fits a line: since when there
// are contributions, and which kind came last. It never says how many months in a
// row had some: streaks steer what people do (docs/adr/0006-pages.md).
func (c calendar) finding(kinds []tracker.Kind) string {
	if len(kinds) == 1 {
		return capitalized(kindName[kinds[0]]) + "s since " + month(c.first)
	}
	text := fmt.Sprintf("%d kinds of contribution since %s", len(kinds), month(c.first))
	latest := kinds[0]
	for _, kind := range kinds {
		if c.started[kind].After(c.started[latest]) {
			latest = kind
		}
	}
	if began := c.started[latest]; began.After(c.first) {
		text += fmt.Sprintf("; the newest kind, %ss, since %s", kindName[latest], month(began))
	}
	return text
}

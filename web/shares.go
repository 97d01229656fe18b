package web

import (
	"fmt"
	"slices"
	"time"

	"rungless/tracker/chart"
	"rungless/tracker/growth"
)

// shareMonths is how many months the chart of reviews shows, so that the number
// under each has room.
const shareMonths = 24

// shares draws which part of the reviews went to people outside the team, month by
// month. It is nil where there were none.
func (s *Server) shares(m *measured) *drawing {
	end := time.Date(m.now.Year(), m.now.Month(), 1, 0, 0, 0, 0, time.UTC)
	start := end.AddDate(0, 1-shareMonths, 0)
	shown := slices.DeleteFunc(slices.Clone(m.Scope.ExternalReviews.Value.Months), func(r growth.ReviewMonth) bool { return r.Month.Before(start) })
	if len(shown) == 0 {
		return nil
	}
	d := &drawing{
		ID: "shares", Title: sharesTitle(shown),
		Unit:   "Per cent of the changes reviewed in a month that came from people outside the repository’s team; the number reviewed stands under it.",
		Legend: []legend{icon(chart.Change, "Share of a month"), {Icon: chart.Change.Icon(true), Name: "Fewer than five reviewed: says little"}},
		Notes:  s.cannotSay("external_reviews"), Method: s.method("external_reviews"),
		Table: table{Caption: "Changes reviewed by month (UTC), newest first; each number leads to the reviews", Columns: []string{"Month", "From outside", "Reviewed"}},
	}
	drawn := chart.Shares{ID: d.ID, Unit: "Changes reviewed"}
	for at := start; !at.After(end); at = at.AddDate(0, 1, 0) {
		drawn.Months = append(drawn.Months, at)
	}
	for _, r := range shown {
		href := m.figure("external_reviews", pieces{from: r.Month, to: r.Month.AddDate(0, 1, -1)})
		drawn.Points = append(drawn.Points, chart.SharePoint{Month: r.Month, Part: r.External, Whole: r.Reviewed, Href: href,
			Label: fmt.Sprintf("%s: %d of %s", month(r.Month), r.External, plural(r.Reviewed, "change"))})
		d.Table.Rows = append(d.Table.Rows, []cell{text(month(r.Month)), text(number(r.External)), links(link{number(r.Reviewed), href})})
	}
	slices.Reverse(d.Table.Rows)
	d.SVG = drawn.SVG()
	return d
}

func sharesTitle(months []growth.ReviewMonth) string {
	external := slices.DeleteFunc(slices.Clone(months), func(r growth.ReviewMonth) bool { return r.External == 0 })
	if len(external) == 0 {
		return "Since " + month(months[0].Month) + " every review went to the repositories’ own teams"
	}
	return fmt.Sprintf("Reviews for people outside the team in %s of %s with reviews, last in %s",
		number(len(external)), plural(len(months), "month"), month(external[len(external)-1].Month))
}

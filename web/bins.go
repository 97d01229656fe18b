package web

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"rungless/tracker/chart"
)

// A chart draws each piece of evidence while there are at most mostPieces of them;
// beyond that it draws what is of one kind, lane and week as one mark, or of one
// month, quarter or year, whichever gives at most mostBins marks.
const (
	mostPieces = 400
	mostBins   = 240
)

// bin is a stretch of time that one mark stands for.
type bin string

const (
	byPiece   bin = "piece"
	byWeek    bin = "week"
	byMonth   bin = "month"
	byQuarter bin = "quarter"
	byYear    bin = "year"
)

// bounds are the first and the last day of the stretch in which a day lies. Weeks
// begin on Monday.
func (b bin) bounds(day time.Time) (first, last time.Time) {
	month := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
	switch b {
	case byWeek:
		first = day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
		return first, first.AddDate(0, 0, 6)
	case byMonth:
		return month, month.AddDate(0, 1, -1)
	case byQuarter:
		first = month.AddDate(0, -(int(month.Month())-1)%3, 0)
		return first, first.AddDate(0, 3, -1)
	case byYear:
		first = month.AddDate(0, 1-int(month.Month()), 0)
		return first, first.AddDate(1, 0, -1)
	}
	return day, day
}

// name says which stretch begins on a day: "week of 4 May 2026", "May 2026".
func (b bin) name(first time.Time) string {
	switch b {
	case byWeek:
		return "week of " + first.Format("2 January 2006")
	case byMonth:
		return month(first)
	case byQuarter:
		return quarterName(first)
	case byYear:
		return first.Format("2006")
	}
	return first.Format("2 January 2006")
}

func quarterName(first time.Time) string {
	return fmt.Sprintf("Q%d %d", (int(first.Month())+2)/3, first.Year())
}

// group is what one mark stands for.
type group struct {
	lane        int
	shape       chart.Shape
	first, last time.Time
	pieces      []datedPiece
}

// counted reports whether any of the pieces counts in a figure.
func (g group) counted() bool {
	return slices.ContainsFunc(g.pieces, func(p datedPiece) bool { return p.Counted })
}

// grouped deals pieces out to marks, by the finest stretch that keeps them few.
func grouped(pieces []datedPiece) ([]group, bin) {
	if len(pieces) <= mostPieces {
		return groupsBy(byPiece, pieces), byPiece
	}
	for _, b := range []bin{byWeek, byMonth, byQuarter} {
		if groups := groupsBy(b, pieces); len(groups) <= mostBins {
			return groups, b
		}
	}
	return groupsBy(byYear, pieces), byYear
}

// groupsBy deals pieces out by one kind of stretch, oldest first.
func groupsBy(b bin, pieces []datedPiece) []group {
	type key struct {
		lane  int
		shape chart.Shape
		first time.Time
		piece int
	}
	places := map[key]int{}
	var groups []group
	for i, p := range pieces {
		first, last := b.bounds(midnight(p.At))
		k := key{lane: p.lane, shape: shapeOf(p.Act), first: first}
		if b == byPiece {
			k.piece = i
		}
		place, ok := places[k]
		if !ok {
			place = len(groups)
			places[k] = place
			groups = append(groups, group{lane: p.lane, shape: k.shape, first: first, last: last})
		}
		groups[place].pieces = append(groups[place].pieces, p)
	}
	slices.SortStableFunc(groups, func(x, y group) int {
		return cmp.Or(x.first.Compare(y.first), cmp.Compare(x.lane, y.lane), cmp.Compare(x.shape, y.shape))
	})
	return groups
}

package profile

import (
	"slices"

	"rungless/tracker"
	"rungless/tracker/growth"
)

// citations lists what merged changes among some records name; nil where no source
// gave the texts of any of them.
func citations(records []tracker.Record) []growth.Citation {
	var list []growth.Citation
	read := false
	for i := range records {
		list = append(list, growth.CitationsOf(records[i])...)
		read = read || hasText(&records[i])
	}
	if list == nil && read {
		return []growth.Citation{}
	}
	return list
}

// hasText reports whether a source gave the text of something said in a record.
func hasText(r *tracker.Record) bool {
	return slices.ContainsFunc(r.Reviews, func(v tracker.Review) bool { return v.Wording != tracker.NotSaid }) ||
		slices.ContainsFunc(r.Comments, func(v tracker.Comment) bool { return v.Wording != tracker.NotSaid })
}

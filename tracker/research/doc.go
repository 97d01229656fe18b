// Package research reads the citation files of repositories into works, credits
// and dated events: who was added as an author, by whom, in which commit. It is a
// source for ingest and knows neither GitHub nor git: a [History] gives it the
// versions of files, wherever they come from.
//
// Start at [Source.Sync]. ledger.go walks through the versions of one file and
// keeps its works and entries apart; diff.go compares two lists of people;
// entry.go turns what package cite reads into facts. docs/research.md says why.
package research

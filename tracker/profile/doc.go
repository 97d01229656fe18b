// Package profile makes a person's picture of growth from what is stored: it loads
// the records, asks the catalogue where they lie and hands everything to growth,
// which does no reading of its own.
//
// Start at [Maker.Of]. history.go turns what the store tells of files into what
// growth asks of them; homes.go finds where collaborators are at home; kept.go keeps
// what was measured until the facts behind it change. works.go and uncredited.go read
// the ledger of works for one person.
//
// [Maker.Moves] does the same for lateral moves: moves_threads.go turns records into what
// moves follows, moves_next.go finds destinations, moves_ahead.go what waits in a place.
package profile

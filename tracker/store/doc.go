// Package store keeps the facts, in one SQLite file or in PostgreSQL, and answers
// the readers' questions. No gorm type, no row and no SQL leaves it.
//
// Start with open.go; docs/store.md explains the tables. What a source reports
// comes in by [Store.Apply], one transaction for a batch:
//
//   - apply.go loads what is stored of the batch's things and runs the steps of
//     apply_*.go, which merge what is new into it, field by field (register.go);
//   - derive.go, spread.go and rollups.go make contributions, participants and
//     monthly counts from what changed; the same code serves a learned e-mail, a
//     tombstone and a rebuild;
//   - apply_research.go, derive_works.go and derive_credits.go do the same for the
//     ledger of works and credits (docs/research.md);
//   - attribution.go stores where records lie, reach.go says whose kept answers
//     (measured.go) a change makes stale;
//   - cursors and coverage are written in the same transaction;
//   - refuse.go takes out, first of all, what would bring somebody back who was erased.
//
// holdings.go lists what every column has to do with a person: forget.go erases by it, and
// leave.go exports.
//
// Readers are one file for each question: selection.go reads a filter,
// evidence.go and facts.go page through contributions, people.go and
// identities.go answer who is who, runs.go and coverage.go how syncs went,
// records.go gives threads back whole, ledger.go the works.
package store

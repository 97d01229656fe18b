// Package tracker holds the nouns of rungless: what a person did in the open,
// in GitHub's own words, and the kinds of error that every other package uses.
// It imports the standard library only, so that everything may import it.
//
// # A tour
//
// Start here, then follow the data. It flows one way:
//
//		github | clone | archive | research  ->  tracker.Batch  ->  ingest  ->  store  ->  web | cmd
//
//	  - tracker (this package): [Account], [Person], [Repository], [Thread],
//	    [Review], [Comment], [Commit] are what a source reports. [Batch] is one
//	    step of a source; [Contribution] is what a reader gets back.
//	  - tracker/config turns config.yaml and the environment into one validated
//	    struct.
//	  - tracker/github, tracker/clone and tracker/archive are the sources. Each
//	    turns the outside form of an act into batches. They know nothing of the
//	    store; what they must remember between runs they ask of a [Memory].
//	  - tracker/research reads citation files into works, credits and events, by way
//	    of a clone or of GitHub. Its cite parses and writes them, its names compares
//	    names; both are pure.
//	  - tracker/ingest runs sources: it hands each batch, with the cursor that
//	    says how far the source has come, to the store in ONE transaction.
//	  - tracker/store keeps the facts, in SQLite or PostgreSQL, and answers the
//	    readers' questions. No gorm, row or SQL leaves it.
//	  - tracker/githubsim is a small, strict GitHub on loopback: the sample
//	    organisation of a first run, and the tests' GitHub.
//	  - tracker/domain says how much of a [Record] lies in which technical domain,
//	    tracker/growth measures scope and depth from records. Both are pure.
//	  - tracker/profile loads a person's records and hands them to these two.
//	  - tracker/moves says, from acts, what followed beginnings like one in another
//	    repository and which repository may be next. It is pure too.
//	  - tracker/backtest asks histories whose end is known whether the models of
//	    growth and moves foretell it (docs/validation.md).
//	  - web draws pages from what is stored; cmd/rungless wires everything.
//
// # Invariants
//
// Times are UTC with second precision, except a commit's authored time, which
// keeps its author's offset. A zero time, a zero number and an empty string mean
// "the source did not say", never "none"; where "none" must be said there is a
// pointer, or a slice that is empty but not nil.
//
// An act has one identity however many sources report it: the database id that
// GitHub gives it within its kind, the number of a thread within its repository,
// the hash of a commit. Node ids are kept and shown, but GitHub has issued two
// forms of them for one thing and archives before 2018 have none
// (docs/adr/0002-identity.md).
package tracker

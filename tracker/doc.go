// Package tracker holds the nouns of rungless: what a person did in the open,
// in GitHub's own words, and the kinds of error that every other package uses.
// It imports the standard library only, so that everything may import it.
//
// # A tour
//
// Start here, then follow the data. It flows one way:
//
//		github | clone | archive | research  ->  tracker.Batch  ->  ingest  ->  store  ->  growth  ->  web | cmd
//
//	  - tracker (this package): [Account], [Person], [Repository], [Thread],
//	    [Review], [Comment], [Commit] are what a source reports. [Batch] is one
//	    step of a source; [Contribution] is what a reader gets back.
//	  - tracker/config turns config.yaml and the environment into one validated
//	    struct.
//	  - tracker/github, tracker/clone and tracker/archive are the sources. Each
//	    turns the outside form of an act into batches. They know nothing of the
//	    store; what they must remember between runs they ask of a [Memory].
//	  - tracker/research is a source too: it reads citation files into works, credits
//	    and events, by way of a clone or of GitHub.
//	  - tracker/research/cite parses and writes citation files. It is pure.
//	  - tracker/research/names says which written names may be a person's. It is pure.
//	  - tracker/ingest runs sources: it hands each batch, with the cursor that
//	    says how far the source has come, to the store in ONE transaction.
//	  - tracker/store keeps the facts, in SQLite or PostgreSQL, and answers the
//	    readers' questions. No gorm, row or SQL leaves it.
//	  - tracker/store/migrations brings a database to the schema of today.
//	  - tracker/store/storebench builds a large store for benchmarks.
//	  - tracker/githubsim is a small, strict GitHub on loopback: the sample
//	    organisation of a first run, and the tests' GitHub.
//	  - tracker/domain says how much of a [Record] lies in which technical domain. It
//	    is pure.
//	  - tracker/growth measures scope and depth from records. It is pure.
//	  - tracker/signin lets people into a team's instance with their GitHub account.
//	  - tracker/instance asks a team's instance in the name of who logged in there.
//	  - tracker/profile loads a person's records and hands them to these two.
//	  - tracker/moves says how far somebody came in a domain outside their home, what
//	    followed beginnings like theirs, and where they may go next. It is pure;
//	    profile loads what it asks for.
//	  - tracker/pack is the evidence pack: drafts, packs, sealing and verifying.
//	    tracker/pack/build proposes drafts and resolves them against the store;
//	    tracker/pack/render writes packs out in six formats.
//	  - tracker/backtest asks histories whose end is known whether the models of
//	    growth and moves foretell it (docs/validation.md).
//	  - tracker/monitor tells Prometheus how an instance is doing, without names.
//	  - tracker/architecture holds the rules of docs/design.md as a test.
//	  - tracker/testneed finds what some tests need, a PostgreSQL or a Chromium, and
//	    skips them where it is missing.
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

// Package github turns GitHub's GraphQL and REST answers into [tracker.Batch]es:
// per person, per repository, or both. Start with [Source.Sync], which runs four
// steps in order: repositories (repository.go), people (person.go), the details
// that either of them found wanting (details.go), and a look at what was not
// looked at for a month (reconcile.go).
//
// Every request goes through one [http.RoundTripper] (transport.go), the only
// place that waits. What it decides on an answer is a pure function (limits.go).
// Wire types and the documents in queries/ stay in this package; from_*.go turn
// them into the nouns of package tracker.
//
// docs/sync.md tells the cursors, the limits and the quirks as a story.
package github

// Package archive reads GH Archive hours (https://www.gharchive.org), which hold
// public events older and wider than GitHub's API serves, one JSON object a line.
//
// Start at [Source.Sync] and import.go. A file goes through four steps, each in a
// file of its own: files.go finds and opens it, chunks.go cuts its text into
// records, decode.go turns records into events (pipeline.go has that done on
// several cores, in order), and facts.go with thread.go turns an event into
// facts. cursor.go says how far a file has come.
//
// # What an archive can say
//
// An event is a recording: a later view of GitHub itself is believed over it.
//
//   - Up to 2025-10-07 events carry GitHub's whole objects. After that a pull
//     request has only its number, head and base, and "merged" is an action of
//     its own: the opener, the merger and their times are then the event's actor
//     and time, a few seconds late.
//   - A comment's or a review's event shows its thread as well, opener included.
//     That is a fact too, so a thread is known when any event shows it.
//   - A conversation comment shows a pull request as an issue, which cannot say
//     that it was merged: a closed one is stored without a state.
//   - Reviews have events since 2020 only, and review comments name their review
//     since about then. Comments in discussions have no events at all.
//   - A push lists commits with the author's name but no date, and with the local
//     part of the address hashed: neither is made up. Such a commit waits in the
//     store, without a date and a known author, for a source that has both. An
//     author whose hashed address is the pusher's own noreply address is the
//     pusher for certain. Pushes list no commits after 2025-10-07.
//   - Before 2015 the schema was another one, in which acts have no ids of their
//     own. Such a file is refused.
package archive

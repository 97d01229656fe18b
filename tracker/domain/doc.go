// Package domain decides how much of a thread lies in which technical domain,
// and says why. It is pure: the same rules and the same record give the same
// answer, whatever the order of the facts; it reads no file, clock or network.
//
// Start at [Domain], an entry of the configuration's domains, and [New], which
// checks and compiles the entries into a [Catalogue]. [Catalogue.Attribute] gives a
// record's shares with their reasons. [Catalogue.Explain] and [Audit] are behind
// `rungless domains check`, [Suggest] is behind `rungless domains suggest`, and
// [Default] is the catalogue of an instance that has written none.
//
// # How a thread is attributed
//
// A thread with changed files is weighed by changed lines. Files that nobody
// writes by hand (generated, vendored, lock files; see [Catalogue.Uncounted]) weigh
// nothing. Each other file goes to one domain by the first of these that claims it:
//
//  1. a path rule bound to its repository ("octo-org/engine:csrc/**")
//  2. a path rule ("csrc/**")
//  3. the thread's labels
//  4. the repository
//  5. the repository's topics
//  6. the words of the thread's title
//
// A path is what was changed, so it goes before what was said of it; a label is
// said of this thread, a repository and its topics of everything in them; words
// are a guess. Within one step the rule with more literal text wins, because it
// says more, and between equals the domain nearer to the surface, so that a vague
// rule never makes work look deeper than it is. A thread without files is
// attributed by steps 3 to 6. Where several labels, topics or words speak for
// several domains, those share evenly.
//
// What no rule claims is in no domain, and is said so. What lies in a domain only
// in passing (see [Attribution].Passing) is shown and never counted.
package domain

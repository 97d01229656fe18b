// Package names proposes that a name on a research output is that of a person. A
// name alone is never proof: [Matcher.Match] gives a proposal with its reason, for
// the person to accept or refuse, and joins nothing. It is pure.
//
// Start with [New], which prepares what is known of a person, and rules.go, which
// lists the ways two forms of one name may differ.
package names

// Package statement checks what a person writes about their own work against the
// evidence that they name for it, and offers the factual form built from that evidence.
// It is pure: no reading, no writing, no clock.
//
// Start at [Check]. words.yaml holds the rules of words, each with its reason; words.go
// reads them. text.go cuts a text into words and leaves out what is quoted, code or a
// name. claims.go holds what a verb claims against what the evidence shows. factual.go
// writes the factual form of one source, with the verbs that the source supports.
//
// Nothing here judges a person or how well something is written: a finding says which
// words the evidence does not carry.
package statement

// Package pack holds evidence packs: what a person did, in claims of their own words,
// each with the sources that a committee can check line by line.
//
// There are three forms of one thing. A [Draft] is what the person writes: which
// claims, in which order, and which sources stand under them. A [Pack] is a draft
// resolved against what was stored on a day: everything that a reader sees, in the
// order in which they see it. A sealed pack is a file set with its manifest, which
// tells whether a single byte of it was changed since.
//
// Start at draft.go and pack.go. yaml.go reads and writes the draft's file; seal.go
// and verify.go make and check sealed packs. The package tracker/pack/build proposes
// drafts and resolves them, and tracker/pack/render writes packs out in six formats.
//
// There is no time of day anywhere in a pack: a [Day] is the finest that it knows.
// There is no figure of anybody but the subject.
package pack

// Package build proposes drafts of evidence packs and resolves them: it reads what is
// stored of each source that a draft names, says what is wrong with it, and puts the
// pack together.
//
// Start at [Maker.Propose] and [Maker.Resolve]. gather.go asks the store once for all
// sources; source.go says what a pack tells of one; lint.go checks the claims;
// compare.go and beside.go add what stands after them. The same store gives the same
// pack: there is no clock here.
package build

// Package cite reads and writes the files in which a repository says how it is
// cited and who wrote it: CITATION.cff, BibTeX, codemeta.json, .zenodo.json, the
// front matter of papers and model cards, and "contributed by" lines. Bytes go in
// and values come out; it does no I/O. (The trailers of commit messages are read by
// the sources that read commits.)
//
// Start with types.go, the shape that all formats share. [KindOf] says which
// paths are worth reading, [Parse] reads one file, [Work.Identities] says when two
// works are one. [WriteCFF], [WriteBibTeX] and [WriteCSLJSON] write works, and
// [AddAuthor] adds one author to a CITATION.cff without touching the rest of it.
//
// Reading never fails and never panics: a broken file gives what can be read, and
// warnings with their line. Time and memory are bounded by the size of the file.
package cite

package cite

// Parse reads the file at a path that [KindOf] knows. The document of any other
// path is empty.
func Parse(file string, data []byte) Document {
	kind, _ := KindOf(file)
	return Document{Kind: kind}
}

// NormalDOI returns a DOI without its resolver, in lower case, or "" when there is
// none in the text.
func NormalDOI(text string) string { return "" }

// NormalArXiv returns the arXiv identifier in a text (an address, a DOI, "arXiv:..."
// or the bare identifier) without its version, or "".
func NormalArXiv(text string) string { return "" }

// NormalTitle folds markup, case, accents, punctuation and spaces.
func NormalTitle(title string) string { return "" }

// Identities returns all names of the work, strongest first, each once.
func (w Work) Identities() []Identity { return nil }

// Trailers returns the trailers of a commit message in order.
func Trailers(message string) []Trailer { return nil }

// WriteCFF writes works as one CITATION.cff: the first that is [Itself] is the
// file's subject, the first that is [Preferred] its preferred citation, all others
// references. What CFF requires and the works lack is made good in words.
func WriteCFF(works []Work) []byte { return nil }

// WriteBibTeX writes works as BibTeX entries in UTF-8, in the order given.
func WriteBibTeX(works []Work) []byte { return nil }

// WriteCSLJSON writes works as a CSL-JSON array, in the order given.
func WriteCSLJSON(works []Work) []byte { return nil }

// AddAuthor returns a CITATION.cff with one more author at the end of its list,
// every other byte as it was. It is an error when the file has no list of authors
// that can be added to, or already names the author.
func AddAuthor(file []byte, author Credit) ([]byte, error) { return file, nil }

package cite

// FileKind is a form of citation file.
type FileKind string

// The forms that are read.
const (
	CFF      FileKind = "cff"      // CITATION.cff
	BibTeX   FileKind = "bibtex"   // *.bib
	CodeMeta FileKind = "codemeta" // codemeta.json
	Zenodo   FileKind = "zenodo"   // .zenodo.json
	Paper    FileKind = "paper"    // paper.md of the Journal of Open Source Software
	Markdown FileKind = "markdown" // README, model card or documentation page
)

// Document is what one file says.
type Document struct {
	Kind     FileKind
	Works    []Work    // in the file's order; the work that the file describes comes first
	Warnings []Warning // by line
}

// Warning is something in a file that could not be read, or that breaks the
// rules of its format. What it is about was skipped or kept as written.
type Warning struct {
	Line     int // from 1; 0 when it is about the whole file
	Column   int // from 1, in bytes; 0 when not known
	Sentence string
}

// Relation says what a work is to the repository whose file names it.
type Relation string

// The relations, from nearest to farthest.
const (
	Itself    Relation = "itself"             // the file describes this work: the software, the paper, the model
	Preferred Relation = "preferred citation" // the work that the repository asks others to cite
	Reference Relation = "reference"          // a work that it builds on or lists
)

// Work is one research output as one file describes it. Empty fields were not
// given. Text is Unicode: TeX and HTML escapes are resolved, letters are kept as
// they were written.
type Work struct {
	Relation Relation
	Type     string // in the words of the file's format: "software", "inproceedings", "ScholarlyArticle"
	Title    string
	Abstract string

	DOI         string // as written; [NormalDOI] makes it comparable
	ArXiv       string // normal form, "2106.09685" or "hep-th/9901001", wherever in the entry it was found
	Identifiers []Identifier
	Links       []Link
	BibKey      string // the key of a BibTeX entry

	Date       Date
	Version    string
	Licences   []string // SPDX identifiers or names, as written
	Journal    string
	Conference string // a conference, or the title of its proceedings
	Publisher  string
	Keywords   []string

	Authors      []Credit // in the order of the file
	Contributors []Credit // everybody else it names, with their role: "contact", "editor", "maintainer", ...

	Extra []Field // what has no place above, in the file's order and the words of its format
	Line  int     // where the entry starts, from 1
}

// Identifier is one more name of a work.
type Identifier struct {
	Kind        string // "doi", "url", "swh", "isbn", "issn", "pmid", "other"
	Value       string // as written
	Description string
}

// Link is an address of a work.
type Link struct {
	Kind string // in CFF's words: "url", "repository", "repository-code", "repository-artifact"
	URL  string
}

// Date is a day, a month or a year: what is not known is 0.
type Date struct{ Year, Month, Day int }

// Credit is one entry in a list of people.
type Credit struct {
	Position int    // from 1, within its list and role
	Name     string // the whole name in reading order, or an entity's name
	Given    string
	Particle string // "van der"
	Family   string
	Suffix   string // "Jr."
	Alias    string

	Affiliations []string
	ORCID        string // sixteen digits in groups, "0000-0002-1825-0097", its check digit right
	Email        string
	Website      string
	Accounts     []Account // named beside the entry

	Entity bool   // an organisation or a team, not a person
	Others bool   // "and others": people the file does not name
	Role   string // "author", or what else the file calls them
	Extra  []Field
	Line   int // from 1
}

// Account is an account that an entry names itself.
type Account struct {
	Host  string // "github.com" or "huggingface.co"; "" for an alias that may be a login anywhere
	Login string // as written
}

// Field is a named value without a place of its own in [Work] or [Credit].
type Field struct {
	Name  string
	Value Value
}

// Value is text, a list or a mapping. At most one of List and Fields is set.
type Value struct {
	Kind   ValueKind
	Text   string // as written, for the scalar kinds
	List   []Value
	Fields []Field
}

// ValueKind tells the text "1.10" from the number 1.10.
type ValueKind string

// The kinds of value.
const (
	Text    ValueKind = "text"
	Number  ValueKind = "number"
	Boolean ValueKind = "boolean"
	Null    ValueKind = "null"
	List    ValueKind = "list"
	Mapping ValueKind = "mapping"
)

// Identity is one name under which a work is known everywhere. Two works with an
// equal identity are the same work.
type Identity struct {
	Kind  IdentityKind
	Value string // in normal form
}

// IdentityKind is a namespace of identities.
type IdentityKind string

// The namespaces, strongest first.
const (
	ByDOI   IdentityKind = "doi"
	ByArXiv IdentityKind = "arxiv"
	ByTitle IdentityKind = "title" // normal title, a space, the year or 0: "attention is all you need 2017"
)

package tracker

import "time"

// WorkIdentity is one name under which a work is known. Two works that share one
// are the same work, however often and in however many files they are cited.
type WorkIdentity struct {
	Kind  string // "doi", "arxiv", "title" (with the year), or "here": a title, within one repository only
	Value string // in normal form
}

// Relation says what a work is to the repository whose file names it.
type Relation string

// The relations, from nearest to farthest.
const (
	WorkItself    Relation = "itself"             // the file describes this work
	WorkPreferred Relation = "preferred citation" // the work that the repository asks others to cite
	WorkReference Relation = "reference"          // a work that it lists or builds on
)

// Work is one research output: a paper, a model, a dataset, a piece of software.
type Work struct {
	Title      string
	Year       int    // 0: not said
	Type       string // in the words of a file that names it: "software", "inproceedings"
	DOI        string // normal form
	ArXiv      string // normal form
	URL        string
	Identities []WorkIdentity
}

// Mention is one work as one citation file names it.
type Mention struct {
	Slot     string // which entry of the file: "itself", "preferred citation", "@key"
	Work     Work
	Relation Relation
	Line     int // from 1, in the newest version that has it
	IsPast   bool
	Credits  []Credit // by list and position, those of earlier versions last
}

// Credit is one entry in a mention's list of people.
type Credit struct {
	Key         string // tells the entry apart within its mention, and stays when it is respelt
	Role        string // "author", or what the file calls somebody else: "editor", "contributor"
	Position    int    // from 1, within the list of its role
	Name        string // as written, in reading order
	NameKey     string // folded: names of one repository with an equal key are one person's
	Affiliation string
	ORCID       string  // "0000-0002-1825-0097"
	Account     Account // named beside the entry; zero when none is
	IsEntity    bool    // an organisation or a team
	Line        int     // from 1
	IsPast      bool    // it was there once
}

// AuthorRole is the role of an entry in a work's list of authors.
const AuthorRole = "author"

// CreditChange says what a commit did to an entry.
type CreditChange string

// The changes. An entry is moved only where its place among the others that
// stay is another one; who slides up because somebody left has not moved.
const (
	CreditAdded   CreditChange = "added"
	CreditRemoved CreditChange = "removed"
	CreditMoved   CreditChange = "moved"
)

// CreditEvent is one dated change of one entry.
type CreditEvent struct {
	Slot      string // of the mention
	Key       string // of the credit
	Change    CreditChange
	Path      string // of the file, at that commit
	Line      int    // of the entry, or where it was
	CommitSHA string
	At        time.Time // when the commit came to be, UTC
	By        Account   // the commit's author; of a squashed pull request, who opened it
	Committer Account   // who put it on the branch, where that is somebody else
	From      int       // position before, 0 when added
	To        int       // position after, 0 when removed
}

// FileWarning is something in a citation file that could not be read.
type FileWarning struct {
	Path      string
	Line      int // from 1; 0: the file as a whole
	CommitSHA string
	Sentence  string
}

// ResearchFile is one citation file of a default branch: what it says now, and
// everything that its history says. It is reported whole whenever it changed.
type ResearchFile struct {
	Repository  RepositoryRef
	Path        string   // where it is now, or was last
	FormerPaths []string // where it was before
	Blob        string   // git's hash of the newest version; "" once it is gone
	CommitSHA   string   // of the newest version
	RevisedAt   time.Time
	Versions    int
	Text        string // of the newest version of a CITATION.cff; a pull request can be made from it
	Mentions    []Mention
	Events      []CreditEvent // oldest first
	Warnings    []FileWarning // of the newest version
}

// FileTree is a default branch at one time.
type FileTree struct {
	Repository RepositoryRef
	Head       string            // hash of the newest commit
	Blobs      map[string]string // git's hash by path, of the wanted files
	Gap        string            // what of the history cannot be seen, in one sentence
	// OneByOne says that each file's history costs a request of its own.
	OneByOne bool
}

// FileHistory is the versions of one file, oldest first, as the first parents of
// a default branch's head tell them.
type FileHistory struct {
	Path     string // of the newest version
	Versions []FileVersion
}

// FileVersion is what one commit made of one file.
type FileVersion struct {
	Path        string // after the commit
	Blob        string // git's hash of the contents; "" where the commit deleted the file
	CommitSHA   string
	CommittedAt time.Time
	By          Account // see [CreditEvent]
	Committer   Account
}

// NameProposal says that a name in one repository's citation files may be an
// account's. It waits for the person's word.
type NameProposal struct {
	Repository RepositoryRef
	Name       string // as written
	NameKey    string // folded: entries of the repository with an equal key are meant
	Account    Account
	Reason     string // why, in words
}

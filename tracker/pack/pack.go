package pack

import "rungless/tracker"

// Form names the form of a pack's JSON.
const Form = "rungless-pack/1"

// Pack is a draft resolved against what was stored on its snapshot day. Every format
// shows the same content, the same links and the same order: opening, chapters with
// their claims and sources, collaborators, charts, comparison, coverage, what is not
// seen. All texts are plain text, whatever is in them; they may hold line breaks.
type Pack struct {
	Form    string  `json:"form"` // [Form]
	Title   string  `json:"title"`
	Subject Subject `json:"subject"`
	Period  Period  `json:"period"`
	Opening string  `json:"opening"`

	Chapters      []Chapter      `json:"chapters"`
	Collaborators []Collaborator `json:"collaborators,omitempty"` // by name, whatever its case
	Charts        []Chart        `json:"charts,omitempty"`
	Comparison    *Comparison    `json:"comparison,omitempty"`
	Coverage      []Coverage     `json:"coverage"`
	Unseen        []string       `json:"unseen"` // sentences: what the window and the tool cannot show

	Formula  string `json:"formula"`  // of the measures: "growth/1"
	Program  string `json:"program"`  // version of rungless
	Snapshot Day    `json:"snapshot"` // as of the end of which day the store was read

	// Findings are what the checks say of the pack as a whole; those of a claim stand
	// beside it. They are for the person: a sealed pack has none.
	Findings []Finding `json:"findings,omitempty"`
}

// Subject is whose pack it is, as GitHub shows them.
type Subject struct {
	Login string `json:"login"`
	Name  string `json:"name,omitempty"`
	URL   string `json:"url"`
	ORCID string `json:"orcid,omitempty"`
}

// Chapter is one part of the pack.
type Chapter struct {
	Key    string  `json:"key"` // fit for an anchor, see [Claim]
	Title  string  `json:"title"`
	Intro  string  `json:"intro,omitempty"`
	Claims []Claim `json:"claims"`
}

// Claim is one claim with its sources in the person's order. Its ID, and the key of a
// chapter, begin with a letter or digit and hold lower-case letters, digits and
// hyphens, 64 at most, so that they can be an anchor or a part of a file's name.
type Claim struct {
	ID       string    `json:"id"`
	Text     string    `json:"text"`
	Ready    bool      `json:"ready"`
	Sources  []Source  `json:"sources"`
	Findings []Finding `json:"findings,omitempty"` // never in a sealed pack
}

// Kinds of source beside those of contributions.
const (
	ReleaseKind              = tracker.ReleasePage // what came of it, as GitHub counts
	FigureKind  tracker.Kind = "figure"            // what came of it, as the person typed it in, with where it can be read
)

// Source is one piece of evidence as it was captured. Of a redacted one only Ref,
// IsPrivate, IsRedacted and VerifiedOn are set.
type Source struct {
	// Ref numbers the pack's sources from 1, in the order of their first mention. A
	// source that is mentioned again has its number again.
	Ref        int          `json:"ref"`
	Kind       tracker.Kind `json:"kind,omitempty"`
	Role       string       `json:"role,omitempty"`    // the subject's part, in words: "author", "co-author", "reviewer", "merged it"
	ID         string       `json:"id,omitempty"`      // as in the exported facts
	NodeID     string       `json:"node_id,omitempty"` // GitHub's, by which it is asked for again
	Permalink  string       `json:"permalink,omitempty"`
	Repository string       `json:"repository,omitempty"` // owner/name
	// RepositoryNodeID tells a deleted source from a repository that cannot be seen any more.
	RepositoryNodeID string `json:"repository_node_id,omitempty"`
	Number           int    `json:"number,omitempty"` // of the thread; 0 where there is none
	Title            string `json:"title,omitempty"`
	Author           string `json:"author,omitempty"` // login
	Day              Day    `json:"day,omitempty"`    // of the act
	// State at capture: open, closed, merged; approved, changes_requested, commented,
	// dismissed; "" where the kind has none.
	State       tracker.State `json:"state,omitempty"`
	MergedBy    string        `json:"merged_by,omitempty"` // login
	MergedOn    Day           `json:"merged_on,omitempty"`
	RevertedBy  string        `json:"reverted_by,omitempty"` // permalink of the merged revert
	ValidatedBy []Validation  `json:"validated_by,omitempty"`
	CommitSHA   string        `json:"commit_sha,omitempty"` // of the merge, of the commit, or that was reviewed
	PayloadHash string        `json:"payload_sha256,omitempty"`
	// ContentHash is the SHA-256 of title and text at capture: another one later means
	// that somebody edited it. "" where the text is not kept. See [ContentHash].
	ContentHash string `json:"content_sha256,omitempty"`
	UpdatedOn   Day    `json:"updated_on,omitempty"`  // when GitHub says that it was last changed
	CapturedOn  Day    `json:"captured_on,omitempty"` // when GitHub last said that it is so
	Figure      string `json:"figure,omitempty"`      // of a release or figure: "1,204 downloads"

	IsPrivate  bool `json:"is_private,omitempty"`
	IsRedacted bool `json:"is_redacted,omitempty"`
	VerifiedOn Day  `json:"verified_on,omitempty"` // of a redacted one: CapturedOn

	Quote *Quote `json:"quote,omitempty"`
	Note  string `json:"note,omitempty"` // the person's words
}

// RedactedWords is what every format says in place of a redacted source.
func (s Source) RedactedWords() string {
	if s.VerifiedOn == "" {
		return "private work"
	}
	return "private work, verified on " + s.VerifiedOn.Words()
}

// Validation is another human's act on the subject's work.
type Validation struct {
	Login string `json:"login"`
	How   string `json:"how"` // in words: "merged it", "changed code after the review"
	Day   Day    `json:"day"`
}

// Quote is what somebody wrote, as plain text of Markdown, with where it can be read.
type Quote struct {
	Text      string `json:"text"`
	Author    string `json:"author"` // login
	Permalink string `json:"permalink"`
	Day       Day    `json:"day"`
	IsCut     bool   `json:"is_cut,omitempty"` // the text goes on at the permalink
}

// Collaborator is somebody with whom the subject shipped, as GitHub names them. There
// is nothing else of them in a pack.
type Collaborator struct {
	Login string `json:"login"`
	Name  string `json:"name,omitempty"`
	URL   string `json:"url"`
}

// Chart is one picture as data: each format draws it, or writes it as a table with a
// line for each day and a column for each series.
type Chart struct {
	Key     string   `json:"key"` // fit for an anchor, see [Claim]
	Title   string   `json:"title"`
	Caption string   `json:"caption"` // what it shows and how it is made, in a sentence or two
	Unit    string   `json:"unit"`    // of the values, in words
	Series  []Series `json:"series"`
}

// Series is one line of a chart.
type Series struct {
	Name   string  `json:"name"`
	Points []Point `json:"points"` // by day; days of which nothing can be said are left out
}

// Point is one value of the subject's.
type Point struct {
	Day   Day     `json:"day"`
	Value float64 `json:"value"` // rounded to two decimals
}

// Comparison is the window beside the one before it, of the same person.
type Comparison struct {
	Before   Period    `json:"before"`
	Now      Period    `json:"now"`
	Sections []Section `json:"sections"`
}

// Section lists what is new in one aspect of scope or depth.
type Section struct {
	Title string `json:"title"` // "Domains", "People shipped with", ...
	New   []Item `json:"new"`   // empty: nothing is new
	Still []Item `json:"still,omitempty"`
	// Reason says why nothing can be said; "" where something can.
	Reason string `json:"reason,omitempty"`
}

// Item is one line of a section with what it stands on.
type Item struct {
	Text    string   `json:"text"`
	Sources []Source `json:"sources,omitempty"` // with numbers that go on from those of the claims
}

// Coverage is what was synced of one stream, and what is missing from it.
type Coverage struct {
	Source string `json:"source"` // "github", "clone", "archive", "research"
	Label  string `json:"label"`  // for people: a login, "owner/name", a file's name
	Stream string `json:"stream"`
	From   Day    `json:"from,omitempty"` // "": from the beginning
	To     Day    `json:"to,omitempty"`
	Gap    string `json:"gap,omitempty"` // what could not be seen and why; "" where nothing is known to be missing
	AsOf   Day    `json:"as_of"`         // of the last complete pass
}

// Weight says what becomes of a claim with a finding.
type Weight string

// The weights.
const (
	Blocks Weight = "blocks" // the claim cannot be marked ready
	Advice Weight = "advice" // the person decides
)

// Finding is what a check says of a claim, a source or the whole pack.
type Finding struct {
	Rule     string `json:"rule"` // stable: "claim-without-source", "weak-verb"
	Weight   Weight `json:"weight"`
	Chapter  string `json:"chapter,omitempty"` // key; "" for the whole pack
	Claim    string `json:"claim,omitempty"`   // ID
	Source   string `json:"source,omitempty"`  // permalink
	Sentence string `json:"sentence"`          // what is so
	Hint     string `json:"hint,omitempty"`    // the way out
	// Start and End are the bytes of the claim's text that are meant; both 0: all of it.
	Start int `json:"start,omitempty"`
	End   int `json:"end,omitempty"`
}

// EachSource calls do with every source of the pack in the order of its formats: claim
// by claim, then those of the comparison. One that is mentioned twice comes twice.
func (p *Pack) EachSource(do func(*Source)) {
	for i := range p.Chapters {
		for j := range p.Chapters[i].Claims {
			claim := &p.Chapters[i].Claims[j]
			for k := range claim.Sources {
				do(&claim.Sources[k])
			}
		}
	}
	if p.Comparison == nil {
		return
	}
	for i := range p.Comparison.Sections {
		section := &p.Comparison.Sections[i]
		for _, items := range [][]Item{section.New, section.Still} {
			for j := range items {
				for k := range items[j].Sources {
					do(&items[j].Sources[k])
				}
			}
		}
	}
}

// File is one file of a file set. Its name holds no folder.
type File struct {
	Name string
	Data []byte
}

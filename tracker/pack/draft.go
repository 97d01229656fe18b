package pack

// DraftForm names the form that a draft's file has, in its first line.
const DraftForm = "rungless-pack-draft/1"

// Draft is what a person writes: which claims a pack makes, in which order and on
// which sources. It names sources by their permalinks and holds nothing of what is
// stored, so that it can live in git.
type Draft struct {
	Form   string `json:"form" yaml:"form"`     // [DraftForm]
	Person string `json:"person" yaml:"person"` // the login of the subject
	From   Day    `json:"from" yaml:"from"`     // the first day of the window
	To     Day    `json:"to" yaml:"to"`         // the first day after the window
	Title  string `json:"title" yaml:"title"`

	// Domains and Initiatives are what the draft was proposed from: slugs of the
	// catalogue, keys of initiatives. Empty: all of the window.
	Domains     []string `json:"domains,omitempty" yaml:"domains,omitempty"`
	Initiatives []string `json:"initiatives,omitempty" yaml:"initiatives,omitempty"`

	Opening  string         `json:"opening" yaml:"opening"` // one paragraph, plain text
	Chapters []DraftChapter `json:"chapters" yaml:"chapters"`
	LeaveOut LeaveOut       `json:"leave_out,omitzero" yaml:"leave_out,omitempty"`
	Options  Options        `json:"options" yaml:"options"`
}

// DraftChapter is one part of a draft, usually an initiative.
type DraftChapter struct {
	Key    string       `json:"key" yaml:"key"` // stable, once in the draft; see [Claim]
	Title  string       `json:"title" yaml:"title"`
	Intro  string       `json:"intro,omitempty" yaml:"intro,omitempty"` // plain text
	Claims []DraftClaim `json:"claims" yaml:"claims"`
}

// DraftClaim is one sentence or two of the person's, with the sources that bear it out.
type DraftClaim struct {
	ID      string        `json:"id" yaml:"id"`     // stable, once in the draft; see [Claim]
	Text    string        `json:"text" yaml:"text"` // plain text
	Ready   bool          `json:"ready" yaml:"ready"`
	Sources []DraftSource `json:"sources" yaml:"sources"`
}

// DraftSource names one piece of evidence.
type DraftSource struct {
	URL string `json:"url" yaml:"url"` // permalink, under any name that the repository had
	// Quote is the permalink of the review or comment whose words are shown with the
	// source; "" shows none.
	Quote string `json:"quote,omitempty" yaml:"quote,omitempty"`
	// Private says what becomes of the source if its repository is private.
	Private PrivateChoice `json:"private,omitempty" yaml:"private,omitempty"`
	Note    string        `json:"note,omitempty" yaml:"note,omitempty"` // the person's words, plain text
}

// PrivateChoice is a person's choice for one source in a private repository.
type PrivateChoice string

// The choices. Nothing private is shown that was not chosen, item by item.
const (
	PrivateLeaveOut PrivateChoice = "leave out" // the same as ""
	PrivateRedact   PrivateChoice = "redact"    // "private work, verified on DATE" and nothing else
	PrivateShow     PrivateChoice = "show"
)

// LeaveOut says what a pack shows nothing of, wherever a claim names it.
type LeaveOut struct {
	Quotes  bool     `json:"quotes,omitempty" yaml:"quotes,omitempty"`   // all words of others
	Authors []string `json:"authors,omitempty" yaml:"authors,omitempty"` // logins whose words are not quoted
	Sources []string `json:"sources,omitempty" yaml:"sources,omitempty"` // permalinks
}

// Options say what a pack has beside its claims.
type Options struct {
	Charts        bool `json:"charts" yaml:"charts"`
	Comparison    bool `json:"comparison" yaml:"comparison"` // with the window before, of the same person
	Collaborators bool `json:"collaborators" yaml:"collaborators"`
}

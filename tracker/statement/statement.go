package statement

// Statement is what a person says of their work, with the evidence that they name for
// it.
type Statement struct {
	Text    string
	Sources []Source // in the person's order; the first is the main one
}

// Kind is what a finding is about.
type Kind string

// The kinds, in the order of what to mend first.
const (
	NoSource       Kind = "no_source"       // nothing is named that the reader could open
	Overclaim      Kind = "overclaim"       // the words say more than the sources show
	UnsourcedCount Kind = "unsourced_count" // a figure that no source holds
	HierarchyWord  Kind = "hierarchy_word"  // "led a team", "owned the roadmap"
	ProcessWord    Kind = "process_word"    // "aligned stakeholders", "kept motivated"
	WeakVerb       Kind = "weak_verb"       // "helped with", "was involved in"
	Praise         Kind = "praise"          // "seamless", "world-class"
	NoDecision     Kind = "no_decision"     // not said: what was decided, and by whom
	NoComparison   Kind = "no_comparison"   // not said: instead of what, or what was before
)

// Kinds lists every kind in that order.
func Kinds() []Kind {
	return []Kind{NoSource, Overclaim, UnsourcedCount, HierarchyWord, ProcessWord, WeakVerb, Praise, NoDecision, NoComparison}
}

// Finding is one thing that a reader could object to.
type Finding struct {
	Kind Kind `json:"kind"`
	// Start and End are byte offsets into the statement's text, on the boundaries of
	// characters: Text[Start:End] is what the finding is about. Both are 0 where it is about the whole.
	Start int    `json:"start"`
	End   int    `json:"end"`
	Span  string `json:"span,omitempty"` // Text[Start:End]
	Why   string `json:"why"`            // one plain sentence
	// Offer is the whole statement in its factual form, built from the sources. "" where
	// there are none to build it from.
	Offer string `json:"offer,omitempty"`
}

// Blocks reports whether a claim with this finding cannot be marked as ready: one
// without a source. Everything else is for the person to decide.
func (f Finding) Blocks() bool { return f.Kind == NoSource }

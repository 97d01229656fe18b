package store

// Topic is one kind of thing that is stored, as the page about privacy and docs/privacy.md
// speak of it.
type Topic string

// The topics, in the order in which they are told.
const (
	Identity     Topic = "identity"
	Acts         Topic = "acts"
	Texts        Topic = "texts"
	Research     Topic = "research"
	OwnWords     Topic = "own_words"
	Packs        Topic = "packs"
	SignIn       Topic = "sign_in"
	Answers      Topic = "answers"
	Syncs        Topic = "syncs"
	Repositories Topic = "repositories"
	Refusals     Topic = "refusals"
)

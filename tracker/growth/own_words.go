package growth

// OwnWords is what a person's own words come to.
type OwnWords struct {
	Initiatives []Initiative // of every quarter of the window, with the edits
	// Applied and Shown say, by their places in the input, which edits found an initiative
	// to change, and which figures have an act of the person to hang on.
	Applied []bool
	Shown   []bool
}

// Heed applies the person's edits and figures and measures nothing else.
func Heed(v Version, in Input) OwnWords {
	f := prepare(v, in)
	words := OwnWords{Initiatives: f.initiatives().Value, Shown: make([]bool, len(in.Entered))}
	_, words.Applied = f.efforts()
	for i, e := range in.Entered {
		words.Shown[i] = f.actFor(e.Thread) != nil
	}
	return words
}

package tracker

import (
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// InitiativeEdit is one change that a person made to their initiatives by hand. Edits
// are applied in order; one of Rename, Merge and Split is set.
type InitiativeEdit struct {
	Rename  string      // the key of what gets Name
	Merge   string      // the key of what goes into the initiative Into
	Split   string      // the key of what Threads leave, to become an initiative called Name
	Into    string      // a key
	Name    string      // the person's words
	Threads []ThreadRef // that leave
}

// Check reports what an edit lacks, whatever initiatives there are.
func (e InitiativeEdit) Check() error {
	const op = "tracker.InitiativeEdit.Check"
	switch {
	case e.Merge != "" && e.Rename == "" && e.Split == "":
		if e.Into == "" || e.Into == e.Merge {
			return Errorf(Invalid, op, "an initiative is merged into another one").WithHint("name two keys")
		}
		return nil
	case e.Split != "" && e.Rename == "" && e.Merge == "":
		if len(e.Threads) == 0 {
			return Errorf(Invalid, op, "no thread is named that leaves").WithHint("name the threads that become an initiative of their own")
		}
		return checkWords(op, "the name", e.Name)
	case e.Rename != "" && e.Merge == "" && e.Split == "":
		return checkWords(op, "the name", e.Name)
	}
	return Errorf(Invalid, op, "an edit renames, merges or splits one initiative")
}

// EnteredFigure is a figure that a person typed in, with where it can be read.
type EnteredFigure struct {
	Thread    ThreadRef // what it hangs on
	What      string    // "downloads a month", "place on the leader board"
	Figure    string
	SourceURL string
	At        time.Time // when it was so
}

// Check reports what a figure lacks, whatever the thread is.
func (f EnteredFigure) Check() error {
	const op = "tracker.EnteredFigure.Check"
	if err := checkWords(op, "what was counted", f.What); err != nil {
		return err
	}
	if err := checkWords(op, "the figure", f.Figure); err != nil {
		return err
	}
	return checkSource(op, f.SourceURL)
}

// Note is what a person says of one contribution of theirs. The zero note says nothing.
type Note struct {
	Pinned    bool   // it is shown before all others
	Hidden    bool   // nobody else is shown it, and nobody else's page counts it
	Words     string // beside it, for everybody who is shown it
	Contested string // why what is shown is wrong; "" where it is not. What is contested is shown with this, and counts in no figure
}

// IsZero reports whether nothing is said.
func (n Note) IsZero() bool { return n == Note{} }

// longestNote is how many characters the words beside a contribution may have.
const longestNote = 1000

// Check reports what cannot be kept of a note.
func (n Note) Check() error {
	const op = "tracker.Note.Check"
	for _, part := range []struct{ what, text string }{{"the note", n.Words}, {"the reason", n.Contested}} {
		if count := utf8.RuneCountInString(part.text); count > longestNote {
			return Errorf(Invalid, op, "%s has %d characters, and may have %d", part.what, count, longestNote).WithHint("say it in fewer words")
		}
	}
	if n.Hidden && n.Pinned {
		return Errorf(Invalid, op, "what is hidden from others cannot be pinned for them").WithHint("show it again first, or take the pin off")
	}
	return nil
}

// longest is how many characters the person's own words may have, and an address.
const (
	longestWords   = 200
	longestAddress = 2000
)

func checkWords(op, what, text string) error {
	switch n := utf8.RuneCountInString(text); {
	case strings.TrimSpace(text) == "":
		return Errorf(Invalid, op, "%s is empty", what).WithHint("say it in a few words")
	case n > longestWords:
		return Errorf(Invalid, op, "%s has %d characters, and may have %d", what, n, longestWords).WithHint("say it in a few words")
	}
	return nil
}

// checkSource takes addresses of pages that anybody can open. The address is in no
// message, since it may hold a password.
func checkSource(op, text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || len(text) > longestAddress:
		return Errorf(Invalid, op, "the source is not the address of a page").WithHint("write it as the browser shows it, from https:// on")
	case u.User != nil:
		return Errorf(Invalid, op, "the source holds a user's name or password").WithHint("leave out what stands before the @ of its host")
	case strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("<>\"\\^`{|}", r) }):
		return Errorf(Invalid, op, "the source holds characters that an address may not hold").WithHint("copy it from the browser, which writes them as %%20 and the like")
	}
	return nil
}

package pack

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// YAML writes a draft as a file that a person edits: every field that there is, with a
// comment where its name does not say enough. Reading it gives the draft back.
func (d Draft) YAML() []byte {
	w := &yamlWriter{}
	w.line(0, "# An evidence pack in the making. Edit it, then see what there is to mend: rungless pack show FILE")
	w.line(0, "# docs/packs.md explains every field. Nothing here is shown to anybody before you seal and share it.")
	w.field(0, "form", d.Form)
	w.field(0, "person", d.Person)
	w.line(0, "from: %s", d.From)
	w.line(0, "to: %s # the first day after the window", d.To)
	w.field(0, "title", d.Title)
	w.list(0, "domains", d.Domains)
	w.list(0, "initiatives", d.Initiatives)
	w.line(0, "# One paragraph before the chapters.")
	w.field(0, "opening", d.Opening)
	w.line(0, "options:")
	w.line(1, "charts: %t", d.Options.Charts)
	w.line(1, "comparison: %t # with the window before this one, of yours alone", d.Options.Comparison)
	w.line(1, "collaborators: %t # their names, and nothing else of them", d.Options.Collaborators)
	w.leaveOut(d.LeaveOut)
	w.line(0, "# Each claim says what you did, in your words, on the sources under it. A source is the address of a pull request,")
	w.line(0, "# issue, review, comment, commit, release or work. quote: the address of the comment to quote with it. private:")
	w.line(0, "# leave out, redact or show, for a source in a private repository. A claim that is not ready stays out of the sealed pack.")
	w.chapters(d.Chapters)
	return []byte(w.text.String())
}

type yamlWriter struct{ text strings.Builder }

func (w *yamlWriter) line(depth int, format string, args ...any) {
	fmt.Fprintf(&w.text, strings.Repeat("  ", depth)+format+"\n", args...)
}

// field writes a text: as a block where it has lines, in quotes else.
func (w *yamlWriter) field(depth int, name, text string) {
	if !fitsABlock(text) {
		w.line(depth, "%s: %s", name, strconv.Quote(text))
		return
	}
	w.line(depth, "%s: |-", name)
	for line := range strings.SplitSeq(text, "\n") {
		if line == "" {
			w.line(0, "")
			continue
		}
		w.line(depth+1, "%s", line)
	}
}

// fitsABlock reports whether a text has several lines that a block keeps as they are.
func fitsABlock(text string) bool {
	if !strings.Contains(text, "\n") || strings.HasSuffix(text, "\n") || strings.HasPrefix(text, "\n") {
		return false
	}
	for line := range strings.SplitSeq(text, "\n") {
		if line != strings.TrimSpace(line) {
			return false
		}
	}
	return !strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) })
}

func (w *yamlWriter) list(depth int, name string, entries []string) {
	if len(entries) == 0 {
		return
	}
	w.line(depth, "%s:", name)
	for _, entry := range entries {
		w.line(depth+1, "- %s", strconv.Quote(entry))
	}
}

func (w *yamlWriter) leaveOut(l LeaveOut) {
	if !l.Quotes && len(l.Authors)+len(l.Sources) == 0 {
		return
	}
	w.line(0, "leave_out:")
	if l.Quotes {
		w.line(1, "quotes: true")
	}
	w.list(1, "authors", l.Authors)
	w.list(1, "sources", l.Sources)
}

func (w *yamlWriter) chapters(chapters []DraftChapter) {
	if len(chapters) == 0 {
		w.line(0, "chapters: []")
		return
	}
	w.line(0, "chapters:")
	for _, chapter := range chapters {
		w.line(1, "- key: %s", strconv.Quote(chapter.Key))
		w.field(2, "title", chapter.Title)
		if chapter.Intro != "" {
			w.field(2, "intro", chapter.Intro)
		}
		if len(chapter.Claims) == 0 {
			w.line(2, "claims: []")
			continue
		}
		w.line(2, "claims:")
		for _, claim := range chapter.Claims {
			w.claim(claim)
		}
	}
}

func (w *yamlWriter) claim(c DraftClaim) {
	w.line(3, "- id: %s", strconv.Quote(c.ID))
	w.field(4, "text", c.Text)
	w.line(4, "ready: %t", c.Ready)
	if len(c.Sources) == 0 {
		w.line(4, "sources: []")
		return
	}
	w.line(4, "sources:")
	for _, s := range c.Sources {
		w.line(5, "- url: %s", address(s.URL))
		if s.Quote != "" {
			w.line(6, "quote: %s", address(s.Quote))
		}
		if s.Private != "" {
			w.line(6, "private: %s", s.Private)
		}
		if s.Note != "" {
			w.field(6, "note", s.Note)
		}
	}
}

// address is an address bare, as people write it, where YAML reads it as it is.
func address(text string) string {
	if strings.HasPrefix(text, "http") && !strings.HasSuffix(text, ":") {
		return text
	}
	return strconv.Quote(text)
}

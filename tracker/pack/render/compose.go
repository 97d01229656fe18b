package render

import (
	"fmt"
	"strconv"
	"strings"

	"rungless/tracker"
	"rungless/tracker/pack"
)

// compose puts a pack into the order in which every format shows it.
func compose(p pack.Pack) document {
	d := document{title: oneLine(p.Title), login: oneLine(p.Subject.Login), day: p.Snapshot, maker: oneLine("rungless " + p.Program), described: map[int]bool{}}
	d.add(heading{depth: 1, text: d.title})
	d.addTitleBlock(p)
	d.say(paragraphs(p.Opening)...)
	number := 0
	for _, chapter := range p.Chapters {
		d.add(heading{depth: 2, id: "chapter-" + chapter.Key, text: oneLine(chapter.Title)})
		d.say(paragraphs(chapter.Intro)...)
		for _, claim := range chapter.Claims {
			number++
			d.addClaim(number, claim)
		}
	}
	d.addCollaborators(p.Collaborators)
	d.addCharts(p.Charts)
	d.addComparison(p.Comparison)
	d.addCoverage(p.Coverage)
	d.addUnseen(p.Unseen)
	return d
}

func (d *document) addTitleBlock(p pack.Pack) {
	who := person(p.Subject.Name, p.Subject.Login, p.Subject.URL)
	if p.Subject.ORCID != "" {
		who = append(who, ours(", ORCID "), theirs(oneLine(p.Subject.ORCID)))
	}
	d.add(paragraph{spans: who}, paragraph{spans: []span{ours(periodWords(p.Period))}})
	d.add(paragraph{quiet: true, spans: []span{ours(fmt.Sprintf("Made by %s from the snapshot of %s; measures by %s. All days are of UTC.",
		d.maker, p.Snapshot.Words(), oneLine(p.Formula)))}})
	if words := unready(p); words != "" {
		d.add(paragraph{quiet: true, spans: []span{ours(words)}})
	}
}

// person is "Ana Example (ana), https://github.com/ana", without a name where none is known.
func person(name, login, url string) []span {
	known := []span{theirs(oneLine(login))}
	if name = oneLine(name); name != "" {
		known = []span{theirs(name), ours(" ("), known[0], ours(")")}
	}
	return append(known, ours(", "), address(url))
}

func periodWords(p pack.Period) string { return p.From.Words() + " to " + p.Last().Words() }

// unready says that the pack is a draft still, where it is.
func unready(p pack.Pack) string {
	open, all := 0, 0
	for _, chapter := range p.Chapters {
		for _, claim := range chapter.Claims {
			all++
			if !claim.Ready {
				open++
			}
		}
	}
	if open == 0 {
		return ""
	}
	return fmt.Sprintf("This is a draft: %d of %d claims are not marked ready.", open, all)
}

func (d *document) addClaim(number int, c pack.Claim) {
	d.add(heading{depth: 3, id: "claim-" + c.ID, number: strconv.Itoa(number) + ". ", text: oneLine(c.Text)})
	if !c.Ready {
		d.add(paragraph{quiet: true, spans: []span{ours("Not marked ready.")}})
	}
	if len(c.Sources) == 0 {
		d.add(paragraph{quiet: true, spans: []span{ours("No source stands under this claim.")}})
		return
	}
	d.addSources(c.Sources)
}

// addSources lists sources. One that was listed before is not described again.
func (d *document) addSources(list []pack.Source) {
	var entries sources
	for _, s := range list {
		entries = append(entries, entryOf(s, d.described[s.Ref]))
		d.described[s.Ref] = true
	}
	d.add(entries)
}

func entryOf(s pack.Source, again bool) entry {
	e := entry{label: fmt.Sprintf("[%d]", s.Ref)}
	if s.IsRedacted {
		e.title = []span{ours(capitalized(s.RedactedWords()))}
		return e
	}
	e.title = sourceTitle(s)
	if !again {
		e.line(factsOf(s))
	}
	if s.Permalink != "" {
		e.lines = append(e.lines, []span{address(s.Permalink)})
	}
	if !again {
		e.line(captureOf(s))
	}
	if s.RevertedBy != "" {
		e.lines = append(e.lines, []span{ours("Reverted by "), address(s.RevertedBy)})
	}
	e.note = paragraphs(s.Note)
	if s.Quote != nil {
		e.quote = quotationOf(*s.Quote)
	}
	return e
}

// line adds parts as one line, with a dot between them.
func (e *entry) line(parts []string) {
	if len(parts) > 0 {
		e.lines = append(e.lines, []span{theirs(strings.Join(parts, " · "))})
	}
}

// sourceTitle is "Pull request owner/name#12: Batch the scorer".
func sourceTitle(s pack.Source) []span {
	title := []span{ours(capitalized(kindWords(s.Kind)))}
	if s.Repository != "" {
		where := oneLine(s.Repository)
		if s.Number > 0 {
			where += "#" + strconv.Itoa(s.Number)
		}
		title = append(title, ours(" "), theirs(where))
	}
	if s.Title != "" {
		title = append(title, ours(": "), theirs(oneLine(s.Title)))
	}
	return title
}

// factsOf says who did what and when.
func factsOf(s pack.Source) []string {
	var facts []string
	say := func(value, format string, args ...any) {
		if value != "" {
			facts = append(facts, oneLine(fmt.Sprintf(format, args...)))
		}
	}
	say(s.Author, "By %s", s.Author)
	say(string(s.Day), "%s", s.Day.Words())
	say(s.Role, "their part: %s", s.Role)
	switch {
	case s.MergedBy != "":
		say(s.MergedBy, "merged by %s%s", s.MergedBy, on(s.MergedOn))
	case s.MergedOn != "":
		say(string(s.MergedOn), "merged%s", on(s.MergedOn))
	}
	for _, v := range s.ValidatedBy {
		if v.Login != s.MergedBy || v.Day != s.MergedOn { // the merge is told already
			say(v.Login, "%s %s%s", v.Login, v.How, on(v.Day))
		}
	}
	say(s.Figure, "%s", s.Figure)
	if s.IsPrivate {
		facts = append(facts, "in a private repository")
	}
	return facts
}

func on(day pack.Day) string {
	if day == "" {
		return ""
	}
	return " on " + day.Words()
}

// captureOf says how the source was when it was read, so that a reader can tell what
// changed since.
func captureOf(s pack.Source) []string {
	var parts []string
	state := words(string(s.State))
	switch {
	case s.CapturedOn != "" && state != "":
		parts = append(parts, "Seen on "+s.CapturedOn.Words()+": "+state)
	case s.CapturedOn != "":
		parts = append(parts, "Seen on "+s.CapturedOn.Words())
	case state != "":
		parts = append(parts, state)
	}
	if s.UpdatedOn != "" {
		parts = append(parts, "last changed on "+s.UpdatedOn.Words())
	}
	if s.CommitSHA != "" {
		parts = append(parts, "commit "+oneLine(s.CommitSHA))
	}
	return parts
}

func quotationOf(q pack.Quote) *quotation {
	words := paragraphs(q.Text)
	if q.IsCut && len(words) > 0 {
		words[len(words)-1] += " […]"
	}
	by := []span{theirs(oneLine(q.Author))}
	if q.Day != "" {
		by = append(by, ours(", "+q.Day.Words()))
	}
	return &quotation{paragraphs: words, by: append(by, ours(", "), address(q.Permalink))}
}

// kindWords is a kind of source in GitHub's words.
func kindWords(k tracker.Kind) string {
	if k == "" {
		return "source"
	}
	return words(string(k))
}

// words turns a name of GitHub's into words: "changes_requested".
func words(name string) string { return oneLine(strings.ReplaceAll(name, "_", " ")) }

package build

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/pack"
	"rungless/tracker/statement"
)

// proposer writes chapters.
type proposer struct {
	*gathered
	choice       Choice
	keys, ids    map[string]int
	said         map[string]bool // addresses of acts that are claimed
	titles       map[string]bool // of what is claimed
	repositories []string        // of what is claimed, in order of first mention
	counts       counts
}

// proposed is a claim with what it is sorted by.
type proposed struct {
	pack.DraftClaim
	act      growth.Evidence
	evidence Evidence
	isMore   bool // there are stronger ones enough
}

// chapter writes what an effort shows: the strongest evidence first, and what is more
// than a reader takes in as one claim at the end.
func (w *proposer) chapter(e effort) pack.DraftChapter {
	var list []proposed
	for _, act := range e.acts {
		if p, ok := w.propose(act); ok {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, proposed.compare)
	title := w.titleOf(e)
	chapter := pack.DraftChapter{Key: once(w.keys, keyOf(strings.TrimSpace(e.quarter+" "+title))), Title: title}
	var more []proposed
	for _, p := range chosen(list) {
		named := strings.ToLower(p.evidence.Title)
		switch {
		case !p.isMore && !w.titles[named]:
		case p.evidence.RevertedBy != "":
			continue // it would count as merged
		default: // who claims the same twice claims it once
			w.count(p)
			more = append(more, p)
			continue
		}
		w.count(p)
		w.titles[named] = true
		p.ID = once(w.ids, idOfClaim(p.evidence))
		chapter.Claims = append(chapter.Claims, p.DraftClaim)
	}
	for part := range slices.Chunk(more, mostInOneClaim) {
		chapter.Claims = append(chapter.Claims, w.alsoDone(part))
	}
	return chapter
}

// chosen marks all but the strongest as more. Of one kind of act there are no more than
// four among those, as long as there are others: who reviews and asks does not only write.
func chosen(list []proposed) []proposed {
	const mostAlike = 4
	alike, taken := map[growth.ActKind]int{}, 0
	for i := range list {
		list[i].isMore = alike[list[i].act.Act] == mostAlike || taken == mostProposed
		if !list[i].isMore {
			alike[list[i].act.Act]++
			taken++
		}
	}
	for i := range list {
		if list[i].isMore && taken < mostProposed {
			list[i].isMore = false
			taken++
		}
	}
	return list
}

// mostInOneClaim is how many sources a claim may have; see [pack.Draft.Check].
const mostInOneClaim = 100

// bareVersion is the name of a milestone that says nothing alone.
var bareVersion = regexp.MustCompile(`^[vV]?[0-9]+([.][0-9x]+)*$`)

// titleOf names a chapter. The name of an initiative with anything private in it may be
// that of the private part, and is not told.
func (w *proposer) titleOf(e effort) string {
	if e.quarter == "" {
		return shortTitle(e.name)
	}
	if len(w.public(e.threads)) < len(e.threads) {
		return "Work of " + e.quarter
	}
	name := shortTitle(e.name)
	if bareVersion.MatchString(name) && len(e.threads) > 0 {
		name = "Work on " + name + " of " + e.threads[0].Thread.Repository.FullName()
	}
	return name + " (" + e.quarter + ")"
}

// propose writes what one act shows; false where it is private, gone, hidden, contested
// or claimed already.
func (w *proposer) propose(act growth.Evidence) (proposed, bool) {
	address, quote := act.URL, ""
	if act.Act == growth.Reviewed {
		if stored := w.stored[w.links[act.URL].URL]; stored != nil {
			if review, comment := w.heeded(stored.Record); review != "" {
				address, quote = review, comment
			}
		}
	}
	e, ok := w.evidence(address)
	note := w.notes[act.URL]
	isLater := act.Act == growth.Authored && e.MergedOn >= w.choice.Period.To // of the next pack
	if !ok || isLater || e.IsPrivate || w.cameToPrivate(act) || w.said[act.URL] || note.Hidden || note.Contested != "" {
		return proposed{}, false
	}
	w.said[act.URL] = true
	main := pack.DraftSource{URL: e.Permalink}
	if e.Kind == tracker.ResearchCredit {
		main.URL = address
	}
	if quote != "" {
		if _, ok := w.quote(quote, e); ok {
			main.Quote = quote
		}
	}
	says := sourceOf(e)
	if act.Act == "" {
		says = creditOf(act, e)
		if e.Role == "" {
			main.Note = "by this commit the name was added"
		}
	}
	text := strings.TrimSuffix(cmp.Or(statement.Factual(says), plainly(e)), ".") + "."
	return proposed{DraftClaim: pack.DraftClaim{Text: printable(text), Sources: append([]pack.DraftSource{main}, w.beside(act)...)}, act: act, evidence: e}, true
}

// creditOf is a research credit as statements tell of it: who added the person to what.
func creditOf(act growth.Evidence, e Evidence) statement.Source {
	s := statement.Source{URL: e.Permalink, Kind: tracker.ResearchCredit, Role: tracker.Author, Title: act.Title, By: e.Subject, At: act.At}
	if len(act.Validations) > 0 {
		s.AddedBy = act.Validations[0].By.Login
	}
	return s
}

// compare sorts what bears a claim out best first: what stands before what was taken
// back, what took work before what took none, then by the act's weight, by how many others
// acted on it, and the newest first.
func (p proposed) compare(other proposed) int {
	later := func(a, b bool) int {
		switch {
		case a == b:
			return 0
		case a:
			return 1
		}
		return -1
	}
	return cmp.Or(later(p.evidence.RevertedBy != "", other.evidence.RevertedBy != ""), later(p.evidence.isSmall(), other.evidence.isSmall()),
		cmp.Compare(other.weight(), p.weight()), cmp.Compare(other.evidence.others(), p.evidence.others()),
		other.act.At.Truncate(24*time.Hour).Compare(p.act.At.Truncate(24*time.Hour)), strings.Compare(p.act.URL, other.act.URL))
}

// weight is what depth gives an act; see docs/metrics.md.
func (p proposed) weight() int {
	switch p.act.Act {
	case growth.Authored:
		return 3
	case growth.Reviewed, growth.Answered, growth.Cited:
		return 2
	}
	return 1
}

// others counts who acted on it.
func (e Evidence) others() int {
	seen := map[string]bool{}
	for _, v := range e.ValidatedBy {
		seen[v.Login] = true
	}
	return len(seen)
}

// smallChange is how many changed lines make a change that a reader would call small.
const smallChange = 10

func (e Evidence) isSmall() bool {
	return e.Kind == tracker.PullRequestKind && e.ChangedLines > 0 && e.ChangedLines < smallChange
}

// alsoDone names what a chapter has no claim of its own for.
func (w *proposer) alsoDone(list []proposed) pack.DraftClaim {
	claim := pack.DraftClaim{ID: once(w.ids, "also-"+idOfClaim(list[0].evidence))}
	var all counts
	for _, p := range list {
		all[placeOf(p)]++
		claim.Sources = append(claim.Sources, p.Sources[0])
	}
	claim.Text = "Also in this window, by their links: " + enumerated(all.words()) + "."
	return claim
}

// beside are the change that came of an act, and what came of its thread.
func (w *proposer) beside(act growth.Evidence) []pack.DraftSource {
	var list []pack.DraftSource
	if act.Change != nil {
		if change, ok := w.evidence(tracker.ThreadURL(*act.Change)); ok && !change.IsPrivate {
			list = append(list, pack.DraftSource{URL: change.Permalink, Note: "what came of it"})
		}
	}
	for _, o := range w.profile.Outcomes.Value {
		isOf := slices.ContainsFunc(o.Threads, func(e growth.Evidence) bool { return e.URL == act.URL })
		if isOf && o.SourceURL != act.URL && len(w.public(o.Threads)) == len(o.Threads) {
			list = append(list, pack.DraftSource{URL: o.SourceURL})
		}
	}
	return list
}

func (w *proposer) count(p proposed) {
	w.counts[placeOf(p)]++
	if name := p.evidence.Repository; name != "" && !slices.Contains(w.repositories, name) {
		w.repositories = append(w.repositories, name)
	}
}

// counts is how many there are of each sort of contribution.
type counts [5]int

// placeOf is where a claim is counted.
func placeOf(p proposed) int {
	switch {
	case p.act.Act == growth.Authored && p.evidence.IsMerged:
		return 0
	case p.act.Act == growth.Reviewed:
		return 1
	case p.act.Act == growth.Led:
		return 2
	case p.act.Act == growth.Answered:
		return 3
	}
	return 4
}

// words says how many of each there are.
func (c counts) words() []string {
	var parts []string
	for i, nouns := range [...]struct{ one, many string }{
		{"one merged change", "%d merged changes"},
		{"one review that its author heeded", "%d reviews that their authors heeded"},
		{"one issue that somebody else's merged change closed", "%d issues that others' merged changes closed"},
		{"one answer that was accepted", "%d answers that were accepted"},
		{"one other contribution that others built on", "%d other contributions that others built on"},
	} {
		switch n := c[i]; n {
		case 0:
		case 1:
			parts = append(parts, nouns.one)
		default:
			parts = append(parts, fmt.Sprintf(nouns.many, n))
		}
	}
	return parts
}

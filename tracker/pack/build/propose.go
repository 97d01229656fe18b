package build

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/pack"
	"rungless/tracker/statement"
	"rungless/tracker/store"
)

// Propose writes a draft from what a person did in a window: their initiatives as
// chapters, what counts in them as claims in the factual form, each with its sources.
// Only what is public is proposed, and nothing is marked ready. p is the profile over
// the window.
func (m *Maker) Propose(ctx context.Context, who Person, p growth.Profile, c Choice) (pack.Draft, error) {
	efforts := m.efforts(p, c)
	if len(c.Initiatives)+len(c.Domains) == 0 {
		other, err := m.elsewhere(ctx, who, efforts, c.Period)
		if err != nil {
			return pack.Draft{}, err
		}
		efforts = append(efforts, other)
	}
	g, err := m.gather(ctx, who, p, addressesOfEfforts(efforts))
	if err != nil {
		return pack.Draft{}, err
	}
	if err := g.addHeeded(ctx); err != nil {
		return pack.Draft{}, err
	}
	w := &proposer{gathered: g, choice: c, keys: map[string]int{}, ids: map[string]int{}, said: map[string]bool{}}
	d := pack.Draft{Form: pack.DraftForm, Person: who.Login, From: c.Period.From, To: c.Period.To, Domains: c.Domains, Initiatives: c.Initiatives,
		Title:    cmp.Or(c.Title, fmt.Sprintf("%s, %s to %s", cmp.Or(who.Name, who.Login), c.Period.From.Words(), c.Period.Last().Words())),
		Chapters: []pack.DraftChapter{}, Options: pack.Options{Charts: true, Comparison: true, Collaborators: true}}
	for _, effort := range efforts {
		if chapter := w.chapter(effort); len(chapter.Claims) > 0 {
			d.Chapters = append(d.Chapters, chapter)
		}
	}
	d.Opening = w.opening()
	return d, nil
}

// effort is what becomes one chapter.
type effort struct {
	name, quarter string
	acts          []growth.Evidence
}

// efforts are the chosen initiatives, then what counts beside them by domain, then
// research.
func (m *Maker) efforts(p growth.Profile, c Choice) []effort {
	var list []effort
	inside := map[string]bool{}
	for _, i := range p.Initiatives.Value {
		if !contains(c.Initiatives, i.Key) || !slices.ContainsFunc(i.Domains, func(slug string) bool { return contains(c.Domains, slug) }) {
			continue
		}
		list = append(list, effort{i.Name, i.Quarter, during(i.Threads, c.Period)})
		for _, e := range i.Threads {
			inside[e.URL] = true
		}
	}
	if len(c.Initiatives) > 0 {
		return list
	}
	for _, depth := range p.Depths {
		if !contains(c.Domains, depth.Domain) {
			continue
		}
		acts := slices.DeleteFunc(during(depth.Curve.Evidence, c.Period), func(e growth.Evidence) bool { return inside[e.URL] })
		for _, e := range acts {
			inside[e.URL] = true
		}
		list = append(list, effort{name: m.domainName(depth.Domain), acts: acts})
	}
	var research []growth.Evidence
	for _, tier := range p.Scope.Invitations.Value {
		for _, i := range tier.Invitations {
			if tier.Tier == growth.AuthorEntry {
				research = append(research, growth.Evidence{URL: i.URL, Title: i.Work, At: i.At, Counted: true})
			}
		}
	}
	return append(list, effort{name: "Research", acts: during(research, c.Period)})
}

// elsewhere are the changes of the window that others merged and that lie in no domain
// and no initiative.
func (m *Maker) elsewhere(ctx context.Context, who Person, known []effort, period pack.Period) (effort, error) {
	inside := map[string]bool{}
	for _, address := range addressesOfEfforts(known) {
		inside[address] = true
	}
	other := effort{name: "Other work"}
	err := m.Store.Facts(ctx, store.EvidenceFilter{AccountIDs: who.AccountIDs, Kinds: []tracker.Kind{tracker.PullRequestKind}, State: tracker.Merged,
		From: period.From.Time(), To: period.To.Time(), PublicOnly: true}, func(c tracker.Contribution) error {
		if !inside[c.URL] && who.isOther(c.MergedBy) {
			thread := tracker.ThreadRef{Repository: c.Repository, Kind: c.Kind, Number: c.Number}
			other.acts = append(other.acts, growth.Evidence{Act: growth.Authored, Thread: thread, URL: c.URL, Title: c.Title, At: c.OccurredAt, Counted: true})
		}
		return nil
	})
	return other, err
}

func addressesOfEfforts(efforts []effort) []string {
	var list []string
	for _, effort := range efforts {
		for _, e := range effort.acts {
			list = append(list, e.URL)
			if e.Change != nil {
				list = append(list, tracker.ThreadURL(*e.Change))
			}
		}
	}
	return list
}

// addHeeded reads the reviews and comments that are proposed in place of their threads.
func (g *gathered) addHeeded(ctx context.Context) error {
	var list []string
	for _, stored := range g.stored {
		if review, comment := g.heeded(stored.Record); review != "" {
			list = append(list, review)
			if comment != "" {
				list = append(list, comment)
			}
		}
	}
	slices.Sort(list)
	return g.readSources(ctx, list)
}

// heeded finds the person's last verdict on somebody's change, and their first comment
// on its lines that has words.
func (g *gathered) heeded(r tracker.Record) (review, comment string) {
	if r.Thread.PullRequest == nil || g.who.is(r.Thread.Author) {
		return "", ""
	}
	verdict := tracker.Commented
	for _, v := range r.Reviews {
		if g.who.is(v.Author) && v.DatabaseID != 0 && (review == "" || v.State != tracker.Commented || verdict == tracker.Commented) {
			review, verdict = tracker.ItemURL(r.Thread.ThreadRef, tracker.ReviewKind, v.DatabaseID), v.State
		}
	}
	for _, c := range r.Comments {
		if comment == "" && c.Kind == tracker.ReviewComment && g.who.is(c.Author) && !c.IsMinimized && c.Wording != tracker.Wordless && c.DatabaseID != 0 {
			comment = tracker.ItemURL(r.Thread.ThreadRef, c.Kind, c.DatabaseID)
		}
	}
	return review, comment
}

// proposer writes chapters.
type proposer struct {
	*gathered
	choice       Choice
	keys, ids    map[string]int
	said         map[string]bool // addresses of acts that are claimed
	repositories []string        // of what is claimed, in order of first mention
	counts       [3]int          // merged changes, heeded reviews, others
}

func (w *proposer) chapter(e effort) pack.DraftChapter {
	var claims []pack.DraftClaim
	onlyPublic := true
	for _, act := range e.acts {
		claim, ok := w.claim(act)
		if ok {
			claims = append(claims, claim)
		}
		onlyPublic = onlyPublic && (ok || w.said[act.URL])
	}
	title := e.name
	if !onlyPublic && e.quarter != "" {
		title = "Work of " + e.quarter // the name may be that of something private
	}
	key := strings.TrimSpace(e.quarter + " " + title)
	if e.quarter != "" && onlyPublic {
		title += " (" + e.quarter + ")"
	}
	return pack.DraftChapter{Key: once(w.keys, keyOf(key)), Title: shortTitle(title), Claims: claims}
}

// claim writes what one act shows; false where it is private, gone or claimed already.
func (w *proposer) claim(act growth.Evidence) (pack.DraftClaim, bool) {
	address, quote := act.URL, ""
	if act.Act == growth.Reviewed {
		if stored := w.stored[w.links[act.URL].URL]; stored != nil {
			if review, comment := w.heeded(stored.Record); review != "" {
				address, quote = review, comment
			}
		}
	}
	e, ok := w.evidence(address)
	if !ok || e.IsPrivate || w.said[act.URL] {
		return pack.DraftClaim{}, false
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
	text := strings.TrimSuffix(cmp.Or(statement.Factual(sourceOf(e)), plainly(e)), ".") + "."
	claim := pack.DraftClaim{ID: once(w.ids, idOfClaim(e)), Text: printable(text), Sources: append([]pack.DraftSource{main}, w.beside(act)...)}
	w.count(act, e)
	return claim, true
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
		if isOf && o.SourceURL != act.URL && !slices.ContainsFunc(o.Threads, func(e growth.Evidence) bool { return !w.isPublic(e) }) {
			list = append(list, pack.DraftSource{URL: o.SourceURL})
		}
	}
	return list
}

func (w *proposer) count(act growth.Evidence, e Evidence) {
	place := 2
	switch {
	case act.Act == growth.Authored && e.IsMerged:
		place = 0
	case act.Act == growth.Reviewed:
		place = 1
	}
	w.counts[place]++
	if e.Repository != "" && !slices.Contains(w.repositories, e.Repository) {
		w.repositories = append(w.repositories, e.Repository)
	}
}

// opening is a paragraph of facts about what is proposed.
func (w *proposer) opening() string {
	var parts []string
	for i, nouns := range [...]struct{ one, many string }{
		{"one merged change", "%d merged changes"},
		{"one review that its author heeded", "%d reviews that their authors heeded"},
		{"one other contribution that others built on", "%d other contributions that others built on"},
	} {
		switch n := w.counts[i]; n {
		case 0:
		case 1:
			parts = append(parts, nouns.one)
		default:
			parts = append(parts, fmt.Sprintf(nouns.many, n))
		}
	}
	if len(parts) == 0 {
		return fmt.Sprintf("From %s to %s nothing public was found that others validated.", w.choice.Period.From.Words(), w.choice.Period.Last().Words())
	}
	return fmt.Sprintf("From %s to %s: %s, in %s.", w.choice.Period.From.Words(), w.choice.Period.Last().Words(), enumerated(parts), enumerated(w.repositories))
}

// enumerated writes a list as a sentence does.
func enumerated(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1]
}

// plainly names a source where no factual form of it can be written.
func plainly(e Evidence) string {
	if e.Number != 0 {
		return fmt.Sprintf("%s#%d (%s)", e.Repository, e.Number, shortTitle(e.Title))
	}
	return shortTitle(cmp.Or(e.Title, e.Permalink))
}

func idOfClaim(e Evidence) string {
	_, name, _ := strings.Cut(e.Repository, "/")
	if e.Number == 0 {
		return keyOf(name + " " + e.Title)
	}
	return keyOf(name) + "-" + itoa(int64(e.Number))
}

// once makes a key that was not given yet.
func once(seen map[string]int, key string) string {
	seen[key]++
	if n := seen[key]; n > 1 {
		return once(seen, fmt.Sprintf("%s-%d", key, n))
	}
	return key
}

// printable leaves out of a text what no draft may hold: titles come from outside.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || unicode.IsControl(r) || r == '\ufeff' || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// shortTitle fits a title into a draft, on one line.
func shortTitle(text string) string {
	text = strings.Join(strings.Fields(printable(text)), " ")
	if runes := []rune(text); len(runes) > 200 {
		text = string(runes[:199]) + "…"
	}
	return cmp.Or(text, "Work")
}

package build

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/pack"
	"rungless/tracker/store"
)

// Propose writes a draft from what a person did in a window: their initiatives as
// chapters, what counts in them as claims in the factual form, each with its sources.
// Only what is public is proposed, and nothing is marked ready. p is the profile over
// the window.
func (m *Maker) Propose(ctx context.Context, who Person, p growth.Profile, c Choice) (pack.Draft, error) {
	if err := m.check(c, p); err != nil {
		return pack.Draft{}, err
	}
	efforts := m.efforts(p, c)
	if len(c.Initiatives)+len(c.Domains) == 0 {
		if err := m.addElsewhere(ctx, who, efforts, c.Period); err != nil {
			return pack.Draft{}, err
		}
	}
	g, err := m.gather(ctx, who, p, addressesOfEfforts(efforts))
	if err != nil {
		return pack.Draft{}, err
	}
	if err := g.addHeeded(ctx); err != nil {
		return pack.Draft{}, err
	}
	w := &proposer{gathered: g, choice: c, keys: map[string]int{}, ids: map[string]int{}, said: map[string]bool{}, titles: map[string]bool{}}
	d := pack.Draft{Form: pack.DraftForm, Person: who.Login, From: c.Period.From, To: c.Period.To, Domains: c.Domains, Initiatives: c.Initiatives,
		Title:    cmp.Or(c.Title, fmt.Sprintf("%s, %s to %s", cmp.Or(who.fullName(), who.Login), c.Period.From.Words(), c.Period.Last().Words())),
		Chapters: []pack.DraftChapter{}, Options: pack.Options{Charts: true, Comparison: true, Collaborators: true}}
	for _, effort := range efforts {
		if chapter := w.chapter(effort); len(chapter.Claims) > 0 {
			d.Chapters = append(d.Chapters, chapter)
		}
	}
	d.Opening = w.opening()
	return d, nil
}

// check refuses the choice of what is not there, which would propose nothing.
func (m *Maker) check(c Choice, p growth.Profile) error {
	const op = "build.Propose"
	for _, slug := range c.Domains {
		if _, known := m.Domains[slug]; !known {
			return tracker.Errorf(tracker.Invalid, op, "there is no domain %q", slug).WithHint("choose of %s", strings.Join(slices.Sorted(maps.Keys(m.Domains)), ", "))
		}
	}
	for _, key := range c.Initiatives {
		if !slices.ContainsFunc(p.Initiatives.Value, func(i growth.Initiative) bool { return i.Key == key }) {
			return tracker.Errorf(tracker.Invalid, op, "there is no initiative %q in this window", key).WithHint("see those that there are: rungless initiatives list")
		}
	}
	return nil
}

// effort is what becomes one chapter.
type effort struct {
	name, quarter string
	acts          []growth.Evidence // of the window, which count
	threads       []growth.Evidence // all that gave an initiative its name
}

// Bounds of a proposal, so that a committee can read what the person keeps of it.
const (
	mostInitiatives = 8 // chapters; what more there is stands under its domain
	mostProposed    = 7 // claims of one chapter; what more there is stands in one claim at its end
)

// efforts are the chosen initiatives, then what counts beside them by domain, then what
// lies in no domain, then research.
func (m *Maker) efforts(p growth.Profile, c Choice) []effort {
	list, alone := m.initiatives(p, c)
	if len(c.Initiatives) > 0 {
		return list
	}
	inside := map[string]bool{}
	for _, initiative := range list {
		for _, e := range initiative.acts {
			inside[e.URL] = true
		}
	}
	known := func(e growth.Evidence) bool {
		was := inside[e.URL]
		inside[e.URL] = true
		return was
	}
	for _, depth := range p.Depths {
		if contains(c.Domains, depth.Domain) {
			list = append(list, effort{name: m.domainName(depth.Domain), acts: slices.DeleteFunc(during(depth.Curve.Evidence, c.Period), known)})
		}
	}
	list = append(list, effort{name: otherWork, acts: slices.DeleteFunc(alone, known)})
	var research []growth.Evidence
	for _, tier := range p.Scope.Invitations.Value {
		for _, i := range tier.Invitations {
			if tier.Tier == growth.AuthorEntry {
				by := []growth.Validation{{By: i.By, At: i.At}}
				research = append(research, growth.Evidence{URL: i.URL, Title: i.Work, At: i.At, Counted: true, Validations: by})
			}
		}
	}
	return append(list, effort{name: "Research", acts: during(research, c.Period)})
}

// otherWork is the chapter of what lies in no domain and no initiative.
const otherWork = "Other work"

// initiatives are those that become chapters: which the person chose, or the largest of
// more than one act. alone are the acts of the others.
func (m *Maker) initiatives(p growth.Profile, c Choice) (list []effort, alone []growth.Evidence) {
	for _, i := range p.Initiatives.Value {
		if contains(c.Initiatives, i.Key) && slices.ContainsFunc(i.Domains, func(slug string) bool { return contains(c.Domains, slug) }) {
			list = append(list, effort{i.Name, i.Quarter, during(i.Threads, c.Period), i.Threads})
		}
	}
	if len(c.Initiatives) > 0 {
		return list, nil
	}
	sizes := make([]int, len(list))
	for i, e := range list {
		sizes[i] = len(e.acts)
	}
	slices.Sort(sizes)
	least := 2
	if len(sizes) > mostInitiatives {
		least = max(least, sizes[len(sizes)-mostInitiatives])
	}
	kept := list[:0]
	for _, e := range list {
		if len(e.acts) < least || len(kept) == mostInitiatives {
			alone = append(alone, e.acts...)
			continue
		}
		kept = append(kept, e)
	}
	return kept, alone
}

// addElsewhere adds to the other work the changes of the window that others merged and
// that no measure names.
func (m *Maker) addElsewhere(ctx context.Context, who Person, efforts []effort, period pack.Period) error {
	inside := map[string]bool{}
	for _, address := range addressesOfEfforts(efforts) {
		inside[address] = true
	}
	other := &efforts[slices.IndexFunc(efforts, func(e effort) bool { return e.name == otherWork && e.quarter == "" })]
	return m.Store.Facts(ctx, store.EvidenceFilter{AccountIDs: who.AccountIDs, Kinds: []tracker.Kind{tracker.PullRequestKind}, State: tracker.Merged,
		From: period.From.Time(), To: period.To.Time(), PublicOnly: true}, func(c tracker.Contribution) error {
		if !inside[c.URL] && who.isOther(c.MergedBy) {
			thread := tracker.ThreadRef{Repository: c.Repository, Kind: c.Kind, Number: c.Number}
			other.acts = append(other.acts, growth.Evidence{Act: growth.Authored, Thread: thread, URL: c.URL, Title: c.Title, At: c.OccurredAt, Counted: true})
		}
		return nil
	})
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

// opening is a paragraph of facts about what is proposed.
func (w *proposer) opening() string {
	parts := w.counts.words()
	if len(parts) == 0 {
		return fmt.Sprintf("From %s to %s nothing public was found that others validated.", w.choice.Period.From.Words(), w.choice.Period.Last().Words())
	}
	return fmt.Sprintf("From %s to %s: %s, in %s.", w.choice.Period.From.Words(), w.choice.Period.Last().Words(), enumerated(parts), enumerated(firstOf(w.repositories)))
}

// firstOf shortens a long list to what a sentence holds.
func firstOf(repositories []string) []string {
	const most = 5
	if len(repositories) <= most+1 {
		return repositories
	}
	return append(slices.Clone(repositories[:most]), fmt.Sprintf("%d other repositories", len(repositories)-most))
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

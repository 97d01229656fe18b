package build

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/pack"
)

// Resolve makes a pack of a draft that was checked: every source as it is stored, with
// what there is to say against each claim. p is the person's profile over the draft's
// window. before, which may be nil, is the pack as it was sealed last: what was edited
// since is found by its hashes.
func (m *Maker) Resolve(ctx context.Context, who Person, p growth.Profile, d pack.Draft, before *pack.Pack) (pack.Pack, error) {
	period := pack.Period{From: d.From, To: d.To}
	var lines []comparedItem
	if d.Options.Comparison {
		lines = m.compared(p, period, d.Domains)
	}
	g, err := m.gather(ctx, who, p, append(addressesOf(d), addressesOfItems(lines)...))
	if err != nil {
		return pack.Pack{}, err
	}
	r := &resolver{gathered: g, draft: d, period: period, left: map[string]bool{}, sealed: sealedSources(before)}
	for _, address := range d.LeaveOut.Sources {
		r.left[g.links[address].URL] = true
	}
	done := pack.Pack{Form: pack.Form, Title: d.Title, Period: period, Opening: d.Opening, Chapters: []pack.Chapter{}, Formula: p.Version, Program: m.Program,
		Subject: pack.Subject{Login: who.Login, Name: who.fullName(), URL: accountURL(m.Host, who.Login), ORCID: who.ORCID}}
	for _, chapter := range d.Chapters {
		done.Chapters = append(done.Chapters, r.chapter(chapter))
	}
	if d.Options.Comparison {
		done.Comparison = r.comparison(lines)
	}
	if d.Options.Charts {
		done.Charts = r.charts(&done)
	}
	if d.Options.Collaborators {
		done.Collaborators = r.collaborators()
	}
	if err := r.coverage(ctx, &done); err != nil {
		return pack.Pack{}, err
	}
	done.Number()
	return done, nil
}

type resolver struct {
	*gathered
	draft  pack.Draft
	period pack.Period
	left   map[string]bool            // addresses that are left out
	sealed map[string]pack.Source     // of the pack as it was sealed last
	people map[string]tracker.Account // who is named in shown sources, by login
	shown  map[string]bool            // repositories of shown sources, by name
}

func (r *resolver) chapter(d pack.DraftChapter) pack.Chapter {
	chapter := pack.Chapter{Key: d.Key, Title: d.Title, Intro: d.Intro, Claims: []pack.Claim{}}
	for _, claim := range d.Claims {
		chapter.Claims = append(chapter.Claims, r.claim(d.Key, claim))
	}
	return chapter
}

func (r *resolver) claim(chapter string, d pack.DraftClaim) pack.Claim {
	claim := pack.Claim{ID: d.ID, Text: d.Text, Ready: d.Ready, Sources: []pack.Source{}}
	var found []pack.Finding
	var evidence []Evidence
	for _, named := range d.Sources {
		e, ok, findings := r.source(named)
		found = append(found, findings...)
		if ok {
			claim.Sources = append(claim.Sources, e.Source)
			evidence = append(evidence, e)
		}
	}
	found = append(found, r.ofClaim(claim, evidence)...)
	for i := range found {
		found[i].Chapter, found[i].Claim = chapter, d.ID
	}
	claim.Findings = found
	return claim
}

// source resolves one source of a claim; false where nothing of it is shown.
func (r *resolver) source(named pack.DraftSource) (Evidence, bool, []pack.Finding) {
	e, ok := r.evidence(named.URL)
	if !ok {
		return e, false, []pack.Finding{r.missing(named.URL)}
	}
	if r.left[r.links[named.URL].URL] || r.left[e.Permalink] {
		return e, false, []pack.Finding{advice("left-out", e.Permalink, "this source is left out, as leave_out says", "take it out of the claim, or out of leave_out")}
	}
	findings := r.ofSource(named, e)
	if e.IsPrivate {
		switch named.Private {
		case pack.PrivateRedact:
			e.Source = pack.Source{IsPrivate: true, IsRedacted: true, VerifiedOn: e.CapturedOn}
			e.Text, e.Change, e.ThreadAuthor = "", nil, ""
			return e, true, findings
		case pack.PrivateShow:
		default:
			return e, false, findings
		}
	}
	e.Note = named.Note
	if named.Quote != "" {
		findings = append(findings, r.addQuote(named.Quote, &e)...)
	}
	r.name(e)
	return e, true, findings
}

// addQuote adds the words that the person chose, if they may be shown.
func (r *resolver) addQuote(address string, e *Evidence) []pack.Finding {
	quote, ok := r.quote(address, *e)
	switch {
	case !ok:
		return []pack.Finding{advice("quote-missing", e.Permalink, "the words to quote are not stored, hidden on GitHub, or not of this source's thread",
			"name a review or comment of the same thread, or quote nothing")}
	case !strings.EqualFold(quote.Author, r.who.Login) && (r.draft.LeaveOut.Quotes || slices.ContainsFunc(r.draft.LeaveOut.Authors, func(login string) bool { return strings.EqualFold(login, quote.Author) })):
		return nil
	}
	e.Quote = &quote
	return nil
}

// name notes who and what a shown source names.
func (r *resolver) name(e Evidence) {
	if r.people == nil {
		r.people, r.shown = map[string]tracker.Account{}, map[string]bool{}
	}
	if !e.IsPrivate { // that one source is shown says nothing of what was read beside it
		r.shown[strings.ToLower(e.Repository)] = true
	}
	stored := r.stored[r.links[e.Permalink].URL]
	if stored == nil {
		stored = r.stored[e.Permalink]
	}
	if stored == nil {
		return
	}
	for _, a := range accountsIn(stored.Record) {
		named := a.Login == e.Author || a.Login == e.MergedBy || slices.ContainsFunc(e.ValidatedBy, func(v pack.Validation) bool { return v.Login == a.Login })
		if named && r.who.isOther(a) {
			r.people[strings.ToLower(a.Login)] = a
		}
	}
}

// accountsIn lists who wrote, merged or reviewed something in a record.
func accountsIn(r tracker.Record) []tracker.Account {
	list := []tracker.Account{r.Thread.Author}
	if r.Thread.PullRequest != nil {
		list = append(list, r.Thread.PullRequest.MergedBy)
	}
	for i := range r.Reviews {
		list = append(list, r.Reviews[i].Author)
	}
	for i := range r.Comments {
		list = append(list, r.Comments[i].Author)
	}
	return list
}

func sealedSources(p *pack.Pack) map[string]pack.Source {
	sources := map[string]pack.Source{}
	if p != nil {
		p.EachSource(func(s *pack.Source) { sources[s.Permalink] = *s })
	}
	return sources
}

func accountURL(host, login string) string {
	if name, _, _ := strings.Cut(host, ":"); tracker.IsLoopback(name) {
		return "http://" + host + "/" + login
	}
	return "https://" + host + "/" + login
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

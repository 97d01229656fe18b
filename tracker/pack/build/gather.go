package build

import (
	"context"
	"slices"
	"strings"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/pack"
	"rungless/tracker/store"
)

// gathered is all that is known of the sources that a draft names, by their addresses
// in their one form.
type gathered struct {
	*Maker
	who     Person
	profile growth.Profile
	links   map[string]pack.Link // by the address as written
	stored  map[string]*store.Source
	acts    map[string]growth.Evidence // the person's, by address
	notes   map[string]tracker.Note    // what the person says, by address
	credits map[string]tracker.Contribution
	results map[string]growth.Outcome // by the address of their source
	private map[string]bool           // repositories of the acts, by name
}

// gather reads all sources at once. Addresses that are none are left out: a draft that
// was checked has none.
func (m *Maker) gather(ctx context.Context, who Person, p growth.Profile, addresses []string) (*gathered, error) {
	g := &gathered{Maker: m, who: who, profile: p, links: map[string]pack.Link{}, stored: map[string]*store.Source{},
		acts: map[string]growth.Evidence{}, notes: map[string]tracker.Note{}, credits: map[string]tracker.Contribution{},
		results: map[string]growth.Outcome{}, private: map[string]bool{}}
	for e := range eachAct(p) {
		if _, known := g.acts[e.URL]; !known || len(e.Validations) > 0 {
			g.acts[e.URL] = e
		}
	}
	for _, o := range p.Outcomes.Value {
		g.results[o.SourceURL] = o
	}
	if err := g.readSources(ctx, addresses); err != nil {
		return nil, err
	}
	if err := g.readOwn(ctx); err != nil {
		return nil, err
	}
	return g, g.readPrivate(ctx)
}

// eachAct yields the person's acts of all time as the measures name them.
func eachAct(p growth.Profile) func(func(growth.Evidence) bool) {
	lists := [][]growth.Evidence{}
	for _, d := range p.Depths {
		lists = append(lists, d.Curve.Evidence, d.Shown)
	}
	for _, i := range p.Initiatives.Value {
		lists = append(lists, i.Threads)
	}
	for _, entries := range [][]growth.Entry{p.Practice.IssuesLed.Value, p.Practice.CommentsCited.Value, p.Practice.AnswersAccepted.Value,
		p.Practice.DocumentsChanged.Value, p.Practice.DecisionsMerged.Value} {
		for _, entry := range entries {
			lists = append(lists, entry.Threads)
		}
	}
	for _, c := range p.Scope.Collaborators.Value.People {
		lists = append(lists, c.Shared)
	}
	for _, debt := range p.Scope.Debt.Value {
		lists = append(lists, debt.Threads)
	}
	for _, o := range p.Outcomes.Value {
		lists = append(lists, o.Threads)
	}
	return func(yield func(growth.Evidence) bool) {
		for _, list := range lists {
			for _, e := range list {
				if !yield(e) {
					return
				}
			}
		}
	}
}

func (g *gathered) readSources(ctx context.Context, addresses []string) error {
	var refs []store.SourceRef
	var named []string
	for _, address := range addresses {
		if _, known := g.links[address]; known {
			continue
		}
		link, err := pack.ParseLink(g.Host, address)
		if err != nil {
			continue
		}
		g.links[address] = link
		if (link.Number != 0 || link.SHA != "") && g.stored[link.URL] == nil {
			g.stored[link.URL] = &store.Source{}
			ref := store.SourceRef{Repository: link.Repository, Number: link.Number, DatabaseID: link.DatabaseID, SHA: link.SHA}
			if link.DatabaseID != 0 {
				ref.Kind = link.Kind
			}
			refs, named = append(refs, ref), append(named, link.URL)
		}
	}
	found, err := g.Store.Sources(ctx, refs)
	for i := range found {
		g.stored[named[i]] = &found[i]
	}
	return err
}

// readOwn reads what the person says of their contributions, and their research credits.
func (g *gathered) readOwn(ctx context.Context) error {
	if g.who.PersonID != 0 {
		noted, err := g.Store.Notes(ctx, g.who.PersonID)
		if err != nil {
			return err
		}
		for _, c := range noted {
			g.notes[c.URL] = c.Note
		}
	}
	return g.Store.Facts(ctx, store.EvidenceFilter{AccountIDs: g.who.AccountIDs, Kinds: []tracker.Kind{tracker.ResearchCredit}}, func(c tracker.Contribution) error {
		g.credits[c.URL] = c
		return nil
	})
}

// readPrivate finds out which repositories of the person's acts, and of what came of
// them, are private: nothing that rests on them is told.
func (g *gathered) readPrivate(ctx context.Context) error {
	for e := range eachAct(g.profile) {
		names := []string{e.Thread.Repository.FullName()}
		if e.Change != nil {
			names = append(names, e.Change.Repository.FullName())
		}
		for _, name := range names {
			if err := g.readWhetherPrivate(ctx, strings.ToLower(name)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (g *gathered) readWhetherPrivate(ctx context.Context, name string) error {
	if _, known := g.private[name]; known || name == "/" {
		return nil
	}
	repository, err := g.Store.FindRepository(ctx, name)
	if tracker.KindOf(err) == tracker.NotFound {
		repository.IsPrivate, err = true, nil // nobody knows otherwise
	}
	g.private[name] = repository.IsPrivate
	return err
}

// isPublic reports whether anybody may read an act's thread and what came of it.
func (g *gathered) isPublic(e growth.Evidence) bool {
	return g.isPublicThread(e.Thread) && !g.cameToPrivate(e)
}

// cameToPrivate reports whether the change that came of an act is private: that it was
// made at all is.
func (g *gathered) cameToPrivate(e growth.Evidence) bool {
	return e.Change != nil && !g.isPublicThread(*e.Change)
}

func (g *gathered) isPublicThread(t tracker.ThreadRef) bool {
	private, known := g.private[strings.ToLower(t.Repository.FullName())]
	return known && !private
}

// public are the acts of which anybody may read all.
func (g *gathered) public(acts []growth.Evidence) []growth.Evidence {
	return slices.DeleteFunc(slices.Clone(acts), func(e growth.Evidence) bool { return !g.isPublic(e) })
}

// addressesOf lists what a draft names.
func addressesOf(d pack.Draft) []string {
	var list []string
	for _, chapter := range d.Chapters {
		for _, claim := range chapter.Claims {
			for _, s := range claim.Sources {
				list = append(list, s.URL)
				if s.Quote != "" {
					list = append(list, s.Quote)
				}
			}
		}
	}
	return append(list, d.LeaveOut.Sources...)
}

func within(day pack.Day, p pack.Period) bool { return day >= p.From && day < p.To }

func contains(list []string, text string) bool {
	return len(list) == 0 || slices.Contains(list, text)
}

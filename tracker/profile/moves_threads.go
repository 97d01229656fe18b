package profile

import (
	"slices"
	"time"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/moves"
)

// threadBook is a person's records as moves reads them.
type threadBook struct {
	maker   *Maker
	person  []tracker.Account
	now     time.Time
	threads []moves.Thread
	records []*tracker.Record // beside threads
	where   whereabouts
	places  map[tracker.ThreadRef][]moves.Place
	parts   []validatedPart
}

// validatedPart is an act of the person's that others validated, in its thread.
type validatedPart struct {
	growth.Evidence
	record *tracker.Record
}

func newThreadBook(m *Maker, in growth.Input, acts []growth.Evidence, where whereabouts) *threadBook {
	b := &threadBook{maker: m, person: in.Person, now: in.Now, where: where, places: map[tracker.ThreadRef][]moves.Place{}}
	validated := map[string][]growth.Evidence{} // by the address of what the person did
	for _, a := range acts {
		if a.Counted {
			validated[threadURL(a.Thread, a.URL)] = append(validated[threadURL(a.Thread, a.URL)], a)
		}
	}
	for i := range in.Records {
		r := &in.Records[i]
		t := b.thread(r)
		if len(t.Mine) == 0 {
			continue
		}
		for _, a := range validated[t.URL] {
			if a.Act != growth.Led { // who asked for a change, which another made, changed nothing yet
				t.Validations = append(t.Validations, validations(t, a)...)
			}
			b.parts = append(b.parts, validatedPart{a, r})
		}
		b.places[r.Thread.ThreadRef] = t.Places
		b.threads, b.records = append(b.threads, t), append(b.records, r)
	}
	return b
}

// threadURL is where a thread is; a commit that is in none has only its own address.
func threadURL(ref tracker.ThreadRef, own string) string {
	if ref.Number == 0 {
		return own
	}
	return tracker.ThreadURL(ref)
}

func (b *threadBook) isSelf(a tracker.Account) bool { return isOneOf(b.person, a) }

// thread reads one record.
func (b *threadBook) thread(r *tracker.Record) moves.Thread {
	t := moves.Thread{Kind: r.Thread.Kind, Repository: r.Thread.Repository.FullName(), URL: tracker.ThreadURL(r.Thread.ThreadRef), Title: r.Thread.Title,
		IsPrivate: r.IsPrivate, Labels: r.Thread.Labels, Opener: moves.OpenedByAnother, Written: -1}
	t.Places = placesOf(b.where[nameOf(r)], t.Repository)
	if r.Thread.Kind == tracker.CommitKind && len(r.Commits) > 0 {
		t.URL = tracker.CommitURL(r.Thread.Repository, r.Commits[0].SHA)
	}
	switch author := r.Thread.Author; {
	case b.isSelf(author):
		t.Opener = moves.OpenedByPerson
	case !author.IsHuman() && author.Kind != tracker.GhostAccount:
		t.Opener = moves.OpenedByBot
	}
	b.addSize(&t, r)
	b.addDeeds(&t, r)
	return t
}

// addSize says how much a change adds, and whether all of it is prose.
func (b *threadBook) addSize(t *moves.Thread, r *tracker.Record) {
	files := r.Files()
	t.IsProse = len(files) > 0
	for _, f := range files {
		t.IsProse = t.IsProse && moves.IsProse(f.Path)
		if f.Additions >= 0 {
			t.Written = max(t.Written, 0) + f.Additions
		}
	}
}

// addDeeds sorts out who did what. A commit of a pull request is no deed of its own, and
// a merge is none: it says nothing.
func (b *threadBook) addDeeds(t *moves.Thread, r *tracker.Record) {
	add := func(a tracker.Account, association string, what tracker.Kind, url string, at time.Time) {
		if at.IsZero() || at.After(b.now) {
			return
		}
		d := moves.Deed{By: a, Association: association, What: what, URL: url, At: at.UTC()}
		if b.isSelf(a) {
			t.Mine = append(t.Mine, d)
		} else if a.IsHuman() && !a.IsZero() {
			t.Others = append(t.Others, d)
		}
	}
	if r.Thread.Kind == tracker.CommitKind {
		for _, c := range r.Commits {
			for _, author := range c.Authors {
				add(author.Account, "", tracker.CommitKind, t.URL, c.CommittedAt)
			}
		}
		return
	}
	add(r.Thread.Author, r.Thread.AuthorAssociation, r.Thread.Kind, t.URL, r.Thread.CreatedAt)
	for _, v := range r.Reviews {
		add(v.Author, v.AuthorAssociation, tracker.ReviewKind, tracker.ItemURL(r.Thread.ThreadRef, tracker.ReviewKind, v.DatabaseID), v.SubmittedAt)
	}
	for _, c := range r.Comments {
		add(c.Author, c.AuthorAssociation, c.Kind, tracker.ItemURL(r.Thread.ThreadRef, c.Kind, c.DatabaseID), c.CreatedAt)
	}
}

// validations are the acts of others by which a part of the person's was validated.
func validations(t moves.Thread, a growth.Evidence) []moves.Evidence {
	var list []moves.Evidence
	for _, v := range a.Validations {
		if !v.Wordless {
			list = append(list, moves.Evidence{What: string(v.How), By: v.By.Login, URL: a.URL, Title: t.Title, Repository: t.Repository, At: a.At, IsPrivate: t.IsPrivate})
		}
	}
	return list
}

// mostOwn bounds how much of a person's work is laid beside what a place draws on.
const mostOwn = 500

// own is the person's validated work since a time, newest first, with what it draws on.
func (b *threadBook) own(since time.Time) []moves.Work {
	parts := slices.DeleteFunc(slices.Clone(b.parts), func(p validatedPart) bool { return p.At.Before(since) })
	slices.SortStableFunc(parts, func(x, y validatedPart) int { return y.At.Compare(x.At) })
	works := make([]moves.Work, min(mostOwn, len(parts)))
	for i := range works {
		works[i] = b.maker.work(parts[i])
	}
	return works
}

func (m *Maker) work(p validatedPart) moves.Work {
	var files []string
	for _, f := range p.record.Files() {
		files = append(files, f.Path)
	}
	t := p.record.Thread
	traits := moves.TraitsOf(m.counted(t.Repository, files), t.Labels, p.record.Topics, t.Title)
	return moves.Work{URL: p.URL, Title: p.Title, Repository: t.Repository.FullName(), At: p.At, Traits: traits}
}

// acts are all that the person did, as the model of staying counts it.
func (b *threadBook) acts() []moves.Act {
	var acts []moves.Act
	for _, t := range b.threads {
		for _, d := range t.Mine {
			acts = append(acts, moves.Act{ID: d.URL, Account: "the person", Repository: t.Repository, At: d.At})
		}
	}
	for _, r := range b.records {
		if r.Thread.Kind == tracker.CommitKind {
			continue
		}
		for _, c := range r.Commits {
			if c.OnDefault && slices.ContainsFunc(c.Authors, func(a tracker.CommitAuthor) bool { return b.isSelf(a.Account) }) {
				acts = append(acts, moves.Act{ID: c.SHA, Account: "the person", Repository: r.Thread.Repository.FullName(), At: c.CommittedAt})
			}
		}
	}
	return acts
}

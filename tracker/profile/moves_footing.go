package profile

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/growth"
	"rungless/tracker/moves"
	"rungless/tracker/store"
)

// movesVersion names the rules of trails and steps: another one keeps other answers.
const movesVersion = "moves/1"

// footing is what moves are found from, as it is kept for a person. Where they are at home
// and which of their work is new is as of the day of the answer; nothing else of it changes
// while no new fact comes.
type footing struct {
	Trails []moves.Trail
	Homes  []string
	Own    []moves.Work
	Ships  []growth.Collaborator
}

// movesQuestions are what is asked of each of some people.
func (m *Maker) movesQuestions(people []Subject, r MovesRequest) []store.Question {
	asked := m.asked(fmt.Sprintf("%s for others %t", movesVersion, r.ForOthers), Request{})
	questions := make([]store.Question, len(people))
	for i, who := range people {
		questions[i] = store.Question{Accounts: who.AccountIDs, Asked: asked}
	}
	return questions
}

// footings finds what people did outside their homes; it is kept until the facts behind
// it change, and for a fortnight.
func (m *Maker) footings(ctx context.Context, people []Subject, r MovesRequest) ([]footing, error) {
	day := r.request().Now
	made, err := answers(ctx, m.Store, m.movesQuestions(people, r), datedly[footing](m.keeper, day, servesFor), func(missing []int) ([]dated[footing], error) {
		return m.follow(ctx, chosen(people, missing), r)
	})
	footings := make([]footing, len(made))
	for i, one := range made {
		footings[i] = one.Answer
	}
	return footings, err
}

// follow reads what people did and finds their trails.
func (m *Maker) follow(ctx context.Context, people []Subject, r MovesRequest) ([]dated[footing], error) {
	inputs, filters := make([]growth.Input, len(people)), make([]store.RecordFilter, len(people))
	for i, who := range people {
		inputs[i] = m.input(who.Accounts, r.request())
		filters[i] = store.RecordFilter{AccountIDs: who.AccountIDs, Related: true, PublicOnly: r.ForOthers, WithHidden: !r.ForOthers, WithoutContested: true}
	}
	where, err := m.readAttributed(ctx, filters, inputs)
	if err != nil {
		return nil, err
	}
	made := make([]dated[footing], len(people))
	for i := range inputs {
		inputs[i].Citations = citations(inputs[i].Records)
		inputs[i].Shares = func(r tracker.Record) []growth.Share { return sharesOf(where[i][nameOf(&r)]) }
		made[i] = dated[footing]{Day: inputs[i].Now, IsNewest: isNewest(inputs[i].Records, inputs[i].Now)}
		if made[i].Answer, err = m.footing(ctx, inputs[i], where[i]); err != nil {
			return nil, err
		}
	}
	return made, nil
}

// recordName tells a person's records apart.
type recordName struct {
	thread tracker.ThreadRef
	sha    string // of a commit that is in no thread
}

func nameOf(r *tracker.Record) recordName {
	if r.Thread.Kind == tracker.CommitKind && len(r.Commits) > 0 {
		return recordName{r.Thread.ThreadRef, r.Commits[0].SHA}
	}
	return recordName{thread: r.Thread.ThreadRef}
}

// whereabouts say where each of a person's records lies.
type whereabouts map[recordName]domain.Attribution

// readAttributed deals records out to those whose filters select them, and says where each
// lies: the catalogue is asked once for all who took part in it.
func (m *Maker) readAttributed(ctx context.Context, filters []store.RecordFilter, inputs []growth.Input) ([]whereabouts, error) {
	where := make([]whereabouts, len(inputs))
	for i := range where {
		where[i] = whereabouts{}
	}
	err := m.Store.RecordsOfEach(ctx, filters, func(record tracker.Record, of []int) error {
		name, attribution := nameOf(&record), m.Catalogue.Attribute(record)
		for _, i := range of {
			inputs[i].Records = append(inputs[i].Records, record)
			where[i][name] = attribution
		}
		return nil
	})
	return where, err
}

// isNewest reports whether nothing in some records is later than a time.
func isNewest(records []tracker.Record, now time.Time) bool {
	return !slices.ContainsFunc(records, func(r tracker.Record) bool {
		later := r.Thread.CreatedAt.After(now) || r.Thread.ClosedAt.After(now) || r.Thread.PullRequest != nil && r.Thread.PullRequest.MergedAt.After(now)
		return later || slices.ContainsFunc(r.Reviews, func(v tracker.Review) bool { return v.SubmittedAt.After(now) }) ||
			slices.ContainsFunc(r.Comments, func(c tracker.Comment) bool { return c.CreatedAt.After(now) }) ||
			slices.ContainsFunc(r.Commits, func(c tracker.Commit) bool { return c.CommittedAt.After(now) })
	})
}

// footing follows one person.
func (m *Maker) footing(ctx context.Context, in growth.Input, where whereabouts) (footing, error) {
	work := growth.NewWork(m.Version, in)
	acts := work.Acts()
	b := newThreadBook(m, in, acts, where)
	f := footing{Trails: moves.Trails(b.threads, homesOf(work, acts, b.places)), Homes: work.Homes(in.Now), Ships: work.Collaborators(), Own: b.own(in.Now.AddDate(-2, 0, 0))}
	var repositories []string
	for _, trail := range f.Trails {
		repositories = append(repositories, trail.Repository())
	}
	begun, err := m.Store.FirstKnown(ctx, slices.Compact(slices.Sorted(slices.Values(repositories))))
	done := b.acts()
	for i := range f.Trails {
		f.Trails[i].Begun = f.Trails[i].Touched(done, begun, in.Now)
		f.Trails[i].IsHome = slices.Contains(f.Homes, f.Trails[i].Place.Domain)
	}
	return f, err
}

// homesOf tells where a person is at home as of a time: domains by [growth.HomeDomains],
// and repositories of what lies in no domain by the same part of the year's validated
// acts.
func homesOf(work growth.Work, acts []growth.Evidence, places map[tracker.ThreadRef][]moves.Place) moves.Homes {
	known := map[time.Time][]moves.Place{}
	return func(at time.Time) []moves.Place {
		day := at.Truncate(24 * time.Hour)
		homes, ok := known[day]
		if !ok {
			for _, slug := range work.Homes(day) {
				homes = append(homes, moves.Place{Domain: slug})
			}
			homes = append(homes, homeRepositories(acts, places, day)...)
			known[day] = homes
		}
		return homes
	}
}

// homeRepositories are those of what lies in no domain that hold a fifth of the validated
// acts of the year before a time.
func homeRepositories(acts []growth.Evidence, places map[tracker.ThreadRef][]moves.Place, at time.Time) []moves.Place {
	counts, all := map[moves.Place]int{}, 0
	for _, a := range acts {
		if !a.Counted || a.At.After(at) || !a.At.After(at.AddDate(-1, 0, 0)) {
			continue
		}
		all++
		for _, place := range places[a.Thread] {
			if place.Domain == "" {
				counts[place]++
			}
		}
	}
	var homes []moves.Place
	for place, n := range counts {
		if 5*n >= all {
			homes = append(homes, place)
		}
	}
	slices.SortFunc(homes, func(a, b moves.Place) int { return cmp.Compare(a.Repository, b.Repository) })
	return homes
}

// placesOf says where a record lies: in domains, and not in passing, else in its repository.
func placesOf(a domain.Attribution, repository string) []moves.Place {
	var places []moves.Place
	for _, share := range a.Shares {
		places = append(places, moves.Place{Domain: share.Domain})
	}
	if places == nil {
		places = append(places, moves.Place{Repository: repository})
	}
	return places
}

package backtest

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"
)

// trustTally gathers places.
type trustTally struct {
	places       map[string][]Place // by scorer, one a question
	repositories []string           // of each question
	commits      []string           // that granted it
	questions    map[string]int     // by repository
}

func newTrustTally() *trustTally {
	return &trustTally{places: map[string][]Place{}, questions: map[string]int{}}
}

func (t *trustTally) add(q *question, scores map[string][]float64) {
	t.repositories = append(t.repositories, q.Repository)
	t.commits = append(t.commits, q.Repository+q.At.Format(time.RFC3339))
	t.questions[q.Repository]++
	for name, list := range scores {
		t.places[name] = append(t.places[name], PlaceOf(list, q.truth))
	}
}

// trustFigures are the measures of places; the last two weigh every repository the
// same, however many grants it has.
var trustFigures = []struct {
	name  string
	value func(Place) float64
	even  bool
}{
	{"hit@1", func(p Place) float64 { return p.Hit(1) }, false},
	{"hit@3", func(p Place) float64 { return p.Hit(3) }, false},
	{"hit@5", func(p Place) float64 { return p.Hit(5) }, false},
	{"mrr", Place.Reciprocal, false},
	{"hit@5 by repository", func(p Place) float64 { return p.Hit(5) }, true},
	{"mrr by repository", Place.Reciprocal, true},
}

func (t *trustTally) report(gapDays, repositories int, skipped map[string]int) Report {
	r := Report{Task: "trust", GapDays: gapDays, Questions: len(t.repositories), Repositories: repositories, NotAsked: skips(skipped),
		Scorers: []ScorerResult{}, CannotSay: []string{
			"who deserved to be trusted: it asks whom lists named, which depends on who asked, who was free and what a company decided",
			"anything of those whose work left no commit on a default branch: reviews, designs and support are not in a clone",
			"how well one grant is foretold: many are of one commit, and who is named together competes for the same places",
		}}
	if r.Questions == 0 { // no figure is not a figure of nought
		return r
	}
	names := make([]ScorerResult, 0, len(trustScorers)+1)
	for _, s := range trustScorers {
		names = append(names, s.ScorerResult)
	}
	if t.places[trustOthers] != nil {
		names = append(names, ScorerResult{Name: trustOthers, What: "the same model with the numbers that place the grants of all other repositories best"})
	}
	for _, s := range names {
		for _, f := range trustFigures {
			s.Figures = append(s.Figures, t.figure(f.name, s.Name, f.value, f.even))
		}
		r.Scorers = append(r.Scorers, s)
	}
	return r
}

// figure is a mean over questions. Its interval draws the grants of a commit
// together, which are made for one reason.
func (t *trustTally) figure(name, scorer string, value func(Place) float64, even bool) Figure {
	values := make([]float64, len(t.places[scorer]))
	for i, place := range t.places[scorer] {
		values[i] = value(place)
	}
	weights := make([]float64, len(values))
	for i, repository := range t.repositories {
		if weights[i] = 1; even {
			weights[i] = 1 / float64(t.questions[repository])
		}
	}
	measure := func(questions []int) float64 { return weightedMean(values, weights, questions) }
	f := Figure{Name: name, Value: measure(t.all())}
	f.Low, f.High = Interval(rand.New(rand.NewPCG(1, 0)), t.commits, measure) //nolint:gosec // the same each time
	return f
}

func (t *trustTally) all() []int {
	all := make([]int, len(t.repositories))
	for i := range all {
		all[i] = i
	}
	return all
}

func weightedMean(values, weights []float64, questions []int) float64 {
	var sum, weight float64
	for _, i := range questions {
		sum += weights[i] * values[i]
		weight += weights[i]
	}
	if weight == 0 {
		return 0
	}
	return sum / weight
}

// skips lists why grants were not asked about, the most frequent reason first.
func skips(skipped map[string]int) []Skipped {
	list := []Skipped{}
	for reason, count := range skipped {
		list = append(list, Skipped{Reason: reason, Count: count})
	}
	slices.SortFunc(list, func(a, b Skipped) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Reason, b.Reason)) })
	return list
}

package backtest

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// TrustOptions says which grants are asked about.
type TrustOptions struct {
	GapDays     int
	Truth       []Grant   // nil: those that the lists of owners in the history tell of
	From, Until time.Time // only grants in [From, Until); zero: no limit
	// Explain, where set, gets every question with every score, in the order of
	// repository, time, directory and account.
	Explain func(TrustCase) error
}

// TrustCase is one grant: what each scorer said of each candidate. Its JSON is a
// line of --explain.
type TrustCase struct {
	Task       string           `json:"task"`
	GapDays    int              `json:"gap_days"`
	GrantedAt  time.Time        `json:"granted_at"`
	JudgedAt   time.Time        `json:"judged_at"` // only what came before this was looked at
	Repository string           `json:"repository"`
	Path       string           `json:"path"`
	Account    string           `json:"account"`
	Candidates []TrustCandidate `json:"candidates"` // by first commit
}

// TrustCandidate is one person who could have been named.
type TrustCandidate struct {
	Account string             `json:"account"` // a login where one is known, else an address
	Granted bool               `json:"granted"` // the one who was named
	Scores  map[string]float64 `json:"scores"`  // by scorer
	Inputs  signs              `json:"inputs"`
}

// The scorers of trust whose scores are not a formula of signs.
const (
	trustRandom = "random"
	trustOthers = "trust/1 other repositories"
)

// trustScorers are the scorers of trust in the order of the report.
var trustScorers = []struct {
	ScorerResult
	score func(*signs) float64
}{
	{ScorerResult{Name: trustRandom, What: "a number drawn for each candidate"}, nil},
	{ScorerResult{Name: "commits 365", What: "commits in the directory in 365 days"}, func(s *signs) float64 { return s.Recent }},
	{ScorerResult{Name: "decayed 90", What: "commits in the directory, each halved every 90 days"}, func(s *signs) float64 { return s.Decayed90 }},
	{ScorerResult{Name: "decayed 180", What: "commits in the directory, each halved every 180 days"}, func(s *signs) float64 { return s.Decayed180 }},
	{ScorerResult{Name: "DOA", What: "3.293 + 1.098 FA + 0.164 DL - 0.321 ln(1 + AC) of the directory taken as one file"}, authorship},
	{ScorerResult{Name: "popularity", What: "commits in the repository"}, func(s *signs) float64 { return s.Commits }},
	{ScorerResult{Name: "trust/1", What: "the model that ships: days with changes near the directory, halved every 45 days, a fifth for each step away; " +
		"more for who is named elsewhere, half for who is named above"}, trust1.score},
}

// Trust asks of every grant who of all that could have got it did.
func (h *History) Trust(o TrustOptions) (Report, error) {
	skipped := map[string]int{}
	var asked []*repositoryGrants
	for _, of := range h.grants(o, skipped) {
		for _, g := range of.grants {
			if _, why := of.repository.ask(g, o.gap()); why != "" {
				skipped[why]++
				continue
			}
			of.asked = append(of.asked, g)
		}
		if len(of.asked) > 0 {
			asked = append(asked, of)
		}
	}
	elsewhere := chosenElsewhere(asked, o.gap())
	t := newTrustTally()
	for i, of := range asked {
		for _, g := range of.asked {
			q, _ := of.repository.ask(g, o.gap())
			scores := scoresOf(q)
			if elsewhere != nil {
				scores[trustOthers] = q.scores(elsewhere[i].score)
			}
			t.add(q, scores)
			if o.Explain == nil {
				continue
			}
			if err := o.Explain(q.explain(o.GapDays, scores)); err != nil {
				return Report{}, err
			}
		}
	}
	return t.report(o.GapDays, len(asked), skipped), nil
}

func (o TrustOptions) gap() time.Duration { return time.Duration(o.GapDays) * 24 * time.Hour }

// repositoryGrants is a repository with the grants in it.
type repositoryGrants struct {
	repository *repository
	grants     []Grant
	asked      []Grant // those that are questions
}

// grants returns the grants that are to be asked about, by repository.
func (h *History) grants(o TrustOptions, skipped map[string]int) []*repositoryGrants {
	byName := map[string]*repositoryGrants{}
	var list []*repositoryGrants
	var all []Grant
	for _, r := range h.repositories {
		of := &repositoryGrants{repository: r}
		byName[strings.ToLower(r.name)] = of
		list = append(list, of)
		if o.Truth == nil {
			all = append(all, r.grants()...)
		}
	}
	all = append(all, o.Truth...)
	slices.SortStableFunc(all, compareGrants)
	for _, g := range all {
		of := byName[strings.ToLower(g.Repository)]
		switch {
		case g.At.Before(o.From) || !o.Until.IsZero() && !g.At.Before(o.Until):
			skipped[outsideTime]++
		case of == nil:
			skipped[unknownRepository]++
		default:
			of.grants = append(of.grants, g)
		}
	}
	return list
}

// chosenElsewhere is, by repository, the model that places the others' grants best,
// by the mean of their mean reciprocal ranks: so its places here owe nothing to
// what was known of the repository. It is nil with fewer than three repositories.
func chosenElsewhere(asked []*repositoryGrants, gap time.Duration) []trustModel {
	if len(asked) < 3 {
		return nil
	}
	models := trustModels()
	sums := make([]float64, len(models))
	own := make([][]float64, len(asked))
	for i, of := range asked {
		own[i] = make([]float64, len(models))
		for _, g := range of.asked {
			q, _ := of.repository.ask(g, gap)
			for m, model := range models {
				own[i][m] += PlaceOf(q.scores(model.score), q.truth).Reciprocal() / float64(len(of.asked))
			}
		}
		for m := range models {
			sums[m] += own[i][m]
		}
	}
	chosen := make([]trustModel, len(asked))
	for i := range asked {
		best := 0
		for m := range models {
			if sums[m]-own[i][m] > sums[best]-own[i][best] {
				best = m
			}
		}
		chosen[i] = models[best]
	}
	return chosen
}

func (q *question) scores(score func(*signs) float64) []float64 {
	scores := make([]float64, len(q.candidates))
	for i := range q.candidates {
		scores[i] = score(&q.candidates[i].signs)
	}
	return scores
}

// scoresOf scores every candidate by every scorer that needs nothing else.
func scoresOf(q *question) map[string][]float64 {
	scores := map[string][]float64{}
	for _, s := range trustScorers {
		if s.score != nil {
			scores[s.Name] = q.scores(s.score)
		}
	}
	drawn := make([]float64, len(q.candidates))
	random := q.random()
	for i := range drawn {
		drawn[i] = random.Float64()
	}
	scores[trustRandom] = drawn
	return scores
}

// random is a source that is the same for the same question.
func (q *question) random() *rand.Rand {
	hash := fnv.New64a()
	fmt.Fprintf(hash, "%s %s %s %d", q.Repository, q.Path, q.Account, q.cut.Unix())
	return rand.New(rand.NewPCG(hash.Sum64(), 0)) //nolint:gosec // a baseline, not a secret
}

func (q *question) explain(gapDays int, scores map[string][]float64) TrustCase {
	c := TrustCase{Task: "trust", GapDays: gapDays, GrantedAt: q.At, JudgedAt: q.cut, Repository: q.Repository, Path: q.Path, Account: q.Account}
	for i, candidate := range q.candidates {
		one := TrustCandidate{Account: candidate.label, Granted: i == q.truth, Scores: map[string]float64{}, Inputs: candidate.signs}
		for name, list := range scores {
			one.Scores[name] = list[i]
		}
		c.Candidates = append(c.Candidates, one)
	}
	return c
}

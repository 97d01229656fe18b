package backtest

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"rungless/tracker/moves"
)

// DestinationCase is one sustained move: the repositories that it could have gone to,
// what each scorer said of each, and where it went. Its JSON is a line of --explain.
type DestinationCase struct {
	Task       string              `json:"task"`
	GapDays    int                 `json:"gap_days"`
	Account    string              `json:"account"`
	WentTo     string              `json:"went_to"`
	TouchedAt  time.Time           `json:"touched_at"`
	JudgedAt   time.Time           `json:"judged_at"`  // acts up to and at this time were known
	Candidates []DestinationScores `json:"candidates"` // by name
}

// DestinationScores is what each scorer said of a repository.
type DestinationScores struct {
	Repository string             `json:"repository"`
	Scores     map[string]float64 `json:"scores"`
}

const destinationRandom = "random"

// destinationScorers are the scorers of destinations in the order of the report.
var destinationScorers = []struct {
	ScorerResult
	score func(moves.Destination) float64
}{
	{ScorerResult{Name: destinationRandom, What: "a number drawn for each repository"}, nil},
	{ScorerResult{Name: "popularity", What: "people who acted there within 90 days"}, func(d moves.Destination) float64 { return float64(d.People) }},
	{ScorerResult{Name: "acts", What: "acts there within 90 days"}, func(d moves.Destination) float64 { return float64(d.Acts) }},
	{ScorerResult{Name: "paths", What: "others who went there from the account's repositories, half-life 365 days"}, func(d moves.Destination) float64 { return d.Pull.Paths }},
	{ScorerResult{Name: "ties", What: "people active there within 90 days, each with ln(1 + tie), half-life 180 days"}, func(d moves.Destination) float64 { return d.Pull.Ties }},
	{ScorerResult{Name: "moves/1", What: "the model that ships: product of 1 + figure over its mean, of ties, paths and popularity; nothing fitted"}, func(d moves.Destination) float64 { return d.Pull.All }},
}

// Destination asks of every sustained move, which is a first touch that stayed as in
// [Staying], to which repository it went: of those that were alive (somebody acted
// there within 90 days) and that the account had not touched. Scorers know the acts
// up to gapDays before the first touch.
func Destination(past *moves.Past, gapDays int) (Report, []*DestinationCase) {
	var cases []*DestinationCase
	skipped := map[string]int{}
	for _, touch := range past.Touches() {
		if !isOver(past, touch) || actsLater(past, touch) < stayedActs {
			continue
		}
		c, reason := destinationCase(past, touch, gapDays)
		if reason != "" {
			skipped[reason]++
			continue
		}
		cases = append(cases, c)
	}
	report := destinationReport(cases)
	report.GapDays, report.NotAsked = gapDays, skips(skipped)
	return report, cases
}

// Why a sustained move is no question.
const (
	notBegun = "sustained moves of accounts that had not acted anywhere by then"
	notAlive = "sustained moves into repositories where nobody had acted for 90 days by then"
	noChoice = "sustained moves with one repository to choose from"
)

func destinationCase(past *moves.Past, touch moves.Touch, gapDays int) (*DestinationCase, string) {
	judged := touch.At.Add(-time.Duration(gapDays) * fullDay)
	if !past.HasActed(touch.Account, judged) {
		return nil, notBegun
	}
	c := &DestinationCase{Task: "destination", GapDays: gapDays, Account: touch.Account, WentTo: touch.Repository, TouchedAt: touch.At, JudgedAt: judged}
	for _, d := range past.Destinations(touch.Account, judged) {
		scores := map[string]float64{destinationRandom: drawn(touch, d.Repository)}
		for _, s := range destinationScorers {
			if s.score != nil {
				scores[s.Name] = s.score(d)
			}
		}
		c.Candidates = append(c.Candidates, DestinationScores{d.Repository, scores})
	}
	slices.SortFunc(c.Candidates, func(a, b DestinationScores) int { return strings.Compare(a.Repository, b.Repository) })
	if c.truth() < 0 {
		return nil, notAlive
	}
	if len(c.Candidates) < 2 {
		return nil, noChoice
	}
	return c, ""
}

// drawn is a number that is the same each time for one question and repository.
func drawn(t moves.Touch, repository string) float64 {
	hash := fnv.New64a()
	fmt.Fprintf(hash, "%s %s %d %s", t.Account, t.Repository, t.At.Unix(), repository)
	return rand.New(rand.NewPCG(hash.Sum64(), 0)).Float64() //nolint:gosec // a baseline, not a secret
}

// truth is the place of the repository that the move went to; -1 where it is no
// candidate.
func (c *DestinationCase) truth() int {
	return slices.IndexFunc(c.Candidates, func(d DestinationScores) bool { return d.Repository == c.WentTo })
}

func (c *DestinationCase) place(scorer string) Place {
	scores := make([]float64, len(c.Candidates))
	for i, d := range c.Candidates {
		scores[i] = d.Scores[scorer]
	}
	return PlaceOf(scores, c.truth())
}

// destinationFigures are the measures of places.
var destinationFigures = []struct {
	name  string
	value func(Place) float64
}{
	{"mrr", Place.Reciprocal},
	{"hit@1", func(p Place) float64 { return p.Hit(1) }},
	{"hit@3", func(p Place) float64 { return p.Hit(3) }},
}

func destinationReport(cases []*DestinationCase) Report {
	report := Report{Task: "destination", Questions: len(cases), Scorers: []ScorerResult{},
		CannotSay: []string{"moves to repositories that began with the move, or that are not in the store"}}
	accounts, all := make([]string, len(cases)), make([]int, len(cases))
	repositories := map[string]bool{}
	for i, c := range cases {
		accounts[i], all[i] = c.Account, i
		repositories[c.WentTo] = true
	}
	report.Repositories = len(repositories)
	if len(cases) == 0 { // no figure is not a figure of nought
		return report
	}
	for _, s := range destinationScorers {
		result := s.ScorerResult
		for _, figure := range destinationFigures {
			values := make([]float64, len(cases))
			for i, c := range cases {
				values[i] = figure.value(c.place(s.Name))
			}
			f := Figure{Name: figure.name, Value: mean(values, all)}
			f.Low, f.High = MeanInterval(rand.New(rand.NewPCG(1, 0)), accounts, values) //nolint:gosec // the same each time
			result.Figures = append(result.Figures, f)
		}
		report.Scorers = append(report.Scorers, result)
	}
	return report
}

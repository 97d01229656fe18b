package backtest

import (
	"math/rand/v2"
	"slices"
	"time"

	"rungless/tracker/moves"
)

const (
	fullDay    = 24 * time.Hour
	judgedDay  = 30  // days after the first touch
	lastDay    = 395 // days after it, of the acts that decide
	stayedActs = 5   // so many in days 31 to 395
)

// StayingCase is one first touch: what was known when it was judged, what each
// scorer made of that, and what happened. Its JSON is a line of --explain.
type StayingCase struct {
	Task       string             `json:"task"`
	GapDays    int                `json:"gap_days"`
	Account    string             `json:"account"`
	Repository string             `json:"repository"`
	TouchedAt  time.Time          `json:"touched_at"`
	JudgedAt   time.Time          `json:"judged_at"` // acts up to and at this time were known
	Acts       int                `json:"acts"`      // there, up to the judgement
	DaysHere   int                `json:"days_here"`
	Elsewhere  int                `json:"days_elsewhere"`
	Months     float64            `json:"repository_months"`
	Sweep      int                `json:"sweep"`
	Words      string             `json:"words"` // what a person would read
	LaterActs  int                `json:"acts_31_to_395"`
	Stayed     bool               `json:"stayed"`
	Scores     map[string]float64 `json:"scores"` // by scorer

	begun moves.FirstTouch
}

// The scorers of staying.
const (
	stayRandom   = "random"
	stayActs     = "acts"
	stayDays     = "distinct days"
	stayModel    = "moves/1"
	stayOthers   = "moves/1 other repositories"
	stayEarlier  = "moves/1 earlier touches"
	earlierShare = 0.6 // of the first touches, by time, come before the later ones
)

var stayScorers = []ScorerResult{
	{Name: stayRandom, What: "the same of everybody"},
	{Name: stayActs, What: "acts from the first touch to the judgement"},
	{Name: stayDays, What: "UTC days with an act, from the first touch to the judgement"},
	{Name: stayModel, What: "the model that ships: logistic in days here, days elsewhere, age of the repository, sweep"},
}

// Staying asks of every first touch, which is an account's first act in a repository
// that is not its first one, whether the account acted there five times in days 31
// to 395 after it. Questions are those whose day 395 the repository's history reaches.
//
// It is judged at day 30, or gapDays earlier, from all acts up to then: with a
// gap of 30 days only the first act itself is known, and what the account did elsewhere.
//
// The first report is of all questions. There the model is also fitted anew for each
// repository, on the others. The second is of the later two fifths. There it is also
// fitted anew, on first touches whose outcome was known before the first of them.
func Staying(past *moves.Past, gapDays int) ([]Report, []*StayingCase) {
	cases, young := stayingCases(past, gapDays)
	scoreByOthers(cases)
	all := stayingReport("staying", cases, ScorerResult{Name: stayOthers,
		What: "the same model with its weights fitted anew for each repository, on all others"})
	all.NotAsked = []Skipped{{Reason: "first touches whose day 395 is not in the repository's history yet", Count: young}}
	all.Calibration = calibration(cases)
	later := scoreByEarlier(cases)
	report := stayingReport("staying, later touches", later, ScorerResult{Name: stayEarlier,
		What: "the same model with its weights fitted anew on first touches whose day 395 came before these"})
	for _, r := range []*Report{&all, &report} {
		r.GapDays = gapDays
		r.CannotSay = append(r.CannotSay,
			"why somebody left, or whether they went on where the store does not look",
			"how good anybody's work is: to stay is neither better nor worse than to look in")
	}
	return []Report{all, report}, cases
}

// stayingCases lists the questions by time, and counts the first touches that are
// too young to ask about.
func stayingCases(past *moves.Past, gapDays int) (cases []*StayingCase, young int) {
	for _, touch := range past.Touches() {
		if !isOver(past, touch) {
			young++
			continue
		}
		cases = append(cases, stayingCase(past, touch, gapDays))
	}
	return cases, young
}

// isOver reports whether the repository's history reaches day 395 after a touch.
func isOver(past *moves.Past, t moves.Touch) bool {
	return !past.Last(t.Repository).Before(t.At.Add(lastDay * fullDay))
}

// actsLater counts the acts in days 31 to 395 after a touch.
func actsLater(past *moves.Past, t moves.Touch) int {
	return past.Count(t.Account, t.Repository, t.At.Add(judgedDay*fullDay), t.At.Add(lastDay*fullDay))
}

func stayingCase(past *moves.Past, touch moves.Touch, gapDays int) *StayingCase {
	judged := touch.At.Add(time.Duration(judgedDay-gapDays) * fullDay)
	begun, _ := past.FirstTouch(touch.Account, touch.Repository, judged) // it is one, so it is there
	c := &StayingCase{
		Task: "staying", GapDays: gapDays, Account: touch.Account, Repository: touch.Repository, TouchedAt: touch.At, JudgedAt: judged,
		Acts:     past.Count(touch.Account, touch.Repository, touch.At.Add(-time.Second), judged),
		DaysHere: begun.DaysHere, Elsewhere: begun.DaysElsewhere, Months: begun.RepositoryMonths(), Sweep: begun.Sweep,
		LaterActs: actsLater(past, touch), begun: begun,
	}
	outlook := moves.Stay(begun)
	c.Stayed, c.Words = c.LaterActs >= stayedActs, outlook.Words
	c.Scores = map[string]float64{stayRandom: 0, stayActs: float64(c.Acts), stayDays: float64(c.DaysHere), stayModel: outlook.Chance}
	return c
}

// scoreByOthers scores each case by the model fitted on all other repositories.
func scoreByOthers(cases []*StayingCase) {
	fitted := map[string]moves.StayWeights{}
	for _, c := range cases {
		weights, known := fitted[c.Repository]
		if !known {
			weights = fitStaying(cases, func(o *StayingCase) bool { return o.Repository != c.Repository })
			fitted[c.Repository] = weights
		}
		c.Scores[stayOthers] = weights.Chance(c.begun)
	}
}

// scoreByEarlier scores the later cases by the model fitted on earlier ones, and
// returns them.
func scoreByEarlier(cases []*StayingCase) []*StayingCase {
	later := cases[int(earlierShare*float64(len(cases))):]
	if len(later) == 0 {
		return nil
	}
	cut := later[0].TouchedAt
	weights := fitStaying(cases, func(o *StayingCase) bool { return o.TouchedAt.Add(lastDay * fullDay).Before(cut) })
	for _, c := range later {
		c.Scores[stayEarlier] = weights.Chance(c.begun)
	}
	return later
}

// fitStaying fits the model's weights on the cases that are in.
func fitStaying(cases []*StayingCase, in func(*StayingCase) bool) moves.StayWeights {
	var features [][]float64
	var stayed []bool
	for _, c := range cases {
		if in(c) {
			x := c.begun.Features()
			features, stayed = append(features, x[:]), append(stayed, c.Stayed)
		}
	}
	constant, coefficients := logistic(features, stayed)
	weights := moves.StayWeights{Constant: constant}
	copy(weights.Features[:], coefficients)
	return weights
}

// stayingReport measures the scorers, and one more, over cases. Where all ended alike
// there is nothing to tell apart, and no figure.
func stayingReport(task string, cases []*StayingCase, more ScorerResult) Report {
	report := Report{Task: task, Questions: len(cases), NotAsked: []Skipped{}}
	accounts, stayed := make([]string, len(cases)), make([]bool, len(cases))
	repositories := map[string]bool{}
	for i, c := range cases {
		accounts[i], stayed[i] = c.Account, c.Stayed
		repositories[c.Repository] = true
	}
	report.Repositories = len(repositories)
	if !slices.Contains(stayed, true) || !slices.Contains(stayed, false) {
		report.Scorers, report.CannotSay = []ScorerResult{}, []string{"which formula foretells better: none of these touches stayed, or all did"}
		return report
	}
	for _, s := range append(stayScorers[:len(stayScorers):len(stayScorers)], more) {
		scores := make([]float64, len(cases))
		for i, c := range cases {
			scores[i] = c.Scores[s.Name]
		}
		s.Figures = []Figure{
			stayingFigure("auc", accounts, scores, stayed, AUC),
			stayingFigure("precision@25", accounts, scores, stayed, precisionOfTop25),
		}
		report.Scorers = append(report.Scorers, s)
	}
	return report
}

func precisionOfTop25(scores []float64, stayed []bool) float64 {
	return PrecisionOfTop(25, scores, stayed)
}

// stayingFigure is a measure with its interval; accounts are drawn whole.
func stayingFigure(name string, accounts []string, scores []float64, stayed []bool, measure func([]float64, []bool) float64) Figure {
	f := Figure{Name: name, Value: measure(scores, stayed)}
	random := rand.New(rand.NewPCG(1, 0)) //nolint:gosec // the same each time
	f.Low, f.High = Interval(random, accounts, func(drawn []int) float64 {
		drawnScores, drawnStayed := make([]float64, len(drawn)), make([]bool, len(drawn))
		for i, at := range drawn {
			drawnScores[i], drawnStayed[i] = scores[at], stayed[at]
		}
		return measure(drawnScores, drawnStayed)
	})
	return f
}

// calibration holds the words against what happened.
func calibration(cases []*StayingCase) []Calibration {
	var found []Calibration
	for _, words := range moves.StayWords() {
		c := Calibration{Words: words}
		for _, one := range cases {
			if one.Words == words {
				c.Questions++
				c.Foreseen += one.Scores[stayModel]
				if one.Stayed {
					c.Happened++
				}
			}
		}
		if c.Questions > 0 {
			c.Foreseen /= float64(c.Questions)
			c.Happened /= float64(c.Questions)
			found = append(found, c)
		}
	}
	return found
}

package moves

import (
	"fmt"
	"math"
	"time"
)

// FirstTouch is how somebody began in a repository, as known at a time.
type FirstTouch struct {
	DaysHere      int           // UTC days with an act there, the first one included
	DaysElsewhere int           // UTC days with an act in other repositories, from 90 days before the first act
	RepositoryAge time.Duration // from anybody's first known act there to the first act
	Sweep         int           // other repositories where the account began within three days of the first act
}

const (
	elsewhereDays = 90
	sweepDays     = 3
)

// FirstTouch describes how an account began in a repository, from its acts up to
// and including until. It is false where the account had not acted there by then.
func (p *Past) FirstTouch(account, repository string, until time.Time) (FirstTouch, bool) {
	end := until.Unix() + 1
	here := between(p.byAccount[account][repository], 0, end)
	if len(here) == 0 {
		return FirstTouch{}, false
	}
	first := here[0]
	f := FirstTouch{DaysHere: len(daysOf(here)), RepositoryAge: time.Duration(first-p.byRepository[repository][0].at) * time.Second}
	elsewhere := map[int64]bool{}
	for other, times := range p.byAccount[account] {
		if other == repository {
			continue
		}
		for d := range daysOf(between(times, first-elsewhereDays*day, end)) {
			elsewhere[d] = true
		}
		if begun := times[0]; begun < end && max(begun-first, first-begun) <= sweepDays*day {
			f.Sweep++
		}
	}
	f.DaysElsewhere = len(elsewhere)
	return f, true
}

func daysOf(times []int64) map[int64]bool {
	days := map[int64]bool{}
	for _, at := range times {
		days[at/day] = true
	}
	return days
}

// Outlook is what followed beginnings like this one.
type Outlook struct {
	// Chance is how often an account that began like this acted at least five times in
	// days 31 to 395. It is for the back-test to hold against what happened; nobody is
	// shown it.
	Chance  float64  `json:"-"`
	Words   string   `json:"words"`
	Grounds []string `json:"grounds"` // sentences, the first the weightiest
}

// StayWeights is a logistic model of staying: the weights of [FirstTouch.Features].
type StayWeights struct {
	Constant float64
	Features [4]float64
}

// stayWeights were fitted on the 552 first touches of ten public histories, as known at
// day 30, by logistic regression with a ridge of 1 on standardised features, and rounded.
// docs/validation.md names the histories and has what other weights would do.
var stayWeights = StayWeights{Constant: -3.36, Features: [4]float64{2.20, 0.47, -0.58, -1.79}}

// Features are the four numbers that the model weighs. The logarithms say that the
// tenth day, month or repository more means less than the first.
func (f FirstTouch) Features() [4]float64 {
	return [4]float64{math.Sqrt(float64(f.DaysHere)), math.Log1p(float64(f.DaysElsewhere)), math.Log1p(f.RepositoryMonths()), math.Log1p(float64(f.Sweep))}
}

// RepositoryMonths is the repository's age in months of thirty days.
func (f FirstTouch) RepositoryMonths() float64 { return f.RepositoryAge.Hours() / 24 / 30 }

// Chance is the model's probability that who began like this stays.
func (w StayWeights) Chance(f FirstTouch) float64 {
	sum := w.Constant
	for i, x := range f.Features() {
		sum += w.Features[i] * x
	}
	return 1 / (1 + math.Exp(-sum))
}

// Stay says what followed beginnings like this one, and why it takes them for alike.
// Days here count most.
func Stay(f FirstTouch) Outlook {
	outlook := Outlook{Chance: stayWeights.Chance(f), Grounds: f.grounds()}
	for _, w := range stayWords {
		if outlook.Chance < w.below {
			outlook.Words = w.words
			break
		}
	}
	return outlook
}

// stayWords says a probability in words; each holds below its limit.
var stayWords = []struct {
	below float64
	words string
}{
	{0.10, "few who began like this acted here five times in the year after"},
	{0.30, "some who began like this acted here five times in the year after"},
	{0.60, "about half of those who began like this acted here five times in the year after"},
	{math.Inf(1), "most who began like this acted here five times in the year after"},
}

// StayWords lists what [Stay] can say, from the least to the most.
func StayWords() []string {
	var words []string
	for _, w := range stayWords {
		words = append(words, w.words)
	}
	return words
}

func (f FirstTouch) grounds() []string {
	grounds := []string{
		fmt.Sprintf("active here on %s", count(f.DaysHere, "day")),
		fmt.Sprintf("active elsewhere on %s, counted from %d days before", count(f.DaysElsewhere, "day"), elsewhereDays),
		fmt.Sprintf("the repository had %s of known history", count(int(f.RepositoryMonths()), "month")),
	}
	if f.Sweep > 0 {
		grounds = append(grounds, fmt.Sprintf("began in %s within %d days, as a change made everywhere does",
			count(f.Sweep, "other repository"), sweepDays))
	}
	return grounds
}

func count(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case noun == "other repository":
		return fmt.Sprintf("%d other repositories", n)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

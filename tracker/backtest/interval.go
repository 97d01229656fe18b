package backtest

import (
	"math/rand/v2"
	"slices"
)

// resamples is how often an interval draws its questions anew.
const resamples = 1000

// Interval is the 95% percentile bootstrap interval of a measure over questions
// (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
// clusters names the repository or account that each question belongs to: whole
// clusters are drawn, with replacement, because questions of one repository are
// not independent of one another. measure gets the indexes of the drawn
// questions. The same random source gives the same interval.
func Interval(random *rand.Rand, clusters []string, measure func(questions []int) float64) (low, high float64) {
	var members [][]int
	place := map[string]int{}
	for i, cluster := range clusters {
		at, known := place[cluster]
		if !known {
			at = len(members)
			place[cluster] = at
			members = append(members, nil)
		}
		members[at] = append(members[at], i)
	}
	if len(members) == 0 {
		return 0, 0
	}
	values := make([]float64, resamples)
	var drawn []int
	for i := range values {
		drawn = drawn[:0]
		for range members {
			drawn = append(drawn, members[random.IntN(len(members))]...)
		}
		values[i] = measure(drawn)
	}
	slices.Sort(values)
	return values[resamples*25/1000], values[resamples*975/1000-1]
}

// MeanInterval is [Interval] of the mean of one value a question.
func MeanInterval(random *rand.Rand, clusters []string, values []float64) (low, high float64) {
	return Interval(random, clusters, func(questions []int) float64 { return mean(values, questions) })
}

func mean(values []float64, questions []int) float64 {
	if len(questions) == 0 {
		return 0
	}
	var sum float64
	for _, i := range questions {
		sum += values[i]
	}
	return sum / float64(len(questions))
}

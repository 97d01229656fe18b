package githubsim

import (
	"math"
	"math/rand/v2"
	"time"
)

// random draws everything that a sample leaves to chance, from one seed.
type random struct{ *rand.Rand }

func newRandom(seed uint64) random {
	return random{rand.New(rand.NewPCG(seed, 0x6c616e7465726e))}
}

// chance is true with probability p.
func (r random) chance(p float64) bool { return r.Float64() < p }

// between returns an integer in [low, high].
func (r random) between(low, high int) int { return low + r.IntN(high-low+1) }

// logNormal returns a positive number with the given median; about two thirds
// of the draws lie within a factor of e^sigma of it.
func (r random) logNormal(median, sigma float64) float64 {
	return median * math.Exp(sigma*r.NormFloat64())
}

// lines returns how many lines a change touches: mostly few, sometimes many.
func (r random) lines(median float64) int {
	return int(min(r.logNormal(median, 1.1), 1800))
}

// count returns a small number around mean, at most four times of it.
func (r random) count(mean float64) int {
	n, product, limit := 0, r.Float64(), math.Exp(-mean)
	for product > limit && float64(n) < 4*mean {
		n++
		product *= r.Float64()
	}
	return n
}

// moment returns a time in [from, to), to the second.
func (r random) moment(from, to time.Time) time.Time {
	seconds := int64(to.Sub(from) / time.Second)
	if seconds <= 0 {
		return from
	}
	return from.Add(time.Duration(r.Int64N(seconds)) * time.Second)
}

// pick returns one of the items.
func pick[T any](r random, items []T) T { return items[r.IntN(len(items))] }

// some returns n different items, or all when there are not so many.
func some[T any](r random, items []T, n int) []T {
	var chosen []T
	for _, i := range r.Perm(len(items)) {
		if len(chosen) == n {
			break
		}
		chosen = append(chosen, items[i])
	}
	return chosen
}

// weighted returns the index of one of the weights, in proportion to them, and
// -1 when all are zero.
func weighted(r random, weights []float64) int {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	left := r.Float64() * total
	for i, w := range weights {
		if left < w {
			return i
		}
		left -= w
	}
	return -1
}

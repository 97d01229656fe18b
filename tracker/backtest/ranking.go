package backtest

import (
	"cmp"
	"iter"
	"slices"
)

// Place is where a scorer puts the true candidate of one question: 1 for the
// highest score. Candidates with the true one's score share the middle of their
// places, so that a scorer gains nothing by saying the same of everybody.
type Place float64

// PlaceOf returns the place of the candidate with index truth.
func PlaceOf(scores []float64, truth int) Place {
	place := 1.0
	for i, score := range scores {
		switch {
		case score > scores[truth]:
			place++
		case score == scores[truth] && i != truth:
			place += 0.5
		}
	}
	return Place(place)
}

// Hit is 1 where the place is among the first k, else 0. A shared place counts by
// its middle: three who share the places 4 to 6 are all at 5.
func (p Place) Hit(k int) float64 {
	if float64(p) <= float64(k) {
		return 1
	}
	return 0
}

// Reciprocal is one over the place; its mean over questions is the mean
// reciprocal rank (MRR; Voorhees, The TREC-8 question answering track report, 1999).
func (p Place) Reciprocal() float64 { return 1 / float64(p) }

// AUC is the share of pairs of a true and a false case in which the true one has
// the higher score; equal scores count one half (Hanley and McNeil, Radiology 143,
// 1982). It is one half where all cases are alike in truth.
func AUC(scores []float64, truths []bool) float64 {
	var won, positives, negatives float64
	for group := range groups(scores, byScore(scores)) { // from the highest score down
		var yes, no float64
		for _, i := range group {
			if truths[i] {
				yes++
			} else {
				no++
			}
		}
		won += no * (positives + yes/2)
		positives += yes
		negatives += no
	}
	if positives == 0 || negatives == 0 {
		return 0.5
	}
	return won / (positives * negatives)
}

// PrecisionOfTop is the share of true cases among the k highest scores. Where
// equal scores straddle the k-th place, each of them is in by the same part.
func PrecisionOfTop(k int, scores []float64, truths []bool) float64 {
	k = min(k, len(scores))
	if k == 0 {
		return 0
	}
	var found float64
	left := float64(k)
	for group := range groups(scores, byScore(scores)) {
		part := min(1, left/float64(len(group)))
		for _, i := range group {
			if truths[i] {
				found += part
			}
		}
		if left -= float64(len(group)); left <= 0 {
			break
		}
	}
	return found / float64(k)
}

// byScore returns the indexes of scores, highest score first.
func byScore(scores []float64) []int {
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	return order
}

// groups yields runs of equal scores of an order.
func groups(scores []float64, order []int) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		for from := 0; from < len(order); {
			to := from + 1
			for to < len(order) && scores[order[to]] == scores[order[from]] {
				to++
			}
			if !yield(order[from:to]) {
				return
			}
			from = to
		}
	}
}

package backtest

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestLogisticFindsTheWeightsThatMadeTheCases(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var cases [][]float64
	var truths []bool
	for range 20000 {
		x := []float64{random.NormFloat64() * 3, random.Float64()}
		chance := 1 / (1 + math.Exp(-(-1 + 0.5*x[0] - 2*x[1])))
		cases, truths = append(cases, x), append(truths, random.Float64() < chance)
	}
	constant, weights := logistic(cases, truths)
	for i, got := range append([]float64{constant}, weights...) {
		if want := []float64{-1, 0.5, -2}[i]; math.Abs(got-want) > 0.15 {
			t.Errorf("weight %d is %.3f, want about %v", i, got, want)
		}
	}
}

func TestLogisticBearsPoorData(t *testing.T) {
	for _, c := range []struct {
		name   string
		cases  [][]float64
		truths []bool
	}{
		{"a feature that never varies", [][]float64{{1, 3}, {1, 4}, {1, 5}, {1, 1}}, []bool{true, false, true, false}},
		{"perfectly separated cases", [][]float64{{1}, {2}, {3}, {4}}, []bool{false, false, true, true}},
		{"nothing true", [][]float64{{1}, {2}}, []bool{false, false}},
		{"two features that are one", [][]float64{{1, 1}, {2, 2}, {3, 3}}, []bool{false, true, true}},
	} {
		constant, weights := logistic(c.cases, c.truths)
		for _, w := range append(weights, constant) {
			if math.IsNaN(w) || math.Abs(w) > 100 {
				t.Errorf("%s: weights %v, constant %v", c.name, weights, constant)
				break
			}
		}
	}
	if constant, weights := logistic(nil, nil); constant != 0 || weights != nil {
		t.Errorf("no cases: %v, %v", constant, weights)
	}
}

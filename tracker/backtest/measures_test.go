package backtest

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestPlaceOfSharesTheMiddleOfTies(t *testing.T) {
	for _, c := range []struct {
		name   string
		scores []float64
		truth  int
		want   Place
	}{
		{"alone at the top", []float64{3, 1, 2}, 0, 1},
		{"last of three", []float64{3, 1, 2}, 1, 3},
		{"all alike", []float64{0, 0, 0, 0, 0}, 2, 3},
		{"two share the first place", []float64{2, 2, 1}, 1, 1.5},
		{"the only candidate", []float64{0}, 0, 1},
	} {
		if got := PlaceOf(c.scores, c.truth); got != c.want {
			t.Errorf("%s: place %v, want %v", c.name, got, c.want)
		}
	}
}

func TestHitAndReciprocalFollowThePlace(t *testing.T) {
	if got := Place(1.5).Hit(1); got != 0 {
		t.Errorf("a shared first place is %v at 1, want 0", got)
	}
	if got := Place(5).Hit(5); got != 1 {
		t.Errorf("the fifth place is %v at 5, want 1", got)
	}
	if got := Place(4).Reciprocal(); got != 0.25 {
		t.Errorf("the reciprocal of 4 is %v, want 0.25", got)
	}
}

func TestAUC(t *testing.T) {
	for _, c := range []struct {
		name   string
		scores []float64
		truths []bool
		want   float64
	}{
		{"all true ones above", []float64{3, 4, 1, 2}, []bool{true, true, false, false}, 1},
		{"all true ones below", []float64{1, 2, 3}, []bool{true, true, false}, 0},
		{"a constant", []float64{7, 7, 7}, []bool{true, false, false}, 0.5},
		{"one pair of four is tied", []float64{2, 3, 2, 1}, []bool{true, true, false, false}, 0.875},
		{"nothing false", []float64{1, 2}, []bool{true, true}, 0.5},
	} {
		if got := AUC(c.scores, c.truths); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestPrecisionOfTopSharesTies(t *testing.T) {
	for _, c := range []struct {
		name   string
		k      int
		scores []float64
		truths []bool
		want   float64
	}{
		{"the best two", 2, []float64{3, 2, 1}, []bool{true, false, true}, 0.5},
		{"three share the second place", 2, []float64{3, 2, 2, 2}, []bool{true, true, false, false}, (1 + 1.0/3) / 2},
		{"fewer cases than places", 25, []float64{3, 2}, []bool{true, false}, 0.5},
		{"no case", 25, nil, nil, 0},
	} {
		if got := PrecisionOfTop(c.k, c.scores, c.truths); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestIntervalDrawsWholeClusters(t *testing.T) {
	clusters := []string{"a", "a", "b", "b", "c", "c"}
	values := []float64{0, 0, 1, 1, 0.5, 0.5}
	low, high := MeanInterval(rand.New(rand.NewPCG(1, 2)), clusters, values)
	if low != 0 || high != 1 {
		t.Errorf("interval [%v, %v], want [0, 1]: three clusters can all be the same", low, high)
	}
	again, top := MeanInterval(rand.New(rand.NewPCG(1, 2)), clusters, values)
	if again != low || top != high {
		t.Error("the same random source gave another interval")
	}
	if low, high := MeanInterval(rand.New(rand.NewPCG(1, 2)), clusters, []float64{3, 3, 3, 3, 3, 3}); low != 3 || high != 3 {
		t.Errorf("the interval of a constant is [%v, %v]", low, high)
	}
}

package profile

import (
	"testing"
	"time"
)

// sampleDay is a day of the tests.
func sampleDay() time.Time { return time.Date(2026, 6, 30, 12, 0, 0, 0, time.UTC) }

func TestWhoIsNamedAsWorkingInAPlace(t *testing.T) {
	this := sampleDay().Year()*12 + int(sampleDay().Month()) - 1
	ago := func(months ...int) (list []int) {
		for _, n := range months {
			list = append(list, this-n)
		}
		return list
	}
	for _, c := range []struct {
		name   string
		months []int // rising
		want   bool
	}{
		{"for years", ago(30, 20, 9, 5, 1), true},
		{"in three months of this year only: it may be a move", ago(9, 5, 1), false},
		{"a year ago to the month", ago(12, 5, 3, 1), false},
		{"thirteen months ago", ago(13, 5, 3, 1), true},
		{"long ago, and twice lately", ago(30, 5, 1), false},
		{"never", nil, false},
	} {
		if got := isEstablished(c.months, sampleDay()); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

package growth

import (
	"testing"
	"time"
)

func TestTheFirstRuleThatIsMetSpeaks(t *testing.T) {
	for name, test := range map[string]struct {
		make func(o *organisation)
		want string
	}{
		"one month is no word":                 {func(o *organisation) { mergedBy(o, 1, 60, staff[1:4]...) }, ""},
		"three months with two validators":     {func(o *organisation) { mergedBy(o, 31, 60, staff[1:4]...) }, "returning"},
		"three months with one validator":      {func(o *organisation) { mergedBy(o, 31, 60, bo, bo, bo) }, ""},
		"eight months and reviews others heed": {reliedOn, "relied on"},
	} {
		t.Run(name, func(t *testing.T) {
			o := &organisation{}
			test.make(o)
			words := kernels(t, o).Words
			got := ""
			if len(words) > 0 {
				got = words[0].Word
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func reliedOn(o *organisation) {
	mergedBy(o, 31, 60, staff[1:]...)
	for i := range 3 {
		at := daysAgo(float64(10 + i*20))
		r := o.pull(staff[i+1], at, change("kernels/b.go", 60))
		o.review(r, ada, at.Add(time.Hour))
		merge(r, staff[5], at.Add(9*time.Hour))
	}
}

func TestQuietMonthsAreThoseBetweenActiveOnes(t *testing.T) {
	month := func(y int, m time.Month) time.Time { return time.Date(y, m, 1, 0, 0, 0, 0, time.UTC) }
	if got := quietMonths([]time.Time{month(2025, 11), month(2026, 4), month(2026, 5)}); got != 4 {
		t.Errorf("got %d, want 4", got)
	}
}

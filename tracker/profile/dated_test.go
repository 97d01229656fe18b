package profile

import "testing"

func TestAnAnswerServesDaysAfterItsOwn(t *testing.T) {
	day := Request{Now: sampleDay()}.ofItsDay().Now
	for _, c := range []struct {
		name     string
		isNewest bool
		days     int // from the answer's to the one that is asked about
		want     bool
	}{
		{"its own day", true, 0, true},
		{"its own day, though something later is known", false, 0, true},
		{"a fortnight later", true, 14, true},
		{"a day later, when something later was known", false, 1, false},
		{"more than a fortnight later", true, 15, false},
		{"the day before", true, -1, false},
	} {
		answer := dated[int]{Day: day, IsNewest: c.isNewest}
		if got := answer.serves(day.AddDate(0, 0, c.days), servesFor); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

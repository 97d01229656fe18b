package pack

import (
	"time"

	"rungless/tracker"
)

// Day is a day of UTC's calendar as "2006-01-02", "" where it is not known. Days sort
// as text.
type Day string

// DayOf is the day on which a time lies in UTC; "" for the zero time.
func DayOf(t time.Time) Day {
	if t.IsZero() {
		return ""
	}
	return Day(t.UTC().Format(time.DateOnly))
}

// ParseDay checks a day that came from outside; "" is none.
func ParseDay(text string) (Day, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1970 {
		return "", tracker.Errorf(tracker.Invalid, "pack.ParseDay", "%q is no day", text).WithHint("write it as 2026-01-31")
	}
	return DayOf(t), nil
}

// Time is the first instant of the day, UTC; the zero time for none.
func (d Day) Time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// Words is the day as people write it: "31 January 2026"; "" for none.
func (d Day) Words() string {
	if t := d.Time(); !t.IsZero() {
		return t.Format("2 January 2006")
	}
	return ""
}

// Period is [From, To), in days.
type Period struct {
	From Day `json:"from"`
	To   Day `json:"to"`
}

// Last is the last day of the period.
func (p Period) Last() Day {
	if t := p.To.Time(); !t.IsZero() {
		return DayOf(t.AddDate(0, 0, -1))
	}
	return ""
}

// Before is the period of the same length that ends where this one begins. Whole
// months are counted as months.
func (p Period) Before() Period {
	from, to := p.From.Time(), p.To.Time()
	if from.IsZero() || to.IsZero() {
		return Period{}
	}
	if from.Day() == to.Day() {
		months := (to.Year()-from.Year())*12 + int(to.Month()-from.Month())
		return Period{From: DayOf(from.AddDate(0, -months, 0)), To: p.From}
	}
	return Period{From: DayOf(from.Add(from.Sub(to))), To: p.From}
}

package cite

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// String is "2020-05-17", "2020-05" or "2020", as far as it is known.
func (d Date) String() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// parseDay reads a day that exists, "2020-05-17", with or without a time after it.
func parseDay(text string) (Date, bool) {
	if len(text) > 10 && (text[10] == 'T' || text[10] == ' ') {
		text = text[:10]
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil || day.Year() == 0 {
		return Date{}, false
	}
	return Date{day.Year(), int(day.Month()), day.Day()}, true
}

var yearInText = regexp.MustCompile(`\b(1[5-9]\d\d|20\d\d)\b`)

// parseDate reads a date as people write it: "2020-05-17", "2020-05", "17 May
// 2020", "May 2020", "2020". What it cannot read is left out.
func parseDate(text string) Date {
	text = strings.TrimSpace(text)
	if d, ok := parseDay(text); ok {
		return d
	}
	for _, layout := range []string{"2006-1-2", "2006/01/02", "2 January 2006", "January 2, 2006", "2 Jan 2006", "Jan 2, 2006"} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() > 0 {
			return Date{t.Year(), int(t.Month()), t.Day()}
		}
	}
	for _, layout := range []string{"2006-01", "January 2006", "Jan 2006"} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() > 0 {
			return Date{Year: t.Year(), Month: int(t.Month())}
		}
	}
	if year := yearInText.FindString(text); year != "" {
		n, _ := strconv.Atoi(year)
		return Date{Year: n}
	}
	return Date{}
}

// monthNumber reads "5", "05", "may" and "May"; 0 is none.
func monthNumber(text string) int {
	text = strings.ToLower(strings.Trim(strings.TrimSpace(text), "."))
	if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= 12 {
		return n
	}
	if len(text) < 3 {
		return 0
	}
	for m := time.January; m <= time.December; m++ {
		if strings.HasPrefix(strings.ToLower(m.String()), text) || strings.HasPrefix(text, strings.ToLower(m.String()[:3])) {
			return int(m)
		}
	}
	return 0
}

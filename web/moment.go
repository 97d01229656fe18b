package web

import (
	"encoding/json"
	"fmt"
	"time"
)

// moment is a time as a page shows it: in words from now, in full in UTC, and as
// a machine reads it. In JSON it is RFC 3339, null when the time is not known.
type moment struct {
	at, now time.Time
}

func (s *Server) moment(at time.Time) moment { return moment{at: at.UTC(), now: s.now()} }

// IsZero reports whether the time is not known.
func (m moment) IsZero() bool { return m.at.IsZero() }

// Machine is the time in the form of HTML's datetime attribute.
func (m moment) Machine() string { return m.at.Format(time.RFC3339) }

// Full is the time with its date and zone: "23 November 2026, 04:02 UTC".
func (m moment) Full() string { return m.at.Format("2 January 2006, 15:04 UTC") }

// Ago is the time in words: "3 minutes ago", "in 2 hours". Seconds are not told
// apart, so that a page does not flicker.
func (m moment) Ago() string {
	span := m.now.Sub(m.at)
	if span < 0 {
		return later(-span)
	}
	if span < time.Minute {
		return "just now"
	}
	return inWords(span) + " ago"
}

func later(span time.Duration) string {
	if span < time.Minute {
		return "in less than a minute"
	}
	return "in " + inWords(span)
}

// inWords rounds a span of at least a minute down to its largest unit.
func inWords(span time.Duration) string {
	const day = 24 * time.Hour
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{365 * day, "year"}, {30 * day, "month"}, {day, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}} {
		if n := int(span / unit.length); n > 0 {
			return plural(n, unit.name)
		}
	}
	return "less than a minute"
}

// MarshalJSON writes the time in UTC, or null.
func (m moment) MarshalJSON() ([]byte, error) {
	if m.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(m.at)
}

// month is a month's name: "May 2026".
func month(t time.Time) string { return t.Format("January 2006") }

// plural is a number with its noun: "1 review", "2,300 reviews".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%s %ss", number(n), noun)
}

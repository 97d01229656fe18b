package web

import (
	"encoding/json"
	"time"
)

// day is the date, in UTC, of what somebody did. No page, export or address holds
// its time of day: many of them together would show when a person works and when
// they sleep (docs/adr/0006-pages.md).
type day struct {
	at, now time.Time // midnights
}

func (s *Server) day(at time.Time) day { return day{at: midnight(at), now: midnight(s.now())} }

func midnight(at time.Time) time.Time {
	year, month, date := at.UTC().Date()
	return time.Date(year, month, date, 0, 0, 0, 0, time.UTC)
}

// IsZero reports whether the date is not known.
func (d day) IsZero() bool { return d.at.IsZero() }

// Machine is the date in the form of HTML's datetime attribute.
func (d day) Machine() string { return d.at.Format(time.DateOnly) }

// Full is the date in words: "18 November 2026".
func (d day) Full() string { return d.at.Format("2 January 2006") }

// Ago is the date in words from today, never finer than a day.
func (d day) Ago() string {
	switch span := d.now.Sub(d.at); {
	case d.at.Equal(d.now):
		return "today"
	case span < 0:
		return later(-span)
	case span == 24*time.Hour:
		return "yesterday"
	default:
		return inWords(span) + " ago"
	}
}

// MarshalJSON writes the date alone.
func (d day) MarshalJSON() ([]byte, error) { return json.Marshal(d.Machine()) }

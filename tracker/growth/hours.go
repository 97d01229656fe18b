package growth

import (
	"slices"
	"time"

	"rungless/tracker"
)

// Hours is when the person worked, for the person's own eyes: computed when they
// open the page, stored nowhere, never part of a [Profile]. It cannot be marshalled.
type Hours struct {
	Zone     string
	Cells    [7][24]int // acts by weekday, Monday first, and hour
	Acts     int
	Evening  int // from 19:00 to midnight
	Weekend  int // on Saturday or Sunday
	Unbroken Run // the longest run of days without a break
}

// Run is a run of consecutive days with an act on each.
type Run struct {
	First time.Time // midnight of its first day, in the person's zone
	Days  int
}

// MarshalJSON refuses: nobody's hours are exported.
func (Hours) MarshalJSON() ([]byte, error) {
	return nil, tracker.Errorf(tracker.Invalid, "growth.Hours", "working hours are never exported")
}

// evening is the hour from which work counts as the evening's.
const evening = 19

// MeasureHours places every act of the person within the window in the person's own
// time zone. A commit keeps the moment at which it was written, in whatever zone.
func MeasureHours(person []tracker.Account, records []tracker.Record, window Window, zone *time.Location) Measured[Hours] {
	const name = "working_hours"
	if zone == nil {
		return notAvailable[Hours](name, "the person has not said in which time zone they live", nil)
	}
	f := prepare(Growth1(), Input{Person: person, Records: records, Window: window, Now: window.To})
	moments := f.actMoments()
	if len(moments) == 0 {
		return notApplicable[Hours](name, "there are no acts within the window")
	}
	h := Hours{Zone: zone.String(), Acts: len(moments)}
	days := map[time.Time]bool{}
	for _, at := range moments {
		local := at.In(zone)
		weekday := (int(local.Weekday()) + 6) % 7
		h.Cells[weekday][local.Hour()]++
		if local.Hour() >= evening {
			h.Evening++
		}
		if weekday >= 5 {
			h.Weekend++
		}
		days[time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone)] = true
	}
	h.Unbroken = longestRun(days)
	return available(name, h, nil)
}

// actMoments are the times of everything that the person did within the window, whether or
// not it was validated.
func (f *facts) actMoments() []time.Time {
	var moments []time.Time
	add := func(who tracker.Account, at time.Time) {
		if f.isSelf(who) && f.in.Window.contains(at) {
			moments = append(moments, at)
		}
	}
	for _, t := range f.threads {
		if t.Thread.Kind != tracker.CommitKind {
			add(t.Thread.Author, t.Thread.CreatedAt)
		}
		for i := range t.Reviews {
			add(t.Reviews[i].Author, t.Reviews[i].SubmittedAt)
		}
		for i := range t.Comments {
			add(t.Comments[i].Author, t.Comments[i].CreatedAt)
		}
		for i := range t.Commits {
			for _, author := range t.Commits[i].Authors {
				if author.Role != tracker.CoAuthor {
					add(f.author(author), t.Commits[i].AuthoredAt)
				}
			}
		}
	}
	return moments
}

func longestRun(days map[time.Time]bool) Run {
	sorted := make([]time.Time, 0, len(days))
	for d := range days {
		sorted = append(sorted, d)
	}
	slices.SortFunc(sorted, time.Time.Compare)
	var run, longest Run
	for i, d := range sorted {
		if i > 0 && sorted[i-1].AddDate(0, 0, 1).Equal(d) {
			run.Days++
		} else {
			run = Run{d, 1}
		}
		if run.Days > longest.Days {
			longest = run
		}
	}
	return longest
}

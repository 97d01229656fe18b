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

// actMoments are the times of everything that the person did within the window,
// whether or not it was validated.
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
	}
	f.eachCommit(func(author tracker.CommitAuthor, at time.Time) { add(f.author(author), at) })
	return moments
}

// eachCommit calls wrote for the authors of every commit, once for each hash. What a
// merge makes of a branch is not written by anybody at that hour, and neither are the
// commits of which somebody is told to be co-author.
func (f *facts) eachCommit(wrote func(tracker.CommitAuthor, time.Time)) {
	seen := map[string]bool{}
	for _, t := range f.threads {
		for i := range t.Commits {
			c := &t.Commits[i]
			if seen[c.SHA] || t.Thread.PullRequest != nil && !t.isOfBranch(c) {
				continue
			}
			seen[c.SHA] = true
			for _, author := range c.Authors {
				if author.Role != tracker.CoAuthor {
					wrote(author, c.AuthoredAt)
				}
			}
		}
	}
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

package moves

import (
	"math"
	"slices"
	"strings"
	"time"
)

const (
	meetingDays = 90  // changes of one file further apart bring nobody together
	tieHalfLife = 180 // days
	mostThread  = 20  // people in a thread; more is a crowd
)

// Tie is that an account and somebody else met: on a file which one of them changed
// within 90 days of the other, or in a thread in which both acted.
type Tie struct {
	With    string
	LastMet time.Time // UTC

	// Strength is the sum over meetings of weight x 2^(-age/180 days); the weight is 1 on
	// a file and 1/(n-1) in a thread of n people (Newman, PNAS 2001).
	Strength float64
}

// ties are an account's ties as of now, by whom they are with.
func (p *Past) ties(account string, now int64) map[string]Tie {
	ties := map[string]Tie{}
	meet := func(other string, at int64, weight float64) {
		t := ties[other]
		t.With, t.Strength = other, t.Strength+weight*decay(now-at, tieHalfLife)
		if met := time.Unix(at, 0).UTC(); met.After(t.LastMet) {
			t.LastMet = met
		}
		ties[other] = t
	}
	for _, f := range p.filesOf[account] {
		meetOnFile(account, presentIn(p.byFile[f], math.MinInt64, now+1), meet)
	}
	for _, t := range p.threadsOf[account] {
		meetInThread(account, presentIn(p.byThread[t], math.MinInt64, now+1), meet)
	}
	return ties
}

// meetOnFile goes through a file's changes, oldest first. At each the one who makes
// it meets everybody who changed it within the days before, once.
func meetOnFile(account string, changes []presence, meet func(other string, at int64, weight float64)) {
	last := map[string]int64{}
	for _, c := range changes {
		if c.account != account {
			if mine, known := last[account]; known && c.at-mine <= meetingDays*day {
				meet(c.account, c.at, 1)
			}
		} else {
			for other, at := range last {
				if other != account && c.at-at <= meetingDays*day {
					meet(other, c.at, 1)
				}
			}
		}
		last[c.account] = c.at
	}
}

// meetInThread lets the account meet the others of a thread, at the newest act in it.
func meetInThread(account string, acts []presence, meet func(other string, at int64, weight float64)) {
	everybody := people(acts)
	if n := len(everybody); !everybody[account] || n < 2 || n > mostThread {
		return
	}
	for other := range everybody {
		if other != account {
			meet(other, acts[len(acts)-1].at, 1/float64(len(everybody)-1))
		}
	}
}

// among returns the ties with those who are active, by name.
func among(ties map[string]Tie, active map[string]bool) []Tie {
	var found []Tie
	for other := range active {
		if t, known := ties[other]; known {
			found = append(found, t)
		}
	}
	slices.SortFunc(found, func(a, b Tie) int { return strings.Compare(a.With, b.With) })
	return found
}

// decay is one half for every half-life of an age in seconds.
func decay(age int64, halfLifeDays float64) float64 {
	return math.Exp2(-float64(age) / day / halfLifeDays)
}

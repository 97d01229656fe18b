package profile

import (
	"context"

	"rungless/tracker"
	"rungless/tracker/moves"
	"rungless/tracker/store"
)

// insiderMonths of the twelve before make an insider of whoever had a part in a merged
// change that lies in the place in each of them.
const insiderMonths = 3

// insiders knows in which months who had a part in merged changes of which place.
type insiders struct {
	months store.MergedMonths
	keys   map[tracker.Account]int64
}

// insiders looks up those who acted beside people in their trails.
func (m *Maker) insiders(ctx context.Context, trails []moves.Trail) (insiders, error) {
	found := insiders{keys: map[tracker.Account]int64{}}
	var accounts []tracker.Account
	for _, trail := range trails {
		for _, thread := range trail.Threads {
			for _, d := range thread.Others {
				if _, known := found.keys[identity(d.By)]; !known {
					found.keys[identity(d.By)] = 0
					accounts = append(accounts, d.By)
				}
			}
		}
	}
	keys, err := m.Store.AccountKeys(ctx, accounts)
	if err != nil {
		return found, err
	}
	var ids []int64
	for i, a := range accounts {
		if found.keys[identity(a)] = keys[i]; keys[i] != 0 {
			ids = append(ids, keys[i])
		}
	}
	if len(ids) > 0 {
		found.months, err = m.Store.MergedMonths(ctx, ids)
	}
	return found, err
}

// has reports whether who did something was an insider of a place by then: GitHub calls
// them an owner or a collaborator of the repository; or, of the twelve months before that
// one, they had a part in merged changes of the place in three, or in more than of any
// other place. The first is who knows their way there, the second who is at home there
// and does little.
func (s insiders) has(p moves.Place, d moves.Deed) bool {
	if d.Association == "owner" || d.Association == "collaborator" {
		return true
	}
	places, month := s.months[s.keys[identity(d.By)]], store.MonthNumber(d.At)
	here := worked(places[placeName(p)], month)
	if here == 0 || here >= insiderMonths {
		return here > 0
	}
	for _, months := range places {
		if worked(months, month) > here {
			return false
		}
	}
	return true
}

// worked counts the months that are among the twelve before a month.
func worked(months []int, month int) int {
	n := 0
	for _, one := range months {
		if one < month && one >= month-12 {
			n++
		}
	}
	return n
}

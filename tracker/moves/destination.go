package moves

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// activeDays is for how long somebody who acted in a repository is active there, and
// a repository in which somebody acted is alive.
const activeDays = 90

// Destination is a repository where an account may go next, and why.
type Destination struct {
	Repository string
	Ties       []Tie  // with people who are active there, by name
	Paths      []Path // that others took there, by time
	People     int    // active there
	Acts       int    // of theirs, within those days

	Pull Pull
}

// Pull is how much draws an account to one repository, next to the others that it
// could go to. It puts repositories in order for one account and compares no people.
type Pull struct {
	Ties  float64 // sum of ln(1 + strength): one close companion does not decide all
	Paths float64 // sum of weights

	// All is the sum, over Ties, Paths and the number of people, of ln(1 + figure/mean),
	// the mean being that of all destinations. A figure that is zero everywhere says
	// nothing. No weight in it is fitted.
	All float64
}

// Destinations returns the repositories which are alive at a time and which the
// account has not touched by then, the likeliest next one first, equal ones by name.
func (p *Past) Destinations(account string, now time.Time) []Destination {
	at := now.Unix()
	ties, paths := p.ties(account, at), p.paths(account, at)
	var found []Destination
	for _, repository := range slices.Sorted(maps.Keys(p.byRepository)) {
		lately := presentIn(p.byRepository[repository], at-activeDays*day, at+1)
		mine := p.byAccount[account][repository]
		if len(lately) == 0 || len(mine) > 0 && mine[0] <= at {
			continue
		}
		active := people(lately)
		d := Destination{Repository: repository, Ties: among(ties, active), Paths: paths[repository], People: len(active), Acts: len(lately)}
		d.Pull.Ties, d.Pull.Paths = sumTies(d.Ties), sumPaths(d.Paths)
		found = append(found, d)
	}
	order(found)
	return found
}

// Ordered puts destinations whose evidence is known in the order of [Past.Destinations]: the
// likeliest next one first, equal ones by name. It fills in Pull.
func Ordered(found []Destination) []Destination {
	found = slices.Clone(found)
	for i := range found {
		found[i].Pull = Pull{Ties: sumTies(found[i].Ties), Paths: sumPaths(found[i].Paths)}
	}
	slices.SortFunc(found, func(a, b Destination) int { return strings.Compare(a.Repository, b.Repository) })
	order(found)
	return found
}

// order pools the pulls of destinations that come by name, and puts the strongest first.
func order(found []Destination) {
	pool(found)
	slices.SortStableFunc(found, func(a, b Destination) int { return cmp.Compare(b.Pull.All, a.Pull.All) })
}

func sumTies(ties []Tie) float64 {
	var sum float64
	for _, t := range ties {
		sum += math.Log1p(t.Strength)
	}
	return sum
}

func sumPaths(paths []Path) float64 {
	var sum float64
	for _, p := range paths {
		sum += p.Weight
	}
	return sum
}

// pool sets Pull.All of every destination.
func pool(found []Destination) {
	for _, figure := range []func(Destination) float64{
		func(d Destination) float64 { return d.Pull.Ties },
		func(d Destination) float64 { return d.Pull.Paths },
		func(d Destination) float64 { return float64(d.People) },
	} {
		var sum float64
		for _, d := range found {
			sum += figure(d)
		}
		if sum == 0 {
			continue
		}
		mean := sum / float64(len(found))
		for i, d := range found {
			found[i].Pull.All += math.Log1p(figure(d) / mean)
		}
	}
}

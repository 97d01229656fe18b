package moves

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

const (
	pathYear     = 365 // days in which somebody must have acted in a place to have come from it
	pathHalfLife = 365 // days
)

// Path is that somebody else began in a repository and had acted, within the year
// before, in repositories where the account acts too.
type Path struct {
	Account string
	From    []string  // those repositories, sorted
	At      time.Time // of the other's first act, UTC

	// Weight is the sum over From of the account's share in each x 2^(-age/365 days). A
	// share is ln(1 + acts of the last year) over the sum of these.
	Weight float64
}

// arrival is an account's first act in a repository, and where it came from.
type arrival struct {
	presence
	repository string
	from       []string // other repositories that it acted in within the year before, sorted
}

// findArrivals lists every account's first act in every repository, by time.
func (p *Past) findArrivals() []arrival {
	var arrivals []arrival
	for account, repositories := range p.byAccount {
		for repository, times := range repositories {
			a := arrival{presence: presence{times[0], account}, repository: repository}
			for other, acts := range repositories {
				if other != repository && len(between(acts, a.at-pathYear*day, a.at)) > 0 {
					a.from = append(a.from, other)
				}
			}
			slices.Sort(a.from)
			arrivals = append(arrivals, a)
		}
	}
	slices.SortFunc(arrivals, func(a, b arrival) int {
		return cmp.Or(cmp.Compare(a.at, b.at), strings.Compare(a.account, b.account), strings.Compare(a.repository, b.repository))
	})
	return arrivals
}

// paths lists, for each repository, the paths of others there as of now, by time.
func (p *Past) paths(account string, now int64) map[string][]Path {
	shares := p.shares(account, now)
	paths := map[string][]Path{}
	for _, a := range p.arrivals {
		if a.at > now {
			break
		}
		path := Path{Account: a.account, At: time.Unix(a.at, 0).UTC()}
		for _, from := range a.from {
			if share := shares[from]; share > 0 {
				path.From = append(path.From, from)
				path.Weight += share * decay(now-a.at, pathHalfLife)
			}
		}
		if path.From != nil && a.account != account {
			paths[a.repository] = append(paths[a.repository], path)
		}
	}
	return paths
}

// shares says how an account's last year is spread over repositories.
func (p *Past) shares(account string, now int64) map[string]float64 {
	shares := map[string]float64{}
	var sum float64
	for _, repository := range slices.Sorted(maps.Keys(p.byAccount[account])) {
		if n := len(between(p.byAccount[account][repository], now-pathYear*day+1, now+1)); n > 0 {
			shares[repository] = math.Log1p(float64(n))
			sum += shares[repository]
		}
	}
	for repository := range shares {
		shares[repository] /= sum
	}
	return shares
}

package growth

import "time"

// Version names one set of formulas and holds every parameter of them. A pack
// names the version that it was made with; an old version is never changed.
type Version struct {
	Name string

	HalfLife    time.Duration // after so long an act weighs half
	StretchDays int           // of work are taken as one for depth
	UnitDays    int           // of work are taken as one entry of a list

	// Weights of an act within a stretch. An act that nobody validated weighs nothing.
	Weights map[ActKind]float64

	// OneValidator is the largest part of a depth that may stand on one validator.
	OneValidator float64

	// The first FreeLines written lines of a file on a day weigh nothing: that is a
	// typo, a bump, a rename. FullLines beyond them are a whole change. In one that
	// closes somebody else's issue a line weighs as AskedLine.
	FreeLines float64
	FullLines float64
	AskedLine float64

	// ActiveMonth is what the acts of a month, taken as one unit, must reach for the
	// month to be active.
	ActiveMonth float64

	SharedChange float64       // how much of a whole change a merged thread must be to join two people
	NewWithin    time.Duration // a collaborator is new for so long after the first shared thread

	DebtShare    float64       // of the changed lines must lie in others' old files
	DebtLines    int           // and so many lines at least
	DebtAge      time.Duration // that a file must have to be old
	DebtStands   time.Duration // a change must stand so long without a revert
	MassDeletion float64       // a change with a larger part of deleted lines only clears away

	HomeShare float64 // of the last twelve months' validated work makes a home domain
}

const day = 24 * time.Hour

// Growth1 is growth/1, the first version. docs/metrics.md states its formulas.
func Growth1() Version {
	return Version{
		Name:        "growth/1",
		HalfLife:    180 * day,
		StretchDays: 42,
		UnitDays:    7,
		Weights: map[ActKind]float64{Authored: 3, Reviewed: 2, Answered: 2, Cited: 2,
			Led: 1, CoAuthored: 1},
		OneValidator: 1.0 / 3,
		FreeLines:    6,
		FullLines:    20,
		AskedLine:    6,
		ActiveMonth:  0.5,
		SharedChange: 0.25,
		NewWithin:    182 * day,
		DebtShare:    0.3,
		DebtLines:    20,
		DebtAge:      180 * day,
		DebtStands:   90 * day,
		MassDeletion: 0.8,
		HomeShare:    0.2,
	}
}

// Versions lists every version, newest last.
func Versions() []Version { return []Version{Growth1()} }

// FindVersion returns the version of a name, and false when there is none.
func FindVersion(name string) (Version, bool) {
	for _, v := range Versions() {
		if v.Name == name {
			return v, true
		}
	}
	return Version{}, false
}

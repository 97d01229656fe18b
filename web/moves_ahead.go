package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"rungless/tracker/moves"
	"rungless/tracker/profile"
)

// ahead is what waits for a person in one place.
type ahead struct {
	ID      string // of its heading
	Place   link
	InBrief bool // what is not seen at once is folded away
	Warm    []warmPath
	Doors   []openDoor
	More    int // doors that are left out here
	Height  []heightRow
	Firsts  []entry // all changes of which Height speaks, newest first
	Both    []gap   // on what its work draws, and the person's too
	Missing []gap   // on what its work draws, and the person's not yet
}

// warmPath is somebody who works there, and how the person gets to them.
type warmPath struct {
	Login   string
	Via     string // login of who goes between; "" where the person shipped with them
	ViaLast day
	Last    day
	Threads []entry
}

// openDoor is an open issue or discussion.
type openDoor struct {
	Title      string   `json:"title"`
	URL        string   `json:"url"`
	Repository string   `json:"repository"`
	Kind       string   `json:"kind"`
	Fresh      day      `json:"fresh"` // when anything happened in it last
	Because    []string `json:"because"`
}

// heightRow is one thing that is known of others' first changes.
type heightRow struct{ What, Middle, Half, N string }

// gap is one thing that a place's merged work draws on, beside the person's own.
type gap struct {
	Name, What string // "Python", "language"
	There      string // "in 12 of 40 merged changes"
	Theirs     []entry
	OwnSays    string
	Own        []entry
}

// How many doors of a place are listed.
const (
	doorsInBrief = 3
	allDoors     = 20
)

func (m moveMaker) ahead(from profile.Ahead, doors int) ahead {
	shown := ahead{ID: "ahead-" + strings.Map(idRune, displayName(from.Place.Domain, from.Place.Repository)), Place: link{m.placeName(from.Place), movePath(from.Place)}}
	for _, w := range from.Warm {
		shown.Warm = append(shown.Warm, warmPath{Login: w.Login, Via: w.Via, ViaLast: m.day(w.ViaLast), Last: m.day(w.Last), Threads: m.entriesOf(w.Threads)})
	}
	shown.Doors = m.doors(from.Doors[:min(doors, len(from.Doors))])
	shown.More = len(from.Doors) - len(shown.Doors)
	shown.Height, shown.Firsts = heightRows(from.Newcomers), m.entriesOf(from.Newcomers.Threads)
	for _, g := range from.Gaps {
		one := gap{Name: g.Name, What: g.What, There: fmt.Sprintf("in %d of %s", g.There, plural(g.Of, "merged change")), Theirs: m.entriesOf(g.Theirs), OwnSays: g.OwnSays, Own: m.entriesOf(g.Own)}
		if len(g.Own) > 0 {
			shown.Both = append(shown.Both, one)
		} else {
			shown.Missing = append(shown.Missing, one)
		}
	}
	return shown
}

// Known are the logins of those who work there and with whom the person shipped.
func (a ahead) Known() []string {
	var logins []string
	for _, one := range a.Warm {
		if one.Via == "" {
			logins = append(logins, one.Login)
		}
	}
	return logins
}

// idRune keeps what the id of an element may hold.
func idRune(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
		return r
	}
	return '-'
}

func (s *Server) doors(list []moves.Door) []openDoor {
	shown := []openDoor{}
	for _, d := range list {
		one := openDoor{Title: displayName(d.Title, d.URL), URL: d.URL, Repository: d.Repository, Kind: strings.ReplaceAll(d.Kind, "_", " "), Fresh: s.day(d.FreshAt), Because: []string{}}
		if d.Waits {
			one.Because = append(one.Because, "it asks for help")
		}
		one.Because = append(one.Because, d.Because...)
		shown = append(shown, one)
	}
	return shown
}

// heightRows says what others' first changes looked like: the middle one, and between what
// the middle half lies.
func heightRows(h moves.Height) []heightRow {
	if h.Lines.N == 0 {
		return nil
	}
	var rows []heightRow
	for _, one := range []struct {
		what string
		of   moves.Spread
	}{{"Lines added and deleted", h.Lines}, {"Reviews before the merge", h.Reviews}, {"Days from opening to merge", h.Days}} {
		rows = append(rows, heightRow{one.what, rounded(one.of.Median), rounded(one.of.Lower) + " to " + rounded(one.of.Upper), strconv.Itoa(one.of.N)})
	}
	return rows
}

// rounded is a figure without decimals; what is less than one is not nothing.
func rounded(x float64) string {
	if x > 0 && x < 1 {
		return "less than 1"
	}
	return number(int(math.Round(x)))
}

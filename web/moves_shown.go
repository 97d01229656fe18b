package web

import (
	"fmt"
	"strconv"
	"strings"

	"rungless/tracker/moves"
	"rungless/tracker/profile"
)

// moveShown is one move in words.
type moveShown struct {
	ID          string
	Open        bool // unfolded
	Place       link // with its own page, but on that page
	Furthest    stepShown
	Missing     string // the steps that are not reached, in words
	From        string // where the person was at home when they began
	Begun, Last day
	IsHome      bool // it has become a home since
	Steps       []stepShown
	Stay        stayShown
	LeftOut     []leftOut
	Choice      *moveChoice // nil where there is nothing to choose

	slug string // of the domain; "" for a repository
}

// stepShown is one step, reached or not.
type stepShown struct {
	Name     string
	Reached  bool
	At       day
	Because  string
	Evidence []actShown
}

// actShown is one act behind a step.
type actShown struct {
	Link    link
	Date    day
	What    string // "omar commented in lumen/serve"
	Private bool
}

// stayShown is what is known of whether a beginning lasts.
type stayShown struct {
	Repository string
	From       day    // when something can be said
	Words      string // what followed beginnings like it; "" before that day
	Grounds    string // why they are taken for alike
	Known      string // what was seen, and is not weighed
}

// leftOut is what is no sign of a move, and why.
type leftOut struct {
	Link link
	Date day
	Why  string
}

func (m moveMaker) move(i int, from moves.Signal) moveShown {
	shown := moveShown{ID: "move-" + strconv.Itoa(i+1), Place: link{m.placeName(from.Place), movePath(from.Place)}, From: listed(m.domainNames(from.From)),
		Begun: m.day(from.Begun), Last: m.day(from.Last), IsHome: from.IsHome, Stay: m.stay(from.Stay), LeftOut: m.leftOut(from.LeftOut), slug: from.Place.Domain}
	var missing []string
	for _, step := range from.Steps {
		shown.Steps = append(shown.Steps, m.step(step))
		if !step.Reached {
			missing = append(missing, string(step.Name))
		}
	}
	shown.Furthest, shown.Missing = m.step(from.Furthest()), strings.Join(missing, ", ")
	return shown
}

func (s *Server) step(from moves.Step) stepShown {
	shown := stepShown{Name: capitalized(string(from.Name)), Reached: from.Reached, At: s.day(from.At), Because: from.Because}
	for _, e := range from.Evidence {
		shown.Evidence = append(shown.Evidence, actShown{Link: link{displayName(e.Title, e.URL), e.URL}, Date: s.day(e.At), Private: e.IsPrivate,
			What: strings.TrimSpace(displayName(e.By, "you")+" "+e.What) + " in " + e.Repository})
	}
	return shown
}

func (s *Server) stay(from moves.Staying) stayShown {
	shown := stayShown{Repository: from.Repository, From: s.day(from.From), Known: listed(from.Known)}
	if from.Outlook != nil {
		shown.Words, shown.Grounds = capitalized(from.Outlook.Words), listed(from.Outlook.Grounds)
	}
	return shown
}

func (s *Server) leftOut(list []moves.LeftOut) []leftOut {
	var shown []leftOut
	for _, one := range list {
		shown = append(shown, leftOut{link{displayName(one.Title, one.URL), one.URL}, s.day(one.At), one.Why})
	}
	return shown
}

// destination is a place that may be next, and why.
type destination struct {
	Place   link
	Lies    string // the domains in which its work lies
	Known   []knownThere
	Because []string
}

// knownThere is somebody who works there.
type knownThere struct {
	Login   string
	Threads []entry // that the person shipped with them
}

func (m moveMaker) destinations(list []profile.Destination) []destination {
	var shown []destination
	for _, from := range list {
		one := destination{Place: link{m.placeName(from.Place), movePath(from.Place)}, Lies: listed(m.domainNames(from.Domains))}
		for _, known := range from.Known {
			one.Known = append(one.Known, knownThere{known.Login, m.entriesOf(known.Threads)})
		}
		for _, w := range from.Went {
			one.Because = append(one.Because, fmt.Sprintf("%s with merged work in %s had some here later, more than a year ago", people(w.People), w.From))
		}
		if len(from.Shared) > 0 {
			one.Because = append(one.Because, "its work is about "+listed(from.Shared)+", as yours is")
		}
		one.Because = append(one.Because, people(from.People)+" acted here within 90 days")
		shown = append(shown, one)
	}
	return shown
}

func (s *Server) entriesOf(list []moves.Link) []entry {
	var entries []entry
	for _, l := range list {
		entries = append(entries, entry{Link: link{displayName(l.Title, l.URL), l.URL}, Date: s.day(l.At)})
	}
	return entries
}

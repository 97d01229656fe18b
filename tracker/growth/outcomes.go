package growth

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"rungless/tracker"
)

// Outcome is what came of evidence, as somebody else counts it.
type Outcome struct {
	What      string     `json:"what"`   // "release downloads", "reactions", "upvotes", or the person's words
	Figure    string     `json:"figure"` // as of the last sync, or as entered
	SourceURL string     `json:"source_url"`
	At        time.Time  `json:"at"`
	Entered   bool       `json:"entered"` // by the person, not read from GitHub
	Threads   []Evidence `json:"threads"` // what it hangs on
}

// outcomes hangs what the world did with validated work on the evidence of it:
// releases with their downloads, reactions, upvotes, and figures that the person
// entered with a source.
func (f *facts) outcomes() Measured[[]Outcome] {
	const name = "outcomes"
	var counted []*act
	for _, a := range f.acts {
		if a.counts() && f.in.Window.contains(a.at) {
			counted = append(counted, a)
		}
	}
	if len(counted) == 0 {
		return notApplicable[[]Outcome](name, "nothing was validated within the window that an outcome could hang on")
	}
	list := slices.Concat(f.shipped(f.moreThanTypos(counted)), f.received(counted), f.entered())
	slices.SortStableFunc(list, func(a, b Outcome) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.SourceURL, b.SourceURL)) })
	var evidence []Evidence
	for _, o := range list {
		evidence = append(evidence, o.Threads...)
	}
	return available(name, list, evidence)
}

// shipped gives each release the changes that it was the first to carry.
func (f *facts) shipped(counted []*act) []Outcome {
	releases := map[key][]tracker.Release{}
	for _, r := range f.in.Releases {
		if k := f.repository(r.Repository); !r.PublishedAt.IsZero() && !r.PublishedAt.After(f.in.Now) {
			releases[k] = append(releases[k], r)
		}
	}
	carried := map[string]*Outcome{}
	for _, list := range releases {
		slices.SortFunc(list, func(a, b tracker.Release) int {
			return cmp.Or(a.PublishedAt.Compare(b.PublishedAt), cmp.Compare(a.Tag, b.Tag))
		})
	}
	for _, a := range counted {
		list := releases[a.thread.key.repository]
		i := slices.IndexFunc(list, func(r tracker.Release) bool { return r.PublishedAt.After(a.at) })
		if i < 0 || a.thread.Thread.PullRequest == nil {
			continue
		}
		url := tracker.ReleaseURL(list[i].Repository, list[i].Tag)
		if carried[url] == nil {
			carried[url] = &Outcome{What: "release downloads", Figure: strconv.Itoa(list[i].Downloads), SourceURL: url, At: list[i].PublishedAt.UTC()}
		}
		carried[url].Threads = append(carried[url].Threads, a.evidence())
	}
	var outcomes []Outcome
	for _, o := range carried {
		outcomes = append(outcomes, *o)
	}
	return outcomes
}

// received are reactions and upvotes on what the person opened.
func (f *facts) received(counted []*act) []Outcome {
	var outcomes []Outcome
	for _, a := range counted {
		t := a.source.Thread
		if !f.isSelf(t.Author) {
			continue
		}
		if t.Reactions > 0 {
			outcomes = append(outcomes, Outcome{What: "reactions", Figure: strconv.Itoa(t.Reactions), SourceURL: a.url, At: a.at, Threads: []Evidence{a.evidence()}})
		}
	}
	return outcomes
}

// entered are the figures that the person typed in, for threads with a part of theirs.
func (f *facts) entered() []Outcome {
	var outcomes []Outcome
	for _, e := range f.in.Entered {
		a := f.actFor(e.Thread)
		if a == nil || e.SourceURL == "" || e.At.After(f.in.Now) || !f.in.Window.contains(e.At) {
			continue
		}
		outcomes = append(outcomes, Outcome{What: e.What, Figure: e.Figure, SourceURL: e.SourceURL, At: e.At.UTC(), Entered: true,
			Threads: []Evidence{a.evidence()}})
	}
	return outcomes
}

// actFor is the first act in a thread, or that came to a change in it; nil where there is none.
func (f *facts) actFor(ref tracker.ThreadRef) *act {
	k := f.threadKey(ref, nil)
	i := slices.IndexFunc(f.acts, func(a *act) bool { return a.source.key == k || a.thread.key == k })
	if i < 0 {
		return nil
	}
	return f.acts[i]
}

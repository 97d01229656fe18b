package pack

import (
	"context"

	"rungless/tracker"
)

// Now is how a source is on GitHub today.
type Now struct {
	Title, Text string
	State       tracker.State
	IsHidden    bool // its text is, by a maintainer of the repository
}

// LookAt asks GitHub how things are now, by their node ids; what it does not show is
// not in the answer. With an error comes what was seen before it.
type LookAt func(ctx context.Context, ids []string) (map[string]Now, error)

// Fate is what became of a source since it was captured.
type Fate string

// The fates.
const (
	Unchanged    Fate = "unchanged"
	Edited       Fate = "edited"
	StateChanged Fate = "state changed"
	Hidden       Fate = "hidden"
	Removed      Fate = "deleted"
	NotVisible   Fate = "not visible"
	NotChecked   Fate = "not checked"
)

// Standing is what became of one source.
type Standing struct {
	Ref       int    `json:"ref"`
	Permalink string `json:"permalink"`
	Fate      Fate   `json:"fate"`
	Sentence  string `json:"sentence"`
}

// CheckOnline asks GitHub for each source of a sealed pack and says what became of it,
// in the order of the manifest. What could not be asked is named as not checked; where
// that is because GitHub did not answer, the error says why, beside all standings.
func CheckOnline(ctx context.Context, m Manifest, look LookAt) ([]Standing, error) {
	var ids []string
	asked := map[string]bool{}
	add := func(id string) {
		if id != "" && !asked[id] {
			asked[id] = true
			ids = append(ids, id)
		}
	}
	for _, s := range m.Sources {
		add(s.NodeID)
	}
	seen, err := look(ctx, ids)
	if err == nil {
		ids = nil
		for _, s := range m.Sources {
			if _, there := seen[s.NodeID]; !there {
				add(s.RepositoryNodeID)
			}
		}
		var repositories map[string]Now
		if repositories, err = look(ctx, ids); err == nil {
			return standings(m, seen, repositories, true), nil
		}
	}
	return standings(m, seen, nil, false), err
}

func standings(m Manifest, seen, repositories map[string]Now, complete bool) []Standing {
	list := make([]Standing, len(m.Sources))
	for i, s := range m.Sources {
		now, there := seen[s.NodeID]
		_, repositoryThere := repositories[s.RepositoryNodeID]
		fate, sentence := Unchanged, "is as it was captured on "+s.CapturedOn.Words()
		switch {
		case s.NodeID == "":
			fate, sentence = NotChecked, "was captured without an id by which GitHub could be asked"
		case !there && !complete:
			fate, sentence = NotChecked, "was not asked about: GitHub did not answer"
		case !there && repositoryThere:
			fate, sentence = Removed, "was deleted, while its repository is still there"
		case !there:
			fate, sentence = NotVisible, "cannot be seen any more, nor can its repository"
		default:
			fate, sentence = s.compare(now, fate, sentence)
		}
		list[i] = Standing{s.Ref, s.Permalink, fate, sentence}
	}
	return list
}

// compare says what is other about a source that is still there.
func (s Stamp) compare(now Now, fate Fate, sentence string) (Fate, string) {
	switch {
	case s.State != "" && now.State != "" && s.State != now.State:
		return StateChanged, "was " + string(s.State) + ", and is " + string(now.State)
	case now.IsHidden:
		return Hidden, "is hidden by a maintainer of its repository"
	case s.ContentHash == "":
		return fate, "is still there; its text was not kept, so nobody can say whether it was edited"
	case ContentHash(now.Title, now.Text) != s.ContentHash:
		return Edited, "was edited since it was captured"
	}
	return fate, sentence
}

package profile

import (
	"context"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/store"
)

// OwnWords is what a person said of their own work, and what came of it.
type OwnWords struct {
	Initiatives []growth.Initiative // of all time, oldest quarter first, with the edits
	Edits       []OwnEdit           // in the order in which they apply
	Figures     []OwnFigure         // in the order in which they were typed in
}

// OwnEdit is a change to the initiatives.
type OwnEdit struct {
	store.InitiativeEdit
	IsApplied bool // false: no initiative has its keys any more, or nothing of its threads
}

// OwnFigure is a figure with its source.
type OwnFigure struct {
	store.EnteredFigure
	IsShown bool // false: the person's part in the thread is nothing that a profile shows
}

// ownWords reads what a person said, and adds it to what they are measured from. It is
// asked for by accounts, as everything behind a kept answer is.
func (m *Maker) ownWords(ctx context.Context, who Subject, in *growth.Input) ([]store.InitiativeEdit, []store.EnteredFigure, error) {
	edits, err := m.Store.InitiativeEdits(ctx, who.AccountIDs)
	if err != nil {
		return nil, nil, err
	}
	figures, err := m.Store.EnteredFigures(ctx, who.AccountIDs)
	for _, e := range edits {
		in.Edits = append(in.Edits, e.InitiativeEdit)
	}
	for _, f := range figures {
		in.Entered = append(in.Entered, f.EnteredFigure)
	}
	return edits, figures, err
}

// OwnWords returns what a person said up to now, of all time. What it comes to is kept
// until the facts behind it or the words change.
func (m *Maker) OwnWords(ctx context.Context, who Subject, now time.Time) (OwnWords, error) {
	heeded, err := m.heeded(ctx, who, now)
	if err != nil {
		return OwnWords{}, err
	}
	edits, figures, err := m.ownWords(ctx, who, &growth.Input{})
	if err != nil {
		return OwnWords{}, err
	}
	words := OwnWords{Initiatives: heeded.Initiatives, Edits: make([]OwnEdit, len(edits)), Figures: make([]OwnFigure, len(figures))}
	for i, e := range edits {
		words.Edits[i] = OwnEdit{e, i < len(heeded.Applied) && heeded.Applied[i]}
	}
	for i, f := range figures {
		words.Figures[i] = OwnFigure{f, i < len(heeded.Shown) && heeded.Shown[i]}
	}
	return words, nil
}

// heeded applies a person's words to their evidence. Words that are said between the two
// reads have no place in it yet.
func (m *Maker) heeded(ctx context.Context, who Subject, now time.Time) (growth.OwnWords, error) {
	asked := Request{Window: growth.Window{To: now}, Now: now, WithHidden: true}.ofItsDay()
	questions := []store.Question{{Accounts: who.AccountIDs, Asked: m.asked("own words", asked)}}
	list, err := answers(ctx, m.Store, questions, plainly[growth.OwnWords](m.keeper), func([]int) ([]growth.OwnWords, error) {
		inputs, err := m.inputs(ctx, []Subject{who}, asked)
		if err != nil {
			return nil, err
		}
		if _, _, err := m.ownWords(ctx, who, &inputs[0]); err != nil {
			return nil, err
		}
		return []growth.OwnWords{growth.Heed(m.Version, inputs[0])}, nil
	})
	if err != nil {
		return growth.OwnWords{}, err
	}
	return list[0], nil
}

// EditInitiatives changes a tracked person's initiatives as of now. The error says what
// the edit cannot be applied to: a key that no initiative has, two quarters, a thread
// that is not in it.
func (m *Maker) EditInitiatives(ctx context.Context, who Subject, edit tracker.InitiativeEdit, now time.Time) (store.InitiativeEdit, error) {
	if err := edit.Check(); err != nil {
		return store.InitiativeEdit{}, err
	}
	if err := who.isTracked(); err != nil {
		return store.InitiativeEdit{}, err
	}
	words, err := m.OwnWords(ctx, who, now)
	if err != nil {
		return store.InitiativeEdit{}, err
	}
	if err := applies(edit, words.Initiatives); err != nil {
		return store.InitiativeEdit{}, err
	}
	return m.Store.EditInitiatives(ctx, who.PersonID, edit)
}

// isTracked is an error for whom nobody asked to track: there is nobody whose words they
// would be.
func (who Subject) isTracked() error {
	if who.PersonID == 0 {
		return tracker.Errorf(tracker.NotFound, "profile.isTracked", "%s is not tracked, and only who is has words of their own", who.Login).
			WithHint("sync them first: rungless sync --person %s", who.Login)
	}
	return nil
}

// EnterFigure adds a figure to a tracked person's outcomes.
func (m *Maker) EnterFigure(ctx context.Context, who Subject, f tracker.EnteredFigure) (store.EnteredFigure, error) {
	if err := who.isTracked(); err != nil {
		return store.EnteredFigure{}, err
	}
	return m.Store.EnterFigure(ctx, who.PersonID, f)
}

// applies reports what keeps an edit from changing any of the initiatives.
func applies(edit tracker.InitiativeEdit, list []growth.Initiative) error {
	const op = "profile.applies"
	found := map[string]growth.Initiative{}
	for _, key := range []string{edit.Rename, edit.Merge, edit.Into, edit.Split} {
		i := slices.IndexFunc(list, func(i growth.Initiative) bool { return i.Key == key })
		switch {
		case i >= 0:
			found[key] = list[i]
		case key != "":
			return tracker.Errorf(tracker.NotFound, op, "no initiative has the key %q", key).WithHint("%s", keysOf(list))
		}
	}
	switch {
	case edit.Merge != "" && found[edit.Merge].Quarter != found[edit.Into].Quarter:
		return tracker.Errorf(tracker.Invalid, op, "%s and %s are of different quarters, and an initiative is of one", edit.Merge, edit.Into).
			WithHint("merge initiatives of one quarter")
	case edit.Split != "":
		return leaves(edit, found[edit.Split], list)
	}
	return nil
}

// leaves reports what keeps threads from leaving an initiative.
func leaves(edit tracker.InitiativeEdit, from growth.Initiative, list []growth.Initiative) error {
	const op = "profile.leaves"
	staying := slices.Clone(from.Threads)
	for _, ref := range edit.Threads {
		left := slices.DeleteFunc(slices.Clone(staying), func(e growth.Evidence) bool { return isThread(e.Thread, ref) })
		if len(left) == len(staying) {
			return tracker.Errorf(tracker.NotFound, op, "%s#%d is not in %s", ref.Repository.FullName(), ref.Number, from.Key).
				WithHint("rungless initiatives list LOGIN shows its threads")
		}
		staying = left
	}
	if len(staying) == 0 {
		return tracker.Errorf(tracker.Invalid, op, "every thread of %s would leave it", from.Key).WithHint("rename it instead")
	}
	if slices.ContainsFunc(list, func(i growth.Initiative) bool { return i.Key == from.Key+"/"+edit.Name }) {
		return tracker.Errorf(tracker.Conflict, op, "a part of %s is called %q already", from.Key, edit.Name).WithHint("give it another name")
	}
	return nil
}

func isThread(a, b tracker.ThreadRef) bool {
	return a.Number == b.Number && strings.EqualFold(a.Repository.Host, b.Repository.Host) && strings.EqualFold(a.Repository.FullName(), b.Repository.FullName())
}

// keysOf names the newest initiatives.
func keysOf(list []growth.Initiative) string {
	if len(list) == 0 {
		return "no initiative is known yet: sync more, or give threads a label or a milestone that names an effort"
	}
	const some = 8
	var keys []string
	for _, i := range slices.Backward(list) {
		if len(keys) == some {
			keys = append(keys, "and older ones: rungless initiatives list LOGIN")
			break
		}
		keys = append(keys, i.Key)
	}
	return "known are " + strings.Join(keys, ", ")
}

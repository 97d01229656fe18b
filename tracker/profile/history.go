package profile

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/store"
)

// ownerShare is the part of the lines written in a file that makes somebody an
// owner of it.
const ownerShare = 0.25

// histories holds every known change of some files, and of whom lists of owners
// name for which directory, oldest first.
type histories struct {
	touches map[store.FileRef][]store.FileTouch
	named   map[store.FileRef][]store.OwnerEvent // by directory
}

// histories reads the pasts of the files that may be technical debt of people.
func (m *Maker) histories(ctx context.Context, inputs []growth.Input) (growth.FileHistory, error) {
	seen := map[store.FileRef]bool{}
	var files []store.FileRef
	for _, in := range inputs {
		for _, f := range growth.DebtFiles(m.Version, in) {
			if ref := store.FileRef(f); !seen[ref] {
				seen[ref] = true
				files = append(files, ref)
			}
		}
	}
	h := histories{map[store.FileRef][]store.FileTouch{}, map[store.FileRef][]store.OwnerEvent{}}
	touches, err := m.Store.FileTouches(ctx, files)
	if err != nil {
		return nil, err
	}
	for _, touch := range touches {
		key := store.FileRef{Repository: touch.Repository, Path: touch.Path}
		h.touches[key] = append(h.touches[key], touch)
	}
	events, err := m.Store.OwnerEvents(ctx, repositoriesOfFiles(files))
	for _, event := range events {
		if key := (store.FileRef{Repository: event.Repository, Path: event.Path}); coversDirectory(event.OwnerChange) {
			h.named[key] = append(h.named[key], event)
		}
	}
	return h, err
}

func repositoriesOfFiles(files []store.FileRef) []tracker.RepositoryRef {
	var list []tracker.RepositoryRef
	seen := map[tracker.RepositoryRef]bool{}
	for _, f := range files {
		if !seen[f.Repository] {
			seen[f.Repository] = true
			list = append(list, f.Repository)
		}
	}
	return list
}

// coversDirectory reports whether a list names somebody for all of a directory, not
// for some files of it. Whom to tag in a pull request says nothing of who owns.
func coversDirectory(c tracker.OwnerChange) bool {
	return c.Role != tracker.OwnerToBeTagged && c.Role != tracker.OwnerEmeritus && (c.Pattern == "" || strings.Trim(c.Pattern, "/*") == c.Path)
}

func isOneOf(accounts []tracker.Account, a tracker.Account) bool {
	return slices.ContainsFunc(accounts, func(b tracker.Account) bool { return identity(a) == identity(b) })
}

// identity tells accounts apart: GitHub's number, else the name.
func identity(a tracker.Account) tracker.Account {
	if a.DatabaseID != 0 {
		return tracker.Account{Host: a.Host, DatabaseID: a.DatabaseID}
	}
	return tracker.Account{Host: a.Host, Login: strings.ToLower(a.Login), Email: a.Email}
}

// Before is what is known of a file just before t. Its owners are the humans who
// had written a quarter of its lines, or else the one who had written most. A file
// counts from the first change that is known: it may be older. Whom a list of owners
// names knows the file too.
func (h histories) Before(repository tracker.RepositoryRef, file string, t time.Time) (growth.FileState, bool) {
	var state growth.FileState
	type writer struct {
		account tracker.Account
		lines   int
	}
	var writers []*writer
	var all int
	for _, touch := range h.touches[store.FileRef{Repository: repository, Path: file}] {
		if !touch.At.Before(t) {
			break
		}
		if state.Since.IsZero() {
			state.Since = touch.At
		}
		lines := max(touch.Additions, 1)
		for _, by := range touch.By {
			if !by.IsHuman() || by.IsZero() {
				continue
			}
			all += lines
			i := slices.IndexFunc(writers, func(w *writer) bool { return identity(w.account) == identity(by) })
			if i < 0 {
				i = len(writers)
				writers = append(writers, &writer{account: by})
			}
			writers[i].lines += lines
		}
	}
	slices.SortStableFunc(writers, func(a, b *writer) int { return cmp.Compare(b.lines, a.lines) })
	for i, w := range writers {
		if i == 0 || float64(w.lines) >= ownerShare*float64(all) {
			state.Owners = append(state.Owners, w.account)
		} else {
			state.KnownBy = append(state.KnownBy, w.account)
		}
	}
	state.KnownBy = append(state.KnownBy, h.namedFor(repository, file, t)...)
	return state, !state.Since.IsZero()
}

// namedFor returns whom the nearest list of owners that names anybody for a path
// named just before t. They may approve a change there; it is theirs only where they
// wrote it.
func (h histories) namedFor(repository tracker.RepositoryRef, file string, t time.Time) []tracker.Account {
	// The name is cut and not cleaned: a path from outside may be "/" or hold "..", and each
	// step must be shorter than the one before.
	for directory := file; directory != ""; {
		directory = directory[:max(strings.LastIndexByte(directory, '/'), 0)]
		var named []tracker.Account
		for _, event := range h.named[store.FileRef{Repository: repository, Path: directory}] {
			if !event.At.Before(t) {
				break
			}
			is := func(a tracker.Account) bool { return identity(a) == identity(event.Account) }
			if event.Added && !slices.ContainsFunc(named, is) {
				named = append(named, event.Account)
			} else if !event.Added {
				named = slices.DeleteFunc(named, is)
			}
		}
		if len(named) > 0 {
			return named
		}
	}
	return nil
}

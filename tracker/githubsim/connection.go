package githubsim

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"
)

// entry is one item of a list with its place in the list's order: by key, and by
// id among equal keys.
type entry struct {
	key, id int64
	item    any
}

// ordering says how a list is sorted. The same field and direction give the same
// list, so that a list can be kept (see index.sort).
type ordering struct {
	field      string // GitHub's name: "UPDATED_AT", "CREATED_AT", "NUMBER", ...
	descending bool
}

// page is the part of a connection that was asked for.
type page struct {
	entries     []entry
	total       int
	hasNext     bool
	hasPrevious bool
	descending  bool
}

// bounds are a connection's pagination arguments.
type bounds struct {
	first, last   int // -1: not given
	after, before string
}

// cursor is an item's place, opaque to clients. It holds the item's sort key and
// not its offset: as on GitHub, a walk by updatedAt goes on from that time, so that
// an item updated meanwhile has jumped to the front and is missed by a walk
// downwards, or comes again in a walk upwards.
func (e entry) cursor() string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "cursor:v2:%d:%d", e.key, e.id))
}

func parseCursor(cursor string) (entry, bool) {
	raw, err := base64.StdEncoding.DecodeString(cursor)
	var e entry
	if err == nil {
		_, err = fmt.Sscanf(string(raw), "cursor:v2:%d:%d", &e.key, &e.id)
	}
	return e, err == nil && e.cursor() == cursor
}

func compareEntries(a, b entry) int {
	return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.id, b.id))
}

// cut returns the page of a sorted list; false when a cursor is none of ours.
func cut(list []entry, descending bool, b bounds) (page, bool) {
	p := page{total: len(list), descending: descending}
	from, to := 0, len(list)
	if b.after != "" {
		at, ok := parseCursor(b.after)
		if !ok {
			return p, false
		}
		from = sort.Search(len(list), func(i int) bool { return follows(list[i], at, descending) })
	}
	if b.before != "" {
		at, ok := parseCursor(b.before)
		if !ok {
			return p, false
		}
		to = sort.Search(len(list), func(i int) bool { return !follows(at, list[i], descending) })
	}
	to = max(from, to)
	if b.first >= 0 {
		to = min(to, from+b.first)
	}
	if b.last >= 0 {
		from = max(from, to-b.last)
	}
	p.entries, p.hasNext, p.hasPrevious = list[from:to], to < len(list), from > 0
	return p, true
}

// follows reports whether a stands after b in a list.
func follows(a, b entry, descending bool) bool {
	if descending {
		return compareEntries(a, b) < 0
	}
	return compareEntries(a, b) > 0
}

func sortEntries(list []entry, descending bool) {
	slices.SortFunc(list, func(a, b entry) int {
		if descending {
			return compareEntries(b, a)
		}
		return compareEntries(a, b)
	})
}

// sortedKey names a list that is kept: what it holds of whom, and its order.
type sortedKey struct {
	list  string
	owner any
	order ordering
}

// sort returns a long list in an order, made at the first request for it.
func (ix *index) sort(list string, owner any, o ordering, entries func() []entry) []entry {
	key := sortedKey{list, owner, o}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if kept, ok := ix.sorted[key]; ok {
		return kept
	}
	made := entries()
	sortEntries(made, o.descending)
	ix.sorted[key] = made
	return made
}

// entriesOf turns items into entries by key and id.
func entriesOf[T any](items []T, place func(T) (key, id int64)) []entry {
	list := make([]entry, len(items))
	for i, item := range items {
		key, id := place(item)
		list[i] = entry{key, id, item}
	}
	return list
}

// inOrder turns items into entries that stay as they are given.
func inOrder[T any](items []T) []entry {
	list := make([]entry, len(items))
	for i, item := range items {
		list[i] = entry{key: int64(i), item: item}
	}
	return list
}

func placeThread(field string) func(*Thread) (int64, int64) {
	return func(t *Thread) (int64, int64) {
		return placeBy(field, t.CreatedAt, t.UpdatedAt, len(t.Comments)), t.ID
	}
}

func placeComment(field string) func(*Comment) (int64, int64) {
	return func(m *Comment) (int64, int64) { return placeBy(field, m.CreatedAt, m.UpdatedAt, 0), m.ID }
}

func placeReview(r *Review) (int64, int64) { return r.CreatedAt.Unix(), r.ID }

func placeBy(field string, created, updated time.Time, comments int) int64 {
	switch strings.ToUpper(field) {
	case "UPDATED_AT":
		return updated.Unix()
	case "COMMENTS":
		return int64(comments)
	}
	return created.Unix()
}

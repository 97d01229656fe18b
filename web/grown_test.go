package web

import (
	"testing"

	"rungless/tracker"
	"rungless/tracker/store"
	"rungless/web/story"
)

// grown is the small history and n more pieces of Mei's evidence, with a number of people.
func grown(t testing.TB, n, people int) *store.Store {
	t.Helper()
	st := fixture(t)
	apply(t, st, history(n, crew(people)))
	return st
}

func history(n int, people []tracker.Account) tracker.Batch { return story.History(n, people) }

func crew(n int) []tracker.Account { return story.Crew(n) }

package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// filter decides which events are kept.
type filter struct {
	everything   bool
	logins       map[string]bool // lower case
	ids          map[int64]bool
	repositories map[string]bool // lower case
}

func newFilter(include Include) *filter {
	f := &filter{everything: include.Everything, logins: map[string]bool{}, ids: map[int64]bool{}, repositories: map[string]bool{}}
	for _, account := range include.People {
		if account.Login != "" {
			f.logins[strings.ToLower(account.Login)] = true
		}
		if account.DatabaseID != 0 {
			f.ids[account.DatabaseID] = true
		}
	}
	for _, repository := range include.Repositories {
		f.repositories[strings.ToLower(repository)] = true
	}
	return f
}

// fingerprint tells two filters apart: a file that was imported with one must be
// read again with another.
func (f *filter) fingerprint() string {
	sum := sha256.New()
	fmt.Fprintln(sum, f.everything)
	fmt.Fprintln(sum, slices.Sorted(maps.Keys(f.logins)))
	fmt.Fprintln(sum, slices.Sorted(maps.Keys(f.ids)))
	fmt.Fprintln(sum, slices.Sorted(maps.Keys(f.repositories)))
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// keeps reports whether an event is wanted: it is in a wanted repository, or a
// wanted person did it, wrote what it is about, or opened the thread that it
// happened in.
func (f *filter) keeps(e *event) bool {
	if f.everything || f.repositories[strings.ToLower(e.Repo.Name)] || f.wants(&e.Actor) {
		return true
	}
	p := &e.Payload
	return p.Comment != nil && f.wants(p.Comment.User) ||
		p.Review != nil && f.wants(p.Review.User) ||
		p.PullRequest != nil && (f.wants(p.PullRequest.User) || f.wants(p.PullRequest.MergedBy)) ||
		p.Issue != nil && f.wants(p.Issue.User) ||
		p.Discussion != nil && f.wants(p.Discussion.User) ||
		p.Release != nil && f.wants(p.Release.Author)
}

func (f *filter) wants(u *user) bool {
	return u != nil && (f.ids[u.ID] || f.logins[strings.ToLower(u.Login)])
}

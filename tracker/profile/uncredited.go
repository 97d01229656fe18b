package profile

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/research/cite"
	"rungless/tracker/research/names"
	"rungless/tracker/store"
)

// Forgotten is a work that may have forgotten a person. It is for that person
// alone and says nothing of anybody else.
type Forgotten struct {
	Repository  string      `json:"repository"`
	Path        string      `json:"path"`
	Work        string      `json:"work"`
	Authors     int         `json:"authors"` // on its list now
	Evidence    []Merged    `json:"evidence"`
	PullRequest PullRequest `json:"pull_request"`
}

// Merged is one pull request of the person that others let in.
type Merged struct {
	Title string    `json:"title"`
	URL   string    `json:"url"`
	At    time.Time `json:"at"`
}

// PullRequest is what the person could open. File is the whole CITATION.cff with
// one more author; every other byte is as it was.
type PullRequest struct {
	Title string `json:"title"`
	Body  string `json:"body"`
	File  string `json:"file"`
}

const (
	// lately is how far back work counts for a list of today.
	lately = 2 * 365 * 24 * time.Hour
	// fewestMerged and fewestAuthors keep the question away where little was done or
	// few did it.
	fewestMerged, fewestAuthors = 3, 4
	mostShown                   = 20
)

// Uncredited returns the works of repositories in which a person has much merged
// work of late, and on which they are not listed: as an author who is theirs for
// certain, or under a name like theirs. Much is what the upper quarter of a
// repository's authors has; nobody is told where they stand.
func Uncredited(ctx context.Context, s *store.Store, who Subject, now time.Time) ([]Forgotten, error) {
	mine, err := mergedBy(ctx, s, who, now)
	if err != nil {
		return nil, err
	}
	list := []Forgotten{}
	for _, repository := range mine.order {
		counts, err := s.Authored(ctx, repository, now.Add(-lately), now)
		if err != nil {
			return nil, err
		}
		if !isMuch(counts, who.AccountIDs) {
			continue
		}
		works, err := s.Citables(ctx, repository)
		if err != nil {
			return nil, err
		}
		for _, work := range works {
			if f, ok := forgotten(who, work, mine.threads[repository]); ok {
				list = append(list, f)
			}
		}
	}
	return list, nil
}

// merged are a person's merged pull requests by repository, newest first.
type merged struct {
	order   []tracker.RepositoryRef
	threads map[tracker.RepositoryRef][]Merged
}

func mergedBy(ctx context.Context, s *store.Store, who Subject, now time.Time) (merged, error) {
	m := merged{threads: map[tracker.RepositoryRef][]Merged{}}
	filter := store.EvidenceFilter{AccountIDs: who.AccountIDs, Kinds: []tracker.Kind{tracker.PullRequestKind}, State: tracker.Merged, From: now.Add(-lately), To: now}
	err := s.Facts(ctx, filter, func(c tracker.Contribution) error {
		if c.MergedBy.IsZero() || isOneOf(who.Accounts, c.MergedBy) || !c.MergedBy.IsHuman() {
			return nil
		}
		if m.threads[c.Repository] == nil {
			m.order = append(m.order, c.Repository)
		}
		m.threads[c.Repository] = append(m.threads[c.Repository], Merged{Title: c.Title, URL: c.URL, At: c.OccurredAt})
		return nil
	})
	for _, threads := range m.threads {
		slices.Reverse(threads) // facts come oldest first
	}
	slices.SortFunc(m.order, func(a, b tracker.RepositoryRef) int { return cmp.Compare(a.FullName(), b.FullName()) })
	return m, err
}

// isMuch reports whether the accounts together have as much as the upper quarter
// of all who have anything.
func isMuch(counts map[int64]int, accounts []int64) bool {
	own := 0
	for _, id := range accounts {
		own += counts[id]
	}
	all := make([]int, 0, len(counts))
	for _, n := range counts {
		all = append(all, n)
	}
	if own < fewestMerged || len(all) < fewestAuthors {
		return false
	}
	slices.Sort(all)
	return own >= all[len(all)*3/4]
}

// forgotten asks of one work whether the person is on it, and writes the pull
// request. A file that no author can be added to is none of theirs to mend.
func forgotten(who Subject, c store.Citable, evidence []Merged) (Forgotten, bool) {
	authors, matcher := 0, who.matcher()
	for _, mention := range c.Work.Mentions {
		for _, credit := range mention.Credits {
			if credit.IsPast || mention.IsPast {
				continue
			}
			if _, isLike := matcher.Match(credit.Name); isLike || isOneOf(who.Accounts, credit.Whose) {
				return Forgotten{}, false
			}
			if mention.Path == c.File.Path && mention.Relation == tracker.WorkItself && credit.Role == tracker.AuthorRole {
				authors++
			}
		}
	}
	file, err := cite.AddAuthor([]byte(c.File.Text), authorFrom(who))
	if err != nil {
		return Forgotten{}, false
	}
	f := Forgotten{Repository: c.File.Repository.FullName(), Path: c.File.Path, Work: c.Work.Title, Authors: authors, Evidence: evidence[:min(len(evidence), mostShown)]}
	var body strings.Builder
	fmt.Fprintf(&body, "%s names its authors in %s. I would like to be added, for this work:\n\n", f.Work, f.Path)
	for _, e := range f.Evidence {
		fmt.Fprintf(&body, "- [%s](%s), %s\n", escape(e.Title), e.URL, e.At.Format(time.DateOnly))
	}
	body.WriteString("\nNothing else in the file changes.\n")
	f.PullRequest = PullRequest{Title: "Add " + who.FullName() + " to the authors", Body: body.String(), File: string(file)}
	return f, true
}

func authorFrom(who Subject) cite.Credit {
	author := written(cite.Credit{Name: who.FullName(), ORCID: who.ORCID, Role: tracker.AuthorRole})
	for _, a := range who.Accounts {
		if a.Login != "" {
			author.Website = "https://" + a.Host + "/" + a.Login
			break
		}
	}
	return author
}

// written splits a person's name for formats that want its parts: the last word is
// taken for the family name. A name of one word stays whole.
func written(c cite.Credit) cite.Credit {
	if i := strings.LastIndexByte(c.Name, ' '); i > 0 && !c.Entity {
		c.Given, c.Family = c.Name[:i], c.Name[i+1:]
	}
	return c
}

// FullName is how the person writes their name, as far as is known; else the login.
func (who Subject) FullName() string {
	if who.Name != "" {
		return who.Name
	}
	for _, a := range who.Accounts {
		if a.Name != "" {
			return a.Name
		}
	}
	return who.Login
}

// matcher knows a person by their names, logins and addresses.
func (who Subject) matcher() *names.Matcher {
	known := names.Person{Names: []string{who.FullName()}}
	for _, a := range who.Accounts {
		known.Names, known.Logins, known.Emails = withText(known.Names, a.Name), withText(known.Logins, a.Login), withText(known.Emails, a.Email)
	}
	return names.New(known)
}

func withText(list []string, text string) []string {
	if text == "" || slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}

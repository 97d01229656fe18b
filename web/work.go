package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/profile"
	"rungless/tracker/store"
)

const (
	authorsPerPage = 30 // rows of the chart and of its list
	changesPerPage = 40
	filesShown     = 40
)

// workPage shows one work: where it is cited, who stands on one file's list of people,
// and how that list came to be.
type workPage struct {
	Base
	work store.LedgerWork

	Work      workShown
	Files     []fileShown
	MoreFiles int    // that are not listed
	File      link   // whose list is shown
	Sentence  string // of the list
	Authors   []creditShown
	History   *drawing // nil: no change is known
	Changes   []change // newest first
	Pages     pager    // of the list
	Earlier   pager    // of the changes
}

// fileShown is one entry of one file, with the address that shows its list.
type fileShown struct {
	mentionShown
	List    string
	Current bool
}

// pager leads on in a list, and back to its beginning.
type pager struct{ Of, First, Next string }

func (*workPage) template() string { return "work" }

func (p *workPage) json() any { return datesOnly(profile.WorkOf(p.work)) }

func (s *Server) loadWork(c *gin.Context) (page, error) {
	work, err := s.findWork(c, parameter(c, "id"))
	if err != nil {
		return nil, err
	}
	nearest := profile.Nearest(work.Mentions)
	query := c.Request.URL.Query()
	places, err := parsePlaces(query, "file", "page", "changes")
	if err != nil {
		return nil, err
	}
	shown := nearest
	if query.Has("file") {
		shown = places["file"] - 1
	}
	if shown >= len(work.Mentions) {
		return nil, tracker.Errorf(tracker.NotFound, "web.loadWork", "This work is not named in so many files").WithHint("Its page lists them.")
	}
	p := &workPage{Base: Base{Title: workTitle(work)}, work: work}
	bare := work
	bare.Mentions = nil
	p.Work = s.workFrom(bare, profile.Subject{})
	for i, m := range work.Mentions[:min(filesShown, len(work.Mentions))] {
		p.Files = append(p.Files, fileShown{mentionFrom(m), p.address(i+1, 1, 1) + "#list", i == shown})
	}
	p.MoreFiles = len(work.Mentions) - len(p.Files)
	p.showList(s, work.Mentions[shown], shown+1, places)
	return p, nil
}

// findWork loads the work that a path names.
func (s *Server) findWork(c *gin.Context, name string) (store.LedgerWork, error) {
	var found []store.LedgerWork
	id, err := strconv.ParseInt(name, 10, 64)
	if err == nil {
		found, err = s.ledger(c.Request.Context(), store.LedgerFilter{WorkIDs: []int64{id}, PublicOnly: s.isTeam()})
		if err != nil {
			return store.LedgerWork{}, err
		}
	}
	if len(found) == 0 {
		return store.LedgerWork{}, tracker.Errorf(tracker.NotFound, "web.findWork", "No work is stored at this address").
			WithHint("Works that turn out to be one get one address: look on the research page of somebody whom it names.")
	}
	return found[0], s.hideAuthors(c, found[:1])
}

// hideAuthors takes out, in a team, whose account an author is, unless that person lets
// the viewer see their evidence. The names are as the file has them.
func (s *Server) hideAuthors(c *gin.Context, works []store.LedgerWork) error {
	if !s.isTeam() {
		return nil
	}
	people, err := s.store.PeopleShowing(c.Request.Context(), *s.seenBy(c), store.EvidenceSection)
	if err != nil {
		return err
	}
	shown := map[int64]bool{}
	for _, person := range people {
		for _, account := range person.Accounts {
			shown[account.DatabaseID] = true
		}
	}
	for _, work := range works {
		for _, mention := range work.Mentions {
			for i := range mention.Credits {
				credit := &mention.Credits[i]
				if !shown[credit.Whose.DatabaseID] {
					credit.Whose, credit.Reason = tracker.Account{}, ""
				}
				for j := range credit.Events {
					if by := &credit.Events[j].By; !shown[by.DatabaseID] {
						*by = tracker.Account{Kind: by.Kind, Name: accountLabel(*by)} // the commit names them; no page of theirs does
					}
				}
			}
		}
	}
	return nil
}

// address is that of the page with one file's list, from a place on.
func (p *workPage) address(file, people, changes int) string {
	query := url.Values{"file": {strconv.Itoa(file)}}
	if people > 1 {
		query.Set("page", strconv.Itoa(people))
	}
	if changes > 1 {
		query.Set("changes", strconv.Itoa(changes))
	}
	return p.Work.Path + "?" + query.Encode()
}

// showList puts a part of one file's list on the page, with a part of its history.
func (p *workPage) showList(s *Server, m store.LedgerMention, file int, places map[string]int) {
	p.File = mentionFrom(m).File
	p.Pages.Of, p.Earlier.Of = "the list of people", "the changes"
	at, changesAt := places["page"], places["changes"]
	credits, more := pageOf(m.Credits, at, authorsPerPage)
	for _, c := range credits {
		p.Authors = append(p.Authors, s.creditFrom(m, c, profile.Subject{}))
	}
	if more {
		p.Pages.Next = p.address(file, at+1, changesAt) + "#list"
	}
	if at > 1 {
		p.Pages.First = p.address(file, 1, changesAt) + "#list"
	}
	all := changesOf(m)
	changes, more := pageOf(all, changesAt, changesPerPage)
	for _, one := range changes {
		p.Changes = append(p.Changes, s.changeFrom(m, one.credit, one.event))
	}
	if more {
		p.Earlier.Next = p.address(file, at, changesAt+1) + "#changes"
	}
	if changesAt > 1 {
		p.Earlier.First = p.address(file, at, 1) + "#changes"
	}
	p.Sentence = listSentence(m, all)
	p.History = s.historyOf(m, credits, p.Sentence)
}

// listChange is one event of one line.
type listChange struct {
	credit store.LedgerCredit
	event  tracker.CreditEvent
}

// changesOf are all changes of a list, newest day first and in the list's order within
// a day: the order tells no hours.
func changesOf(m store.LedgerMention) []listChange {
	var all []listChange
	for _, c := range m.Credits {
		for _, e := range c.Events {
			all = append(all, listChange{c, e})
		}
	}
	slices.SortStableFunc(all, func(a, b listChange) int {
		return cmp.Or(midnight(b.event.At).Compare(midnight(a.event.At)), cmp.Compare(a.event.CommitSHA, b.event.CommitSHA))
	})
	return all
}

// listSentence says what became of a list of authors, without its full stop.
func listSentence(m store.LedgerMention, changes []listChange) string {
	today := 0
	for _, c := range m.Credits {
		if !c.IsPast && !m.IsPast && c.Role == tracker.AuthorRole {
			today++
		}
	}
	text := plural(today, "author") + " today"
	if today == 0 {
		text = "No author today"
	}
	first, began, since := beginning(changes)
	if first.IsZero() {
		return text
	}
	text += fmt.Sprintf("; the list began with %s in %s", number(began), month(first))
	var words []string
	for _, kind := range []tracker.CreditChange{tracker.CreditAdded, tracker.CreditRemoved, tracker.CreditMoved} {
		if since[kind] > 0 {
			words = append(words, number(since[kind])+" "+changeName[kind])
		}
	}
	if len(words) == 0 {
		return text + " and has not changed since"
	}
	return text + "; since then " + strings.Join(words, ", ")
}

// beginning is the day of a list's first change, how many authors it had then, and how
// many changes of authors of each kind came later. The day is zero where none is known.
func beginning(changes []listChange) (first time.Time, began int, since map[tracker.CreditChange]int) {
	since = map[tracker.CreditChange]int{}
	if len(changes) == 0 {
		return first, began, since
	}
	first = midnight(changes[len(changes)-1].event.At)
	for _, one := range changes {
		switch {
		case one.credit.Role != tracker.AuthorRole:
		case midnight(one.event.At).Equal(first) && one.event.Change == tracker.CreditAdded:
			began++
		default:
			since[one.event.Change]++
		}
	}
	return first, began, since
}

package web

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/profile"
)

// initiativesPage is where a person says in their own words what their work was for and
// what came of it. Others see the result on the person's overview.
type initiativesPage struct {
	Base
	Account subject
	Efforts []ownEffort // newest quarter first
	Edits   []ownEdit   // newest first
	Figures []ownFigure // newest first
	Threads []link      // on which a figure may hang
	Today   string
	Older   string // address of the next page of efforts; "" on the last
}

// ownEffort is an initiative with what its forms offer.
type ownEffort struct {
	Key, Name, Quarter string
	Called, Place      string // as others read it; the repository of its first thread
	Threads            []link
	Others             []effortName // of its quarter, into which it may go
}

type effortName struct{ Key, Name string }

// ownEdit is a change that the person made to their initiatives.
type ownEdit struct {
	ID      int64
	Said    string
	Applied bool
}

// ownFigure is a figure that the person entered.
type ownFigure struct {
	ID                      int64
	What, Figure, SourceURL string
	At                      day
	Thread                  string
	Shown                   bool
}

const (
	initiativesPath = "/me/initiatives"
	effortsPerPage  = 6
	threadsOffered  = 200
)

func (*initiativesPage) template() string { return "initiatives" }

// showInitiatives is for the person alone.
func (s *Server) showInitiatives(c *gin.Context) error {
	c.Header("Cache-Control", "no-store")
	account, who, err := s.myWords(c)
	if err != nil {
		return err
	}
	words, err := s.profiles.OwnWords(c.Request.Context(), who, s.now())
	if err != nil {
		return err
	}
	p := &initiativesPage{Account: account, Today: s.now().Format("2006-01-02")}
	s.fillBase(c, &p.Base, false)
	p.Title, p.Section, p.JSON = "Your initiatives and outcomes", "me", ""
	p.fill(s, words)
	if err := p.cut(c.Request.URL.Query()); err != nil {
		return err
	}
	return s.writePrivately(c, p)
}

// myWords finds whoever asks as the person whose words they are.
func (s *Server) myWords(c *gin.Context) (subject, profile.Subject, error) {
	account, err := s.meAlone(c)
	if err != nil {
		return account, profile.Subject{}, err
	}
	who, err := s.whose(c.Request.Context(), account)
	return account, who, err
}

func (p *initiativesPage) fill(s *Server, words profile.OwnWords) {
	for i := len(words.Initiatives) - 1; i >= 0; i-- {
		from := words.Initiatives[i]
		one := ownEffort{Key: from.Key, Name: from.Name, Quarter: quarterInWords(from.Quarter), Called: initiativeName(from.Name), Place: placeOf(from)}
		for _, e := range newestFirst(from.Threads) {
			one.Threads = append(one.Threads, link{displayName(e.Title, e.URL), e.URL})
		}
		for _, other := range words.Initiatives {
			if other.Quarter == from.Quarter && other.Key != from.Key {
				one.Others = append(one.Others, effortName{other.Key, initiativeName(other.Name) + ", " + placeOf(other)})
			}
		}
		p.Threads = append(p.Threads, one.Threads...)
		p.Efforts = append(p.Efforts, one)
	}
	for i := len(words.Edits) - 1; i >= 0; i-- {
		e := words.Edits[i]
		p.Edits = append(p.Edits, ownEdit{e.ID, editInWords(e.InitiativeEdit.InitiativeEdit), e.IsApplied})
	}
	for i := len(words.Figures) - 1; i >= 0; i-- {
		f := words.Figures[i]
		p.Figures = append(p.Figures, ownFigure{f.ID, f.What, f.Figure, f.SourceURL, s.day(f.At), tracker.ThreadURL(f.Thread), f.IsShown})
	}
}

// placeOf is the repository of the first thread of an initiative.
func placeOf(of growth.Initiative) string { return of.Threads[0].Thread.Repository.FullName() }

// cut keeps the efforts of the page that is asked for, and the newest threads to hang a
// figure on.
func (p *initiativesPage) cut(query url.Values) error {
	places, err := parsePlaces(query, "page")
	if err != nil {
		return err
	}
	var more bool
	if p.Efforts, more = pageOf(p.Efforts, places["page"], effortsPerPage); more {
		p.Older = initiativesPath + "?page=" + strconv.Itoa(places["page"]+1)
	}
	p.Threads = p.Threads[:min(len(p.Threads), threadsOffered)]
	return nil
}

// editInWords is a change as its person reads it.
func editInWords(e tracker.InitiativeEdit) string {
	switch {
	case e.Merge != "":
		return "“" + e.Merge + "” is part of “" + e.Into + "”"
	case e.Split != "":
		return "“" + e.Name + "” is split from “" + e.Split + "”, with " + plural(len(e.Threads), "thread")
	}
	return "“" + e.Rename + "” is called “" + e.Name + "”"
}

// saveInitiatives changes an initiative, or takes a change back.
func (s *Server) saveInitiatives(c *gin.Context) error {
	_, who, err := s.myWords(c)
	if err != nil {
		return err
	}
	ctx, key := c.Request.Context(), c.PostForm("key")
	edit := tracker.InitiativeEdit{}
	switch do := c.PostForm("do"); do {
	case "rename":
		edit = tracker.InitiativeEdit{Rename: key, Name: c.PostForm("name")}
	case "merge":
		edit = tracker.InitiativeEdit{Merge: key, Into: c.PostForm("into")}
	case "split":
		edit = tracker.InitiativeEdit{Split: key, Name: c.PostForm("name")}
		if edit.Threads, err = threadsAt(c.PostFormArray("thread")); err != nil {
			return err
		}
	case "undo":
		id, _ := strconv.ParseInt(c.PostForm("id"), 10, 64) // what is no number is no change's
		return backTo(c, s.store.UndoInitiativeEdit(ctx, who.PersonID, id), "#changes")
	default:
		return tracker.Errorf(tracker.Invalid, "web.saveInitiatives", "%q is nothing that can be done with an initiative", do)
	}
	_, err = s.profiles.EditInitiatives(ctx, who, edit, s.now())
	return backTo(c, err, "#changes")
}

// threadsAt reads the addresses of threads.
func threadsAt(addresses []string) ([]tracker.ThreadRef, error) {
	var threads []tracker.ThreadRef
	for _, address := range addresses {
		named, err := tracker.ParsePermalink(address)
		if err != nil {
			return nil, err
		}
		threads = append(threads, tracker.ThreadRef{Repository: named.Repository, Number: named.Number})
	}
	return threads, nil
}

// saveOutcome enters a figure, or forgets one.
func (s *Server) saveOutcome(c *gin.Context) error {
	_, who, err := s.myWords(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	if c.PostForm("do") == "remove" {
		id, _ := strconv.ParseInt(c.PostForm("id"), 10, 64) // what is no number is no figure's
		return backTo(c, s.store.RemoveFigure(ctx, who.PersonID, id), "#outcomes")
	}
	threads, err := threadsAt([]string{c.PostForm("thread")})
	if err != nil {
		return err
	}
	figure := tracker.EnteredFigure{Thread: threads[0], What: c.PostForm("what"), Figure: c.PostForm("figure"), SourceURL: c.PostForm("source")}
	if at := c.PostForm("at"); at != "" {
		if figure.At, err = parseDay("at", at); err != nil {
			return err
		}
	}
	_, err = s.profiles.EnterFigure(ctx, who, figure)
	return backTo(c, err, "#outcomes")
}

// backTo answers a form of this page.
func backTo(c *gin.Context, err error, place string) error {
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, initiativesPath+place)
	return nil
}

package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/store"
)

// sharingPage is where a person chooses who sees them, and sees who looked.
type sharingPage struct {
	Base
	Sections []sharingRow
	Moves    moveChoices
	Views    []viewShown // newest first
	Saved    bool
	Wrong    string // why nothing was saved
	LetIn    string // who could be in the organisation's place
}

// sharingRow is one section with its choices.
type sharingRow struct {
	Section store.Section
	Name    string
	Holds   string // what is seen there
	Chosen  store.Audience
	Logins  string // of those who are named
}

// viewShown is one line of who looked.
type viewShown struct {
	Date    day
	Login   string
	Section string
}

func (*sharingPage) template() string { return "sharing" }

const (
	sharingPath = settingsPath + "/sharing"
	mostNamed   = 50
)

var sectionWords = map[store.Section][2]string{
	store.ScopeSection:    {"Scope", "who you ship with, the debt you are trusted with, what others asked of you"},
	store.DepthSection:    {"Depth", "the domains you work in, and how that grew; the page of a domain in which you are at home names you to them as somebody to ask"},
	store.EvidenceSection: {"Evidence and research", "the list of what you did, and the works that name you"},
	store.MovesSection:    {"Moves", "on the pages of other domains, those of your first steps there that you share below, and no others"},
}

func (s *Server) showSharing(c *gin.Context) error {
	v := s.viewer(c)
	sharings, err := s.store.Sharings(c.Request.Context(), v.PersonID)
	if err != nil {
		return err
	}
	p := s.sharingPage(sharings)
	p.Saved = c.Query("saved") != ""
	return s.writeSharing(c, p, http.StatusOK)
}

func (s *Server) sharingPage(sharings map[store.Section]store.Sharing) *sharingPage {
	p := &sharingPage{Base: Base{Title: "Who sees you"}, LetIn: s.options.Team.LetIn}
	for _, section := range store.Sections() {
		words, with := sectionWords[section], sharings[section]
		row := sharingRow{Section: section, Name: words[0], Holds: capitalized(words[1]) + ".", Chosen: with.Audience}
		var logins []string
		for _, account := range with.Named {
			logins = append(logins, account.Login)
		}
		row.Logins = strings.Join(logins, ", ")
		p.Sections = append(p.Sections, row)
	}
	return p
}

// writeSharing adds who looked, and draws the page.
func (s *Server) writeSharing(c *gin.Context, p *sharingPage, status int) error {
	views, err := s.store.Views(c.Request.Context(), s.viewer(c).PersonID, s.now())
	if err != nil {
		return err
	}
	for _, one := range views {
		p.Views = append(p.Views, viewShown{s.day(one.Day), one.Login, sectionWords[one.Section][0]})
	}
	if p.Moves, err = s.moveChoices(c, sharingPath); err != nil {
		return err
	}
	c.Status(status)
	return s.writeSetting(c, p)
}

// saveSharing keeps the choices of the whole form, or none of them.
func (s *Server) saveSharing(c *gin.Context) error {
	ctx, v := c.Request.Context(), s.viewer(c)
	chosen := map[store.Section]store.Sharing{}
	wrong := ""
	for _, section := range store.Sections() {
		with, problem, err := s.sharingFrom(ctx, v, c.PostForm(string(section)), c.PostForm(string(section)+"-logins"))
		if err != nil {
			return err
		}
		if problem != "" {
			wrong = problem
		}
		chosen[section] = with
	}
	if wrong != "" {
		p := s.sharingPage(chosen)
		p.Wrong = wrong
		return s.writeSharing(c, p, http.StatusBadRequest)
	}
	for _, section := range store.Sections() {
		if err := s.store.Share(ctx, v.PersonID, section, chosen[section]); err != nil {
			return err
		}
	}
	c.Redirect(http.StatusSeeOther, sharingPath+"?saved=1")
	return nil
}

// sharingFrom reads the choice of one section. Logins are looked up at GitHub, where
// they are public, and not here: whether somebody is known here is nobody's business.
func (s *Server) sharingFrom(ctx context.Context, v viewer, choice, logins string) (with store.Sharing, problem string, err error) {
	with.Audience = store.Audience(choice)
	names := strings.FieldsFunc(logins, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\r' || r == '\t' || r == '@' })
	slices.Sort(names)
	switch {
	case !slices.Contains([]store.Audience{store.OnlyMe, store.Named, store.Organization}, with.Audience):
		return with, "", tracker.Errorf(tracker.Invalid, "web.sharingFrom", "%q is no choice", choice).WithHint("Choose one of those on the page.")
	case with.Audience != store.Named:
		return with, "", nil
	case len(names) == 0:
		return with, "Name at least one person, or choose “only me”.", nil
	case len(names) > mostNamed:
		return with, "Name fifty people at most.", nil
	}
	for _, name := range slices.Compact(names) {
		account, err := s.options.Team.GitHub.AccountCalled(ctx, v.token, name)
		switch {
		case err != nil && tracker.KindOf(err) == tracker.NotFound:
			problem = "GitHub knows nobody called “" + name + "”."
			account = tracker.Account{Login: name}
		case err != nil:
			return with, "", err
		}
		with.Named = append(with.Named, account)
	}
	return with, problem, nil
}

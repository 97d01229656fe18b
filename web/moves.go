package web

import (
	"context"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/moves"
	"rungless/tracker/profile"
	"rungless/tracker/store"
)

// movesPage shows whoever looks where they are already going, and what may be next. Like
// their hours it is for the person alone: it has no twin, and for their programs there is
// `rungless moves --json`.
type movesPage struct {
	Base
	Account subject
	Homes   string // domains, in words; "" where they are at home nowhere
	One     string // name of the one place that is shown; "" where all are
	AtHome  bool   // in that place
	Moves   []moveShown
	Older   []entry // moves that led home since, to no act for a year, or are many; each is on its page
	LeftOut []leftOut
	Chart   *drawing // nil: one move needs none
	Next    []destination
	Ahead   []ahead
	Public  bool         // only what is public is in it
	Sharing *moveChoices // nil where nobody else looks
	Views   []viewShown  // of moves, newest first
}

const (
	movesPath  = "/moves"
	digestPath = "/me/digest.atom"

	mostMoves   = 8 // that are shown with every step
	mostOlder   = 60
	mostLeftOut = 30
)

func (*movesPage) template() string { return "moves" }

// moveMaker puts the moves of one person into words and links.
type moveMaker struct {
	*Server
	account subject
	who     profile.Subject
	request profile.MovesRequest
}

// myMoves finds whoever asks, and what of their moves is shown: on their own machine all, in
// a team what is public and not hidden, which is what others could be shown.
func (s *Server) myMoves(c *gin.Context) (moveMaker, error) {
	c.Header("Cache-Control", "no-store")
	account, err := s.meAlone(c)
	if err != nil {
		return moveMaker{}, err
	}
	return s.movesOf(c.Request.Context(), account)
}

func (s *Server) movesOf(ctx context.Context, account subject) (moveMaker, error) {
	who, err := s.whose(ctx, account)
	return moveMaker{s, account, who, profile.MovesRequest{Now: s.now(), ForOthers: s.isTeam()}}, err
}

func (s *Server) showMoves(c *gin.Context) error {
	m, err := s.myMoves(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	found, err := s.profiles.Moves(ctx, m.who, m.request)
	if err != nil {
		return err
	}
	p := m.page("Where you are already going", found.Signals)
	p.list(m, found.Signals.Signals)
	p.Chart = m.chart(found.Signals.Signals)
	p.LeftOut = m.leftOut(found.LeftOut[:min(mostLeftOut, len(found.LeftOut))])
	p.Next = m.destinations(found.Destinations)
	for _, one := range found.Ahead {
		waits := m.ahead(one, doorsInBrief)
		waits.InBrief = true
		p.Ahead = append(p.Ahead, waits)
	}
	return m.write(c, p, found.Signals)
}

// showMove shows one place: a domain of the catalogue, or a repository in which the person
// acted or which is one of their destinations.
func (s *Server) showMove(c *gin.Context) error {
	place := moves.Place{Domain: c.Param("place")}
	if name := c.Param("name"); name != "" {
		place = moves.Place{Repository: c.Param("place") + "/" + name}
	}
	m, err := s.myMoves(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	signals, err := s.profiles.Signals(ctx, m.who, m.request)
	if err != nil {
		return err
	}
	if err := m.checkPlace(ctx, place, signals); err != nil {
		return err
	}
	waits, err := s.profiles.Ahead(ctx, signals, place, m.request)
	if err != nil {
		return err
	}
	only := signals
	only.Signals = slices.DeleteFunc(slices.Clone(signals.Signals), func(one moves.Signal) bool { return one.Place != place })
	p := m.page(m.placeName(place), only)
	for i, one := range only.Signals {
		shown := m.move(i, one)
		shown.Open, shown.Place.Href = true, "" // this is its page
		p.Moves = append(p.Moves, shown)
	}
	p.One, p.AtHome = m.placeName(place), slices.Contains(signals.Homes, place.Domain)
	p.LeftOut = m.leftOut(slices.DeleteFunc(slices.Clone(signals.LeftOut), func(one moves.LeftOut) bool { return one.Place != place }))
	p.Ahead = []ahead{m.ahead(waits, allDoors)}
	return m.write(c, p, only)
}

// list shows the moves of the last year that still lead elsewhere, the newest unfolded, and
// names the others.
func (p *movesPage) list(m moveMaker, all []moves.Signal) {
	for i, one := range all {
		isOver := one.IsHome || one.Last.Before(m.now().AddDate(-1, 0, 0))
		switch {
		case !isOver && len(p.Moves) < mostMoves:
			shown := m.move(i, one)
			shown.Open = len(p.Moves) == 0
			p.Moves = append(p.Moves, shown)
		case len(p.Older) < mostOlder:
			p.Older = append(p.Older, entry{Link: link{m.placeName(one.Place), movePath(one.Place)}, Date: m.day(one.Last), Note: string(one.Furthest().Name)})
		}
	}
}

// checkPlace fails where an address names no place of the person's: nobody learns from it
// which repositories are stored.
func (m moveMaker) checkPlace(ctx context.Context, place moves.Place, signals profile.Signals) error {
	known := slices.ContainsFunc(m.profiles.Catalogue.Domains(), func(d domain.Domain) bool { return d.Slug == place.Domain }) ||
		slices.ContainsFunc(signals.Signals, func(one moves.Signal) bool { return one.Place == place })
	if !known && place.Repository != "" {
		next, err := m.profiles.Destinations(ctx, m.who, signals, m.request)
		if err != nil {
			return err
		}
		known = slices.ContainsFunc(next, func(d profile.Destination) bool { return d.Place == place })
	}
	if known {
		return nil
	}
	return tracker.Errorf(tracker.NotFound, "web.checkPlace", "No move of yours leads to %q", displayName(place.Domain, place.Repository)).
		WithHint("Your moves list the places that there are; the list of domains has them all.")
}

func (m moveMaker) page(title string, found profile.Signals) *movesPage {
	return &movesPage{Base: Base{Title: title}, Account: m.account, Homes: listed(m.domainNames(found.Homes)), Public: m.request.ForOthers}
}

// write notes that the person could see these moves, adds what they say of them, and draws
// the page.
func (m moveMaker) write(c *gin.Context, p *movesPage, found profile.Signals) error {
	ctx := c.Request.Context()
	if m.who.PersonID != 0 {
		if err := m.store.SeeMoves(ctx, m.who.PersonID, domainsOf(found)); err != nil {
			return err
		}
	}
	m.fillBase(c, &p.Base, false)
	p.Section, p.JSON = "moves", ""
	if m.isTeam() {
		if err := m.addSharing(c, p); err != nil {
			return err
		}
	}
	return m.writePrivately(c, p)
}

// addSharing puts beside each move who may see it, and who looked.
func (m moveMaker) addSharing(c *gin.Context, p *movesPage) error {
	choices, err := m.moveChoices(c, p.Here)
	if err != nil {
		return err
	}
	p.Sharing = &choices
	for i := range p.Moves {
		p.Moves[i].Choice = choices.of(p.Moves[i].slug)
	}
	views, err := m.store.Views(c.Request.Context(), m.who.PersonID, m.now())
	for _, one := range views {
		if one.Section == store.MovesSection {
			p.Views = append(p.Views, viewShown{m.day(one.Day), one.Login, sectionWords[one.Section][0]})
		}
	}
	return err
}

// domainsOf are the domains into which there is a move.
func domainsOf(found profile.Signals) []string {
	var domains []string
	for _, one := range found.Signals {
		if one.Place.Domain != "" {
			domains = append(domains, one.Place.Domain)
		}
	}
	return domains
}

func (s *Server) domainName(slug string) string {
	for _, d := range s.profiles.Catalogue.Domains() {
		if d.Slug == slug {
			return displayName(d.Name, d.Slug)
		}
	}
	return slug
}

func (s *Server) domainNames(slugs []string) []string {
	names := make([]string, len(slugs))
	for i, slug := range slugs {
		names[i] = s.domainName(slug)
	}
	return names
}

func (s *Server) placeName(p moves.Place) string {
	if p.Domain != "" {
		return s.domainName(p.Domain)
	}
	return p.Repository
}

// movePath is the address of the page of one place.
func movePath(p moves.Place) string {
	if p.Domain != "" {
		return movesPath + "/" + url.PathEscape(p.Domain)
	}
	return movesPath + "/" + p.Repository
}

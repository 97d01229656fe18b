package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/store"
)

// moveChoices are what a person says of who may see their moves.
type moveChoices struct {
	Audience   string // who may see those that are shared, in words; "" for nobody
	ShowsLater bool   // each, 14 days after the person could see it
	Moves      []moveChoice
	Return     string // the page with the forms
}

// moveChoice is what a person says of one move, with what they can say next.
type moveChoice struct {
	Domain  string // slug
	Name    string
	Says    string // who sees it, a sentence
	Buttons []moveButton
	Return  string
}

// moveButton is one thing that can be said.
type moveButton struct{ Do, Text string }

// of is what is said of a domain.
func (c moveChoices) of(domain string) *moveChoice {
	i := slices.IndexFunc(c.Moves, func(one moveChoice) bool { return one.Domain == domain })
	if i < 0 {
		return nil
	}
	return &c.Moves[i]
}

// moveChoices reads what whoever signed in says of their moves, for the forms of a page.
func (s *Server) moveChoices(c *gin.Context, page string) (moveChoices, error) {
	ctx, person := c.Request.Context(), s.viewer(c).PersonID
	sharings, err := s.store.Sharings(ctx, person)
	if err != nil {
		return moveChoices{}, err
	}
	said, err := s.store.MoveDisclosures(ctx, person)
	if err != nil {
		return moveChoices{}, err
	}
	choices := moveChoices{Audience: audienceInWords(sharings[store.MovesSection]), ShowsLater: said.ShowsLater, Return: page}
	for _, one := range said.Moves {
		if one.SeenAt.IsZero() {
			continue
		}
		choices.Moves = append(choices.Moves, moveChoice{Domain: one.Domain, Name: s.domainName(one.Domain), Return: choices.Return,
			Says: s.saysOf(one, choices), Buttons: buttonsFor(one, choices)})
	}
	return choices, nil
}

// audienceInWords completes "shared with"; it is "" for nobody.
func audienceInWords(with store.Sharing) string {
	switch with.Audience {
	case store.Organization:
		return "everybody who may sign in here"
	case store.Named:
		return "those whom you named"
	}
	return ""
}

// saysOf says who sees a move.
func (s *Server) saysOf(one store.MoveDisclosure, all moveChoices) string {
	switch {
	case one.ArriveAt.IsZero():
		return "Only you see this move."
	case all.Audience == "":
		return "You share this move, but nobody may see moves of yours: say who, under “Who sees you”."
	case one.ArriveAt.After(s.now()):
		return "Only you see this move until " + s.day(one.ArriveAt).Full() + "; from then on " + all.Audience + "."
	}
	return "Seen by " + all.Audience + " on the page of the domain, since " + s.day(one.ArriveAt).Full() + "."
}

// buttonsFor offers what can be said next. To take back what is shared is to withhold it:
// whatever is said of all moves, it is gone.
func buttonsFor(one store.MoveDisclosure, all moveChoices) []moveButton {
	share := moveButton{"share", "Share it with " + all.Audience}
	if all.Audience == "" {
		share = moveButton{"share-with-all", "Share it with everybody who may sign in here"}
	}
	var buttons []moveButton
	if one.Choice != store.ShareMove || all.Audience == "" {
		buttons = append(buttons, share)
	}
	if one.Choice == store.ShareMove {
		return append(buttons, moveButton{"withhold", "Take it back"})
	}
	switch {
	case one.Choice == store.HoldMove && all.ShowsLater:
		buttons = append(buttons, moveButton{"as-all", "Show it like your other moves"})
	case one.Choice == store.NoChoice && all.ShowsLater:
		buttons = append(buttons, moveButton{"withhold", "Never show it"})
	}
	return buttons
}

// saveMoves keeps what a person says of one move, or of all, and goes back to the page on
// which they said it.
func (s *Server) saveMoves(c *gin.Context) error {
	if !s.isTeam() {
		return tracker.Errorf(tracker.Invalid, "web.saveMoves", "Nobody else looks at this machine").
			WithHint("On an instance where people sign in you choose who sees your moves.")
	}
	m, err := s.myMoves(c)
	if err != nil {
		return err
	}
	if err := m.say(c.Request.Context(), c.PostForm("do"), c.PostForm("domain")); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, returnPath(c.PostForm("return"))+"#sharing")
	return nil
}

// say does what a button says.
func (m moveMaker) say(ctx context.Context, do, domain string) error {
	person := m.who.PersonID
	switch do {
	case "later", "not-later":
		return m.store.ShowMovesLater(ctx, person, do == "later")
	case "withhold":
		return m.store.ChooseMove(ctx, person, domain, store.HoldMove)
	case "as-all":
		return m.store.ChooseMove(ctx, person, domain, store.NoChoice)
	case "share", "share-with-all":
		return m.share(ctx, domain, do == "share-with-all")
	}
	return tracker.Errorf(tracker.Invalid, "web.say", "%q is nothing that can be said of a move", do).WithHint("Choose one of the buttons on the page.")
}

// share shows a move that there is, from now on.
func (m moveMaker) share(ctx context.Context, domain string, withAll bool) error {
	found, err := m.profiles.Signals(ctx, m.who, m.request)
	if err != nil {
		return err
	}
	if !slices.Contains(domainsOf(found), domain) {
		return tracker.Errorf(tracker.NotFound, "web.share", "No move of yours leads to %q", domain).WithHint("Your moves list the places that there are.")
	}
	if err := m.store.SeeMoves(ctx, m.who.PersonID, []string{domain}); err != nil {
		return err
	}
	if withAll {
		if err := m.store.Share(ctx, m.who.PersonID, store.MovesSection, store.Sharing{Audience: store.Organization}); err != nil {
			return err
		}
	}
	return m.store.ChooseMove(ctx, m.who.PersonID, domain, store.ShareMove)
}

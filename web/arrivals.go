package web

import (
	"context"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/store"
)

// arrival is somebody who is new in a domain and lets the viewer know.
type arrival struct {
	Name  string     `json:"name"`
	Login string     `json:"login"`
	Since day        `json:"since"` // from when on others may see it
	Steps []madeStep `json:"steps"` // that are reached, in their order
	Last  stepShown  `json:"-"`     // with the acts behind it
}

// madeStep is a step that somebody reached.
type madeStep struct {
	Step string `json:"step"`
	At   day    `json:"at"`
	URL  string `json:"url"` // of the act by which it was reached
}

// peopleOf adds to a domain's page who arrived and who can help, as far as each of them lets
// the viewer know, and notes for those who arrived that the viewer looked. Where nobody
// signs in, nobody could have said so, and nobody is listed.
func (p *domainPage) peopleOf(c *gin.Context, s *Server) error {
	p.Arrivals, p.Helpers = []arrival{}, []helper{}
	if !s.isTeam() {
		return nil
	}
	ctx, slug := c.Request.Context(), p.Domain.Slug
	arrived, err := s.profiles.Arrivals(ctx, slug, s.seenBy(c), s.now())
	if err != nil {
		return err
	}
	for _, one := range arrived {
		if err := s.keepArrivalSeen(ctx, s.viewer(c), one.Person); err != nil {
			return err
		}
		shown := arrival{Name: displayName(one.Person.Name, one.Person.Login), Login: one.Person.Login, Since: s.day(one.Since), Steps: []madeStep{}}
		for _, step := range one.Move.Steps {
			if step.Reached {
				shown.Steps = append(shown.Steps, madeStep{string(step.Name), s.day(step.At), step.Evidence[len(step.Evidence)-1].URL})
				shown.Last = s.step(step)
			}
		}
		p.Arrivals = append(p.Arrivals, shown)
	}
	return p.helpersOf(ctx, s, *s.seenBy(c))
}

// keepArrivalSeen lets a person know later who looked at a move that they share.
func (s *Server) keepArrivalSeen(ctx context.Context, v viewer, person tracker.Person) error {
	if v.PersonID == person.ID {
		return nil
	}
	return s.store.KeepView(ctx, person.ID, v.MemberID, store.MovesSection, s.now())
}

// helper is somebody who is at home in a domain.
type helper struct {
	Name string `json:"name"`
	Path string `json:"path"` // of their depth, which they show the viewer
}

// helpersOf lists who is at home in the domain and shows the viewer their depth, by login.
func (p *domainPage) helpersOf(ctx context.Context, s *Server, v store.Viewer) error {
	showing, err := s.store.PeopleShowing(ctx, v, store.DepthSection)
	if err != nil {
		return err
	}
	atHome, err := s.profiles.AtHome(ctx, showing, p.Domain.Slug, s.now())
	for _, person := range atHome {
		p.Helpers = append(p.Helpers, helper{displayName(person.Name, person.Login), personPath(person.Login) + "/depth"})
	}
	return err
}

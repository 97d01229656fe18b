package web

import (
	"github.com/gin-gonic/gin"

	"rungless/tracker/profile"
)

// uncreditedPage shows whoever's laptop it is which works may have forgotten them. Like
// their hours it is made when it is opened, has no twin, and no other page holds it.
type uncreditedPage struct {
	Base
	Account subject
	Works   []forgotten
}

// forgotten is one such work, with a pull request that is ready to be copied.
type forgotten struct {
	profile.Forgotten
	Merged []entry // the person's, newest first
}

const uncreditedPath = "/me/uncredited"

func (*uncreditedPage) template() string { return "uncredited" }

// showUncredited answers only on the machine itself, to whose laptop it is.
func (s *Server) showUncredited(c *gin.Context) error {
	c.Header("Cache-Control", "no-store")
	account, err := s.meAlone(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	who, err := s.whose(ctx, account)
	if err != nil {
		return err
	}
	found, err := profile.Uncredited(ctx, s.store, who, s.now())
	if err != nil {
		return err
	}
	p := &uncreditedPage{Account: account}
	for _, f := range found {
		one := forgotten{Forgotten: f}
		for _, e := range f.Evidence {
			one.Merged = append(one.Merged, entry{Link: link{displayName(e.Title, e.URL), e.URL}, Date: s.day(e.At)})
		}
		p.Works = append(p.Works, one)
	}
	s.fillBase(c, &p.Base, false)
	p.Title, p.Section, p.JSON = "What may have forgotten you", "me", ""
	return s.writePrivately(c, p)
}

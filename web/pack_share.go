package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/pack/render"
)

// shareLine is a link to a sealed pack in the list of its page.
type shareLine struct {
	ID           int64
	Made, Ends   day
	Opened       day // the last time; none: never
	IsOpen       bool
	WasTakenBack bool
}

// ShareDays are how many days a link may lead somewhere.
func ShareDays() []int { return []int{7, 30, 90} }

// ShareURL is the address of a link to a sealed pack with this secret.
func (t *Team) ShareURL(secret string) string { return t.PublicURL + "/s/" + secret }

// fillShares lists the links to a sealed pack. At one's own machine there are none: nobody
// else could open them.
func (s *Server) fillShares(ctx context.Context, own ownPack, p *packPage) error {
	if !s.isTeam() {
		return nil
	}
	p.ShareDays = ShareDays()
	shares, err := s.store.PackShares(ctx, own.who.PersonID, own.kept.ID)
	for _, one := range shares {
		p.Shares = append(p.Shares, shareLine{one.ID, s.day(one.MadeAt), s.day(one.ExpiresAt), s.day(one.OpenedAt), one.IsOpen(s.now()), !one.RevokedAt.IsZero()})
	}
	return err
}

// sharePack makes a link and shows it in its answer, where alone it ever is.
func (s *Server) sharePack(c *gin.Context) error {
	own, err := s.ownPack(c)
	if err != nil {
		return err
	}
	if !own.isSealed() {
		return tracker.Errorf(tracker.Conflict, "web.sharePack", "Only a sealed pack is shared").WithHint("Seal it first.")
	}
	days, _ := strconv.Atoi(c.PostForm("days"))
	if !slices.Contains(ShareDays(), days) {
		return tracker.Errorf(tracker.Invalid, "web.sharePack", "It was not said how long the link leads somewhere").WithHint("Choose one of the days of the form.")
	}
	secret, _, err := s.store.SharePack(c.Request.Context(), own.who.PersonID, own.kept.SealID, s.now().Add(time.Duration(days)*24*time.Hour))
	if err != nil {
		return err
	}
	return s.writePack(c, s.options.Team.ShareURL(secret), "")
}

func (s *Server) endShare(c *gin.Context) error {
	own, err := s.ownPack(c)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.Param("share"), 10, 64)
	if err != nil {
		return nothingHere()
	}
	if err := s.store.RevokePackShare(c.Request.Context(), own.who.PersonID, id); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, own.Path()+"#links")
	return nil
}

// nowherePage is what a link shows that leads nowhere any more, or never did.
type nowherePage struct{ Base }

func (*nowherePage) template() string { return "nowhere" }

// writeNowhere answers in the same words whoever asks, and with no way into the instance.
func (s *Server) writeNowhere(c *gin.Context) error {
	body, err := s.draw(&nowherePage{Base{Title: "This link leads nowhere", Alone: true}})
	if err != nil {
		return err
	}
	c.Data(http.StatusNotFound, "text/html; charset=utf-8", body)
	return nil
}

// showShared shows a sealed pack to whoever has a link to it: the rendered page alone, from
// which nothing leads into the instance. A link that ended answers as one that never was.
func (s *Server) showShared(c *gin.Context) error {
	c.Header("Cache-Control", "no-store")
	c.Header("X-Robots-Tag", "noindex, nofollow, noarchive")
	seal, err := s.store.SharedPack(c.Request.Context(), c.Param("token"), s.now())
	if err != nil && tracker.KindOf(err) == tracker.NotFound {
		if err := s.mayAttempt(c, wrongLink); err != nil {
			return err
		}
		return s.writeNowhere(c)
	}
	if err != nil {
		return err
	}
	page, err := fileIn(seal, render.HTML.FileName())
	if err != nil {
		return err
	}
	writeRendered(c, page)
	return nil
}

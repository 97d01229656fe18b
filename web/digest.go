package web

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker/moves"
	"rungless/tracker/profile"
)

// digestWeeks is how many whole weeks the digest looks back.
const digestWeeks = 12

// showDigest answers with what was new in somebody's moves, an entry for each whole week in
// which anything was. It is for the person alone: for whoever sits at the machine, or signed
// in, or for a feed reader with an API token of theirs. A reader may pass on what it reads,
// so that nothing private and nothing hidden is ever in it.
func (s *Server) showDigest(c *gin.Context) error {
	c.Header("Cache-Control", "no-store")
	account, err := s.digestReader(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	m, err := s.movesOf(ctx, account)
	if err != nil {
		return err
	}
	m.request.ForOthers = true
	found, err := s.profiles.Moves(ctx, m.who, m.request)
	if err != nil {
		return err
	}
	body, err := xml.MarshalIndent(m.digest(found), "", " ")
	if err != nil {
		return fmt.Errorf("web.showDigest: %w", err)
	}
	c.Data(http.StatusOK, "application/atom+xml; charset=utf-8", append([]byte(xml.Header), append(body, '\n')...))
	return nil
}

// digestReader finds whose digest is asked for: it is the one private thing that an API
// token of the person opens, because feed readers cannot sign in.
func (s *Server) digestReader(c *gin.Context) (subject, error) {
	if v := s.viewer(c); s.isTeam() && v.isSignedIn() {
		return s.findPerson(c.Request.Context(), v)
	}
	return s.meAlone(c)
}

func (m moveMaker) digest(found profile.Moves) atomFeed {
	this := monday(m.now())
	feed := atomFeed{ID: tagOf(m.account.accounts, "digest", ""), Title: "Your moves, week by week", Author: atomPerson{m.account.Name}, Updated: onlyDay(this),
		Links: []atomLink{{"self", "application/atom+xml", digestPath}, {"alternate", "text/html", movesPath}}}
	for i := range digestWeeks {
		to := this.AddDate(0, 0, -7*i)
		from := to.AddDate(0, 0, -7)
		lines := slices.Concat(m.newSteps(found.Signals.Signals, from, to), m.newDoors(found.Ahead, from, to))
		if len(lines) == 0 {
			continue
		}
		feed.Entries = append(feed.Entries, atomEntry{ID: tagOf(m.account.accounts, "digest", from.Format(time.DateOnly)), Updated: onlyDay(to),
			Title: "The week from " + from.Format("2 January 2006"), Link: atomLink{Rel: "alternate", Href: movesPath}, Category: atomCategory{"digest"},
			Summary: strings.Join(lines, "\n")})
	}
	return feed
}

// monday is the beginning of the week of a time, UTC.
func monday(at time.Time) time.Time {
	return midnight(at).AddDate(0, 0, -(int(at.UTC().Weekday())+6)%7)
}

// newSteps tells the steps that were reached within [from, to).
func (m moveMaker) newSteps(list []moves.Signal, from, to time.Time) []string {
	var lines []string
	for _, move := range list {
		for _, step := range move.Steps {
			if step.Reached && !step.At.Before(from) && step.At.Before(to) {
				lines = append(lines, fmt.Sprintf("%s: %s, %s. %s", m.placeName(move.Place), step.Name, step.Because, step.Evidence[len(step.Evidence)-1].URL))
			}
		}
	}
	return lines
}

// newDoors tells what was opened within [from, to), still waits and touches the person's own
// work.
func (m moveMaker) newDoors(list []profile.Ahead, from, to time.Time) []string {
	var lines []string
	for _, at := range list {
		for _, d := range at.Doors {
			if len(d.Because) > 0 && !d.OpenedAt.Before(from) && d.OpenedAt.Before(to) {
				lines = append(lines, fmt.Sprintf("An open door in %s: %s (%s). %s", m.placeName(at.Place), displayName(d.Title, d.URL), strings.Join(d.Because, "; "), d.URL))
			}
		}
	}
	return lines
}

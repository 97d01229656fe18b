package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/profile"
	"rungless/tracker/store"
)

// byPage is who the audit trail names for what was decided on a page.
const byPage = "web page"

// proposal is a name on works that may be the person's.
type proposal struct {
	store.NameProposal
	Action string // address of its form
	Works  string // their titles
	Where  string
	Since  day
	Stands string // what was decided, a sentence; "" while it waits
}

// fillProposals lists what waits for the person's word and what they decided. said is
// the proposal that was just decided, 0 for none.
func (p *researchPage) fillProposals(ctx context.Context, s *Server, who profile.Subject, said int64) error {
	found, err := s.store.NameProposals(ctx, who.AccountIDs...)
	if err != nil {
		return err
	}
	for _, n := range found {
		one := proposal{NameProposal: n, Action: fmt.Sprintf("%s/research/proposals/%d", p.Account.Path(), n.ID),
			Works: strings.Join(n.Works, "; "), Where: n.Repository.FullName(), Since: s.day(n.At), Stands: standing(n)}
		if n.ID == said {
			p.Said = displayName(one.Stands, fmt.Sprintf("“%s” in %s waits for your word again; everything is as it was before.", n.Name, one.Where))
		}
		p.Proposals = append(p.Proposals, one)
	}
	return nil
}

// standing says what was decided of a name.
func standing(n store.NameProposal) string {
	where := n.Repository.FullName()
	switch {
	case n.Decision == "":
		return ""
	case n.IsAccepted():
		return fmt.Sprintf("“%s” in %s is %s, on every work there.", n.Name, where, accountLabel(n.Account))
	default:
		return fmt.Sprintf("“%s” in %s is somebody else; it is not proposed again.", n.Name, where)
	}
}

// decideProposal takes the person's word from a form: accept, refuse or undo.
func (s *Server) decideProposal(c *gin.Context) error {
	const op = "web.decideProposal"
	ctx := c.Request.Context()
	account, err := s.find(ctx, c.Param("login"))
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.Param("proposal"), 10, 64)
	if err != nil {
		return tracker.Errorf(tracker.NotFound, op, "There is no proposal %q", c.Param("proposal"))
	}
	if !s.isMine(c, account) {
		return tracker.Errorf(tracker.Unauthorized, op, "Whose a name is, only the person says, at the machine on which rungless runs").
			WithHint("On the command line: rungless research proposals accept %d", id)
	}
	if err := s.ownProposal(ctx, account, id); err != nil {
		return err
	}
	switch decision := c.PostForm("decision"); decision {
	case "accept", "refuse":
		err = s.store.DecideName(ctx, id, decision == "accept", byPage)
	case "undo":
		err = s.store.UndoName(ctx, id)
	default:
		err = tracker.Errorf(tracker.Invalid, op, "%q is no decision", decision).WithHint("Accept, refuse or undo.")
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, fmt.Sprintf("%s/research?said=%d#proposals", account.Path(), id))
	return nil
}

// ownProposal refuses a proposal that is about somebody else.
func (s *Server) ownProposal(ctx context.Context, account subject, id int64) error {
	who, err := s.whose(ctx, account)
	if err != nil {
		return err
	}
	found, err := s.store.NameProposals(ctx, who.AccountIDs...)
	if err != nil {
		return err
	}
	for _, n := range found {
		if n.ID == id {
			return nil
		}
	}
	return tracker.Errorf(tracker.NotFound, "web.ownProposal", "Nothing proposes %d of yours", id).WithHint("The page of your research lists what waits.")
}

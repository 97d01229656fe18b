package web

import (
	"github.com/gin-gonic/gin"
)

// mixPage shows which kinds of contribution an account made in which months.
type mixPage struct {
	growthPage `json:"-"`
	Account    subject   `json:"account"`
	Activity   *activity `json:"activity"` // null: nothing is stored
	Evidence   string    `json:"evidence"` // address of the whole list
}

func (*mixPage) template() string { return "mix" }

func (s *Server) loadMix(c *gin.Context) (page, error) {
	account, err := s.asked(c)
	if err != nil {
		return nil, err
	}
	counts, err := s.store.MonthlyCounts(c.Request.Context(), account.selects)
	if err != nil {
		return nil, err
	}
	return &mixPage{growthPage: growthPage{Base: Base{Title: "Contributions by month: " + account.Name, Section: "people"},
		Account: account, Tabs: tabsOf(account, "Evidence")}, Account: account,
		Activity: s.activityFrom(counts, account.Path()), Evidence: evidencePath(account.Path(), "", filter{})}, nil
}

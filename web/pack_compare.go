package web

import (
	"github.com/gin-gonic/gin"

	"rungless/tracker/pack"
	"rungless/tracker/pack/build"
)

// packComparePage shows the pack's window beside the one before it, of the same person.
type packComparePage struct {
	Base
	Path, PackTitle string
	Now, Before     string
	Sections        []pack.Section
}

func (*packComparePage) template() string { return "packcompare" }

func (s *Server) comparePack(c *gin.Context) error {
	own, err := s.ownPack(c)
	if err != nil {
		return err
	}
	compared, err := s.desk.Compare(c.Request.Context(), build.Person(own.who), own.period(), own.draft.Domains)
	if err != nil {
		return err
	}
	p := &packComparePage{Path: own.Path(), PackTitle: own.draft.Title, Now: periodInWords(compared.Now), Before: periodInWords(compared.Before), Sections: compared.Sections}
	s.fillBase(c, &p.Base, false)
	p.Title, p.Section, p.JSON = "What is new: "+own.draft.Title, "packs", ""
	return s.writePrivately(c, p)
}

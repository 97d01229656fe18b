package web

import (
	"context"
	"html/template"
	"slices"

	"github.com/gin-gonic/gin"

	"rungless/tracker/pack"
	"rungless/tracker/pack/build"
	"rungless/tracker/pack/render"
)

// packPage shows a pack to the person: as it would be rendered, what there is to mend, and
// what can be done with it.
type packPage struct {
	Base
	Path      string
	PackTitle string
	Window    string
	Sealed    day    // none: a draft
	Manifest  string // the hash of a sealed pack's manifest
	Findings  []packFinding
	More      int // findings beside those that are listed
	Unready   int // claims that stay out of a sealed pack
	CanSeal   bool
	Files     []link
	Body      template.HTML // as it is rendered; "" where that is too long for this page
	Shares    []shareLine
	ShareDays []int
	Secret    string // address of a link that was just made; shown this once
	Wrong     string
}

// packFinding is what there is to mend, and where.
type packFinding struct {
	Claim, Path    string
	Sentence, Hint string
}

const (
	findingsListed = 50
	longestBody    = 150_000 // bytes of a rendered pack that its page shows
)

func (*packPage) template() string { return "pack" }

func (s *Server) showPack(c *gin.Context) error { return s.writePack(c, "", "") }

// writePack shows a pack; secret is that of a link which was just made.
func (s *Server) writePack(c *gin.Context, secret, wrong string) error {
	own, err := s.ownPack(c)
	if err != nil {
		return err
	}
	p := &packPage{Path: own.Path(), PackTitle: own.draft.Title, Window: periodInWords(own.period()), Secret: secret, Wrong: wrong, Files: packFiles(own)}
	if own.isSealed() {
		err = s.fillSealed(c, own, p)
	} else {
		err = s.fillDraft(c.Request.Context(), own, p)
	}
	if err != nil {
		return err
	}
	s.fillBase(c, &p.Base, false)
	p.Title, p.Section, p.JSON = displayName(own.draft.Title, "A pack"), "packs", ""
	return s.writePrivately(c, p)
}

func (s *Server) fillSealed(c *gin.Context, own ownPack, p *packPage) error {
	ctx := c.Request.Context()
	seal, err := s.store.FindSeal(ctx, own.who.PersonID, own.kept.SealID)
	if err != nil {
		return err
	}
	done, err := pack.OpenZip(seal.Archive).Pack()
	if err != nil {
		return err
	}
	p.Sealed, p.Manifest = s.day(seal.SealedAt), seal.ManifestSHA256
	p.Body = bodyOf(done)
	return s.fillShares(ctx, own, p)
}

func (s *Server) fillDraft(ctx context.Context, own ownPack, p *packPage) error {
	done, err := s.desk.Resolve(ctx, build.Person(own.who), own.draft, nil)
	if err != nil {
		return err
	}
	ready, blocked := 0, 0
	editor := &packEditPage{Path: p.Path + "/edit"}
	for _, chapter := range done.Chapters {
		for _, claim := range chapter.Claims {
			switch {
			case !claim.Ready:
				p.Unready++
			case slices.ContainsFunc(claim.Findings, func(f pack.Finding) bool { return f.Weight == pack.Blocks }):
				blocked++
			default:
				ready++
			}
			for _, f := range claim.Findings {
				p.Findings = append(p.Findings, packFinding{shortened(claim.Text), editor.partPath(draftPart{Claim: claim.ID}), asSentence(f.Sentence), asSentence(f.Hint)})
			}
		}
	}
	for _, f := range done.Findings {
		p.Findings = append(p.Findings, packFinding{Claim: "The whole pack", Path: p.Path + "/edit", Sentence: asSentence(f.Sentence), Hint: asSentence(f.Hint)})
	}
	if len(p.Findings) > findingsListed {
		p.More = len(p.Findings) - findingsListed
		p.Findings = p.Findings[:findingsListed]
	}
	p.CanSeal = ready > 0 && blocked == 0
	p.Body = bodyOf(done)
	return nil
}

// bodyOf is a pack as it is rendered, "" where it is too long for a page of the site.
func bodyOf(p pack.Pack) template.HTML {
	body := render.Body(p)
	if len(body) > longestBody {
		return ""
	}
	return body
}

package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/pack"
	"rungless/tracker/pack/build"
	"rungless/tracker/pack/render"
	"rungless/tracker/store"
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
	archiveName    = "pack.zip"
	draftName      = "draft.yaml"
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

// packFiles are the forms in which a pack leaves the program.
func packFiles(own ownPack) []link {
	var files []link
	for _, format := range render.Formats() {
		files = append(files, link{format.Name(), own.Path() + "/files/" + format.FileName()})
	}
	files = append(files, link{"Draft as YAML", own.Path() + "/files/" + draftName})
	if own.isSealed() {
		files = append(files, link{"The sealed pack, whole (.zip)", own.Path() + "/files/" + archiveName})
	}
	return files
}

// printPack shows the rendered page alone: as it prints, and as others would be sent it.
func (s *Server) printPack(c *gin.Context) error {
	own, err := s.ownPack(c)
	if err != nil {
		return err
	}
	data, err := s.packFile(c.Request.Context(), own, render.HTML.FileName())
	if err != nil {
		return err
	}
	writeRendered(c, data)
	return nil
}

// writeRendered sends a rendered page, which has its style within itself and nothing else:
// its policy allows that style by its hash.
func writeRendered(c *gin.Context, page []byte) {
	_, rest, _ := bytes.Cut(page, []byte("<style>"))
	style, _, _ := bytes.Cut(rest, []byte("</style>"))
	sum := sha256.Sum256(style)
	c.Header("Content-Security-Policy", "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+
		"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	c.Header("X-Robots-Tag", "noindex, nofollow, noarchive")
	c.Data(http.StatusOK, "text/html; charset=utf-8", page)
}

// downloadPack sends a pack in one of its forms.
func (s *Server) downloadPack(c *gin.Context) error {
	own, err := s.ownPack(c)
	if err != nil {
		return err
	}
	name := c.Param("name")
	data, err := s.packFile(c.Request.Context(), own, name)
	if err != nil {
		return err
	}
	mediaType := map[string]string{archiveName: "application/zip", draftName: "application/yaml; charset=utf-8"}[name]
	for _, format := range render.Formats() {
		if format.FileName() == name {
			mediaType = format.MediaType()
		}
	}
	c.Header("Content-Disposition", `attachment; filename="`+name+`"`) // one of the fixed names
	c.Data(http.StatusOK, mediaType, data)
	return nil
}

// packFile makes one file of a draft, or takes it out of the sealed pack.
func (s *Server) packFile(ctx context.Context, own ownPack, name string) ([]byte, error) {
	if own.isSealed() {
		return s.sealedFile(ctx, own, name)
	}
	if name == draftName {
		return own.draft.YAML(), nil
	}
	for _, format := range render.Formats() {
		if format.FileName() != name {
			continue
		}
		done, err := s.desk.Resolve(ctx, build.Person(own.who), own.draft, nil)
		if err != nil {
			return nil, err
		}
		var out bytes.Buffer
		err = render.To(ctx, &out, done, format, render.Options{})
		return out.Bytes(), err
	}
	return nil, nothingHere()
}

func (s *Server) sealedFile(ctx context.Context, own ownPack, name string) ([]byte, error) {
	seal, err := s.store.FindSeal(ctx, own.who.PersonID, own.kept.SealID)
	if err != nil {
		return nil, err
	}
	if name == archiveName {
		return seal.Archive, nil
	}
	return fileIn(seal, name)
}

func fileIn(seal store.Seal, name string) ([]byte, error) {
	for _, file := range pack.OpenZip(seal.Archive).Files {
		if file.Name == name {
			return file.Data, nil
		}
	}
	return nil, nothingHere()
}

// sealInEveryFormat freezes the claims that are ready. It signs nothing: the instance's key
// is for who runs the command line.
func sealInEveryFormat(ctx context.Context, p pack.Pack) (pack.Sealed, error) {
	return render.Seal(ctx, p, nil, render.Options{})
}

// sealPack seals a draft that is not sealed yet.
func (s *Server) sealPack(c *gin.Context) error {
	own, err := s.ownPack(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	if own.isSealed() {
		return tracker.Errorf(tracker.Conflict, "web.sealPack", "This pack is sealed already").WithHint("Copy it: the copy is a draft.")
	}
	done, err := s.desk.Resolve(ctx, build.Person(own.who), own.draft, nil)
	if err != nil {
		return err
	}
	sealed, err := sealInEveryFormat(ctx, done)
	if err != nil {
		return err
	}
	archive, err := sealed.Zip()
	if err != nil {
		return err
	}
	if _, err := s.store.KeepSeal(ctx, own.who.PersonID, store.Seal{PackID: own.kept.ID, Revision: own.kept.Revision, ManifestSHA256: sealed.ManifestSHA256, Archive: archive}); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, own.Path())
	return nil
}

// packVerifyPage says whether a sealed pack is as it was sealed.
type packVerifyPage struct {
	Base
	Path, PackTitle string
	Manifest        string // the hash of the manifest as it is now
	Kept            string // the hash that was kept apart, in the store
	Problems        []string
	Files           int
}

func (*packVerifyPage) template() string { return "packverify" }

func (s *Server) verifyPack(c *gin.Context) error {
	own, err := s.ownPack(c)
	if err != nil {
		return err
	}
	if !own.isSealed() {
		return elsewhere{path: own.Path()}
	}
	seal, err := s.store.FindSeal(c.Request.Context(), own.who.PersonID, own.kept.SealID)
	if err != nil {
		return err
	}
	report := pack.OpenZip(seal.Archive).Verify()
	p := &packVerifyPage{Path: own.Path(), PackTitle: own.draft.Title, Manifest: report.ManifestSHA256, Kept: seal.ManifestSHA256, Files: len(report.Manifest.Files)}
	for _, problem := range report.Problems {
		p.Problems = append(p.Problems, problem.String())
	}
	if p.Manifest != p.Kept {
		p.Problems = append(p.Problems, "the hash of the manifest is not the one that was kept when it was sealed")
	}
	s.fillBase(c, &p.Base, false)
	p.Title, p.Section, p.JSON = "Check of a sealed pack", "packs", ""
	return s.writePrivately(c, p)
}

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

// packPlaces are the person's own packs whose titles fit what was typed into the jump box.
func (s *Server) packPlaces(c *gin.Context, query string) ([]place, error) {
	account, err := s.meAlone(c)
	if err != nil {
		return nil, nil //nolint:nilerr // who is not known to be somebody has no packs
	}
	kept, err := s.store.Packs(c.Request.Context(), account.selects.PersonID)
	var found []place
	for _, one := range kept {
		if strings.Contains(strings.ToLower(one.Title), strings.ToLower(query)) && len(found) < jumpLimit {
			found = append(found, place{Kind: "pack", Label: one.Title, Path: packPath(one.ID)})
		}
	}
	return found, err
}

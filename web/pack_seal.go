package web

import (
	"context"
	"crypto/ed25519"
	"net/http"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/pack"
	"rungless/tracker/pack/build"
	"rungless/tracker/pack/render"
	"rungless/tracker/store"
	"rungless/web/story"
)

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
	key, err := s.signingKey()
	if err != nil {
		return err
	}
	sealed, err := sealInEveryFormat(key)(ctx, done)
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

// sealInEveryFormat returns what freezes the claims that are ready, signed with a key; nil
// signs nothing.
func sealInEveryFormat(key ed25519.PrivateKey) story.Sealer {
	return func(ctx context.Context, p pack.Pack) (pack.Sealed, error) {
		return render.Seal(ctx, p, key, render.Options{})
	}
}

// signingKey reads the instance's key, nil where none was made. It is read at each seal, so
// that a key that is made while the program runs is used at once.
func (s *Server) signingKey() (ed25519.PrivateKey, error) {
	if s.options.PackKey == "" {
		return nil, nil
	}
	key, err := pack.ReadKey(s.options.PackKey)
	if tracker.KindOf(err) == tracker.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, tracker.Errorf(tracker.Unavailable, "web.signingKey", "This pack was not sealed, because the key that signs packs cannot be used").
			WithHint("Whoever runs this program learns why from: rungless pack key show").Because(err)
	}
	return key, nil
}

// packVerifyPage says whether a sealed pack is as it was sealed.
type packVerifyPage struct {
	Base
	Path, PackTitle string
	Manifest        string // the hash of the manifest as it is now
	Kept            string // the hash that was kept apart, in the store
	SignedBy        string // the key of a signature that is right; "" where nobody signed
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
	p := &packVerifyPage{Path: own.Path(), PackTitle: own.draft.Title, Manifest: report.ManifestSHA256, Kept: seal.ManifestSHA256,
		SignedBy: report.SignedBy, Files: len(report.Manifest.Files)}
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

package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"

	"github.com/gin-gonic/gin"

	"rungless/tracker/pack"
	"rungless/tracker/pack/build"
	"rungless/tracker/pack/render"
	"rungless/tracker/store"
)

const (
	archiveName = "pack.zip"
	draftName   = "draft.yaml"
)

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

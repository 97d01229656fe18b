package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"path"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
)

//go:embed templates static
var embedded embed.FS

// onDisk is the same tree as embedded, for whoever is changing it.
func onDisk() fs.FS { return os.DirFS("web") }

// assets are the style sheet, the script and the icon. Each is served under an
// address that holds the hash of its content, so that a browser keeps it for good
// and still sees a change at once.
type assets struct {
	files  fs.FS
	hashes map[string]string // by name
}

func loadAssets(files fs.FS) (*assets, error) {
	a := &assets{files: files, hashes: map[string]string{}}
	entries, err := fs.ReadDir(files, "static")
	if err != nil {
		return nil, fmt.Errorf("web.loadAssets: %w", err)
	}
	for _, entry := range entries {
		content, err := fs.ReadFile(files, "static/"+entry.Name())
		if err != nil {
			return nil, fmt.Errorf("web.loadAssets: %w", err)
		}
		sum := sha256.Sum256(content)
		a.hashes[entry.Name()] = hex.EncodeToString(sum[:6])
	}
	return a, nil
}

// path is the address of a file of static/. A template that names a missing file
// fails.
func (a *assets) path(name string) (string, error) {
	hash, ok := a.hashes[name]
	if !ok {
		return "", fmt.Errorf("web: there is no static file %q", name)
	}
	return "/static/" + hash + "/" + name, nil
}

// serveAsset serves a file under any hash, because a page from before an upgrade
// may still ask for the old one; only the right hash may be kept for good.
func (s *Server) serveAsset(c *gin.Context) error {
	name := c.Param("name")
	hash, ok := s.assets.hashes[name]
	if !ok {
		return tracker.Errorf(tracker.NotFound, "web.serveAsset", "There is no such file")
	}
	content, err := fs.ReadFile(s.assets.files, "static/"+name)
	if err != nil {
		return fmt.Errorf("web.serveAsset %s: %w", name, err)
	}
	c.Header("Cache-Control", "no-cache")
	if hash == c.Param("hash") && !s.options.Dev {
		c.Header("Cache-Control", "public, max-age=31536000, immutable")
	}
	c.Data(http.StatusOK, mime.TypeByExtension(path.Ext(name)), content)
	return nil
}

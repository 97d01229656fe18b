package web

import (
	"net/http"
	"sync"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
)

// The sample organisation can be looked at beside one's own pages: a cookie says that this
// browser does, and then every address but the way in and out is answered by its site.
const (
	samplePath   = "/sample"
	sampleCookie = "sample"
)

// openedSample is the site of the sample, once somebody asked for it.
type openedSample struct {
	mu   sync.Mutex
	site http.Handler // nil: not yet
}

func (o *openedSample) get() http.Handler {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.site
}

// open opens it the first time.
func (o *openedSample) open(make func() (*Server, error)) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.site != nil {
		return nil
	}
	server, err := make()
	if err != nil {
		return err
	}
	o.site = server.routes()
	return nil
}

// beside answers as the sample where the browser is in it, and as the site itself.
type beside struct {
	own    http.Handler
	sample *openedSample
}

func (b *beside) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	site := b.own
	if cookie, err := r.Cookie(sampleCookie); err == nil && cookie.Value == "on" && r.URL.Path != samplePath {
		if sample := b.sample.get(); sample != nil {
			site = sample
		}
	}
	site.ServeHTTP(w, r)
}

// showSample leads this browser into the sample, or out of it.
func (s *Server) showSample(c *gin.Context) error {
	if !s.viewer(c).owner {
		return tracker.Errorf(tracker.Unauthorized, "web.showSample", "The sample is shown only on the machine on which rungless runs")
	}
	cookie := &http.Cookie{Name: sampleCookie, Value: "on", Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode} //nolint:gosec // not Secure: plain http on loopback
	if c.PostForm("do") == "leave" {
		cookie.Value, cookie.MaxAge = "", -1
	} else if err := s.sample.open(s.options.OpenSample); err != nil {
		return err
	}
	http.SetCookie(c.Writer, cookie)
	c.Redirect(http.StatusSeeOther, "/")
	return nil
}

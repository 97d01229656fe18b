package web

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/profile"
	"rungless/tracker/store"
	"rungless/web/story"
)

// The storybook shows every page and every chart in every state to whoever builds them. It
// is there in -dev mode only. A story is a whole site over a made-up store: choosing one
// sets a cookie, and from then on every address is answered by that site, so that links and
// forms work as they do elsewhere.
const (
	storybookPath = "/-/storybook"
	storyCookie   = "story"
)

// storybookPage lists the stories, and where to look in each.
type storybookPage struct {
	Base
	Stories []story.Story
	Told    string // slug of the story that is told now
	Groups  []storyGroup
}

// storyGroup is a part of the table: pages, charts, or mistakes.
type storyGroup struct {
	Name  string
	Lines []storyLine
}

type storyLine struct{ Name, At string }

func (*storybookPage) template() string { return "storybook" }

// storybook keeps the sites of the stories that were opened.
type storybook struct {
	server *Server // of which it is a part
	mu     sync.Mutex
	sites  map[string]http.Handler // by slug; the server's own pages by ""
}

// charts are where each chart is drawn.
var charts = []storyLine{{"Depth sounding", "/p/mei-zhao#sounding"}, {"Depth curves", "/p/mei-zhao/depth#curves"}, {"Scope matrix", "/p/mei-zhao/scope#matrix"},
	{"Trust events", "/p/mei-zhao/scope#trust"}, {"External review share", "/p/mei-zhao/scope#shares"}, {"Contribution mix", "/p/mei-zhao/mix#activity"},
	{"Private hours", "/me/hours?zone=Asia/Tokyo#hours"}, {"History of a list of authors", "/works/1#history"}}

// showStorybook lists what there is to look at.
func (s *Server) showStorybook(c *gin.Context) error {
	p := &storybookPage{Stories: story.All(), Told: s.options.story}
	s.fillBase(c, &p.Base, false)
	p.Title, p.JSON = "Storybook", ""
	pages := storyGroup{Name: "Pages"}
	for _, route := range pageRoutes(s.routes()) {
		if strings.HasPrefix(route, "/-/") || strings.HasPrefix(route, "/static/") || strings.Contains(route, ".") {
			continue
		}
		for _, at := range addressesOf(route) {
			pages.Lines = append(pages.Lines, storyLine{at, strings.ReplaceAll(at, "{work}", "/works/1")})
		}
	}
	wrong := storyGroup{Name: "Mistakes"}
	for _, at := range mistakes {
		wrong.Lines = append(wrong.Lines, storyLine{at, at})
	}
	p.Groups = []storyGroup{pages, {Name: "Charts", Lines: charts}, wrong}
	return s.writePage(c, http.StatusOK, p)
}

// chooseStory keeps which story is told, and leads into it. "none" ends it.
func (s *Server) chooseStory(c *gin.Context) error {
	slug := c.Param("story")
	if _, ok := story.Find(slug); !ok && slug != "none" {
		return tracker.Errorf(tracker.NotFound, "web.chooseStory", "There is no story called %q", slug).WithHint("The storybook lists them.")
	}
	http.SetCookie(c.Writer, &http.Cookie{ //nolint:gosec // not Secure: -dev is plain http on loopback
		Name: storyCookie, Value: slug, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	at := returnPath(c.Query("at"))
	if slug == "none" {
		at = storybookPath
	}
	c.Redirect(http.StatusSeeOther, at)
	return nil
}

// ServeHTTP answers as the story that the browser chose, or as the site itself.
func (b *storybook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	told := story.Story{} // no story
	if cookie, err := r.Cookie(storyCookie); err == nil {
		told, _ = story.Find(cookie.Value)
	}
	site, err := b.site(r.Context(), told)
	if err != nil {
		b.server.logger.LogAttrs(r.Context(), slog.LevelError, "story failed", slog.String("story", told.Slug), slog.Any("error", err))
		site, _ = b.site(r.Context(), story.Story{}) // is always there
	}
	site.ServeHTTP(w, r)
}

// site opens a story the first time that it is asked for.
func (b *storybook) site(ctx context.Context, told story.Story) (http.Handler, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if site, ok := b.sites[told.Slug]; ok {
		return site, nil
	}
	o := b.server.options
	st, err := o.OpenStory(ctx, told.Slug)
	if err != nil {
		return nil, err
	}
	o.Profiles = profile.New(st, o.Profiles.Catalogue, o.Profiles.Rules)
	s, err := newStory(ctx, b.server.logger, o, st, told)
	if err != nil {
		return nil, err
	}
	b.sites[told.Slug] = s.routes()
	return b.sites[told.Slug], nil
}

// newStory fills an empty store with a story, and makes the site that shows it to Mei at
// her own machine.
func newStory(ctx context.Context, logger *slog.Logger, o Options, st *store.Store, told story.Story) (*Server, error) {
	if err := told.Fill(context.WithoutCancel(ctx), st, sealInEveryFormat(nil)); err != nil {
		return nil, err
	}
	if told.Unavailable {
		if err := st.Close(); err != nil {
			return nil, err
		}
	}
	return New(logger, Options{Store: st, Profiles: o.Profiles, Now: story.Clock, Version: o.Version, Dev: o.Dev, story: told.Slug, Sample: told.Slug == "one",
		Me: func() string { return story.Mei.Login }, SyncNow: func() error { return nil }, Setup: storySetup()})
}

// storySetup offers all that a first run can.
func storySetup() Setup {
	return Setup{FindToken: func(context.Context) error { return nil }, Follow: func([]string, []string) error { return nil },
		Followed: func() (Followed, error) { return Followed{Kept: "~/.config/rungless/chosen.yaml"}, nil }}
}

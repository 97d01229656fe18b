package web

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// page is what a load function returns: a typed struct that embeds [Base].
type page interface {
	template() string // the name of its template
	base() *Base
}

// reading is one page that only reads. From one load function it serves HTML at
// path, JSON at path.json and, where the page is a table, CSV at path.csv.
type reading struct {
	path string
	load func(*gin.Context) (page, error)
	csv  func(*gin.Context) error // nil: the page is no table
}

func (s *Server) readings() []reading {
	return []reading{
		{path: "/", load: s.loadHome},
		{path: "/setup", load: s.loadSetup},
		{path: "/people", load: s.loadPeople},
		{path: "/p/:login", load: s.loadOverview},
		{path: "/p/:login/scope", load: s.loadScope},
		{path: "/p/:login/depth", load: s.loadDepth},
		{path: "/p/:login/research", load: s.loadResearch},
		{path: "/p/:login/figures/:measure", load: s.loadFigure},
		{path: "/p/:login/mix", load: s.loadMix},
		{path: "/p/:login/evidence", load: s.loadEvidence, csv: s.evidenceCSV},
		{path: "/evidence", load: s.loadEvidence, csv: s.evidenceCSV},
		{path: "/works/:id", load: s.loadWork},
		{path: "/domains", load: s.loadDomains},
		{path: "/domains/:slug", load: s.loadDomain},
		{path: "/about/metrics", load: s.loadMetrics},
		{path: "/sync", load: s.loadSync},
		{path: "/sync/:run", load: s.loadRun},
	}
}

func (s *Server) routes() *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	// Both settings are off because a proxy's headers, and a repaired path, would be
	// somebody else's word for what was asked.
	_ = router.SetTrustedProxies(nil)
	router.RedirectTrailingSlash = false
	router.Use(nameRequest, s.logRequests, s.recoverPanics, s.setSecurityHeaders, s.handle(s.checkHost), s.handle(limitBody),
		s.handle(s.checkOrigin), s.handle(s.recognise), s.handle(s.authorize))
	for _, r := range s.readings() {
		s.addReading(router, r)
	}
	s.addOwnRoutes(router)
	s.addSettings(router)
	if s.isTeam() {
		s.addTeamRoutes(router)
	} else {
		s.addSetupRoutes(router)
	}
	s.addPackRoutes(router)
	s.addAPI(router)
	s.addMachineRoutes(router)
	router.NoRoute(s.handle(func(*gin.Context) error { return nothingHere() }))
	return router
}

// addOwnRoutes adds what is for the person alone, what they say of their own work, and the
// forms of their evidence besides pages.
func (s *Server) addOwnRoutes(router *gin.Engine) {
	router.GET(hoursPath, s.handle(s.showHours)) // of no other form
	router.GET(uncreditedPath, s.handle(s.showUncredited))
	router.GET(movesPath, s.handle(s.showMoves))
	router.GET(movesPath+"/:place", s.handle(s.showMove))
	router.GET(movesPath+"/:place/:name", s.handle(s.showMove))
	router.POST(movesPath, s.handle(s.saveMoves))
	router.GET(digestPath, s.handle(s.showDigest))
	router.GET(initiativesPath, s.handle(s.showInitiatives))
	router.POST(initiativesPath, s.handle(s.saveInitiatives))
	router.POST("/me/outcomes", s.handle(s.saveOutcome))
	router.GET(statementPath, s.handle(s.showStatement))
	router.POST(statementPath, s.handle(s.checkStatement))
	router.POST("/p/:login/notes", s.handle(s.saveNote))
	router.POST("/p/:login/research/proposals/:proposal", s.handle(s.decideProposal))
	for _, e := range exports {
		router.GET("/p/:login/research"+e.ending, s.handle(func(c *gin.Context) error { return s.exportWorks(c, e) }))
	}
	router.GET("/p/:login"+feedEnding, s.handle(s.showFeed))
}

func (s *Server) addSettings(router *gin.Engine) {
	router.GET(settingsPath, s.handle(s.showSettings))
	for _, one := range s.settings() {
		router.GET(one.Path, s.handle(one.show))
	}
	router.POST(profileSettings, s.handle(s.saySelf(profileSettings+"?saved=1")))
	router.POST(timeZoneSettings, s.handle(s.saySelf(timeZoneSettings+"?saved=1")))
	router.POST("/settings/appearance", s.handle(s.saveAppearance))
	router.POST(dataPath+"/export", s.handle(s.exportData))
	router.POST(dataPath+"/erase", s.handle(s.eraseData))
}

// addMachineRoutes adds what browsers, monitors and GitHub ask for themselves, and what
// operates the instance.
func (s *Server) addMachineRoutes(router *gin.Engine) {
	router.POST("/sync", s.handle(s.startSync))
	if len(s.options.HookSecret) > 0 {
		router.POST(hookPath, s.handle(s.receiveHook))
	}
	router.GET("/static/:hash/:name", s.handle(s.serveAsset))
	router.GET("/-/healthz", s.handle(s.health))
	router.GET("/-/readyz", s.handle(s.ready))
	router.GET("/-/jump", s.handle(s.jump))
	if s.options.OpenStory != nil || s.options.story != "" {
		router.GET(storybookPath, s.handle(s.showStorybook))
		router.GET(storybookPath+"/:story", s.handle(s.chooseStory))
	}
}

// addSetupRoutes adds what whoever sits at the machine does at the first run.
func (s *Server) addSetupRoutes(router *gin.Engine) {
	router.POST(setupPath+"/token", s.handle(s.findToken))
	router.POST(setupPath+"/choice", s.handle(s.saveChoice))
	router.POST(setupPath+"/you", s.handle(s.saySelf(setupPath+"#you")))
	if s.options.OpenSample != nil {
		router.POST(samplePath, s.handle(s.showSample))
	}
}

// addTeamRoutes adds what only an instance has on which people sign in.
func (s *Server) addTeamRoutes(router *gin.Engine) {
	router.GET(signInPath, s.handle(s.showSignIn))
	router.GET(goPath, s.limited(signInAttempt, s.goToGitHub))
	router.GET(callbackPath, s.limited(signInAttempt, s.comeBack))
	router.POST("/sign-out", s.handle(s.signOut))
	router.POST(sharingPath, s.handle(s.saveSharing))
	router.POST(sessionsPath, s.handle(s.endSessions))
	router.POST(tokensPath, s.handle(s.makeToken))
	router.POST(tokensPath+"/:token/revoke", s.handle(s.endToken))
	router.GET("/-/whoami", s.handle(s.showWhoAmI))
	router.POST("/-/device/start", s.limited(deviceAttempt, s.startDevice))
	router.POST("/-/device/finish", s.limited(deviceAttempt, s.finishDevice))
	router.POST("/-/device/revoke", s.limited(deviceAttempt, s.revokeToken))
}

// addReading adds a page and its twins. Where the path ends in a parameter, the
// parameter carries the twin's ending: GitHub's logins hold no dot.
func (s *Server) addReading(router *gin.Engine, r reading) {
	router.GET(r.path, s.handle(func(c *gin.Context) error { return s.serve(c, r) }))
	if strings.HasPrefix(r.path[strings.LastIndexByte(r.path, '/')+1:], ":") {
		return
	}
	router.GET(twinPath(r.path, ".json"), s.handle(func(c *gin.Context) error { return s.serve(c, r) }))
	if r.csv != nil {
		router.GET(twinPath(r.path, ".csv"), s.handle(r.csv))
	}
}

// twinPath is the address of a page in another form. The twin of "/" is
// "/index.json".
func twinPath(path, ending string) string {
	if path == "/" {
		path = "/index"
	}
	return path + ending
}

func (s *Server) serve(c *gin.Context, r reading) error {
	p, err := r.load(c)
	if err != nil {
		return err
	}
	if wantsJSON(c) {
		return s.writeJSON(c, http.StatusOK, p)
	}
	s.fillBase(c, p.base(), r.csv != nil)
	return s.writePage(c, http.StatusOK, p)
}

func wantsJSON(c *gin.Context) bool { return strings.HasSuffix(c.Request.URL.Path, ".json") }

// parameter returns a part of the path without the ending of a twin.
func parameter(c *gin.Context, name string) string {
	return strings.TrimSuffix(c.Param(name), ".json")
}

// handle turns a handler that returns its error into one of gin's: every error is
// answered in one place.
func (s *Server) handle(h func(*gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			c.Abort()
			s.fail(c, err)
		}
	}
}

package web

import (
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/store"
)

// circle is who may use an address of a team's instance.
type circle string

const (
	anyone     circle = "anyone"           // signed in or not
	members    circle = "members"          // whoever signed in, by browser or API token
	themselves circle = "themselves"       // whoever signed in with a browser: the page is about them
	owners     circle = "owners"           // whoever signed in with a browser and owns what is named; the handler answers others as if it were not there
	admins     circle = "admins"           // who operates the instance
	audience   circle = "audience"         // whom the person in the address lets see the sections
	holders    circle = "holders of links" // who has the secret in the address, which the handler checks
)

// accessRule says who may use an address, and what of the person in it they see.
type accessRule struct {
	who      circle
	sections []store.Section // all of which the person must have shared; only for an audience
}

// accessRules has one line for every address of a team's instance. It holds for the twins too:
// a key is a method and a path as the router knows it, without the ending of a form
// (.json, .csv, .atom, ...). An address without a rule is answered as if it did not exist,
// and TestEveryRouteHasARule fails; so whoever adds a route adds its line here:
//
//   - a page about the person of :login: audience, with the sections that it shows;
//   - a page about whoever looks, and every form that changes something: themselves;
//   - a page about many people: members, and its queries take s.seenBy(c);
//   - what somebody made for themselves alone, such as a pack: owners;
//   - what operates the instance: admins;
//   - a secret link: holders, and the handler checks the secret.
//
// The name of the parameter that holds a person's login must be "login".
var accessRules = map[string]accessRule{
	"GET /":                               {who: members},
	"GET /people":                         {who: members},
	"GET /p/:login":                       {who: audience}, // of any section; see authorizeOverview
	"GET /p/:login/scope":                 {audience, []store.Section{store.ScopeSection}},
	"GET /p/:login/depth":                 {audience, []store.Section{store.DepthSection}},
	"GET /p/:login/research":              {audience, []store.Section{store.EvidenceSection}},
	"GET /p/:login/figures/:measure":      {audience, nil}, // see sectionsOf
	"GET /p/:login/mix":                   {audience, []store.Section{store.EvidenceSection}},
	"GET /p/:login/evidence":              {audience, []store.Section{store.EvidenceSection}},
	"GET /evidence":                       {who: members},
	"GET /works/:id":                      {who: members},
	"GET /domains":                        {who: members},
	"GET /domains/:slug":                  {who: members},
	"GET /about/metrics":                  {who: anyone},
	"GET /setup":                          {who: admins},
	"GET /sync":                           {who: admins},
	"GET /sync/:run":                      {who: admins},
	"POST /sync":                          {who: admins},
	"GET /me/initiatives":                 {who: themselves},
	"POST /me/initiatives":                {who: themselves},
	"POST /me/outcomes":                   {who: themselves},
	"GET /packs":                          {who: themselves},
	"POST /packs":                         {who: themselves},
	"POST /packs/import":                  {who: themselves},
	"GET /packs/:id":                      {who: owners},
	"GET /packs/:id/edit":                 {who: owners},
	"POST /packs/:id/edit":                {who: owners},
	"GET /packs/:id/print":                {who: owners},
	"GET /packs/:id/files/:name":          {who: owners},
	"GET /packs/:id/compare":              {who: owners},
	"GET /packs/:id/verify":               {who: owners},
	"POST /packs/:id/seal":                {who: owners},
	"POST /packs/:id/copy":                {who: owners},
	"POST /packs/:id/delete":              {who: owners},
	"POST /packs/:id/share":               {who: owners},
	"GET /s/:token":                       {who: holders},
	"GET /settings/profile":               {who: themselves},
	"POST /settings/profile":              {who: themselves},
	"GET /settings/time-zone":             {who: themselves},
	"POST /settings/time-zone":            {who: themselves},
	"GET /settings/domains":               {who: admins},                                      // it names repositories
	"POST /p/:login/notes":                {audience, []store.Section{store.EvidenceSection}}, // and the handler: the person alone
	"GET /me/hours":                       {who: themselves},
	"GET /me/uncredited":                  {who: themselves},
	"GET /moves":                          {who: themselves},
	"GET /moves/:place":                   {who: themselves},
	"GET /moves/:place/:name":             {who: themselves},
	"POST /moves":                         {who: themselves},
	"GET /me/digest":                      {who: members}, // about whoever asks; their feed reader comes with an API token
	"GET /settings":                       {who: themselves},
	"GET /settings/keyboard":              {who: anyone},
	"GET /settings/sharing":               {who: themselves},
	"POST /settings/sharing":              {who: themselves},
	"GET /settings/sessions":              {who: themselves},
	"POST /settings/sessions":             {who: themselves},
	"GET /settings/tokens":                {who: themselves},
	"POST /settings/tokens":               {who: themselves},
	"POST /settings/tokens/:token/revoke": {who: themselves},
	"GET /settings/privacy":               {who: anyone}, // what is stored is no secret
	"GET /settings/data":                  {who: themselves},
	"POST /settings/data/export":          {who: themselves},
	"POST /settings/data/erase":           {who: themselves},
	"POST /settings/appearance":           {who: anyone}, // it is kept in the browser alone
	"GET /p/:login/feed":                  {audience, []store.Section{store.EvidenceSection}},
	"GET /me/statement":                   {who: themselves},
	"POST /me/statement":                  {who: themselves},
	"GET /api/v1/people":                  {who: members},
	"GET /api/v1/people/:login":           {who: audience},
	"GET /api/v1/people/:login/scope":     {audience, []store.Section{store.ScopeSection}},
	"GET /api/v1/people/:login/depth":     {audience, []store.Section{store.DepthSection}},
	"GET /api/v1/people/:login/research":  {audience, []store.Section{store.EvidenceSection}},
	"GET /api/v1/people/:login/evidence":  {audience, []store.Section{store.EvidenceSection}},
	"GET /api/v1/domains":                 {who: members},
	"GET /api/v1/domains/:slug":           {who: members},
	"GET /api/v1/works/:id":               {who: members},
	"GET /api/v1/sync":                    {who: admins},
	"GET /api/v1/sync/:run":               {who: admins},
	"GET /-/openapi":                      {who: anyone},
	"GET /static/:hash/:name":             {who: anyone},
	"GET /-/healthz":                      {who: anyone},
	"GET /-/readyz":                       {who: anyone},
	"GET /-/jump":                         {who: members},
	"GET /sign-in":                        {who: anyone},
	"GET /-/whoami":                       {who: members},
	"GET /sign-in/github":                 {who: anyone},
	"GET /sign-in/callback":               {who: anyone},
	"POST /hooks/github":                  {who: anyone}, // who has the webhook's secret
	"POST /sign-out":                      {who: anyone},
	"POST /-/device/start":                {who: anyone},
	"POST /-/device/finish":               {who: anyone}, // with the secret that start gave
	"POST /-/device/revoke":               {who: anyone}, // with the token itself

	"POST /packs/:id/shares/:share/revoke":        {who: owners},
	"POST /p/:login/research/proposals/:proposal": {audience, []store.Section{store.EvidenceSection}}, // and the handler: the person alone
}

// endings are the forms of an address besides its own.
var endings = []string{".csl.json", ".json", ".csv", ".atom", ".bib", ".cff", ".pdf", ".md", ".html"}

// ruleOf finds the rule of a route, for every form of it.
func ruleOf(method, route string) (accessRule, bool) {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	for _, ending := range endings {
		if bare, found := strings.CutSuffix(route, ending); found {
			route = bare
			break
		}
	}
	if route == "/index" {
		route = "/"
	}
	found, ok := accessRules[method+" "+route]
	return found, ok
}

// authorize lets a request through to its page, or answers in the page's place. It runs
// before every handler, so that no page decides for itself who may see it.
func (s *Server) authorize(c *gin.Context) error {
	if !s.isTeam() || c.FullPath() == "" {
		return nil
	}
	found, ok := ruleOf(c.Request.Method, c.FullPath())
	v := s.viewer(c)
	switch {
	case !ok:
		s.logger.ErrorContext(c.Request.Context(), "route has no rule of access", "route", c.FullPath())
		return nothingHere()
	case found.who == anyone || found.who == holders:
		return nil
	case !v.isSignedIn():
		return s.askToSignIn(c)
	case found.who == members:
		return nil
	case found.who == audience:
		return s.authorizePerson(c, found)
	case v.session == 0:
		return tracker.Errorf(tracker.Unauthorized, "web.authorize", "An API token does not open this page").WithHint("Open it in a browser.")
	case found.who == admins && !v.Admin:
		return tracker.Errorf(tracker.Unauthorized, "web.authorize", "This page is for those who operate this instance").
			WithHint("They are named in its configuration.")
	}
	return nil
}

func nothingHere() error {
	return tracker.Errorf(tracker.NotFound, "web.route", "There is no page at this address").
		WithHint("Check the address, or find a person in the list of people.")
}

// askToSignIn leads a browser to the sign-in page and back; a program is told.
func (s *Server) askToSignIn(c *gin.Context) error {
	isPage := path.Ext(c.Request.URL.Path) == "" && !strings.HasPrefix(c.Request.URL.Path, "/-/") && !isAPI(c.Request)
	if c.Request.Method != http.MethodGet || !isPage {
		return signInFirst()
	}
	return elsewhere{path: signInPath + "?" + url.Values{"return": {c.Request.URL.RequestURI()}}.Encode()}
}

const subjectKey = "subject"

// authorizePerson is the one way to the pages of a person: it finds who is asked for and
// what the viewer may see of them. Who shows the viewer nothing is answered exactly as
// somebody who does not exist.
func (s *Server) authorizePerson(c *gin.Context, r accessRule) error {
	ctx, given := c.Request.Context(), parameter(c, "login")
	account, err := s.find(ctx, given)
	if err != nil {
		return err
	}
	if !account.Tracked {
		return nobody(given)
	}
	account.shown, err = s.store.VisibleSections(ctx, account.selects.PersonID, *s.seenBy(c))
	if err != nil {
		return err
	}
	needed := sectionsOf(c, r)
	isOverview := len(needed) == 0
	switch {
	case slices.ContainsFunc(needed, account.hides), len(account.shown) == 0:
		return nobody(given)
	case isOverview && account.shown[0] == store.MovesSection:
		return nobody(given) // moves have no page below a person's
	case isOverview && !account.showsOverview():
		return elsewhere{path: account.Path() + "/" + string(account.shown[0]) + path.Ext(c.Request.URL.Path)}
	}
	if err := s.limitPrivate(c, &account); err != nil {
		return err
	}
	c.Set(subjectKey, account)
	return s.keepView(c, account, needed)
}

// sectionsOf are the sections of which an address shows something; none: the overview,
// which shows something of each.
func sectionsOf(c *gin.Context, r accessRule) []store.Section {
	if name := parameter(c, "measure"); name != "" {
		return []store.Section{sectionOfMeasure(name)}
	}
	return r.sections
}

func sectionOfMeasure(name string) store.Section {
	if isOfDepth(name) {
		return store.DepthSection
	}
	return store.ScopeSection
}

// shows reports whether the viewer may see a section. In personal mode nothing is kept from anybody.
func (f subject) shows(section store.Section) bool {
	return f.shown == nil || slices.Contains(f.shown, section)
}

func (f subject) hides(section store.Section) bool { return !f.shows(section) }

// showsOverview reports whether the viewer may see all that the first page of a person draws on.
func (f subject) showsOverview() bool {
	return f.shows(store.ScopeSection) && f.shows(store.DepthSection) && f.shows(store.EvidenceSection)
}

// keepView lets the person know later who looked.
func (s *Server) keepView(c *gin.Context, account subject, sections []store.Section) error {
	v := s.viewer(c)
	if v.PersonID == account.selects.PersonID || c.Request.Method != http.MethodGet {
		return nil
	}
	if len(sections) == 0 {
		sections = []store.Section{store.ScopeSection, store.DepthSection, store.EvidenceSection}
	}
	for _, section := range sections {
		if err := s.store.KeepView(c.Request.Context(), account.selects.PersonID, v.MemberID, section, s.now()); err != nil {
			return err
		}
	}
	return nil
}

// showsTab reports whether the viewer may open a page of a person. Research is evidence.
func (f subject) showsTab(name string) bool {
	switch name {
	case "Overview":
		return f.showsOverview()
	case "Scope":
		return f.shows(store.ScopeSection)
	case "Depth":
		return f.shows(store.DepthSection)
	case "Moves":
		return f.shows(store.MovesSection)
	}
	return f.shows(store.EvidenceSection)
}

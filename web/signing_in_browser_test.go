package web

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"rungless/tracker/signin"
)

// The way in and out, and the pages of a team, in a real browser.
func TestSomebodySignsInAndOutInARealBrowser(t *testing.T) {
	script := axe(t)
	s := newTeam(t, fixture(t))
	// A browser cannot be led to another github.com: here it is the one that it is.
	s.server.options.Team.GitHub = signin.New(signin.Options{BaseURL: s.hubURL, ClientID: teamApp.ClientID, ClientSecret: teamApp.Secret,
		CallbackURL: s.url + CallbackPath, Allowed: signin.Allowed{Organizations: []string{"lumen"}}})
	s.hub.Browse("kim", false)
	ctx, console := browser(t)
	at := func(what, path string, actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		var now string
		if err := chromedp.Do(ctx, actions...); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		now, err := chromedp.Run(ctx, chromedp.Evaluate[string]("location.href"))
		if err != nil || strings.TrimPrefix(now, s.url) != path {
			t.Errorf("%s: the browser is at %s, %v", what, now, err)
		}
	}
	at("nobody", "/sign-in?return=%2Fpeople", chromedp.Navigate(s.url+"/people"))
	inspect(ctx, t, console, s.url+"/sign-in?return=%2Fpeople", script)
	at("signing in", "/people", chromedp.Navigate(s.url+"/people"), chromedp.Click(chromedp.CSS(`main a[href^="/sign-in/github"]`)), chromedp.WaitVisible(chromedp.CSS("nav")))
	for _, path := range []string{sharingPath, sessionsPath, tokensPath, settingsPath} {
		inspect(ctx, t, console, s.url+path, script)
	}
	at("signing out", "/sign-in", chromedp.Navigate(s.url+"/people"), chromedp.Click(chromedp.CSS(`form[action="/sign-out"] button`)), chromedp.WaitVisible(chromedp.CSS(`main a[href^="/sign-in/github"]`)))
	at("back", "/sign-in?return=%2Fpeople", chromedp.Navigate(s.url+"/people"))
}

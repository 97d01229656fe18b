package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// postAtMachine sends a form as a browser on the same machine does.
func postAtMachine(h http.Handler, address string, form url.Values, with func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "http://localhost"+address, strings.NewReader(form.Encode()))
	r.RemoteAddr = "127.0.0.1:5000"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if with != nil {
		with(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestEveryTaskOfTheFirstRunIsDoneInTheBrowser(t *testing.T) {
	from, followed := "", Followed{Kept: "chosen.yaml"}
	h := site(t, fixture(t), func(o *Options) {
		atHome(o)
		o.Setup.TokenFrom = func() string { return from }
		o.Setup.FindToken = func(context.Context) error { from = "gh auth token"; return nil }
		o.Setup.Followed = func() (Followed, error) { return followed, nil }
		o.Setup.Follow = func(people, repositories []string) error {
			followed.People, followed.Repositories = people, repositories
			return nil
		}
	})
	for _, step := range []struct {
		address string
		form    url.Values
		task    string
	}{
		{"/setup/token", nil, "Connect GitHub"},
		{"/setup/choice", url.Values{"people": {"octo-pm\r\nocto-dev, third"}, "repositories": {" octo/repo "}}, "Choose people and repositories"},
		{"/setup/you", url.Values{"name": {"Mei"}, "zone": {"Asia/Tokyo"}}, "Say who you are"},
	} {
		w := postAtMachine(h, step.address, step.form, nil)
		if w.Code != http.StatusSeeOther {
			t.Fatalf("%s: got %d: %s", step.address, w.Code, w.Body)
		}
		if got := texts(parse(t, askAtMachine(h, "/setup").Body.String()).all(".tasks li")); !slices.Contains(got, step.task+" Completed") {
			t.Errorf("after %s the tasks are %q", step.address, got)
		}
	}
	if want := []string{"octo-pm", "octo-dev", "third"}; !slices.Equal(followed.People, want) || !slices.Equal(followed.Repositories, []string{"octo/repo"}) {
		t.Errorf("what was chosen is %+v", followed)
	}
}

func TestOnlyWhoSitsAtTheMachineSetsItUp(t *testing.T) {
	h := site(t, fixture(t), func(o *Options) {
		o.Setup.FindToken = func(context.Context) error { t.Error("a token was looked for"); return nil }
		o.Setup.Follow = func([]string, []string) error { t.Error("a choice was kept"); return nil }
		o.OpenSample = func() (*Server, error) { t.Error("the sample was opened"); return nil, nil }
	})
	for _, address := range []string{"/setup/token", "/setup/choice", "/setup/you", "/sample"} {
		w := postAtMachine(h, address, nil, func(r *http.Request) { r.RemoteAddr = "192.0.2.7:5000" })
		if w.Code != http.StatusForbidden && w.Code != http.StatusUnauthorized {
			t.Errorf("%s from elsewhere answers %d", address, w.Code)
		}
		w = postAtMachine(h, address, nil, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") })
		if w.Code < http.StatusBadRequest {
			t.Errorf("%s from another site answers %d", address, w.Code)
		}
	}
}

func TestWhatTheFileNamesWinsAndTheFirstRunSaysSo(t *testing.T) {
	h := site(t, fixture(t), func(o *Options) {
		atHome(o)
		o.Setup.ConfigPath = "my/config.yaml"
		o.Setup.Follow = func([]string, []string) error { return nil }
		o.Setup.Followed = func() (Followed, error) { return Followed{People: []string{"octo-pm"}, Configured: true}, nil }
	})
	body := askAtMachine(h, "/setup").Body.String()
	if !strings.Contains(body, "my/config.yaml") || !strings.Contains(body, "octo-pm") || strings.Contains(body, `action="/setup/choice"`) {
		t.Error("the page does not say that the file decides, or offers a choice beside it")
	}
}

func TestTheSampleIsLookedAtBesideOnesOwnPages(t *testing.T) {
	opened := 0
	h := site(t, fixture(t), func(o *Options) {
		atHome(o)
		own := *o
		o.OpenSample = func() (*Server, error) {
			opened++
			st := openStore(t)
			return New(slog.New(slog.NewTextHandler(io.Discard, nil)), Options{Store: st, Profiles: own.Profiles, Sample: true, SampleBeside: true})
		}
	})
	inside := func(r *http.Request) { r.AddCookie(&http.Cookie{Name: sampleCookie, Value: "on"}) }
	if body := ask(h, http.MethodGet, "/people", inside).Body.String(); strings.Contains(body, "fictional people") {
		t.Error("the sample is shown though nobody opened it")
	}
	for range 2 {
		if w := postAtMachine(h, samplePath, url.Values{"do": {"open"}}, nil); w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Set-Cookie"), "sample=on") {
			t.Errorf("opening answers %d with %v", w.Code, w.Header())
		}
	}
	if body := ask(h, http.MethodGet, "/people", inside).Body.String(); !strings.Contains(body, "fictional people") || !strings.Contains(body, "Back to your own pages") || opened != 1 {
		t.Errorf("inside, the sample is not shown with its way back, or it was opened %d times", opened)
	}
	if body := ask(h, http.MethodGet, "/people", nil).Body.String(); strings.Contains(body, "fictional people") {
		t.Error("another browser is shown the sample too")
	}
	w := postAtMachine(h, samplePath, url.Values{"do": {"leave"}}, inside)
	if !strings.Contains(w.Header().Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("leaving answers %d with %v", w.Code, w.Header())
	}
}

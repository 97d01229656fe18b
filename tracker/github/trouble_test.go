package github_test

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/github"
	"rungless/tracker/githubsim"
)

func TestOneUnknownNameDoesNotStopTheOthers(t *testing.T) {
	w := small(t)
	r := w.Repositories[0]
	login := busy(w, 1)[0]
	g := newRig(t, w, githubsim.Options{}, github.Options{People: []string{"no-such-person", login},
		Repositories: []string{"acme/nothing", r.Owner.Login + "/" + r.Name}})
	err := g.sync()
	partial, ok := errors.AsType[*tracker.Partial](err)
	if !ok || len(partial.Missing) != 2 {
		t.Fatalf("got %v, want a partial error with two parts", err)
	}
	for i, name := range []string{"acme/nothing", "no-such-person"} {
		e, ok := errors.AsType[*tracker.Error](partial.Missing[i])
		if !ok || e.Kind != tracker.NotFound || !strings.Contains(e.Message, name) || e.Hint == "" {
			t.Errorf("missing %d is %#v, want a sentence with %s and a hint", i, partial.Missing[i], name)
		}
	}
	if len(of(g.ledger.facts(), login)) == 0 {
		t.Error("nothing came of the person who exists")
	}
	if g.ledger.coverage["login:no-such-person account"].Gap == "" {
		t.Error("the gap is not stored")
	}
}

func TestTheOnlyUnknownNameIsTheError(t *testing.T) {
	g := newRig(t, small(t), githubsim.Options{}, github.Options{People: []string{"no-such-person"}})
	if err := g.sync(); tracker.KindOf(err) != tracker.NotFound {
		t.Errorf("got %v, want not found", err)
	}
}

func TestARefusedTokenSaysSo(t *testing.T) {
	g := newRig(t, small(t), githubsim.Options{Tokens: []string{"another"}}, github.Options{People: []string{"a", "b"}})
	err := g.sync()
	if tracker.KindOf(err) != tracker.Unauthorized || g.usage.Calls != 1 {
		t.Errorf("got %v after %d calls, want unauthorized after one", err, g.usage.Calls)
	}
	if strings.Contains(err.Error(), marker) {
		t.Error("the token is in the error")
	}
}

func TestNoWaitReturnsWhenToComeBack(t *testing.T) {
	w := small(t)
	g := newRig(t, w, githubsim.Options{PointsPerHour: 12}, github.Options{People: busy(w, 2), NoWait: true})
	err := g.sync()
	e, ok := errors.AsType[*tracker.Error](err)
	if !ok || e.Kind != tracker.RateLimited || !e.RetryAt.After(g.clock.now()) {
		t.Fatalf("got %v, want rate limited with a time to retry", err)
	}
}

func TestNobodyWhoAnswersIsAskedAsOftenAsTheOptionsSay(t *testing.T) {
	for name, test := range map[string]struct {
		status int // 0: the connection breaks
		tries  int
		calls  int
	}{
		"a connection that breaks":                {0, 0, 8},
		"a connection that breaks, tried once":    {0, 1, 1},
		"a connection that breaks, tried twice":   {0, 2, 2},
		"an error of GitHub's, tried twice":       {http.StatusInternalServerError, 2, 2},
		"one item that is too heavy, eight times": {http.StatusBadGateway, 0, 8},
		"one item that is too heavy, twice":       {http.StatusBadGateway, 2, 2},
	} {
		t.Run(name, func(t *testing.T) {
			clock := &timepiece{at: testTime}
			nobody := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if test.status == 0 {
					panic(http.ErrAbortHandler)
				}
				w.WriteHeader(test.status)
			}))
			defer nobody.Close()
			source, err := github.New(slog.New(slog.DiscardHandler), github.Options{BaseURL: nobody.URL, Token: marker, NoWait: true, Tries: test.tries,
				Now: clock.now, Sleep: clock.sleep})
			if err != nil {
				t.Fatal(err)
			}
			_, err = source.LookAt(t.Context(), []string{"PR_1"})
			e, ok := errors.AsType[*tracker.Error](err)
			if !ok || e.Kind != tracker.Unavailable || e.Message == "" || e.Hint == "" {
				t.Errorf("got %v, want unavailable in a sentence", err)
			}
			if calls := source.Usage().Calls; calls != test.calls {
				t.Errorf("asked %d times, want %d", calls, test.calls)
			}
		})
	}
}

func TestAPersonWhoChangedTheirLoginIsStillThem(t *testing.T) {
	w := small(t)
	login := busy(w, 1)[0]
	g := newRig(t, w, githubsim.Options{}, github.Options{People: []string{login}})
	g.mustSync()
	g.server.Mutate(func(w *githubsim.World) {
		for _, u := range w.Users {
			if u.Login == login {
				u.Former, u.Login = append(u.Former, u.Login), "somebody-new"
			}
		}
	})
	g.mustSync()
	for _, a := range g.ledger.accounts {
		if a.Login == "somebody-new" && a.DatabaseID != 0 {
			return
		}
	}
	t.Error("the new login was not seen")
}

func TestTheMonthlyLookNoticesWhatIsGoneHiddenAndMoved(t *testing.T) {
	w := small(t)
	r := w.Repositories[0]
	g := newRig(t, w, githubsim.Options{}, github.Options{Repositories: []string{r.Owner.Login + "/" + r.Name}})
	g.mustSync()
	var deleted, hidden *githubsim.Comment
	g.server.Mutate(func(*githubsim.World) {
		for _, th := range r.Threads {
			if th.Type == "Discussion" || len(th.Comments) < 2 {
				continue
			}
			deleted, hidden = th.Comments[0], th.Comments[1]
			th.Comments = th.Comments[1:]
			hidden.Minimized = "spam"
			return
		}
	})
	g.clock.pass(31 * 24 * time.Hour)
	g.mustSync()
	if got := g.ledger.graves[itemKey(tracker.IssueComment, deleted.ID)]; got != tracker.Deleted {
		t.Errorf("the deleted comment is %q, want deleted", got)
	}
	if act := g.ledger.acts[itemKey(tracker.IssueComment, hidden.ID)]; !strings.HasSuffix(act, " hidden") {
		t.Errorf("the hidden comment is known as %q", act)
	}
	if len(g.ledger.graves) != 1 {
		t.Errorf("graves are %v, want one", g.ledger.graves)
	}
}

func TestARepositoryThatTurnsPrivateIsBuried(t *testing.T) {
	w := small(t)
	r := w.Repositories[0]
	g := newRig(t, w, githubsim.Options{}, github.Options{Repositories: []string{r.Owner.Login + "/" + r.Name}})
	g.mustSync()
	g.server.Mutate(func(*githubsim.World) { r.Private = true })
	if err := g.sync(); tracker.KindOf(err) != tracker.NotFound {
		t.Errorf("got %v, want not found", err)
	}
	if got := g.ledger.graves[repositoryKey(tracker.RepositoryRef{DatabaseID: r.ID})]; got != tracker.Inaccessible {
		t.Errorf("the repository is %q, want inaccessible", got)
	}
}

func TestTheTokenGoesToNoOtherHost(t *testing.T) {
	var stolen string
	thief := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { stolen = r.Header.Get("Authorization") + "asked" }))
	defer thief.Close()
	honest := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, thief.URL+"/api/graphql", http.StatusTemporaryRedirect)
	}))
	defer honest.Close()
	source, err := github.New(slog.New(slog.NewTextHandler(io.Discard, nil)), github.Options{BaseURL: honest.URL, Token: marker})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := source.Viewer(t.Context()); tracker.KindOf(err) != tracker.Invalid {
		t.Errorf("got %v, want invalid", err)
	}
	if stolen != "" {
		t.Errorf("the other host got %q", stolen)
	}
}

func TestBadOptionsAreSentences(t *testing.T) {
	for name, o := range map[string]github.Options{
		"plain http to another machine": {BaseURL: "http://github.example.org"},
		"no address":                    {BaseURL: "github.com"},
		"a path":                        {BaseURL: "https://github.example.org/api/v3"},
		"a login with a slash":          {People: []string{"../x"}},
		"a repository without a name":   {Repositories: []string{"acme"}},
		"a repository that climbs":      {Repositories: []string{"acme/.."}},
	} {
		if _, err := github.New(nil, o); tracker.KindOf(err) != tracker.Invalid {
			t.Errorf("%s: got %v, want invalid", name, err)
		}
	}
}

func TestTheViewerIsToldWithTheirTokensKind(t *testing.T) {
	w := small(t)
	g := newRig(t, w, githubsim.Options{Scopes: "repo, read:org"}, github.Options{})
	source, err := github.New(slog.New(slog.DiscardHandler), g.options)
	if err != nil {
		t.Fatal(err)
	}
	v, err := source.Viewer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if v.Account.Login != w.Viewer.Login || v.Token != "classic" || strings.Join(v.Scopes, " ") != "repo read:org" || v.Limit != 5000 {
		t.Errorf("got %+v", v)
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/config"
	"rungless/tracker/github"
	"rungless/tracker/store"
)

func (s *settings) checkConfig(context.Context) []finding {
	file := config.Path(s.configPath, s.environ)
	if file == "" {
		file = "no config.yaml, the defaults are in force"
	}
	found := []finding{fine("configuration", "%s", file)}
	for _, name := range config.UnknownVariables(s.environ) {
		found = append(found, finding{"configuration", warnState, "the environment variable " + name + " is no key of the configuration", "docs/config.md lists the names; unset it if it is a slip"})
	}
	return found
}

// checkGit looks for the git that import clone needs.
func (s *settings) checkGit(ctx context.Context) []finding {
	path, err := exec.LookPath("git")
	if err != nil {
		return []finding{{"git", warnState, "there is no git on the path", "install git to read clones; syncing from GitHub works without it"}}
	}
	text, err := exec.CommandContext(ctx, path, "--version").Output()
	if err != nil {
		return []finding{{"git", warnState, "git --version failed: " + err.Error(), "install git again to read clones"}}
	}
	return []finding{fine("git", "%s", strings.TrimSpace(string(text)))}
}

const littleDisk = 1 << 30 // bytes

// checkDisk looks at the room where the store is or will be.
func (s *settings) checkDisk(context.Context) []finding {
	if isPostgres(s.config.Store.DSN) {
		return nil
	}
	folder := filepath.Dir(s.config.Store.DSN)
	for folder != filepath.Dir(folder) {
		if _, err := os.Stat(folder); err == nil {
			break
		}
		folder = filepath.Dir(folder)
	}
	free, err := freeBytes(folder)
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		return nil
	case err != nil:
		return []finding{{"disk", warnState, fmt.Sprintf("the room at %s is not known: %v", folder, err), ""}}
	case free < littleDisk:
		return []finding{{"disk", warnState, fmt.Sprintf("%s has %d MiB left", folder, free>>20), "make room, or set store.dsn to a file elsewhere"}}
	}
	return []finding{fine("disk", "%s has %d GiB left", folder, free>>30)}
}

func (s *settings) checkStore(ctx context.Context) []finding {
	dsn := s.config.Store.DSN
	if !isPostgres(dsn) {
		if _, err := os.Stat(dsn); errors.Is(err, fs.ErrNotExist) {
			return []finding{{"store", warnState, "there is no store at " + dsn + " yet", "`rungless sync` makes it"}}
		}
	}
	st, err := store.Open(ctx, dsn, store.Options{Logger: s.logger, ReadOnly: true})
	if err != nil {
		return []finding{wrong("store", err)}
	}
	defer st.Close()
	health, err := st.Health(ctx)
	if err != nil {
		return []finding{wrong("store", err)}
	}
	found := []finding{fine("store", "%s, schema %s, %d MiB", health.Engine, health.SchemaVersion, health.Bytes>>20)}
	found = append(found, checkInside(ctx, st, health.Engine)...)
	found = append(found, checkSyncs(ctx, st)...)
	return append(found, s.checkWebhooks(ctx, st)...)
}

// checkSyncs looks at the newest run of each source, and at what is known to be
// missing.
func checkSyncs(ctx context.Context, st *store.Store) []finding {
	runs, err := st.Runs(ctx, 50)
	if err != nil {
		return []finding{wrong("syncs", err)}
	}
	if len(runs) == 0 {
		return []finding{{"syncs", warnState, "nothing was ever synced", "run: rungless sync"}}
	}
	var found []finding
	seen := map[tracker.SourceName]bool{}
	for _, run := range runs {
		if seen[run.Source] {
			continue
		}
		seen[run.Source] = true
		f := fine("syncs", "%s: %s, begun %s", run.Source, run.State, run.StartedAt.Local().Format(time.DateTime))
		if run.State == store.Failed || run.State == store.Stopped {
			f.State, f.Message, f.Hint = warnState, f.Message+": "+run.Error, run.Hint
		}
		found = append(found, f)
	}
	coverage, err := st.Coverage(ctx)
	if err != nil {
		return append(found, wrong("coverage", err))
	}
	for _, row := range coverage {
		if row.Gap != "" {
			found = append(found, finding{"coverage", warnState, row.Label + " " + row.Stream + ": " + row.Gap, ""})
		}
	}
	return found
}

const mostSkew = time.Minute // beyond which times look wrong to a reader

// checkGitHub asks the host for its front page without a token, to tell a
// network's failure from a token's, and compares clocks by the answer's Date.
func (s *settings) checkGitHub(ctx context.Context) []finding {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	address := s.config.GitHub.URL
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, address, nil)
	if err != nil {
		return []finding{wrong("github", err)}
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	sent := time.Now()
	response, err := client.Do(request)
	if err != nil {
		return []finding{{"github", failState, fmt.Sprintf("%s cannot be reached: %v", address, cause(err)), "check the network and github.url"}}
	}
	response.Body.Close()
	found := []finding{fine("github", "%s answers", address)}
	date, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil {
		return found
	}
	skew := date.Sub(sent.Add(time.Since(sent) / 2)).Round(time.Second)
	if skew.Abs() > mostSkew {
		return append(found, finding{"clock", warnState, fmt.Sprintf("GitHub's clock is %s from this machine's", skew), "set this machine's clock; a sync corrects for it meanwhile"})
	}
	return append(found, fine("clock", "within a minute of GitHub's"))
}

const soonExpired = 14 * 24 * time.Hour

func (s *settings) checkToken(ctx context.Context) []finding {
	t, err := s.needToken(ctx)
	if err != nil {
		return []finding{wrong("token", err)}
	}
	source, err := s.newGitHub(wanted{token: t, noWait: true, tries: fewTries})
	if err != nil {
		return []finding{wrong("token", err)}
	}
	viewer, err := source.Viewer(ctx)
	if err != nil {
		return []finding{wrong("token", err)}
	}
	found := []finding{fine("token", "from %s, works for %s; %s", t.from, viewer.Account.Login, powers(viewer))}
	if !viewer.ExpiresAt.IsZero() && time.Until(viewer.ExpiresAt) < soonExpired {
		found = append(found, finding{"token", warnState, "it expires on " + viewer.ExpiresAt.Format(time.DateOnly), "make a new one in GitHub's settings"})
	}
	return found
}

// powers says what a token may do and how much of its limit is left.
func powers(v github.Viewer) string {
	text := v.Token + " token"
	if v.Token == "unknown" {
		text = "token of an unknown kind"
	}
	if v.Scopes != nil {
		text += ", scopes: " + strings.Join(append([]string{}, v.Scopes...), " ")
	}
	if !v.ExpiresAt.IsZero() {
		text += ", expires " + v.ExpiresAt.Format(time.DateOnly)
	}
	if v.Remaining >= 0 {
		text += fmt.Sprintf(", %d of %d points left", v.Remaining, v.Limit)
	}
	return text
}

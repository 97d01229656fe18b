package main

// What makes workers, beside wire.go.

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/github"
	"rungless/tracker/ingest"
	"rungless/tracker/store"
)

// newWorker makes a worker of the configured tokens and the one that was found.
func (s *settings) newWorker(st *store.Store, found token, observe func(store.Run)) (*ingest.Worker, error) {
	tokens, err := s.workTokens(st, found)
	if err != nil {
		return nil, err
	}
	host, err := os.Hostname()
	if err != nil {
		host = "this machine"
	}
	return ingest.NewWorker(ingest.WorkerOptions{Logger: s.logger, Store: st, Now: time.Now, Observer: observe, Tokens: tokens,
		Name: fmt.Sprintf("%s, process %d, %s", host, os.Getpid(), rand.Text()[:6]), NoWait: s.config.Sync.NoWait}), nil
}

// workTokens lists the tokens of this process: the one that was found, those of files,
// and the installations of the App.
func (s *settings) workTokens(st *store.Store, found token) ([]ingest.Token, error) {
	var tokens []ingest.Token
	if found.value != "" {
		tokens = append(tokens, s.workToken(st, found.from, "", wanted{token: found}))
	}
	for _, path := range s.config.GitHub.Tokens {
		t, err := s.tokenFromFile(path)
		if err != nil {
			return nil, err
		}
		name := filepath.Base(path)
		if slices.ContainsFunc(tokens, func(t ingest.Token) bool { return t.Name == name }) {
			name = path // budgets are kept by name
		}
		tokens = append(tokens, s.workToken(st, name, "", wanted{token: t}))
	}
	for _, installation := range s.config.GitHub.App.Installations {
		owner, number, _ := strings.Cut(installation, "=")
		through, err := s.newInstallation(number)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, s.workToken(st, "the App on "+owner, strings.ToLower(owner), wanted{through: through}))
	}
	if len(tokens) == 0 {
		_, err := s.needToken(context.Background())
		return nil, err
	}
	return tokens, nil
}

// newInstallation makes what signs requests as one installation of the App.
func (s *settings) newInstallation(number string) (http.RoundTripper, error) {
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return nil, err // config has checked it
	}
	app := s.config.GitHub.App
	through, err := github.NewInstallation(github.InstallationOptions{BaseURL: s.config.GitHub.URL, App: app.ID, Number: id, KeyFile: app.KeyFile})
	return through, usage(err)
}

// workToken is a token that makes the sources of work.
func (s *settings) workToken(st *store.Store, name, owner string, w wanted) ingest.Token {
	w.noWait = true
	return ingest.Token{Name: name, Owner: owner, Open: func(ctx context.Context, work store.Work) (ingest.Source, error) {
		if work.Kind == store.ResearchWork {
			return s.openResearch(ctx, st, w)
		}
		one := w
		one.only = github.OnlyIndexes
		switch work.Kind {
		case store.PersonWork:
			one.people = []string{work.Name}
		case store.RepositoryWork:
			one.repositories = []string{work.Name}
		case store.ThreadWork:
			one.only, one.threads = github.OnlyThreads, []tracker.ThreadRef{threadOf(work)}
		case store.VerifyWork:
			one.only = github.OnlyOld
		default:
			one.only = github.OnlyDetails
		}
		source, err := s.newGitHub(one)
		if err != nil {
			return nil, err
		}
		return withBots(&describing{Source: source, logger: s.logger, store: st, people: s.config.People}, s.config.Bots), nil
	}}
}

// threadOf is the thread that a webhook told of: "pull_request NODE_ID".
func threadOf(work store.Work) tracker.ThreadRef {
	kind, id, _ := strings.Cut(work.Name, " ")
	return tracker.ThreadRef{Kind: tracker.Kind(kind), NodeID: id}
}

// openResearch makes the source of citation files.
func (s *settings) openResearch(ctx context.Context, st *store.Store, w wanted) (ingest.Source, error) {
	names, err := s.researchNames(ctx, st, w)
	if err != nil {
		return nil, err
	}
	source, err := s.newGitHubResearch(w, names)
	if err != nil {
		return nil, err
	}
	return ingest.Proposing{Source: source, Store: st}, nil
}

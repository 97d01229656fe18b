package profile_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/github"
	"rungless/tracker/githubsim"
	"rungless/tracker/growth"
	"rungless/tracker/ingest"
	"rungless/tracker/profile"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
)

// now is the day of the sample.
func now() time.Time { return time.Date(2026, 6, 30, 12, 0, 0, 0, time.UTC) }

// sample is the sample organisation and where its simulated GitHub is.
type sample struct {
	world   *githubsim.World
	stories []*githubsim.Story
	url     string
}

// sampleStore syncs every repository of the sample organisation from a simulated
// GitHub.
func sampleStore(t *testing.T) (*store.Store, sample) {
	t.Helper()
	world, stories := githubsim.SampleWithStories(1, now())
	url, _ := githubsim.StartTest(t, world, githubsim.Options{PointsPerHour: -1, RequestsPerHour: -1})
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "sample.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	var repositories []string
	for _, r := range world.Repositories {
		if !r.Private || slices.Contains(r.Readers, world.Viewer) {
			repositories = append(repositories, r.Owner.Login+"/"+r.Name)
		}
	}
	quiet := slog.New(slog.DiscardHandler)
	source, err := github.New(quiet, github.Options{BaseURL: url, Token: "sample", Repositories: repositories})
	if err != nil {
		t.Fatal(err)
	}
	o := ingest.Options{Logger: quiet, Store: s, Source: source, Now: time.Now}
	if _, err := ingest.Run(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	return s, sample{world, stories, url}
}

// TestTheSample asks of the sample organisation, synced once, what is known to be
// in it.
func TestTheSample(t *testing.T) {
	testneed.Thorough(t)
	s, from := sampleStore(t)
	t.Run("each repository's threads lie in its own domain", func(t *testing.T) { repositoriesLieInTheirDomains(t, s) })
	for _, story := range from.stories {
		t.Run(story.Name+" "+story.Login, func(t *testing.T) {
			who, err := profile.Find(t.Context(), s, story.Login)
			if err != nil {
				t.Fatal(err)
			}
			p, err := maker(t, s).Of(t.Context(), who, profile.Request{Now: now(), Window: growth.Window{From: now().AddDate(-3, 0, 0), To: now()}, WithHomes: true})
			if err != nil {
				t.Fatal(err)
			}
			shows(t, story, p)
		})
	}
	t.Run("its citation files show every kind of invitation", func(t *testing.T) {
		readSampleCitations(t, s, from)
		showsInvitations(t, s, from)
	})
}

func maker(t *testing.T, s *store.Store) *profile.Maker {
	t.Helper()
	catalogue, err := domain.New(domain.Default(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return profile.New(s, catalogue, growth.DefaultRules())
}

// repositoriesLieInTheirDomains holds the built-in catalogue to the sample, where a
// repository's first topic names its domain.
func repositoriesLieInTheirDomains(t *testing.T, s *store.Store) {
	catalogue := maker(t, s).Catalogue
	own, all := map[string]float64{}, map[string]float64{}
	err := s.Records(t.Context(), store.RecordFilter{}, func(r tracker.Record) error {
		home := domainOf(r.Topics)
		a := catalogue.Attribute(r)
		own[r.Thread.Repository.FullName()] += a.Share(home)
		for _, share := range slices.Concat(a.Shares, a.Passing) {
			all[r.Thread.Repository.FullName()] += share.Weight
		}
		all[r.Thread.Repository.FullName()] += a.None.Weight
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Errorf("only %d repositories have records", len(all))
	}
	for name := range all {
		if own[name] < 0.98*all[name] {
			t.Errorf("%.1f %% of the weight of %s lies in its own domain, want 98 %% at least", 100*own[name]/all[name], name)
		}
	}
}

// domainOf is the topic of a repository that names its domain.
func domainOf(topics []string) string {
	for _, slug := range githubsim.SampleDomains() {
		if slices.Contains(topics, slug) {
			return slug
		}
	}
	return ""
}

// shows asks whether a planted story can be seen in its hero's profile.
func shows(t *testing.T, story *githubsim.Story, p growth.Profile) {
	depth := depthIn(p, story.To)
	for _, step := range story.Steps {
		isOwn := step.Thread.Type == "PullRequest" && step.Thread.Author != nil && step.Thread.Author.Login == story.Login
		if isOwn && !isEvidence(depth.Curve.Evidence, step) {
			t.Errorf("the pull request of the step %q, #%d, is no evidence of depth in %s", step.Name, step.Thread.Number, story.To)
		}
	}
	last := story.Steps[len(story.Steps)-1]
	switch story.Name {
	case "stalled", "glanced":
		if depth.Curve.Status == growth.Available {
			t.Errorf("who only looked has a depth in %s: %v", story.To, depth.Curve.Value)
		}
	case "trusted":
		i := slices.IndexFunc(p.Scope.Debt.Value, func(d growth.Debt) bool { return slices.ContainsFunc(d.Threads, isOf(last)) })
		if i < 0 || !p.Scope.Debt.Value[i].Asked {
			t.Errorf("the rework that was asked for is no technical debt they are trusted with: %s %s", p.Scope.Debt.Status, p.Scope.Debt.Reason)
		}
	case "cited":
		isEntry(t, "comments cited", p.Practice.CommentsCited, story.Steps[0])
	case "answered":
		isEntry(t, "answers accepted", p.Practice.AnswersAccepted, last)
	case "documented":
		isEntry(t, "documents changed", p.Practice.DocumentsChanged, last)
	case "decided":
		isEntry(t, "decisions merged", p.Practice.DecisionsMerged, last)
	}
	if p.Scope.Debt.Status != growth.Available {
		t.Errorf("technical debt is not measured: %s", p.Scope.Debt.Reason)
	}
	if depth.Curve.Status == growth.Available && depth.Surface.Status != growth.Available {
		t.Errorf("which part of %s they wrote in is not measured: %s", story.To, depth.Surface.Reason)
	}
	for _, c := range p.Scope.Collaborators.Value.People {
		if c.Homes.Status != growth.Available {
			t.Errorf("where %s is at home is not said", c.Account.Login)
		}
	}
}

// isEntry reports it when a step is not the evidence of an entry of a list.
func isEntry(t *testing.T, what string, list growth.Measured[[]growth.Entry], step githubsim.StoryStep) {
	t.Helper()
	found := slices.ContainsFunc(list.Value, func(e growth.Entry) bool { return slices.ContainsFunc(e.Threads, isOf(step)) })
	if !found {
		t.Errorf("#%d %q is not among the %s: %s %s %+v", step.Thread.Number, step.Thread.Title, what, list.Status, list.Reason, list.Value)
	}
}

func depthIn(p growth.Profile, slug string) growth.Depth {
	i := slices.IndexFunc(p.Depths, func(d growth.Depth) bool { return d.Domain == slug })
	if i < 0 {
		return growth.Depth{}
	}
	return p.Depths[i]
}

func isEvidence(list []growth.Evidence, step githubsim.StoryStep) bool {
	return slices.ContainsFunc(list, func(e growth.Evidence) bool { return e.Counted && isOf(step)(e) })
}

func isOf(step githubsim.StoryStep) func(growth.Evidence) bool {
	return func(e growth.Evidence) bool {
		return e.Thread.Number == step.Thread.Number && e.Title == step.Thread.Title
	}
}

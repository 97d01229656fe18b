package profile_test

import (
	stdcmp "cmp"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker/domain"
	"rungless/tracker/github"
	"rungless/tracker/githubsim"
	"rungless/tracker/ingest"
	"rungless/tracker/moves"
	"rungless/tracker/profile"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
)

// attributedStore syncs a world with the shares of the built-in catalogue stored.
func attributedStore(t *testing.T, path string, world *githubsim.World) *store.Store {
	t.Helper()
	catalogue, err := domain.New(domain.Default(), nil)
	if err != nil {
		t.Fatal(err)
	}
	url, _ := githubsim.StartTest(t, world, githubsim.Options{PointsPerHour: -1, RequestsPerHour: -1})
	s, err := store.Open(t.Context(), path, store.Options{Attributor: ingest.Attributor(catalogue)})
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
	if _, err := ingest.Run(t.Context(), ingest.Options{Logger: quiet, Store: s, Source: source, Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	return s
}

// signalsOf finds somebody's moves as of the day of the sample.
func signalsOf(t *testing.T, m *profile.Maker, login string) profile.Signals {
	t.Helper()
	who, err := profile.Find(t.Context(), m.Store, login)
	if err != nil {
		t.Fatal(err)
	}
	found, err := m.Signals(t.Context(), who, profile.MovesRequest{Now: now()})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// signalInto returns the signal into a domain.
func signalInto(s profile.Signals, domain string) moves.Signal {
	i := slices.IndexFunc(s.Signals, func(one moves.Signal) bool { return one.Place.Domain == domain })
	if i < 0 {
		return moves.Signal{}
	}
	return s.Signals[i]
}

func TestPlantedMovesAreFoundAtTheirStepAndDay(t *testing.T) {
	world, stories := githubsim.SampleOfMoves(now())
	m := maker(t, attributedStore(t, filepath.Join(t.TempDir(), "moves.db"), world))
	others := 0
	for _, story := range stories {
		found := signalsOf(t, m, story.Login)
		if story.Name == "stayed" {
			others++
			for _, s := range found.Signals {
				t.Errorf("%s stayed at home, and is said to have %s in %s: %s", story.Login, s.Furthest().Name, s.Place.Domain, s.Furthest().Because)
			}
			continue
		}
		var got, want []string
		for _, step := range signalInto(found, story.To).Steps {
			if step.Reached {
				got = append(got, string(step.Name)+" "+step.At.Format(time.DateTime))
			}
		}
		for _, step := range story.Steps {
			want = append(want, step.Name+" "+step.At.Format(time.DateTime))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s into %s: -planted +found\n%s", story.Login, story.To, diff)
		}
		if len(found.Signals) != 1 {
			t.Errorf("%s has %d moves, want one", story.Login, len(found.Signals))
		}
	}
	if others != 60 {
		t.Errorf("%d others, want 60", others)
	}
	saysWhy(t, m)
}

// saysWhy asks of those who stayed at home what was left out, and why.
func saysWhy(t *testing.T, m *profile.Maker) {
	t.Helper()
	for login, why := range map[string]string{"stayer-1": "a sweep over 3 repositories", "stayer-2": "a dependency bump", "stayer-3": "a release chore",
		"stayer-4": "a typo in passing", "stayer-5": "a bot opened it"} {
		found := signalsOf(t, m, login).LeftOut
		if len(found) != 3 {
			t.Errorf("%s: %d threads left out, want 3", login, len(found))
		}
		for _, one := range found {
			if one.Why != why {
				t.Errorf("%s: left out as %q, want %q", login, one.Why, why)
			}
		}
	}
}

// TestMovesOfTheSample holds every argued and changed step of everybody against the world's own
// threads, and asks of the sample organisation, where people wander besides, for
// the moves that are planted in it. Their threads draw others in, so that an earlier step
// may be there sooner than its thread of the story.
func TestMovesOfTheSample(t *testing.T) {
	testneed.Thorough(t)
	world, stories := githubsim.SampleWithStories(1, now())
	m := maker(t, attributedStore(t, filepath.Join(t.TempDir(), "sample.db"), world))
	for _, story := range stories {
		signal := signalInto(signalsOf(t, m, story.Login), story.To)
		switch story.Name {
		case "moved":
			for _, name := range moves.Steps() {
				planted := story.Steps[slices.IndexFunc(story.Steps, func(s githubsim.StoryStep) bool { return s.Name == string(name) })]
				step := signal.Step(name)
				exact := name == moves.Looked || name == moves.Changed
				if !step.Reached || exact && !step.At.Equal(planted.At) || name == moves.Argued && step.At.After(planted.At.AddDate(0, 0, 14)) {
					t.Errorf("%s into %s: %s %s, planted %s", story.Login, story.To, name, step.At, planted.At)
				}
			}
		case "stalled":
			if !signal.Step(moves.Asked).Reached || signal.Step(moves.Changed).Reached {
				t.Errorf("%s stalled in %s, and is said to have %s", story.Login, story.To, signal.Furthest().Name)
			}
		case "glanced":
			if signal.Furthest().Name != moves.Looked {
				t.Errorf("%s glanced at %s, and is said to have %s", story.Login, story.To, signal.Furthest().Name)
			}
		}
	}
	holdsAgainst(t, world, m)
}

// said is one thing that somebody said in a thread of the world.
type said struct {
	login string
	at    time.Time
}

// saidIn lists what was said in each thread, by "owner/name number".
func saidIn(world *githubsim.World) map[string][]said {
	all := map[string][]said{}
	for _, r := range world.Repositories {
		for _, thread := range r.Threads {
			name := fmt.Sprintf("%s/%s %d", r.Owner.Login, r.Name, thread.Number)
			add := func(who *githubsim.User, at time.Time) {
				if who != nil && who.Type != "Bot" {
					all[name] = append(all[name], said{strings.ToLower(who.Login), at.UTC()})
				}
			}
			add(thread.Author, thread.CreatedAt)
			for _, review := range thread.Reviews {
				add(review.Author, review.SubmittedAt)
				for _, c := range review.Comments {
					add(c.Author, c.CreatedAt)
				}
			}
			for _, c := range thread.Comments {
				add(c.Author, c.CreatedAt)
				for _, reply := range c.Replies {
					add(reply.Author, reply.CreatedAt)
				}
			}
		}
	}
	return all
}

// holdsAgainst asks of everybody, wanderers too, whether what is said of them is so in the
// world: an argument is one thread in which they spoke on two days and two others did, a
// change is validated by somebody else, and neither lies where they were at home.
func holdsAgainst(t *testing.T, world *githubsim.World, m *profile.Maker) {
	t.Helper()
	everybody, err := m.Store.Everybody(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var people []profile.Subject
	for _, one := range everybody {
		people = append(people, profile.Subject{Login: one.Login, Accounts: one.Accounts, PersonID: one.PersonID, AccountIDs: one.AccountIDs})
	}
	found, err := m.SignalsOfEach(t.Context(), people, profile.MovesRequest{Now: now()})
	if err != nil {
		t.Fatal(err)
	}
	words, argued, changed := saidIn(world), 0, 0
	for i, who := range people {
		for _, signal := range found[i].Signals {
			if len(signal.From) == 0 || slices.Contains(signal.From, signal.Place.Domain) {
				t.Errorf("%s began at home in %s, from %v", who.Login, signal.Place.Domain, signal.From)
			}
			if step := signal.Step(moves.Argued); step.Reached {
				argued++
				if why := notArgued(who.Login, step, words); why != "" {
					t.Errorf("%s is said to have argued in %s: %s", who.Login, signal.Place.Domain, why)
				}
			}
			if step := signal.Step(moves.Changed); step.Reached {
				changed++
				if by := step.Evidence[0].By; by == "" || strings.EqualFold(by, who.Login) {
					t.Errorf("%s is said to have changed %s, validated by %q", who.Login, signal.Place.Domain, by)
				}
			}
		}
	}
	t.Logf("held against the world: %d arguments, %d changes", argued, changed)
	if argued < 20 || changed < 20 {
		t.Errorf("%d arguments and %d changes: too few to say anything", argued, changed)
	}
}

// notArgued says why a thread is no argument of somebody's; "" where it is one.
func notArgued(login string, step moves.Step, words map[string][]said) string {
	days, others, threads := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, e := range step.Evidence {
		parts := strings.FieldsFunc(e.URL, func(r rune) bool { return r == '/' || r == '#' })
		at := slices.IndexFunc(parts, func(p string) bool { return p == "issues" || p == "pull" || p == "discussions" })
		if at < 0 || at+1 >= len(parts) {
			return "no thread is at " + e.URL
		}
		name, speaker := e.Repository+" "+parts[at+1], strings.ToLower(stdcmp.Or(e.By, login))
		threads[name] = true
		if !slices.ContainsFunc(words[name], func(s said) bool { return s.login == speaker && s.at.Equal(e.At) }) {
			return fmt.Sprintf("%s said nothing in %s at %s", speaker, name, e.At)
		}
		if e.By == "" {
			days[e.At.Format(time.DateOnly)] = true
		} else {
			others[speaker] = true
		}
	}
	if len(threads) != 1 || len(days) < 2 || len(others) < 2 || others[strings.ToLower(login)] {
		return fmt.Sprintf("%d threads, %d days, %d others", len(threads), len(days), len(others))
	}
	return ""
}

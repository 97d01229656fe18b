package ingest_test

import (
	"testing"
	"time"

	"rungless/tracker/github"
	"rungless/tracker/githubsim"
	"rungless/tracker/store"
)

// BenchmarkSync prints what syncs cost beside their goals, through the real
// store: of the recorded repository where it lies beside the project, else of the
// sample's first. The time is the client's, the simulated GitHub's and the
// store's together.
func BenchmarkSync(b *testing.B) {
	world := benchWorld(b)
	r := world.Repositories[0]
	whole := github.Options{Repositories: []string{r.Owner.Login + "/" + r.Name}}
	person := github.Options{People: []string{mostActive(world)}}
	for _, bench := range []struct {
		name string
		o    github.Options
	}{{"a whole repository", whole}, {"a person", person}} {
		b.Run(bench.name, func(b *testing.B) { benchSync(b, world, bench.o) })
	}
}

func benchWorld(b *testing.B) *githubsim.World {
	if world, err := githubsim.LoadBackup("../../../shared/data/backup/" + backup); err == nil {
		return world
	}
	return githubsim.Sample(1, worldNow)
}

// mostActive is whoever opened the most threads: the dearest person to sync.
func mostActive(w *githubsim.World) string {
	opened, login := map[*githubsim.User]int{}, ""
	most := 0
	for _, t := range w.Repositories[0].Threads {
		if t.Author == nil || t.Author.Type != "User" {
			continue
		}
		if opened[t.Author]++; opened[t.Author] > most {
			most, login = opened[t.Author], t.Author.Login
		}
	}
	return login
}

// benchSync syncs into an empty store and then once more, when nothing changed.
func benchSync(b *testing.B, world *githubsim.World, o github.Options) {
	var first, idle store.Run
	var took time.Duration
	for range b.N {
		server := githubsim.New(quiet(), world, githubsim.Options{PointsPerHour: -1, RequestsPerHour: -1})
		url, stop, err := server.Start(b.Context(), "127.0.0.1:0")
		if err != nil {
			b.Fatal(err)
		}
		s, err := openWithoutTest(b.Context(), b.TempDir()+"/bench.db")
		if err != nil {
			b.Fatal(err)
		}
		o.BaseURL, o.Token = url, "t"
		started := time.Now()
		first = runOnce(b, s, o)
		took = time.Since(started)
		idle = runOnce(b, s, o)
		s.Close()
		stop()
	}
	thousands := float64(first.Added) / 1000
	b.ReportMetric(float64(first.Added), "facts")
	b.ReportMetric(float64(first.Added)/took.Seconds(), "facts/s")
	b.ReportMetric(float64(first.Usage.Calls)/thousands, "requests/1000-facts")
	b.ReportMetric(float64(first.Usage.Points)/thousands, "points/1000-facts")
	b.ReportMetric(float64(idle.Usage.Calls), "idle-requests")
	b.ReportMetric(float64(idle.Usage.NotModified), "idle-304s")
	b.ReportMetric(float64(idle.Added+idle.Changed+idle.Removed), "idle-changes")
}

func runOnce(b *testing.B, s *store.Store, o github.Options) store.Run {
	report, err := sync(b.Context(), s, o)
	if err != nil {
		b.Fatal(err)
	}
	return report.Run
}

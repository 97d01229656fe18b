package store

import (
	"testing"

	"rungless/tracker"
)

// CockroachDB speaks PostgreSQL's protocol and knows neither its settings of the planner nor its
// sizes; it answers as a matter of course that a transaction has to be run again, as
// PostgreSQL does where every transaction is serialisable.
func TestAServerThatKnowsLessThanPostgreSQLWillDo(t *testing.T) {
	s := newPostgres(t)
	if !s.engine.KeepsOrder || !s.engine.TellsSize {
		t.Fatalf("PostgreSQL itself: %+v", s.engine)
	}
	for setting, want := range map[string]string{"jit": "off", "max_parallel_workers_per_gather": "0"} {
		var got string
		if err := s.read.Raw("SHOW " + setting).Scan(&got).Error; err != nil || got != want {
			t.Errorf("%s is %q, %v", setting, got, err)
		}
	}
	s.engine = engine{}
	if _, err := s.Apply(t.Context(), tracker.Batch{Source: tracker.GitHubSource, Repositories: []tracker.Repository{
		{RepositoryRef: tracker.RepositoryRef{Host: "github.com", DatabaseID: 7, Owner: "acme", Name: "widgets"}}}}); err != nil {
		t.Error(err)
	}
	if h, err := s.Health(t.Context()); err != nil || h.Bytes != 0 || h.SchemaVersion == "" {
		t.Errorf("%+v, %v", h, err)
	}
	if err := s.Analyze(t.Context()); err != nil {
		t.Error(err)
	}
}

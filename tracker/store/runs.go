package store

import (
	"context"
	"encoding/json"
	"time"

	"rungless/tracker"
)

type runRow struct {
	ID         int64 `gorm:"primaryKey;autoIncrement:false"`
	Source     string
	State      string
	StartedAt  int64
	FinishedAt int64
	BeatAt     int64
	RetryAt    int64
	Added      int64
	Changed    int64
	Removed    int64
	Error      string
	Hint       string
	Usage      string // JSON of tracker.Usage
	Streams    string // JSON of []tracker.Progress
}

func (runRow) TableName() string { return "runs" }

// silence is how long a run may give no sign of life before it counts as
// stopped: killed, or its machine asleep.
const silence = 2 * time.Minute

// StartRun stores a new run and marks those as stopped whose heartbeat ended.
func (s *Store) StartRun(ctx context.Context, source tracker.SourceName, now time.Time) (Run, error) {
	run := Run{Source: source, State: Running, StartedAt: now.UTC().Truncate(time.Second), BeatAt: now.UTC().Truncate(time.Second)}
	err := s.transaction(ctx, "store.StartRun", func(t *tx) error {
		err := t.db.Exec("UPDATE runs SET state = ?, finished_at = beat_at WHERE state = ? AND beat_at < ?",
			string(Stopped), string(Running), now.Add(-silence).Unix()).Error
		if err == nil {
			run.ID, err = t.nextID("runs")
		}
		if err != nil {
			return err
		}
		row, err := run.row()
		if err != nil {
			return err
		}
		return insert(t, []runRow{row}, 14)
	})
	return run, err
}

// SaveRun stores how a run stands now, without the names of those who were erased.
func (s *Store) SaveRun(ctx context.Context, run Run) error {
	row, err := run.row()
	if err != nil {
		return err
	}
	return s.transaction(ctx, "store.SaveRun", func(t *tx) error {
		refused, err := t.loadRefusals()
		if err != nil {
			return err
		}
		if !refused.isEmpty() { // somebody may have been erased while the run goes on that names them
			row.Streams, _ = blot(row.Streams, refused.names)
			row.Error, _ = blot(row.Error, refused.names)
		}
		return upsert(t, []runRow{row}, 14)
	})
}

// Runs returns the newest runs, newest first.
func (s *Store) Runs(ctx context.Context, limit int) ([]Run, error) {
	var rows []runRow
	if err := s.reader(ctx).db.Order("id DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, machineError("store.Runs", err)
	}
	runs := make([]Run, len(rows))
	for i, row := range rows {
		var err error
		if runs[i], err = row.run(s.now()); err != nil {
			return nil, machineError("store.Runs", err)
		}
	}
	return runs, nil
}

// Run returns one run.
func (s *Store) Run(ctx context.Context, id int64) (Run, error) {
	var rows []runRow
	if err := s.reader(ctx).db.Where("id = ?", id).Find(&rows).Error; err != nil {
		return Run{}, machineError("store.Run", err)
	}
	if len(rows) == 0 {
		return Run{}, tracker.Errorf(tracker.NotFound, "store.Run", "there is no sync run %d", id).
			WithHint("the sync page lists the runs")
	}
	run, err := rows[0].run(s.now())
	return run, machineError("store.Run", err)
}

func (r Run) row() (runRow, error) {
	usage, err := json.Marshal(r.Usage)
	if err != nil {
		return runRow{}, err
	}
	streams, err := json.Marshal(r.Streams)
	return runRow{r.ID, string(r.Source), string(r.State), unix(r.StartedAt), unix(r.FinishedAt), unix(r.BeatAt), unix(r.RetryAt),
		int64(r.Added), int64(r.Changed), int64(r.Removed), clean(r.Error), clean(r.Hint), clean(string(usage)), clean(string(streams))}, err
}

func (r runRow) run(now time.Time) (Run, error) {
	run := Run{ID: r.ID, Source: tracker.SourceName(r.Source), State: RunState(r.State), StartedAt: fromUnix(r.StartedAt),
		FinishedAt: fromUnix(r.FinishedAt), BeatAt: fromUnix(r.BeatAt), RetryAt: fromUnix(r.RetryAt),
		Added: int(r.Added), Changed: int(r.Changed), Removed: int(r.Removed), Error: r.Error, Hint: r.Hint}
	if run.State == Running && now.Sub(run.BeatAt) > silence {
		run.State, run.FinishedAt = Stopped, run.BeatAt
	}
	if err := json.Unmarshal([]byte(r.Usage), &run.Usage); err != nil {
		return run, err
	}
	return run, json.Unmarshal([]byte(r.Streams), &run.Streams)
}

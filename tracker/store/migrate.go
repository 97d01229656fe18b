package store

import (
	"context"
	"errors"
	"slices"

	"github.com/go-gormigrate/gormigrate/v2"
	"gorm.io/gorm"

	"rungless/tracker"
	"rungless/tracker/store/migrations"
)

// migrate runs the missing steps in one transaction, with the writer's turn taken
// before the first look. Of two processes that open a fresh database at once on
// PostgreSQL, where nothing can be locked yet, one fails to make the first table
// and tries again: it finds the work done.
func (s *Store) migrate(ctx context.Context, readOnly bool) error {
	if readOnly {
		return s.assertCurrent(ctx)
	}
	err := s.retried(ctx, "store.Open", func(err error) bool { return mayTryAgain(err) || madeMeanwhile(err) }, func() error {
		has := s.write.WithContext(ctx).Migrator().HasTable("schema_migrations")
		return s.once(ctx, has, func(t *tx) error { return runSteps(t.db, migrations.All()) })
	})
	if errors.Is(err, gormigrate.ErrUnknownPastMigration) {
		return madeByNewer().Because(err)
	}
	return err
}

// runSteps runs those of the steps that a database has not seen.
func runSteps(db *gorm.DB, steps []*gormigrate.Migration) error {
	return gormigrate.New(db, &gormigrate.Options{
		TableName: "schema_migrations", IDColumnName: "id", IDColumnSize: 255, ValidateUnknownMigrations: true,
	}, steps).Migrate()
}

func madeByNewer() *tracker.Error {
	return tracker.Errorf(tracker.Conflict, "store.Open", "the database was made by a newer version of rungless").
		WithHint("install that version or a later one, or restore the backup that was made before the upgrade")
}

// assertCurrent refuses a database that is open for reading alone and has other steps
// than this program knows.
func (s *Store) assertCurrent(ctx context.Context) error {
	var done []string
	if err := s.read.WithContext(ctx).Raw("SELECT id FROM schema_migrations").Scan(&done).Error; err != nil {
		return machineError("store.Open", err)
	}
	for _, step := range migrations.All() {
		if !slices.Contains(done, step.ID) {
			return tracker.Errorf(tracker.Conflict, "store.Open", "the database was made by an older version of rungless: step %s is missing", step.ID).
				WithHint("start this version once, as rungless serve or rungless sync: it brings the database up to date")
		}
	}
	if len(done) > len(migrations.All()) {
		return madeByNewer()
	}
	return nil
}

func (s *Store) schemaVersion(ctx context.Context) (string, error) {
	var version string
	err := s.read.WithContext(ctx).Raw("SELECT max(id) FROM schema_migrations").Scan(&version).Error
	return version, err
}

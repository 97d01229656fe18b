// Package migrations brings a database to the schema that package store reads
// and writes. Start at [All].
//
// A step that was ever released is frozen: it is SQL text that names no type of
// ours, so that a later change of the code cannot change what an old step does.
// The same text serves both engines; only the words in braces differ, and each
// step carries its own list of them.
package migrations

import (
	"embed"
	"strings"

	"github.com/go-gormigrate/gormigrate/v2"
	"gorm.io/gorm"
)

//go:embed *.sql
var scripts embed.FS

// All returns every step, oldest first.
func All() []*gormigrate.Migration {
	return []*gormigrate.Migration{
		step0001(),
		step0002(),
		step0003(),
		step0004(),
		step0005(),
		step0006(),
		step0007(),
		step0008(),
		step0009(),
		step0010(),
		step0011(),
		step0012(),
		step0013(),
		step0016(),
	}
}

// Latest is the id of the newest step.
func Latest() string {
	all := All()
	return all[len(all)-1].ID
}

func step0001() *gormigrate.Migration {
	words := map[string]*strings.Replacer{
		"sqlite":   strings.NewReplacer("{id}", "INTEGER PRIMARY KEY", "{bytes}", "BLOB", "{keyed}", "WITHOUT ROWID"),
		"postgres": strings.NewReplacer("{id}", "BIGINT PRIMARY KEY", "{bytes}", "BYTEA", "{keyed}", ""),
	}
	return &gormigrate.Migration{
		ID:      "0001_spine",
		Migrate: func(tx *gorm.DB) error { return run(tx, "0001_spine.sql", words[tx.Name()]) },
	}
}

func step0002() *gormigrate.Migration {
	return &gormigrate.Migration{
		ID:      "0002_records",
		Migrate: func(tx *gorm.DB) error { return run(tx, "0002_records.sql", strings.NewReplacer()) },
	}
}

func step0003() *gormigrate.Migration {
	words := map[string]*strings.Replacer{
		"sqlite":   strings.NewReplacer("{keyed}", "WITHOUT ROWID"),
		"postgres": strings.NewReplacer("{keyed}", ""),
	}
	return &gormigrate.Migration{
		ID:      "0003_owners",
		Migrate: func(tx *gorm.DB) error { return run(tx, "0003_owners.sql", words[tx.Name()]) },
	}
}

func step0004() *gormigrate.Migration {
	words := map[string]*strings.Replacer{
		"sqlite":   strings.NewReplacer("{bytes}", "BLOB", "{keyed}", "WITHOUT ROWID"),
		"postgres": strings.NewReplacer("{bytes}", "BYTEA", "{keyed}", ""),
	}
	return &gormigrate.Migration{
		ID:      "0004_words",
		Migrate: func(tx *gorm.DB) error { return run(tx, "0004_words.sql", words[tx.Name()]) },
	}
}

func step0005() *gormigrate.Migration {
	words := map[string]*strings.Replacer{
		"sqlite":   strings.NewReplacer("{id}", "INTEGER PRIMARY KEY", "{bytes}", "BLOB", "{keyed}", "WITHOUT ROWID"),
		"postgres": strings.NewReplacer("{id}", "BIGINT PRIMARY KEY", "{bytes}", "BYTEA", "{keyed}", ""),
	}
	return &gormigrate.Migration{
		ID:      "0005_derived",
		Migrate: func(tx *gorm.DB) error { return run(tx, "0005_derived.sql", words[tx.Name()]) },
	}
}

func step0006() *gormigrate.Migration {
	words := map[string]*strings.Replacer{
		"sqlite":   strings.NewReplacer("{id}", "INTEGER PRIMARY KEY", "{keyed}", "WITHOUT ROWID"),
		"postgres": strings.NewReplacer("{id}", "BIGINT PRIMARY KEY", "{keyed}", ""),
	}
	return &gormigrate.Migration{
		ID:      "0006_research",
		Migrate: func(tx *gorm.DB) error { return run(tx, "0006_research.sql", words[tx.Name()]) },
	}
}

func step0007() *gormigrate.Migration {
	words := map[string]*strings.Replacer{
		"sqlite":   strings.NewReplacer("{id}", "INTEGER PRIMARY KEY", "{keyed}", "WITHOUT ROWID"),
		"postgres": strings.NewReplacer("{id}", "BIGINT PRIMARY KEY", "{keyed}", ""),
	}
	return &gormigrate.Migration{
		ID:      "0007_own_words",
		Migrate: func(tx *gorm.DB) error { return run(tx, "0007_own_words.sql", words[tx.Name()]) },
	}
}

func step0009() *gormigrate.Migration {
	words := map[string]*strings.Replacer{
		"sqlite":   strings.NewReplacer("{id}", "INTEGER PRIMARY KEY", "{bytes}", "BLOB", "{keyed}", "WITHOUT ROWID"),
		"postgres": strings.NewReplacer("{id}", "BIGINT PRIMARY KEY", "{bytes}", "BYTEA", "{keyed}", ""),
	}
	return &gormigrate.Migration{
		ID:      "0009_erasures",
		Migrate: func(tx *gorm.DB) error { return run(tx, "0009_erasures.sql", words[tx.Name()]) },
	}
}

func step0010() *gormigrate.Migration {
	words := map[string]*strings.Replacer{
		"sqlite":   strings.NewReplacer("{id}", "INTEGER PRIMARY KEY", "{bytes}", "BLOB", "{keyed}", "WITHOUT ROWID"),
		"postgres": strings.NewReplacer("{id}", "BIGINT PRIMARY KEY", "{bytes}", "BYTEA", "{keyed}", ""),
	}
	return &gormigrate.Migration{
		ID:      "0010_members",
		Migrate: func(tx *gorm.DB) error { return run(tx, "0010_members.sql", words[tx.Name()]) },
	}
}

func step0011() *gormigrate.Migration {
	words := map[string]*strings.Replacer{
		"sqlite":   strings.NewReplacer("{id}", "INTEGER PRIMARY KEY", "{bytes}", "BLOB", "{keyed}", "WITHOUT ROWID"),
		"postgres": strings.NewReplacer("{id}", "BIGINT PRIMARY KEY", "{bytes}", "BYTEA", "{keyed}", ""),
	}
	return &gormigrate.Migration{
		ID:      "0011_packs",
		Migrate: func(tx *gorm.DB) error { return run(tx, "0011_packs.sql", words[tx.Name()]) },
	}
}

func step0008() *gormigrate.Migration {
	words := map[string]*strings.Replacer{
		"sqlite":   strings.NewReplacer("{keyed}", "WITHOUT ROWID"),
		"postgres": strings.NewReplacer("{keyed}", ""),
	}
	return &gormigrate.Migration{
		ID:      "0008_notes",
		Migrate: func(tx *gorm.DB) error { return run(tx, "0008_notes.sql", words[tx.Name()]) },
	}
}

func step0012() *gormigrate.Migration {
	words := map[string]*strings.Replacer{
		"sqlite":   strings.NewReplacer("{keyed}", "WITHOUT ROWID"),
		"postgres": strings.NewReplacer("{keyed}", ""),
	}
	return &gormigrate.Migration{
		ID:      "0012_moves",
		Migrate: func(tx *gorm.DB) error { return run(tx, "0012_moves.sql", words[tx.Name()]) },
	}
}

func step0013() *gormigrate.Migration {
	words := map[string]*strings.Replacer{
		"sqlite":   strings.NewReplacer("{id}", "INTEGER PRIMARY KEY", "{keyed}", "WITHOUT ROWID"),
		"postgres": strings.NewReplacer("{id}", "BIGINT PRIMARY KEY", "{keyed}", ""),
	}
	return &gormigrate.Migration{
		ID:      "0013_work",
		Migrate: func(tx *gorm.DB) error { return run(tx, "0013_work.sql", words[tx.Name()]) },
	}
}

func step0016() *gormigrate.Migration {
	return &gormigrate.Migration{
		ID:      "0016_shares",
		Migrate: func(tx *gorm.DB) error { return run(tx, "0016_shares.sql", strings.NewReplacer()) },
	}
}

// run executes a script statement by statement: a blank line ends a statement.
func run(tx *gorm.DB, script string, words *strings.Replacer) error {
	text, err := scripts.ReadFile(script)
	if err != nil {
		return err
	}
	for statement := range strings.SplitSeq(string(text), "\n\n") {
		if statement = strings.TrimSpace(words.Replace(statement)); statement == "" {
			continue
		}
		if err := tx.Exec(statement).Error; err != nil {
			return err
		}
	}
	return nil
}

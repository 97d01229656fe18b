// Package config turns config.yaml and the environment into one checked struct.
//
// Start at [Load]. Every key is written once, as a field of [Config] with its
// name in the file (yaml), its name in the environment (env) and its rule
// (validate); rules.go says what each rule asks in words, and positions.go finds
// the line and column of what broke it. The file config.yaml beside go.mod shows
// every key with its default, and docs/config.md is made from it.
package config

import (
	"time"

	"rungless/tracker/domain"
	"rungless/tracker/growth"
)

// Config is everything that can be set. A value that comes out of [Load] has
// passed every rule.
type Config struct {
	GitHub  GitHub   `yaml:"github" envPrefix:"GITHUB_"`
	Store   Store    `yaml:"store" envPrefix:"STORE_"`
	Server  Server   `yaml:"server" envPrefix:"SERVER_"`
	SignIn  SignIn   `yaml:"sign_in" envPrefix:"SIGN_IN_"`
	Sync    Sync     `yaml:"sync" envPrefix:"SYNC_"`
	Team    Team     `yaml:"instance" envPrefix:"INSTANCE_"`
	Archive Archive  `yaml:"archive" envPrefix:"ARCHIVE_"`
	People  []Person `yaml:"people" envPrefix:"PEOPLE" validate:"dive"`
	Bots    []string `yaml:"bots" env:"BOTS" validate:"dive,bot_login"`
	Log     Log      `yaml:"log" envPrefix:"LOG_"`

	// Domains are the technical areas, from surface to deep; none: see Catalogue.
	Domains []domain.Domain `yaml:"domains" envPrefix:"DOMAINS"`
	// Uncounted are paths that count in no domain, besides those that never do.
	Uncounted []string `yaml:"uncounted" env:"UNCOUNTED"`
	// Growth is what the measures of growth take from the instance; see GrowthRules.
	Growth growth.Rules `yaml:"growth" envPrefix:"GROWTH_"`
}

// Catalogue compiles the domains: the built-in ones where none are written. It
// fails only for a Config that did not come out of [Load].
func (c Config) Catalogue() (*domain.Catalogue, error) {
	domains := c.Domains
	if len(domains) == 0 {
		domains = domain.Default()
	}
	return domain.New(domains, c.Uncounted)
}

// GrowthRules are the rules of the measures: of each list the built-in one where
// none is written.
func (c Config) GrowthRules() growth.Rules {
	rules, builtIn := c.Growth, growth.DefaultRules()
	if len(rules.Words) == 0 {
		rules.Words = builtIn.Words
	}
	for _, list := range []struct{ written, builtIn *[]string }{
		{&rules.Documents, &builtIn.Documents}, {&rules.Decisions, &builtIn.Decisions},
		{&rules.DecisionLabels, &builtIn.DecisionLabels}, {&rules.InitiativeLabels, &builtIn.InitiativeLabels},
	} {
		if len(*list.written) == 0 {
			*list.written = *list.builtIn
		}
	}
	return rules
}

// GitHub says which GitHub is read, and what of it.
type GitHub struct {
	URL          string   `yaml:"url" env:"URL" validate:"github_url"`
	People       []string `yaml:"people" env:"PEOPLE" validate:"dive,login"`
	Repositories []string `yaml:"repositories" env:"REPOSITORIES" validate:"dive,repository"`
	TokenFile    string   `yaml:"token_file" env:"TOKEN_FILE"`
	Tokens       []string `yaml:"more_token_files" env:"MORE_TOKEN_FILES"` // files with further tokens
	App          App      `yaml:"app" envPrefix:"APP_"`
}

// App is a GitHub App whose installations are tokens too.
type App struct {
	ID            int64    `yaml:"id" env:"ID"`
	KeyFile       string   `yaml:"key_file" env:"KEY_FILE"`
	Installations []string `yaml:"installations" env:"INSTALLATIONS" validate:"dive,installation"` // OWNER=NUMBER
}

// Store says where facts are kept.
type Store struct {
	DSN string `yaml:"dsn" env:"DSN" validate:"dsn"` // a file, or a postgres:// address
}

// Server is the web app.
type Server struct {
	Addr      string   `yaml:"addr" env:"ADDR" validate:"addr"`
	Hosts     []string `yaml:"hosts" env:"HOSTS" validate:"dive,host"` // accepted in the Host header, beyond loopback names
	PublicURL string   `yaml:"public_url" env:"PUBLIC_URL" validate:"omitempty,public_url"`

	TrustedProxies []string `yaml:"trusted_proxies" env:"TRUSTED_PROXIES" validate:"dive,network"` // whose X-Forwarded-For is believed

	SyncEvery Duration `yaml:"sync_every" env:"SYNC_EVERY" validate:"pause"`

	WebhookSecretFile string `yaml:"webhook_secret_file" env:"WEBHOOK_SECRET_FILE"`

	MetricsAddr string   `yaml:"metrics_addr" env:"METRICS_ADDR" validate:"omitempty,addr"`
	DrainDelay  Duration `yaml:"drain_delay" env:"DRAIN_DELAY" validate:"delay"`
}

// SignIn makes the instance a team's, once a client id is given.
type SignIn struct {
	ClientID         string   `yaml:"client_id" env:"CLIENT_ID"`
	ClientSecretFile string   `yaml:"client_secret_file" env:"CLIENT_SECRET_FILE"`
	Allow            Allow    `yaml:"allow" envPrefix:"ALLOW_"`
	Admins           []string `yaml:"admins" env:"ADMINS" validate:"dive,login"`
}

// Allow says who is let in, besides the admins: who is in any of these.
type Allow struct {
	Organizations []string `yaml:"organizations" env:"ORGANIZATIONS" validate:"dive,login"`
	Teams         []string `yaml:"teams" env:"TEAMS" validate:"dive,team"` // ORG/TEAM
	Logins        []string `yaml:"logins" env:"LOGINS" validate:"dive,login"`
}

// Team is the team's instance that verbs ask in place of a store of their own.
type Team struct {
	URL string `yaml:"url" env:"URL" validate:"omitempty,instance_url"`
}

// Sync is how the GitHub source goes about its work.
type Sync struct {
	NoWait bool `yaml:"no_wait" env:"NO_WAIT"`
}

// Archive is what an import of GH Archive hours keeps.
type Archive struct {
	Include      string `yaml:"include" env:"INCLUDE" validate:"omitempty,include"`
	KeepPayloads bool   `yaml:"keep_payloads" env:"KEEP_PAYLOADS"`
}

// What [Archive].Include may be. Empty, it means the people and repositories
// that are followed, and everything as long as nobody and nothing is.
const (
	IncludePeople       = "people"
	IncludeRepositories = "repositories"
	IncludeEverything   = "everything"
)

// Person is what the instance knows of a human beyond a login.
type Person struct {
	Login    string   `yaml:"login" env:"LOGIN" validate:"login"`
	Name     string   `yaml:"name" env:"NAME"`
	TimeZone string   `yaml:"time_zone" env:"TIME_ZONE" validate:"omitempty,time_zone"`
	Emails   []string `yaml:"emails" env:"EMAILS" validate:"dive,email_address"`
	ORCID    string   `yaml:"orcid" env:"ORCID" validate:"omitempty,orcid"`
}

// Log is what is written to standard error.
type Log struct {
	Format string `yaml:"format" env:"FORMAT" validate:"log_format"`
	Level  string `yaml:"level" env:"LEVEL" validate:"log_level"`
}

// Default is the configuration of a program that was told nothing. The store's
// place depends on the environment and is filled by [Load].
func Default() Config {
	return Config{
		GitHub: GitHub{URL: "https://github.com"},
		Server: Server{Addr: "127.0.0.1:8080", SyncEvery: Duration(time.Hour)},
		Log:    Log{Format: "text", Level: "warn"},
	}
}
